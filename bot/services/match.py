"""Compare watches with the rows of confirmed batches; each owner is told once what concerns them."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.core.alerts import Event, EventKind
from bot.core.answers import Coverage, decide
from bot.core.errors import BotError, CannotCheck, StoreUnavailable, Unknown
from bot.core.exchanges import BatchState
from bot.core.lists import Entry, PublisherClass
from bot.core.names import Closeness, FamilyIndex, FamilyName, Question, spelt_for_index
from bot.core.watches import Firing, Wanted, Watch, fires, firings_of, not_refused, of_confirmed, telling
from bot.ports import Clock, Comparing, NewId, Reading, Sealer, Store, Writing
from bot.services.search import near_entries

log = structlog.get_logger()

SLICE = 500

Near = tuple[Watch, Question, Sequence[FamilyName]]
"""A watch, its question, and the family names whose rows may be the person."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Watches on their way to what concerns them.

    The cursor and the alerts of a slice are written in one transaction, so a crash between two
    slices loses nothing and repeats nothing.

    Args:
        searched: the classes of publishers whose lists are searched.
        names: opens whom a watch is about.
    """

    store: Store
    clock: Clock
    new_id: NewId
    searched: frozenset[PublisherClass]
    names: Sealer

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
            coverage = await self._coverage(reading, event)
            names = await reading.family_names_of(coverage.editions)
        index = await asyncio.to_thread(FamilyIndex, names)
        passed, finished = 0, False
        while not finished:
            async with self.store.reading() as reading:
                watches = await reading.watches_after(cursor, limit=SLICE) if names else ()
            cursor = watches[-1].id if watches else cursor
            finished = len(watches) < SLICE
            found = await self._found(watches, index, coverage)
            await self._tell_all(event, found, coverage, cursor, finished=finished)
            passed += len(watches)
        return passed

    async def _coverage(self, reading: Reading, event: Event) -> Coverage:
        """Return what is compared: nothing, if its batch is not confirmed any more."""
        if event.kind is EventKind.EDITION_COMPARED:
            edition = await reading.edition(event.subject_id)
            batch_id, editions = (await reading.list(edition.list_id)).batch_id, frozenset({edition.id})
        else:
            batch_id, editions = event.subject_id, await reading.published_of_batch(event.subject_id)
        if (await reading.batch(batch_id)).state is not BatchState.CONFIRMED:
            editions = frozenset()
        coverage = await reading.coverage(self.searched)
        return replace(coverage, editions=coverage.editions & editions)

    async def _found(self, watches: Sequence[Watch], index: FamilyIndex, coverage: Coverage) -> Sequence[str]:
        """The watches that may fire: those of which a row of these editions is no different person.

        Everything but the rows is found in memory, in a thread: nobody's answer waits for it.
        """
        near = await asyncio.to_thread(self._near, watches, index)
        if not near:
            return ()
        families = {name.id for _, _, names in near for name in names}
        async with self.store.reading() as reading:
            entries = await reading.entries_named(families, None, coverage.editions)
        return await asyncio.to_thread(_with_rows, near, entries)

    def _near(self, watches: Sequence[Watch], index: FamilyIndex) -> Sequence[Near]:
        return list(self._each_near(watches, index))

    def _each_near(self, watches: Sequence[Watch], index: FamilyIndex) -> Iterator[Near]:
        for watch in watches:
            wanted = self.opened(watch) if watch.is_compared else None
            found = index.near(wanted.asked) if wanted is not None else None
            if found is not None:
                yield watch, *found

    def opened(self, watch: Watch) -> Wanted | None:
        """Return whom a watch is about; None, and an alarm, if it cannot be opened."""
        try:
            return Wanted.read(self.names.open(watch.sealed_name))
        except (BotError, ValueError) as error:
            # One damaged watch may not keep all others from being told.
            log.error("watch cannot be opened", watch=watch.id, error=type(error).__name__)
            return None

    async def _tell_all(
        self, event: Event, found: Sequence[str], coverage: Coverage, cursor: str, *, finished: bool
    ) -> None:
        async with self.store.writing() as writing:
            if found:
                # As things stand now: all of it may have changed since it was read.
                coverage = await self._coverage(writing, event)
            for watch_id in found:
                await self._tell_one(writing, event, watch_id, coverage)
            await writing.move_comparison(event, cursor, finished=finished)

    async def _tell_one(self, writing: Writing, event: Event, watch_id: str, coverage: Coverage) -> None:
        try:
            watch = await writing.watch(watch_id)
        except Unknown:
            # Ended since.
            return
        wanted = self.opened(watch)
        if watch.is_compared and wanted is not None:
            await self.tell(writing, watch, wanted, coverage, cause=event.id)

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
        """Owe the owner of a watch one alert for each batch that tells anything new.

        Args:
            coverage: what is compared with.
            cause: what made us look; one cause never tells twice.
            seen: editions, each with the confirming statement beside it, that the owner has just been
                shown: they are kept as told, without an alert.
        """
        for firing in await self._firings(writing, watch, wanted, coverage):
            event_id = f"{cause}-{watch.id}-{firing.batch_id}"
            event = Event(event_id, EventKind.WATCH_FIRED, watch.id, None, self.clock())
            is_new = any((edition, firing.statement_id) not in seen for edition in firing.marks)
            chats, codes = ((watch.chat_id,), (self.new_id(),)) if is_new else ((), ())
            await writing.owe(event, chats, codes)
            sealed = {e: self.names.seal(json.dumps(sorted(marks))) for e, marks in firing.marks.items()}
            await writing.add_firing(event, firing, sealed)

    async def still_tells(self, reading: Reading, watch: Watch, coverage: Coverage) -> bool:
        """Whether any row of a confirmed batch still stands for what a watch is told."""
        wanted = self.opened(watch)
        if wanted is None:
            return False
        near = await near_entries(reading, wanted.asked, coverage)
        left = of_confirmed(not_refused(near, wanted.refused))
        return fires(decide(wanted.asked, left, coverage))

    async def _firings(
        self, reading: Reading, watch: Watch, wanted: Wanted, coverage: Coverage
    ) -> Sequence[Firing]:
        near = await near_entries(reading, wanted.asked, coverage)
        left = of_confirmed(not_refused(near, wanted.refused))
        if not fires(decide(wanted.asked, left, coverage)):
            return ()
        sealed = await reading.told_marks(watch.id)
        told = {mark for marks in sealed for mark in json.loads(self.names.open(marks))}
        return firings_of(watch.id, telling(wanted.asked, left), told)


def _with_rows(near: Sequence[Near], entries: Sequence[Entry]) -> Sequence[str]:
    """The watches of which one of the rows may be the person."""
    rows = defaultdict(list)
    for entry in entries:
        rows[spelt_for_index(entry.person.family)].append(entry.person)
    return [
        watch.id
        for watch, question, names in near
        if any(
            question.against(person).closeness is not Closeness.DIFFERENT
            for name in names
            for person in rows[name.spelt]
        )
    ]
