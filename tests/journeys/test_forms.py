"""Forms by chat: left and taken up again, corrected, and shown before anything is saved."""

from tests.house import House, code_in
from tests.moderating import LINK, sets_up_batch, speaks_english, states, two_moderators, uploads


async def test_a_form_that_was_put_aside_is_gone_on_with_from_the_desk(house: House) -> None:
    moderator = house.thomas
    await speaks_english(moderator)
    await moderator.says("/desk")
    await moderator.presses("Set up")
    await moderator.presses("New exchange")
    await moderator.presses("No agreement")

    assert "The form is kept" in await moderator.presses("Put aside")
    assert "write the family name" in (await moderator.says("9.06.2025")).lower(), "no answer to the form"

    await moderator.says("/desk")
    assert "On which day or days is the exchange?" in await moderator.presses("Go on: exchange")
    assert "Please check:" in await moderator.says("9.06.2025")


async def test_a_form_survives_that_another_is_begun_agreed_to_and_the_bot_restarted(house: House) -> None:
    first, second = await two_moderators(house)
    await sets_up_batch(first)
    await states(first)
    await second.says("/desk")
    await second.presses("Record a statement")
    await second.presses(second.buttons[0])
    await second.presses("Russia")

    await second.says("/desk")
    await second.presses("Statement waits")
    await second.says(code_in(await second.presses("Agree as the second person")))
    await house.restarts()

    await second.says("/desk")
    assert await second.presses("Go on: statement") == "What does it state?"


async def test_a_half_filled_form_is_not_thrown_away_unasked(house: House) -> None:
    moderator = house.thomas
    await speaks_english(moderator)
    await moderator.says("/desk")
    await moderator.presses("Set up")
    await moderator.presses("New exchange")
    await moderator.presses("No agreement")
    await moderator.says("/desk")
    await moderator.presses("Set up")

    asked = await moderator.presses("New exchange")

    assert asked == "There is a half-filled form already: exchange."
    assert "On which day or days" in await moderator.presses("Go on with it")
    await moderator.says("/desk")
    await moderator.presses("Set up")
    await moderator.presses("New exchange")
    assert "To which agreement" in await moderator.presses("Begin anew")


async def test_an_answer_is_taken_back_step_by_step(house: House) -> None:
    moderator = house.thomas
    await speaks_english(moderator)
    await moderator.says("/desk")
    await moderator.presses("Set up")
    await moderator.presses("New exchange")
    await moderator.presses("No agreement")
    assert "June 9, 2025" in await moderator.says("9.06.2025")

    assert "On which day or days" in await moderator.presses("Back")
    assert "To which agreement" in await moderator.presses("Back")
    assert "Back" not in moderator.buttons

    await moderator.presses("No agreement")
    assert "June 10, 2025" in await moderator.says("10.06.2025")


async def test_an_older_preview_saves_nothing(house: House) -> None:
    """Else one would save what the newest preview shows, by a button under another one."""
    moderator = house.thomas
    await speaks_english(moderator)
    await moderator.says("/desk")
    await moderator.presses("Set up")
    await moderator.presses("New exchange")
    await moderator.presses("No agreement")
    await moderator.says("9.06.2025")
    older = house.world.chat(moderator.person.id)[-1].buttons[0][0].data
    assert older is not None
    await moderator.presses("Back")
    await moderator.says("10.06.2025")

    assert "This was done or changed meanwhile" in await moderator.forges(older)

    assert "Saved." in await moderator.presses("Save")
    await moderator.says("/desk")
    await moderator.presses("Set up")
    await moderator.presses("New exchange group")
    assert moderator.buttons[0] == "Exchange of June 10, 2025"


async def test_an_exchange_may_last_several_days(house: House) -> None:
    first, second = await two_moderators(house)
    await sets_up_batch(first, day="9.06.2025 - 12.06.2025")
    await states(first)
    await second.says("/desk")
    await second.presses("Statement waits")
    await second.says(code_in(await second.presses("Agree as the second person")))

    assert "June 9, 2025 – June 12, 2025. Receiving side: Ukraine." in await house.follower.says("/batches")


