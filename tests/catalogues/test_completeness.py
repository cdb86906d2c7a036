"""Every sentence of the code stands in every catalogue, translated by a person."""

import re

import pytest

from locales.words import TEMPLATE, catalogue_file, empty, forms_of, sentences, updated, written
from tests.catalogues.catalogue import LANGUAGES, ids_of, messages, of_code, of_language

PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def test_the_template_holds_exactly_the_sentences_of_the_code() -> None:
    """If this fails: `make words`, then translate what it names."""
    assert TEMPLATE.read_text(encoding="utf-8") == written(of_code())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_exactly_the_sentences_of_the_code(language: str) -> None:
    in_code = {message.id for message in sentences(of_code())}

    assert {message.id for message in messages(language)} == in_code
    assert not of_language(language).obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_bringing_a_catalogue_up_to_date_changes_nothing(language: str) -> None:
    before = catalogue_file(language).read_text(encoding="utf-8")

    assert written(updated(language, of_code())) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_left_untranslated_or_guessed(language: str) -> None:
    assert [message.id for message in empty(of_language(language))] == []
    assert [message.id for message in messages(language) if message.fuzzy] == []


def test_english_says_what_the_code_says() -> None:
    assert [m.id for m in messages("en") if m.string != m.id] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_holds_the_placeholders_of_its_sentence(language: str) -> None:
    wrong = [
        form
        for message in messages(language)
        for form in forms_of(message)
        if sorted(PLACEHOLDER.findall(form)) != sorted(PLACEHOLDER.findall(ids_of(message)[0]))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_brace_stands_alone(language: str) -> None:
    texts = (form for message in messages(language) for form in forms_of(message))
    assert [text for text in texts if re.search(r"[{}]", PLACEHOLDER.sub("", text))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_of_a_sentence_stands_in_its_translation(language: str) -> None:
    command = re.compile(r"(?<![\w/])/[a-z]+")
    wrong = [
        form
        for message in messages(language)
        for form in forms_of(message)
        if sorted(command.findall(form)) != sorted(command.findall(ids_of(message)[0]))
    ]
    assert wrong == []
