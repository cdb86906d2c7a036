"""A reading in an oblique case: the people it may speak of, in the nominative."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.names.cases import (
    Gender,
    men_of_changed_vowel,
    nominatives_of_family,
    nominatives_of_given,
    nominatives_of_patronymic,
    unknown_nominatives_of_given,
)
from bot.core.names.known import given_classes, is_female, is_known_given, is_usual_given
from bot.core.names.readings import Reading
from bot.core.names.scripts import is_cyrillic
from bot.core.names.spelling import fold, is_initial

_MOST_GIVEN, _MOST_FAMILIES = 3, 4
# Endings that only a man's family name in an oblique case has.
_SURELY_OBLIQUE = ("енка", "єнка", "ського", "цького", "ского", "цкого", "чука", "щука")

Parts = tuple[str, str, str | None]


@dataclass(frozen=True, slots=True)
class People:
    """Whom a reading may speak of.

    Args:
        meant: the likeliest first.
        guessed: whom the words allow and do not suggest.
    """

    meant: tuple[Parts, ...]
    guessed: tuple[Parts, ...] = ()


def people_of(reading: Reading) -> People:
    """Family name, given name and patronymic of everybody the reading may mean."""
    people = _people_of(reading)
    return People((), (*people.meant, *people.guessed)) if reading.is_strained else people


def _people_of(reading: Reading) -> People:
    as_typed = (reading.family, reading.given, reading.patronymic)
    if not is_cyrillic(fold(reading.family)):
        return People((as_typed,))
    if reading.patronymic is not None and not is_initial(reading.patronymic):
        return _by_patronymic(reading, as_typed)
    if is_initial(reading.given):
        # Beside initials only the family name can stand in a case: "Пронина В. В.".
        return People((as_typed, *_without_own(as_typed, _men(reading, (reading.given,)))))
    return _by_given(reading, as_typed)


def _by_patronymic(reading: Reading, as_typed: Parts) -> People:
    """A patronymic shows case and gender; one that stands as it is declines nothing."""
    beside = tuple(
        (given, patronymic, gender)
        for patronymic, gender in nominatives_of_patronymic(reading.patronymic or "")
        for given in _given(reading.given, gender) or (reading.given,)
    )
    oblique = tuple(
        (family, given, patronymic)
        for given, patronymic, gender in beside
        for family in nominatives_of_family(reading.family, gender, beside=reading.patronymic or "")
    )
    changed = tuple(
        (family, given, patronymic)
        for given, patronymic, gender in beside
        if gender == "m"
        for family in men_of_changed_vowel(reading.family)
    )
    return People(oblique or (as_typed,), changed)


def _by_given(reading: Reading, as_typed: Parts) -> People:
    """Without a patronymic the given name decides; where it is a name in two cases, both are kept."""
    oblique = tuple(_in_both_genders(reading))
    if is_known_given(reading.given):
        # "Вербенко Ярослава" is a woman: of a man the family name would stand in that case too.
        oblique = tuple(parts for parts in oblique if parts[0] != reading.family)
    changed = tuple(
        (family, given, None)
        for given in _given(reading.given, "m")
        for family in men_of_changed_vowel(reading.family)
    )
    if oblique and not is_usual_given(reading.given):
        return People(oblique, (as_typed, *changed))
    if oblique:
        return People((as_typed,), (*oblique, *changed))
    if is_known_given(reading.given):
        surely = fold(reading.family).endswith(_SURELY_OBLIQUE)
        men = tuple(_men(reading, (reading.given,)))
        return People(men) if surely and men else People((as_typed,))
    guessed = _men(reading, unknown_nominatives_of_given(reading.given)[:_MOST_GIVEN])
    return People((as_typed,), tuple(guessed))


def _in_both_genders(reading: Reading) -> Iterator[Parts]:
    men, women = _given(reading.given, "m"), _given(reading.given, "f")
    if men and women and fold(reading.given).endswith(("у", "ю")):
        # "Шукаю Ярославу": of a man one would have asked for Ярослава.
        men = ()
    for gender, forms in (("f", women), ("m", men)):
        for given in forms:
            for family in nominatives_of_family(reading.family, gender):
                yield family, given, reading.patronymic


def _given(word: str, gender: Gender) -> tuple[str, ...]:
    forms = nominatives_of_given(word)
    return tuple(form for form in forms if is_female(given_classes(form)) in (gender == "f", None))[
        :_MOST_GIVEN
    ]


def _men(reading: Reading, given: tuple[str, ...]) -> Iterator[Parts]:
    for name in given:
        for family in nominatives_of_family(reading.family, "m")[:_MOST_FAMILIES]:
            yield family, name, reading.patronymic


def _without_own(own: Parts, others: Iterator[Parts]) -> tuple[Parts, ...]:
    return tuple(parts for parts in others if parts != own)
