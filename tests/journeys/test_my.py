"""What a person follows, page by page: opened, paused, named and ended."""

from tests.house import House
from tests.moderating import agrees, announces, ready_house, sets_up_batch, states, two_moderators

CONFIRMED = "has confirmed that the exchange took place"


async def names_a_follow(house: House) -> None:
    """Bring the follower to where the bot asks what their first follow is to be called."""
    first, second = await two_moderators(house)
    await announces(first, second)
    await house.follower.says("/batches")
    await house.follower.presses("Follow 1")
    await house.follower.says("/my")
    await house.follower.presses("Open follow 1")
    await house.follower.presses("Name it")


async def test_a_follow_is_named_paused_taken_up_and_ended(house: House) -> None:
    first, second = await ready_house(house)
    for talker in (house.stranger, house.follower):
        await talker.says("/batches")
        await talker.presses("Follow 1")
    assert "You have 1 follow:" in await house.follower.says("/my")
    card = await house.follower.presses("Open follow 1")
    assert "Category: under 25. State: announced." in card

    assert "at most 40 characters" in await house.follower.presses("Name it")
    assert "at most 40 characters" in await house.follower.says("b" * 41)
    named = await house.follower.says("school friend")
    assert "school friend: exchange of June 9, 2025, receiving side: Ukraine. State: announced." in named
    assert "under 25" not in named, "beside what may be a name stands no category"
    assert "It is paused" in await house.follower.presses("Pause")
    assert "(paused)" in await house.follower.says("/my")
    await states(first, kind="confirmation that it took place")
    await agrees(second)
    await house.stranger.hears(CONFIRMED)
    await house.follower.says("/my")
    assert "State: confirmed by the receiving side." in await house.follower.presses("Open follow 1")
    assert "It is paused" not in await house.follower.presses("Go on")
    assert not [text for text in house.follower.shown if CONFIRMED in text]
    await house.follower.presses("Name it")
    assert "school friend" not in await house.follower.presses("Without a name of its own")
    assert "You no longer follow" in await house.follower.presses("Stop following")
    assert "You follow nothing." in await house.follower.says("/my")


async def test_undo_brings_back_what_a_follow_was_called(house: House) -> None:
    await names_a_follow(house)
    await house.follower.says("school friend")
    await house.follower.presses("Stop following")

    await house.follower.presses("Undo")

    assert "school friend: exchange of June 9, 2025" in await house.follower.says("/my")


async def test_what_was_asked_for_before_a_restart_is_taken_for_that_and_no_question(house: House) -> None:
    await names_a_follow(house)
    await house.restarts()

    assert "Petrenko Ivan: exchange of June 9, 2025" in await house.follower.says("Petrenko Ivan")
    assert "We hold no list to search" in await house.follower.says("Petrenko Ivan"), "taken once"
    await house.follower.says("/settings")
    await house.follower.presses("Safe phrase")
    await house.restarts()
    assert "Safe phrase: “blue steamer”." in await house.follower.says("blue steamer")


async def test_what_is_to_be_named_may_be_gone_and_the_next_text_is_a_question_again(house: House) -> None:
    await names_a_follow(house)
    await house.follower.presses("Stop following")

    assert "out of date" in await house.follower.says("school friend")
    assert "We hold no list to search" in await house.follower.says("Petrenko Ivan")


async def test_what_is_followed_beyond_a_page_stands_on_the_next(house: House) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    await house.follower.says("/batches")
    await house.follower.presses("Follow 1")
    chat = (await house.services.follows.visitor(house.follower.person.id, language="en")).chat
    assert chat is not None
    for year in range(1950, 1956):
        asked = house.services.inquiries.read(0, f"Nobodyenko Ivan, {year}")
        await house.services.watches.begin(chat.id, asked)
    assert "exchange" not in (await house.follower.says("/my")).lower()

    assert "June 9, 2025" in await house.follower.presses("Further")
    assert "You follow:" in await house.follower.presses("Open follow 1")
    await house.follower.says("/my")
    await house.follower.presses("Further")
    assert "Watch 6" in await house.follower.presses("Back")


async def test_a_follow_of_remains_cannot_be_named(house: House) -> None:
    first, second = await two_moderators(house)
    await sets_up_batch(first, category="remains")
    await states(first)
    await agrees(second)
    await house.follower.says("/batches")
    await house.follower.presses("Follow 1")
    await house.follower.presses("Yes, alert me")
    await house.follower.says("/my")

    assert "Category: remains" in await house.follower.presses("Open follow 1")
    assert "Name it" not in house.follower.buttons


async def test_somebody_elses_follow_is_opened_by_nobody_else(house: House) -> None:
    await ready_house(house)
    await house.follower.says("/batches")
    await house.follower.presses("Follow 1")
    await house.follower.says("/my")
    _, data = house.follower._button("Open follow 1")
    await house.stranger.says("/start")

    for act in ("fcard", "fpause", "fon", "fname"):
        assert "out of date" in await house.stranger.forges(data.replace("fcard", act))
