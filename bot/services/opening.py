"""Who opens whom watches are about: this process, or the matcher, which is asked by errands."""

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.core.answers import Coverage
from bot.core.errors import BotError, CannotCheck, NameWithheld, NothingToSearch, StoreUnavailable, Unknown
from bot.core.exchanges import BatchState
from bot.core.names import Asked, Person
from bot.core.watches import ERRAND_WAITED_FOR, Errand, ErrandKind, Wanted, Watch
from bot.ports import Clock, NewId, Reading, Sealer, Store, Writing
from bot.sealing import SealedElsewhere
from bot.services.compare import published
from bot.services.match import Matching

Seen = Collection[tuple[str, str]]
Pause = Callable[[float], Awaitable[None]]

LOOK_EVERY_S = 0.2
MOST_BEGUN = 10_000


class Opening(Protocol):
    """What is done with the name of a watch that is kept."""

    def now(self, watch: Watch) -> Wanted:
        """Return whom a watch is about; raises `SealedElsewhere` where only the matcher may know."""

    async def on_request(self, watch: Watch) -> Wanted:
        """The same for its owner, who may wait a few seconds.

        Raises:
            NameWithheld: the matcher does not tell.
            StoreUnavailable: the matcher does not answer.
        """

    async def same(self, reading: Reading, chat_id: str, asked: Asked) -> Watch | None:
        """Return the chat's watch of that person, as far as it can be known here."""

    def begun(self, watch: Watch, asked: Asked) -> None:
        """Take in that a watch was begun."""

    async def refuse(self, writing: Writing, watch: Watch, marks: Collection[str]) -> None:
        """Remember that the rows with these marks are not the person of a watch."""

    async def catch_up(
        self, writing: Writing, watch: Watch, wanted: Wanted | None = None, *, seen: Seen = frozenset()
    ) -> None:
        """Tell the owner of a watch what stands and was not told: now, or once it can be searched for.

        Args:
            wanted: whom it is about, of a watch that is new.
            seen: editions, each with the confirming statement beside it, that they have just been shown.
        """

    async def still_tells(self, reading: Reading, watch: Watch, coverage: Coverage) -> bool:
        """Whether any row of a confirmed batch still stands for what a watch was to be told."""


@dataclass(frozen=True, slots=True)
class OpenedHere:
    """All keys lie with this process."""

    clock: Clock
    new_id: NewId
    matching: Matching

    def now(self, watch: Watch) -> Wanted:
        return Wanted.read(self.matching.names.open(watch.sealed_name))

    async def on_request(self, watch: Watch) -> Wanted:
        return self.now(watch)

    async def same(self, reading: Reading, chat_id: str, asked: Asked) -> Watch | None:
        for watch in await reading.watches(chat_id):
            if self._person(watch) == asked.person:
                return watch
        return None

    def begun(self, watch: Watch, asked: Asked) -> None:
        """Nothing need be noted: every watch can be opened."""

    async def refuse(self, writing: Writing, watch: Watch, marks: Collection[str]) -> None:
        await self.matching.refuse(writing, watch, marks)

    async def catch_up(
        self, writing: Writing, watch: Watch, wanted: Wanted | None = None, *, seen: Seen = frozenset()
    ) -> None:
        wanted = wanted if wanted is not None else self.matching.opened(watch)
        if wanted is None:
            return
        try:
            # Whether questions are answered just now is no matter, as for every other comparison of watches.
            coverage = await writing.coverage()
        except StoreUnavailable:
            raise
        except NothingToSearch:
            # Nothing was missed: whatever is published is compared with every watch.
            return
        except CannotCheck:
            # No comparison comes by later for the sake of this watch.
            await writing.add_errand(catching_up(self.new_id(), watch, now=self.clock()))
            return
        await self.matching.tell(writing, watch, wanted, coverage, cause=self.new_id(), seen=seen)

    async def still_tells(self, reading: Reading, watch: Watch, coverage: Coverage) -> bool:
        return await self.matching.still_tells(reading, watch, coverage)

    def _person(self, watch: Watch) -> Person | None:
        try:
            return self.now(watch).asked.person
        except BotError:
            # Damaged: it is another one as far as anybody can know.
            return None


