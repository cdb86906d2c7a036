"""What never bends, checked on every answer and every alert in each language."""

import re
from itertools import product

import pytest

from bot.core.answers import Answer, Listed, NotListed
from bot.core.exchanges import BatchState, Category
from bot.core.follows import Country
from bot.core.lists import PublisherClass, PublisherKind
from handlers.wording import Said, Wording, wording
from tests.catalogues import samples
from tests.catalogues.catalogue import LANGUAGES
from tests.catalogues.renderings import CANNOT_CHECK, renderings, texts

NOT_ON_LISTS = {
    "uk": "такого імені немає",
    "ru": "такого имени нет",
    "en": "his name is not on the lists",
}
NO_CONFIRMATION = {
    "uk": "Підтвердження від сторони, яка приймає, що обмін відбувся, у нас немає.",
    "ru": "Подтверждения от принимающей стороны, что обмен состоялся, у нас нет.",
    "en": "We hold no confirmation from the receiving side that the exchange took place.",
}
NO_CONFIRMATION_BRIEFLY = {
    "uk": "у нас немає підтвердження від сторони, яка приймає.",
    "ru": "у нас нет подтверждения от принимающей стороны.",
    "en": "we hold no confirmation from the receiving side.",
}
CONFIRMS_NOTHING = {
    "uk": "Ім’я у списку не підтверджує обміну й не говорить про долю людини",
    "ru": "Имя в списке не подтверждает обмена и не говорит о судьбе человека",
    "en": "A name on a list does not confirm an exchange and says nothing about the person’s fate",
}
ONE_SIDED = {
    PublisherKind.RUSSIA: {"uk": "лише одна сторона", "ru": "только одна сторона", "en": "one side alone"},
    PublisherKind.UNVERIFIED: {
        "uk": "з неперевіреного джерела",
        "ru": "из непроверенного источника",
        "en": "verified",
    },
}


def shown(said: Said) -> str:
    """Everything of a message that a person reads."""
    return "\n".join(texts(said))


def told(words: Wording, answer: Answer, *, details: bool = False) -> str:
    return shown(words.answer(answer, contact=samples.CONTACT, details=details))


BOTH_SCREENS = pytest.mark.parametrize("details", [False, True], ids=["first screen", "details"])


@BOTH_SCREENS
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_about_a_list_names_its_source_with_its_link(language: str, details: bool) -> None:
    words = wording(language)
    for answer in [*samples.listed(), *samples.similar(), *samples.several()]:
        said = words.answer(answer, contact=None, details=details)
        assert "Εκδότης" in said.text
        assert 'href="https://example.org/?a=1&amp;b=2"' in said.text
        assert words.day(samples.DAY) in said.text
        assert re.search(rf"\b{samples.EDITION.number}\.", shown(said))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_of_a_search_says_up_to_when(language: str) -> None:
    words = wording(language)
    for answer in [*samples.listed(), *samples.similar(), *samples.several(), *samples.not_listed()]:
        assert words.short_moment(samples.MOMENT) in told(words, answer)
        assert str(words.moment(samples.MOMENT)) in told(words, answer, details=True)


@BOTH_SCREENS
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_listed_answer_says_what_it_does_not_mean(language: str, details: bool) -> None:
    for answer in samples.listed():
        assert CONFIRMS_NOTHING[language] in told(wording(language), answer, details=details)


@pytest.mark.parametrize("language", LANGUAGES)
def test_unless_the_receiving_side_confirmed_we_say_that_we_hold_no_confirmation(language: str) -> None:
    words = wording(language)
    for answer in samples.listed():
        confirmed = answer.matches[0].candidate.standing.batch.state is BatchState.CONFIRMED
        assert (NO_CONFIRMATION_BRIEFLY[language] in told(words, answer)) is not confirmed
        assert (NO_CONFIRMATION[language] in told(words, answer, details=True)) is not confirmed


@BOTH_SCREENS
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_of_one_side_alone_is_called_so_before_the_name_is_shown(language: str, details: bool) -> None:
    for answer in samples.listed():
        found = answer.matches[0].candidate
        text = told(wording(language), answer, details=details)
        confirmed = found.standing.batch.state is BatchState.CONFIRMED
        for kind, warnings in ONE_SIDED.items():
            if found.list.publisher.kind is kind and not confirmed:
                assert text.index(warnings[language]) < text.index(found.entry.printed_name)
            elif kind is PublisherKind.RUSSIA:
                assert warnings[language] not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_statements_that_differ_are_called_so_beside_the_name(language: str) -> None:
    words = wording(language)
    differ = str(words.say("The parties’ statements about this exchange group differ."))
    briefly = {
        "uk": "заяви сторін розходяться",
        "ru": "заявления сторон расходятся",
        "en": "statements of the sides differ",
    }[language]
    for answer in samples.listed():
        disputed = answer.matches[0].candidate.standing.disputed
        assert (differ in told(words, answer, details=True)) is disputed
        assert (briefly in told(words, answer)) is disputed


@BOTH_SCREENS
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_category_stands_beside_a_name(language: str, details: bool) -> None:
    words = wording(language)
    categories = [str(words.category(category)) for category in Category]
    for answer in samples.answers():
        assert [c for c in categories if c in told(words, answer, details=details)] == []


