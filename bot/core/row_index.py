"""Rows in memory, for comparing very many questions with the same ones."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.core.lists import Entry
from bot.core.names import (
    Asked,
    Closeness,
    Person,
    Question,
    family_keys,
    given_keys,
    search_given_keys,
    search_keys,
    spelt_for_index,
)

_Row = tuple[Entry, frozenset[int]]
"""A row with the keys of its given name."""


class RowIndex:
    """The rows of some editions, under the keys by which the index of all names is searched.

    For most questions their keys alone tell that no row is likely to be the person.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._under: dict[int, list[_Row]] = defaultdict(list)
        self._keys_of: dict[str, frozenset[int]] = {}
        of_family: dict[str, frozenset[int]] = {}
        of_given: dict[str, frozenset[int]] = {}
        for entry in entries:
            family, given = spelt_for_index(entry.person.family), spelt_for_index(entry.person.given)
            if family not in of_family:
                of_family[family] = family_keys(family)
            if given not in of_given:
                of_given[given] = given_keys(given)
            for key in of_family[family]:
                self._under[key].append((entry, of_given[given]))

    def __bool__(self) -> bool:
        return bool(self._under)

    def likely(self, asked: Asked) -> Sequence[Entry]:
        """The rows that agree in full or are likely to be the person; of all others nobody is told."""
        near = self._near(asked)
        if not near:
            return ()
        question = Question(asked)
        compared = ((entry, question.against(entry.person)) for entry in near)
        return [e for e, c in compared if c.closeness is not Closeness.DIFFERENT and c.is_likely]

    def _near(self, asked: Asked) -> Sequence[Entry]:
        """The rows that share a key in both names, and whose year is no other."""
        years = {person.birth_year for person in (*asked.readings, *asked.guesses)}
        any_year = None in years
        given: frozenset[int] | None = None
        known = False
        near: dict[int, Entry] = {}
        for key in self._searched(asked):
            for entry, given_names in self._under.get(key, ()):
                year = entry.person.birth_year
                if not any_year and year is not None and year not in years:
                    continue
                if not known:
                    given, known = search_given_keys(asked), True
                if given is None or not given.isdisjoint(given_names):
                    near[id(entry)] = entry
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
