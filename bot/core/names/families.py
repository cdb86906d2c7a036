"""Family names: how close two of them are, and whether a word is itself a known one.

If both words are family names already, a near one is another family and no typing error. The dictionary is
a prior and never a veto: it takes nothing from two names that sound the same.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from bot.core.names.kin import DIFFERENT, OTHER_FAMILY, Kin, Nearness
from bot.core.names.mistakes import FAR, mistakes_between
from bot.core.names.scripts import is_cyrillic, read_bytes, read_lines, romanise
from bot.core.names.sounds import loose_sounds, neutral, skeleton, sounds, stems
from bot.core.names.spelling import fold

HASHES = 8
_WOMEN = (
    *(("ова", "ов"), ("ева", "ев"), ("ина", "ин"), ("ска", "ски"), ("цка", "цки")),
    *(("на", "ни"), ("ва", "ви")),
)
_DOUBLED = re.compile(r"(.)\1")
_SAME_STEM = 1.4
_OTHER_GENDER = 0.4
ENDINGS_OF_GENDER = "аи"


@dataclass(frozen=True, slots=True)
class Filter:
    """A set of hashes that may hold a few more than were put in, and never fewer."""

    bits: bytes

    def holds(self, sound: str) -> bool:
        """Whether the set holds this sound, or seems to."""
        return all(self.bits[place >> 3] >> (place & 7) & 1 for place in places(sound, len(self.bits) * 8))


def places(sound: str, size: int) -> Iterator[int]:
    """The bits that stand for a sound in a filter of so many bits; the first of them mostly tells enough."""
    digest = hashlib.blake2b(sound.encode(), digest_size=16).digest()
    first, step = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big") | 1
    return ((first + turn * step) % size for turn in range(HASHES))


@lru_cache(maxsize=2048)
def family_nearness(asked: str, printed: str) -> Nearness:
    """Tell how near a family name asked about is to a printed one."""
    one, other = fold(asked), fold(printed)
    if not one or not other:
        return DIFFERENT
    if one == other:
        return Nearness(Kin.SAME)
    both_cyrillic = is_cyrillic(one) and is_cyrillic(other)
    if both_cyrillic and neutral(one) == neutral(other):
        return Nearness(Kin.ACROSS)
    if not both_cyrillic and not romanise(one).isdisjoint(romanise(other)):
        return Nearness(Kin.SAME)
    # Names that sound alike share a stem: the costlier questions are asked of such only.
    share_a_stem = not stems(asked).isdisjoint(stems(printed))
    if share_a_stem and (kin := _by_sound(asked, printed, both_cyrillic=both_cyrillic)) is not None:
        return Nearness(kin)
    return _apart(asked, printed, share_a_stem=share_a_stem)


def nearness_by_letters(asked: str, printed: str) -> Nearness:
    """The same, of two names that share no stem."""
    return _apart(asked, printed, share_a_stem=False)


def _apart(asked: str, printed: str, *, share_a_stem: bool) -> Nearness:
    one, other = fold(asked), fold(printed)
    if " " in one or " " in other:
        return _by_halves(one.split(" "), other.split(" "))
    return _mistyped(asked, printed, share_a_stem=share_a_stem)


def halves_of(family: str) -> tuple[str, ...]:
    """Both names of a double family name; none of a single one."""
    halves = tuple(half for half in fold(family).split(" ") if len(half) > 1)
    return halves if len(halves) > 1 else ()


def _by_sound(asked: str, printed: str, *, both_cyrillic: bool) -> Kin | None:
    if sounds(asked) & sounds(printed):
        return Kin.INFORMAL if both_cyrillic else Kin.SAME
    if loose_sounds(asked) & loose_sounds(printed):
        return Kin.INFORMAL
    if _of_men(asked) & _of_men(printed):
        return Kin.GENDER
    return Kin.INFORMAL if _loosely(fold(asked)) == _loosely(fold(printed)) else None


def _loosely(folded: str) -> str:
    """Without doubled letters, and in one word: "Тер-Петросян" is Терпетросян."""
    return _DOUBLED.sub(r"\1", neutral(folded).replace(" ", ""))


def _of_men(text: str) -> frozenset[str]:
    return frozenset(_man(sound) for sound in loose_sounds(text))


def _man(sound: str) -> str:
    for woman, man in _WOMEN:
        if sound.endswith(woman) and len(sound) > len(woman) + 1:
            return sound.removesuffix(woman) + man
    return sound


def _by_halves(one: list[str], other: list[str]) -> Nearness:
    """Compare double names half by half: in the other order, mistyped, or one half alone."""
    sounding = (_sound_alike(a, b) for a in one for b in other)
    if len(one) != len(other):
        return Nearness(Kin.HALF) if any(sounding) else DIFFERENT
    if sum(sounding) >= len(one):
        return Nearness(Kin.INFORMAL)
    whole = mistakes_between(" ".join(one), " ".join(other))
    return Nearness.mistyped(whole, length=sum(map(len, one))) if whole < FAR else DIFFERENT


def _sound_alike(one: str, other: str) -> bool:
    if stems(one).isdisjoint(stems(other)):
        return False
    return family_nearness(one, other).kin in (Kin.SAME, Kin.ACROSS, Kin.INFORMAL, Kin.GENDER)


def _mistyped(asked: str, printed: str, *, share_a_stem: bool) -> Nearness:
    mistakes, length = _mistakes(asked, printed), min(len(fold(asked)), len(fold(printed)))
    if mistakes >= FAR and length > 4 and share_a_stem:
        mistakes = _SAME_STEM
    nearness = Nearness.mistyped(mistakes, length=length)
    if nearness.kin is Kin.NONE or not (is_known_family(asked) and is_known_family(printed)):
        return nearness
    return OTHER_FAMILY if mistakes < 2 else DIFFERENT


def _mistakes(asked: str, printed: str) -> float:
    """Typing errors, also between a woman's form on one side and a man's on the other."""
    mistakes = mistakes_between(asked, printed)
    one, other = skeleton(asked), skeleton(printed)
    if one.endswith("а") == other.endswith("а"):
        return mistakes
    of_men = OSA.distance(one.rstrip(ENDINGS_OF_GENDER), other.rstrip(ENDINGS_OF_GENDER), score_cutoff=2)
    return min(mistakes, of_men + _OTHER_GENDER) if of_men <= 2 else mistakes


@lru_cache(maxsize=8192)
def is_known_family(word: str) -> bool:
    """Whether a word is a family name of the dictionary, in either language."""
    return any(_filter().holds(sound) for sound in sounds(word) or loose_sounds(word))


@lru_cache(maxsize=2048)
def sounds_like_a_family(word: str) -> bool:
    """Whether every run of three letters is common in family names.

    Nine of ten names are so, and a third of mistyped ones.
    """
    return all(run in _common_runs() for run in runs_of_letters(word))


def runs_of_letters(name: str) -> tuple[str, ...]:
    """Every three bare letters that stand side by side in a name, its begin and end among them."""
    letters = f"^{skeleton(name)}$"
    return tuple(letters[at : at + 3] for at in range(len(letters) - 2))


@cache
def _common_runs() -> frozenset[str]:
    return frozenset(run for line in read_lines("family_letters.txt") for run in line.split())


@cache
def _filter() -> Filter:
    return Filter(read_bytes("families.bloom"))
