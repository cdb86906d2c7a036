"""Following more than one exchange group by chat, and more watches for a larger family."""

import re

from tests.house import House
from tests.moderating import agrees, announces, ready_house, sets_up_batch, states, two_moderators

CONFIRMED = "has confirmed that the exchange took place"


async def test_each_piece_of_news_comes_once_however_much_is_followed(house: House) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    await house.follower.says("/batches")
    await house.follower.presses(house.follower.buttons[0])
    await house.follower.presses("Follow more")
    assert "every exchange group of June 9, 2025" in await house.follower.presses("The whole exchange")
    await house.follower.says("/batches")
    await house.follower.presses(house.follower.buttons[0])
    await house.follower.presses("Follow more")
    assert "The whole exchange" not in house.follower.buttons
    followed = await house.follower.presses("The category in every exchange")
    assert "every exchange group of the category “under 25”" in followed

    await states(first, kind="confirmation that it took place")
    await agrees(second)

    await house.follower.hears(CONFIRMED)
    ended = await house.follower.presses("Stop following")
    assert "You no longer follow" in ended
    assert "What brought you the same news has ended with it." in ended
    assert len([text for text in house.follower.shown if CONFIRMED in text]) == 1
    assert "You follow nothing." in await house.follower.says("/my")
    await house.follower.presses("Undo")
    mine = await house.follower.says("/my")
    assert "every exchange group of June 9, 2025" in mine
    assert "every exchange group of the category “under 25”" in mine


async def test_a_wider_follow_is_ended_at_one_tap_and_taken_up_again(house: House) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    await house.follower.says("/batches")
    await house.follower.presses(house.follower.buttons[0])
    await house.follower.presses("Follow more")
    await house.follower.presses("The whole exchange")

    assert "You no longer follow" in await house.follower.presses("Stop following")
    assert "You follow nothing." in await house.follower.says("/my")
    assert "every exchange group of June 9, 2025" in await house.follower.presses("Undo")


async def test_all_remains_are_followed_only_after_a_second_press(house: House) -> None:
    first, second = await two_moderators(house)
    await sets_up_batch(first, category="remains")
    await states(first)
    await agrees(second)
    await house.follower.says("/batches")
    await house.follower.presses(house.follower.buttons[0])
    await house.follower.presses("Follow more")
    assert "The whole exchange" not in house.follower.buttons

    asked = await house.follower.presses("The category in every exchange")
    assert "Do you really want alerts about them?" in asked
    assert "DNA" in asked
    assert "You follow nothing." in await house.follower.says("/my")
    assert "“remains”" in await house.follower.presses("Yes, alert me")


async def test_a_moderator_allows_a_larger_family_more_watches(house: House) -> None:
    first, _ = await ready_house(house)
    await house.follower.says("Nobodyenko Ivan, 1950")
    await house.follower.presses("Watch")
    chat = (await house.services.follows.visitor(house.follower.person.id, language="en")).chat
    assert chat is not None
    for year in range(1951, 1970):
        asked = house.services.inquiries.read(0, f"Nobodyenko Ivan, {year}")
        await house.services.watches.begin(chat.id, asked)
    await house.follower.says("Nobodyenko Ivan, 1990")
    assert "This chat has 20 watches" in await house.follower.presses("Watch")
    told = await house.follower.presses("Ask for more")
    code = re.search(r"characters: ([a-z2-9]{10})", told)
    assert code is not None

    assert "That chat may have 40 watches now." in await first.says(f"/allow {code[1]}")
    await house.follower.says("Nobodyenko Ivan, 1990")
    assert "Watch 21 is on" in await house.follower.presses("Watch")
