"""Seal with the newest key what is open, or sealed with a former key."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.ports import Store, Writing

log = structlog.get_logger()

SLICE = 500


@dataclass(frozen=True, slots=True)
class Resealing:
    """A former key can be destroyed once this is done; broken off anywhere, it goes on from there."""

    store: Store

    async def seal_what_is_open(self) -> int:
        """Seal what an older program left in the open; until then those chats are not found."""
        return await self._in_slices(lambda writing: writing.seal_open_chats(limit=SLICE))

    async def work(self) -> int:
        """Seal everything anew that a former key sealed, slice by slice; returns how much that was.

        Meanwhile everything is found and opened under either key.
        """
        return await self._in_slices(lambda writing: writing.reseal_chats(limit=SLICE))

    async def _in_slices(self, seal: Callable[[Writing], Awaitable[int]]) -> int:
        done = 0
        while True:
            async with self.store.writing() as writing:
                sealed = await seal(writing)
            if not sealed:
                return done
            done += sealed
            log.info("sealed anew", passed=done)
