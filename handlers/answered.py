"""Which updates were answered: asked before one is handled, and recorded after."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Collection
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Protocol

from bot.core.errors import StoreUnavailable
from handlers.retries import rest_s

log = logging.getLogger(__name__)


class AnsweredReading(Protocol):
    async def answered_updates(self, update_ids: Collection[int]) -> frozenset[int]:
        """Return those of the ids that are marked."""


class AnsweredWriting(Protocol):
    async def mark_answered(self, update_ids: Collection[int], *, at: datetime) -> None:
        """Mark the ids; marking one twice is no fault."""


class AnsweredStore(Protocol):
    """What intake needs of the store."""

    def reading(self) -> AbstractAsyncContextManager[AnsweredReading]: ...
    def writing(self) -> AbstractAsyncContextManager[AnsweredWriting]: ...


class Answered:
    """The answered updates, in a store that may be down for a while.

    While it is down we wait: an update that may have been answered is not handled again, and one
    that is not recorded is not confirmed. Any fault but `StoreUnavailable` is raised.

    Args:
        store: where they are kept.
        now: UTC.
        pause: sleeps for so many seconds.
        chance: a random number from 0 to 1.
    """

    def __init__(
        self,
        store: AnsweredStore,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        self._now = now
        self._pause = pause
        self._chance = chance
        self._unrecorded: set[int] = set()
        self._turn = asyncio.Lock()

    async def among(self, update_ids: Collection[int]) -> frozenset[int]:
        """Return those of the updates that were answered before."""
        failures = 0
        while update_ids:
            try:
                async with self._store.reading() as reading:
                    return await reading.answered_updates(update_ids)
            except StoreUnavailable:
                failures += 1
                await self._rest(failures)
        return frozenset()

    async def record(self, update_id: int) -> None:
        """Record an update as answered; returns when that is committed.

        Whoever gets the turn records all that gathered meanwhile, in one write.
        """
        self._unrecorded.add(update_id)
        async with self._turn:
            if update_id not in self._unrecorded:
                return
            group, self._unrecorded = self._unrecorded, set()
            try:
                await self._write(group)
            except BaseException:
                self._unrecorded |= group
                raise

    async def _write(self, update_ids: Collection[int]) -> None:
        failures = 0
        while True:
            try:
                async with self._store.writing() as writing:
                    await writing.mark_answered(update_ids, at=self._now())
            except StoreUnavailable:
                failures += 1
                await self._rest(failures)
            else:
                return

    async def _rest(self, failures: int) -> None:
        log.warning("store does not answer", extra={"failures": failures})
        await self._pause(rest_s(failures, first_s=0.25, longest_s=10, chance=self._chance()))
