"""Typing errors: how many separate two spellings, and how likely a hand makes them."""

from functools import cache, lru_cache

from rapidfuzz.distance import OSA, Levenshtein

from bot.core.names.scripts import is_cyrillic
from bot.core.names.sounds import skeleton
from bot.core.names.spelling import fold

_KEYBOARDS = (
    ("йцукенгшщзхї", "фівапролджє", "ячсмитьбю"),
    ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
    ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
)
_BY_EAR = ("оа", "еи", "зс", "дт", "гк", "бп", "жш", "вф", "чщ", "чш", "цз", "цк", "цс", "уо")
"""Letters that people, and romanisations, write for one another by ear."""
_UNLIKELY = 1.5
"""A letter in the place of one that lies far from it on the keyboard is rather another name."""
_BETWEEN_ALPHABETS = 0.2
FAR = 9.0


@lru_cache(maxsize=2048)
def mistakes_between(one: str, other: str) -> float:
    """Count the typing errors that separate two spellings; an unlikely one counts more; `FAR` if over two.

    Spellings of two languages or alphabets are compared by how they sound.
    """
    first, second = fold(one), fold(other)
    heard = _weighed(skeleton(one), skeleton(other)) + _BETWEEN_ALPHABETS
    if is_cyrillic(first) == is_cyrillic(second):
        return min(_weighed(first, second), heard)
    return heard if heard < FAR else FAR


def _weighed(one: str, other: str) -> float:
    distance = OSA.distance(one, other, score_cutoff=2)
    if distance > 2 or _has_a_suffix(one, other):
        return FAR
    if distance < len(changes := Levenshtein.editops(one, other)):
        # Two letters changed places: one error, for which two changes are counted.
        return float(distance)
    return sum(
        1.0
        if change.tag != "replace" or _are_neighbours(one[change.src_pos], other[change.dest_pos])
        else _UNLIKELY
        for change in changes
    )


def _has_a_suffix(one: str, other: str) -> bool:
    """Whether two letters more, side by side, make another name: "Вербенко", "Вербиченко".

    A letter that was only held too long makes none.
    """
    if abs(len(one) - len(other)) != 2:
        return False
    shorter, longer = sorted((one, other), key=len)
    more = [at for at in range(len(shorter) + 1) if longer[:at] + longer[at + 2 :] == shorter]
    held_too_long = any(len(set(longer[max(0, at - 1) : at + 2])) == 1 for at in more)
    return bool(more) and not held_too_long


def _are_neighbours(one: str, other: str) -> bool:
    return other in _neighbours().get(one, "")


@cache
def _neighbours() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for rows in _KEYBOARDS:
        places = {letter: (at, row) for row, letters in enumerate(rows) for at, letter in enumerate(letters)}
        for letter, (at, row) in places.items():
            found.setdefault(letter, set()).update(
                near for near, (x, y) in places.items() if _touch(x + y / 2 - at - row / 2, y - row)
            )
    for pair in _BY_EAR:
        one, other = pair[0], pair[1]
        found[one].add(other)
        found[other].add(one)
    return {letter: frozenset(near) for letter, near in found.items()}


def _touch(across: float, down: int) -> bool:
    return abs(down) <= 1 and abs(across) <= 1
