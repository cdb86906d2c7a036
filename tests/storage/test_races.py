"""What two people, two tasks or two processes do at once; and what is left of work that was cut short."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.alerts import Event
from bot.core.deliveries import Coming
from bot.core.errors import Unknown
from bot.core.exchanges import BatchState
from bot.core.lists import Edition, Review, publish
from bot.core.log import AuditLine, code_of, digest_of
from bot.core.roles import GrantReview
from bot.ports import Draft, Reading, Store, Writing
from storage.sqlite import READERS
from tests.storage.builders import (
    ANNA,
    MINUTE,
    NOW,
    OLENA_TELEGRAM,
    TARAS,
    a_call,
    a_confirmation,
    a_grant,
    a_statement,
    add_announced_batch,
    add_edition,
    add_followers,
    add_list,
    codes,
)
from tests.storage.conftest import opened

AT_ONCE = 200


async def outcomes(tries: Sequence[Awaitable[None]]) -> Counter[str]:
    results = await asyncio.gather(*tries, return_exceptions=True)
    return Counter("done" if result is None else type(result).__name__ for result in results)


async def submitted_edition(store: Store) -> Edition:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        digest = digest_of({"rows": 1})
        return await add_edition(writing, "edition", TARAS, review=Review.SUBMITTED, digest=digest)


async def test_of_two_hundred_who_publish_at_once_one_does(store: Store) -> None:
    edition = await submitted_edition(store)

    async def press(number: int) -> None:
        async with store.writing() as writing:
            read = await writing.edition(edition.id)
            moderator = f"moderator-{number}"
            code = code_of(read.digest)
            published = publish(read, moderator=moderator, code=code, stored_rows=1, now=NOW)
            await writing.save_edition(published)
            await writing.add_to_audit(AuditLine(NOW, moderator, "edition published", read.id))

    assert await outcomes([press(n) for n in range(AT_ONCE)]) == {"done": 1, "WrongState": AT_ONCE - 1}
    async with store.reading() as reading:
        (line,) = await reading.audit(limit=AT_ONCE)
        assert (await reading.edition(edition.id)).published_by == line.moderator


async def save_edition(writing: Writing) -> None:
    await writing.save_edition(Edition("edition", "list", 1, 1, "", ANNA, review=Review.PUBLISHED, version=1))


async def save_batch(writing: Writing) -> None:
    batch = await writing.batch("young")
    stale = replace(batch, state=BatchState.POSTPONED, version=1)
    await writing.save_batch(stale)


async def save_statement(writing: Writing) -> None:
    await writing.save_statement(a_statement("young-announced"))


async def save_grant(writing: Writing) -> None:
    await writing.save_grant(a_grant(review=GrantReview.ENDED))


async def drop_draft(writing: Writing) -> None:
    chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
    await writing.drop_draft(Draft(chat.id, "batch", {}))


@pytest.mark.parametrize("change", [save_edition, save_batch, save_statement, save_grant, drop_draft])
async def test_of_two_hundred_saves_of_what_was_read_once_one_succeeds(
    store: Store, change: Callable[[Writing], Awaitable[None]]
) -> None:
    await submitted_edition(store)
    async with store.writing() as writing:
        await writing.add_grant(a_grant())
        chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        await writing.save_draft(Draft(chat.id, "batch", {}))

    async def save() -> None:
        async with store.writing() as writing:
            await change(writing)
            await writing.add_to_audit(AuditLine(NOW, ANNA, "saved", "-"))

    assert await outcomes([save() for _ in range(AT_ONCE)]) == {"done": 1, "WrongState": AT_ONCE - 1}
    async with store.reading() as reading:
        assert len(await reading.audit(limit=AT_ONCE)) == 1


async def test_two_processes_over_one_database_take_turns(address: str) -> None:
    async with opened(address) as here, opened(address) as there:
        await submitted_edition(here)

        async def save(store: Store) -> None:
            async with store.writing() as writing:
                await save_edition(writing)

        tries = [save(store) for store in (here, there) for _ in range(20)]
        assert await outcomes(tries) == {"done": 1, "WrongState": 39}


async def test_couriers_at_once_are_never_lent_the_same_alert(store: Store) -> None:
    async with store.writing() as writing:
        chats = [await writing.remember_chat(n, language="uk") for n in range(100)]
        await writing.owe(a_call(), [chat.id for chat in chats], codes(100))
    lent: list[str] = []

    async def borrow() -> None:
        async with store.writing() as writing:
            alerts = await writing.lend_due_alerts(now=NOW, until=NOW + MINUTE, limit=7)
        lent.extend(alert.id for alert in alerts)

    await asyncio.gather(*[borrow() for _ in range(20)])

    assert len(lent) == len(set(lent)) == 100


async def test_a_reader_sees_one_moment_whatever_is_committed_meanwhile(store: Store) -> None:
    async with store.reading() as before:
        assert await before.chat_of(OLENA_TELEGRAM) is None
        async with store.writing() as writing:
            chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
            async with store.reading() as meanwhile:
                assert await meanwhile.chat_of(OLENA_TELEGRAM) is None
        assert await before.chat_of(OLENA_TELEGRAM) is None

    async with store.reading() as after:
        assert await after.chat_of(OLENA_TELEGRAM) == chat


async def test_an_error_undoes_everything_that_was_written_with_it(store: Store) -> None:
    async def write_and_fail() -> None:
        async with store.writing() as writing:
            await writing.remember_chat(OLENA_TELEGRAM, language="uk")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await write_and_fail()

    async with store.reading() as reading:
        assert await reading.chat_of(OLENA_TELEGRAM) is None


async def test_a_cancelled_task_undoes_what_it_wrote_and_lets_the_next_one_write(
    store: Store, address: str
) -> None:
    written = asyncio.Event()

    async def write_and_wait() -> None:
        async with store.writing() as writing:
            await writing.remember_chat(OLENA_TELEGRAM, language="uk")
            written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_and_wait())
    await written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    # Another process, so that nothing is undone only because the next task of ours begins.
    async with opened(address) as elsewhere, asyncio.timeout(2), elsewhere.writing() as writing:
        assert await writing.chat_of(OLENA_TELEGRAM) is None
    async with store.writing() as writing:
        await writing.remember_chat(OLENA_TELEGRAM, language="uk")


@pytest.mark.parametrize("cancellations", [1, 2, 5])
async def test_wherever_a_task_is_cancelled_its_writes_are_all_there_or_none(
    store: Store, cancellations: int
) -> None:
    async def write(number: int) -> None:
        async with store.writing() as writing:
            await writing.remember_chat(number, language="uk")
            await writing.add_check(ANNA, NOW + number * MINUTE)
            await writing.remember_chat(-number, language="uk")

    kept: dict[int, bool] = {}
    for number in range(1, 300):
        task = asyncio.create_task(write(number))
        for _ in range(number % 150):
            await asyncio.sleep(0)
        for _ in range(cancellations):
            task.cancel()
            await asyncio.sleep(0)
        await asyncio.wait([task])
        kept[number] = await both_or_none(store, number)
        if not task.cancelled():
            assert kept[number], "it was told that its writes are kept"

    assert kept == {number: await both_or_none(store, number) for number in kept}, (
        "decided when its task ended"
    )
    assert not all(kept.values())


async def both_or_none(store: Store, number: int) -> bool:
    async with store.reading() as reading:
        there = [await reading.chat_of(n) is not None for n in (number, -number)]
    assert there[0] == there[1]
    return there[0]


async def test_a_reader_that_is_cancelled_gives_its_place_back(store: Store) -> None:
    async def read_for_ever() -> None:
        async with store.reading() as reading:
            await reading.agreements()
            await asyncio.Event().wait()

    for _ in range(10):
        tasks = [asyncio.create_task(read_for_ever()) for _ in range(10)]
        for _ in range(20):
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)

    async with store.reading() as reading:
        assert await reading.agreements() == []


async def break_off_a_slice(store: Store, event: Event) -> None:
    with suppress(ZeroDivisionError):
        async with store.writing() as writing:
            await writing.fan_out(event, codes=codes(4, start=4), due=NOW)
            raise ZeroDivisionError


async def test_fan_out_goes_on_after_it_was_cut_short_between_and_within_slices(address: str) -> None:
    event = a_confirmation()
    async with opened(address) as store:
        async with store.writing() as writing:
            chat_ids = await add_followers(writing, 10)
            await writing.add_event(event)
        async with store.writing() as writing:
            await writing.fan_out(event, codes=codes(4), due=NOW)
        await break_off_a_slice(store, event)

    async with opened(address) as store:
        async with store.writing() as writing:
            assert await writing.unfinished_events() == [event]
            assert await writing.coming(event.id) == Coming(4, 0, 0, 0, complete=False)
            assert await writing.fan_out(event, codes=codes(9, start=4), due=NOW) == 6
        async with store.writing() as writing:
            alerts = await writing.lend_due_alerts(now=NOW, until=NOW + MINUTE, limit=99)

    assert sorted(alert.chat_id for alert in alerts) == chat_ids
    assert {alert.number for alert in alerts} == {1}


async def test_who_looks_at_once_sees_one_view_and_gives_the_place_back(store: Store) -> None:
    async def looks(reading: Reading) -> int:
        return len(await reading.open_editions()) + len(await reading.switches())

    for _ in range(3 * READERS):
        assert await store.at_once(looks) == 0


async def test_a_look_that_fails_says_so_and_gives_the_place_back(store: Store) -> None:
    async def fails(reading: Reading) -> None:
        await reading.edition("not there")

    for _ in range(2 * READERS):
        with pytest.raises(Unknown):
            await store.at_once(fails)
    async with asyncio.timeout(2), store.reading() as reading:
        assert await reading.open_editions() == []


async def test_a_look_that_waits_for_something_else_says_so(database: Path) -> None:
    async def waits(reading: Reading) -> None:
        await asyncio.sleep(0)

    async with opened(database) as store:
        for _ in range(2 * READERS):
            with pytest.raises(RuntimeError, match="waits for something else"):
                await store.at_once(waits)
        async with asyncio.timeout(2), store.reading() as reading:
            assert await reading.open_editions() == []
