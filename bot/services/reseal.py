"""Seal with the newest key what is open, or sealed with a former key."""

from dataclasses import dataclass

import structlog

from bot.ports import Store

log = structlog.get_logger()

SLICE = 500


@dataclass(frozen=True, slots=True)
class Resealing:
    """A former key can be destroyed once this is done; broken off anywhere, it goes on from there."""

    store: Store

    async def work(self) -> int:
        """Seal everything anew that needs it, slice by slice; returns how much that was."""
        done = 0
        while True:
            async with self.store.writing() as writing:
                sealed = await writing.seal_chats(limit=SLICE)
            if not sealed:
                return done
            done += sealed
            log.info("sealed anew", passed=done)
