"""Keys: two names may be the same person's only if they share one.

Keys are made of stems, in which languages, alphabets, cases and genders agree, and of the first letter of the
given name. A key narrows the search; `compare` judges.

    stem~letter        the family name, and each half of a double one
    -name~letter       the family name less one letter: two of them meet if one typing error separates them
    given+father+letter  given name and patronymic in full, for a family name that is mistyped more than once
"""

from collections.abc import Iterator

from bot.core.names.firstnames import given_letters
from bot.core.names.known import given_classes, is_known_given, patronymic_classes
from bot.core.names.person import Asked, Person
from bot.core.names.sounds import letters, loose_sounds, stems
from bot.core.names.spelling import is_initial

KEYS_VERSION: int = 2
"""Rises with every change of a key: rows keyed by older rules are not searchable until keyed again."""

_SHORTEST_MISTYPED = 3


def index_keys(printed: Person) -> frozenset[str]:
    """The keys under which a row is kept."""
    return frozenset(_keys(printed))


def search_keys(asked: Asked) -> frozenset[str]:
    """The keys under which every row that could be the person asked about is found."""
    return frozenset(key for reading in asked.readings for key in _keys(reading))


def one_person(asked: Asked) -> str:
    """A text that is the same however one person's two names are spelt, and in whichever order.

    Two people may share it; it counts questions and finds nobody.
    """
    return " ".join(sorted(_name_of(word) for word in (asked.person.family, asked.person.given)))


def _name_of(word: str) -> str:
    classes = given_classes(word) if is_known_given(word) else {}
    return (
        str(min(classes, key=lambda one: (classes[one], one)))
        if classes
        else min(loose_sounds(word), default=word)
    )


def _keys(person: Person) -> Iterator[str]:
    initials = given_letters(person.given)
    whole = stems(person.family)
    for stem in whole | _halves(person.family):
        for initial in initials:
            yield f"{stem}~{initial}"
    for spelt in letters(person.family):
        for shorter in _less_one_letter(spelt):
            for initial in initials:
                yield f"-{shorter}~{initial}"
    yield from _by_first_names(person, whole)


def _halves(family: str) -> frozenset[str]:
    halves = family.replace("-", " ").split()
    return frozenset(stem for half in halves if len(halves) > 1 for stem in stems(half))


def _less_one_letter(name: str) -> frozenset[str]:
    if len(name) < _SHORTEST_MISTYPED:
        return frozenset()
    return frozenset({name}) | frozenset(name[:at] + name[at + 1 :] for at in range(len(name)))


def _by_first_names(person: Person, whole: frozenset[str]) -> Iterator[str]:
    if person.patronymic is None or is_initial(person.given) or is_initial(person.patronymic):
        return
    for given in given_classes(person.given):
        for father in patronymic_classes(person.patronymic):
            for letter in {stem[:1] for stem in whole}:
                yield f"{given}+{father}+{letter}"
