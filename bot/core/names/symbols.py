"""Symbols in a message: they part words as a comma does; some stand for an apostrophe or for letters."""

import re
import unicodedata

from bot.core.errors import NotAName
from bot.core.names.scripts import is_cyrillic
from bot.core.names.spelling import APOSTROPHES, DASHES, STRESS, TIES, without_invisible

_LETTER, _SMALL = r"[^\W\d_]", "[a-zа-яёіїєґ]"
_USUAL = re.escape(".,;:?!()«»“”„…№" + APOSTROPHES + DASHES + STRESS + TIES)
_KEYS = re.escape("[]{}<>~")
"""Letters lie on these keys in another layout: "[fhbnjy" is "харитон"."""
_UNUSUAL = re.compile(rf"[^\w\s{_USUAL}]|[_“”]")
_APOSTROPHE = re.compile(
    rf"(?<={_LETTER})[“”](?={_SMALL})|(?<=[A-ZА-ЯЁІЇЄҐ])[“”](?=[A-ZА-ЯЁІЇЄҐ])|(?<={_LETTER})[*^](?=[яюєїЯЮЄЇ])"
)
_HANDLE = re.compile(r"(?<![\w.])@[A-Za-z]\w{3,}|(?<!\S)/[a-z]{3,}(?!\S)")
_DOTTED_LABEL = (
    (re.compile(r"(?<!\w)(?:д/[нр]|р/н)(?!\w)\.?", re.IGNORECASE), "р.н."),
    (re.compile(r"(?<!\w)г/р(?!\w)\.?", re.IGNORECASE), "г.р."),
)
_UNIT = re.compile(r"(?<!\w)в/ч(?!\w)[\s.,:№-]*(?:[А-ЯA-Z]{0,2}-?\s?\d{3,5}(?!\w|[./-]\d))?", re.IGNORECASE)
_SLASHED_LABEL = re.compile(rf"(?<!\w){_LETTER}(?:/{_LETTER}){{1,2}}(?![\w/])\.?")
_EMPHASIS = re.compile(r"(?<!\w)([*_]{1,2})(?=\w)([^*_]+)(?<=[\w.])\1(?!\w)")
_KEYCAP = re.compile("[0-9#*]\ufe0f?\u20e3")
_FOR_LETTERS = re.compile(rf"(?<={_LETTER})(?:[*_#%^=@~•·]+{_SMALL}|[*_#%]+(?!\w))")
_BETWEEN_WORDS = re.compile(rf"(?<={_LETTER})_+(?={_LETTER})")
_PARTING = rf"(?:[^\w\s/+{_USUAL}{_KEYS}]|_|(?<!\d)/|/(?!\d)|\+(?!\s?[\d(]))"
_PARTING_RUN = re.compile(rf"\s*{_PARTING}(?:\s|{_PARTING})*")
_KEY_RUN = re.compile(rf"\s*[{_KEYS}][\s{_KEYS}]*")
_LETTERS_OR_KEYS = "[A-Za-z.,;'`]"
_TYPED_AS_LETTER = re.compile(rf"{_LETTERS_OR_KEYS}[{_KEYS}]|[{_KEYS}]{_LETTERS_OR_KEYS}")
_ADDRESS = re.compile(r"://|[A-Za-z]\.[A-Za-z]{2,}/")
_MARKUP = re.compile(r"</?[A-Za-z]|\]\(")
_OF_EMOJI = frozenset("\u20e3") | frozenset(map(chr, range(0xFE00, 0xFE10)))


def without_symbols(text: str) -> str:
    """Put a comma in the place of symbols, and an apostrophe where one is meant; lone "@names" go.

    Symbols on whose keys letters lie in another layout stay: see `without_key_symbols`.

    Raises:
        NotAName: a symbol stands for letters that somebody left out, or in the address of a page.
    """
    if not _UNUSUAL.search(text):
        return text
    if _ADDRESS.search(text):
        raise NotAName("a link")
    text = _APOSTROPHE.sub("’", without_invisible(text))
    text = _EMPHASIS.sub(r", \2, ", _KEYCAP.sub(", ", _HANDLE.sub(", ", text)))
    for label, dotted in _DOTTED_LABEL:
        text = label.sub(dotted, text)
    text = _SLASHED_LABEL.sub(", ", _UNIT.sub(", ", text))
    if _FOR_LETTERS.search(text):
        raise NotAName("symbols in the place of letters")
    return _PARTING_RUN.sub(_comma, _BETWEEN_WORDS.sub(" ", text)).strip(" ,")


def without_key_symbols(text: str) -> str:
    """Put a comma in the place of those symbols that are letters in another keyboard layout.

    Raises:
        NotAName: they are likelier such letters, or they mark up a page.
    """
    if not re.search(f"[{_KEYS}]", text):
        return text
    if _MARKUP.search(text) or (not is_cyrillic(text) and _TYPED_AS_LETTER.search(text)):
        raise NotAName("symbols that are letters or marks of another kind")
    return _KEY_RUN.sub(", ", text).strip(" ,")


def _comma(found: re.Match[str]) -> str:
    # A control character or a stray accent is no symbol, and no name holds it.
    return ", " if all(map(_is_symbol, found[0])) else found[0]


def _is_symbol(letter: str) -> bool:
    return letter.isspace() or letter in _OF_EMOJI or unicodedata.category(letter)[0] in "SP"
