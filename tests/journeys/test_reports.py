"""Anybody says that something is wrong; moderators see it, and a row goes by two people."""

from pathlib import Path

from tests.house import House, behind_its_back, code_in
from tests.moderating import ready_house

NAME = "Petrenko Ivan Vasylovych, 1999"
PRINTED = "Петренко Іван Васильович"


async def test_a_listed_person_asks_for_the_row_to_go_and_it_goes_by_two_people(
    house: House, tmp_path: Path
) -> None:
    first, second = await ready_house(house)
    await house.follower.says(NAME)
    await house.follower.presses("Details")
    await house.follower.presses("Something is wrong")
    thanks = await house.follower.presses("The row must be removed")
    assert "Moderators will look at it within a day." in thanks
    assert "This name is on a list" in await house.follower.says(NAME), "no effect by itself"

    await first.hears("Somebody reported something as wrong")
    await first.says("/desk")
    await first.presses("Reports: 1")
    seen = await first.presses("1. A row must be removed")
    assert f"2. {PRINTED}, 1999" in seen
    await first.presses("Take the row down")
    assert f"It leaves out, because somebody asked: 2. {PRINTED}" in first.last

    await second.says("/desk")
    await second.presses("List edition 2: waits")
    assert f"It leaves out, because somebody asked: 2. {PRINTED}" in second.last
    published = await second.says(code_in(await second.presses("Publish as the second person")))
    assert "Published: it is searched now." in published

    assert "not on the lists we searched" in await house.follower.says(NAME)
    assert "This name is on a list" in await house.follower.says("Sydorenko Olha, 2001")
    left = await behind_its_back(tmp_path, "SELECT count(*) FROM entries WHERE printed_name LIKE 'Петренко%'")
    assert left == [(0,)]
    assert "No report is open" in await first.presses("Reports: 1")


async def test_a_wrong_statement_is_reported_from_its_exchange_group(house: House) -> None:
    first, _ = await ready_house(house)
    await house.follower.says("/batches")
    await house.follower.presses(house.follower.buttons[0])
    await house.follower.presses("Something is wrong")
    await house.follower.presses("June 9, 2025 · Ukraine · announcement")

    await first.says("/desk")
    await first.presses("Reports: 1")
    seen = await first.presses("1. A statement is wrong")

    assert "Ukraine: announcement (Invented Agency)" in seen
    assert "What was wrong? Families read this." in await first.presses("Withdraw the statement")


async def test_reports_are_explained_in_the_language_of_who_asks(house: House) -> None:
    assert "ми не зберігаємо" in await house.mother.says("/report")
    assert "мы не храним" in await house.wife.says("/report")


async def test_a_forged_or_old_button_reports_nothing(house: House) -> None:
    first, _ = await ready_house(house)
    await house.follower.says(NAME)

    for forged in (
        "repd:row_must_go:forged:2",
        "repd:row_must_go:forged",
        "repd:row_must_go:x:999999999",
        "repd:nothing:x:2",
        "rep:row:x:y",
    ):
        assert "This button is out of date." in await house.follower.forges(forged)
    await first.says("/desk")
    assert not [label for label in first.buttons if label.startswith("Reports")]


async def test_a_report_that_is_nothing_is_closed(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says(NAME)
    await house.follower.presses("Details")
    await house.follower.presses("Something is wrong")
    await house.follower.presses("It differs from its source")
    await first.says("/desk")
    await first.presses("Reports: 1")
    await first.presses("1. A row is wrong")

    assert "It was closed: nothing was to be changed." in await first.presses("Nothing to change")

    await second.says("/log")
    assert "report closed" in second.last
