"""An update that comes again, or a message that is changed, fills nothing in and says the right thing."""

from pathlib import Path
from typing import Any

import pytest

from tests.house import House, Talker, behind_its_back, code_in
from tests.moderating import announces, ready_house, sets_up_batch, states, two_moderators, uploads


def reply_is_lost(house: House, to: Talker) -> None:
    """Let the next message to somebody not go out; what they sent is then handled again."""
    house.world.faults.add("502", method="sendMessage", chat_id=to.person.id)


async def sends_file_of_new_publisher(moderator: Talker) -> None:
    """Begin an upload, up to the question who published the list."""
    await moderator.sends_file("list.csv", b"family;given\nPetrenko;Ivan\n")
    await moderator.says("1")
    await moderator.presses(moderator.buttons[0])
    await moderator.presses("Another list")
    await moderator.presses("Another publisher")


async def test_an_answer_handled_again_does_not_fill_the_next_question_of_the_form(house: House) -> None:
    moderator, _ = await two_moderators(house)
    await sets_up_batch(moderator)
    await sends_file_of_new_publisher(moderator)
    reply_is_lost(house, moderator)

    asked = await moderator.says("Invented Headquarters")

    assert asked == "What is this publisher?"
    assert "a state body of Ukraine" in moderator.buttons


async def test_the_words_of_a_party_handled_again_are_not_taken_for_their_source(house: House) -> None:
    moderator, _ = await two_moderators(house)
    await sets_up_batch(moderator)
    await moderator.says("/desk")
    await moderator.presses("Record a statement")
    await moderator.presses(moderator.buttons[0])
    await moderator.presses("Ukraine")
    await moderator.presses("announcement")
    await moderator.presses("Leave open")
    reply_is_lost(house, moderator)
    await moderator.says("“Invented words.”")

    await moderator.says("Invented Agency")
    await moderator.says("9.06.2025")
    preview = await moderator.presses("Leave open")

    assert preview.count("“Invented words.”") == 1
    assert "Invented Agency" in preview


async def test_a_choice_handled_again_asks_the_next_question_and_not_about_an_old_button(
    house: House,
) -> None:
    moderator, _ = await two_moderators(house)
    await moderator.says("/desk")
    await moderator.presses("Set up")
    await moderator.presses("New exchange")
    reply_is_lost(house, moderator)

    asked = await moderator.presses("No agreement")

    assert "out of date" not in asked
    assert "2025" in await moderator.says("9.06.2025")


async def test_a_changed_message_never_answers_a_form(house: House) -> None:
    moderator, _ = await two_moderators(house)
    await sets_up_batch(moderator)
    await sends_file_of_new_publisher(moderator)
    await moderator.says("Invented Headquarters")
    await moderator.presses("a state body of Ukraine")
    typed = next(m for m in house.world.chat(moderator.person.id) if m.text == "Invented Headquarters")
    asked = moderator.last

    changed = house.world.edits(moderator.person.id, typed.id, "https://example.org/changed")
    shown = await house.world.next_message(moderator.person.id, after=changed.seq)

    assert shown.text == asked
    await moderator.says("https://example.org/list")
    preview = await moderator.says("9.06.2025")
    assert "example.org/changed" not in preview
    report = await moderator.presses("Save")
    assert "Accepted: 1." in report


@pytest.mark.parametrize("form", ["exchange", "batch"])
async def test_what_was_saved_is_said_to_be_saved_when_the_reply_was_lost(house: House, form: str) -> None:
    moderator, _ = await two_moderators(house)
    await moderator.says("/desk")
    await moderator.presses("Set up")
    await moderator.presses("New exchange")
    await moderator.presses("No agreement")
    await moderator.says("9.06.2025")
    if form == "batch":
        await moderator.presses("Save")
        await moderator.says("/desk")
        await moderator.presses("Set up")
        await moderator.presses("New exchange group")
        await moderator.presses(moderator.buttons[0])
        await moderator.presses("Ukraine")
        await moderator.presses("under 25")
        await moderator.presses("Leave open")
    reply_is_lost(house, moderator)

    assert (await moderator.presses("Save")).startswith("Saved.")


async def test_a_statement_whose_confirmation_was_lost_is_shown_and_stands_once(house: House) -> None:
    first, second = await two_moderators(house)
    await sets_up_batch(first)
    await first.says("/desk")
    await first.presses("Record a statement")
    await first.presses(first.buttons[0])
    await first.presses("Ukraine")
    await first.presses("announcement")
    await first.presses("Leave open")
    await first.presses("Leave open")
    await first.says("Invented Agency")
    await first.says("9.06.2025")
    await first.says("https://example.org/statement")
    reply_is_lost(house, first)
    shown = await first.presses("Save")

    assert "It waits for a second moderator" in shown
    await second.says("/desk")
    assert sum(button.startswith("Statement waits") for button in second.buttons) == 1


