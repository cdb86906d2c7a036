"""What passes the gate at once, and what goes behind."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from markupsafe import Markup

from bot.core.pace import IDLE_PLACES, Pace
from bot.playground.people import HALYNA, MARINA
from bot.playground.server import serve
from bot.playground.world import TOKEN, World
from bot.services.outgoing import Outgoing
from handlers.context import send
from handlers.limiter import WHEN_IDLE, Limiter
from handlers.retries import Undelivered
from handlers.transport import NotingBot, make_bot
from handlers.wording import Said

RATE = 30


@dataclass
class Gate:
    """A gate under a time that passes only while something waits there."""

    now: float = 1000.0
    outgoing: Outgoing = field(init=False)

    def __post_init__(self) -> None:
        self.outgoing = Outgoing(Pace(RATE), lambda: self.now, self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.now += seconds

    def is_full_of_alerts(self) -> None:
        for chat in range(RATE):
            self.outgoing.end(self.outgoing.begin_alert(chat), accepted=True)


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
async def bot(gate: Gate) -> AsyncIterator[NotingBot]:
    world = World(people=[HALYNA, MARINA])
    world.opens(HALYNA.id, MARINA.id)
    async with serve(world, 0) as url, make_bot(TOKEN, api=url, limiter=Limiter(gate.outgoing)) as bot:
        yield bot


async def test_a_reply_waits_for_no_alert_and_what_nobody_waits_for_does(gate: Gate, bot: NotingBot) -> None:
    gate.is_full_of_alerts()

    await send(bot, HALYNA.id, Said(Markup("An answer")))
    assert gate.now == 1000

    await send(bot, MARINA.id, Said(Markup("A remark")), passes=WHEN_IDLE)
    assert gate.now == pytest.approx(1001, abs=0.01)


async def test_what_nobody_waits_for_leaves_one_after_another(gate: Gate, bot: NotingBot) -> None:
    for chat in (HALYNA, MARINA):
        await send(bot, chat.id, Said(Markup("A remark")), passes=WHEN_IDLE)

    assert gate.now == pytest.approx(1000 + IDLE_PLACES / RATE)


async def test_alerts_leave_no_room_for_what_nobody_waits_for(gate: Gate, bot: NotingBot) -> None:
    for number in range(8):
        await send(bot, (HALYNA, MARINA)[number % 2].id, Said(Markup("A remark")), passes=WHEN_IDLE)
    gate.now += 1
    began = gate.now
    for chat in range(RATE):
        await gate.sleep(gate.outgoing.alert_wait_s())
        gate.outgoing.end(gate.outgoing.begin_alert(chat), accepted=True)

    assert gate.now - began < 1.0


async def test_what_nobody_waits_for_gives_its_place_up_rather_than_wait_for_long(
    gate: Gate, bot: NotingBot
) -> None:
    for _ in range(5):
        await send(bot, HALYNA.id, Said(Markup("An answer")))

    with pytest.raises(Undelivered) as raised:
        await send(bot, HALYNA.id, Said(Markup("A remark")), passes=WHEN_IDLE)

    assert raised.value.wait_s == pytest.approx(5)
