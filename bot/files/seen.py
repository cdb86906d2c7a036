"""Which rows were read before, in little memory: a million names as sets take hundreds of megabytes.

Both tables are filled by hashes that Python keys anew in every process, so that nobody can make a file whose
names all fall into one place.
"""

from array import array
from collections.abc import Callable

_LEAST = 1 << 10
_OFFSET_BITS = 40
_TAG = (1 << 64 - _OFFSET_BITS) - 1
_YEAR_BITS = 11


def _slots(rows: int) -> int:
    """Return a power of two at least half as large again as what is to be held."""
    return max(_LEAST, 1 << (rows + rows // 2).bit_length())


class Seen:
    """Rows by a tag of their hash and by where they stand; whether two are the same is asked, never guessed.

    Args:
        rows: as many as will be entered at most.
        is_same: whether what stands there is the row.
    """

    def __init__(self, rows: int, is_same: "Callable[[int, object], bool]") -> None:
        self._mask = _slots(rows) - 1
        self._table = array("Q", bytes(8 * (self._mask + 1)))
        self._is_same = is_same

    def enter(self, row: object, at: int) -> int | None:
        """Remember a row that stands there; or return where the same one stands already."""
        hashed = hash(row)
        tag = (hashed >> 20) & _TAG
        place = hashed & self._mask
        while slot := self._table[place]:
            if slot & _TAG == tag and self._is_same((slot >> 24) - 1, row):
                return (slot >> 24) - 1
            place = (place + 1) & self._mask
        self._table[place] = (at + 1) << 24 | tag
        return None


class Years:
    """The first year of birth that stands beside each name.

    Two names are told apart by 53 bits of their hashes: of a million names two are mistaken for one another
    once in twenty thousand files, which costs one needless warning.
    """

    def __init__(self, rows: int) -> None:
        self._mask = _slots(rows) - 1
        self._table = array("Q", bytes(8 * (self._mask + 1)))

    def differs(self, name: object, year: int) -> bool:
        """Whether an earlier row has another year beside this name."""
        hashed = hash(name)
        known = (hashed >> 8) & (1 << 64 - _YEAR_BITS) - 1
        place = hashed & self._mask
        while slot := self._table[place]:
            if slot >> _YEAR_BITS == known:
                return slot & (1 << _YEAR_BITS) - 1 != year - 1900
            place = (place + 1) & self._mask
        self._table[place] = known << _YEAR_BITS | year - 1900
        return False
