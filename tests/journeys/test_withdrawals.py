"""What turns out wrong is taken back by two people, and those who were told hear of it first."""

from tests.house import House, Talker, code_in
from tests.moderating import agrees, announces, ready_house, states, two_moderators

NAME = "Petrenko Ivan Vasylovych, 1999"


async def withdraws(first: Talker, second: Talker, what: str, *, reason: str = "We had entered it") -> str:
    """Propose a withdrawal and agree to it as the second person; returns what stands on the screen."""
    await first.says("/withdraw")
    await first.presses(what)
    await first.presses(reason)
    await first.presses("Leave open")
    assert "It waits for a second moderator. Nothing has changed." in await first.presses("Save")
    await second.says("/desk")
    await second.presses("Withdrawal of")
    return await second.says(code_in(await second.presses("Agree as the second person")))


async def test_a_confirmation_is_taken_back_and_who_was_told_is_told_again(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says("/batches")
    await house.follower.presses(house.follower.buttons[0])
    await house.follower.presses("Follow")
    await states(first, kind="confirmation that it took place")
    await agrees(second)
    await house.follower.hears("has confirmed that the exchange took place")

    done = await withdraws(first, second, "June 9, 2025 · Ukraine · confirmation that it took place")

    assert "The state will be: announced." in done
    assert "Agreed and done." in done
    correction = await house.follower.hears("Correction.")
    assert "We told you of this statement, and take it back:" in correction
    assert "Ukraine: confirmation that it took place" in correction
    assert "We had entered it wrongly." in correction
    assert "State of the exchange group now: announced." in correction
    assert "says nothing about any one person" in correction
    assert "State: announced." in await house.follower.says("/batches")
    assert not [text for text in house.mother.shown if "Виправлення" in text], "nobody else was told"


async def test_a_withdrawn_list_is_told_neutrally_and_explained_on_the_press(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says(NAME)
    await house.follower.presses("Follow")

    done = await withdraws(first, second, "Edition 1", reason="It does not come from the source")

    assert "Agreed and done." in done
    push = await house.follower.hears("There is an update on an answer of ours.")
    assert "Petrenko" not in push
    assert "Invented Headquarters" not in push, "nothing of it stands on a locked screen"
    shown = await house.follower.presses("Show")
    assert "Invented Headquarters (the receiving side)" in shown
    assert "We have withdrawn its edition 1." in shown
    assert "It does not come from the source that we had named." in shown
    assert "please write the name again" in shown
    assert "We hold no list to search" in await house.follower.says(NAME)


async def test_follow_under_an_answer_that_was_corrected_since_says_so_at_once(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says(NAME)
    await withdraws(first, second, "Edition 1")

    reply = await house.follower.presses("Follow")

    assert "You follow: exchange of June 9, 2025" in reply
    assert "What stood above that button has been corrected since." in reply


async def test_a_group_that_was_shown_by_mistake_is_withdrawn_as_a_whole(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says("/batches")
    await house.follower.presses(house.follower.buttons[0])
    await house.follower.presses("Follow")
    await second.says("/desk")
    await second.presses("Groups and lists")
    await second.presses(second.buttons[0])

    await second.presses("Withdraw the group")
    await second.presses("We had entered it wrongly.")
    preview = await second.presses("Leave open")
    assert "Families see that it was withdrawn by us" in preview
    await second.presses("Save")
    await first.says("/desk")
    await first.presses("Withdrawal of a group: waits")
    await first.says(code_in(await first.presses("Agree as the second person")))

    told = await house.follower.hears("We take back everything that we told you about this exchange group.")
    assert "We apologise for it." in told
    assert "State: withdrawn by us." in await house.follower.says("/batches")
    seen = await house.follower.presses(house.follower.buttons[0])
    assert "it was our mistake to show it" in seen
    assert "announcement" not in seen
    assert "Follow" not in house.follower.buttons


async def test_who_proposed_a_withdrawal_does_not_agree_to_it(house: House) -> None:
    first, _ = await ready_house(house)
    await first.says("/withdraw")
    await first.presses("Edition 1")
    await first.presses("The source has changed")
    await first.presses("Leave open")
    await first.presses("Save")

    code = code_in(await first.presses("Agree as the second person"))

    assert "You may not do this: another moderator must." in await first.says(code)
    assert "This name is on a list" in await house.follower.says(NAME)


async def test_a_button_of_yesterday_is_answered_with_what_was_done_when_and_by_whom(house: House) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    await states(first, kind="claim", party="Russia")
    await second.says("/desk")
    await second.presses("Statement waits")
    old = next(
        button.data
        for message in reversed(house.world.chat(second.person.id))
        for row in message.buttons
        for button in row
        if button.text == "Agree as the second person"
    )
    assert old is not None
    await first.says("/desk")
    await first.presses("Statement waits")
    await first.presses("Stop it")

    told = await second.forges(old)

    assert told.startswith("This was settled already (statement stopped, ")
    assert "Kyiv time, Thomas W.)" in told
    assert "Stopped: it has no effect." in told


async def test_a_postponement_and_a_cancellation_reach_those_who_follow(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says("/batches")
    await house.follower.presses(house.follower.buttons[0])
    await house.follower.presses("Follow")

    await states(first, kind="delay")
    await agrees(second)
    postponed = await house.follower.hears("has stated that this is postponed")
    assert "Exchange of June 9, 2025. Category: under 25." in postponed
    assert "State: postponed." in await house.follower.says("/batches")

    await states(first, kind="cancellation")
    await agrees(second)
    await house.follower.hears("has stated that this is cancelled")
    assert "State: cancelled." in await house.follower.says("/batches")
    assert "(Ukraine): cancelled (Ukraine" in await house.follower.says(NAME)

    await states(first, kind="announcement")
    await agrees(second)
    await house.follower.hears("This was announced anew")
