"""Who may do what to a database of a server at the same time: `storage.lock`, where there is no file.

The locks are the server's. Each lasts as long as the connection that took it: the server lets it go when the
process ends, however that ends, and also when the connection breaks; so whoever polls looks again and again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Any

import psycopg

from bot.core.errors import BotError
from storage.lock import AlreadyRunning, LockUnusable, SchemaLocked

CONNECT: dict[str, Any] = {
    "autocommit": True,
    "connect_timeout": 10,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""How every connection is made: a server that is gone without a word is missed within some ten seconds."""


class LockLost(BotError):
    """The connection that held the lock broke: another process may take it. Told to whoever runs this one."""


class ServerLock(IntEnum):
    """The server tells locks apart by numbers alone; these stand behind the one of this program."""

    WRITERS = 0
    RUNNING = 1
    SCHEMA = 2
    MATCHER = 3


PROGRAM = 0x76646F6D
"""Of all locks of this program."""


@contextmanager
def hold_running(url: str) -> Iterator[Callable[[], None]]:
    """Be the only process that polls over this database, until left; what is given looks whether it still is.

    Raises:
        AlreadyRunning: another process is.
        LockUnusable: the server does not answer.
    """
    with _held(url, "pg_try_advisory_lock", ServerLock.RUNNING) as connection:
        if connection is None:
            raise AlreadyRunning("another process already polls over this database")
        yield lambda: _look(connection)


@contextmanager
def hold_matcher(url: str) -> Iterator[None]:
    """Be the only matcher over this database, until left.

    Raises:
        AlreadyRunning: another process is.
        LockUnusable: the server does not answer.
    """
    with _held(url, "pg_try_advisory_lock", ServerLock.MATCHER) as connection:
        if connection is None:
            raise AlreadyRunning("another matcher already runs over this database")
        yield


@contextmanager
def share_schema(url: str) -> Iterator[None]:
    """Write rows, beside others who do; nobody changes the tables meanwhile.

    Raises:
        SchemaLocked: somebody is changing them.
        LockUnusable: the server does not answer.
    """
    with _held(url, "pg_try_advisory_lock_shared", ServerLock.SCHEMA) as connection:
        if connection is None:
            raise SchemaLocked("the tables are being changed: try again in a minute")
        yield


@contextmanager
def hold_schema(url: str) -> Iterator[None]:
    """Change the tables; nobody writes rows meanwhile.

    Raises:
        SchemaLocked: somebody writes rows.
        LockUnusable: the server does not answer.
    """
    with _held(url, "pg_try_advisory_lock", ServerLock.SCHEMA) as connection:
        if connection is None:
            raise SchemaLocked("other processes run over this database: stop them first")
        yield


@contextmanager
def _held(url: str, function: str, lock: ServerLock) -> Iterator["psycopg.Connection[tuple[object]] | None"]:
    """Hold a lock; None in the place of its connection if somebody else holds it."""
    try:
        connection = psycopg.connect(url, **CONNECT)
    except psycopg.Error as error:
        raise LockUnusable(f"the database's server: {type(error).__name__}") from error
    try:
        yield connection if _is_taken(connection, function, lock) else None
    finally:
        connection.close()


def _is_taken(connection: "psycopg.Connection[tuple[object]]", function: str, lock: ServerLock) -> bool:
    try:
        row = connection.execute(f"SELECT {function}(%s, %s)", (PROGRAM, lock)).fetchone()
    except psycopg.Error as error:
        raise LockUnusable(f"the database's server: {type(error).__name__}") from error
    return row is not None and bool(row[0])


def _look(connection: "psycopg.Connection[tuple[object]]") -> None:
    try:
        connection.execute("SELECT 1")
    except psycopg.Error as error:
        raise LockLost("the connection to the database's server broke: start again") from error
