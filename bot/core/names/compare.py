"""Compare a name asked about with a printed row: same, similar or different, and which part decides.

For now two names agree only in one written form or across alphabets by an official romanisation. "Сергій" and
"Сергей", diminutives, grammatical cases and typing errors are different names here; the matcher that knows
them replaces the inside of this module.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from bot.core.names.keys import latin_forms
from bot.core.names.person import Asked, Person
from bot.core.names.scripts import is_cyrillic
from bot.core.names.spelling import fold, is_initial


class Part(Enum):
    """A part of a name that is compared by itself."""

    FAMILY = "family"
    GIVEN = "given"
    PATRONYMIC = "patronymic"
    BIRTH_YEAR = "birth year"


class Finding(Enum):
    """What comparing one part showed."""

    SAME = "same"
    INITIAL = "initial"
    """Only an initial stands on one side, and it agrees."""
    NOT_ASKED = "not asked"
    NOT_PRINTED = "not printed"
    """The row does not print it: asking for it would settle nothing."""
    DIFFERS = "differs"


class Closeness(Enum):
    """The verdict on two names. Similar is never told as listed."""

    SAME = "same"
    SIMILAR = "similar"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict, what each part showed, and the reading of the question that came closest."""

    closeness: Closeness
    findings: Mapping[Part, Finding]
    read_as: Person

    @property
    def score(self) -> float:
        """How close, from 0 to 1: only for putting matches in order."""
        found = list(self.findings.values())
        near = (found.count(Finding.SAME) - 2 * found.count(Finding.DIFFERS)) / 10
        return _CLOSER[self.closeness] / 2 * (0.6 + near)


_CLOSER = {Closeness.DIFFERENT: 0, Closeness.SIMILAR: 1, Closeness.SAME: 2}
_SECOND_PARTS = (Part.PATRONYMIC, Part.BIRTH_YEAR)


def compare(asked: Asked, printed: Person) -> Comparison:
    """Judge by the reading that comes closest to the row; of equal ones the likelier.

    Same: family and given name agree in full, and one of patronymic and birth year; no part differs and none
    is an initial. Different: family or given name differs. Similar: all between. A part that the row does
    not print neither agrees nor conflicts.
    """
    return max((_compare(reading, printed) for reading in asked.readings), key=_nearness)


def _compare(reading: Person, printed: Person) -> Comparison:
    findings = {
        Part.FAMILY: _family(reading.family, printed.family),
        Part.GIVEN: _name(reading.given, printed.given),
        Part.PATRONYMIC: _patronymic(reading.patronymic, printed.patronymic),
        Part.BIRTH_YEAR: _year(reading.birth_year, printed.birth_year),
    }
    return Comparison(_closeness(findings), MappingProxyType(findings), reading)


def _nearness(comparison: Comparison) -> tuple[int, int, int]:
    found = list(comparison.findings.values())
    return _CLOSER[comparison.closeness], -found.count(Finding.DIFFERS), found.count(Finding.SAME)


def _closeness(findings: Mapping[Part, Finding]) -> Closeness:
    if Finding.DIFFERS in (findings[Part.FAMILY], findings[Part.GIVEN]):
        return Closeness.DIFFERENT
    found = set(findings.values())
    settled = any(findings[part] is Finding.SAME for part in _SECOND_PARTS)
    if settled and not found & {Finding.DIFFERS, Finding.INITIAL}:
        return Closeness.SAME
    return Closeness.SIMILAR


def _family(asked: str, printed: str) -> Finding:
    return Finding.SAME if _agree(asked, printed) else Finding.DIFFERS


def _name(asked: str, printed: str) -> Finding:
    if is_initial(asked) or is_initial(printed):
        return Finding.INITIAL if _agree_as_initials(asked, printed) else Finding.DIFFERS
    return Finding.SAME if _agree(asked, printed) else Finding.DIFFERS


def _patronymic(asked: str | None, printed: str | None) -> Finding:
    if not printed:
        return Finding.NOT_PRINTED
    if not asked:
        return Finding.NOT_ASKED
    return _name(asked, printed)


def _year(asked: int | None, printed: int | None) -> Finding:
    if printed is None:
        return Finding.NOT_PRINTED
    if asked is None:
        return Finding.NOT_ASKED
    return Finding.SAME if asked == printed else Finding.DIFFERS


def _agree(asked: str, printed: str) -> bool:
    one, other = fold(asked), fold(printed)
    if not one or not other:
        return False
    if is_cyrillic(one) == is_cyrillic(other):
        return one == other
    return not latin_forms(asked).isdisjoint(latin_forms(printed))


def _agree_as_initials(asked: str, printed: str) -> bool:
    one, other = fold(asked), fold(printed)
    if not one or not other:
        return False
    if is_cyrillic(one) == is_cyrillic(other):
        return _begins(one, other)
    return any(_begins(a, b) for a in latin_forms(asked) for b in latin_forms(printed))


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
