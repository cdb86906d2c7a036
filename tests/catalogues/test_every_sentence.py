"""Every text is worded in every variant: nothing is left untranslated, unfilled or broken."""

import inspect
import re
from html.parser import HTMLParser

import pytest
from babel.support import NullTranslations, Translations
from markupsafe import Markup

from bot.core.preferences import ZONES
from bot.files import Column, Fault
from handlers.buttons import Act
from handlers.wording import Said, Wording, wording
from handlers.wording.families import LANGUAGE_NAMES
from locales.words import forms_of
from tests.catalogues import samples
from tests.catalogues.catalogue import LANGUAGES, TRANSLATED, ids_of, messages
from tests.catalogues.renderings import Rendered, renderings, texts

TOOLS = {"say", "count", "button", "link", "day", "city", "ending", "confirmed"}
"""What the other methods are made of; they hold no sentence of their own."""

CITIES = {wording("en").city(zone) for zone in ZONES}
PASSED_IN = {*LANGUAGE_NAMES.values(), "June", *CITIES, *samples.digests()}
FAULT_CODE = re.compile(r"\bE\d\d\b")
MARKED = frozenset(text for message in messages("en") for text in ids_of(message))


class Pseudo(NullTranslations):
    """A language in which every marked sentence is brackets and its values, without one letter."""

    def gettext(self, message: str) -> str:
        if message not in MARKED:
            return message
        return "⟦" + " ".join(re.findall(r"\{\w+\}", message)) + "⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


class Recording(Translations):
    """English that notes which sentences were said."""

    def __init__(self) -> None:
        super().__init__()
        self.said: set[str] = set()

    def gettext(self, message: str) -> str:
        self.said.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.said.add(msgid1)
        return msgid1 if n == 1 else msgid2


def letters_left(rendered: Rendered) -> list[str]:
    """Return the texts that hold a Latin or Cyrillic letter which was not passed in."""
    method, said = rendered
    return [f"{method}: {text}" for text in texts(said) if _LETTER.search(_without_values(text))]


_LETTER = re.compile(r"[A-Za-zА-Яа-яІіЇїЄєҐґЁё]")


def _without_values(text: str) -> str:
    for value in PASSED_IN:
        text = text.replace(value, "")
    return FAULT_CODE.sub("", text)


def test_every_sentence_is_marked_for_the_catalogues() -> None:
    untranslated = [text for r in renderings(Wording("en", Pseudo())) for text in letters_left(r)]
    assert untranslated == []


class Careless(Wording):
    """Somebody forgot `_`, in three ways."""

    def kept(self) -> Said:
        return Said(Markup("Nothing was erased, and nobody translated this."))

    def forgotten(self, *, messages_too: bool) -> Said:
        return Said(self.say("Said, but never marked: no catalogue holds it."))

    def resumed(self, *, in_group: bool = False) -> Said:
        return Said(Markup(""), ((self.button("A button that is not marked", Act.DESK),),))


def test_a_sentence_without_its_mark_would_be_noticed() -> None:
    untranslated = [text for r in renderings(Careless("en", Pseudo())) for text in letters_left(r)]

    assert [text.partition(":")[0] for text in untranslated] == [
        *("resumed", "resumed"),
        *("forgotten", "forgotten"),
        "kept",
    ]


def test_the_column_of_a_fault_is_named_in_the_language_of_the_chat() -> None:
    for column in Column:
        (said,) = Wording("en", Pseudo()).faults([Fault("E32", 3, column)], count=1)
        assert letters_left(("faults", said)) == []


def test_every_public_method_is_worded_here() -> None:
    public = {name for name, _ in inspect.getmembers(Wording, inspect.isfunction) if name[0] != "_"}

    assert {method for method, _ in renderings(wording("en"))} == public - TOOLS


def test_every_sentence_of_the_catalogues_is_worded_here() -> None:
    recording = Recording()

    for _rendered in renderings(Wording("en", recording)):
        pass

    assert {ids_of(message)[0] for message in messages("en")} - recording.said == set()


class Tags(HTMLParser):
    """Notes the tags that stand open and whatever Telegram would refuse."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"a", "b", "blockquote", "code"}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_well_formed(language: str) -> None:
    for method, said in renderings(wording(language)):
        if isinstance(said, Said):
            tags = Tags()
            tags.feed(said.text)
            tags.close()
            assert tags.open == [], method
            assert not re.search(r"&(?!amp;|lt;|gt;|#34;|#39;)", said.text), method


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_brace_and_no_doubled_mark_is_left_on_a_screen(language: str) -> None:
    for method, said in renderings(wording(language)):
        for text in texts(said):
            assert not re.search(r"[{}]|\.\.|::|,,|;;|\(\)|[.:,;] ?[,;]", _without_abbreviations(text)), (
                method,
                text,
            )


def _without_abbreviations(text: str) -> str:
    return re.sub(r"\b[рг]\.(?=[,;])", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: str) -> None:
    for method, said in renderings(wording(language)):
        assert all(text.strip() for text in texts(said)), method


def test_the_three_languages_say_different_things() -> None:
    english = {ids_of(message)[0]: forms_of(message) for message in messages("en")}
    same = {
        sentence
        for language in TRANSLATED
        for message in messages(language)
        if forms_of(message) == english[sentence := ids_of(message)[0]]
    }

    # Only frames that hold nothing but values read the same.
    assert [text for text in same if _LETTER.search(re.sub(r"\{\w+\}", "", text))] == []
