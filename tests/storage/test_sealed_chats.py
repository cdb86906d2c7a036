"""Telegram ids that stood in the open, or are sealed with a former key, are sealed with the newest."""

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bot.core.errors import StoreUnavailable
from bot.sealing import Keyring, SealedElsewhere, Sealing, new_keys
from bot.services.reseal import Resealing
from storage.migrate import keys_in_use, upgrade
from storage.store import SqliteStore
from tests.storage.builders import OLENA_TELEGRAM, SEALING, a_follow, add_announced_batch

PEOPLE = range(9_000_000_000, 9_000_001_200)


def ids_in_the_open(database: Path) -> list[int]:
    bytes_ = b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))
    return [person for person in PEOPLE if person.to_bytes(6, "big") in bytes_]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database as the program before had it, with a person who follows."""
    database = tmp_path / "vdoma.db"
    upgrade(f"sqlite:///{database}", to="0005")
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.executemany(
            "INSERT INTO chats (id, telegram_id, language, made_on, last_number)"
            " VALUES (?, ?, 'ru', '2025-06-09', 7)",
            [(f"chat-{person}", person) for person in PEOPLE],
        )
        connection.execute(
            "INSERT INTO drafts (chat_id, form, fields, open, place)"
            " VALUES ('chat-9000000000', 'batch', '{}', 1, 1)"
        )
    return database


async def test_what_an_older_program_kept_in_the_open_is_sealed_and_found_again(old: Path) -> None:
    assert ids_in_the_open(old)
    upgrade(f"sqlite:///{old}")

    store = SqliteStore(old, chat_ids=SEALING.chats)
    await store.open()
    try:
        assert await Resealing(store, SEALING).seal_what_is_open() == len(PEOPLE)
        assert await Resealing(store, SEALING).seal_what_is_open() == 0
        assert ids_in_the_open(old) == []
        async with store.reading() as reading:
            for person in PEOPLE:
                chat = await reading.chat_of(person)
                assert chat is not None
                assert (chat.id, chat.language) == (f"chat-{person}", "ru")
                assert await reading.telegram_id(chat.id) == person
            assert await reading.draft(f"chat-{PEOPLE[0]}") is not None, "what belongs to a chat stays"
    finally:
        await store.close()


class Broken(Exception):
    pass


class BreakingChats:
    """Seals as others do, until the process dies."""

    def __init__(self, sealing: Sealing, after: int) -> None:
        self._sealing, self._left = sealing.chats, after

    def __getattr__(self, name: str) -> object:
        return getattr(self._sealing, name)

    def seal(self, telegram_id: int, *, chat_id: str) -> bytes:
        self._left -= 1
        if self._left < 0:
            raise Broken
        return self._sealing.seal(telegram_id, chat_id=chat_id)


def breaking_points() -> Iterator[int]:
    return itertools.islice(itertools.count(0, 61), 20)


async def test_a_change_of_keys_broken_off_anywhere_goes_on_and_loses_nobody(database: Path) -> None:
    former, newer = new_keys(), new_keys()
    before = SqliteStore(database, chat_ids=Sealing.with_keys(Keyring(former)).chats)
    await before.open()
    async with before.writing() as writing:
        await add_announced_batch(writing)
        for person in PEOPLE:
            chat = await writing.remember_chat(person, language="uk")
        await writing.add_follow(a_follow(chat.id))
    await before.close()

    both = Sealing.with_keys(Keyring(former + newer))
    for after in breaking_points():
        breaking = SqliteStore(database, chat_ids=BreakingChats(both, after))  # type: ignore[arg-type]  # a stand-in
        await breaking.open()
        with suppress(Broken):
            await Resealing(breaking, both).work()
        async with breaking.reading() as reading:
            assert await reading.chat_of(PEOPLE[after]) is not None
            assert await reading.chat_of(PEOPLE[-1]) is not None
        await breaking.close()

    store = SqliteStore(database, chat_ids=both.chats)
    await store.open()
    await Resealing(store, both).work()
    await store.close()

    assert keys_in_use(f"sqlite:///{database}") == {newer[1].id}
    alone = SqliteStore(database, chat_ids=Sealing.with_keys(Keyring(newer)).chats)
    await alone.open()
    async with alone.reading() as reading:
        for person in PEOPLE:
            found = await reading.chat_of(person)
            assert found is not None
            assert await reading.telegram_id(found.id) == person
        assert len(await reading.follows(chat.id)) == 1, "what belongs to a chat stays"
    await alone.close()


async def test_with_other_keys_nobody_is_reached_and_that_is_a_fault(database: Path) -> None:
    store = SqliteStore(database, chat_ids=SEALING.chats)
    await store.open()
    async with store.writing() as writing:
        chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
    await store.close()

    other = SqliteStore(database, chat_ids=Sealing.with_keys(Keyring(new_keys())).chats)
    await other.open()
    try:
        async with other.reading() as reading:
            with pytest.raises(SealedElsewhere):
                await reading.telegram_id(chat.id)
    finally:
        await other.close()


async def test_a_program_without_keys_says_so_and_never_that_nobody_is_there(database: Path) -> None:
    store = SqliteStore(database)
    await store.open()
    try:
        async with store.reading() as reading:
            with pytest.raises(StoreUnavailable):
                await reading.chat_of(OLENA_TELEGRAM)
    finally:
        await store.close()
