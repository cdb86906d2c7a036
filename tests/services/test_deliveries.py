"""Any moderator stops the rest of what is told; who was told stays told. All people are invented."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from bot.core.alerts import (
    Alert,
    Delivered,
    Event,
    EventKind,
    Malformed,
    Outcome,
    Refused,
    TryLater,
    Uncertain,
)
from bot.core.deliveries import Coming
from bot.core.errors import NotAllowed, RoleTooLow, StoreUnavailable, WrongState
from bot.core.log import AuditLine, Deed
from bot.core.proposals import Proposed
from bot.core.roles import Role
from bot.ports import Recipient
from tests.builders import HOLD
from tests.services.office import LIST, Office
from tests.services.test_correct import lends, settles
from tests.services.test_prefer import digests
from tests.services.test_watch import FIRED, TARAS, fired, supersedes, words

CONFIRMED = EventKind.BATCH_CONFIRMED


async def confirmed(office: Office, *followers: str) -> Event:
    """A batch that these people follow is confirmed, and all of them are owed an alert; returns the event."""
    batch = await office.announced_batch()
    for follower in followers:
        await office.follows(follower, batch.id)
    await office.confirms(batch.id)
    await office.announcements().work()
    return await the_news(office)


async def the_news(office: Office) -> Event:
    async with office.store.reading() as reading:
        (event,) = [e for e in await reading.newest_news(limit=9) if e.kind is CONFIRMED]
    return event


async def lends_news(office: Office, count: int) -> list[Alert]:
    """Lend so many alerts to followers; what calls moderators is out of the way."""
    while (alert := (await lends(office, 1))[0]).event.kind is not CONFIRMED:
        await settles(office, alert, Delivered())
    return [alert, *await lends(office, count - 1)]


async def confirmed_for(office: Office, *watchers: str) -> Event:
    """A batch is confirmed of which these people watch one, and that nobody follows; returns the event."""
    edition = await office.published_list()
    for watcher in watchers:
        await office.watches(watcher, TARAS)
    await office.confirms((await office.batch_of(edition)).id)
    return await the_news(office)


async def compares_some(office: Office) -> list[str]:
    """Compare watches two by two until the disk breaks in between; returns who is owed an alert."""
    for at in count(1):
        matching = replace(office.services_over(office.breaking(at)).matching, at_once=2)
        with pytest.raises(StoreUnavailable):
            await matching.work()
        if some := await office.owed(FIRED):
            return some
    raise AssertionError


async def turns_alerts_off(office: Office, chat_id: str) -> None:
    async with office.store.writing() as writing:
        to = (await writing.recipients([chat_id]))[chat_id]
        assert isinstance(to, Recipient)
        await writing.save_chat(replace(to.chat, paused=True))


async def people(office: Office, count: int) -> list[str]:
    return sorted([await office.somebody(number) for number in range(count)])


async def test_what_was_not_sent_is_called_off_and_what_is_on_its_way_comes_back_to_nobody(
    office: Office,
) -> None:
    event = await confirmed(office, *await people(office, 6))
    told, uncertain, later, blocked = await lends_news(office, 4)
    await settles(office, told, Delivered())
    await settles(office, blocked, Refused())

    delivery = await office.services.deliveries.stop(event.id, moderator=office.anna)
    await settles(office, uncertain, Uncertain())
    await settles(office, later, TryLater())

    assert delivery.stopped_by == ""
    assert (delivery.coming.sent, delivery.coming.called_off, delivery.coming.ready) == (1, 3, 2)
    office.clock.moves(HOLD)
    assert await lends(office) == []
    async with office.store.writing() as writing:
        assert await writing.offer_again(blocked.chat_id, now=office.clock.now) == 0
    assert (await office.acts())[-1] == Deed.ALERTS_STOPPED
    with pytest.raises(WrongState):
        await office.services.deliveries.stop(event.id, moderator=office.bohdan)


@pytest.mark.parametrize("outcome", [Refused(), Malformed(), TryLater(), Uncertain()])
async def test_what_comes_back_after_a_stop_is_owed_to_nobody_news_and_persons_alike(
    office: Office, outcome: Outcome
) -> None:
    watcher, follower = await people(office, 2)
    event = await confirmed_for(office, watcher)
    await office.follows(follower, event.subject_id)
    await fired(office)
    on_way = [alert for alert in await lends(office) if alert.chat_id in {watcher, follower}]
    deliveries = office.services.deliveries
    await deliveries.stop(event.id, moderator=office.anna)

    for alert in on_way:
        await settles(office, alert, outcome)

    view = await deliveries.view(event.id, moderator=office.anna)
    assert view.coming == Coming(0, 0, 0, 0, called_off=2)
    assert await deliveries.held(moderator=office.anna) == []
    async with office.store.writing() as writing:
        assert [await writing.offer_again(chat, now=office.clock.now) for chat in (watcher, follower)] == [
            0,
            0,
        ]


async def test_a_stop_is_that_of_who_stopped_whatever_others_did_before_and_after(office: Office) -> None:
    await office.services.rights.know(office.anna, "Анна")
    await office.services.rights.know(office.bohdan, "Богдан")
    event = await confirmed(office, office.halyna)
    await office.services.deliveries.stop(event.id, moderator=office.anna)
    async with office.store.writing() as writing:
        await writing.add_to_audit(AuditLine(office.clock.now, office.bohdan, Deed.ALERTS_DROPPED, event.id))

    view = await office.services.deliveries.view(event.id, moderator=office.bohdan)

    assert view.stopped_by == "Анна"


async def test_a_later_correction_reaches_who_was_told_or_may_have_been(office: Office) -> None:
    event = await confirmed(office, *await people(office, 5))
    told, uncertain, on_way = await lends_news(office, 3)
    await settles(office, told, Delivered())
    await settles(office, uncertain, Uncertain())
    await office.services.deliveries.stop(event.id, moderator=office.anna)
    assert event.statement_id is not None

    await office.withdraws(Proposed.WITHDRAW_STATEMENT, event.statement_id)
    await settles(office, on_way, Delivered())

    owed = await office.owed(EventKind.STATEMENT_CORRECTED)
    assert owed == sorted([told.chat_id, uncertain.chat_id, on_way.chat_id])


async def test_stopped_in_the_midst_of_a_fan_out_nobody_more_is_owed_anything(office: Office) -> None:
    batch = await office.announced_batch()
    await office.follows(office.halyna, batch.id)
    await office.confirms(batch.id)
    event = await the_news(office)

    await office.services.deliveries.stop(event.id, moderator=office.anna)

    assert await office.owed(CONFIRMED) == []


async def test_what_watches_tell_by_the_same_statement_is_stopped_with_it(office: Office) -> None:
    edition = await office.published_list()
    first, second = await people(office, 2)
    for watcher in (first, second):
        await office.watches(watcher, TARAS)
    await office.confirms((await office.batch_of(edition)).id)
    await office.follows(office.halyna, (await office.batch_of(edition)).id)
    assert await fired(office) == [first, second]
    for alert in await lends(office):
        await settles(office, alert, Delivered() if alert.chat_id == first else TryLater())

    await office.services.deliveries.stop((await the_news(office)).id, moderator=office.anna)
    assert await office.owed(FIRED) == [first]

    # Another edition tells the one who was not told, and nobody twice.
    await supersedes(office, edition.list_id, *LIST, "Новенко;Петро;;1999")
    assert await fired(office) == [first, second]


async def test_what_watches_tell_is_counted_and_can_be_stopped_also_where_nobody_follows(
    office: Office,
) -> None:
    watchers = await people(office, 4)
    event = await confirmed_for(office, *watchers)
    deliveries = office.services.deliveries
    await fired(office)
    await turns_alerts_off(office, watchers[0])
    told, on_way, _ = [alert for alert in await lends(office) if alert.event.kind is FIRED]
    await settles(office, told, Delivered())

    before = await deliveries.view(event.id, moderator=office.anna)
    assert before.coming == Coming(3, 1, 0, 0, asleep=1, persons=3)
    stopped = await deliveries.stop(event.id, moderator=office.anna)
    await settles(office, on_way, Delivered())
    after = await deliveries.view(event.id, moderator=office.anna)

    assert (stopped.coming.sent, stopped.coming.called_off, stopped.coming.ready) == (1, 1, 2)
    assert (after.coming.sent, after.coming.called_off) == (2, 1)


async def test_a_later_edition_is_no_part_of_what_was_stopped(office: Office) -> None:
    edition = await office.published_list()
    await office.watches(office.halyna, TARAS)
    await office.confirms((await office.batch_of(edition)).id)
    await fired(office)
    event = await the_news(office)
    await office.services.deliveries.stop(event.id, moderator=office.anna)

    await supersedes(office, edition.list_id, *LIST, "Новенко;Петро;;1999")
    assert await fired(office) == [office.halyna]

    view = await office.services.deliveries.view(event.id, moderator=office.anna)
    assert view.coming == Coming(0, 0, 0, 0, called_off=1)


async def test_before_watches_are_compared_not_everybody_is_counted(office: Office) -> None:
    event = await confirmed_for(office, office.halyna)
    await office.announcements().work()

    view = await office.services.deliveries.view(event.id, moderator=office.anna)
    assert (view.coming.complete, view.can_be_stopped) == (False, True)
    await office.services.deliveries.stop(event.id, moderator=office.anna)

    assert await fired(office) == []


async def test_where_the_batch_has_no_list_there_is_nothing_to_compare_and_nothing_to_wait_for(
    office: Office,
) -> None:
    event = await confirmed(office, office.halyna)
    await office.watches(office.halyna, TARAS)

    await office.services.matching.work()

    view = await office.services.deliveries.view(event.id, moderator=office.anna)
    assert view.coming == Coming(1, 0, 0, 0)
    list_id = await office.list_of(event.subject_id)
    await office.services.moderators.checked(office.anna)
    await supersedes(office, list_id)
    assert await fired(office) == [office.halyna]


async def test_a_comparison_that_is_stopped_half_way_tells_nobody_more(office: Office) -> None:
    watchers = await people(office, 5)
    event = await confirmed_for(office, *watchers)
    some = await compares_some(office)
    assert 0 < len(some) < len(watchers)
    for alert in await lends(office):
        await settles(office, alert, Delivered())

    await office.services.deliveries.stop(event.id, moderator=office.anna)

    assert await fired(office) == some


async def test_who_reads_it_in_a_digest_is_not_told_either(office: Office) -> None:
    preferring = office.services.preferring
    await preferring.choose_digest(office.halyna, digest=True)
    event = await confirmed(office, office.halyna)
    view = await office.services.deliveries.view(event.id, moderator=office.anna)
    assert (view.coming.later, view.coming.ready, view.can_be_stopped) == (1, 0, True)

    stopped = await office.services.deliveries.stop(event.id, moderator=office.anna)

    assert stopped.coming.later == 0
    await preferring.choose_digest(office.halyna, digest=False)
    await digests(office)
    digest = [alert for alert in await lends(office) if alert.event.kind is EventKind.DIGEST]
    assert [await words(office, alert) for alert in digest] == [None], "it has nothing left to tell"


async def test_every_moderator_may_stop_and_nobody_else(office: Office) -> None:
    event = await confirmed(office, office.halyna)
    with pytest.raises(NotAllowed):
        await office.services.deliveries.stop(event.id, moderator=office.clara)

    await office.grants_clara(Role.VIEWER)
    await office.services.deliveries.stop(event.id, moderator=office.clara)


async def test_who_only_looks_settles_nothing_that_is_held(office: Office) -> None:
    event = await confirmed(office, office.halyna)
    await office.grants_clara(Role.VIEWER)
    (alert,) = [alert for alert in await lends(office) if alert.event.kind is CONFIRMED]
    await settles(office, alert, Malformed())
    deliveries = office.services.deliveries

    with pytest.raises(RoleTooLow):
        await deliveries.release(event.id, moderator=office.clara)
    with pytest.raises(RoleTooLow):
        await deliveries.drop(event.id, up_to=office.clock.now, moderator=office.clara)
    (held,) = await deliveries.held(moderator=office.clara)
    assert (held.key, held.kind, held.alerts) == (event.id, CONFIRMED, 1)

    assert await deliveries.release(held.key, moderator=office.anna) == 1
    with pytest.raises(WrongState):
        await deliveries.drop(held.key, up_to=held.since, moderator=office.anna)


async def test_held_alerts_about_persons_stand_together_and_the_log_says_nothing_of_whom(
    office: Office,
) -> None:
    edition = await office.published_list()
    watchers = await people(office, 2)
    for watcher in watchers:
        await office.watches(watcher, TARAS)
    await office.confirms((await office.batch_of(edition)).id)
    await fired(office)
    for alert in await lends(office):
        await settles(office, alert, Malformed() if alert.chat_id in watchers else Delivered())

    (held,) = await office.services.deliveries.held(moderator=office.anna)
    assert (held.key, held.alerts) == (FIRED, 2)
    assert await office.services.deliveries.drop(held.key, up_to=held.since, moderator=office.anna) == 2

    async with office.store.reading() as reading:
        (line,) = await reading.audit(limit=1)
    assert (line.act, line.subject) == (Deed.ALERTS_DROPPED, FIRED)
    assert await office.owed(FIRED) == []


async def test_held_corrections_are_dropped_by_nobody(office: Office) -> None:
    event = await confirmed(office, office.halyna)
    for alert in await lends(office):
        await settles(office, alert, Delivered())
    assert event.statement_id is not None
    await office.withdraws(Proposed.WITHDRAW_STATEMENT, event.statement_id)
    await office.announcements().work()
    for alert in await lends(office):
        await settles(office, alert, Malformed() if alert.chat_id == office.halyna else Delivered())
    deliveries = office.services.deliveries
    (held,) = await deliveries.held(moderator=office.anna)

    with pytest.raises(WrongState):
        await deliveries.drop(held.key, up_to=held.since, moderator=office.anna)

    assert await deliveries.held(moderator=office.anna) == [held]
    assert await deliveries.release(held.key, moderator=office.anna) == 1


async def test_what_was_held_since_somebody_looked_is_not_dropped_with_the_rest(office: Office) -> None:
    event = await confirmed(office, *await people(office, 2))
    seen, later = await lends_news(office, 2)
    await settles(office, seen, Malformed())
    deliveries = office.services.deliveries
    shown = await deliveries.held_of(event.id, moderator=office.anna)
    office.clock.moves(timedelta(seconds=1))
    await settles(office, later, Malformed())

    assert await deliveries.drop(shown.key, up_to=shown.since, moderator=office.anna) == 1

    (left,) = await deliveries.held(moderator=office.anna)
    assert (left.alerts, left.since) == (1, office.clock.now)


async def test_held_alerts_of_watches_that_are_sent_again_are_reported_with_their_confirmation(
    office: Office,
) -> None:
    event = await confirmed_for(office, office.halyna)
    await fired(office)
    for alert in await lends(office):
        await settles(office, alert, Malformed() if alert.event.kind is FIRED else Delivered())
    async with office.store.writing() as writing:
        assert await writing.mark_reported(event.id)
        assert await writing.unreported_events() == []

    await office.services.deliveries.release(FIRED, moderator=office.anna)

    async with office.store.reading() as reading:
        assert await reading.unreported_events() == [event]
