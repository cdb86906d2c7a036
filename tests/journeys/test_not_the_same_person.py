"""A row that is somebody else: left out of an answer without a trace, and of a watch for good."""

from pathlib import Path

import pytest

from bot.core.errors import Unknown
from handlers.buttons import MOST_LEFT_OUT, Again, read_rows
from tests.house import House, Talker, behind_its_back, code_in
from tests.moderating import agrees, publishes, ready_house, states, two_moderators, uploads, uploads_anew
from tests.moderating import announces as announces_batch

IVAN = "Petrenko Ivan Vasylovych, 1999"
IS_LISTED = "This name is on a list: Петренко Іван Васильович, 1999."
APART = "Apart from what you left out, this name is not on the lists we searched"
HEADINGS = "Прізвище;Ім'я;По батькові;Рік народження\n"
MISTYPED = "Петерноко;Іван;Васильович;1999\n"
BARE = "Петренко;Іван;Васильович;\n"
OWN = "Петренко;Іван;Васильович;1999\n"
UPDATE = "There is an update on your watch 1."


async def lists_two(house: House, second_row: str) -> tuple[Talker, Talker]:
    """A list that prints Ivan and somebody near him."""
    first, second = await two_moderators(house)
    await announces_batch(first, second)
    await uploads(first, f"{HEADINGS}{OWN}{second_row}".encode(), rows=2)
    await publishes(first, second)
    await first.says("/desk")
    await first.presses("I looked for new lists now")
    return first, second


async def confirmed(first: Talker, second: Talker) -> None:
    await states(first, kind="confirmation that it took place")
    await agrees(second)


async def test_nothing_is_kept_of_a_row_that_is_left_out_of_a_question(house: House) -> None:
    await ready_house(house)
    database = house.settings.database_url.removeprefix("sqlite:///")
    tables = (
        "SELECT (SELECT count(*) FROM chats), (SELECT count(*) FROM watches), (SELECT count(*) FROM errands)"
    )
    before = await behind_its_back(Path(database), tables)
    assert IS_LISTED in await house.follower.says(IVAN)

    told = await house.follower.presses("Not the same person")

    assert told.startswith(
        "Then that row is about another person and says nothing about the one you ask about."
    )
    assert "which row you left out we do not keep" in told
    answer = await house.follower.hears(APART)
    assert "Петренко" not in answer
    assert answer.endswith("We never ask for money, documents, tax or phone numbers.")
    assert await behind_its_back(Path(database), tables) == before
    assert IS_LISTED in await house.follower.says(IVAN), "asked anew it is answered anew"


async def test_details_and_back_leave_the_same_row_out(house: House) -> None:
    await ready_house(house)
    await house.follower.says(IVAN)
    await house.follower.presses("Not the same person")
    await house.follower.hears(APART)

    assert APART in await house.follower.presses("Details")
    assert APART in await house.follower.presses("Back")
    await house.follower.presses("Correct my question")
    assert APART in await house.follower.presses("Back")


async def test_a_watch_begun_there_never_tells_of_that_row_and_tells_of_another(house: House) -> None:
    first, second = await ready_house(house)
    await confirmed(first, second)
    await house.follower.says(IVAN)
    await house.follower.presses("Not the same person")
    await house.follower.hears(APART)
    await house.restarts()

    assert "Watch 1 is on" in await house.follower.presses("Watch")

    await uploads_anew(first, f"{HEADINGS}{OWN}{BARE}", rows=2)
    await first.presses("Submit")
    await second.says("/desk")
    await second.presses("List edition 2: waits")
    assert UPDATE not in "".join(house.follower.shown)
    await second.says(code_in(await second.presses("Publish as the second person")))
    await house.follower.hears(UPDATE)
    answer = await house.follower.presses("Show")
    assert "This name is on a list: Петренко Іван Васильович." in answer
    assert "Without the rows you left out:" in answer


async def test_without_the_row_that_agrees_a_mistyped_one_is_looked_for(house: House) -> None:
    await lists_two(house, MISTYPED)
    assert IS_LISTED in await house.follower.says(IVAN)

    await house.follower.presses("Not the same person")

    answer = await house.follower.hears("Did you mean this name: Петерноко Іван Васильович, 1999?")
    assert "Without the rows you left out:" in answer
    await house.follower.presses("Not the same person")
    await house.follower.hears(APART)


async def test_who_watches_that_person_leaves_the_row_out_for_good(house: House) -> None:
    first, second = await lists_two(house, MISTYPED)
    await house.follower.says(IVAN)
    await house.follower.presses("Watch")
    await house.follower.says(IVAN)

    told = await house.follower.presses("Not the same person")

    assert "this row is not the person of watch 1" in told
    answer = await house.follower.hears("Did you mean this name: Петерноко Іван Васильович, 1999?")
    assert answer.startswith("Watch 1.")
    assert "this row is not the person of watch 1" in await house.follower.presses("Not the same person")
    answer = await house.follower.hears(APART)
    assert APART in await house.follower.presses("Details")
    await confirmed(first, second)
    await house.follower.says("/my")
    await house.follower.presses("Watch 1")
    assert APART in await house.follower.presses("Show the answer")
    assert UPDATE not in "".join(house.follower.shown)


async def test_watching_again_under_an_answer_leaves_its_row_out_of_the_same_watch(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says(IVAN)
    await house.follower.presses("Not the same person")
    await house.follower.hears(APART)
    _, without_the_row = house.follower._button("Watch")
    await house.follower.says(IVAN)
    await house.follower.presses("Watch")

    assert "Watch 1 is on" in await house.follower.forges(without_the_row)

    await confirmed(first, second)
    await house.follower.says("/my")
    await house.follower.presses("Watch 1")
    assert APART in await house.follower.presses("Show the answer")
    assert UPDATE not in "".join(house.follower.shown)


def test_rows_in_a_button_are_read_as_they_were_written_and_forged_ones_are_refused() -> None:
    rows = (("a1b2c3d4e5", 1_048_575), ("z9y8x7w6v5", 2))
    assert Again.read(Again(True, 1, rows, "w1").args) == Again(True, 1, rows, "w1")
    assert len(rows) == MOST_LEFT_OUT
    for forged in ("a1", "a1_", "_2", "a1_xyz", "a1_2-b1_3-c1_4", "a1_2--b1_3"):
        with pytest.raises(Unknown):
            read_rows(forged)
