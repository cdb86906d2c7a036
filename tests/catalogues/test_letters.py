"""The letters, words and marks of each language, and none of another."""

import re

import pytest

from locales.words import forms_of
from tests.catalogues.catalogue import LANGUAGES, TRANSLATED, every_text, messages

FOREIGN = {"uk": "ыёъэ", "ru": "іїєґ"}
LATIN = re.compile(r"[A-Za-z]+")
WORD = re.compile(r"[^\W\d_]+")
ALLOWED = {
    "Vdoma",
    "BotFather",
    "Telegram",
    "CSV",
    "QR",
    "UTF",
    "XLSX",
    "ODS",
    "XML",
    "https",
    "http",
    "vdoma",
    "lists",
    "upload",
}
NOT_WORDS = re.compile(r"\{\w+\}|(?<![\w/])/[a-z]+|\bE\d\d\b")


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_letter_of_the_neighbouring_language(language: str) -> None:
    foreign = re.compile(f"[{FOREIGN[language]}]", re.IGNORECASE)
    assert [text for text in every_text(language) if foreign.search(text)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_english_word_is_left(language: str) -> None:
    bare = {text: NOT_WORDS.sub("", text) for text in every_text(language)}
    assert {text: left for text, rest in bare.items() if (left := set(LATIN.findall(rest)) - ALLOWED)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_mixes_two_scripts(language: str) -> None:
    words = (word for text in every_text(language) for word in WORD.findall(text))
    assert [w for w in words if re.search(r"[a-z]", w, re.I) and re.search(r"[а-яіїєґё]", w, re.I)] == []


def test_english_is_written_in_latin_letters() -> None:
    assert [text for text in every_text("en") if re.search(r"[а-яіїєґё]", text, re.IGNORECASE)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_apostrophes_and_quotes_are_those_of_the_language(language: str) -> None:
    """A straight apostrophe also becomes `&#39;` where it meets HTML."""
    straight = "'\"`"
    strange = {"uk": "“”„", "ru": "“”„’", "en": "«»„"}[language]
    assert [text for text in every_text(language) if set(text) & set(straight + strange)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_blank_is_doubled_or_stands_at_an_end(language: str) -> None:
    assert [t for t in every_text(language) if t != t.strip() or re.search(r"\s\s|\s[.,:;?)]", t)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_ends_as_its_sentence_does(language: str) -> None:
    """A full stop must not stand right after a day: it ends with one of its own ("9 червня 2025 р.")."""
    wrong = [
        form
        for message in messages(language)
        for form in forms_of(message)
        if isinstance(message.id, str)
        and _end(message.id) != _end(form)
        and not message.id.endswith("{day}.")
    ]
    assert wrong == []


def _end(text: str) -> str:
    last = re.sub(r"[)»”]", "", text)[-1]
    return last if last in ".:?" else ""


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_full_stop_stands_right_after_a_day(language: str) -> None:
    day = re.compile(r"\{(day|date|exchange_date|statement_date|statement_at|contact_date)\}\.")
    assert [text for text in every_text(language) if day.search(text)] == []
