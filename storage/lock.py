"""Who may do what to a database at the same time.

Files beside it carry the kernel's locks. `.lock` is held by the one program that polls Telegram and sends
alerts, `.matcher.lock` by the one matcher that is a process of its own. `.schema.lock` is shared by everybody
who writes rows, and held alone by whoever changes the tables: SQLite itself keeps two writers of rows apart,
so an upload from the terminal may run beside the bot, but not beside a migration.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.core.errors import BotError


class AlreadyRunning(BotError):
    """Another process polls Telegram and sends alerts over this database."""


class SchemaLocked(BotError):
    """Rows are being written while the tables are to be changed, or the other way round."""


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
    with _held(_running(database), fcntl.LOCK_EX) as file:
        if file is None:
            raise AlreadyRunning(f"process {_holder(_running(database))} already runs over {database}")
        os.truncate(file, 0)
        os.write(file, f"{os.getpid()}\n".encode())
        yield


@contextmanager
def hold_matcher_lock(database: Path) -> Iterator[None]:
    """Be the only matcher over this database, until left.

    Raises:
        AlreadyRunning: another process is.
        LockUnusable: there is no folder to put the lock in, or it cannot be written.
    """
    with _held(_matcher(database), fcntl.LOCK_EX) as file:
        if file is None:
            raise AlreadyRunning(f"another matcher already runs over {database}")
        yield


@contextmanager
def share_schema(database: Path) -> Iterator[None]:
    """Write rows, beside others who do; nobody changes the tables meanwhile.

    Raises:
        SchemaLocked: somebody is changing them.
        LockUnusable: there is no folder to put the lock in, or it cannot be written.
    """
    with _held(_schema(database), fcntl.LOCK_SH) as file:
        if file is None:
            raise SchemaLocked(f"the tables of {database} are being changed: try again in a minute")
        yield


@contextmanager
def hold_schema(database: Path) -> Iterator[None]:
    """Change the tables; nobody writes rows meanwhile.

    Raises:
        SchemaLocked: somebody writes rows.
        LockUnusable: there is no folder to put the lock in, or it cannot be written.
    """
    with _held(_schema(database), fcntl.LOCK_EX) as file:
        if file is None:
            raise SchemaLocked(f"rows are being written to {database}: try again when the upload is done")
        yield


def _running(database: Path) -> Path:
    return database.with_name(database.name + ".lock")


def _matcher(database: Path) -> Path:
    return database.with_name(database.name + ".matcher.lock")


def _schema(database: Path) -> Path:
    return database.with_name(database.name + ".schema.lock")


@contextmanager
def _held(beside: Path, kind: int) -> Iterator[int | None]:
    """Hold a lock; None in the place of its file if somebody else holds it."""
    try:
        beside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise LockUnusable(f"{beside}: {error.strerror}") from error
    try:
        yield file if _is_taken(file, kind, beside) else None
    finally:
        os.close(file)


def _is_taken(file: int, kind: int, beside: Path) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise LockUnusable(f"{beside}: {error.strerror}") from error
    return True


def _holder(beside: Path) -> str:
    return beside.read_text(errors="replace").strip() or "unknown"
