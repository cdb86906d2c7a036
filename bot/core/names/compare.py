"""Compare a name asked about with a printed row: same, similar or different, and which part decides.

Language, alphabet, official romanisation, case and order do not separate two names. A typing error, an
informal spelling, a short form or an initial makes them similar. Another given name, patronymic, year or
family is another person's, whatever else agrees.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from bot.core.names.families import Kin, family_kin, is_known_family
from bot.core.names.firstnames import given_kin, patronymic_kin
from bot.core.names.person import Asked, Person
from bot.core.names.tongues import Tongue, may_differ, tongues


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
    NEAR = "near"
    """The same but for a typing error, an informal spelling, a short form or one half of a double name."""
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
    score: float = 0.0
    """How close, from 0 to 1: only for putting matches in order."""


_CLOSER = {Closeness.DIFFERENT: 0, Closeness.SIMILAR: 1, Closeness.SAME: 2}
_SECOND_PARTS = (Part.PATRONYMIC, Part.BIRTH_YEAR)


_NO_PART = {
    Part.PATRONYMIC: 0.9,
    Part.BIRTH_YEAR: 0.95,
}
_CONFLICT = 0.35
# A patronymic that nearly agrees says more than none at all.
_PATRONYMIC_WEIGHS = {
    Kin.INFORMAL: 0.97,
    Kin.SHORT: 0.96,
    Kin.TYPO: 0.94,
    Kin.INITIAL: 0.93,
    Kin.TWO_TYPOS: 0.91,
}


def compare(asked: Asked, printed: Person) -> Comparison:
    """Judge by the reading that comes closest to the row; of equal ones the likelier.

    Same: family and given name agree in full, and one of patronymic and birth year; no part differs, is near
    or is an initial. Different: family or given name differs. Similar: all between, and a family name near
    to another known one where all the rest agrees. A part that the row does not print neither agrees nor
    conflicts.
    """
    known = {_beside_family(reading) for reading in asked.readings if is_known_family(reading.family)}
    return max(
        (_compare(reading, printed, known=_beside_family(reading) in known) for reading in asked.readings),
        key=_nearness,
    )


def _beside_family(reading: Person) -> tuple[str, str | None]:
    return reading.given, reading.patronymic


def _compare(reading: Person, printed: Person, *, known: bool) -> Comparison:
    two_languages = may_differ(_tongues(reading), _tongues(printed))
    family = family_kin(reading.family, printed.family, two_languages=two_languages)
    if known and family in (Kin.TYPO, Kin.TWO_TYPOS):
        # One case of the word is a family name already, so none of them is a mistyped one.
        family = Kin.OTHER_FAMILY if family is Kin.TYPO else Kin.NONE
    given = given_kin(reading.given, printed.given) if family is not Kin.NONE else Kin.NONE
    if Kin.NONE in (family, given):
        return _different(reading, family, given)
    patronymic = _patronymic(reading.patronymic, printed.patronymic)
    year = _year(reading.birth_year, printed.birth_year)
    findings = {
        Part.FAMILY: _finding(family),
        Part.GIVEN: _finding(given),
        Part.PATRONYMIC: patronymic if isinstance(patronymic, Finding) else _finding(patronymic),
        Part.BIRTH_YEAR: year,
    }
    score = family.value * given.value
    score *= _weight_of_patronymic(patronymic)
    score *= {Finding.SAME: 1.0, Finding.DIFFERS: _CONFLICT}.get(year, _NO_PART[Part.BIRTH_YEAR])
    return Comparison(_closeness(findings, family), MappingProxyType(findings), reading, score)


def _different(reading: Person, family: Kin, given: Kin) -> Comparison:
    findings = dict.fromkeys(Part, Finding.NOT_ASKED)
    findings |= {Part.FAMILY: _finding(family), Part.GIVEN: _finding(given)}
    return Comparison(Closeness.DIFFERENT, MappingProxyType(findings), reading)


def _tongues(person: Person) -> frozenset[Tongue]:
    return tongues(person.given, person.patronymic, person.family)


def _finding(kin: Kin) -> Finding:
    if kin in (Kin.NONE, Kin.OTHER_FAMILY):
        return Finding.DIFFERS
    if kin is Kin.INITIAL:
        return Finding.INITIAL
    return Finding.SAME if kin is Kin.SAME else Finding.NEAR


def _nearness(comparison: Comparison) -> tuple[int, float]:
    return _CLOSER[comparison.closeness], comparison.score


def _closeness(findings: Mapping[Part, Finding], family: Kin) -> Closeness:
    found = set(findings.values())
    settled = any(findings[part] is Finding.SAME for part in _SECOND_PARTS)
    if family is Kin.OTHER_FAMILY:
        agrees = (
            settled
            and findings[Part.GIVEN] is Finding.SAME
            and list(findings.values()).count(Finding.DIFFERS) == 1
        )
        return Closeness.SIMILAR if agrees else Closeness.DIFFERENT
    if settled and not found & {Finding.DIFFERS, Finding.INITIAL, Finding.NEAR}:
        return Closeness.SAME
    return Closeness.SIMILAR


def _patronymic(asked: str | None, printed: str | None) -> Kin | Finding:
    if not printed:
        return Finding.NOT_PRINTED
    if not asked:
        return Finding.NOT_ASKED
    return patronymic_kin(asked, printed)


def _weight_of_patronymic(patronymic: Kin | Finding) -> float:
    if isinstance(patronymic, Finding):
        return _NO_PART[Part.PATRONYMIC]
    return _PATRONYMIC_WEIGHS.get(patronymic, patronymic.value) or _CONFLICT


def _year(asked: int | None, printed: int | None) -> Finding:
    if printed is None:
        return Finding.NOT_PRINTED
    if asked is None:
        return Finding.NOT_ASKED
    return Finding.SAME if asked == printed else Finding.DIFFERS
