"""A store of answered updates in a real SQLite file, and one that is down for a while."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, closing
from datetime import datetime
from pathlib import Path

from bot.core.errors import StoreUnavailable


class AnsweredFile:
    """Each use opens the file anew, as if the process had been started again.

    Args:
        file: made if it is missing.
        failures: so many uses fail before the store answers.
    """

    def __init__(self, file: Path, *, failures: int = 0) -> None:
        self.file = file
        self.failures = failures
        self.writes = 0
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("CREATE TABLE IF NOT EXISTS answered (id INTEGER PRIMARY KEY, at TEXT)")

    @asynccontextmanager
    async def reading(self) -> AsyncIterator["AnsweredFile.Reading"]:
        self._fail_if_due()
        with closing(sqlite3.connect(self.file)) as connection:
            yield self.Reading(connection)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator["AnsweredFile.Writing"]:
        self._fail_if_due()
        self.writes += 1
        with closing(sqlite3.connect(self.file)) as connection, connection:
            yield self.Writing(connection)

    def ids(self) -> set[int]:
        with closing(sqlite3.connect(self.file)) as connection:
            return {update_id for (update_id,) in connection.execute("SELECT id FROM answered")}

    def _fail_if_due(self) -> None:
        if self.failures:
            self.failures -= 1
            raise StoreUnavailable

    class Reading:
        def __init__(self, connection: sqlite3.Connection) -> None:
            self.connection = connection

        async def answered_updates(self, update_ids: Collection[int]) -> frozenset[int]:
            asked = ",".join(str(int(update_id)) for update_id in update_ids)
            found = self.connection.execute(f"SELECT id FROM answered WHERE id IN ({asked})")  # noqa: S608
            return frozenset(update_id for (update_id,) in found)

    class Writing(Reading):
        async def mark_answered(self, update_ids: Collection[int], *, at: datetime) -> None:
            await asyncio.sleep(0)  # a database takes its time, and others go on meanwhile
            rows = [(update_id, at.isoformat()) for update_id in update_ids]
            self.connection.executemany("INSERT OR IGNORE INTO answered VALUES (?, ?)", rows)
