"""An office for each test, over a fresh copy of an empty database."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import SqliteStore
from tests.builders import GivenClock
from tests.services.office import (
    ANNA_TELEGRAM,
    BOHDAN_TELEGRAM,
    CLARA_TELEGRAM,
    HALYNA_TELEGRAM,
    Office,
)
from tests.storage.builders import SEALING


@pytest.fixture
async def office(template: Path, tmp_path: Path) -> AsyncIterator[Office]:
    path = Path(shutil.copy(template, tmp_path / "vdoma.db"))
    clock = GivenClock()
    store = SqliteStore(path, chat_ids=SEALING.chats, clock=clock)
    await store.open()
    try:
        people = (ANNA_TELEGRAM, BOHDAN_TELEGRAM, CLARA_TELEGRAM, HALYNA_TELEGRAM)
        async with store.writing() as writing:
            anna, bohdan, clara, halyna = [
                (await writing.remember_chat(person, language="uk")).id for person in people
            ]
        yield Office(store, path, clock, anna, bohdan, clara, halyna)
    finally:
        await store.close()
