"""Show what an edition changes against the one it would supersede."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from bot.core.changes import MOST_PAIRED, Changes, Known, changes_of
from bot.core.lists import Edition, Entry, Review
from bot.ports import Reading, Store

_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Two editions row by row: slice by slice, so that nobody waits behind a long one."""

    store: Store

    async def changes(self, edition_id: str) -> Changes | None:
        """Compare an edition with the published one of its list; None if there is no other.

        The counts are kept: editions never change.
        """
        async with self.store.reading() as reading:
            edition = await reading.edition(edition_id)
            former = await published(reading, edition.list_id)
        if former is None or former.id == edition_id:
            return None
        changes = await self._compare(former, edition)
        async with self.store.writing() as writing:
            await writing.save_change_counts(edition_id, former.id, changes.counts)
        return changes

    async def _compare(self, former: Edition, present: Edition) -> Changes:
        held, holds = Known(), Known()
        async for some in slices_of(self.store, former.id):
            held.add(some)
        added = _Missing(held)
        async for some in slices_of(self.store, present.id):
            holds.add(some)
            added.look(some)
        removed = _Missing(holds)
        async for some in slices_of(self.store, former.id):
            removed.look(some)
        return changes_of(added.first, removed.first, added_count=added.count, removed_count=removed.count)


class _Missing:
    """Rows that another edition does not hold: how many, and the first of them."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.first: list[Entry] = []
        self.count = 0

    def look(self, entries: Sequence[Entry]) -> None:
        missing = self._known.missing(entries)
        self.count += len(missing)
        self.first.extend(missing[: MOST_PAIRED - len(self.first)])


async def slices_of(store: Store, edition_id: str) -> AsyncIterator[Sequence[Entry]]:
    """Read an edition's rows in slices, each in a transaction of its own: rows never change."""
    after = 0
    while True:
        async with store.reading() as reading:
            entries = await reading.entries(edition_id, after=after, limit=_AT_ONCE)
        if not entries:
            return
        yield entries
        after = entries[-1].row


async def published(reading: Reading, list_id: str) -> Edition | None:
    """Return the edition of a list that is published now."""
    editions = await reading.editions(list_id)
    return next((edition for edition in editions if edition.review is Review.PUBLISHED), None)
