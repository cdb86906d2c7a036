"""One database of a PostgreSQL server: several processes work over it, and those that write take turns."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import aiosql
import psycopg
from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from bot.core.errors import StoreUnavailable, Unknown, WrongState
from storage.room import Row, Value
from storage.server_locks import CONNECT, PROGRAM, ServerLock
from storage.times import from_ms
from storage.waiting import LONGEST_TURN_S, finished, turn_of

LARGEST_POOL = 6
"""One that writes, and as many that read as SQLite has with one to spare."""
LONGEST_IDLE_S = 10
"""A process that stands still in the middle of its turn, as one that was paused, loses it."""

SETTINGS: Mapping[str, Collection[str]] = {
    "server_encoding": ("UTF8",),
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_apply", "remote_write"),
}
"""What the promises about crashes and letters rest on, with the values that keep them."""
BYTEWISE = ("C", "C.UTF-8", "C.utf8", "POSIX")
"""Collations that put text in the order of its bytes, as SQLite does."""

Connection = AsyncConnection[dict[str, Any]]
Result = TypeVar("Result")


class PostgresSession:
    """One open transaction; keeps the promises of `storage.room.Session`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.over = False
        self.server_now: datetime | None = None
        """The server's clock when its turn began; None where the program's own is to hold."""

    async def rows(self, query: str, **values: Value) -> Sequence[Row]:
        return await self._fetch(query, self._sql(query), values)

    async def row(self, query: str, **values: Value) -> Row | None:
        return next(iter(await self.rows(query, **values)), None)

    async def rows_of_each(self, *queries: str, **values: Value) -> Sequence[Sequence[Row]]:
        return [await self.rows(query, **values) for query in queries]

    async def rows_of(self, query: str, names: Mapping[str, str], **values: Value) -> Sequence[Row]:
        return await self._fetch(query, _named(self._sql(query), names), values)

    async def change(self, query: str, **values: Value) -> int:
        return await self._change(query, self._sql(query), values)

    async def change_of(self, query: str, names: Mapping[str, str], **values: Value) -> int:
        return await self._change(query, _named(self._sql(query), names), values)

    async def change_each(self, query: str, several: Sequence[Mapping[str, Value]]) -> int:
        if not several:
            return 0
        return await self._change_each(query, self._sql(query), several)

    async def change_each_by_place(self, query: str, rows: Sequence[tuple[Value, ...]]) -> None:
        sql = self._sql(query)
        names = _values_of(sql)
        await self.change_each(query, [dict(zip(names, row, strict=True)) for row in rows])

    async def add_each(self, query: str, rows: Sequence[tuple[Value, ...]]) -> None:
        await self.change_each_by_place(query, rows)

    def listed(self, values: Collection[str | int]) -> Any:
        return list(values)

    def lending_clock(self, now: datetime) -> datetime:
        return self.server_now or now

    def erase_after_commit(self) -> None:
        """Nothing: what a server deletes its own vacuum overwrites, in its own time; see docs/privacy.md."""

    async def _fetch(self, query: str, sql: str, values: Mapping[str, Value]) -> Sequence[Row]:
        with translated(query):
            cursor = await self._connection.execute(sql, values)
            return await cursor.fetchall()

    async def _change(self, query: str, sql: str, values: Mapping[str, Value]) -> int:
        with translated(query):
            return (await self._connection.execute(sql, values)).rowcount

    async def _change_each(self, query: str, sql: str, several: Sequence[Mapping[str, Value]]) -> int:
        with translated(query):
            async with self._connection.cursor() as cursor:
                await cursor.executemany(sql, several)
                return cursor.rowcount

    def _sql(self, query: str) -> str:
        if self.over:
            raise StoreUnavailable(f"{query}: the transaction is over")
        return _queries()[query]


