"""The version and the tables of a database of a server; `storage.migrate` asks here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from bot.core.errors import StoreUnavailable
from storage.server_locks import CONNECT, PROGRAM, ServerLock

BASE = "0017"
"""No database of a server is older than these tables."""
_TABLES = Path(__file__).parent / "migrations" / "postgresql.sql"


def version_of(url: str) -> tuple[str | None, bool]:
    """Return the number of the last migration, and whether there are tables at all.

    Raises:
        StoreUnavailable: the server does not answer.
    """
    with _connected(url) as connection:
        return _version(connection)


def make_base(url: str) -> None:
    """Make the tables of version `BASE` where there are none: all of them, or none.

    Raises:
        StoreUnavailable: the server does not answer, or refuses.
    """
    with _connected(url) as connection, connection.transaction():
        # Two may start over an empty database at once.
        connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", (PROGRAM, ServerLock.WRITERS))
        if _version(connection) != (None, False):
            return
        connection.execute(_TABLES.read_bytes())
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        connection.execute("INSERT INTO alembic_version (version_num) VALUES (%s)", (BASE,))


def rows_of(url: str, sql: str) -> list[tuple[Any, ...]]:
    """Return what a query gives; nothing where there are no tables yet.

    Raises:
        StoreUnavailable: the server does not answer.
    """
    with _connected(url) as connection:
        return connection.execute(sql.encode()).fetchall() if _version(connection)[1] else []


def _version(connection: "psycopg.Connection[tuple[Any, ...]]") -> tuple[str | None, bool]:
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    ).fetchall()
    if ("alembic_version",) not in tables:
        return None, bool(tables)
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return (str(row[0]) if row is not None else None), True


@contextmanager
def _connected(url: str) -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
    try:
        with psycopg.connect(url, **CONNECT) as connection:
            yield connection
    except psycopg.Error as error:
        raise StoreUnavailable(f"the database's server: {_told(error)}") from error


def _told(error: psycopg.Error) -> str:
    # Before anything was asked its words hold no values: they say which host, and what it refused.
    return str(error).strip() if isinstance(error, psycopg.OperationalError) else type(error).__name__
