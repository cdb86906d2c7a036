"""The day of an exchange: a heartbeat that families see, and the pauses that owners press."""

from tests.house import House
from tests.moderating import agrees, ready_house, states

NAME = "Petrenko Ivan Vasylovych, 1999"


async def test_on_an_exchange_day_families_see_when_somebody_last_looked(house: House) -> None:
    first, second = await ready_house(house)
    await first.says("/desk")
    await first.presses("Begin an exchange day")
    noted = await first.presses("Checked: nothing new")
    moment = noted.partition(" at ")[2].removesuffix(".")

    batches = await house.follower.says("/batches")
    await house.follower.says(NAME)
    answer = await house.follower.presses("Details")

    assert f"Exchange day: our moderators last looked for news at {moment}." in batches
    assert f"Searched as of {moment}. It is an exchange day" in answer
    assert "Exchange day since" in await second.says("/desk")
    await second.presses("End the exchange day")
    assert "Exchange day" not in await house.follower.says("/batches")


async def test_while_answers_are_paused_everybody_gets_one_neutral_message(house: House) -> None:
    first, second = await ready_house(house)
    await first.says("/pause")
    await first.presses("Pause answers")

    for name in (NAME, "Nobody Atall, 1990"):
        assert "We do not answer questions about names for a while. This is not a “no”" in (
            await house.follower.says(name)
        )
    assert "Answers are paused since" in await second.says("/desk")

    await second.says("/resume")
    await second.presses("Resume answers")
    assert "This name is on a list" in await house.follower.says(NAME)


async def test_while_alerts_are_paused_they_are_kept_and_those_who_look_are_told(house: House) -> None:
    first, second = await ready_house(house)
    await first.says("/pause")
    await first.presses("Pause alerts")
    await house.follower.says(NAME)
    followed = await house.follower.presses("Follow")
    assert "We have paused our alerts for a while" in followed
    await states(first, kind="confirmation that it took place")
    await agrees(second)
    await second.says("/desk")
    assert "We have paused our alerts for a while" in await house.follower.says("/my")
    assert not [text for text in house.follower.shown if "has confirmed that the exchange" in text]

    await first.says("/resume")
    await first.presses("Resume alerts")

    await house.follower.hears("has confirmed that the exchange took place")


async def test_only_owners_pause(house: House) -> None:
    await ready_house(house)

    assert "There is no such command." in await house.follower.says("/pause")
    assert "There is no such command." in await house.follower.forges("switch:answers_paused:on")
    assert "This name is on a list" in await house.follower.says(NAME)
