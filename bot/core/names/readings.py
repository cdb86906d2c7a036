"""Which word of a name is the family name: every plausible order, the likeliest first.

A patronymic is known by its ending and follows the given name; some endings are of family names only;
else the family name comes first, as on lists. Where the words do not decide, every order is kept, for
"Павлович" is a patronymic in one name and a family in the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.core.names.cases import (
    nominatives_of_family,
    nominatives_of_given,
    nominatives_of_patronymic,
    seems_given,
    seems_patronymic,
)
from bot.core.names.endings import follows_a_fathers_name, is_patronymic, looks_like_family
from bot.core.names.families import is_known_family
from bot.core.names.known import is_usual_given, is_usual_patronymic, patronymic_classes
from bot.core.names.spelling import fold, is_initial

__all__ = ["Reading", "is_patronymic", "looks_like_family", "read_words"]

_MOST_READINGS = 12
_NO_NAME = -99.0
_SURELY_FAMILY = 3
# A reading this much less likely than the best is not what the person meant.
_OUT_OF_QUESTION = 7
_LONGEST_FAMILY, _LONGEST_GIVEN = 3, 2
_LONG_ENOUGH = 6
_NEVER_FAMILY = ("івна", "ївна", "овна", "евна", "йович", "еевич", "ivna", "yivna", "ovna", "evna")
"""Endings of patronymics that no family name has."""
_TAILS = ("ович", "евич", "івна", "овна", "евна", "ovych", "ovich", "evich", "ivna", "ovna")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take the words apart, each part as typed.

    Args:
        is_strained: whether the patronymic stands behind another given name: "Роман Іван Васильович"
            is hardly Roman.
    """

    family: str
    given: str
    patronymic: str | None
    is_strained: bool = False


@dataclass(frozen=True, slots=True)
class _Split:
    """Positions of the parts: `family` and `given` are [start, end), `patronymic` one position or None."""

    family: tuple[int, int]
    given: tuple[int, int]
    patronymic: int | None


def read_words(words: list[str]) -> tuple[Reading, ...]:
    """Give every plausible reading, the likeliest first; empty if there is no family or no given name."""
    words = _join_turkic(words)
    scored = _scored(tuple(words))
    kept = [split for score, split in scored if score > scored[0][0] - _OUT_OF_QUESTION]
    return tuple(dict.fromkeys(_reading(words, split) for split in kept[:_MOST_READINGS]))


def likelihood_of(words: list[str]) -> float:
    """How like a name these words are, in the order that suits them best."""
    scored = _scored(tuple(_join_turkic(words)))
    return scored[0][0] if scored else _NO_NAME


def lacks_family(words: Sequence[str]) -> bool:
    """Whether two words are a given name and the patronymic of such a father, as people are addressed.

    "Петрович Іван" is none: a family name that ends like a patronymic is written first.
    """
    if len(words) != 2:
        return False
    given, patronymic = words
    if any(_is_never_family(form) for word in words for form in _patronymics(word)):
        return True
    return is_usual_in_any_case(given) and any(map(is_usual_patronymic, _patronymics(patronymic)))


def _is_never_family(word: str) -> bool:
    """Tell "Вікторівна" from the family name Рівна: of a patronymic the father's name is left."""
    folded = fold(word)
    return len(folded) >= _LONG_ENOUGH and folded.endswith(_NEVER_FAMILY) and bool(patronymic_classes(word))


@lru_cache(maxsize=2048)
def _patronymics(word: str) -> tuple[str, ...]:
    """The word and the patronymics it may be a case of."""
    return (word, *(form for form, _ in nominatives_of_patronymic(word)))


@lru_cache(maxsize=64)
def _scored(words: tuple[str, ...]) -> tuple[tuple[int, _Split], ...]:
    """Every way to take the words apart, the likeliest first; kept, for a message is gone through twice."""
    if lacks_family(words):
        return ()
    scored = ((_likelihood(words, split), split) for split in _splits(words))
    return tuple(sorted(scored, key=lambda pair: -pair[0]))


def _join_turkic(words: list[str]) -> list[str]:
    """Take "Гусейн огли" as one word: it is one patronymic."""
    joined: list[str] = []
    for word in words:
        if len(joined) > 1 and follows_a_fathers_name(word):
            joined[-1] += f" {word}"
        else:
            joined.append(word)
    return joined


def _splits(words: Sequence[str]) -> tuple[_Split, ...]:
    initials = tuple(at for at, word in enumerate(words) if is_initial(word))
    return _splits_of(len(words), initials) if len(initials) <= 2 else ()


