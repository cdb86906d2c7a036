"""A person watched by chat: neutral until it is opened, ended at one tap."""

import re

from tests.house import House, Talker
from tests.journeys.test_withdrawals import withdraws
from tests.moderating import agrees, ready_house, states

IVAN = "Petrenko Ivan Vasylovych, 1999"
UPDATE = "There is an update on your watch 1."


def sent_with(talker: Talker, words: str) -> dict[str, object]:
    """The newest message with these words, as Telegram got it."""
    chat = talker.world.chat(talker.person.id)
    return next(m.as_telegram() for m in reversed(chat) if words in (m.text or ""))


async def confirmed(house: House, first: Talker, second: Talker) -> None:
    await states(first, kind="confirmation that it took place")
    await agrees(second)


async def test_a_watch_is_told_neutrally_and_opens_that_very_answer(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says(IVAN)
    assert "Watch 1 is on" in await house.follower.presses("Watch")

    await confirmed(house, first, second)

    alert = await house.follower.hears(UPDATE)
    assert "Петренко" not in alert
    assert "list" not in alert
    assert re.search(r"/verify [a-z2-9]{10}", alert)
    assert alert.endswith("We never ask for money, documents, tax or phone numbers.")
    answer = await house.follower.presses("Show")
    assert "This name is on a list: Петренко Іван Васильович, 1999." in answer
    assert sent_with(house.follower, "This name is on a list").get("has_protected_content")


async def test_stop_ends_the_watch_at_one_tap_and_undo_takes_it_up_again(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says(IVAN)
    await house.follower.presses("Watch")
    await confirmed(house, first, second)
    await house.follower.hears(UPDATE)

    assert "Watch 1 has ended." in await house.follower.presses("Stop this watch")
    assert house.follower.buttons == ["Undo: watch again", "Stop all alerts"]
    assert "You follow nothing." in await house.follower.says("/my")
    assert "Watch 1 is on" in await house.follower.presses("Undo")
    assert "Watch 1: Petrenko Ivan Vasylovych, 1999" in await house.follower.says("/my")


async def test_under_the_answer_of_a_confirmed_exchange_there_is_nothing_to_watch_for(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says(IVAN)
    await house.follower.presses("Follow")
    await confirmed(house, first, second)
    await house.follower.hears("has confirmed that the exchange took place")
    await house.follower.says(IVAN)
    assert "Watch" not in house.follower.buttons

    await house.follower.says("Nobodyenko Ivan Vasylovych, 1999")
    assert "Watch" in house.follower.buttons


async def test_a_watch_is_named_paused_renewed_and_erased(house: House) -> None:
    await ready_house(house)
    await house.follower.says(IVAN)
    await house.follower.presses("Watch")
    await house.follower.says("/my")
    await house.follower.presses("Watch 1")

    await house.follower.presses("Name it")
    await house.follower.says("my brother")
    assert "Watch 1: my brother" in await house.follower.says("/my")
    await house.follower.presses("Watch 1")
    await house.follower.presses("Pause")
    assert "(paused)" in await house.follower.says("/my")
    await house.follower.presses("Watch 1")
    await house.follower.presses("Go on")
    assert "Watch 1 is on (until" in await house.follower.presses("Renew")
    await house.follower.says("/my")
    await house.follower.presses("Watch 1")
    await house.follower.presses("Delete")
    assert "Watch 1 is erased." in await house.follower.presses("Erase it now")
    assert "You have no watches." in await house.follower.says("/my")


async def test_a_label_too_long_is_asked_for_again_and_a_name_is_asked_about_after_it(house: House) -> None:
    await ready_house(house)
    await house.follower.says(IVAN)
    await house.follower.presses("Watch")
    await house.follower.says("/my")
    await house.follower.presses("Watch 1")
    await house.follower.presses("Name it")

    assert "at most 40 characters" in await house.follower.says("b" * 41)
    assert "Watch 1: brother" in await house.follower.says("brother")
    assert "This name is on a list" in await house.follower.says(IVAN)


async def test_not_the_same_person_is_remembered(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says(IVAN)
    await house.follower.presses("Watch")
    await confirmed(house, first, second)
    await house.follower.hears(UPDATE)
    await house.follower.presses("Show")

    assert "this row is not the person of watch 1" in await house.follower.presses("Not the same person")


async def test_a_correction_reads_like_any_update_and_opens_what_was_corrected(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says(IVAN)
    await house.follower.presses("Watch")
    await withdraws(first, second, "Edition 1")

    assert "list" not in await house.follower.hears(UPDATE)
    await house.follower.presses("Show")

    assert "We have withdrawn its edition 1." in await house.follower.hears("We answered you from this list")
    assert "We hold no list to search" in await house.follower.hears("Watch 1.")


async def test_the_watches_of_two_relatives_know_nothing_of_each_other(house: House) -> None:
    await ready_house(house)
    alone = await house.follower.says(IVAN)
    begun = await house.follower.presses("Watch")

    answer = await house.stranger.says(IVAN)
    second = await house.stranger.presses("Watch")

    assert (answer, second) == (alone, begun)
    await house.follower.says("/my")
    mine = await house.follower.says("/my")
    assert mine == await house.stranger.says("/my")


async def test_somebody_elses_update_is_opened_by_nobody_else(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says(IVAN)
    await house.follower.presses("Watch")
    await confirmed(house, first, second)
    await house.follower.hears(UPDATE)
    _, data = house.follower._button("Show")
    await house.stranger.says("/start")

    assert "out of date" in await house.stranger.forges(data)
