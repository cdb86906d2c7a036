"""What happens, told live to the pages that listen, and to tests that wait."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

HEARTBEAT = 15.0
"""Seconds of silence after which a listener is sent an empty comment."""


class Events:
    """A fan-out to the listening pages, and a bell for whoever waits in this process."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str]] = set()
        self._waiters: list[asyncio.Future[None]] = []
        self.closing = asyncio.Event()

    @property
    def listeners(self) -> int:
        """How many pages listen at this moment."""
        return len(self._listeners)

    def tell(self, name: str, what: Callable[[], dict[str, Any]]) -> None:
        """Tell one event. It is only put into words when a page listens."""
        if self._listeners:
            told = f"event: {name}\ndata: {json.dumps(what(), ensure_ascii=False)}\n\n"
            for listener in self._listeners:
                listener.put_nowait(told)
        self.ring()

    def ring(self) -> None:
        """Let every waiter look again."""
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def until(self, is_so: Callable[[], Any], timeout: float) -> None:  # noqa: ASYNC109
        """Wait until something is so, looking again after each change.

        Raises:
            TimeoutError: it was not so within `timeout` seconds.
        """
        async with asyncio.timeout(timeout):
            while not is_so():
                waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiters.append(waiter)
                await waiter

    async def stream(self) -> AsyncIterator[str]:
        """Yield server-sent events until the server closes."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._listeners.add(queue)
        self.ring()
        closed = asyncio.ensure_future(self.closing.wait())
        try:
            yield ": welcome\n\n"
            while not self.closing.is_set():
                told = asyncio.ensure_future(queue.get())
                await asyncio.wait({told, closed}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
                if told.done():
                    yield told.result()
                    continue
                told.cancel()
                with suppress(asyncio.CancelledError):
                    await told
                yield ": still here\n\n"
        finally:
            closed.cancel()
            self._listeners.discard(queue)
            self.ring()

    async def pause(self, seconds: float) -> None:
        """Let time pass, but no longer than the server runs."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.closing.wait()

    def close(self) -> None:
        self.closing.set()
        self.ring()