async def test_days_that_end_before_they_begin_are_refused_with_what_to_write(house: House) -> None:
    moderator = house.thomas
    await speaks_english(moderator)
    await moderator.says("/desk")
    await moderator.presses("Set up")
    await moderator.presses("New exchange")
    await moderator.presses("No agreement")

    for wrong in ("12.06.2025 - 9.06.2025", "9.06.2025 - 9.06.2025", "9.06 - 12.06", "June"):
        assert "the earlier one first" in await moderator.says(wrong)
    assert "Please check:" in await moderator.says("2025-06-09 – 2025-06-12")


async def test_the_planned_day_of_a_group_is_seen_by_moderators_only(house: House) -> None:
    first, second = await two_moderators(house)
    await first.says("/desk")
    await first.presses("Set up")
    await first.presses("New exchange")
    await first.presses("No agreement")
    await first.says("9.06.2025")
    await first.presses("Save")
    await first.says("/batch")
    await first.presses(first.buttons[0])
    await first.presses("Ukraine")
    await first.presses("under 25")
    assert "Planned for: June 8, 2025" in await first.says("8.06.2025")
    await first.presses("Save")
    await states(first)
    await second.says("/desk")
    await second.presses("Statement waits")
    await second.says(code_in(await second.presses("Agree as the second person")))

    await second.says("/desk")
    await second.presses("Groups and lists")
    group = await second.presses(second.buttons[0])
    assert "Planned for June 8, 2025; families do not see this." in group
    await house.follower.says("/batches")
    assert "June 8" not in await house.follower.presses(house.follower.buttons[0])


async def test_the_preview_of_a_statement_says_what_it_would_do(house: House) -> None:
    first, _ = await two_moderators(house)
    await sets_up_batch(first)
    await first.says("/statement")
    await first.presses(first.buttons[0])
    await first.presses("Ukraine")
    await first.presses("announcement")
    await first.presses("Leave open")
    await first.presses("Leave open")
    await first.says("Invented Agency")
    await first.says("9.06.2025")

    preview = await first.says(LINK)

    assert "Published on: June 9, 2025" in preview
    assert "It changes the state to: announced." in preview


async def test_a_publisher_and_a_list_are_set_up_by_themselves_and_shown_first(house: House) -> None:
    first, _ = await two_moderators(house)
    await sets_up_batch(first)
    await first.says("/desk")
    await first.presses("Set up")
    await first.presses("New publisher")
    await first.says("Invented Headquarters")
    assert "What it is: a state body of Ukraine" in await first.presses("a state body of Ukraine")
    await first.presses("Save")

    await first.says("/desk")
    await first.presses("Set up")
    await first.presses("New list")
    await first.presses(first.buttons[0])
    await first.presses("Invented Headquarters")
    await first.says("https://example.org/list")
    preview = await first.says("9.06.2025")
    assert "Published by: Invented Headquarters" in preview
    assert "send the file to this chat" in await first.presses("Save")

    await first.sends_file("list.csv", b"family;given\nPetrenko;Ivan\n")
    await first.says("1")
    await first.presses(first.buttons[0])
    await first.presses("Invented Headquarters, June 9, 2025")
    assert "Accepted: 1." in await first.presses("Save")


async def test_nothing_of_an_upload_is_saved_before_its_preview_was_seen(house: House) -> None:
    first, _ = await two_moderators(house)
    await sets_up_batch(first)

    await first.sends_file("list.csv", b"family;given\nPetrenko;Ivan\n")
    await first.says("1")
    await first.presses(first.buttons[0])
    await first.presses("Another list")
    await first.presses("Another publisher")
    await first.says("Invented Headquarters")
    await first.presses("a state body of Ukraine")
    await first.says("https://example.org/list")
    await first.says("9.06.2025")
    await first.presses("Leave the form")

    await first.says("/desk")
    await first.presses("Set up")
    await first.presses("New list")
    await first.presses(first.buttons[0])
    assert "Invented Headquarters" not in first.buttons
    assert "Accepted: 2." in await uploads(first)
