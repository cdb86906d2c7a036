"""What changed from one edition of a list to the next: rows added, removed, and changed word by word."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from bot.core.lists import Entry
from bot.core.names.spelling import fold
from bot.core.uploads import ChangeCounts

MOST_PAIRED = 20_000
"""With more rows on either side than this, which one became which is not looked for."""
_ALL_BITS = (1 << 64) - 1
_WAYS = 6


class Kept(StrEnum):
    """What became of a word."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a changed row, as it was or as it is now."""

    text: str
    kept: Kept


@dataclass(frozen=True, slots=True)
class Changed:
    """One row of the former edition and the row that took its place."""

    former: Entry
    present: Entry

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of both rows in one line, the birth years last."""
        return tuple(_words_of(_printed(self.former), _printed(self.present)))


@dataclass(frozen=True, slots=True)
class Changes:
    """How two editions differ, in the order of their rows.

    Args:
        counts: also where `added` and `removed` hold only the first of them.
    """

    added: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    changed: tuple[Changed, ...]
    counts: ChangeCounts


class Known:
    """Which rows an edition holds: eight bytes for each, so that a million can be compared.

    Two different rows are taken for one once in forty million editions of a million rows; it would be
    missing among the changes that moderators are shown, and nowhere else.
    """

    def __init__(self) -> None:
        self._marks = array("Q")
        self._is_sorted = True

    def add(self, entries: Iterable[Entry]) -> None:
        self._marks.extend(_mark(entry) for entry in entries)
        self._is_sorted = False

    def missing(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return those that are not held."""
        if not self._is_sorted:
            self._marks = array("Q", sorted(self._marks))
            self._is_sorted = True
        return [entry for entry in entries if not self._holds(_mark(entry))]

    def _holds(self, mark: int) -> bool:
        at = bisect_left(self._marks, mark)
        return at < len(self._marks) and self._marks[at] == mark


def compare(former: Sequence[Entry], present: Sequence[Entry]) -> Changes:
    """Compare two editions that are at hand."""
    held, holds = Known(), Known()
    held.add(former)
    holds.add(present)
    added, removed = held.missing(present), holds.missing(former)
    return changes_of(added, removed, added_count=len(added), removed_count=len(removed))


def changes_of(
    added: Sequence[Entry], removed: Sequence[Entry], *, added_count: int, removed_count: int
) -> Changes:
    """Find out which of the removed rows became which of the added ones.

    Args:
        added, removed: rows that stand in one edition only; not all of them where there are too many.
    """
    if max(added_count, removed_count) > MOST_PAIRED:
        counts = ChangeCounts(added_count, removed_count, 0, paired=False)
        return Changes(tuple(added), tuple(removed), (), counts)
    pairs = _pairs(added, removed)
    now, once = {pair.present.row for pair in pairs}, {pair.former.row for pair in pairs}
    new = tuple(entry for entry in added if entry.row not in now)
    gone = tuple(entry for entry in removed if entry.row not in once)
    return Changes(new, gone, tuple(pairs), ChangeCounts(len(new), len(gone), len(pairs)))


def _pairs(added: Sequence[Entry], removed: Sequence[Entry]) -> list[Changed]:
    """Pair rows that are most likely one person's: the more they agree, the earlier."""
    waiting = {entry.row: (entry, _ways(entry)) for entry in added}
    free = {entry.row: (entry, _ways(entry)) for entry in removed}
    found: list[Changed] = []
    for way in range(_WAYS):
        by_parts: dict[tuple[str, ...], list[int]] = {}
        for row in sorted(free, reverse=True):
            by_parts.setdefault(free[row][1][way], []).append(row)
        for row, (entry, ways) in list(waiting.items()):
            rows = by_parts.get(ways[way])
            if rows and all(ways[way]):
                found.append(Changed(free.pop(rows.pop())[0], entry))
                del waiting[row]
    return sorted(found, key=lambda pair: pair.present.row)


def _ways(entry: Entry) -> tuple[tuple[str, ...], ...]:
    """Return the parts that two rows may have in common; of each all must be given."""
    person = entry.person
    family, given, patronymic = (
        fold(part or "") for part in (person.family, person.given, person.patronymic)
    )
    year = str(person.birth_year or "")
    return (
        (family, given, patronymic, year),
        (family, given, patronymic),
        (family, given, year),
        (given, patronymic, year),
        (family, patronymic, year),
        (family, given),
    )


def _mark(entry: Entry) -> int:
    return hash((entry.printed_name, entry.person.birth_year)) & _ALL_BITS


def _printed(entry: Entry) -> list[str]:
    year = entry.person.birth_year
    return [*entry.printed_name.split(), *([str(year)] if year is not None else [])]


def _words_of(former: list[str], present: list[str]) -> Iterator[Word]:
    matcher = SequenceMatcher(None, former, present, autojunk=False)
    for tag, start, end, start_now, end_now in matcher.get_opcodes():
        if tag == "equal":
            yield from (Word(text, Kept.SAME) for text in former[start:end])
        else:
            yield from (Word(text, Kept.REMOVED) for text in former[start:end])
            yield from (Word(text, Kept.ADDED) for text in present[start_now:end_now])
