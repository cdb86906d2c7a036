"""The verdict on two names: same, similar or different, and what each part showed.

Language, alphabet, official romanisation, case and order do not separate two names. A typing error, an
informal spelling, a short form or an initial makes them similar. Another given name, patronymic, year or
family is another person's, whatever else agrees.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from bot.core.names.families import sounds_like_a_family
from bot.core.names.firstnames import patronymic_nearness
from bot.core.names.kin import DIFFERENT, OTHER_FAMILY, Kin, Nearness
from bot.core.names.known import is_official_given
from bot.core.names.person import Person


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
    OTHER_INITIAL = "other initial"
    """Only an initial stands on one side, and it agrees with the name's form in the other language alone."""
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

    @property
    def is_likely(self) -> bool:
        """Whether no part differs: see the grades of a similar name."""
        return self.closeness is not Closeness.DIFFERENT and not CONFLICTS & set(self.findings.values())


CONFLICTS = {Finding.DIFFERS, Finding.OTHER_INITIAL}
_CLOSER = {Closeness.DIFFERENT: 0, Closeness.SIMILAR: 1, Closeness.SAME: 2}
_OF_ANOTHER = MappingProxyType(dict.fromkeys(Part, Finding.NOT_ASKED) | {Part.FAMILY: Finding.DIFFERS})
_SECOND_PARTS = (Part.PATRONYMIC, Part.BIRTH_YEAR)
_INITIALS = (Kin.INITIAL, Kin.OTHER_INITIAL)
# How much is left of a score where a part is missing, or contradicts, or the reading is a guess.
_MISSING = {Part.PATRONYMIC: 0.8, Part.BIRTH_YEAR: 0.93}
_CONFLICT = 0.35
_GUESSED = 0.9
# Typing errors, weighed (`mistakes_between`), that a whole name may hold: where a patronymic or year agrees,
# where neither does, and where neither does and the row is likely all the same.
_MOST_MISTAKES = 3.0
_MOST_ALONE = 2.5
_MOST_LIKELY = 1.6


@dataclass(frozen=True, slots=True)
class Read:
    """A reading of a question whose family and given name are near to those of a row.

    Args:
        guessed: the words allow it and do not suggest it: it is never more than similar.
    """

    person: Person
    guessed: bool
    family: Nearness
    given: Nearness


@dataclass(frozen=True, slots=True)
class _Parts:
    """How near each part of a row is; the patronymic and the year may be missing on either side."""

    family: Nearness
    given: Nearness
    patronymic: Nearness | Finding
    year: Finding

    @property
    def conflicts(self) -> bool:
        return self.patronymic is DIFFERENT or self.year is Finding.DIFFERS

    @property
    def is_settled(self) -> bool:
        """Whether the patronymic or the year agrees, be it nearly."""
        beside = isinstance(self.patronymic, Nearness) and self.patronymic is not DIFFERENT
        return beside or self.year is Finding.SAME

    @property
    def mistakes(self) -> float:
        parts = (self.family, self.given, self.patronymic)
        return sum(part.mistakes for part in parts if isinstance(part, Nearness))

    @property
    def findings(self) -> Mapping[Part, Finding]:
        patronymic = self.patronymic
        return {
            Part.FAMILY: _finding(self.family),
            Part.GIVEN: _finding(self.given),
            Part.PATRONYMIC: patronymic if isinstance(patronymic, Finding) else _finding(patronymic),
            Part.BIRTH_YEAR: self.year,
        }

    @property
    def score(self) -> float:
        score = self.family.weight * self.given.weight
        if isinstance(self.patronymic, Finding):
            score *= _MISSING[Part.PATRONYMIC]
        elif self.patronymic is DIFFERENT:
            score *= _CONFLICT
        else:
            # A patronymic that nearly agrees says more than none at all.
            score *= 1 - (1 - self.patronymic.weight) * 0.4
        return score * {Finding.SAME: 1.0, Finding.DIFFERS: _CONFLICT}.get(
            self.year, _MISSING[Part.BIRTH_YEAR]
        )


def judge(read: Read, printed: Person) -> Comparison:
    """Judge a row by one reading of the question."""
    parts = _Parts(
        read.family,
        read.given,
        _patronymic(read.person.patronymic, printed.patronymic),
        _year(read.person.birth_year, printed.birth_year),
    )
    if _is_too_far(parts, read.person):
        return different(read.person)
    if _is_far(parts, read.person, printed):
        parts = _Parts(Nearness(Kin.FAR, parts.family.mistakes), parts.given, parts.patronymic, parts.year)
    findings = parts.findings
    closeness = _closeness(findings, parts.family.kin)
    if read.guessed and closeness is Closeness.SAME:
        closeness = Closeness.SIMILAR
    score = parts.score * (_GUESSED if read.guessed else 1.0)
    return Comparison(closeness, MappingProxyType(findings), read.person, score)


def different(reading: Person) -> Comparison:
    """The verdict on a row whose family or given name is another."""
    return Comparison(Closeness.DIFFERENT, _OF_ANOTHER, reading)


def nearness_of(comparison: Comparison) -> tuple[int, float]:
    """For putting verdicts in order: the nearest is the greatest."""
    return _CLOSER[comparison.closeness], comparison.score


def _is_too_far(parts: _Parts, reading: Person) -> bool:
    """Whether so little agrees that showing the row would tell nothing."""
    if parts.conflicts:
        return parts.given.kin in _INITIALS or parts.family.kin is Kin.HALF or parts.mistakes > 0
    if parts.given.mistakes and is_official_given(reading.family):
        return True
    if parts.family.mistakes and parts.given.kin in _INITIALS:
        return not parts.is_settled
    return parts.mistakes > (_MOST_MISTAKES if parts.is_settled else _MOST_ALONE)


def _is_far(parts: _Parts, reading: Person, printed: Person) -> bool:
    """Whether nothing but the given name speaks for a row with a mistyped name: it is possible at most."""
    if parts.family is OTHER_FAMILY or parts.year is Finding.SAME or isinstance(parts.patronymic, Nearness):
        return False
    if parts.family.mistakes + parts.given.mistakes > _MOST_LIKELY:
        return True
    both_are_names = sounds_like_a_family(reading.family) and sounds_like_a_family(printed.family)
    return parts.family.mistakes > 0 and both_are_names


def _finding(nearness: Nearness) -> Finding:
    match nearness.kin:
        case Kin.NONE | Kin.OTHER_FAMILY | Kin.FAR:
            return Finding.DIFFERS
        case Kin.INITIAL:
            return Finding.INITIAL
        case Kin.OTHER_INITIAL:
            return Finding.OTHER_INITIAL
        case Kin.SAME:
            return Finding.SAME
        case _:
            return Finding.NEAR


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
    if settled and found <= {Finding.SAME, Finding.NOT_ASKED, Finding.NOT_PRINTED}:
        return Closeness.SAME
    return Closeness.SIMILAR


def _patronymic(asked: str | None, printed: str | None) -> Nearness | Finding:
    if not printed:
        return Finding.NOT_PRINTED
    if not asked:
        return Finding.NOT_ASKED
    return patronymic_nearness(asked, printed)


def _year(asked: int | None, printed: int | None) -> Finding:
    if printed is None:
        return Finding.NOT_PRINTED
    if asked is None:
        return Finding.NOT_ASKED
    return Finding.SAME if asked == printed else Finding.DIFFERS
