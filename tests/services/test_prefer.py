"""Quiet hours, the daily digest, renewal and what is erased after a while. All people are invented."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.alerts import Delivered, EventKind
from bot.core.errors import BadValue, Unknown
from bot.core.exchanges import Category, StatementKind
from bot.core.preferences import BLOCKED_KEPT, Preferences, Quiet
from bot.core.proposals import Proposed
from bot.core.watches import UNDO_LASTS
from bot.services.digest import Digests
from bot.services.retain import ALWAYS, Retention
from storage.store import text_id
from tests.house import behind_its_back
from tests.services.office import Office
from tests.services.test_correct import lends, settles

TARAS = "Вигаданець Тарас Петрович, 2002"
DAY = timedelta(days=1)


def retention(office: Office) -> Retention:
    return Retention(office.store, office.clock, text_id, office.services.forgetting)


async def digests(office: Office) -> list[str]:
    """The chats that are owed a digest by now."""
    await office.announcements().work()
    await Digests(office.store, office.clock, text_id).work()
    return await office.owed(EventKind.DIGEST)


# quiet hours


@pytest.mark.parametrize(
    ("quiet", "zone", "hour_utc", "silent"),
    [
        (Quiet(22, 7), "Europe/Kyiv", 19, True),
        (Quiet(22, 7), "Europe/Kyiv", 18, False),
        (Quiet(22, 7), "Europe/Kyiv", 3, True),
        (Quiet(22, 7), "Europe/Kyiv", 4, False),
        (Quiet(22, 7), "America/New_York", 19, False),
        (Quiet(9, 17), "Europe/Kyiv", 9, True),
        (Quiet(9, 17), "Europe/Kyiv", 15, False),
        (None, "Europe/Kyiv", 23, False),
    ],
)
def test_quiet_hours_are_those_of_the_persons_zone(
    quiet: Quiet | None, zone: str, hour_utc: int, silent: bool
) -> None:
    now = datetime(2025, 6, 9, hour_utc, 30, tzinfo=UTC)
    assert Preferences(quiet=quiet, zone=zone).is_quiet(now) is silent


async def test_a_zone_that_is_not_offered_and_a_long_phrase_are_refused(office: Office) -> None:
    preferring = office.services.preferring
    with pytest.raises(BadValue):
        await preferring.choose_zone(office.halyna, "Mars/Olympus")
    with pytest.raises(BadValue):
        await preferring.choose_phrase(office.halyna, "ф" * 61)


async def test_the_safe_phrase_cannot_be_read_in_the_database(office: Office) -> None:
    chosen = await office.services.preferring.choose_phrase(office.halyna, "синій пароплав")

    assert chosen.phrase == "синій пароплав"
    assert "пароплав" not in repr(office.everything()["preferences"])


# the digest


async def test_news_waits_for_the_evening_of_who_prefers_a_digest(office: Office) -> None:
    batch = await office.announced_batch()
    for chat in (office.halyna, office.clara):
        await office.services.follows.follow(chat, batch.id)
    await office.services.preferring.choose_digest(office.halyna, digest=True)
    await office.confirms(batch.id)

    assert await digests(office) == []
    assert await office.owed(EventKind.BATCH_CONFIRMED) == [office.clara]

    office.clock.moves(DAY)
    assert await digests(office) == [office.halyna]
    office.clock.moves(DAY)
    assert await digests(office) == [office.halyna], "once"


async def test_whoever_wishes_for_no_digest_any_more_is_told_what_waits(office: Office) -> None:
    batch = await office.announced_batch()
    await office.services.follows.follow(office.halyna, batch.id)
    await office.services.preferring.choose_digest(office.halyna, digest=True)
    await office.confirms(batch.id)
    assert await digests(office) == []

    await office.services.preferring.choose_digest(office.halyna, digest=False)

    assert await digests(office) == [office.halyna]


async def test_remains_are_never_part_of_a_digest(office: Office) -> None:
    batch = await office.sets_up_batch(Category.REMAINS)
    await office.agrees(await office.submits(batch.id, StatementKind.ANNOUNCEMENT))
    await office.services.follows.follow(office.halyna, batch.id)
    await office.services.preferring.choose_digest(office.halyna, digest=True)
    await office.confirms(batch.id)
    office.clock.moves(DAY)

    assert await digests(office) == []
    assert await office.owed(EventKind.BATCH_CONFIRMED) == [office.halyna]


async def test_a_correction_reaches_who_was_told_by_a_digest(office: Office) -> None:
    batch = await office.announced_batch()
    await office.services.follows.follow(office.halyna, batch.id)
    await office.services.preferring.choose_digest(office.halyna, digest=True)
    await office.confirms(batch.id)
    await office.announcements().work()
    office.clock.moves(DAY)
    assert await digests(office) == [office.halyna]
    for alert in await lends(office):
        await settles(office, alert, Delivered())

    await office.withdraws(Proposed.WITHDRAW_STATEMENT, (await office.batch(batch.id)).standing_by or "")

    assert await office.owed(EventKind.STATEMENT_CORRECTED) == [office.halyna]


# renewal and the end


async def test_a_watch_asks_after_150_days_and_ends_after_180(office: Office) -> None:
    watched = await office.watches(office.halyna, TARAS)
    office.clock.moves(149 * DAY)
    await retention(office).work()
    assert await office.owed(EventKind.WATCH_RENEWAL) == []

    office.clock.moves(DAY)
    await retention(office).work()
    await retention(office).work()
    assert await office.owed(EventKind.WATCH_RENEWAL) == [office.halyna], "once"

    office.clock.moves(30 * DAY)
    await retention(office).work()
    assert await office.owed(EventKind.WATCH_ENDED) == [office.halyna]
    with pytest.raises(Unknown):
        await office.services.watches.one(office.halyna, watched.watch.id)


async def test_a_renewed_watch_is_asked_about_again_and_does_not_end(office: Office) -> None:
    watched = await office.watches(office.halyna, TARAS)
    office.clock.moves(150 * DAY)
    await retention(office).work()
    await office.services.watches.renew(office.halyna, watched.watch.id)
    office.clock.moves(30 * DAY)
    await retention(office).work()
    assert await office.owed(EventKind.WATCH_ENDED) == []

    office.clock.moves(120 * DAY)
    await retention(office).work()

    assert await office.owed(EventKind.WATCH_RENEWAL) == [office.halyna, office.halyna]


async def test_what_was_ended_from_an_alert_is_erased_once_undo_is_over(office: Office) -> None:
    watched = await office.watches(office.halyna, TARAS)
    await office.services.watches.end(office.halyna, watched.watch.id)
    await retention(office).work()
    assert office.everything()["watches"] != []

    office.clock.moves(UNDO_LASTS)
    await retention(office).work()

    assert office.everything()["watches"] == []
    assert await office.owed(EventKind.WATCH_ENDED) == [], "they ended it themselves"


async def test_a_clock_that_jumps_ends_no_more_than_usual(office: Office) -> None:
    for number in range(ALWAYS + 1):
        await office.watches(await office.somebody(number), TARAS)
    office.clock.moves(3650 * DAY)

    rung: list[EventKind] = []
    await replace(retention(office), ring=rung.append).work()
    assert len(office.everything()["watches"]) == ALWAYS + 1
    assert rung == [EventKind.RETENTION_STOPPED]

    wanted = replace(retention(office), erase_many_on=office.clock.now.date())
    await wanted.work()
    assert office.everything()["watches"] == []


async def test_who_has_blocked_the_bot_for_thirty_days_is_erased(office: Office) -> None:
    await office.watches(office.halyna, TARAS)
    blocked = (int(office.clock.now.timestamp() * 1000), office.halyna)
    await behind_its_back(office.path, "UPDATE chats SET blocked_at = ? WHERE id = ?", blocked)
    office.clock.moves(BLOCKED_KEPT - DAY)
    await retention(office).work()
    async with office.store.reading() as reading:
        assert (await reading.chat(office.halyna)).blocked

    office.clock.moves(DAY)
    await retention(office).work()

    async with office.store.reading() as reading:
        with pytest.raises(Unknown):
            await reading.chat(office.halyna)
    assert office.everything()["watches"] == []