async def test_an_agreed_code_whose_reply_was_lost_shows_what_was_agreed_to(house: House) -> None:
    first, second = await two_moderators(house)
    await sets_up_batch(first)
    await states(first)
    await second.says("/desk")
    await second.presses("Statement waits")
    code = code_in(await second.presses("Agree as the second person"))
    reply_is_lost(house, second)

    shown = await second.says(code)

    assert "Published." in shown
    assert "name" not in await second.says("/desk"), "the form is over"


async def test_a_published_edition_whose_reply_was_lost_is_shown_as_published(house: House) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    await uploads(first)
    await first.presses("Submit")
    await second.says("/desk")
    await second.presses("List edition 1: waits")
    code = code_in(await second.presses("Publish as the second person"))
    reply_is_lost(house, second)

    assert "Published: it is searched now." in await second.says(code)


async def test_a_code_agreed_to_before_the_bot_was_killed_shows_what_was_agreed_to(
    house: House, tmp_path: Path
) -> None:
    first, second = await two_moderators(house)
    await sets_up_batch(first)
    await states(first)
    await second.says("/desk")
    await second.presses("Statement waits")
    code = code_in(await second.presses("Agree as the second person"))
    draft = await drafts(tmp_path)
    await second.says(code)
    await drafts(tmp_path, put_back=draft)

    assert "Published." in await second.says(code)


async def drafts(folder: Path, *, put_back: list[Any] | None = None) -> list[Any]:
    """Return the half-filled forms as they stand, or put them back as a kill would have left them."""
    if put_back is not None:
        marks = ", ".join("?" * len(put_back[0]))
        await behind_its_back(folder, f"INSERT OR REPLACE INTO drafts VALUES ({marks})", *put_back)  # noqa: S608
    return await behind_its_back(folder, "SELECT * FROM drafts")


async def test_an_invitation_whose_reply_was_lost_is_shown_again_with_its_address(house: House) -> None:
    moderator, _ = await two_moderators(house)
    await moderator.says("/moderators")
    await moderator.presses("Invite a moderator")
    await moderator.says("Anna the invented")
    await moderator.presses("publisher")
    await moderator.presses("90 days")
    reply_is_lost(house, moderator)

    shown = await moderator.presses("Save")

    assert "?start=m_" in shown
    token = shown.rpartition("?start=")[2].split()[0]
    assert "Another moderator must agree now" in await house.follower.says(f"/start {token}")


async def test_after_a_form_a_name_is_a_question_again(house: House) -> None:
    _, second = await ready_house(house)

    assert "This name is on a list" in await second.says("Petrenko Ivan Vasylovych, 1999")


async def test_a_report_whose_reply_was_lost_is_given_again(house: House) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    await sends_file_of_new_publisher(first)
    await first.says("Invented Headquarters")
    await first.presses("a state body of Ukraine")
    await first.says("https://example.org/list")
    await first.says("9.06.2025")
    reply_is_lost(house, first)

    report = await first.presses("Save")

    assert "Accepted: 1." in report
    assert "Draft: nothing of it is searched." in report


async def test_a_code_that_came_too_late_leaves_no_form_behind(house: House) -> None:
    first, second = await ready_house(house)
    await states(first, kind="claim", party="Russia")
    await second.says("/desk")
    await second.presses("Statement waits")
    code = code_in(await second.presses("Agree as the second person"))
    await first.says("/desk")
    await first.presses("Statement waits")
    await first.presses("Stop")

    assert "Published." not in await second.says(code)

    assert "This name is on a list" in await second.says("Petrenko Ivan Vasylovych, 1999")


async def test_more_choices_than_fit_one_screen_are_a_button_away(house: House, tmp_path: Path) -> None:
    moderator, _ = await two_moderators(house)
    days = [(f"invented{day}", f"2025-05-{day:02}") for day in range(1, 26)]
    await behind_its_back(tmp_path, "INSERT INTO exchanges (id, day) VALUES (?, ?)", *days)
    await moderator.says("/desk")
    await moderator.presses("Set up")
    await moderator.presses("New exchange group")
    first_page = moderator.buttons

    await moderator.presses("Show more")

    assert len(first_page) == 23, "twenty, the next ones, putting aside and leaving"
    assert len(moderator.buttons) == 7, "five, putting aside and leaving"
    assert not set(first_page[:20]) & set(moderator.buttons)
    await moderator.presses(moderator.buttons[0])
    assert "Ukraine" in moderator.buttons, "a choice of a later page is taken"
