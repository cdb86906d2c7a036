"""Viewer, editor, publisher, owner: what each may is decided at the act, not by the menu."""

from tests.house import House, Talker, code_in
from tests.moderating import announces, sets_up_batch, speaks_english, states, two_moderators, uploads


async def is_granted(house: House, role: str, *, days: str = "30 days") -> tuple[Talker, Talker, Talker]:
    """Two owners give Emily a role; returns all three."""
    first, second = await two_moderators(house)
    await first.says("/moderators")
    await first.presses("Invite a moderator")
    await first.says("Emily the invented")
    await first.presses(role)
    preview = await first.presses(days)
    assert f"Role: {role}" in preview
    invitation = await first.presses("Save")
    await house.follower.says(f"/start {invitation.rpartition('?start=')[2].split()[0]}")
    await second.says("/desk")
    shown = await second.presses("New moderator: waits")
    assert f"Role: {role}" in shown
    assert f"It lasts {days} from your agreement." in shown
    await second.says(code_in(await second.presses("Agree as the second person")))
    return first, second, house.follower


async def test_a_viewer_sees_everything_and_prepares_nothing(house: House) -> None:
    first, _, viewer = await is_granted(house, "viewer")
    await sets_up_batch(first)
    await states(first)

    desk = await viewer.says("/desk")

    assert "Waits for another moderator:" in desk
    assert not {"Record a statement", "I looked for new lists now"} & set(viewer.buttons)
    assert "Your role does not allow this" in await viewer.forges("checked")
    assert "Log, from the newest:" in await viewer.says("/log")


async def test_an_editor_submits_and_is_never_the_second_person(house: House) -> None:
    first, second, editor = await is_granted(house, "editor")
    await announces(first, second)
    await states(first, kind="claim", party="Russia")

    await editor.says("/desk")
    await editor.presses("Statement waits")
    code = code_in(await editor.presses("Agree as the second person"))
    assert "Your role does not allow this" in await editor.says(code)

    assert "Accepted: 2." in await uploads(editor)
    assert "It waits for a second moderator." in await editor.presses("Submit")
    await second.says("/desk")
    await second.presses("List edition 1: waits")
    assert "Brought here by: Emily the invented" in second.last
    assert "Published" in await second.says(code_in(await second.presses("Publish as the second person")))


async def test_a_publisher_agrees_and_grants_nothing(house: House) -> None:
    first, _, publisher = await is_granted(house, "publisher (second person)")
    await sets_up_batch(first)
    await states(first)

    desk = await publisher.says("/desk")
    assert "Waits for you:" in desk
    await publisher.presses("Statement waits")
    agreed = await publisher.says(code_in(await publisher.presses("Agree as the second person")))
    assert "Published." in agreed

    await publisher.says("/moderators")
    await publisher.presses("Invite a moderator")
    await publisher.says("Somebody")
    await publisher.presses("owner")
    await publisher.presses("90 days")
    assert "Your role does not allow this" in await publisher.presses("Save")


async def test_a_role_is_renewed_by_two_people(house: House) -> None:
    first, second, viewer = await is_granted(house, "viewer")
    await first.says("/moderators")
    await first.presses("Renew or change a role")
    await first.presses("Emily the invented")
    await first.presses("editor")
    await first.says("7")
    assert "waits for a second moderator" in await first.presses("Save")

    await second.says("/desk")
    await second.presses("New moderator: waits")
    granted = await second.says(code_in(await second.presses("Agree as the second person")))

    assert "• Emily the invented (editor), until" in granted
    await viewer.says("/desk")
    assert "Record a statement" in viewer.buttons


async def test_nobody_is_granted_more_than_a_year(house: House) -> None:
    await speaks_english(house.thomas)
    await house.thomas.says("/moderators")
    await house.thomas.presses("Invite a moderator")
    await house.thomas.says("Somebody")
    await house.thomas.presses("owner")

    assert "Write a number of days from 1 to 366." in await house.thomas.says("1000")