@dataclass(frozen=True, slots=True)
class OpenedByMatcher:
    """The matcher is another process; here nothing can be opened that its key sealed.

    Args:
        here: does what needs no opening.
        names: seals for the matcher.
        replies: opens what the matcher answers.
        pause: waits that many seconds.
    """

    here: OpenedHere
    store: Store
    clock: Clock
    new_id: NewId
    names: Sealer
    replies: Sealer
    pause: Pause = asyncio.sleep
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _begun: "OrderedDict[bytes, str]" = field(default_factory=OrderedDict, repr=False)
    """Watches begun of late, by a hash under a key that ends with this process."""

    def now(self, watch: Watch) -> Wanted:
        raise SealedElsewhere(f"watch {watch.id} is opened by the matcher alone")

    async def on_request(self, watch: Watch) -> Wanted:
        errand = Errand(self.new_id(), watch.id, ErrandKind.SHOW, None, self.clock())
        async with self.store.writing() as writing:
            await writing.add_errand(errand)
        try:
            reply = await self._reply(errand)
        finally:
            async with self.store.writing() as writing:
                await writing.drop_errand(errand.id)
        if reply is None:
            raise SealedElsewhere("the matcher does not answer")
        told = self.replies.open(reply)
        if not told:
            raise NameWithheld(watch.id)
        return Wanted.read(told)

    async def _reply(self, errand: Errand) -> bytes | None:
        for _ in range(int(ERRAND_WAITED_FOR.total_seconds() / LOOK_EVERY_S)):
            await self.pause(LOOK_EVERY_S)
            async with self.store.reading() as reading:
                reply = await reading.errand_reply(errand.id)
            if reply is not None:
                return reply
        return None

    async def same(self, reading: Reading, chat_id: str, asked: Asked) -> Watch | None:
        """Only of those begun since this process was started: a second press makes no second watch."""
        watch_id = self._begun.get(self._hash(chat_id, asked))
        if watch_id is None:
            return None
        try:
            return await reading.watch(watch_id)
        except Unknown:
            return None

    def begun(self, watch: Watch, asked: Asked) -> None:
        self._begun[self._hash(watch.chat_id, asked)] = watch.id
        if len(self._begun) > MOST_BEGUN:
            self._begun.popitem(last=False)

    async def refuse(self, writing: Writing, watch: Watch, marks: Collection[str]) -> None:
        for mark in marks:
            sealed = self.names.seal(mark)
            await writing.add_errand(Errand(self.new_id(), watch.id, ErrandKind.REFUSE, sealed, self.clock()))

    async def catch_up(
        self, writing: Writing, watch: Watch, wanted: Wanted | None = None, *, seen: Seen = frozenset()
    ) -> None:
        if wanted is not None:
            # Nothing was told so far, so nothing need be opened.
            await self.here.catch_up(writing, watch, wanted, seen=seen)
            return
        await writing.add_errand(catching_up(self.new_id(), watch, now=self.clock()))

    async def still_tells(self, reading: Reading, watch: Watch, coverage: Coverage) -> bool:
        """By the lists that it was told of: the rows themselves only the matcher could compare."""
        for edition_id, batch_id in await reading.standing_firings(watch.id):
            if (await reading.batch(batch_id)).state is not BatchState.CONFIRMED:
                continue
            # A fuller edition of the same list may have taken its place since.
            now = await published(reading, (await reading.edition(edition_id)).list_id)
            if now is not None and now.id in coverage.editions:
                return True
        return False

    def _hash(self, chat_id: str, asked: Asked) -> bytes:
        named = repr((chat_id, asked.person)).encode()
        return hashlib.blake2b(named, key=self._key, digest_size=16).digest()


def catching_up(errand_id: str, watch: Watch, *, now: datetime) -> Errand:
    """Return the errand of telling what a watch has missed."""
    return Errand(errand_id, watch.id, ErrandKind.CATCH_UP, None, now)
