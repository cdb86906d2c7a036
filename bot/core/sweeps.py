"""How a family's questions differ from somebody's who tries out names by the list or the alphabet."""

from bisect import bisect_right
from collections.abc import Sequence

ALPHABET = "абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyz"
_PLACE = {letter: place for place, letter in enumerate(ALPHABET)}
_LETTERS = 4

ONE_PERSONS = 15
"""So many people one person must have asked about before the order of their names says anything."""
EVERYBODYS = 40
"""So many names in a row are looked at across all people."""
MANY_PEOPLE = 6
"""So many people in a day are more than nearly any family asks about."""
MANY_ASKERS = 20
"""So many who each ask about `MANY_PEOPLE` are no families: it is one list, shared out."""


def place_of(family: str) -> int:
    """Return where a family name stands in the alphabet, roughly: by its first letters."""
    place = 0
    letters = [letter for letter in family.casefold() if letter in _PLACE][:_LETTERS]
    for letter in letters + [ALPHABET[0]] * (_LETTERS - len(letters)):
        place = place * len(ALPHABET) + _PLACE[letter]
    return place


def is_walk(places: Sequence[int], *, least: int) -> bool:
    """Whether names were asked about mostly in the order of the alphabet, up or down.

    Of `n` names in no order the longest rise is about twice the root of `n`: 8 of 15, 13 of 40. Three
    quarters of them, or seven tenths of many, do not happen by chance.
    """
    if len(places) < least:
        return False
    share = 0.75 if least <= ONE_PERSONS else 0.7
    longest = max(longest_rise(places), longest_rise([-place for place in places]))
    return longest >= share * len(places) and len(set(places)) > len(places) // 2


def longest_rise(places: Sequence[int]) -> int:
    """Return how many of the places, in their order, never fall."""
    ends: list[int] = []
    for place in places:
        at = bisect_right(ends, place)
        if at == len(ends):
            ends.append(place)
        else:
            ends[at] = place
    return len(ends)
