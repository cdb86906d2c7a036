"""What is put off until names can be opened and lists searched: each errand is about one watch."""

from dataclasses import dataclass

import structlog

from bot.core.errors import CannotCheck, NothingToSearch, StoreUnavailable, Unknown
from bot.core.watches import ERRAND_WAITED_FOR, Errand, ErrandKind, Watch, telling
from bot.ports import Clock, Reading, Sealer, Store, Writing
from bot.services.match import DAMAGED, Matching
from bot.services.search import near_among

log = structlog.get_logger()

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Errands:
    """The side of them that opens names: the matcher's, where that is another process.

    Args:
        names: opens whom a watch is about.
        replies: seals for the part that talks.
    """

    store: Store
    clock: Clock
    matching: Matching
    names: Sealer
    replies: Sealer

    async def work(self) -> int:
        """Do what is asked, oldest first; returns how much was done."""
        async with self.store.reading() as reading:
            waiting = await reading.errands(limit=AT_ONCE)
        for done, errand in enumerate(waiting):
            async with self.store.writing() as writing:
                if not await self._do(writing, errand):
                    # What is to be caught up with comes last, and waits for the same.
                    return done
        return len(waiting)

    async def drop_late(self) -> None:
        """Erase what nobody waits for any more: a bot that died meanwhile fetches no answer."""
        async with self.store.writing() as writing:
            await writing.drop_shows_before(self.clock() - ERRAND_WAITED_FOR)

    async def _do(self, writing: Writing, errand: Errand) -> bool:
        """Return whether it is done; if not it stays as it is."""
        try:
            watch = await writing.watch(errand.watch_id)
        except Unknown:
            await writing.drop_errand(errand.id)
            return True
        match errand.kind:
            case ErrandKind.SHOW if self.clock() < errand.at + ERRAND_WAITED_FOR:
                await writing.reply_to_errand(errand.id, self.replies.seal(await self._told(writing, watch)))
                return True
            case ErrandKind.SHOW:
                pass
            case ErrandKind.REFUSE if errand.sealed_given is not None:
                await self._refuse(writing, watch, errand.sealed_given)
            case ErrandKind.REFUSE:
                pass
            case ErrandKind.CATCH_UP:
                if not await self._catch_up(writing, watch, errand):
                    return False
        await writing.drop_errand(errand.id)
        return True

    async def _refuse(self, writing: Writing, watch: Watch, sealed_mark: bytes) -> None:
        try:
            await self.matching.refuse(writing, watch, [self.names.open(sealed_mark)])
        except DAMAGED as error:
            # Nobody can ever do it, and those behind it wait.
            log.error("refused row cannot be opened", watch=watch.id, error=type(error).__name__)

    async def _told(self, reading: Reading, watch: Watch) -> str:
        """Return whom a watch is about, if a row agrees with that; else nothing.

        So whoever takes over the part that talks cannot have all names opened for the asking:
        they learn of a watch what a list in the database says already.
        """
        wanted = self.matching.opened(watch)
        if wanted is None:
            return ""
        editions = await reading.editions_told(watch.id) | await self._searched(reading)
        near = await near_among(reading, wanted.asked, editions)
        return wanted.write() if telling(wanted.asked, near) else ""

    async def _searched(self, reading: Reading) -> frozenset[str]:
        try:
            return (await reading.coverage()).editions
        except StoreUnavailable:
            raise
        except CannotCheck:
            return frozenset()

    async def _catch_up(self, writing: Writing, watch: Watch, errand: Errand) -> bool:
        """Return whether it is known what was missed."""
        wanted = self.matching.opened(watch)
        if wanted is None or not watch.is_compared:
            # If its owner lets it go on, that is another errand.
            return True
        try:
            coverage = await writing.coverage()
        except StoreUnavailable:
            raise
        except NothingToSearch:
            # Nothing was missed: whatever is published is compared with every watch.
            return True
        except CannotCheck:
            return False
        await self.matching.tell(writing, watch, wanted, coverage, cause=errand.id)
        return True
