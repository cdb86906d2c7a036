"""One written form of a name: what two spellings share when only the typing separates them.

Case, apostrophes, dashes, dots, spaces, invisible characters, stress marks and look-alike letters go;
ё is е. Nothing else does: й, ї, ґ, и, і stay apart, for removing every combining mark would make
"Їжак" and "Іжак" one family.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from bot.core.names.scripts import in_one_alphabet

APOSTROPHES = "'’ʼ`′ʹ‘´ʻˈ＇\""
DASHES = "-‐‑‒–—―−﹣－"
STRESS = "\u0301"
TIES = "\u0361\u0360\ufe20\ufe21"
"""Join the Latin letters that stand for one Cyrillic one, as libraries write them: i͡a for я."""
# Nearly every name: nothing in it has to be brought into another form.
_PLAIN = re.compile("[абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя]+|[a-z]+")
_ONE_FORM: dict[int, str | None] = {ord(mark): None for mark in APOSTROPHES + STRESS + TIES}
_ONE_FORM |= {ord(mark): " " for mark in DASHES + "."}

# Latin initials of two letters, as passports write Ю, Я, Є, Ї, Ж, Х, Ц, Ч, Ш; and Дж.
_DIGRAPHS = frozenset(["yu", "ya", "ye", "yi", "yo", "iu", "ia", "ie", "zh", "kh", "ts", "ch", "sh", "дж"])


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Bring a name into its one written form. Folding twice changes nothing."""
    return _settle(text, _fold_once)


@lru_cache(maxsize=2048)
def fold_keeping_yo(text: str) -> str:
    """The same, but ё stays: romanisations by ear need it."""
    return _settle(text, _spell)


def is_initial(text: str) -> bool:
    """Tell whether a part is an initial: one letter, or a Latin pair with its dot such as "Yu."."""
    folded = fold(text)
    return len(folded) == 1 or (folded in _DIGRAPHS and text.rstrip().endswith("."))


def _settle(text: str, step: Callable[[str], str]) -> str:
    # A mark that goes may let its neighbours compose, so one pass is not always enough.
    before = None
    while text != before:
        before, text = text, step(text)
    return text


def _fold_once(text: str) -> str:
    return _spell(text).replace("ё", "е")


def _spell(text: str) -> str:
    if _PLAIN.fullmatch(small := text.lower()):
        return small
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    text = unicodedata.normalize("NFC", text.translate(_ONE_FORM))
    return " ".join(in_one_alphabet(word) for word in without_invisible(text).split())


def without_invisible(text: str) -> str:
    """Drop format characters: soft hyphens, zero-width spaces, marks of direction."""
    if text.isprintable():
        return text
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
