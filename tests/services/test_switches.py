"""Exchange-day mode, and the pauses that owners press."""

from datetime import timedelta

import pytest

from bot.core.alerts import Delivered, EventKind, Outcome
from bot.core.answers import Listed
from bot.core.errors import AnswersPaused
from bot.core.pace import Pace
from bot.core.proposals import Proposed
from bot.core.switches import Switch
from bot.ports import Letter
from bot.services.deliver import Courier
from bot.services.outgoing import Outgoing
from bot.services.remind import Reminding
from storage.store import text_id
from tests.alerts.telegrams import Wordless
from tests.services.office import Office
from tests.services.test_inquire import LISTED, asks
from tests.services.test_propose import standing_by
from tests.services.test_report import reports

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DAY_OF_EXCHANGE = Switch.EXCHANGE_DAY


async def reminds(office: Office) -> None:
    services = office.services
    await Reminding(office.store, office.clock, text_id, services.rights, services.log).work()


class Everybody(Wordless):
    """A Telegram that takes everything."""

    def __init__(self) -> None:
        self.told: list[EventKind] = []

    async def send(self, letter: Letter) -> Outcome:
        self.told.append(letter.alert.event.kind)
        return Delivered()


async def delivers(office: Office) -> list[EventKind]:
    await office.announcements().work()
    telegram = Everybody()

    async def sleep(seconds: float) -> None:
        office.clock.moves(timedelta(seconds=seconds))

    outgoing = Outgoing(Pace(1000, 1000), lambda: office.clock().timestamp(), sleep)
    await Courier(office.store, office.clock, telegram, outgoing, sleep=sleep).work()
    return telegram.told


async def test_while_answers_are_paused_nobody_is_answered_and_nothing_is_a_no(office: Office) -> None:
    await office.published_list()
    switches = office.services.switches
    await switches.turn(office.anna, Switch.ANSWERS_PAUSED, on=True)

    with pytest.raises(AnswersPaused):
        await asks(office, LISTED)

    await switches.turn(office.bohdan, Switch.ANSWERS_PAUSED, on=False)
    assert isinstance(await asks(office, LISTED), Listed)
    assert [act for act in await office.acts() if act.startswith("answers")] == [
        "answers paused",
        "answers resumed",
    ]


async def test_while_alerts_are_paused_families_get_none_and_moderators_theirs(office: Office) -> None:
    batch = await office.announced_batch()
    await office.follows(office.halyna, batch.id)
    await office.confirms(batch.id)
    await office.services.switches.turn(office.anna, Switch.ALERTS_PAUSED, on=True)

    paused = await delivers(office)
    assert EventKind.BATCH_CONFIRMED not in paused
    assert EventKind.STATEMENT_WAITS in paused

    await office.services.switches.turn(office.anna, Switch.ALERTS_PAUSED, on=False)
    assert await delivers(office) == [EventKind.BATCH_CONFIRMED], "nothing is lost"


async def test_what_is_on_already_stays_on_since_then_and_is_noted_once(office: Office) -> None:
    switches = office.services.switches
    began = office.clock.now
    await switches.turn(office.anna, DAY_OF_EXCHANGE, on=True)
    office.clock.moves(HOUR)

    on = await switches.turn(office.bohdan, DAY_OF_EXCHANGE, on=True)

    assert (on[DAY_OF_EXCHANGE].at, on[DAY_OF_EXCHANGE].moderator) == (began, office.anna)
    assert (await office.acts()).count("exchange day begun") == 1


async def test_on_an_exchange_day_families_see_when_somebody_last_looked(office: Office) -> None:
    await office.published_list()
    assert (await office.services.batches.page()).heartbeat is None
    answer = await asks(office, LISTED)
    assert isinstance(answer, Listed)
    assert not answer.coverage.exchange_day

    await office.services.switches.turn(office.anna, DAY_OF_EXCHANGE, on=True)
    office.clock.moves(HOUR)
    checked = await office.services.moderators.checked(office.anna)

    page = await office.services.batches.page()
    assert page.heartbeat is not None
    assert page.heartbeat.last_check == checked
    answer = await asks(office, LISTED)
    assert isinstance(answer, Listed)
    assert answer.coverage.exchange_day
    assert answer.coverage.searched_up_to == checked


async def test_on_an_exchange_day_half_an_hour_without_a_look_reminds_all_who_can_look(
    office: Office,
) -> None:
    await office.services.moderators.checked(office.anna)
    await office.services.switches.turn(office.anna, DAY_OF_EXCHANGE, on=True)
    office.clock.moves(29 * MINUTE)
    await reminds(office)
    assert await office.owed(EventKind.HEARTBEAT_DUE) == []

    office.clock.moves(MINUTE)
    await reminds(office)
    await reminds(office)

    assert await office.owed(EventKind.HEARTBEAT_DUE) == sorted([office.anna, office.bohdan])
    await office.services.moderators.checked(office.bohdan)
    office.clock.moves(29 * MINUTE)
    await reminds(office)
    assert len(await office.owed(EventKind.HEARTBEAT_DUE)) == 2


async def test_on_any_other_day_one_reminder_comes_each_day_that_nobody_looked(office: Office) -> None:
    await office.services.moderators.checked(office.anna)
    for _ in range(2 * 24):
        office.clock.moves(HOUR)
        await reminds(office)

    assert await office.owed(EventKind.CHECK_DUE) == sorted([office.anna, office.bohdan] * 2)
    assert await office.owed(EventKind.HEARTBEAT_DUE) == []


async def test_a_report_calls_moderators_at_once_and_again_while_it_is_open(office: Office) -> None:
    edition = await office.published_list()
    await reports(office, edition)
    await reminds(office)
    office.clock.moves(5 * MINUTE)
    await reports(office, edition, row=3)
    await reminds(office)
    assert len(await office.owed(EventKind.REPORTS_WAIT)) == 2

    office.clock.moves(10 * MINUTE)
    await reminds(office)
    assert len(await office.owed(EventKind.REPORTS_WAIT)) == 4

    office.clock.moves(12 * HOUR)
    await reminds(office)
    assert len(await office.owed(EventKind.REPORTS_WAIT)) == 6


async def test_a_state_that_was_taken_back_is_not_paused_away(office: Office) -> None:
    """A pause keeps corrections too, and they go out first once it ends."""
    batch = await office.announced_batch()
    await office.follows(office.halyna, batch.id)
    await office.confirms(batch.id)
    await delivers(office)
    await office.services.switches.turn(office.anna, Switch.ALERTS_PAUSED, on=True)
    await office.withdraws(Proposed.WITHDRAW_STATEMENT, await standing_by(office, batch.id))
    assert EventKind.STATEMENT_CORRECTED not in await delivers(office)

    await office.services.switches.turn(office.anna, Switch.ALERTS_PAUSED, on=False)

    assert await delivers(office) == [EventKind.STATEMENT_CORRECTED]
