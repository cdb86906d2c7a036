"""Compare a name asked about with printed rows, by the reading that comes closest to each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.names.families import family_nearness, is_known_family
from bot.core.names.firstnames import given_nearness
from bot.core.names.keys import FamilyName, spelt_for_index
from bot.core.names.kin import DIFFERENT, INFORMAL, OTHER_FAMILY, SAME, Kin, Nearness
from bot.core.names.known import is_official_given
from bot.core.names.person import Asked, Person
from bot.core.names.scripts import is_cyrillic
from bot.core.names.sounds import skeleton
from bot.core.names.spelling import fold
from bot.core.names.tongues import Tongue, may_differ, tongues
from bot.core.names.verdict import Comparison, Read, different, judge, nearness_of

_MOST_LETTERS = 2
_VOWELS = "аеиоу"


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
        self._different = different(asked.person)
        self._families: dict[str, list[tuple[_Reading, Nearness]]] = {}
        self._names: dict[tuple[str, str], list[Read]] = {}
        self._judged: dict[Person, Comparison] = {}

    def is_near(self, name: FamilyName) -> bool:
        """Whether a row of this family name may be the person asked about."""
        return bool(self._near_to(name.spelt))

    def against(self, printed: Person) -> Comparison:
        """Judge one row; once, for those that are near are put in order afterwards."""
        verdict = self._judged.get(printed)
        if verdict is None:
            readings = self._near_to_names(spelt_for_index(printed.family), printed.given)
            verdicts = (judge(_in_their_languages(reading, printed), printed) for reading in readings)
            verdict = self._judged[printed] = max(verdicts, key=nearness_of, default=self._different)
        return verdict

    def alike(self, names: Sequence[FamilyName]) -> list[FamilyName]:
        """Those that differ in few letters: of the others no row can be the person asked about."""
        spelt = [name.letters for name in names]
        # Last vowels are of gender and case.
        bare = [letters.rstrip(_VOWELS) for letters in spelt]
        found = {
            at
            for own in self._letters
            for one, others in ((own, spelt), (own.rstrip(_VOWELS), bare))
            for _, _, at in process.extract(
                one, others, scorer=OSA.distance, score_cutoff=_MOST_LETTERS, limit=None, processor=None
            )
        }
        return [names[at] for at in sorted(found)]

    def _near_to_names(self, family: str, given: str) -> list[Read]:
        """The readings to which a family name and a given name are near: many rows share both."""
        near = self._names.get((family, given))
        if near is None:
            pairs = (
                (reading, of_family, given_nearness(reading.person.given, given))
                for reading, of_family in self._near_to(family)
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
        if near is None:
            pairs = [(reading, _family(reading, family)) for reading in self._readings]
            near = self._families[family] = [pair for pair in pairs if pair[1] is not DIFFERENT]
        return near


@lru_cache(maxsize=8)
def question_of(asked: Asked) -> Question:
    """Return the name as it is compared; the last few are kept, for one answer takes each twice."""
    return Question(asked)


def _readings(asked: Asked) -> Iterator[_Reading]:
    known = {_beside_family(reading) for reading in asked.readings if is_known_family(reading.family)}
    cyrillic = is_cyrillic(fold(asked.person.family))
    for person in asked.readings:
        yield _Reading(person, guessed=False, is_stretched=True, known=_beside_family(person) in known)
    for person in asked.guesses:
        # In the other alphabet it is a guess at the keyboard layout, otherwise at the case.
        of_layout = cyrillic != is_cyrillic(fold(person.family))
        yield _Reading(person, guessed=True, is_stretched=of_layout, known=_beside_family(person) in known)


def _beside_family(reading: Person) -> tuple[str, str | None]:
    return reading.given, reading.patronymic


def _family(reading: _Reading, printed: str) -> Nearness:
    family = reading.person.family
    nearness = family_nearness(family, printed)
    if nearness.mistakes and (not reading.is_stretched or is_official_given(family)):
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
