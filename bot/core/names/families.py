"""Family names: how close two of them are, and whether a word is itself a known one.

If the word that was typed is a family name already, a near one is another family and no typing error.
The dictionary is a prior and never a veto: it takes nothing from two names that sound the same.
"""

import hashlib
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

from bot.core.names.scripts import is_cyrillic, romanise
from bot.core.names.sounds import loose_sounds, neutral, sounds, stem
from bot.core.names.spelling import fold

HASHES = 8
_WOMEN = (
    *(("ова", "ов"), ("ева", "ев"), ("ина", "ин"), ("ска", "ски"), ("цка", "цки")),
    *(("на", "ни"), ("ва", "ви")),
)


class Kin(Enum):
    """How near two spellings of one part are."""

    SAME = 1.0
    INFORMAL = 0.92
    """They sound the same by an informal spelling, or but for a soft sign."""
    GENDER = 0.9
    HALF = 0.75
    """One half of a double name."""
    TYPO = 0.85
    TWO_TYPOS = 0.7
    INITIAL = 0.8
    """One of the two is an initial, and it agrees."""
    OTHER_FAMILY = 0.5
    """Near, but the word asked about is a family name itself."""
    SHORT = 0.93
    """A short form, or a variant, of the same given name."""
    NONE = 0.0


@dataclass(frozen=True, slots=True)
class Filter:
    """A set of hashes that may hold a few more than were put in, and never fewer."""

    bits: bytes

    def holds(self, sound: str) -> bool:
        """Whether the set holds this sound, or seems to."""
        return all(self.bits[place >> 3] >> (place & 7) & 1 for place in places(sound, len(self.bits) * 8))


def places(sound: str, size: int) -> list[int]:
    """The bits that stand for a sound in a filter of so many bits."""
    digest = hashlib.blake2b(sound.encode(), digest_size=16).digest()
    first, step = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big") | 1
    return [(first + turn * step) % size for turn in range(HASHES)]


@lru_cache(maxsize=16384)
def family_kin(asked: str, printed: str, *, two_languages: bool) -> Kin:
    """Tell how near a family name asked about is to a printed one.

    Args:
        two_languages: whether one may be the Ukrainian and one the Russian spelling.
    """
    one, other = fold(asked), fold(printed)
    if not one or not other:
        return Kin.NONE
    if one == other:
        return Kin.SAME
    kin = _by_alphabet(asked, printed, one, other, two_languages=two_languages)
    if kin is not Kin.NONE:
        return kin
    if " " in one or " " in other:
        return _half(one.split(" "), other.split(" "), two_languages=two_languages)
    return _mistyped(asked, printed)


def _by_alphabet(asked: str, printed: str, one: str, other: str, *, two_languages: bool) -> Kin:
    both_cyrillic = is_cyrillic(one) and is_cyrillic(other)
    if both_cyrillic and two_languages and neutral(one) == neutral(other):
        return Kin.SAME
    if not both_cyrillic and not romanise(one).isdisjoint(romanise(other)):
        return Kin.SAME
    if sounds(asked) & sounds(printed):
        return Kin.INFORMAL if both_cyrillic else Kin.SAME
    if loose_sounds(asked) & loose_sounds(printed):
        return Kin.INFORMAL
    if _of_men(asked) & _of_men(printed):
        return Kin.GENDER
    return Kin.NONE


def _of_men(text: str) -> frozenset[str]:
    return frozenset(_man(sound) for sound in loose_sounds(text))


def _man(sound: str) -> str:
    for woman, man in _WOMEN:
        if sound.endswith(woman) and len(sound) > len(woman) + 1:
            return sound.removesuffix(woman) + man
    return sound


def _half(one: list[str], other: list[str], *, two_languages: bool) -> Kin:
    """Compare double names half by half: in the other order, or one half alone."""
    halves = [family_kin(first, second, two_languages=two_languages) for first in one for second in other]
    near = [kin for kin in halves if kin in (Kin.SAME, Kin.INFORMAL, Kin.GENDER)]
    if len(one) == len(other):
        return Kin.INFORMAL if len(near) >= len(one) else _mistyped(" ".join(one), " ".join(other))
    return Kin.HALF if near else Kin.NONE


def _mistyped(asked: str, printed: str) -> Kin:
    distance, length = distance_of(asked, printed)
    if distance > mistakes_in(length):
        same_stem = {stem(s) for s in loose_sounds(asked)} & {stem(s) for s in loose_sounds(printed)}
        if not same_stem or length < 5:
            return Kin.NONE
    if is_known_family(asked):
        return Kin.OTHER_FAMILY if distance <= 1 else Kin.NONE
    if distance <= 1:
        return Kin.TYPO
    # Two letters more or less are a suffix: Вербенко, Вербиченко.
    return Kin.TWO_TYPOS if abs(len(fold(asked)) - len(fold(printed))) <= 1 else Kin.NONE


def distance_of(asked: str, printed: str) -> tuple[int, int]:
    """Typing errors between two spellings, of the likeliest readings; and the length of the longer."""
    pairs = [(a, b) for a in loose_sounds(asked) for b in loose_sounds(printed)]
    one, other = fold(asked), fold(printed)
    if is_cyrillic(one) == is_cyrillic(other):
        pairs.append((one, other))
    if not pairs:
        return 99, 0
    distance, longer = min((OSA.distance(a, b), -max(len(a), len(b))) for a, b in pairs)
    return distance, -longer


def mistakes_in(length: int) -> int:
    """How many typing errors a word of so many letters may hold and still be meant."""
    if length < 4:
        return 0
    return 1 if length < 7 else 2


@lru_cache(maxsize=8192)
def is_known_family(word: str) -> bool:
    """Whether a word is a family name of the dictionary, in either language."""
    return any(_filter().holds(sound) for sound in sounds(word) or loose_sounds(word))


@cache
def _filter() -> Filter:
    return Filter(files(__package__).joinpath("data", "families.bloom").read_bytes())
