"""In which language a name is written, as far as its letters and forms tell."""

import re
from enum import Enum
from functools import cache, lru_cache

from bot.core.names.scripts import is_cyrillic, read_data
from bot.core.names.spelling import fold, fold_keeping_yo

_UKRAINIAN = re.compile("[іїєґ]|йович$|івна$|ївна$|ьович$")
_RUSSIAN = re.compile("[ыэёъ]|(?:ев|ов)на$|[ье]евич$")


class Tongue(Enum):
    """A language of the lists."""

    UKRAINIAN = "uk"
    RUSSIAN = "ru"


BOTH = frozenset(Tongue)


@lru_cache(maxsize=2048)
def tongues(given: str, patronymic: str | None, family: str) -> frozenset[Tongue]:
    """The languages this Cyrillic name may be written in; both where nothing or everything speaks."""
    found: set[Tongue] = set()
    for word in (family, given, patronymic or ""):
        spelt = fold_keeping_yo(word)
        if _UKRAINIAN.search(spelt):
            found.add(Tongue.UKRAINIAN)
        if _RUSSIAN.search(spelt):
            found.add(Tongue.RUSSIAN)
    found |= _of_form().get(fold(given), frozenset())
    return frozenset(found) if len(found) == 1 else BOTH


def may_differ(one: frozenset[Tongue], other: frozenset[Tongue]) -> bool:
    """Whether two names may be written in two languages."""
    return len(one | other) > 1


@cache
def _of_form() -> dict[str, frozenset[Tongue]]:
    """Forms of given names that one language alone has."""
    ukrainian: set[str] = set()
    russian: set[str] = set()
    for row in read_data("given.csv"):
        first, *others = (fold(form) for form in row["forms"].split())
        if others and first not in others and is_cyrillic(first):
            ukrainian.add(first)
            russian |= {other for other in others if other != first}
    only_one = {form: frozenset({Tongue.UKRAINIAN}) for form in ukrainian - russian}
    return only_one | {form: frozenset({Tongue.RUSSIAN}) for form in russian - ukrainian}
