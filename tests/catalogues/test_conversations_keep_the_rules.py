"""What never bends, looked for in every page of docs/conversations/: in what people really saw."""

import re
from collections.abc import Iterator

import pytest

from bot.core.exchanges import Category
from handlers.contacts import read_contacts
from handlers.wording import wording
from tests.catalogues.catalogue import LANGUAGES
from tests.catalogues.test_letters import FOREIGN
from tests.catalogues.test_words import FEARED, _any_of
from tests.conversations import LIST, LIST_OF_ONE_SIDE, PAGES

NAME = re.compile(r"Петренко|Коваль|Вербенко|Зореграй|Petrenko", re.IGNORECASE)
PUBLISHED = re.compile(r"Invented (?:Headquarters|Ministry)")
LISTED = {"uk": "Таке ім’я є у списку:", "ru": "Такое имя есть в списке:", "en": "This name is on a list:"}
NOT_LISTED = {"uk": "такого імені немає", "ru": "такого имени нет", "en": "is not on the lists we searched"}
CHOSEN_SCRIPT = re.compile(r"Invented (?:Headquarters|Agency|Ministry)|Українська|Русский|English|`[^`]*`")


def messages(language: str) -> Iterator[tuple[str, str]]:
    """Every message of the bot, with the page it stands on."""
    for path in sorted((PAGES / language).glob("*.md")):
        for block in re.split(r"\n\n(?!>)", path.read_text(encoding="utf-8")):
            for message in re.findall(r"(?:^>.*\n?)+", block, re.MULTILINE):
                yield path.name, re.sub(r"^> ?", "", message, flags=re.MULTILINE)


def bare(message: str) -> str:
    """A message without its buttons, without what others wrote, and without the names of official bodies."""
    text = CHOSEN_SCRIPT.sub("", message)
    for row in [*LIST.splitlines()[1:], *LIST_OF_ONE_SIDE.splitlines()[1:]]:
        family, given, patronymic, _ = row.split(";")
        text = text.replace(f"{family} {given} {patronymic}", "")
    for contact in read_contacts().every:
        for body in (contact.body_uk, contact.body_ru, contact.body_en):
            text = text.replace(body, "")
    return NAME.sub("", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_hold_messages(language: str) -> None:
    assert len(list(messages(language))) > 50


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_feared_or_promising_word_was_shown(language: str) -> None:
    feared = _any_of(FEARED[language])
    shown = [(page, feared.search(bare(said))) for page, said in messages(language)]
    assert [(page, found[0]) for page, found in shown if found] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_category_stood_beside_a_name(language: str) -> None:
    words = wording(language)
    categories = [str(words.category(category)) for category in Category]
    named = [(page, said) for page, said in messages(language) if NAME.search(said)]
    assert named
    beside = [page for page, said in named if any(category in said for category in categories)]
    assert beside == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_on_a_list_came_with_its_source_and_its_moment(language: str) -> None:
    listed = [(page, said) for page, said in messages(language) if LISTED[language] in said]
    assert listed
    assert [page for page, said in listed if not PUBLISHED.search(said)] == []
    assert [page for page, said in listed if "‹moment›" not in said and "‹time›" not in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_about_scams_stood_under_every_not_listed_and_every_alert(language: str) -> None:
    scam = str(wording(language).scam_line())
    due = [said for _, said in messages(language) if NOT_LISTED[language] in said or "/verify ···" in said]
    assert due
    assert [said for said in due if scam not in said] == []


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_no_letter_of_the_neighbouring_language_was_shown_but_in_names(language: str) -> None:
    foreign = re.compile(f"[{FOREIGN[language]}]", re.IGNORECASE)
    shown = [(page, line) for page, said in messages(language) for line in bare(said).splitlines()]
    assert [(page, line) for page, line in shown if foreign.search(line) and not _is_typed(line)] == []


def _is_typed(line: str) -> bool:
    """The echo of what somebody typed: a name as they wrote it, with or without a year."""
    return re.fullmatch(r"[\w\s.’,]*(?:\d{4})?\s*", line) is not None or "Петре" in line
