"""Compare watches with the rows of confirmed batches; each owner is told once what concerns them."""

import asyncio
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.core.alerts import Event, EventKind
from bot.core.answers import Candidate, Coverage, decide
from bot.core.errors import CannotCheck, StoreUnavailable
from bot.core.exchanges import BatchState
from bot.core.lists import Entry, Place
from bot.core.row_index import RowIndex
from bot.core.watches import Firing, Wanted, Watch, fires, firings_of, not_refused, of_confirmed, telling
from bot.ports import Clock, Comparing, Fired, NewId, Reading, SealedWatch, Sealer, Store, Writing
from bot.sealing import SealBroken
from bot.services.search import near_entries

log = structlog.get_logger()

SLICE = 500
ROWS = 10_000

DAMAGED = (SealBroken, ValueError, TypeError)
"""What opening a damaged value raises. It concerns that value only: all others go on without it."""


Found = tuple[SealedWatch, Wanted, Sequence[Entry]]
"""A watch with the rows that are likely to be the person."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The next watches.

    Args:
        last: the id of the last of them; empty if there are none.
        passed: how many there were, damaged ones too.
    """

    last: str
    passed: int
    found: Sequence[Found]


@dataclass(frozen=True, slots=True)
class Matching:
    """Watches on their way to what concerns them.

    The cursor and the alerts of a slice are written in one transaction, so a crash between two
    slices loses nothing and repeats nothing.

    Args:
        names: opens whom a watch is about.
        at_once: so many watches are a slice.
    """

    store: Store
    clock: Clock
    new_id: NewId
    names: Sealer
    at_once: int = SLICE

    async def work(self) -> int:
        """Compare all watches with whatever they were not compared with; returns how many were passed."""
        async with self.store.reading() as reading:
            waiting = await reading.unfinished_comparisons()
        passed = 0
        for comparing in waiting:
            try:
                passed += await self._compare(comparing)
            except StoreUnavailable:
                raise
            except CannotCheck:
                # Nothing can be searched just now; it is compared once something can.
                continue
        return passed

    async def _compare(self, comparing: Comparing) -> int:
        event, cursor = comparing.event, comparing.cursor
        async with self.store.reading() as reading:
            concerned = await self._concerned(reading, event)
        if not concerned:
            # This waits for nothing: whatever is published of the batch from now on is compared by itself.
            async with self.store.writing() as writing:
                await writing.move_comparison(event, cursor, finished=True)
            return 0
        coverage, index = await self._indexed(event)
        passed, finished = 0, False
        coming = asyncio.create_task(self._next(cursor, index))
        try:
            while not finished:
                slice_ = await coming
                cursor, finished = slice_.last or cursor, slice_.passed < self.at_once
                if not finished:
                    # They are opened in a thread while these are told.
                    coming = asyncio.create_task(self._next(cursor, index))
                await self._tell_all(event, slice_.found, coverage, cursor, finished=finished)
                passed += slice_.passed
        finally:
            coming.cancel()
        return passed

    async def _next(self, cursor: str, index: RowIndex) -> Slice:
        """Open and compare the watches behind the cursor, in two threads: nobody's answer waits for it."""
        if not index:
            return Slice("", 0, ())
        async with self.store.reading() as reading:
            watches = await reading.watches_after(cursor, limit=self.at_once)
        # Opening a seal lets the other thread run meanwhile.
        middle = len(watches) // 2
        halves = (watches[:middle], watches[middle:])
        found = await asyncio.gather(*(asyncio.to_thread(self._look, half, index) for half in halves))
        return Slice(watches[-1].id if watches else "", len(watches), [one for half in found for one in half])

    def _look(self, watches: Sequence[SealedWatch], index: RowIndex) -> Sequence[Found]:
        """The watches that may fire, each with the rows for the sake of which it may."""
        found = []
        for watch in watches:
            wanted = self.opened(watch)
            if wanted is not None and (rows := index.likely(wanted.asked)):
                found.append((watch, wanted, rows))
        return found

    async def _indexed(self, event: Event) -> tuple[Coverage, RowIndex]:
        rows: list[Entry] = []
        async with self.store.reading() as reading:
            coverage = await self._coverage(reading, event)
            for edition_id in coverage.editions:
                after, read = 0, ROWS
                while read == ROWS:
                    entries = await reading.entries(edition_id, after=after, limit=ROWS)
                    rows += entries
                    read, after = len(entries), entries[-1].row if entries else after
        return coverage, await asyncio.to_thread(RowIndex, rows)

    async def _coverage(self, reading: Reading, event: Event) -> Coverage:
        """Return what is compared, as far as it is searched."""
        coverage = await reading.coverage()
        return replace(coverage, editions=coverage.editions & await self._concerned(reading, event))

    async def _concerned(self, reading: Reading, event: Event) -> frozenset[str]:
        """Return what is compared: nothing, if its batch is not confirmed any more or it was stopped."""
        if event.kind is EventKind.EDITION_COMPARED:
            edition = await reading.edition(event.subject_id)
            batch_id, editions = (await reading.list(edition.list_id)).batch_id, frozenset({edition.id})
        else:
            batch_id, editions = event.subject_id, await reading.published_of_batch(event.subject_id)
        stopped = await reading.is_called_off(event.id)
        if stopped or (await reading.batch(batch_id)).state is not BatchState.CONFIRMED:
            return frozenset()
        return editions

    def opened(self, watch: Watch | SealedWatch) -> Wanted | None:
        """Return whom a watch is about; None, and an alarm, if it is damaged.

        Raises:
            StoreUnavailable: the key is not in this process: nothing is passed over for that.
        """
        try:
            return Wanted.read(self.names.open(watch.sealed_name))
        except DAMAGED as error:
            log.error("watch cannot be opened", watch=watch.id, error=type(error).__name__)
            return None

    async def _tell_all(
        self, event: Event, found: Sequence[Found], coverage: Coverage, cursor: str, *, finished: bool
    ) -> None:
        async with self.store.writing() as writing:
            candidates: dict[Place, Candidate] = {}
            if found:
                # As things stand now: all of it may have changed since it was read.
                coverage = await self._coverage(writing, event)
                rows = {e.place: e for _, _, entries in found for e in entries}
                still = [e for e in rows.values() if e.edition_id in coverage.editions]
                seen = await writing.candidates(still) if still else ()
                candidates = {candidate.entry.place: candidate for candidate in seen}
            fired: list[Fired] = []
            watches = await writing.watches_of_ids([watch.id for watch, _, _ in found]) if found else {}
            told = await writing.told_marks(watches) if watches else {}
            for former, wanted, entries in found:
                watch = watches.get(former.id)
                if watch is None or not watch.is_compared:
                    # Ended or put aside since.
                    continue
                now_wanted = wanted if watch.version == former.version else self.opened(watch)
                places = [entry.place for entry in entries]
                meant = [candidates[place] for place in places if place in candidates]
                if now_wanted is not None:
                    marks = told.get(watch.id, ())
                    firings = self._firings(watch, now_wanted, meant, coverage, marks)
                    fired += [self._fired(watch, firing, cause=event.id) for firing in firings]
            await writing.add_firings(fired)
            await writing.move_comparison(event, cursor, finished=finished)

    async def tell(
        self,
        writing: Writing,
        watch: Watch,
        wanted: Wanted,
        coverage: Coverage,
        *,
        cause: str,
        seen: Collection[tuple[str, str]] = (),
    ) -> None:
        """Compare one watch with everything, and owe its owner an alert for each batch with anything new.

        Args:
            coverage: what is compared with.
            cause: what made us look; one cause never tells twice.
            seen: editions, each with the confirming statement beside it, that the owner has just been
                shown: they are kept as told, without an alert.
        """
        near = await near_entries(writing, wanted.asked, coverage, refused=wanted.refused)
        told = (await writing.told_marks([watch.id])).get(watch.id, ())
        firings = self._firings(watch, wanted, near, coverage, told)
        await writing.add_firings([self._fired(watch, f, cause=cause, seen=seen) for f in firings])

    def _fired(
        self, watch: Watch, firing: Firing, *, cause: str, seen: Collection[tuple[str, str]] = ()
    ) -> Fired:
        event_id = f"{cause}-{watch.id}-{firing.batch_id}"
        event = Event(event_id, EventKind.WATCH_FIRED, watch.id, None, self.clock())
        is_new = any((edition, firing.statement_id) not in seen for edition in firing.marks)
        sealed = {e: self.names.seal(json.dumps(sorted(marks))) for e, marks in firing.marks.items()}
        return Fired(event, firing, sealed, watch.chat_id, self.new_id() if is_new else None)

    async def refuse(self, writing: Writing, watch: Watch, marks: Collection[str]) -> None:
        """Remember that rows are not the person: they never fire this watch again.

        Raises:
            SealBroken, ValueError, TypeError: the watch is damaged.
        """
        wanted = Wanted.read(self.names.open(watch.sealed_name))
        refused = replace(wanted, refused=wanted.refused | frozenset(marks))
        await writing.save_watch(replace(watch, sealed_name=self.names.seal(refused.write())))

    async def still_tells(self, reading: Reading, watch: Watch, coverage: Coverage) -> bool:
        """Whether any row of a confirmed batch still stands for what a watch is told.

        Raises:
            SealBroken, ValueError, TypeError: the watch is damaged, which is no "no".
        """
        wanted = Wanted.read(self.names.open(watch.sealed_name))
        near = await near_entries(reading, wanted.asked, coverage, refused=wanted.refused)
        return fires(decide(wanted.asked, of_confirmed(near), coverage))

    def _firings(
        self,
        watch: Watch,
        wanted: Wanted,
        candidates: Sequence[Candidate],
        coverage: Coverage,
        told_marks: Sequence[bytes],
    ) -> Sequence[Firing]:
        left = of_confirmed(not_refused(candidates, wanted.refused))
        if not fires(decide(wanted.asked, left, coverage)):
            return ()
        return firings_of(watch.id, telling(wanted.asked, left), self._told(watch, told_marks))

    def _told(self, watch: Watch, told_marks: Sequence[bytes]) -> set[str]:
        told: set[str] = set()
        for sealed in told_marks:
            try:
                told.update(json.loads(self.names.open(sealed)))
            except DAMAGED as error:
                # As if it had not been told: a repeat is harmless.
                log.error("what was told cannot be opened", watch=watch.id, error=type(error).__name__)
        return told
