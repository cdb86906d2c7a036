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

_Row = tuple[int | None, frozenset[int], Entry]
"""A row behind its year and the keys of its given name: most rows are passed over for these."""


class RowIndex:
    """The rows of some editions, under the keys by which the index of all names is searched.

    For most questions their keys alone tell that no row is likely to be the person.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._under: dict[int, list[_Row]] = defaultdict(list)
        self._rows_under: dict[str, Sequence[Sequence[_Row]]] = {}
        of_family: dict[str, frozenset[int]] = {}
        of_given: dict[str, frozenset[int]] = {}
        for entry in entries:
            family, given = spelt_for_index(entry.person.family), spelt_for_index(entry.person.given)
            if family not in of_family:
                of_family[family] = family_keys(family)
            if given not in of_given:
                of_given[given] = given_keys(given)
            row = (entry.person.birth_year, of_given[given], entry)
            for key in of_family[family]:
                self._under[key].append(row)

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
        # A row that prints no year may be anybody's.
        years.add(None)
        families = {person.family for person in (*asked.readings, *asked.guesses)}
        rows = {
            id(row): row
            for family in families
            for of_key in self._rows_of(family)
            for row in of_key
            if any_year or row[0] in years
        }
        if not rows:
            return ()
        given = search_given_keys(asked)
        return [entry for _, keys, entry in rows.values() if given is None or not given.isdisjoint(keys)]

    def _rows_of(self, family: str) -> Sequence[Sequence[_Row]]:
        """The rows under each key of one family name that was asked about, as far as any row has it."""
        rows = self._rows_under.get(family)
        if rows is None:
            asked = Asked((Person(family, ""),))
            searched = search_keys(asked, mistyped=False) | search_keys(asked, mistyped=True)
            rows = self._rows_under[family] = [self._under[k] for k in searched & self._under.keys()]
        return rows
