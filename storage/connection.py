"""One connection to SQLite: its settings, its transactions, and the edge where its errors become ours."""

import asyncio
import json
import re
import sqlite3
from collections.abc import Collection, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache, partial
from itertools import chain
from typing import Any, TypeVar, cast

import aiosqlite
import structlog

from bot.core.errors import StoreUnavailable, Unknown, WrongState
from storage.room import Row, Value
from storage.waiting import finished

log = structlog.get_logger()

ROWS_OF_A_STATEMENT = 500
"""One by one a row costs as much again for the statement; and after each the thread waits for its turn."""

Result = TypeVar("Result")

# Each is read back, because SQLite takes a word it does not know without complaint.
PRAGMAS: Mapping[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: NORMAL may lose committed rows when the power fails
    "foreign_keys": 1,
    "secure_delete": 1,
    "trusted_schema": 0,
    "busy_timeout": 5000,
    "cell_size_check": 1,
    "temp_store": 2,  # MEMORY: names that are being sorted never reach a temporary file
}


class SqliteSession:
    """One open transaction; keeps the promises of `storage.room.Session`.

    aiosql reads and checks the files of queries; they are run here, because its own way of
    reading visits the connection's thread three times for each query, and this one once.

    Args:
        begins: whether the transaction begins with its first query.
    """

    def __init__(self, connection: "Connection", queries: Any, *, begins: bool = False) -> None:
        self._connection = connection
        self._queries = queries
        self._begins = begins
        self.erase = False
        self.over = False

    async def rows(self, query: str, **values: Value) -> Sequence[Row]:
        (rows,) = await self.rows_of_each(query, **values)
        return rows

    async def rows_of(self, query: str, names: Mapping[str, str], **values: Value) -> Sequence[Row]:
        with translated(query):
            rows: Any = await self._connection.execute_fetchall(self._named(query, names), values)
        return list(rows)

    async def change_of(self, query: str, names: Mapping[str, str], **values: Value) -> int:
        with translated(query):
            async with self._connection.execute(self._named(query, names), values) as cursor:
                return cursor.rowcount

    async def row(self, query: str, **values: Value) -> Row | None:
        return next(iter(await self.rows(query, **values)), None)

    async def rows_of_each(self, *queries: str, **values: Value) -> Sequence[Sequence[Row]]:
        statements = [(self._sql(query), values) for query in queries]
        if self._begins:
            statements.insert(0, ("BEGIN", {}))
        with translated(" ".join(queries)):
            found = await self._connection.fetch_each(statements)
        self._begins = False
        return found[-len(queries) :]

    async def change(self, query: str, **values: Value) -> int:
        with translated(query):
            async with self._connection.execute(self._sql(query), values) as cursor:
                return cursor.rowcount

    async def change_each(self, query: str, several: Sequence[Mapping[str, Value]]) -> int:
        if not several:
            return 0
        with translated(query):
            async with self._connection.executemany(self._sql(query), several) as cursor:
                return cursor.rowcount

    async def change_each_by_place(self, query: str, rows: Sequence[tuple[Value, ...]]) -> None:
        with translated(query):
            async with self._connection.executemany(_by_place(self._sql(query)), rows):
                pass

    async def add_each(self, query: str, rows: Sequence[tuple[Value, ...]]) -> None:
        sql = _by_place(self._sql(query))
        with translated(query):
            await self._connection.run_each(list(_by_many(sql, rows)))

    def listed(self, values: Collection[str | int]) -> Value:
        return json.dumps(list(values))

    def lending_clock(self, now: datetime) -> datetime:
        # Only one process lends.
        return now

    def erase_after_commit(self) -> None:
        self.erase = True

    def _named(self, query: str, names: Mapping[str, str]) -> str:
        sql = self._sql(query)
        for word, name in names.items():
            sql = sql.replace(f'"{word}"', '"' + name.replace('"', '""') + '"')
        return sql

    def _sql(self, query: str) -> str:
        # A full disk undoes a transaction by itself; what is run after that would be kept alone.
        if self.over or not (self._begins or self._connection.in_transaction):
            raise StoreUnavailable(f"{query}: the transaction is over")
        return str(getattr(self._queries, query).sql)


@cache
def _by_place(sql: str) -> str:
    # A million names of parameters take as long to look up as the rows to write.
    return re.sub(r":[a-z_]+", "?", sql)


def _by_many(sql: str, rows: Sequence[tuple[Value, ...]]) -> Iterator[tuple[str, list[Value]]]:
    """The statements that add the rows, as many by each as are fastest, then one by one."""
    whole = len(rows) - len(rows) % ROWS_OF_A_STATEMENT
    for at in range(0, whole, ROWS_OF_A_STATEMENT):
        yield _of_many(sql), list(chain.from_iterable(rows[at : at + ROWS_OF_A_STATEMENT]))
    for row in rows[whole:]:
        yield sql, list(row)


