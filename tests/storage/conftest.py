"""A store for each test, over a real database. The promises are the same for every engine named here."""

import itertools
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from storage.migrate import is_of_server, sqlite_path, upgrade
from storage.postgres import PostgresDatabase
from storage.sqlite import SqliteFile
from storage.store import Database, DatabaseStore
from tests import postgres
from tests.storage.builders import NOW, SEALING

ENGINES = ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file without a row, to be copied: the migration itself takes longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "vdoma.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    """For what is tried on SQLite alone."""
    return Path(shutil.copy(empty_database, tmp_path / "vdoma.db"))


@pytest.fixture(params=ENGINES)
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database of each engine."""
    if request.param == "postgresql":
        server: postgres.Server = request.getfixturevalue("server")
        with server.empty_database() as address:
            yield address
    else:
        yield f"sqlite:///{request.getfixturevalue('database')}"


def rows_in(address: str, sql: str) -> list[tuple[object, ...]]:
    """What a query gives, past the store; or what it changes."""
    if is_of_server(address):
        return postgres.rows_in(address, sql)
    with closing(sqlite3.connect(sqlite_path(address))) as connection, connection:
        return connection.execute(sql).fetchall()


@asynccontextmanager
async def opened(where: Path | str) -> AsyncIterator[DatabaseStore]:
    """A store over a file or an address, as one process has it."""
    numbers = itertools.count()
    prefix = f"{id(numbers):x}"
    store = DatabaseStore(
        _database(where),
        chat_ids=SEALING.chats,
        clock=lambda: NOW,
        new_id=lambda: f"{prefix}-{next(numbers):06}",
    )
    await store.open()
    try:
        yield store
    finally:
        await store.close()


def _database(where: Path | str) -> Database:
    if isinstance(where, Path):
        return SqliteFile(where)
    if is_of_server(where):
        # The clock of these tests is a given one.
        return PostgresDatabase(where, server_clock=False)
    return SqliteFile(sqlite_path(where))


@pytest.fixture
async def store(address: str) -> AsyncIterator[DatabaseStore]:
    async with opened(address) as store:
        yield store
