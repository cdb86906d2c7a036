"""Boards and reports over a real store and the loopback Telegram; time passes only when somebody says so."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.core.alerts import Event, EventKind, Outcome
from bot.core.deliveries import Delivery
from bot.core.errors import StoreUnavailable
from bot.core.pace import Pace
from bot.playground.ledger import Shown
from bot.playground.people import OKSANA
from bot.playground.world import TOKEN
from bot.ports import Board, Noticeboard
from bot.services.cockpit import Cockpit
from bot.services.deliver import Courier
from bot.services.factor import SecondFactor
from bot.services.outgoing import Outgoing, ToldToWait
from bot.services.rights import Rights
from handlers.board import TelegramNoticeboard
from handlers.transport import make_bot
from storage.store import text_id
from tests.alerts.office import MINUTE, SECOND, Office, watches_over
from tests.storage.builders import SEALING

EVERY = timedelta(seconds=10)
NIGHT = timedelta(hours=10)
"""From noon in Greenwich to one at night in Kyiv."""


class Tower:
    """The cockpit, with the courier whose work it shows, and one moderator who looks at it."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.outgoing = Outgoing(Pace(1000), lambda: office.clock().timestamp(), office.clock.sleep)
        office.world.adds(OKSANA)
        office.world.opens(OKSANA.id)
        self.courier = Courier(
            office.store, office.clock, office.telegram, self.outgoing, sleep=office.clock.sleep, lease=MINUTE
        )
        self.starts()

    def starts(self) -> None:
        """Begin with an empty memory, as after a restart."""
        office = self.office
        watches = watches_over(office.store, office.clock)
        self.bot = make_bot(TOKEN, api=office.url)
        factor = SecondFactor(office.store, office.clock, SEALING.factors, required=False)
        rights = Rights(office.store, office.clock, frozenset({OKSANA.id}), factor)
        board = TelegramNoticeboard(self.bot, office.store, watches, self.outgoing, office.clock)
        self.cockpit = Cockpit(office.store, office.clock, text_id, rights, board)

    def shows_by(self, noticeboard: Callable[[Noticeboard], Noticeboard]) -> None:
        self.cockpit = replace(self.cockpit, noticeboard=noticeboard(self.cockpit.noticeboard))

    async def looks(self, *, after: timedelta = EVERY, delivers: bool = True) -> None:
        self.office.clock.passes(after)
        async with self.bot:
            await self.cockpit.work()
        for _ in range(2 if delivers else 0):
            # One chat gets one message a second.
            self.office.clock.passes(SECOND)
            await self.courier.work()

    def shown(self, kind: str) -> list[Shown]:
        return [shown for shown in self.office.world.ledger.of(OKSANA.id) if shown.kind == kind]


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Telegram takes its time: something happens while a message is edited."""

    real: Noticeboard
    happens: Callable[[], Awaitable[object]]

    async def show(self, board: Board, delivery: Delivery) -> Outcome:
        outcome = await self.real.show(board, delivery)
        await self.happens()
        return outcome


@dataclass(frozen=True, slots=True)
class Broken:
    """Messages about one event cannot be written, for a reason that nobody foresaw."""

    real: Noticeboard
    event: str

    async def show(self, board: Board, delivery: Delivery) -> Outcome:
        if delivery.event.id == self.event:
            raise ValueError(self.event)
        return await self.real.show(board, delivery)


async def stops(office: Office, event: str) -> None:
    async with office.store.writing() as writing:
        stop = Event(text_id(), EventKind.DELIVERY_STOPPED, event, None, office.clock())
        await writing.stop_delivery(stop)


async def releases(office: Office, event: str) -> None:
    async with office.store.writing() as writing:
        await writing.release_held(event, now=office.clock())


@pytest.fixture
def tower(office: Office) -> Tower:
    return Tower(office)


async def test_a_board_is_edited_where_something_changed_and_no_faster_than_anybody_reads(
    office: Office, tower: Tower
) -> None:
    *_, slow = await office.owes(20)
    waits = office.world.faults.add("429", method="sendMessage", chat_id=slow.id, share=1, retry_after=60)
    await tower.looks()
    (board,) = tower.shown("sent")
    assert "Waiting: 20." in board.text

    await tower.looks(delivers=False)
    (edited,) = tower.shown("edited")
    assert edited.message_id == board.message_id
    assert "Sent: 19, of them without a sound: 0." in edited.text
    assert "Waiting: 1." in edited.text
    assert "Alerts a second: 2. Minutes left, about: 1." in edited.text
    await tower.looks(after=SECOND, delivers=False)
    assert len(tower.shown("edited")) == 1, "nobody reads so fast"

    for _ in range(5):
        await tower.looks(delivers=False)
    assert len(tower.shown("edited")) == 2, "once, to say that nothing moves"
    assert waits.hits

    office.world.faults.clear()
    await tower.looks(after=MINUTE)
    await tower.looks()
    (*_, last), (_, report) = tower.shown("edited"), tower.shown("sent")
    assert "All of them are settled." in last.text
    assert "Sent: 20," in report.text
    assert "All of them are settled." in report.text

    for _ in range(5):
        await tower.looks()
    assert (len(tower.shown("edited")), len(tower.shown("sent"))) == (3, 2)


async def test_after_a_restart_the_same_board_goes_on(office: Office, tower: Tower) -> None:
    *_, slow = await office.owes(3)
    office.world.faults.add("429", method="sendMessage", chat_id=slow.id, share=1, retry_after=3600)
    await tower.looks()

    tower.starts()
    await tower.looks()
    tower.starts()
    await tower.looks()

    (board,) = tower.shown("sent")
    assert {edited.message_id for edited in tower.shown("edited")} == {board.message_id}
    assert "Sent: 2," in tower.shown("edited")[-1].text


async def test_a_board_that_its_moderator_deleted_is_left_alone(office: Office, tower: Tower) -> None:
    await office.owes(3)
    await tower.looks()
    gone = office.world.faults.add("400", method="editMessageText", share=1)

    await tower.looks()
    await tower.looks()

    assert gone.hits == 1
    assert "All of them are settled." in tower.shown("sent")[-1].text


async def test_a_board_that_cannot_be_reached_holds_back_no_report(office: Office, tower: Tower) -> None:
    await office.owes(3)
    await tower.looks()
    office.world.faults.add("500", method="editMessageText", share=1)

    await tower.looks()
    assert len(tower.shown("sent")) == 1, "for a minute the board is tried again"
    await tower.looks(after=MINUTE)

    assert "All of them are settled." in tower.shown("sent")[-1].text


async def test_what_comes_without_a_sound_is_counted(office: Office, tower: Tower) -> None:
    office.clock.passes(NIGHT)
    await office.owes(3)

    await tower.looks()
    await tower.looks()

    assert "Sent: 3, of them without a sound: 3." in tower.shown("sent")[-1].text


async def test_who_has_blocked_the_bot_and_who_turned_alerts_off_is_counted_apart(
    office: Office, tower: Tower
) -> None:
    blocker, asleep, _ = await office.owes(3)
    office.world.faults.add("403", method="sendMessage", chat_id=blocker.id, share=1)
    await office.turns_alerts_off(asleep)

    await tower.looks()
    await tower.looks()

    report = tower.shown("sent")[-1].text
    assert "Whatever can be sent now is sent; what else is owed is counted below." in report
    assert "Not delivered, because the bot is blocked or the chat gone: 1." in report
    assert "Waiting until they turn alerts on again: 1." in report


async def test_what_was_on_its_way_at_a_stop_and_lost_with_its_courier_is_reported_as_not_sent(
    office: Office, tower: Tower
) -> None:
    await office.owes(3)
    await tower.looks(delivers=False)
    now = office.clock()
    async with office.store.writing() as writing:
        await writing.lend_due_alerts(now=now, until=now + MINUTE, limit=9)
    await stops(office, "confirmed")

    await tower.looks()
    assert tower.shown("sent") == [], "they may still come back"
    for _ in range(2):
        await tower.looks(after=2 * MINUTE)

    report = tower.shown("sent")[-1].text
    assert "The rest was stopped (" in report
    assert "Not sent any more: 3." in report
    assert "Waiting: 0." in report


async def test_what_changes_while_the_boards_are_written_is_in_the_report(
    office: Office, tower: Tower
) -> None:
    held, *_ = await office.owes(3)
    office.world.faults.add("400", method="sendMessage", chat_id=held.id, share=1)
    await tower.looks()
    office.world.faults.clear()
    tower.shows_by(lambda real: Meanwhile(real, lambda: releases(office, "confirmed")))

    await tower.looks(delivers=False)
    await tower.looks()
    await tower.looks()

    (*_, report) = tower.shown("sent")
    assert "Sent: 3," in report.text
    assert "All of them are settled." in report.text
    assert len(tower.shown("sent")) == 2, "one board and one report"


async def test_who_is_still_owed_something_is_not_called_settled_and_what_is_released_is_reported_again(
    office: Office, tower: Tower
) -> None:
    held, asleep, _ = await office.owes(3)
    await office.turns_alerts_off(asleep)
    office.world.faults.add("400", method="sendMessage", chat_id=held.id, share=1)
    for _ in range(3):
        await tower.looks()
    first = tower.shown("sent")[-1].text
    assert "Whatever can be sent now is sent; what else is owed is counted below." in first
    assert "Held, because Telegram refuses them in any form: 1." in first
    assert "settled" not in first

    office.world.faults.clear()
    await releases(office, "confirmed")
    for _ in range(3):
        await tower.looks()

    assert len(tower.shown("sent")) == 3, "one board and two reports"
    second = tower.shown("sent")[-1].text
    assert "Sent: 2," in second
    assert "Held" not in second


async def test_a_board_that_is_in_trouble_holds_up_neither_the_others_nor_the_bot(
    office: Office, tower: Tower
) -> None:
    await office.owes(2)
    await tower.looks()
    await office.happens("again")
    tower.shows_by(lambda real: Broken(real, event="confirmed"))

    for _ in range(3):
        await tower.looks()

    assert "All of them are settled." in tower.shown("sent")[-1].text
    tower.starts()
    await tower.looks()
    assert sum("All of them are settled." in shown.text for shown in tower.shown("sent")) == 2


async def test_a_store_that_is_down_is_no_trouble_of_one_board(office: Office, tower: Tower) -> None:
    await office.owes(2)
    office.store.refusals = 1

    with pytest.raises(StoreUnavailable):
        await tower.looks()


async def test_news_that_concerns_nobody_is_not_reported(office: Office, tower: Tower) -> None:
    await office.owes(0)

    await tower.looks()
    await tower.looks()

    assert tower.shown("sent") == []


async def test_what_nobody_waits_for_goes_behind_everything_else(office: Office) -> None:
    outgoing = Outgoing(Pace(2), lambda: office.clock().timestamp(), office.clock.sleep)
    began = office.clock()
    for chat in (1, 2):
        outgoing.begin_alert(chat)

    await outgoing.begin_when_idle(3, patience_s=5)
    assert office.clock() - began > SECOND

    with pytest.raises(ToldToWait):
        await outgoing.begin_when_idle(3, patience_s=0)
