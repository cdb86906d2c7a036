"""What people notice of somebody who writes without end."""

from datetime import timedelta

import pytest

from bot.core.pace import Pace
from bot.playground.people import EMILY, HALYNA, OKSANA
from bot.services.outgoing import Outgoing
from handlers.application import settle_excess
from handlers.context import Door, begin
from handlers.limiter import Limiter
from handlers.transport import make_bot
from tests.builders import GivenClock
from tests.handlers.updates import a_message
from tests.house import STRANGER, House
from tests.journeys.test_roles import is_granted

FLOOD = 150


async def test_a_moderator_who_presses_quickly_beside_a_flood_gets_every_answer(house: House) -> None:
    await house.oksana.says("/desk")
    before = len(house.oksana.shown)

    for _ in range(FLOOD):
        house.world.says(STRANGER.id, "/help")
    for _ in range(9):
        house.world.says(OKSANA.id, "/help")

    await house.world.until(lambda: len(house.oksana.shown) == before + 9, 20)


async def test_that_something_stays_unread_is_told_behind_alerts(house: House) -> None:
    await house.stranger.says("/start")
    now = [1000.0]

    async def sleep(seconds: float) -> None:
        now[0] += seconds

    outgoing = Outgoing(Pace(30), lambda: now[0], sleep)
    door = Door(house.services, GivenClock(), "", timedelta(days=7))
    for chat in range(30):
        outgoing.end(outgoing.begin_alert(chat), accepted=True)

    async with make_bot(house.world.token, api=house.settings.telegram_api, limiter=Limiter(outgoing)) as bot:
        await settle_excess(bot, door, a_message(STRANGER.id), 7)

    assert now[0] == pytest.approx(1001, abs=0.01)
    assert "7 " in house.stranger.last


async def test_who_is_a_moderator_is_remembered_from_the_last_look(house: House) -> None:
    await is_granted(house, "editor")
    was_one = {STRANGER.id}
    door = Door(house.services, GivenClock(), "", timedelta(days=7), moderators=was_one)

    async with make_bot(house.world.token, api=house.settings.telegram_api) as bot:
        for person in (OKSANA, EMILY, HALYNA, STRANGER):
            await (await begin(a_message(person.id), bot, door)).role()

    assert door.moderators == {OKSANA.id, EMILY.id}
