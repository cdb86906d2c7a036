"""Do two things at once, where one waits for a thread: the next item is made, or something else is done."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Iterable, Iterator
from contextlib import asynccontextmanager
from itertools import islice
from typing import Any, TypeVar

Item = TypeVar("Item")


async def made_ahead(items: Iterable[Item]) -> AsyncGenerator[Item, None]:
    """Yield items; while one is worked on, the next is being made.

    Whoever stops early closes it: that waits for the thread, which may still read what items are made of.
    """
    making = iter(items)
    coming = _next_of(making)
    try:
        while some := await _made(coming):
            coming = _next_of(making)
            yield some[0]
    finally:
        await _ended(coming)


@asynccontextmanager
async def beside(work: Coroutine[Any, Any, object]) -> AsyncIterator[None]:
    """Do some work while the block runs, and leave when both are done; a block that fails gives up both."""
    working = asyncio.create_task(work)
    try:
        yield
        await working
    finally:
        working.cancel()
        await asyncio.wait([working])
        if not working.cancelled():
            # Looked at: what is told of two faults is the first.
            working.exception()


def _next_of(making: Iterator[Item]) -> asyncio.Future[list[Item]]:
    """The next one, or none behind the last."""
    return asyncio.get_running_loop().run_in_executor(None, lambda: list(islice(making, 1)))


async def _made(coming: asyncio.Future[list[Item]]) -> list[Item]:
    # If we are cancelled, the thread goes on: so what stands for it must not be cancelled with us.
    await asyncio.wait([coming])
    return coming.result()


async def _ended(coming: asyncio.Future[list[Item]]) -> None:
    """Wait for the thread, however often we are cancelled meanwhile; the cancellation is then passed on."""
    cancelled: asyncio.CancelledError | None = None
    while not coming.done():
        try:
            await asyncio.wait([coming])
        except asyncio.CancelledError as error:
            cancelled = error
    # Looked at, so that nobody is told of a fault behind which nothing waits.
    coming.exception()
    if cancelled is not None:
        raise cancelled
