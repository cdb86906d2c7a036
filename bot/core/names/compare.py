"""Compare a name asked about with printed rows, by the reading that comes closest to each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.names.families import ENDINGS_OF_GENDER, family_nearness, is_known_family, nearness_by_letters
from bot.core.names.firstnames import given_nearness
from bot.core.names.keys import FamilyName, GivenName, spelt_for_index
from bot.core.names.kin import DIFFERENT, INFORMAL, OTHER_FAMILY, SAME, Kin, Nearness
from bot.core.names.known import is_official_given
from bot.core.names.meant import people_meant
from bot.core.names.person import Asked, Person
from bot.core.names.scripts import is_cyrillic
from bot.core.names.sounds import VOWELS, skeleton
from bot.core.names.spelling import fold
from bot.core.names.tongues import Tongue, may_differ, tongues
from bot.core.names.verdict import Comparison, Read, different, judge, nearness_of

_MOST_LETTERS = 2
_LEAST_LETTERS = 5
"""Of shorter names one letter makes any other."""


def compare(asked: Asked, printed: Person) -> Comparison:
    """Judge one row; `Question` judges many faster.

    Same: family and given name agree in full, and one of patronymic and birth year; no part differs, is near
    or is an initial. Different: family or given name differs. Similar: all between, and a family name near
    to another known one where all the rest agrees. A part that the row does not print neither agrees nor
    conflicts. The reading that comes closest to the row decides; of equal ones the likelier.
    """
    return question_of(asked).against(printed)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of a question.

    Args:
        guessed: see `Read`.
        is_stretched: whether its family name may be a mistyped one; a guess at a case is none.
        known: this family name, or another case the same word may stand in, is a known one: then it
            is another family than a known one that is near.
    """

    person: Person
    guessed: bool
    is_stretched: bool
    known: bool


class Question:
    """A name asked about, to be compared with many rows.

    What does not depend on a row's other parts is found once for each family name, and for each given name
    beside it.
    """

    def __init__(self, asked: Asked) -> None:
        self._readings = list(_readings(asked))
        self._letters = {skeleton(reading.person.family) for reading in self._readings}
        self._is_known = all(reading.known for reading in self._readings)
        self._is_cyrillic = all(is_cyrillic(reading.person.family) for reading in self._readings)
        self._different = different(asked.person)
        self._families: dict[str, list[tuple[_Reading, Nearness]]] = {}
        self._names: dict[tuple[str, str], list[Read]] = {}
        self._judged: dict[Person, Comparison] = {}

    def is_near(self, name: FamilyName) -> bool:
        """Whether a row of this family name may be the person asked about."""
        return bool(self._near_to(name.spelt))

    def is_near_given(self, name: GivenName) -> bool:
        """Whether a row of this given name may be the person asked about."""
        given = {reading.person.given for reading in self._readings}
        return any(given_nearness(one, name.spelt) is not DIFFERENT for one in given)

    def against(self, printed: Person) -> Comparison:
        """Judge one row; once, for those that are near are put in order afterwards."""
        readings = self._near_to_names(printed.family, printed.given)
        if not readings:
            # Of most rows.
            return self._different
        verdict = self._judged.get(printed)
        if verdict is None:
            verdicts = (judge(_in_their_languages(reading, printed), printed) for reading in readings)
            verdict = self._judged[printed] = max(verdicts, key=nearness_of)
        return verdict

    def mistyped(self, names: Sequence[FamilyName]) -> list[FamilyName]:
        """Those that typing errors may separate from it: of the others no row can be the person asked about.

        Args:
            names: of which none shares a stem with a family name that may be meant.
        """
        return [name for name in self._alike(names) if self._near_by_letters(name)]

    def _alike(self, names: Sequence[FamilyName]) -> list[FamilyName]:
        """Those that differ in few letters, or would in another gender or case."""
        differing: dict[int, int] = {}
        for endings in ("", VOWELS, ENDINGS_OF_GENDER):
            others = [name.letters.rstrip(endings) for name in names]
            for own in {letters.rstrip(endings) for letters in self._letters}:
                for _, distance, at in process.extract(
                    own, others, scorer=OSA.distance, score_cutoff=_MOST_LETTERS, limit=None, processor=None
                ):
                    differing[at] = min(distance, differing.get(at, distance))
        return [
            names[at]
            for at in sorted(differing)
            if differing[at] < _MOST_LETTERS or not self._is_another_family(names[at])
        ]

    def _is_another_family(self, name: FamilyName) -> bool:
        """Whether a name that differs in two bare letters is known, as all are that may be meant.

        One error is the most between two known names (`_family`). In Latin letters it may change two.
        """
        return self._is_known and name.known and (self._is_cyrillic or is_cyrillic(name.spelt))

    def _near_to_names(self, family: str, given: str) -> list[Read]:
        """The readings to which a family name and a given name are near: many rows share both."""
        near = self._names.get((family, given))
        if near is None:
            pairs = (
                (reading, of_family, given_nearness(reading.person.given, given))
                for reading, of_family in self._near_to(spelt_for_index(family))
            )
            near = self._names[family, given] = [
                Read(reading.person, reading.guessed, of_family, of_given)
                for reading, of_family, of_given in pairs
                if of_given is not DIFFERENT
            ]
        return near

    def _near_to(self, family: str) -> list[tuple[_Reading, Nearness]]:
        """The readings to which a family name is near."""
        near = self._families.get(family)
        return self._keep_near(family, lambda asked: family_nearness(asked, family)) if near is None else near

    def _near_by_letters(self, name: FamilyName) -> list[tuple[_Reading, Nearness]]:
        """The same, of one that shares no stem with any."""
        return self._keep_near(name.spelt, lambda asked: _by_letters(asked, name))

    def _keep_near(self, family: str, nearness: Callable[[str], Nearness]) -> list[tuple[_Reading, Nearness]]:
        pairs = [(one, _family(one, family, nearness(one.person.family))) for one in self._readings]
        near = self._families[family] = [pair for pair in pairs if pair[1] is not DIFFERENT]
        return near


