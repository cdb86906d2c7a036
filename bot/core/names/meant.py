"""Whom a question may mean: its readings and guesses, and whether the family name of each is a known one."""

from bot.core.names.families import is_known_family
from bot.core.names.person import Asked, Person


def people_meant(asked: Asked) -> dict[Person, bool]:
    """Everybody who may be meant, the likeliest first, and whether their family name is a known one.

    A word that is a known name in one grammatical case is no mistyped one in another.
    """
    known = {_beside_family(person) for person in asked.readings if is_known_family(person.family)}
    return {
        person: _beside_family(person) in known or is_known_family(person.family)
        for person in (*asked.readings, *asked.guesses)
    }


def _beside_family(person: Person) -> tuple[str, str | None]:
    return person.given, person.patronymic
