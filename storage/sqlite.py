"""One SQLite file: whose turn it is to write, who reads meanwhile, and what is erased for good."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, cast

import aiosql
import aiosqlite
import structlog

from bot.core.errors import StoreUnavailable
from storage.connection import (
    PRAGMAS,
    Connection,
    InThisThread,
    Result,
    SqliteSession,
    begin,
    connect,
    cut_wal,
    done_at_once,
    translated,
    undo,
)
from storage.waiting import finished, patience, turn_of

log = structlog.get_logger()

READERS = 4
WRITERS_CACHE = -8_192
"""In KiB: the names of a long list come in no order, and stay at hand while it is staged."""
LONGEST_ERASE_S = 5
LARGEST_REWRITTEN = 256 * 1024 * 1024
"""Bytes; writing more anew would keep everybody waiting for seconds."""


class SqliteFile:
    """The connections to one file: one that writes, a few that read.

    Do not open a transaction while holding another: the writer's turn is not given twice.
    """

    def __init__(self, path: Path) -> None:
        # Never a new file: a database that is gone is a fault, not a store that holds nothing.
        self._address = path.absolute().as_uri() + "?mode=rw"
        self._queries = aiosql.from_path(Path(__file__).parent / "queries", "aiosqlite")
        self._writer: Connection | None = None
        self._turn = asyncio.Lock()
        self._readers: list[Connection] = []
        # The one given back last is lent first: the pages that the last question read are still at hand.
        self._idle: asyncio.Queue[Connection] = asyncio.LifoQueue()
        self._returning: set[asyncio.Future[None]] = set()
        self._erasure_owed = False

    async def open(self) -> None:
        """Connect, and finish an erasure that a crash may have left half done.

        Raises:
            StoreUnavailable: the file is no database, or does not keep what its settings promise.
        """
        await self.open_beside()
        try:
            assert self._writer is not None  # noqa: S101  it has just been opened
            await self._settle_erasure(self._writer)
        except BaseException:
            await finished(self.close())
            raise

    async def open_beside(self) -> None:
        """Connect beside a program that has the file open, and leave its erasures to it.

        Raises:
            StoreUnavailable: as `open`.
        """
        # At DEBUG it would write every value of every query into the log.
        logging.getLogger("aiosqlite").setLevel(logging.WARNING)
        try:
            self._writer = await connect(self._address, {**PRAGMAS, "cache_size": WRITERS_CACHE})
            for _ in range(READERS):
                reader = await connect(self._address, {**PRAGMAS, "query_only": 1})
                self._readers.append(reader)
                self._idle.put_nowait(reader)
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
                with translated("close"):
                    await connection.close()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqliteSession]:
        """One consistent view: what others commit meanwhile is not seen."""
        connection = await self._reader()
        session = SqliteSession(connection, self._queries, begins=True)
        try:
            if connection.in_transaction:
                await undo(connection)
            yield session
        finally:
            session.over = True
            self._let_go(connection)

    async def at_once(self, look: Callable[[SqliteSession], Coroutine[Any, Any, Result]]) -> Result:
        """Look at one consistent view in this thread: all else waits, and `look` may wait for nothing else.

        Python computes in one thread at a time, and an answer is mostly computing; the way to another thread
        and back, from core to core, takes a third as long as the answer.
        """
        connection = await self._reader()
        try:
            return _looked(look, self._queries, connection.here)
        finally:
            self._idle.put_nowait(connection)

    async def _reader(self) -> Connection:
        """Borrow a reader, waiting for one if all are lent."""
        if self._writer is None:
            raise StoreUnavailable("the store is not open")
        with suppress(asyncio.QueueEmpty):
            return self._idle.get_nowait()
        async with patience():
            return await self._idle.get()

    def _let_go(self, reader: Connection) -> None:
        # Nobody has to wait until what was only read is let go.
        returning = asyncio.ensure_future(self._give_back(reader))
        self._returning.add(returning)
        returning.add_done_callback(self._returning.discard)

    async def _give_back(self, reader: Connection) -> None:
        try:
            await undo(reader)
        finally:
            self._idle.put_nowait(reader)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[SqliteSession]:
        """One transaction, alone: committed when left normally, undone when left in any other way."""
        async with turn_of(self._turn):
            if (connection := self._writer) is None:
                raise StoreUnavailable("the store is not open")
            session = SqliteSession(connection, self._queries)
            try:
                await begin(connection, "BEGIN IMMEDIATE")
                yield session
            except BaseException:
                # A cancelled task is no Exception; and the statement it waited for goes on in
                # its thread, so the undoing has to be waited for, however often we are cancelled.
                await finished(undo(connection))
                raise
            finally:
                session.over = True
            self._erasure_owed |= session.erase
            await finished(self._commit(connection, erases=session.erase))

    async def erase_thoroughly(self) -> bool:
        """Write the file anew if something was erased since it was last; returns whether that was done.

        SQLite overwrites what is deleted, but a page that was rearranged earlier can hold a second copy of
        an index's key in a gap nobody looks into. A file beyond `LARGEST_REWRITTEN` is left as it is.
        """
        async with turn_of(self._turn):
            if (connection := self._writer) is None:
                raise StoreUnavailable("the store is not open")
            with translated("VACUUM"):
                (owed,) = await connection.execute_fetchall("PRAGMA user_version")
                if not owed[0] or await _size(connection) > LARGEST_REWRITTEN:
                    return False
                await finished(_rewrite(connection))
            await finished(self._settle_erasure(connection))
            return True

    async def _commit(self, connection: aiosqlite.Connection, *, erases: bool) -> None:
        try:
            with translated("COMMIT"):
                if erases:
                    # In the transaction: what `erase_thoroughly` owes is known after a crash too.
                    await connection.execute_fetchall("PRAGMA user_version = 1")
                await connection.execute_fetchall("COMMIT")
        except BaseException:
            await undo(connection)
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
        held: list[Connection] = []
        try:
            async with asyncio.timeout(LONGEST_ERASE_S):
                while len(held) < len(self._readers):
                    held.append(await self._idle.get())
            self._erasure_owed = not await cut_wal(writer)
        except (TimeoutError, sqlite3.Error):
            self._erasure_owed = True
        finally:
            for reader in held:
                self._idle.put_nowait(reader)
        if self._erasure_owed:
            log.error("erasure postponed")


def _looked(
    look: Callable[[SqliteSession], Coroutine[Any, Any, Result]], queries: Any, connection: InThisThread
) -> Result:
    # Who only looks needs no more of a connection than this one has.
    session = SqliteSession(cast(Connection, connection), queries, begins=True)
    try:
        connection.undo()
        return done_at_once(look(session))
    finally:
        session.over = True
        connection.undo()


async def _size(connection: aiosqlite.Connection) -> int:
    (pages,) = await connection.execute_fetchall("PRAGMA page_count")
    (bytes_,) = await connection.execute_fetchall("PRAGMA page_size")
    return int(pages[0]) * int(bytes_[0])


async def _rewrite(connection: aiosqlite.Connection) -> None:
    await connection.execute_fetchall("VACUUM")
    await connection.execute_fetchall("PRAGMA user_version = 0")