@BOTH_SCREENS
@pytest.mark.parametrize("language", LANGUAGES)
def test_not_listed_ends_with_the_line_about_scams_and_names_the_lists(language: str, details: bool) -> None:
    words = wording(language)
    for answer, contact in product(samples.not_listed(), (samples.CONTACT, None)):
        said = words.answer(answer, contact=contact, details=details)
        assert said.text.endswith(words.scam_line())
        assert NOT_ON_LISTS[language] in said.text
        assert str(answer.coverage.lists) in said.text
        assert words.day(answer.coverage.newest) in said.text
        assert str(words.publisher_class(PublisherClass.RECEIVING_SIDE)) in said.text
        assert "/contacts" in said.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_not_listed_says_that_a_name_is_not_on_the_lists(language: str) -> None:
    words = wording(language)
    for method, said in renderings(words):
        is_answer = method in {"answer", "whole_answer", "direct_answer", "watch_answer"}
        not_listed = is_answer and any(words.scam_line() in text for text in texts(said))
        assert any(NOT_ON_LISTS[language] in text for text in texts(said)) is not_listed, method


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_is_never_a_no(language: str) -> None:
    words = wording(language)
    no = {"uk": "Це не відповідь «немає»", "ru": "Это не ответ «нет»", "en": "This is not a “no”"}[language]
    for error in CANNOT_CHECK:
        text = shown(words.could_not_check(error, samples.PERSON))
        assert no in text
        assert "/contacts" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_printed_name_is_shown_only_where_it_is_the_one_asked_about(language: str) -> None:
    words = wording(language)
    for answer in samples.answers():
        is_shown = isinstance(answer, Listed) or getattr(answer, "shown", None) is not None
        for details in (False, True):
            assert ("ΑΛΦΑ Βητα Γαμμα" in told(words, answer, details=details)) is is_shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_button_and_no_link_holds_a_name(language: str) -> None:
    for answer in samples.answers():
        said = wording(language).answer(answer, contact=samples.CONTACT)
        for button in (button for row in said.buttons for button in row):
            assert not re.search(
                "Αλφα|Βητα|Γαμμα", f"{button.label}{button.carries}{button.url}", re.IGNORECASE
            )
        assert not re.search(r'href="[^"]*(?:Αλφα|Βητα)', said.text, re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_alert_carries_its_number_its_code_and_the_line_about_scams(language: str) -> None:
    words = wording(language)
    alert = samples.ALERT
    said = [words.call(samples.alert_of(kind)) for kind in samples.CALLS]
    said += [
        words.batch_confirmed(alert, samples.standing(BatchState.CONFIRMED, category=category))
        for category in Category
    ]
    for each in said:
        assert f"/verify {alert.code}" in each.text
        assert str(alert.number) in each.text
        assert each.text.endswith(words.scam_line())


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alert_says_side_source_and_day_and_that_it_names_nobody(language: str) -> None:
    words = wording(language)
    for category in Category:
        standing = samples.standing(BatchState.CONFIRMED, category=category)
        text = shown(words.batch_confirmed(samples.ALERT, standing))
        assert str(words.side(standing.batch.side)) in text
        assert "Εκδότης" in text
        assert words.day(samples.DAY) in text
        nobody = {
            "uk": "нічого не говорить",
            "ru": "ничего не говорит",
            "en": "says nothing about any one person",
        }
        assert nobody[language] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_about_remains_always_carry_the_fixed_notice(language: str) -> None:
    words = wording(language)
    remains = samples.standing(BatchState.CONFIRMED, category=Category.REMAINS)
    views = [view for view in samples.batch_views() if view.standing.batch.category is Category.REMAINS]
    said = [words.batch_confirmed(samples.ALERT, remains), words.ask_to_follow_remains("b1")]
    said += [words.batch(view) for view in views]
    for each in said:
        assert words.remains_notice() in each.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_about_scams_stands_where_it_matters(language: str) -> None:
    words = wording(language)
    for said in (
        words.start(samples.OPERATOR),
        words.help(),
        words.privacy(samples.OPERATOR),
        words.not_verified(),
        words.verified(7),
        words.type_the_name(),
    ):
        assert said.text.endswith(words.scam_line())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_message_says_who_we_are_not(language: str) -> None:
    state_body = {"uk": "не державний орган", "ru": "не государственный орган", "en": "not a state body"}
    words = wording(language)
    for text in (words.start(samples.OPERATOR).text, words.bot_description(), words.bot_short_description()):
        assert state_body[language] in text.replace("Не ", "не ").replace("Not a", "not a")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("uk", "Мова цього чату тепер українська."),
        ("ru", "Язык этого чата теперь русский."),
        ("en", "The language of this chat is English now."),
    ],
)
def test_the_language_that_was_chosen_names_itself(language: str, said: str) -> None:
    assert wording(language).language_chosen().text == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_not_listed_without_a_country_points_to_all_contacts(language: str) -> None:
    words = wording(language)
    answer: NotListed = next(samples.not_listed())
    assert samples.CONTACT.country is Country.UKRAINE
    assert samples.CONTACT.contact not in words.answer(answer, contact=None).text
