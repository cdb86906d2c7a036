"""No one publishes alone: lists, statements and moderators take two different people."""

import re
from datetime import timedelta
from pathlib import Path

from tests.house import House, code_in, open_house
from tests.moderating import (
    agrees,
    announces,
    ready_house,
    sets_up_batch,
    speaks_english,
    states,
    two_moderators,
    uploads,
)


async def test_who_submitted_an_edition_cannot_publish_it(house: House) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    await uploads(first)
    await first.presses("Submit")

    code = code_in(await first.presses("Publish as the second person"))

    assert "You may not do this: another moderator must." in await first.says(code)
    assert "We hold no list to search" in await house.follower.says("Petrenko Ivan Vasylovych")


async def test_who_recorded_a_statement_cannot_agree_to_it(house: House) -> None:
    first = house.thomas
    await speaks_english(first)
    await sets_up_batch(first)
    await states(first)

    code = code_in(await first.presses("Agree as the second person"))

    assert "You may not do this: another moderator must." in await first.says(code)
    assert "No exchange is announced here." in await house.follower.says("/batches")


async def test_a_wrong_code_publishes_nothing_and_can_be_typed_again(house: House) -> None:
    first, second = await two_moderators(house)
    await sets_up_batch(first)
    await states(first)
    await second.says("/desk")
    await second.presses("Statement waits")
    code = code_in(await second.presses("Agree as the second person"))

    assert "These are other characters than the screen shows." in await second.says("ZZZZ")
    assert "Published." in await second.says(code.lower())


async def test_a_button_pressed_twice_acts_once(house: House) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    await uploads(first)
    await first.presses("Submit")

    message = next(m for m in reversed(house.world.chat(first.person.id)) if m.buttons)
    submit = message.buttons[0][0].data
    assert submit is not None
    stale = submit.replace("edpub", "edsub")
    told = await first.forges(stale)

    assert re.match(r"This was settled already \(edition submitted, .+ Kyiv time, Thomas W\.\)\.", told)
    assert "It waits for a second moderator." in told


async def test_a_new_edition_supersedes_the_former(house: House) -> None:
    first, second = await ready_house(house)
    await first.sends_file("list.csv", "Прізвище;Ім'я;По батькові\nБондар;Олег;Іванович\n".encode())
    await first.says("1")
    await first.presses(first.buttons[0])
    await first.presses("Invented Headquarters, June 9, 2025")
    await first.says("The newspaper printed it anew.")
    report = await first.presses("Save")
    assert "It supersedes edition 1 (rows: 2)." in report
    await first.presses("Submit")
    await second.says("/desk")
    await second.presses("List edition 2: waits")
    await second.says(code_in(await second.presses("Publish as the second person")))

    assert "edition 2" in await house.follower.says("Bondar Oleh Ivanovych")
    assert "not on the lists we searched" in await house.follower.says("Petrenko Ivan Vasylovych")


async def test_a_confirmation_is_held_and_can_be_stopped_by_any_moderator(
    tmp_path: Path, template: Path
) -> None:
    async with open_house(tmp_path, template, hold=timedelta(minutes=10)) as house:
        first, second = await ready_house(house)
        await states(first, kind="confirmation that it took place")
        assert "until then any moderator can stop it." in await agrees(second)
        assert "State: announced." in await house.follower.says("/batches")

        await first.says("/desk")
        await first.presses("Statement held")
        assert "Stopped: it has no effect." in await first.presses("Stop it")

        assert "State: announced." in await house.follower.says("/batches")


async def test_a_denial_stands_beside_a_confirmation_and_takes_nothing_back(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says("Petrenko Ivan Vasylovych")
    await house.follower.presses("Follow")
    await states(first, kind="confirmation that it took place")
    await agrees(second)
    await house.follower.hears("has confirmed that the exchange took place")
    await states(first, party="Russia", kind="denial")
    await agrees(second)

    batches = await house.follower.says("/batches")

    assert "State: confirmed by the receiving side. Statements differ." in batches


async def test_a_moderator_is_added_by_two_and_by_nobody_alone(house: House) -> None:
    first, second = await two_moderators(house)
    await first.says("/moderators")
    await first.presses("Invite a moderator")
    await first.says("Newcomer")
    await first.presses("publisher")
    await first.presses("90 days")
    invitation = await first.presses("Save")
    token = invitation.rpartition("?start=")[2].split()[0]

    assert "Another moderator must agree now" in await house.follower.says(f"/start {token}")
    assert "There is no such command." in await house.follower.says("/desk")
    assert "This button is out of date." in await house.stranger.says(f"/start {token}")

    await first.says("/desk")
    await first.presses("New moderator: waits")
    code = code_in(await first.presses("Agree as the second person"))
    assert "You may not do this" in await first.says(code)

    await second.says("/desk")
    await second.presses("New moderator: waits")
    await second.says(code_in(await second.presses("Agree as the second person")))
    assert (await house.follower.says("/desk")).startswith("Desk")

    await first.says("/moderators")
    await first.presses("End: Newcomer")
    assert "There is no such command." in await house.follower.says("/desk")


async def test_a_half_filled_form_survives_a_restart(house: House) -> None:
    await speaks_english(house.thomas)
    await house.thomas.says("/desk")
    await house.thomas.presses("Set up")
    await house.thomas.presses("New exchange")
    await house.thomas.presses("No agreement")

    await house.restarts()

    assert "Please check:" in await house.thomas.says("9.06.2025")
    assert "Saved." in await house.thomas.presses("Save")


async def test_a_list_for_remains_is_refused(house: House) -> None:
    first, second = await two_moderators(house)
    await sets_up_batch(first, category="remains")
    await states(first)
    await agrees(second)

    assert "holds no lists of names" in await uploads(first)


async def test_alerts_about_remains_are_asked_for_twice(house: House) -> None:
    first, second = await two_moderators(house)
    await sets_up_batch(first, category="remains")
    await states(first)
    await agrees(second)
    await house.follower.says("/batches")
    view = await house.follower.presses(house.follower.buttons[0])
    assert "Identity is established only by DNA examination" in view

    asked = await house.follower.presses("Follow")

    assert "Do you really want alerts about it?" in asked
    assert "You follow: repatriation of remains" in await house.follower.presses("Yes, alert me")


async def test_who_leaves_and_comes_back_cannot_publish_what_they_began(house: House) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    await uploads(first)
    await first.presses("Submit")
    await first.says("/forget")
    await first.presses("Erase everything")

    await first.says("/start")

    assert "List edition" not in await first.says("/desk")
    assert not [label for label in first.buttons if label.startswith("List edition")]
