from dataclasses import replace
from datetime import date

import pytest

from bot.core.errors import Unknown, WrongState
from bot.core.lists import Edition, Entry, Publisher, PublisherKind, Review
from bot.ports import Store
from tests.storage.builders import (
    ANNA,
    CHANNEL,
    HEADQUARTERS,
    IVAN,
    NEWSROOM,
    TARAS,
    add_announced_batch,
    add_edition,
    add_list,
    stage,
)


async def test_publishers_come_in_the_order_of_their_letters(store: Store) -> None:
    async with store.writing() as writing:
        for publisher in (CHANNEL, NEWSROOM, HEADQUARTERS, Publisher("a", "агенція", PublisherKind.MEDIA)):
            await writing.add_publisher(publisher)

        assert [p.id for p in await writing.publishers()] == ["a", "headquarters", "channel", "newsroom"]
        assert await writing.publisher(NEWSROOM.id) == NEWSROOM


async def test_a_list_carries_its_publisher(store: Store) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        name_list = await add_list(writing)
        later = replace(name_list, id="later", published_on=date(2025, 6, 10))
        await writing.add_list(later)

    async with store.reading() as reading:
        assert await reading.list(name_list.id) == name_list
        assert await reading.lists(name_list.batch_id) == [later, name_list]


@pytest.mark.parametrize("what", ["publisher", "list", "edition"])
async def test_an_id_that_nothing_has_is_unknown(store: Store, what: str) -> None:
    async with store.reading() as reading:
        look = getattr(reading, what)
        with pytest.raises(Unknown):
            await look("nothing")


async def test_entries_come_back_as_printed_in_the_order_of_the_file(store: Store) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        edition = await add_edition(writing, "edition", review=Review.DRAFT)
        second = Entry(edition.id, 2, "НЕІСНУЮК  Іван (2003)", IVAN)
        first = Entry(edition.id, 1, "Вигаданець Т. П.", TARAS)
        await stage(writing, second, first)

    async with store.reading() as reading:
        assert await reading.first_entries(edition.id, limit=9) == [first, second]
        assert await reading.first_entries(edition.id, limit=1) == [first]
        assert await reading.stored_rows(edition.id) == 2


async def test_discarded_editions_are_left_out_and_their_number_is_free_again(store: Store) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        await add_edition(writing, "first")
        thrown_away = await add_edition(writing, "second", number=2, review=Review.DRAFT)
        await writing.save_edition(replace(thrown_away, review=Review.DISCARDED))
        await writing.drop_entries(thrown_away.id, limit=100)
        await add_edition(writing, "third", number=2, review=Review.DRAFT)

        assert [e.id for e in await writing.editions("list")] == ["third", "first"]
        assert [e.id for e in await writing.open_editions()] == ["third"]


async def test_two_editions_of_a_list_never_have_one_number(store: Store) -> None:
    edition = Edition("one", "list", 1, 0, "sha256:1", ANNA)
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        await writing.add_edition(edition)

    with pytest.raises(WrongState):
        async with store.writing() as writing:
            await writing.add_edition(replace(edition, id="two"))


async def test_a_list_never_has_two_published_editions(store: Store) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        await add_edition(writing, "first")
        second = await add_edition(writing, "second", number=2, review=Review.SUBMITTED)

    with pytest.raises(WrongState):
        async with store.writing() as writing:
            await writing.save_edition(replace(second, review=Review.PUBLISHED))

    async with store.writing() as writing:
        first = await writing.edition("first")
        await writing.save_edition(replace(first, review=Review.SUPERSEDED))
        await writing.save_edition(replace(second, review=Review.PUBLISHED))
        assert (await writing.edition("second")).review is Review.PUBLISHED


@pytest.mark.parametrize("review", [r for r in Review if r is not Review.DRAFT])
async def test_only_a_draft_takes_rows(store: Store, review: Review) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        await add_edition(writing, "edition", TARAS, review=review)

        with pytest.raises(WrongState):
            await stage(writing, Entry("edition", 2, "Неіснуюк Іван", IVAN))


async def test_a_row_is_stored_once(store: Store) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        await add_edition(writing, "edition", TARAS, review=Review.DRAFT)

    with pytest.raises(WrongState):
        async with store.writing() as writing:
            await stage(writing, Entry("edition", 1, "Неіснуюк Іван", IVAN))


async def test_a_saved_edition_keeps_who_took_part_and_when(store: Store) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        edition = await add_edition(writing, "edition", TARAS)

    async with store.reading() as reading:
        stored = await reading.edition(edition.id)
    assert stored == edition
    assert (stored.submitted_by, stored.published_by, stored.published_at) == (
        edition.submitted_by,
        edition.published_by,
        edition.published_at,
    )
