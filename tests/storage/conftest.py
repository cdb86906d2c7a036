"""A store for each test, on a real file. The promises are the same for every engine named here."""

import itertools
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from storage.migrate import upgrade
from storage.store import SqliteStore
from tests.storage.builders import NOW, SEALING

ENGINES = ["sqlite"]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file without a row, to be copied: the migration itself takes longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "vdoma.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(empty_database, tmp_path / "vdoma.db"))


@asynccontextmanager
async def opened(database: Path) -> AsyncIterator[SqliteStore]:
    """A store over the file, as one process has it."""
    numbers = itertools.count()
    prefix = f"{id(numbers):x}"
    store = SqliteStore(
        database,
        chat_ids=SEALING.chats,
        clock=lambda: NOW,
        new_id=lambda: f"{prefix}-{next(numbers):06}",
    )
    await store.open()
    try:
        yield store
    finally:
        await store.close()


@pytest.fixture(params=ENGINES)
async def store(request: pytest.FixtureRequest, database: Path) -> AsyncIterator[SqliteStore]:
    assert request.param == "sqlite"
    async with opened(database) as store:
        yield store
