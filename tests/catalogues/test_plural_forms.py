"""Ukrainian and Russian have three forms, and the first also serves 21 and 101."""

import pytest

from handlers.wording import wording
from locales.words import forms_of
from tests.catalogues.catalogue import LANGUAGES, messages, of_language

FORMS = {"uk": 3, "ru": 3, "en": 2}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_declares_the_forms_of_its_language(language: str) -> None:
    assert of_language(language).num_plurals == FORMS[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_counted_sentence_has_every_form_and_each_holds_the_count(language: str) -> None:
    counted = [forms_of(message) for message in messages(language) if not isinstance(message.id, str)]

    assert counted
    assert {len(forms) for forms in counted} == {FORMS[language]}
    assert [form for forms in counted for form in forms if "{count}" not in form] == []


@pytest.mark.parametrize(
    ("language", "number", "rows"),
    [
        ("uk", 0, "0 рядків."),
        ("uk", 1, "1 рядок."),
        ("uk", 2, "2 рядки."),
        ("uk", 5, "5 рядків."),
        ("uk", 11, "11 рядків."),
        ("uk", 12, "12 рядків."),
        ("uk", 21, "21 рядок."),
        ("uk", 22, "22 рядки."),
        ("uk", 101, "101 рядок."),
        ("uk", 111, "111 рядків."),
        ("ru", 0, "0 строк."),
        ("ru", 1, "1 строка."),
        ("ru", 2, "2 строки."),
        ("ru", 5, "5 строк."),
        ("ru", 11, "11 строк."),
        ("ru", 12, "12 строк."),
        ("ru", 21, "21 строка."),
        ("ru", 22, "22 строки."),
        ("ru", 101, "101 строка."),
        ("ru", 111, "111 строк."),
        ("en", 0, "0 rows."),
        ("en", 1, "1 row."),
        ("en", 2, "2 rows."),
        ("en", 21, "21 rows."),
        ("en", 101, "101 rows."),
    ],
)
def test_a_number_gets_the_form_of_its_language(language: str, number: int, rows: str) -> None:
    assert wording(language).count("{count} row.", "{count} rows.", number) == rows


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("uk", 1, "1 повідомлення надійшло"),
        ("uk", 2, "2 повідомлення надійшли"),
        ("uk", 5, "5 повідомлень надійшло"),
        ("uk", 21, "21 повідомлення надійшло"),
        ("ru", 1, "1 сообщение пришло"),
        ("ru", 2, "2 сообщения пришли"),
        ("ru", 11, "11 сообщений пришли"),
        ("ru", 101, "101 сообщение пришло"),
    ],
)
def test_the_verb_agrees_with_the_number(language: str, number: int, said: str) -> None:
    assert wording(language).too_many_messages(number).text.startswith(said)