@cache
def _of_many(sql: str) -> str:
    return re.sub(r"(?<=VALUES )\([^)]+\)", lambda one: ", ".join([one[0]] * ROWS_OF_A_STATEMENT), sql)


class Connection(aiosqlite.Connection):
    """A connection that runs several statements in one visit to its thread."""

    async def fetch_each(self, statements: Sequence[tuple[str, Mapping[str, Value]]]) -> list[list[Row]]:
        """Return the rows of each statement."""
        rows: list[list[Row]] = await self._execute(self._fetch_each, statements)  # type: ignore[no-untyped-call]
        return rows

    def _fetch_each(self, statements: Sequence[tuple[str, Mapping[str, Value]]]) -> list[list[Row]]:
        return [self._conn.execute(sql, values).fetchall() for sql, values in statements]

    async def run_each(self, statements: Sequence[tuple[str, Sequence[Value]]]) -> None:
        """Run each statement, with its values in their places."""
        await self._execute(self._run_each, statements)  # type: ignore[no-untyped-call]

    def _run_each(self, statements: Sequence[tuple[str, Sequence[Value]]]) -> None:
        for sql, values in statements:
            self._conn.execute(sql, values)

    @property
    def here(self) -> "InThisThread":
        """The same connection for whoever waits in this thread, while nobody else uses it."""
        return InThisThread(self._conn)


class InThisThread:
    """A connection that has done at once what is awaited."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    def undo(self) -> None:
        if self.in_transaction:
            self._connection.rollback()

    async def fetch_each(self, statements: Sequence[tuple[str, Mapping[str, Value]]]) -> list[list[Row]]:
        return [self._connection.execute(sql, values).fetchall() for sql, values in statements]


def done_at_once(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine that waits for nothing."""
    try:
        work.send(None)
    except StopIteration as end:
        return cast(Result, end.value)
    work.close()
    raise RuntimeError("it waits for something else than the database")


async def connect(address: str, pragmas: Mapping[str, str | int]) -> Connection:
    with translated("connect"):
        # A connection that aiosqlite cannot open leaves its thread running into the closed loop,
        # so whether it can be opened is tried without it.
        await asyncio.to_thread(_try_to_open, address)
        connection = Connection(partial(_opened, address), iter_chunk_size=64)
        await connection
        try:
            connection.row_factory = sqlite3.Row
            for pragma, wanted in pragmas.items():
                await connection.execute_fetchall(f"PRAGMA {pragma} = {wanted}")
                (answer,) = await connection.execute_fetchall(f"PRAGMA {pragma}")
                if answer[0] != wanted:
                    raise StoreUnavailable(f"{pragma} is {answer[0]} and not {wanted}")
        except BaseException:
            await finished(connection.close())
            raise
    return connection


def _opened(address: str) -> sqlite3.Connection:
    # Whoever has borrowed a reader may use it in another thread than its own (`InThisThread`).
    return sqlite3.connect(
        address, uri=True, isolation_level=None, cached_statements=256, check_same_thread=False
    )


def _try_to_open(address: str) -> None:
    sqlite3.connect(address, uri=True).close()


async def begin(connection: aiosqlite.Connection, statement: str) -> None:
    if connection.in_transaction:
        await undo(connection)
    with translated(statement):
        await connection.execute_fetchall(statement)


async def undo(connection: aiosqlite.Connection) -> None:
    try:
        await connection.execute_fetchall("ROLLBACK")
    except sqlite3.Error:
        # A full disk, for one, has already undone the transaction. If it is still open,
        # the next one begins by undoing it.
        if connection.in_transaction:
            log.error("transaction not undone")


async def cut_wal(writer: aiosqlite.Connection) -> bool:
    """Return whether the `-wal` file is empty now."""
    try:
        await writer.execute_fetchall("PRAGMA busy_timeout = 0")
        (answer,) = await writer.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        return not answer[0]
    finally:
        await writer.execute_fetchall(f"PRAGMA busy_timeout = {PRAGMAS['busy_timeout']}")


_ALREADY_THERE = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}


@contextmanager
def translated(query: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        if error.sqlite_errorcode in _ALREADY_THERE:
            raise WrongState(f"{query}: it is there already") from error
        if error.sqlite_errorcode == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
            raise Unknown(f"{query}: what it refers to is not there") from error
        raise StoreUnavailable(f"{query}: {error}") from error
    except sqlite3.Error as error:
        raise StoreUnavailable(f"{query}: {error}") from error
