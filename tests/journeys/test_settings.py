"""How a person wishes to be told: chosen by chat, and seen in what comes."""

from bot.core.preferences import Quiet
from tests.house import House
from tests.journeys.test_watches import IVAN, confirmed, sent_with
from tests.moderating import ready_house


async def test_everything_is_chosen_from_one_screen(house: House) -> None:
    shown = await house.follower.says("/settings")
    assert "Quiet hours: 22:00–07:00 (Kyiv)." in shown
    await house.follower.presses("Quiet hours")
    assert "Quiet hours: 21:00–08:00" in await house.follower.presses("21:00–08:00")
    await house.follower.presses("Time zone")
    assert "(Warsaw)" in await house.follower.presses("Warsaw")
    await house.follower.presses("Quiet hours")
    assert "Quiet hours: none." in await house.follower.presses("No quiet hours")
    assert "also on a locked screen" in await house.follower.presses("Say it at once in alerts")
    assert "they say at once" in await house.follower.presses("Say it at once in alerts")
    assert "they name nobody" in await house.follower.presses("Name nobody in alerts")
    assert "once a day, at 18:00" in await house.follower.presses("News once a day")
    assert "News of exchange groups: at once." in await house.follower.presses("News at once")
    await house.follower.presses("Safe phrase")
    assert "at most 60 characters" in await house.follower.says("b" * 61)
    assert "Safe phrase: “blue steamer”." in await house.follower.says("blue steamer")
    await house.follower.presses("Safe phrase")
    assert "Safe phrase: none." in await house.follower.presses("Without a safe phrase")


async def test_the_safe_phrase_stands_in_an_alert_which_is_silent_in_quiet_hours(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says(IVAN)
    await house.follower.presses("Watch")
    await house.follower.says("/settings")
    await house.follower.presses("Safe phrase")
    await house.follower.says("blue steamer")
    chat = await house.services.follows.visitor(house.follower.person.id, language="en")
    assert chat.chat is not None
    await house.services.preferring.choose_quiet(chat.chat.id, Quiet(0, 24))

    await confirmed(house, first, second)

    alert = await house.follower.hears("There is an update on your watch 1.")
    assert "\nblue steamer\n" in alert
    told = [s for s in house.world.ledger.of(house.follower.person.id) if s.kind == "sent"]
    assert told[-1].silent


async def test_whoever_chose_so_is_told_at_once_and_nobody_can_forward_it(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says(IVAN)
    await house.follower.presses("Watch")
    await house.follower.says("/settings")
    await house.follower.presses("Say it at once in alerts")
    await house.follower.presses("Say it at once in alerts")

    await confirmed(house, first, second)

    alert = await house.follower.hears("Alert 1.")
    assert "This name is on a list: Петренко Іван Васильович, 1999." in alert
    assert sent_with(house.follower, "Alert 1.").get("has_protected_content")
