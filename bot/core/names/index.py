"""Rows in memory, for comparing very many questions with the same ones."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.core.names.compare import Question
from bot.core.names.keys import (
    family_keys,
    given_keys,
    search_given_keys,
    search_keys,
    spelt_for_index,
)
from bot.core.names.person import Asked, Person
from bot.core.names.verdict import Closeness

_Row = tuple[Person, frozenset[int]]
"""A printed person with the keys of the given name."""


class RowIndex:
    """The rows of some editions, under the keys by which the index of all names is searched.

    It tells quickly, for most questions from their keys alone, that no row can be likely to be the person.
    """

    def __init__(self, people: Iterable[Person]) -> None:
        self._under: dict[int, list[_Row]] = defaultdict(list)
        self._keys_of: dict[str, frozenset[int]] = {}
        of_family: dict[str, frozenset[int]] = {}
        of_given: dict[str, frozenset[int]] = {}
        for person in people:
            family, given = spelt_for_index(person.family), spelt_for_index(person.given)
            if family not in of_family:
                of_family[family] = family_keys(family)
            if given not in of_given:
                of_given[given] = given_keys(given)
            for key in of_family[family]:
                self._under[key].append((person, of_given[given]))

    def __bool__(self) -> bool:
        return bool(self._under)

    def may_hold(self, asked: Asked) -> bool:
        """Whether some row is likely to be the person asked about, or agrees in full."""
        near = self._near(asked)
        if not near:
            return False
        question = Question(asked)
        compared = (question.against(person) for person in near)
        return any(c.closeness is not Closeness.DIFFERENT and c.is_likely for c in compared)

    def _near(self, asked: Asked) -> Sequence[Person]:
        """The rows that share a key in both names, and whose year is no other."""
        years = {person.birth_year for person in (*asked.readings, *asked.guesses)}
        any_year = None in years
        given: frozenset[int] | None = None
        known = False
        near: dict[int, Person] = {}
        for key in self._searched(asked):
            for person, given_names in self._under.get(key, ()):
                if not any_year and person.birth_year is not None and person.birth_year not in years:
                    continue
                if not known:
                    given, known = search_given_keys(asked), True
                if given is None or not given.isdisjoint(given_names):
                    near[id(person)] = person
        return list(near.values())

    def _searched(self, asked: Asked) -> frozenset[int]:
        families = {person.family for person in (*asked.readings, *asked.guesses)}
        return frozenset().union(*map(self._keys, families))

    def _keys(self, family: str) -> frozenset[int]:
        """The keys of one family name that was asked about, as far as any row has them."""
        keys = self._keys_of.get(family)
        if keys is None:
            asked = Asked((Person(family, ""),))
            searched = search_keys(asked, mistyped=False) | search_keys(asked, mistyped=True)
            keys = self._keys_of[family] = frozenset(searched & self._under.keys())
        return keys