@lru_cache(maxsize=1024)
def _splits_of(count: int, initials: tuple[int, ...]) -> tuple[_Split, ...]:
    places: list[int | None] = [None, *range(count)] if count > 2 else [None]
    return tuple(
        split for patronymic in places for split in _around(count, patronymic) if _fits(split, initials)
    )


def _around(count: int, patronymic: int | None) -> list[_Split]:
    """Cut what is left around the patronymic into a family and a given name, each in one piece."""
    left = [at for at in range(count) if at != patronymic]
    found: list[_Split] = []
    for cut in range(1, len(left)):
        first, second = (left[0], left[cut - 1] + 1), (left[cut], left[-1] + 1)
        for family, given in ((first, second), (second, first)):
            split = _Split(family, given, patronymic)
            if _in_pieces(split):
                found.append(split)
    return found


def _in_pieces(split: _Split) -> bool:
    longest_given = _LONGEST_GIVEN if split.patronymic is None else 1
    pieces = ((split.family, _LONGEST_FAMILY), (split.given, longest_given))
    return all(
        end - start <= longest and not (split.patronymic is not None and start < split.patronymic < end)
        for (start, end), longest in pieces
    )


def _fits(split: _Split, initials: tuple[int, ...]) -> bool:
    """No family is an initial, no given name holds one beside a word, and two stand in their order."""
    start, end = split.given
    if any(split.family[0] <= at < split.family[1] for at in initials):
        return False
    if end - start > 1 and any(start <= at < end for at in initials):
        return False
    return len(initials) < 2 or (start, split.patronymic) == initials


def _likelihood(words: Sequence[str], split: _Split) -> int:
    family, given = words[slice(*split.family)], words[slice(*split.given)]
    score = _like_family(family[0]) if len(family) == 1 else min(map(_like_half, family))
    score += min(map(_like_given, given))
    score -= 2 * (len(given) - 1) + (len(family) - 1)
    if split.patronymic is not None:
        score += _like_patronymic(words[split.patronymic])
        # It follows the given name; first of all words it is as likely a family name.
        score += 3 if split.given[1] == split.patronymic else -2
        score -= 1 if split.patronymic == 0 else 0
    return score + (1 if split.family < split.given else 0)


def may_be_family(word: str) -> bool:
    """Whether a word is or ends like a family name, in any case, and is no given name or patronymic."""
    return _like_half(word) > 0


@lru_cache(maxsize=4096)
def _like_family(word: str) -> int:
    forms = {word, *nominatives_of_family(word, "m")[:4], *nominatives_of_family(word, "f")[:2]}
    if any(map(looks_like_family, forms)):
        return _SURELY_FAMILY
    return 1 if any(map(is_known_family, forms)) else 0


@lru_cache(maxsize=4096)
def _like_half(word: str) -> int:
    return -4 if seems_patronymic(word) or seems_given(word) else _like_family(word)


@lru_cache(maxsize=4096)
def _like_given(word: str) -> int:
    if is_initial(word):
        return 2
    if seems_patronymic(word):
        return -3
    if is_usual_in_any_case(word):
        return 3
    if seems_given(word):
        return 1
    return -3 if looks_like_family(word) else 0


@lru_cache(maxsize=4096)
def is_usual_in_any_case(word: str) -> bool:
    """Whether a word is a usual given name, in any case."""
    return len(fold(word)) > 2 and (
        is_usual_given(word) or any(map(is_usual_given, nominatives_of_given(word)))
    )


@lru_cache(maxsize=4096)
def _like_patronymic(word: str) -> int:
    if seems_patronymic(word):
        return 3
    if is_initial(word):
        return 2
    if _may_be_mistyped(word):
        return 1
    return -8 if _like_family(word) >= _SURELY_FAMILY else -6


@lru_cache(maxsize=4096)
def _may_be_mistyped(word: str) -> bool:
    """Whether a long word still shows a patronymic's ending."""
    folded = fold(word)
    return len(folded) >= _LONG_ENOUGH and any(
        OSA.distance(folded[-length:], tail, score_cutoff=1) <= 1
        for tail in _TAILS
        for length in range(len(tail) - 1, len(tail) + 2)
    )


def _reading(words: list[str], split: _Split) -> Reading:
    patronymic = None if split.patronymic is None else words[split.patronymic]
    family, given = (" ".join(words[slice(*piece)]) for piece in (split.family, split.given))
    is_behind_given = split.patronymic in (None, split.given[1])
    return Reading(family, given, patronymic, not is_behind_given and is_usual_in_any_case(family))
