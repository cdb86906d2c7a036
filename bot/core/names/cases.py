"""Grammatical cases: from "Петренка Івана Васильовича" back to the name as a list prints it.

A rule only proposes; every form it may come from is kept, and the printed row decides.
"""

import re
from functools import cache, lru_cache
from typing import Literal

from bot.core.names.endings import is_patronymic
from bot.core.names.families import is_known_family
from bot.core.names.known import (
    given_classes,
    is_known_given,
    is_spelt_so,
    is_usual_given,
    patronymic_classes,
)
from bot.core.names.scripts import is_cyrillic, read_data
from bot.core.names.sounds import sounds
from bot.core.names.spelling import fold, fold_keeping_yo

Gender = Literal["m", "f"]
_LEAST_STEM = {"family": 2, "given": 1, "patronymic": 3}
_MOST_FAMILIES = 8
_GENITIVE = re.compile("[иі]ча$")
_CLOSED = re.compile("[ое]([бвгґджзклмнпрстфхцчшщ]ь?)$", re.IGNORECASE)
_ENDS_CLOSED = re.compile("і[^аеєиіїоуюяй]+$", re.IGNORECASE)
_IMPOSSIBLE = re.compile("[аеєиіїоуюяйьжчшщ]ь$|[бвгґджзклмнпрстфхцчшщь]й$|[аеєиіїоуюя][ое][кц]ь?$")


@lru_cache(maxsize=4096)
def nominatives_of_patronymic(word: str) -> tuple[tuple[str, Gender], ...]:
    """The patronymics this may be a case of, with the gender; none if it is no oblique case."""
    found = _undeclined("patronymic", "m", word), _undeclined("patronymic", "f", word)
    men = [(form, "m") for form in found[0] if is_patronymic(form)]
    women = [(form, "f") for form in found[1] if is_patronymic(form)]
    return (*men, *women)  # type: ignore[arg-type]


@lru_cache(maxsize=4096)
def nominatives_of_given(word: str) -> tuple[str, ...]:
    """The known given names this may be a case of, usual ones if any; "Алексей" is no case of "Алекс"."""
    forms = _undeclined("given", "", word)
    for known in (is_usual_given, is_known_given, given_classes):
        if found := [form for form in forms if known(form)]:
            # The first one is echoed to the person; of those that sound alike one is enough.
            found.sort(key=lambda form: not is_spelt_so(form))
            return tuple({min(sounds(form)): form for form in reversed(found)}.values())[::-1]
    return ()


def unknown_nominatives_of_given(word: str) -> tuple[str, ...]:
    """What an unknown given name may be a case of: a known one is perhaps mistyped in it."""
    return _undeclined("given", "", word)


@lru_cache(maxsize=4096)
def nominatives_of_family(word: str, gender: Gender, *, beside: str = "") -> tuple[str, ...]:
    """The family names this may be a case of, known ones and the likeliest first.

    Args:
        beside: the patronymic as typed, with whose case the name agrees.
    """
    if gender == "m" and _GENITIVE.search(fold(beside)) and fold(word).endswith(("у", "ю")):
        # "Коробку Івана Петровича": only a name in -а has this case beside that patronymic.
        return (word[:-1] + ("а" if fold(word).endswith("у") else "я"), word)
    pieces = word.replace("—", "-").split("-")
    if len(pieces) == 2 and all(pieces):
        first, second = (_family(piece, gender) for piece in pieces)
        return tuple(f"{one}-{other}" for one in first[:3] for other in second[:3])
    return _family(word, gender)


def men_of_changed_vowel(word: str) -> tuple[str, ...]:
    """Known family names whose last vowel is another in every other case: Лебідь of "Лебедя"."""
    changed = (_CLOSED.sub(r"і\1", form) for form in nominatives_of_family(word, "m") if form != word)
    return tuple(
        form for form in dict.fromkeys(changed) if _ENDS_CLOSED.search(form) and is_known_family(form)
    )


def _family(word: str, gender: Gender) -> tuple[str, ...]:
    # The first one is echoed to the person: rather a name that exists.
    forms = (*_undeclined("family", gender, word)[:_MOST_FAMILIES], word)
    return tuple(sorted(forms, key=lambda form: not is_known_family(form)))


@lru_cache(maxsize=4096)
def _undeclined(part: str, gender: str, word: str) -> tuple[str, ...]:
    spelt = fold_keeping_yo(word)
    if not is_cyrillic(spelt):
        return ()
    found: dict[str, None] = {}
    for ending, nominatives in _rules(part, gender).get(spelt[-1:], ()):
        if spelt.endswith(ending) and len(spelt) - len(ending) >= _LEAST_STEM[part]:
            for nominative in nominatives:
                if not _IMPOSSIBLE.search(spelt[: len(spelt) - len(ending)] + nominative):
                    found.setdefault(_in_the_case_of(word, spelt[: len(spelt) - len(ending)] + nominative))
    return tuple(found)


@lru_cache(maxsize=4096)
def seems_given(word: str) -> bool:
    """Whether a word is a known given name in any case."""
    return len(fold(word)) > 2 and (bool(given_classes(word)) or bool(nominatives_of_given(word)))


@lru_cache(maxsize=4096)
def seems_patronymic(word: str) -> bool:
    """Whether a word is a patronymic in any case."""
    return is_patronymic(word) or bool(patronymic_classes(word)) or bool(nominatives_of_patronymic(word))


def _in_the_case_of(word: str, form: str) -> str:
    if word.isupper():
        return form.upper()
    return form.capitalize() if word[:1].isupper() else form


@cache
def _rules(part: str, gender: str) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Endings and what they come from, the longest first, by their last letter."""
    rows = [row for row in read_data("cases.csv") if row["part"] == part and row["gender"] == gender]
    rules = [(row["ending"], tuple(row["nominative"].split(" "))) for row in rows]
    rules.sort(key=lambda rule: -len(rule[0]))
    return {last: tuple(rule for rule in rules if rule[0][-1] == last) for last in {e[-1] for e, _ in rules}}
