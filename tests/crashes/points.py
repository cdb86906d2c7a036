"""Fail-points: every commit and every message of the path from a list to the last alert, by name.

The program knows nothing of them. A commit is a `writing()` of a service, and is called after the method
that opens it; a message is a `send` of the messenger. So a fail-point costs nothing where nothing is to fail.
"""

import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from bot.core.alerts import Alert, Delivered, Outcome
from bot.core.errors import StoreUnavailable
from bot.ports import Letter, Look, Messenger, NotSent, Reading, Result, Store, Writing


class Kind(StrEnum):
    """What happens at a fail-point."""

    KILL = "kill"
    EXCEPTION = "exception"
    DISK_FULL = "disk full"
    BUSY = "busy"


class Mistake(Exception):
    """A mistake that nobody foresaw."""


def strike(kind: Kind) -> None:
    match kind:
        case Kind.KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        case Kind.EXCEPTION:
            raise Mistake
        case Kind.DISK_FULL:
            raise StoreUnavailable("COMMIT: database or disk is full")
        case Kind.BUSY:
            raise StoreUnavailable("BEGIN IMMEDIATE: database is locked")


@dataclass(slots=True)
class Points:
    """All points as they are passed; at one of them something may happen, once."""

    at: str | None = None
    happens: Callable[[], None] = lambda: None
    passed: list[str] = field(default_factory=list)

    def reach(self, point: str) -> None:
        self.passed.append(point)
        if point == self.at:
            self.at = None
            self.happens()


@dataclass(slots=True)
class PointedStore:
    """A store with a fail-point before and after each commit."""

    real: Store
    points: Points

    def reading(self) -> contextlib.AbstractAsyncContextManager[Reading]:
        return self.real.reading()

    async def at_once(self, look: Look[Result]) -> Result:
        return await self.real.at_once(look)

    def writing(self) -> contextlib.AbstractAsyncContextManager[Writing]:
        return self._writing(sys._getframe(1).f_code.co_qualname)

    @contextlib.asynccontextmanager
    async def _writing(self, where: str) -> AsyncIterator[Writing]:
        async with self.real.writing() as writing:
            yield writing
            self.points.reach(f"before the commit of {where}")
        self.points.reach(f"after the commit of {where}")


@dataclass(slots=True)
class PointedMessenger:
    """A messenger whose Telegram notes in a file who was told, and outlives a kill."""

    words: Messenger
    points: Points
    ledger: Path

    async def word(self, alerts: Sequence[Alert]) -> Sequence[Letter | NotSent]:
        return await self.words.word(alerts)

    async def send(self, letter: Letter) -> Outcome:
        self.points.reach("before a message")
        with self.ledger.open("a") as ledger:
            ledger.write(f"{letter.chat} {letter.alert.number} {int(letter.alert.uncertain)}\n")
        self.points.reach("after a message")
        return Delivered()
