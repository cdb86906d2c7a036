"""Rows that are staged first and enter the index of names later."""

from dataclasses import replace

import pytest

from bot.core.errors import WrongState
from bot.core.lists import Edition, Entry, Review
from bot.core.names import Person
from bot.ports import KnownNames, Store, Writing
from bot.services.index import enter_rows, key_names
from tests.storage.builders import (
    ANNA,
    IVAN,
    NOW,
    TARAS,
    add_announced_batch,
    add_edition,
    add_list,
)
from tests.storage.conftest import rows_in
from tests.storage.test_names_index import families_in, find

LONG = "long"


async def staged(writing: Writing, *people: Person, published: tuple[Person, ...] = ()) -> None:
    """Stage a draft's rows beside an edition that is published."""
    await add_announced_batch(writing)
    await add_list(writing)
    await add_list(writing, "other")
    await add_edition(writing, "edition", *published)
    await writing.add_edition(Edition(LONG, "other", 1, len(people), "sha256:1", ANNA))
    entries = [Entry(LONG, row, f"{p.family} {p.given}", p) for row, p in enumerate(people, 1)]
    await writing.stage_rows(LONG, [entry.as_printed for entry in entries], KnownNames())
    await writing.add_check(ANNA, NOW)


async def publish_long(store: Store) -> None:
    async with store.writing() as writing:
        edition = await writing.edition(LONG)
        await writing.save_edition(replace(edition, review=Review.PUBLISHED, published_at=NOW))


async def test_staged_rows_are_found_once_they_are_keyed_and_entered(store: Store) -> None:
    async with store.writing() as writing:
        await staged(writing, TARAS, IVAN, published=(TARAS,))

    assert await key_names(store) == 2, "the names of the other one were keyed with its row"
    await enter_rows(store, LONG)
    await publish_long(store)

    async with store.reading() as reading:
        assert await find(reading, IVAN) == [(LONG, 2)]
        assert await find(reading, TARAS) == [("edition", 1), (LONG, 1)]


async def test_names_of_staged_rows_without_keys_stop_no_answers(store: Store) -> None:
    async with store.writing() as writing:
        await staged(writing, IVAN, published=(TARAS,))

    async with store.reading() as reading:
        assert (await reading.coverage()).lists == 1
        assert await find(reading, TARAS) == [("edition", 1)]


async def test_a_name_that_waits_for_its_keys_gets_them_with_the_row_of_another_edition(store: Store) -> None:
    async with store.writing() as writing:
        await staged(writing, IVAN)
    async with store.writing() as writing:
        await add_list(writing, "third")
        await add_edition(writing, "short", IVAN, of="third")

    async with store.reading() as reading:
        assert await find(reading, IVAN) == [("short", 1)]
    assert await key_names(store) == 0


async def test_a_name_of_staged_rows_stays_when_its_last_other_row_goes(store: Store, address: str) -> None:
    async with store.writing() as writing:
        await staged(writing, TARAS, published=(TARAS,))
    async with store.writing() as writing:
        await writing.drop_entries("edition", limit=10)

    assert families_in(address) == [TARAS.family.casefold()]

    async with store.writing() as writing:
        await writing.save_edition(replace(await writing.edition(LONG), review=Review.DISCARDED))
        await writing.drop_entries(LONG, limit=10)
    assert families_in(address) == []


async def test_names_without_keys_are_told_one_after_another(store: Store) -> None:
    async with store.writing() as writing:
        await staged(writing, IVAN, TARAS)
        told = list(await writing.unkeyed_names(limit=1))
        while some := await writing.unkeyed_names(limit=1, after=told[-1].id):
            told += some

        assert told == await writing.unkeyed_names(limit=9)
    assert len(told) == 4, "two family names and two given names"


async def test_keying_that_was_broken_off_can_be_done_again(store: Store, address: str) -> None:
    async with store.writing() as writing:
        await staged(writing, IVAN)
        names = await writing.unkeyed_names(limit=9)
        await writing.add_name_keys([(min(name.keys), name.id) for name in names])

    assert await key_names(store) == len(names)

    keys = rows_in(address, "SELECT key, name_id FROM name_keys")
    assert {(row[0], row[1]) for row in keys} == {(key, name.id) for name in names for key in name.keys}


async def test_of_a_name_that_went_while_it_was_keyed_no_key_stays(store: Store, address: str) -> None:
    async with store.writing() as writing:
        await staged(writing, IVAN)
        names = await writing.unkeyed_names(limit=9)
        await writing.drop_entries(LONG, limit=10)
    async with store.writing() as writing:
        await writing.add_name_keys([(key, name.id) for name in names for key in name.keys])
        await writing.settle_keyed(names)

    assert rows_in(address, "SELECT * FROM name_keys") == []


async def test_a_new_name_that_got_the_number_of_one_that_went_meanwhile_is_found(store: Store) -> None:
    """Keys and marks that belong to the other must not make it a name that nobody is found by."""
    async with store.writing() as writing:
        await staged(writing, IVAN, published=())
        old = await writing.unkeyed_names(limit=9)
        await writing.drop_entries(LONG, limit=10)
        await writing.stage_rows(LONG, [Entry(LONG, 2, "Вигаданець Тарас", TARAS).as_printed], KnownNames())
        new = await writing.unkeyed_names(limit=9)
    assert {name.id for name in old} == {name.id for name in new}
    async with store.writing() as writing:
        await writing.add_name_keys(sorted((key, name.id) for name in old for key in name.keys))
        await writing.settle_keyed(old)

    assert await key_names(store) == len(new)
    await enter_rows(store, LONG)
    await publish_long(store)

    async with store.reading() as reading:
        assert await find(reading, TARAS) == [(LONG, 2)]
        assert await find(reading, IVAN) == []


async def test_no_row_enters_the_index_for_an_edition_that_is_no_draft(store: Store) -> None:
    async with store.writing() as writing:
        await staged(writing, IVAN)
    await publish_long(store)

    with pytest.raises(WrongState):
        await enter_rows(store, LONG)
