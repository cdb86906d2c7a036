"""Somebody else with the token, forged presses and starts, a flood."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.assembly import look_at_webhook
from bot.core.alerts import EventKind
from bot.playground.people import OKSANA
from handlers.transport import make_bot
from tests.house import House
from tests.moderating import ready_house


async def test_a_webhook_that_is_not_ours_is_told_to_moderators_and_turned_back(house: House) -> None:
    bot = make_bot(house.world.token, api=house.settings.telegram_api)
    async with bot:
        # The intruder has the token too.
        await bot.set_webhook("https://intruder.example/steal")
        await look_at_webhook(bot, house.settings, house.services.alarms)
        assert house.services.alarms.waiting == {EventKind.FOREIGN_WEBHOOK}
        assert (await bot.get_webhook_info()).url == ""


async def test_our_own_way_of_running_rings_nothing(house: House) -> None:
    bot = make_bot(house.world.token, api=house.settings.telegram_api)
    async with bot:
        await look_at_webhook(bot, house.settings, house.services.alarms)
    assert house.services.alarms.waiting == set()


async def test_an_alarm_reaches_every_moderator_and_once_an_hour(house: House) -> None:
    await house.thomas.says("/desk")
    await house.oksana.says("/desk")
    house.services.alarms.ring(EventKind.FOREIGN_POLLER)
    assert "uses this bot’s token" in await house.thomas.hears("uses this bot’s token")
    await house.oksana.hears("користується токеном цього бота")
    house.services.alarms.ring(EventKind.FOREIGN_POLLER)
    await house.services.alarms.work()
    told = [text for text in house.talker(OKSANA).shown if "токеном цього бота" in text]
    assert len(told) == 1


FORGED = st.one_of(
    st.text(max_size=64),
    st.builds(
        "{}:{}".format,
        st.sampled_from(["edpub", "stagr", "pragr", "gragr", "forget", "mydata", "switch", "follow", "form"]),
        st.text(alphabet="abcdefghjkmnpqrstuvwxyz23456789:", max_size=40),
    ),
)


@pytest.mark.parametrize("act", ["edpub", "edsub", "stagr", "ststop", "pragr", "gragr", "switch", "checked"])
async def test_a_strangers_forged_press_of_a_moderators_button_has_no_effect(house: House, act: str) -> None:
    await ready_house(house)
    await house.stranger.says("/start")
    async with house.services.factor.store.reading() as reading:
        before = len(await reading.audit(limit=500))

    for argument in ("", "on", "answers_paused:on", "abcdefghjk", "abcdefghjk:abcdefghjk"):
        await house.stranger.forges(f"{act}:{argument}")

    async with house.services.factor.store.reading() as reading:
        assert len(await reading.audit(limit=500)) == before
        assert await reading.switches() == {}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FORGED, min_size=100, max_size=100))
def test_ten_thousand_forged_buttons_are_read_as_nothing_that_was_not_written(carried: list[str]) -> None:
    from bot.core.errors import Unknown
    from handlers.buttons import Act, read

    for data in carried:
        try:
            press = read(data)
        except Unknown:
            continue
        assert press.act in set(Act)
        assert len(data) <= 64


def test_who_floods_waits_and_others_do_not() -> None:
    from bot.core.limits import Buckets
    from tests.builders import GivenClock

    clock, buckets = GivenClock(), Buckets()
    taken = sum(buckets.takes(1, now=clock()) for _ in range(60_000))
    assert taken <= 240
    assert buckets.takes(2, now=clock())
    clock.moves(timedelta(minutes=1))
    assert buckets.takes(1, now=clock())
