"""Keys: two family names may be one only if they share a key.

The index keeps every family name once, under these keys. A key narrows the search, and may be
shared by names that have nothing in common; `compare` judges.

    by sound    the stem of the whole name and of each half of a double one: languages, alphabets, cases
                and genders agree in it
    by letters  what two typing errors leave of the beginning of its bare letters: two names meet there if
                no more of them separate the two; known names apart from others, for two known ones
                are two families unless they are one error apart, and so fewer keys lead from one to the other
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, reduce
from itertools import chain, combinations, repeat
from typing import NamedTuple
from unicodedata import normalize
from zlib import crc32

from bot.core.names.families import halves_of, is_known_family
from bot.core.names.firstnames import given_letters, name_for_counting, official_names
from bot.core.names.meant import people_meant
from bot.core.names.person import Asked
from bot.core.names.scripts import is_cyrillic, read_bytes
from bot.core.names.sounds import VOWELS, skeleton, stems
from bot.core.names.spelling import is_initial

RULES: int = 7
"""Rises with every change of the code that makes keys."""

_TABLES = ("latin.csv", "given.csv", "given_more.txt", "families.bloom")

_BEGINNING, _LEFT, _SHORTEST = 7, 5, 3
_BASE = 32
_ALL_DIGITS = "0123456789abcdefghijklmnopqrstuv"
_OF_SOUND, _OF_GIVEN = 1 << 40, 1 << 41
_ANY = ""
_UNKNOWN, _KNOWN, _KNOWN_LATIN = "1", "2", "3"
"""The first digit of a key by letters, which also tells how many letters follow."""
_ONE_ERROR_LEAVES = ((1, 2, 3, 4, 6), (0, 2, 3, 5, 6), (0, 1, 3, 4, 6), (0, 1, 2, 4, 5))
"""Choices of five of seven letters: of any six that one error leaves, one of these holds five. Letters that
stand apart are shared by fewer names than those side by side."""
_ONE_ERROR_LEAVES_OF_SIX = tuple(combinations(range(_BEGINNING - 1), _LEFT))
"""The same, if the seventh is a vowel at the end, which need not be there."""
_PLACE_BITS = 22


class _Digits(dict[int, str]):
    """A digit for each letter, so that letters can be read as a number; beyond а to я some share one."""

    def __missing__(self, letter: int) -> str:
        return _ALL_DIGITS[(letter - ord("а")) % _BASE]


_DIGITS = _Digits(zip(range(ord("а"), ord("я") + 1), _ALL_DIGITS, strict=True))


@cache
def keys_version() -> int:
    """The rules by which names are keyed, code and tables: a number of at most 48 bits.

    An index made by other rules is not searched until it is made anew.
    """
    tables = reduce(lambda sum_, name: crc32(read_bytes(name), sum_), _TABLES, 0)
    return RULES << 32 | tables


class NamePart(StrEnum):
    """Which of its names the index keeps."""

    FAMILY = "family"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class IndexedName:
    """One family name or given name of the index, kept once however many rows have it.

    Args:
        spelt: as printed, in lower case.
    """

    id: int
    part: NamePart
    spelt: str

    @property
    def keys(self) -> frozenset[int]:
        """The keys under which it is kept: numbers of at most 42 bits."""
        return family_keys(self.spelt) if self.part is NamePart.FAMILY else given_keys(self.spelt)

    @property
    def is_known(self) -> bool:
        """Whether the dictionary of family names has it; of a given name it is not asked."""
        return self.part is NamePart.FAMILY and is_known_family(self.spelt)

    @property
    def numbered_keys(self) -> list[tuple[int, int]]:
        """Each of its keys with its id beside it, as the index keeps them."""
        return [(key, self.id) for key in self.keys]


class FamilyName(NamedTuple):
    """A family name of the index as a question meets it: a tuple, for a question meets a hundred.

    Args:
        spelt: as printed, in lower case.
        letters: its bare letters, by which typing errors are counted.
        known: whether the dictionary of family names has it.
    """

    id: int
    spelt: str
    letters: str
    known: bool


class GivenName(NamedTuple):
    """A given name of the index as a question meets it.

    Args:
        spelt: as printed, in lower case.
    """

    id: int
    spelt: str


def keys_in_order(names: Iterable[IndexedName]) -> list[tuple[int, int]]:
    """The keys of several names in the order in which the index grows fastest."""
    return sorted(chain.from_iterable(name.numbered_keys for name in names))


class KeysInOrder:
    """The keys of very many names, in the order in which the index grows fastest; each takes eight bytes.

    A key is held with its name's place among the names, in one number: keys have 42 bits, 22 are left.
    """

    def __init__(self) -> None:
        self._ids = array("q")
        self._runs: list[array[int]] = []

    def add(self, names: Iterable[IndexedName]) -> None:
        """Make the keys of some names: a few thousand at a time, in the order of their ids.

        Raises:
            ValueError: they are more than four million in all.
        """
        keys: list[int] = []
        for name in names:
            place = len(self._ids)
            self._ids.append(name.id)
            keys += [key << _PLACE_BITS | place for key in name.keys]
        if len(self._ids) > 1 << _PLACE_BITS:
            raise ValueError("more names than places")
        keys.sort()
        self._runs.append(array("Q", keys))

    def slices(self, most: int) -> Iterator[list[tuple[int, int]]]:
        """The keys of all names, in order, each with its name's id: so many at a time at most.

        Args:
            most: two at least for each time that names were added.
        """
        ids, place = self._ids, (1 << _PLACE_BITS) - 1
        for keys in self._in_order(most):
            yield [(key >> _PLACE_BITS, ids[key & place]) for key in keys]

    def _in_order(self, most: int) -> Iterator[list[int]]:
        """Cut every run in the same places, so that what lies between two cuts is never too much."""
        runs = self._runs
        if not runs:
            return
        apart = max(1, most // (2 * len(runs)))
        marks = sorted(chain.from_iterable(run[::apart] for run in runs))
        begins = [0] * len(runs)
        for cut in [*marks[len(runs) :: len(runs)], None]:
            ends = [len(run) if cut is None else bisect_left(run, cut) for run in runs]
            keys = chain.from_iterable(run[b:e] for run, b, e in zip(runs, begins, ends, strict=True))
            yield sorted(keys)
            begins = ends


def spelt_for_index(name: str) -> str:
    """The form in which a printed name stands in the index: no rule of ours but case and spaces."""
    return " ".join(normalize("NFC", name).casefold().split())


def family_keys(spelt: str) -> frozenset[int]:
    """The keys of a family name: by sound and by letters."""
    known = _KNOWN if is_cyrillic(spelt) else _KNOWN_LATIN
    mark = known if is_known_family(spelt) else _UNKNOWN
    return frozenset((*_by_sound(spelt), *_by_letters(spelt, mark)))


def given_keys(spelt: str) -> frozenset[int]:
    """The keys of a given name: the names it is a form of, the letters of an initial, or that of any name."""
    if is_initial(spelt):
        return _of_initials(spelt)
    return frozenset(_number_of(name) for name in (official_names(spelt) or (_ANY,)))


def search_keys(asked: Asked, *, mistyped: bool, other_families: bool = True) -> frozenset[int]:
    """The keys under which family names that could be meant are found.

    Args:
        mistyped: False for names that sound alike, True for those that typing errors separate from it.
        other_families: whether known names are looked for too where the one asked about is known.
    """
    if not mistyped:
        families = {person.family for person in (*asked.readings, *asked.guesses)}
        return frozenset(key for family in families for key in _by_sound(family))
    meant: dict[str, bool] = {}
    for person, known in people_meant(asked).items():
        meant[person.family] = known and meant.get(person.family, True)
    # Nobody of another known family is told for the sake of a given name alone (`verdict`).
    others = other_families and not asked.is_bare
    return frozenset(
        key
        for family, known in meant.items()
        for key in _mistyped(family, known=known, other_families=others)
    )


def search_given_keys(asked: Asked) -> frozenset[int] | None:
    """The keys of every given name that could be meant; None if it could be any.

    Two usual names of different people are never near, so that of the many rows of one family name few
    have to be compared.
    """
    given = {person.given for person in (*asked.readings, *asked.guesses)}
    named = [official_names(name) for name in given]
    if not all(named):
        return None
    numbers = {_number_of(name) for names in named for name in (*names, _ANY)}
    return frozenset(numbers.union(*map(_of_initials, given)))


def one_person(asked: Asked) -> str:
    """A text that is the same however one person's two names are spelt, and in whichever order.

    Two people may share it; it counts questions and finds nobody.
    """
    return " ".join(sorted(map(name_for_counting, (asked.person.family, asked.person.given))))


def _by_sound(family: str) -> frozenset[int]:
    names = (family, *halves_of(family))
    return frozenset(_OF_SOUND | crc32(stem.encode()) for name in names for stem in stems(name))


def _by_letters(family: str, mark: str) -> Iterator[int]:
    """Every five letters of its beginning, in their order; of a short name all of them, and all but one.

    Who shares more than five letters shares five of them. A short name has too few to be found by what two
    errors leave of it. Each key is a number: the mark, then five bits for each letter.
    """
    digits = _beginning(family)
    if len(digits) < _SHORTEST:
        return iter(())
    counts = (_LEFT,) if len(digits) > _LEFT else (len(digits) - 1, len(digits))
    return _numbers(mark, chain.from_iterable(combinations(digits, count) for count in counts))


def _mistyped(family: str, *, known: bool, other_families: bool) -> Iterator[int]:
    """The keys by letters under which names are that may be meant; see `search_keys`."""
    yield from _by_letters(family, _UNKNOWN)
    if known and not other_families:
        return
    yield from _one_letter_apart(family, _KNOWN) if known else _by_letters(family, _KNOWN)
    # In Latin letters one error can change two bare ones.
    of_one_letter = known and is_cyrillic(family)
    yield from _one_letter_apart(family, _KNOWN_LATIN) if of_one_letter else _by_letters(family, _KNOWN_LATIN)


def _one_letter_apart(family: str, mark: str) -> Iterator[int]:
    """Fewer keys, which are enough where one bare letter at most may differ."""
    digits, bare = _beginning(family), len(skeleton(family).rstrip(VOWELS))
    if len(digits) < _BEGINNING or bare < _BEGINNING - 1:
        return _by_letters(family, mark)
    choices = _ONE_ERROR_LEAVES if bare >= _BEGINNING else _ONE_ERROR_LEAVES_OF_SIX
    return _numbers(mark, ([digits[at] for at in places] for places in choices))


def _beginning(family: str) -> str:
    return skeleton(family)[:_BEGINNING].translate(_DIGITS)


def _numbers(mark: str, letters: Iterable[Sequence[str]]) -> Iterator[int]:
    # By `map` alone: a long list has a hundred thousand names, each with some twenty keys.
    return map(int, map(mark.__add__, map("".join, letters)), repeat(_BASE))


def _of_initials(given: str) -> frozenset[int]:
    """The keys of the initials that a given name may have; of an initial, those as which it may sound."""
    return frozenset(_number_of(f"{letter}.") for letters in given_letters(given) for letter in letters)


def _number_of(name: str) -> int:
    return _OF_GIVEN | crc32(name.encode())
