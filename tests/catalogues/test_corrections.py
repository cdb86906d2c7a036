"""What never bends in alerts of changes and corrections, in each language."""

from collections import defaultdict

import pytest

from bot.core.exchanges import BatchState
from bot.core.proposals import Reason
from handlers.wording import Said, wording
from tests.catalogues import samples
from tests.catalogues.catalogue import LANGUAGES
from tests.catalogues.renderings import renderings, texts

ABOUT_A_BATCH = frozenset({"batch_changed", "statement_corrected", "batch_withdrawn"})
NO_CONFIRMATION = {
    "uk": "Підтвердження від сторони, яка приймає, що це відбулося, у нас немає.",
    "ru": "Подтверждения от принимающей стороны, что это состоялось, у нас нет.",
    "en": "We hold no confirmation from the receiving side that it took place.",
}
NOTHING_ABOUT_A_PERSON = {
    "uk": "нічого не говорить",
    "ru": "ничего не говорит",
    "en": "says nothing about any one person",
}
FATE = {
    "uk": "Це нічого не говорить про долю чи місцеперебування людини.",
    "ru": "Это ничего не говорит о судьбе или местонахождении человека.",
    "en": "This says nothing about any person’s fate or whereabouts.",
}


def alerts(language: str) -> dict[str, list[Said]]:
    """Every alert of a change or a correction, by the method that words it."""
    said: dict[str, list[Said]] = defaultdict(list)
    for method, each in renderings(wording(language)):
        if isinstance(each, Said):
            said[method].append(each)
    return {method: said[method] for method in (*ABOUT_A_BATCH, "edition_corrected", "what_was_corrected")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_can_be_verified_and_warns_of_scams(language: str) -> None:
    said = alerts(language)
    for method in (*ABOUT_A_BATCH, "edition_corrected"):
        for each in said[method]:
            assert f"/verify {samples.ALERT.code}" in each.text
            assert each.text.endswith(wording(language).scam_line())


@pytest.mark.parametrize("language", LANGUAGES)
def test_those_about_an_exchange_group_say_that_they_are_about_no_one_person(language: str) -> None:
    for method in ABOUT_A_BATCH:
        for each in alerts(language)[method]:
            assert NOTHING_ABOUT_A_PERSON[language] in each.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_concerns_a_person_says_on_a_locked_screen_neither_what_nor_of_whom(language: str) -> None:
    words = wording(language)
    telling = ("Εκδότης", "https://", str(words.day(samples.DAY)))
    for each in alerts(language)["edition_corrected"]:
        assert [word for word in telling if word in each.text] == []
        assert len(each.buttons) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_wrong_is_said_with_its_source_and_without_any_name(language: str) -> None:
    for each in alerts(language)["what_was_corrected"]:
        assert 'href="https://example.org/?a=1&amp;b=2"' in each.text
        assert FATE[language] in each.text
        assert "Αλφα" not in "".join(texts(each))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_state_that_is_no_confirmation_is_not_left_to_hope(language: str) -> None:
    words = wording(language)
    _, statement = next(iter(samples.changes()))
    for state in BatchState:
        said = words.statement_corrected(
            samples.ALERT, samples.standing(state), statement, Reason.OUR_MISTAKE
        )
        assert (NO_CONFIRMATION[language] in said.text) is (state is not BatchState.CONFIRMED)
