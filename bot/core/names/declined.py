"""A reading in an oblique case: the people it may speak of, in the nominative."""

from bot.core.names.cases import (
    Gender,
    nominatives_of_family,
    nominatives_of_given,
    nominatives_of_patronymic,
)
from bot.core.names.known import given_classes, is_female, is_known_given
from bot.core.names.readings import Reading
from bot.core.names.scripts import is_cyrillic
from bot.core.names.spelling import fold, is_initial

_MOST_GIVEN = 3
# Endings that only a man's family name in an oblique case has.
_SURELY_OBLIQUE = ("енка", "єнка", "ського", "цького", "ского", "цкого", "чука", "щука")

Parts = tuple[str, str, str | None]


def people_of(reading: Reading) -> tuple[Parts, ...]:
    """Family name, given name and patronymic of everybody the reading may mean, the likeliest first."""
    as_typed = (reading.family, reading.given, reading.patronymic)
    if not is_cyrillic(fold(reading.family)):
        return (as_typed,)
    patronymics = nominatives_of_patronymic(reading.patronymic) if reading.patronymic else ()
    if is_initial(reading.given):
        return as_typed, *_by_initials(reading)
    declined = [
        (family, given, patronymic)
        for patronymic, gender in patronymics or _unknown_gender(reading)
        for given in _given(reading.given, gender, declined=bool(patronymics))
        for family in nominatives_of_family(reading.family, gender, beside=reading.patronymic or "")
    ]
    if not declined:
        return (as_typed,)
    if patronymics or not is_known_given(reading.given):
        return tuple(declined)
    return (*declined, as_typed)


def _unknown_gender(reading: Reading) -> tuple[tuple[str | None, Gender], ...]:
    """Without a patronymic in a case the given name decides; one that stands as it is declines nothing."""
    if reading.patronymic is not None and not is_initial(reading.patronymic):
        return ()
    given = reading.given
    if is_known_given(given):
        surely = fold(reading.family).endswith(_SURELY_OBLIQUE)
        return ((reading.patronymic, "m"),) if surely else ()
    women = any(is_female(given_classes(form)) for form in nominatives_of_given(given))
    men = any(is_female(given_classes(form)) is not True for form in nominatives_of_given(given))
    if women and men and fold(given).endswith(("у", "ю")):
        # "Шукаю Ярославу": of a man one would have asked for Ярослава.
        men = False
    return (*(((reading.patronymic, "f"),) if women else ()), *(((reading.patronymic, "m"),) if men else ()))


def _given(word: str, gender: Gender, *, declined: bool) -> tuple[str, ...]:
    forms = [
        form for form in nominatives_of_given(word) if is_female(given_classes(form)) in (gender == "f", None)
    ]
    if declined and not forms:
        forms = [word]
    return tuple(forms[:_MOST_GIVEN])


def _by_initials(reading: Reading) -> tuple[Parts, ...]:
    """Beside initials only the family name can stand in a case: "Пронина В. В."."""
    forms: dict[str, None] = {}
    for form in nominatives_of_family(reading.family, "m")[:4]:
        forms.setdefault(form)
    return tuple((form, reading.given, reading.patronymic) for form in forms if form != reading.family)
