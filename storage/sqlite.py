"""SQLite: connections, transactions, and the edge where its errors become ours."""

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import aiosql
import aiosqlite
import structlog

from bot.core.errors import StoreUnavailable, Unknown, WrongState
from storage.room import Row, Value

log = structlog.get_logger()

Result = TypeVar("Result")

READERS = 4
LONGEST_TURN_S = 30
LONGEST_ERASE_S = 5

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
    """

    def __init__(self, connection: aiosqlite.Connection, queries: Any) -> None:
        self._connection = connection
        self._queries = queries
        self.erase = False

    async def rows(self, query: str, **values: Value) -> Sequence[Row]:
        with _translated(query):
            rows: Any = await self._connection.execute_fetchall(self._sql(query), values)
        return list(rows)

    async def row(self, query: str, **values: Value) -> Row | None:
        return next(iter(await self.rows(query, **values)), None)

    async def change(self, query: str, **values: Value) -> int:
        with _translated(query):
            async with self._connection.execute(self._sql(query), values) as cursor:
                return cursor.rowcount

    async def change_each(self, query: str, several: Sequence[Mapping[str, Value]]) -> None:
        with _translated(query):
            async with self._connection.executemany(self._sql(query), several):
                pass

    def listed(self, values: Collection[str | int]) -> Value:
        return json.dumps(list(values))

    def erase_after_commit(self) -> None:
        self.erase = True

    def _sql(self, query: str) -> str:
        return str(getattr(self._queries, query).sql)


class SqliteFile:
    """The connections to one file: one that writes, a few that read.

    Do not open a transaction while holding another: the writer's turn is not given twice.
    """

    def __init__(self, path: Path) -> None:
        # Never a new file: a database that is gone is a fault, not a store that holds nothing.
        self._address = path.absolute().as_uri() + "?mode=rw"
        self._queries = aiosql.from_path(Path(__file__).parent / "queries", "aiosqlite")
        self._writer: aiosqlite.Connection | None = None
        self._turn = asyncio.Lock()
        self._readers: list[aiosqlite.Connection] = []
        self._idle: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()
        self._erasure_owed = False

    async def open(self) -> None:
        """Connect, and finish an erasure that a crash may have left half done.

        Raises:
            StoreUnavailable: the file is no database, or does not keep what its settings promise.
        """
        # At DEBUG it would write every value of every query into the log.
        logging.getLogger("aiosqlite").setLevel(logging.WARNING)
        try:
            self._writer = await _connect(self._address, PRAGMAS)
            for _ in range(READERS):
                reader = await _connect(self._address, {**PRAGMAS, "query_only": 1})
                self._readers.append(reader)
                self._idle.put_nowait(reader)
            await self._settle_erasure(self._writer)
        except BaseException:
            await finished(self.close())
            raise

    async def close(self) -> None:
        """Wait for the transactions that are under way, then disconnect; once more does nothing."""
        async with self._turn:
            writer, self._writer = self._writer, None
            readers, self._readers = self._readers, []
            for _ in readers:
                # A reader that is not idle is lent: it comes back when its transaction ends.
                await self._idle.get()
            for connection in [*readers, *([writer] if writer else [])]:
                with _translated("close"):
                    await connection.close()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqliteSession]:
        """One consistent view: what others commit meanwhile is not seen."""
        if self._writer is None:
            raise StoreUnavailable("the store is not open")
        async with _patience():
            connection = await self._idle.get()
        try:
            try:
                await _begin(connection, "BEGIN")
                yield SqliteSession(connection, self._queries)
            finally:
                await finished(_undo(connection))
        finally:
            self._idle.put_nowait(connection)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[SqliteSession]:
        """One transaction, alone: committed when left normally, undone when left in any other way."""
        async with _turn_of(self._turn):
            if (connection := self._writer) is None:
                raise StoreUnavailable("the store is not open")
            session = SqliteSession(connection, self._queries)
            try:
                await _begin(connection, "BEGIN IMMEDIATE")
                yield session
            except BaseException:
                # A cancelled task is no Exception; and the statement it waited for goes on in
                # its thread, so the undoing has to be waited for, however often we are cancelled.
                await finished(_undo(connection))
                raise
            self._erasure_owed |= session.erase
            await finished(self._commit(connection))

    async def _commit(self, connection: aiosqlite.Connection) -> None:
        try:
            with _translated("COMMIT"):
                await connection.execute_fetchall("COMMIT")
        except BaseException:
            await _undo(connection)
            raise
        if self._erasure_owed:
            await self._settle_erasure(connection)

    async def _settle_erasure(self, writer: aiosqlite.Connection) -> None:
        """Move everything from the `-wal` file into the database and cut that file to nothing.

        Deleted rows are overwritten in the database (secure_delete), but older copies of
        their pages stay in the `-wal` file until it is cut, and it cannot be cut while
        anybody looks at it. Our own readers are kept out meanwhile; another process is not
        waited for, because nobody could write: it is tried again after every later commit.
        """
        held: list[aiosqlite.Connection] = []
        try:
            async with asyncio.timeout(LONGEST_ERASE_S):
                while len(held) < len(self._readers):
                    held.append(await self._idle.get())
            self._erasure_owed = not await _cut_wal(writer)
        except (TimeoutError, sqlite3.Error):
            self._erasure_owed = True
        finally:
            for reader in held:
                self._idle.put_nowait(reader)
        if self._erasure_owed:
            log.error("erasure postponed")


async def _cut_wal(writer: aiosqlite.Connection) -> bool:
    """Return whether the `-wal` file is empty now."""
    try:
        await writer.execute_fetchall("PRAGMA busy_timeout = 0")
        (answer,) = await writer.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        return not answer[0]
    finally:
        await writer.execute_fetchall(f"PRAGMA busy_timeout = {PRAGMAS['busy_timeout']}")


async def finished(work: Awaitable[Result]) -> Result:
    """Wait until the work is done, even if cancelled meanwhile; the cancellation is then passed on."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled from (None if task.cancelled() else task.exception())
    return task.result()


async def _connect(address: str, pragmas: Mapping[str, str | int]) -> aiosqlite.Connection:
    with _translated("connect"):
        # A connection that aiosqlite cannot open leaves its thread running into the closed loop,
        # so whether it can be opened is tried without it.
        await asyncio.to_thread(_try_to_open, address)
        connection = await aiosqlite.connect(address, uri=True, isolation_level=None, cached_statements=256)
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


def _try_to_open(address: str) -> None:
    sqlite3.connect(address, uri=True).close()


async def _begin(connection: aiosqlite.Connection, statement: str) -> None:
    if connection.in_transaction:
        await _undo(connection)
    with _translated(statement):
        await connection.execute_fetchall(statement)


async def _undo(connection: aiosqlite.Connection) -> None:
    try:
        await connection.execute_fetchall("ROLLBACK")
    except sqlite3.Error:
        # A full disk, for one, has already undone the transaction. If it is still open,
        # the next one begins by undoing it.
        if connection.in_transaction:
            log.error("transaction not undone")


@asynccontextmanager
async def _turn_of(lock: asyncio.Lock) -> AsyncIterator[None]:
    async with _patience():
        await lock.acquire()
    try:
        yield
    finally:
        lock.release()


@asynccontextmanager
async def _patience() -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(LONGEST_TURN_S):
            yield
    except TimeoutError as error:
        raise StoreUnavailable(f"no turn within {LONGEST_TURN_S} s") from error


_ALREADY_THERE = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}


@contextmanager
def _translated(query: str) -> Iterator[None]:
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
