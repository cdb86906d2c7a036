"""Keys: two names may be the same person's only if they share one.

A key is made of Latin forms: of a Cyrillic part its romanisation by each table, of a Latin part itself. So a
name meets its own spelling in the other alphabet. A key narrows the search; `compare` judges.

    family=given    both names in full
    family.letter   a row that prints only the initial of the given name
    family~letter   every row, for questions that give only the initial
"""

from itertools import product

from bot.core.names.person import Asked, Person
from bot.core.names.scripts import romanise
from bot.core.names.spelling import fold, fold_keeping_yo, is_initial

KEYS_VERSION: int = 1
"""Rises with every change of a key: rows keyed by older rules are not searchable until keyed again."""


def index_keys(printed: Person) -> frozenset[str]:
    """The keys under which a row is kept."""
    mark = "." if is_initial(printed.given) else "="
    return _keys(printed, mark) | _keys(printed, "~")


def search_keys(asked: Asked) -> frozenset[str]:
    """The keys under which every row that could be the person asked about is found."""
    return frozenset().union(*(_search(reading) for reading in asked.readings))


def latin_forms(part: str) -> frozenset[str]:
    """Write a part in Latin letters in every official way; its folded self if no table knows its letters."""
    folded, spelt = fold(part), fold_keeping_yo(part)
    forms = romanise(folded) if folded == spelt else romanise(folded) | romanise(spelt)
    return forms or frozenset({folded})


def _search(reading: Person) -> frozenset[str]:
    if is_initial(reading.given):
        return _keys(reading, "~")
    return _keys(reading, "=") | _keys(reading, ".")


def _keys(person: Person, mark: str) -> frozenset[str]:
    ends = latin_forms(person.given) if mark == "=" else _letters(person.given)
    return frozenset(
        family + mark + end for family, end in product(latin_forms(person.family), ends) if family and end
    )


def _letters(part: str) -> frozenset[str]:
    """The Latin letters a part may begin with.

    Its first letter alone counts too: an initial does not know which table the rest of the name would allow.
    """
    folded = fold(part)
    return frozenset(form[:1] for form in latin_forms(part) | latin_forms(folded[:1]))