class PostgresDatabase:
    """The connections to one database.

    Do not open a transaction while holding another: the writer's turn is not given twice.

    Args:
        url: as `postgresql://host/name`.
        server_clock: whether loans of alerts run by the server's clock, which all processes share.
    """

    def __init__(self, url: str, *, server_clock: bool = True) -> None:
        self._server_clock = server_clock
        self._turn = asyncio.Lock()
        self._pool: AsyncConnectionPool[Connection] | None = None
        self._url = url

    async def open(self) -> None:
        """Connect.

        Raises:
            StoreUnavailable: there is no such database, or it does not keep what its settings promise.
        """
        await _refuse_unsafe(self._url)
        # It tells of every connection that fails, again and again; we tell once, with what to do.
        logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
        pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            self._url,
            kwargs={**CONNECT, "row_factory": dict_row},
            min_size=1,
            max_size=LARGEST_POOL,
            timeout=LONGEST_TURN_S,
            configure=_settle,
            open=False,
        )
        self._pool = pool
        try:
            with translated("connect"):
                await pool.open(wait=True, timeout=CONNECT["connect_timeout"])
        except BaseException:
            await finished(self.close())
            raise

    async def open_beside(self) -> None:
        """The same: nobody has a database of a server to themselves."""
        await self.open()

    async def close(self) -> None:
        """Wait for the transactions that are under way, then disconnect; once more does nothing."""
        async with turn_of(self._turn):
            pool, self._pool = self._pool, None
            if pool is not None:
                await pool.close()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[PostgresSession]:
        """One consistent view: what others commit meanwhile is not seen."""
        async with self._lent("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") as connection:
            session = PostgresSession(connection)
            try:
                yield session
            finally:
                session.over = True
                await finished(_undo(connection))

    async def at_once(self, look: Callable[[PostgresSession], Coroutine[Any, Any, Result]]) -> Result:
        """Look at one consistent view."""
        async with self.reading() as session:
            return await look(session)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[PostgresSession]:
        """One transaction, alone: committed when left normally, undone when left in any other way."""
        async with turn_of(self._turn), self._lent("BEGIN") as connection:
            session = PostgresSession(connection)
            try:
                session.server_now = await self._take_turn(connection)
                yield session
            except BaseException:
                await finished(_undo(connection))
                raise
            finally:
                session.over = True
            await finished(_commit(connection))

    async def erase_thoroughly(self) -> bool:
        """Nothing of ours to do: returns False."""
        return False

    @asynccontextmanager
    async def _lent(self, begin: str) -> AsyncIterator[Connection]:
        if (pool := self._pool) is None:
            raise StoreUnavailable("the store is not open")
        with translated("connect"):
            connection = await pool.getconn()
        try:
            with translated(begin):
                await connection.execute(begin)
            yield connection
        finally:
            await finished(pool.putconn(connection))

    async def _take_turn(self, connection: Connection) -> datetime | None:
        # Until this transaction ends no other process writes: whatever is right over SQLite is right here.
        with translated("BEGIN"):
            cursor = await connection.execute(
                "WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(%s, %s))"
                " SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS now,"
                " set_config('idle_in_transaction_session_timeout', %s, true) FROM turn",
                (PROGRAM, ServerLock.WRITERS, f"{LONGEST_IDLE_S}s"),
            )
            row = await cursor.fetchone()
        return from_ms(row["now"]) if row is not None and self._server_clock else None


@cache
def _queries() -> Mapping[str, str]:
    """Every query by its name, in PostgreSQL's words."""
    folder = Path(__file__).parent
    common = aiosql.from_path(folder / "queries", "psycopg")
    differing = aiosql.from_path(folder / "queries_postgresql", "psycopg")
    return {name: _listed(sql) for name, sql in (_texts(common) | _texts(differing)).items()}


def _texts(queries: Any) -> dict[str, str]:
    return {name: getattr(queries, name).sql for name in queries.available_queries}


def _listed(sql: str) -> str:
    """Take several values as an array, where SQLite takes them as JSON."""
    return re.sub(r"IN \(SELECT value FROM json_each\((%\(\w+\)s)\)\)", r"= ANY (\1)", sql)


def _named(sql: str, names: Mapping[str, str]) -> str:
    for word, name in names.items():
        sql = sql.replace(f'"{word}"', '"' + name.replace('"', '""') + '"')
    return sql


@cache
def _values_of(sql: str) -> Sequence[str]:
    return re.findall(r"%\((\w+)\)s", sql)


async def _refuse_unsafe(url: str) -> None:
    with translated("connect"):
        async with await AsyncConnection.connect(url, **CONNECT) as connection:
            cursor = await connection.execute(_SETTINGS)
            settings = {str(name): str(value) for name, value in await cursor.fetchall()}
    if promise := broken_promise(settings):
        raise StoreUnavailable(promise)


_SETTINGS = """
SELECT name, setting FROM pg_settings
 UNION ALL
SELECT 'collation', CASE datlocprovider WHEN 'c' THEN datcollate WHEN 'b' THEN 'C' ELSE 'one of ICU' END
  FROM pg_database WHERE datname = current_database()
"""


def broken_promise(settings: Mapping[str, str]) -> str | None:
    """Return what is wrong with a server's settings, and what to do; None if nothing is."""
    for name, kept in SETTINGS.items():
        if settings[name] not in kept:
            return f"the server's {name} is {settings[name]} and not {' or '.join(kept)}"
    if settings["collation"] not in BYTEWISE:
        return f"the database's locale is {settings['collation']}: make it anew with the locale C.UTF-8"
    return None


async def _settle(connection: Connection) -> None:
    await connection.execute(f"SET lock_timeout = '{LONGEST_TURN_S}s'")


async def _commit(connection: Connection) -> None:
    with translated("COMMIT"):
        cursor = await connection.execute("COMMIT")
    if cursor.statusmessage != "COMMIT":
        # After an error that somebody passed over the server undoes everything, and calls that no error.
        raise StoreUnavailable("COMMIT: undone, for a statement before it had failed")


async def _undo(connection: Connection) -> None:
    # A connection that is broken, or in doubt, is not used again: the pool looks when it comes back.
    try:
        await connection.execute("ROLLBACK")
    except psycopg.Error:
        await connection.close()


@contextmanager
def translated(query: str) -> Iterator[None]:
    """Tell the server's errors as ours, without its words: they quote values."""
    try:
        yield
    except psycopg.errors.UniqueViolation as error:
        raise WrongState(f"{query}: it is there already") from error
    except psycopg.errors.ForeignKeyViolation as error:
        raise Unknown(f"{query}: what it refers to is not there") from error
    except (psycopg.Error, PoolTimeout, OSError) as error:
        raise StoreUnavailable(f"{query}: {type(error).__name__}") from error