@lru_cache(maxsize=8)
def question_of(asked: Asked) -> Question:
    """Return the name as it is compared; the last few are kept, for one answer takes each twice."""
    return Question(asked)


def _readings(asked: Asked) -> Iterator[_Reading]:
    cyrillic = is_cyrillic(fold(asked.person.family))
    for person, known in people_meant(asked).items():
        guessed = person not in asked.readings
        # In the other alphabet it is a guess at the keyboard layout, otherwise at the case.
        is_stretched = not guessed or cyrillic != is_cyrillic(fold(person.family))
        yield _Reading(person, guessed, is_stretched, known)


def _by_letters(asked: str, name: FamilyName) -> Nearness:
    own = skeleton(asked)
    if (
        name.known
        and is_known_family(asked)
        and min(len(own), len(name.letters)) >= _LEAST_LETTERS
        and OSA.distance(own, name.letters, score_cutoff=1) <= 1
    ):
        # As `nearness_by_letters` finds too, and for longer: one bare letter is never two typing errors.
        return OTHER_FAMILY
    return nearness_by_letters(asked, name.spelt)


def _family(reading: _Reading, printed: str, nearness: Nearness) -> Nearness:
    if nearness.mistakes and (not reading.is_stretched or is_official_given(reading.person.family)):
        # Nor is a given name a mistyped family name.
        return DIFFERENT
    if nearness.mistakes and reading.known and is_known_family(printed):
        return OTHER_FAMILY if nearness.mistakes < 2 else DIFFERENT
    return nearness


def _in_their_languages(read: Read, printed: Person) -> Read:
    """Take the forms of two languages for one name only if these may be two languages."""
    if read.family.kin is not Kin.ACROSS:
        return read
    same = may_differ(_tongues(read.person), _tongues(printed))
    return replace(read, family=SAME if same else INFORMAL)


def _tongues(person: Person) -> frozenset[Tongue]:
    return tongues(person.given, person.patronymic, person.family)
