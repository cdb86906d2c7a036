"""A person as a list prints them or a relative types them."""

from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Person:
    """The parts of one name as typed or as printed; None where a part is not given."""

    family: str
    given: str
    patronymic: str | None = None
    birth_year: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A name asked about.

    Args:
        readings: the likeliest first, then other orders of the same words.
        guesses: what the words allow and do not suggest, such as a case that is also another name.
        further: how many more people the message names; they are not asked about.
    """

    readings: tuple[Person, ...]
    guesses: tuple[Person, ...] = ()
    further: int = 0

    def __post_init__(self) -> None:
        if not self.readings:
            raise ValueError("a name has at least one reading")

    @property
    def person(self) -> Person:
        """The likeliest reading: the one echoed to the person who asked."""
        return self.readings[0]

    @property
    def is_bare(self) -> bool:
        """Whether no reading has anything beside family and given name."""
        return all(p.patronymic is None and p.birth_year is None for p in (*self.readings, *self.guesses))

    def with_year(self, year: int) -> "Asked":
        """Add or replace the birth year in every reading."""
        return self._each(lambda person: replace(person, birth_year=year))

    def with_patronymic(self, text: str) -> "Asked":
        """Add or replace the patronymic in every reading."""
        return self._each(lambda person: replace(person, patronymic=text))

    def _each(self, change: Callable[[Person], Person]) -> "Asked":
        readings, guesses = (dict.fromkeys(map(change, people)) for people in (self.readings, self.guesses))
        return Asked(tuple(readings), tuple(guesses), self.further)
