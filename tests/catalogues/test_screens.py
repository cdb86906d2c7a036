"""The first screen of an answer: short enough for a telephone, and one press away from everything else."""

import re
from collections.abc import Iterator
from html import unescape

import pytest

from bot.core.answers import Answer, Listed, NeedsMore, NotListed
from bot.core.follows import Country
from bot.core.names import Part
from handlers.buttons import Act, read
from handlers.contacts import read_contacts
from handlers.wording import Said, wording
from tests.catalogues import samples
from tests.catalogues.catalogue import LANGUAGES

ROOM = 500
USUAL = {
    "ΑΛΦΑ Βητα Γαμμα": "Петренко Иван Васильевич",
    "Αλφα Βητα Γαμμα": "Петренко Іван Васильович",
    "Εκδότης <&>": "Координаційний штаб",
}
"""Names of the length that names have."""


def as_shown(said: Said) -> str:
    """What a telephone shows of a message, with names of usual length."""
    text = unescape(re.sub(r"<[^>]+>", "", said.text))
    for invented, usual in USUAL.items():
        text = text.replace(invented, usual)
    return text


def usual_answers() -> Iterator[Answer]:
    """All but the rarest: of a log that does not hold, and of lists some rows of which are unread."""
    for answer in samples.answers():
        if isinstance(answer, NeedsMore) or (not answer.coverage.doubtful and not answer.coverage.unread):
            yield answer


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_first_screen_has_fewer_than_500_characters(language: str) -> None:
    words = wording(language)
    contact = read_contacts().of(Country.UKRAINE)[0]
    longest = max((as_shown(words.answer(a, contact=contact)) for a in usual_answers()), key=len)
    assert len(longest) < ROOM, longest


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_else_is_one_press_away_and_one_press_back(language: str) -> None:
    words = wording(language)
    for answer in samples.answers():
        if isinstance(answer, NeedsMore):
            continue
        first, whole = (words.answer(answer, contact=None, details=details) for details in (False, True))
        assert Act.DETAILS in acts(first)
        assert Act.BRIEF in acts(whole)
        assert len(as_shown(whole)) > len(as_shown(first)) or isinstance(answer, NotListed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_first_screen_echoes_what_was_understood_and_offers_to_correct_each_part(language: str) -> None:
    words = wording(language)
    for answer in samples.answers():
        said = words.answer(answer, contact=None)
        assert said.text.startswith(words.echo(answer.asked))
        corrected = [read(b.carries) for row in said.buttons for b in row if b.carries is not None]
        assert [press.args[0] for press in corrected if press.act is Act.CORRECT] == [p.name for p in Part]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_that_is_missing_is_added_not_corrected(language: str) -> None:
    words = wording(language)
    (needs_more,) = (answer for answer in samples.answers() if isinstance(answer, NeedsMore))
    labels = [button.label for row in words.answer(needs_more, contact=None).buttons for button in row]
    assert str(words.say("Add the patronymic")) in labels
    assert str(words.say("Add the birth year")) in labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_screen_of_listed_says_who_will_hear_of_a_correction(language: str) -> None:
    words = wording(language)
    corrections = str(words.say("Corrections come only with Follow or Watch."))
    for answer in samples.answers():
        if isinstance(answer, Listed):
            assert corrections in words.answer(answer, contact=None).text


def acts(said: Said) -> set[Act]:
    return {read(b.carries).act for row in said.buttons for b in row if b.carries is not None}
