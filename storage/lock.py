"""One program for each database."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.core.errors import BotError


class AlreadyRunning(BotError):
    """Another process polls Telegram and sends alerts over this database."""


class LockUnusable(BotError):
    """The file that carries the lock cannot be made or written; the operator is told why."""


@contextmanager
def hold_lock(database: Path) -> Iterator[None]:
    """Be the only process that polls and sends over this database, until left.

    The lock is the kernel's: it ends with the process, however that ends, and the file
    beside the database that carries it stays where it is.

    Raises:
        AlreadyRunning: another process holds it.
        LockUnusable: there is no folder to put it in, or it cannot be written.
    """
    beside = database.with_name(database.name + ".lock")
    try:
        beside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise LockUnusable(f"{beside}: {error.strerror}") from error
    try:
        try:
            _take(file, database)
        except OSError as error:
            raise LockUnusable(f"{beside}: {error.strerror}") from error
        yield
    finally:
        os.close(file)


def _take(file: int, database: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.read(file, 20).decode(errors="replace").strip() or "unknown"
        raise AlreadyRunning(f"process {holder} already runs over {database}") from error
    os.truncate(file, 0)
    os.write(file, f"{os.getpid()}\n".encode())
