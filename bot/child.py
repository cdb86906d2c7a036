"""Reads a file in a process apart: whatever is in it, it can only end that process.

The parent never looks into a file. It hands it over open, waits so long and no longer, and takes from the
child a few lines of JSON, each value of which it checks.
"""

import asyncio
import contextlib
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import structlog

from bot.core.errors import ReaderUnavailable
from bot.files import Asks, ListFile, Order, Refused, Spool, refused
from bot.files.wire import Broken, answer_from_json, order_to_json

log = structlog.get_logger()

AT_ONCE = 2
"""Children at the same time: what they may take in all stays far below what a small machine has."""
_LONGEST_LINE = 1 << 20
_GRACE_S = 0.5
_ROOT = Path(__file__).parents[1]
# Neither the folder it is started in nor anybody's own packages; and of the environment nothing at all.
_PYTHON = (sys.executable, "-P", "-s", "-B", "-X", "utf8")
_ENVIRONMENT = {"PYTHONPATH": str(_ROOT)}

Note = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ChildReader:
    """Reads files, each in a process of its own.

    Args:
        command: the program that reads, for Python.
        places: how many may read at once; whoever gets none in `patience_s` seconds is sent away.
    """

    command: tuple[str, ...] = ("-m", "bot.files.child")
    python: tuple[str, ...] = _PYTHON
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    patience_s: float = 10.0

    async def read(self, file: BinaryIO, order: Order, *, note: Note = lambda rows: None) -> ListFile | Asks:
        """Read a list, or ask what only a person can tell.

        Args:
            file: a real file, open; it is read from its start.
            note: told now and then how many rows were read.

        Raises:
            Refused: the file cannot be read as a list, or reading it takes more than is allowed.
            ReaderUnavailable: no process could be had.
        """
        async with self._place():
            with contextlib.ExitStack() as held:
                rows, faults = (held.enter_context(Spool.temporary()) for _ in range(2))
                async with self._started(file, order, rows, faults) as process:
                    answer = await _listen(process, order, rows, faults, note)
                if isinstance(answer, ListFile):
                    # Whoever gets the file reads them, and closes them.
                    held.pop_all()
                return answer

    @contextlib.asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self.patience_s):
                await self.places.acquire()
        except TimeoutError as error:
            raise ReaderUnavailable("other files are being read") from error
        try:
            yield
        finally:
            self.places.release()

    @contextlib.asynccontextmanager
    async def _started(
        self, file: BinaryIO, order: Order, rows: Spool, faults: Spool
    ) -> AsyncIterator[Process]:
        handed = (rows.fileno(), faults.fileno())
        file.seek(0)
        try:
            process = await asyncio.create_subprocess_exec(
                *self.python,
                *self.command,
                order_to_json(order),
                *map(str, handed),
                stdin=file,
                stdout=PIPE,
                # What a library says of a file may quote it.
                stderr=DEVNULL,
                pass_fds=handed,
                env=_ENVIRONMENT,
                cwd="/",
                start_new_session=True,
                limit=_LONGEST_LINE,
            )
        except OSError as error:
            raise ReaderUnavailable(f"no process: {error.strerror}") from error
        try:
            yield process
        finally:
            await _end(process)


async def _end(process: Process) -> None:
    """Wait until the child has ended; one that has answered does so by itself."""
    try:
        async with asyncio.timeout(_GRACE_S):
            await process.wait()
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        # Its end is noticed only behind what it had still to say.
        while process.stdout is not None and await process.stdout.read(_LONGEST_LINE):
            pass
        await process.wait()


async def _listen(process: Process, order: Order, rows: Spool, faults: Spool, note: Note) -> ListFile | Asks:
    try:
        async with asyncio.timeout(order.limits.wall_s):
            return await _answer(process, rows, faults, note)
    except TimeoutError:
        raise refused("E04", takes="time") from None


async def _answer(process: Process, rows: Spool, faults: Spool, note: Note) -> ListFile | Asks:
    assert process.stdout is not None  # noqa: S101  it was asked for
    try:
        async for line in process.stdout:
            answer = answer_from_json(line, rows=rows, faults=faults)
            if not isinstance(answer, int):
                return answer
            note(answer)
    except Broken as error:
        log.error("reader broke", error=str(error))
        raise refused("E12") from None
    except (ValueError, LookupError, TypeError) as error:
        log.error("reader says what no reader says", error=type(error).__name__)
        raise refused("E12") from None
    raise _refusal_of_end(await process.wait())


def _refusal_of_end(code: int) -> Refused:
    """Say what it means that a child ended without an answer."""
    log.error("reader ended", code=code)
    match -code:
        case signal.SIGXCPU:
            return refused("E04", takes="time")
        case signal.SIGKILL:
            # By the kernel, for want of memory: nobody else ends a child before it has answered.
            return refused("E04", takes="memory")
        case _:
            return refused("E12")
