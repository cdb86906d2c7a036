"""Moderators see how far alerts have come, stop the rest, and settle what Telegram takes in no form."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.switches import Switch
from bot.playground.people import EMILY, HALYNA, MARINA, THOMAS
from tests.alerts.confirming import Desk, chat_of, let_follow
from tests.house import House, Talker, open_house
from tests.journeys.test_watches import IVAN
from tests.journeys.test_withdrawals import withdraws
from tests.moderating import agrees, ready_house, states, two_moderators

FOLLOWERS = (HALYNA, MARINA, EMILY)
ON_WAY = "Alerts of a confirmation."
ALERT = "/verify "


async def followed(house: House) -> str:
    """A batch that three people follow, each in another language; returns its id."""
    batch_id = await Desk(house.services).announced_batch()
    house.world.opens(*(person.id for person in FOLLOWERS))
    await let_follow(house.services, FOLLOWERS, batch_id)
    return batch_id


async def board_says(talker: Talker, *words: str, about: str = ON_WAY) -> str:
    """Wait until a board or a report says all of this; returns it."""

    def found() -> list[str]:
        return [text for text in talker.shown if about in text and all(word in text for word in words)]

    await talker.world.until(found)
    return found()[-1]


def alerts_of(talker: Talker) -> list[str]:
    return [text for text in talker.shown if ALERT in text]


@pytest.fixture
async def held_house(tmp_path: Path, template: Path) -> AsyncIterator[House]:
    """The whole bot with a hold that does not end by itself."""
    async with open_house(tmp_path, template, hold=timedelta(minutes=10)) as opened:
        yield opened


async def test_before_a_confirmation_goes_out_all_see_for_whom_and_how_long_and_any_of_them_stops_it(
    held_house: House,
) -> None:
    first, second = await two_moderators(held_house)
    await followed(held_house)

    preview = await states(first, kind="confirmation that it took place")
    assert "3 chats would be told; that takes about this many minutes: 1." in preview
    assert "Of them in Ukrainian: 1, in Russian: 1, in English: 1." in preview
    await agrees(second)

    call = await first.hears("A confirmation is agreed and held: it can be stopped now.")
    assert "Of them in Ukrainian: 1, in Russian: 1, in English: 1." in call
    assert "Stopped: it has no effect." in await first.presses("Stop it")
    assert not any(alerts_of(held_house.talker(person)) for person in FOLLOWERS)


async def test_a_board_keeps_itself_up_to_date_also_over_a_restart_and_a_report_follows(house: House) -> None:
    first, _ = await two_moderators(house)
    batch_id = await followed(house)
    house.world.faults.add("429", method="sendMessage", chat_id=EMILY.id, share=1, retry_after=2)

    await Desk(house.services).confirmed(batch_id)
    await board_says(first, "Sent: 2, of them without a sound:", "Waiting: 1.")
    await house.restarts()
    house.world.faults.clear()

    report = await board_says(first, "Sent: 3,", "Waiting: 0.", "All of them are settled.")
    assert "Stop the rest" not in first.buttons, report
    await house.world.until(lambda: sum("settled" in text for text in alerts_of(first)) == 2)
    assert sum(ON_WAY in text for text in first.shown) == 2, "one board and one report"


async def test_the_rest_is_stopped_and_a_correction_reaches_exactly_who_was_told(house: House) -> None:
    first, second = await two_moderators(house)
    batch_id = await followed(house)
    house.world.faults.add("429", method="sendMessage", chat_id=EMILY.id, share=1, retry_after=3600)
    await Desk(house.services).confirmed(batch_id)
    await board_says(first, "Sent: 2,")
    await board_says(second, "Sent: 2,")

    asked = await first.presses("Stop the rest")
    assert "Told so far: 2. Not told any more, if you stop it: 1." in asked
    await second.presses("Stop the rest")
    stopped = await first.presses("Stop the rest now")
    assert f"The rest was stopped ({THOMAS.first_name}," in stopped
    assert "Not sent any more: 1." in stopped
    report = await board_says(second, "The rest was stopped (", "Not sent any more: 1.", "Waiting: 0.")
    assert "Sent: 2," in report
    assert "rest of the alerts stopped" in await second.says("/log")
    old = await second.presses("Stop the rest now")
    assert "This was settled already (rest of the alerts stopped" in old

    house.world.faults.clear()
    await withdraws(first, second, "June 9, 2025 · Ukraine · confirmation that it took place")
    await house.mother.hears("Виправлення.")
    await house.wife.hears("Исправление.")
    assert [len(alerts_of(house.talker(person))) for person in FOLLOWERS] == [2, 2, 0]


async def test_what_watches_would_tell_is_counted_before_it_is_stopped_with_the_rest(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says(IVAN)
    await house.follower.presses("Watch")
    house.world.faults.add("429", method="sendMessage", chat_id=EMILY.id, share=1, retry_after=3600)
    await states(first, kind="confirmation that it took place")
    await agrees(second)
    await board_says(second, "Waiting: 1.")

    asked = await second.presses("Stop the rest")
    assert "Told so far: 0. Not told any more, if you stop it: 1." in asked
    assert "Among these, about watches: 1." in asked
    await second.presses("Stop the rest now")
    await board_says(second, "The rest was stopped (", "Not sent any more: 1.", "Waiting: 0.")


async def test_what_is_paused_says_so_and_a_correction_cannot_be_stopped(house: House) -> None:
    first, second = await two_moderators(house)
    batch_id = await followed(house)
    await Desk(house.services).confirmed(batch_id)
    await board_says(first, "All of them are settled.")
    owner = await chat_of(house.services, THOMAS)
    await house.services.switches.turn(owner, Switch.ALERTS_PAUSED, on=True)

    await withdraws(first, second, "June 9, 2025 · Ukraine · confirmation that it took place")
    board = await board_says(first, "Waiting: 3.", about="Corrections.")
    assert "Nothing goes out to families just now" in board
    assert "Stop the rest" not in first.buttons

    await first.says("/desk")
    assert "Waiting: 3." in await first.presses("Alerts on their way")


async def test_what_telegram_takes_in_no_form_is_sent_again_or_dropped(house: House) -> None:
    first, second = await two_moderators(house)
    batch_id = await followed(house)
    for person in (MARINA, EMILY):
        house.world.faults.add("400", method="sendMessage", chat_id=person.id, share=1)
    await Desk(house.services).confirmed(batch_id)
    await first.hears("Telegram refuses some alerts, even as plain text.")
    house.world.faults.clear()

    held = await first.presses("Held alerts")
    assert "1. a confirmation: 2, the last since" in held
    asked = await first.presses("1. Drop")
    assert "Drop these alerts (a confirmation: 2)? They then reach nobody" in asked
    assert alerts_of(house.wife) == []
    assert "2 alerts are sent again." in await first.presses("1. Send again")
    await house.follower.hears(ALERT)
    await house.wife.hears(ALERT)
    assert "held alerts sent again" in await second.says("/log")
    assert "No alert is held." in await first.presses("Held alerts")
    assert "This was done or changed meanwhile" in await first.presses("Drop them")


async def test_a_held_alert_that_is_dropped_reaches_nobody(house: House) -> None:
    first, second = await two_moderators(house)
    batch_id = await followed(house)
    house.world.faults.add("400", method="sendMessage", chat_id=EMILY.id, share=1)
    await Desk(house.services).confirmed(batch_id)
    await board_says(first, "Held, because Telegram refuses them in any form: 1.")
    house.world.faults.clear()

    await second.says("/desk")
    await second.presses("Held alerts")
    await second.presses("1. Drop")
    assert "1 alert was dropped." in await second.presses("Drop them")
    assert "held alerts dropped" in await second.says("/log")
    await second.says("/desk")
    assert "Held alerts" not in second.buttons
    assert alerts_of(house.follower) == []


async def test_held_corrections_are_only_sent_again(house: House) -> None:
    first, second = await two_moderators(house)
    batch_id = await followed(house)
    await Desk(house.services).confirmed(batch_id)
    await board_says(first, "All of them are settled.")
    house.world.faults.add("400", method="sendMessage", chat_id=MARINA.id, share=1)
    await withdraws(first, second, "June 9, 2025 · Ukraine · confirmation that it took place")
    await board_says(first, "Held, because Telegram refuses them in any form: 1.", about="Corrections.")
    house.world.faults.clear()

    assert "1. corrections: 1, the last since" in await first.presses("Held alerts")
    assert first.buttons == ["1. Send again", "Desk"]
    assert "1 alert is sent again." in await first.presses("1. Send again")
    await house.wife.hears("Исправление.")
