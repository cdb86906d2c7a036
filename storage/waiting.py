"""Waiting for a turn, but not for ever; and for what has begun, however often one is cancelled."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import TypeVar

from bot.core.errors import StoreUnavailable

LONGEST_TURN_S = 30

Result = TypeVar("Result")


@asynccontextmanager
async def turn_of(lock: asyncio.Lock) -> AsyncIterator[None]:
    """Hold a lock.

    Raises:
        StoreUnavailable: others hold it too long.
    """
    async with patience():
        await lock.acquire()
    try:
        yield
    finally:
        lock.release()


@asynccontextmanager
async def patience() -> AsyncIterator[None]:
    """Wait for something, as long as a turn may take.

    Raises:
        StoreUnavailable: it takes longer.
    """
    try:
        async with asyncio.timeout(LONGEST_TURN_S):
            yield
    except TimeoutError as error:
        raise StoreUnavailable(f"no turn within {LONGEST_TURN_S} s") from error


async def finished(work: Awaitable[Result]) -> Result:
    """Wait until the work is done, even if cancelled meanwhile; the cancellation is then passed on."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled from (None if task.cancelled() else task.exception())
    return task.result()
