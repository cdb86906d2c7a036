"""A confirmation becomes alerts slice by slice, and each follower is alerted once."""

from collections import Counter
from datetime import timedelta

import pytest

from bot.core.errors import StoreUnavailable
from bot.services.announce import SLICE
from bot.services.tidy import UPDATES_KEPT, Tidying
from storage.tombstones import Tombstones
from tests.services.office import Office
from tests.storage.builders import add_followers

BEYOND_A_SLICE = 3


async def confirmed_batch(office: Office, *, followers: int) -> str:
    batch = await office.announced_batch()
    async with office.store.writing() as writing:
        await add_followers(writing, followers, batch=batch.id)
    await office.confirms(batch.id)
    return batch.id


async def alerts_of_followers(office: Office) -> Counter[str]:
    moderators = {office.anna, office.bohdan}
    alerts = Counter(str(row[1]) for row in office.everything()["outbox"])
    return Counter({chat: count for chat, count in alerts.items() if chat not in moderators})


async def test_every_follower_is_alerted_once_however_many_slices(office: Office) -> None:
    await confirmed_batch(office, followers=SLICE + BEYOND_A_SLICE)

    assert await office.announcements().work() == SLICE + BEYOND_A_SLICE

    alerts = await alerts_of_followers(office)
    assert len(alerts) == SLICE + BEYOND_A_SLICE
    assert set(alerts.values()) == {1}


async def test_a_crash_between_two_slices_loses_nobody_and_repeats_nobody(office: Office) -> None:
    await confirmed_batch(office, followers=SLICE + BEYOND_A_SLICE)
    # One call reads the events, two write and commit the first slice; the next begins the second.
    with pytest.raises(StoreUnavailable):
        await office.announcements(office.breaking(at=4)).work()
    assert len(await alerts_of_followers(office)) == SLICE

    assert await office.announcements().work() == BEYOND_A_SLICE

    alerts = await alerts_of_followers(office)
    assert len(alerts) == SLICE + BEYOND_A_SLICE
    assert set(alerts.values()) == {1}


@pytest.mark.parametrize("at", [2, 3])
async def test_a_slice_that_was_not_committed_is_written_anew(office: Office, at: int) -> None:
    await confirmed_batch(office, followers=2)
    with pytest.raises(StoreUnavailable):
        await office.announcements(office.breaking(at)).work()
    assert await alerts_of_followers(office) == Counter()

    assert await office.announcements().work() == 2
    assert set((await alerts_of_followers(office)).values()) == {1}


async def test_just_one_full_slice_is_finished_too(office: Office) -> None:
    await confirmed_batch(office, followers=SLICE)

    assert await office.announcements().work() == SLICE
    async with office.store.reading() as reading:
        assert await reading.unfinished_events() == []


async def test_work_that_is_done_is_not_done_again(office: Office) -> None:
    await confirmed_batch(office, followers=2)
    await office.announcements().work()
    before = office.everything()

    assert await office.announcements().work() == 0
    assert office.everything() == before


async def test_without_followers_a_confirmation_alerts_nobody_and_is_finished(office: Office) -> None:
    await confirmed_batch(office, followers=0)

    assert await office.announcements().work() == 0
    async with office.store.reading() as reading:
        assert await reading.unfinished_events() == []


async def test_only_the_followers_of_the_confirmed_batch_are_alerted(office: Office) -> None:
    other = await office.announced_batch()
    await office.services.follows.follow(office.halyna, other.id)
    await confirmed_batch(office, followers=1)

    assert await office.announcements().work() == 1
    assert office.halyna not in await alerts_of_followers(office)


async def test_who_follows_after_the_confirmation_saw_it_and_is_not_alerted(office: Office) -> None:
    batch_id = await confirmed_batch(office, followers=1)
    office.clock.moves(timedelta(seconds=1))
    await office.services.follows.follow(office.halyna, batch_id)

    assert await office.announcements().work() == 1
    assert office.halyna not in await alerts_of_followers(office)


async def test_who_followed_until_the_moment_of_the_confirmation_is_alerted(office: Office) -> None:
    batch = await office.announced_batch()
    await office.agrees(await office.submits(batch.id))
    office.clock.moves(office.services.confirmations.hold)
    await office.services.follows.follow(office.halyna, batch.id)
    await office.services.confirmations.end_holds()

    assert await office.announcements().work() == 1


async def test_an_alert_is_verified_by_its_code_in_the_chat_it_was_sent_to(office: Office) -> None:
    batch = await office.announced_batch()
    await office.services.follows.follow(office.halyna, batch.id)
    await office.confirms(batch.id)
    await office.announcements().work()
    now = office.clock.now
    async with office.store.writing() as writing:
        lent = await writing.lend_due_alerts(now=now, until=now, limit=100)
    (alert,) = [alert for alert in lent if alert.chat_id == office.halyna]
    alerts = office.services.alerts

    assert await alerts.verify(office.halyna, f" {alert.code.upper()} ") == alert
    assert await alerts.verify(office.clara, alert.code) is None
    assert await alerts.verify(office.halyna, "guessed") is None


async def test_tidying_drops_ids_of_updates_that_cannot_come_again_and_no_others(office: Office) -> None:
    async with office.store.writing() as writing:
        await writing.mark_answered([1], at=office.clock.now)
    office.clock.moves(timedelta(seconds=1))
    async with office.store.writing() as writing:
        await writing.mark_answered([2], at=office.clock.now)
    office.clock.moves(UPDATES_KEPT)

    await Tidying(
        office.store, office.clock, office.questions, office.services.log, Tombstones(office.path)
    ).work()

    async with office.store.reading() as reading:
        assert await reading.answered_updates([1, 2]) == frozenset({2})
