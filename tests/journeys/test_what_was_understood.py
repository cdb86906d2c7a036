"""What the bot understood is shown, and each part of it is put right at one press."""

from pathlib import Path

import pytest

from tests.house import House, behind_its_back
from tests.moderating import ready_house

ASKED = "Petrenko Ivan Vasylovych, 1999"
LISTED = "This name is on a list: Петренко Іван Васильович, 1999."
PARTS = [
    ("Petrenko Ivan Vasylovych 1978", "Correct the year", "Write the birth year alone", "1999"),
    ("Kovalenko Ivan Vasylovych 1999", "Correct the family name", "Write the family name alone", "Петренко"),
    ("Petrenko Oleh Vasylovych 1999", "Correct the given name", "Write the given name alone", "Іван"),
    ("Petrenko Ivan Olehovych 1999", "Correct the patronymic", "Write the patronymic alone", "Васильович"),
    ("Petrenko Ivan 1999", "Add the patronymic", "Write the patronymic alone", "Vasylovych"),
]


@pytest.mark.parametrize(("asked", "label", "prompt", "part"), PARTS, ids=[label for _, label, _, _ in PARTS])
async def test_each_part_is_corrected_by_one_button_and_one_word(
    house: House, asked: str, label: str, prompt: str, part: str
) -> None:
    await ready_house(house)
    await house.follower.says(asked)
    if label not in house.follower.buttons:
        await house.follower.presses("Correct my question")

    assert prompt in await house.follower.presses(label)

    assert LISTED in await house.follower.says(part)


async def test_what_can_be_corrected_stands_under_the_same_answer_and_goes_away_again(house: House) -> None:
    await ready_house(house)
    answer = await house.follower.says(ASKED)
    few = house.follower.buttons

    assert await house.follower.presses("Correct my question") == answer
    assert house.follower.buttons == [
        "Correct the family name",
        "Correct the given name",
        "Correct the patronymic",
        "Correct the year",
        "Back",
    ]
    assert await house.follower.presses("Back") == answer
    assert house.follower.buttons == few
    assert len(house.follower.shown) == 1, "nothing was written anew"


async def test_a_whole_name_instead_of_the_part_is_a_new_question(house: House) -> None:
    await ready_house(house)
    await house.follower.says(ASKED)
    await house.follower.presses("Correct my question")
    await house.follower.presses("Correct the family name")

    assert "Коваленко Олег Петрович" in await house.follower.says("Коваленко Олег Петрович, 1990")
    assert "not on the lists we searched" in house.follower.last


async def test_a_part_that_cannot_be_one_is_asked_for_again_and_not_lost(house: House) -> None:
    await ready_house(house)
    await house.follower.says("Petrenko Ivan Vasylovych 1978")
    await house.follower.presses("Correct the year")

    assert "This name is on a list" not in await house.follower.says("12345678")

    assert LISTED in await house.follower.says("1999")


async def test_a_correction_can_be_left(house: House) -> None:
    await ready_house(house)
    await house.follower.says("Petrenko Ivan Vasylovych 1978")
    await house.follower.presses("Correct the year")

    assert "Nothing was changed." in await house.follower.presses("Leave it as it is")

    assert LISTED not in await house.follower.says("1999")


async def test_nothing_of_a_correction_reaches_the_database(house: House, tmp_path: Path) -> None:
    await ready_house(house)
    before = await behind_its_back(tmp_path, "SELECT count(*) FROM chats")
    await house.wife.says("Коваленко Олег Петрович, 1990")
    await house.wife.presses("Исправить вопрос")
    await house.wife.presses("Исправить фамилию")
    await house.wife.says("Мельник")

    assert await behind_its_back(tmp_path, "SELECT count(*) FROM chats") == before
    assert "Мельник".encode() not in everything_stored(tmp_path)


def everything_stored(folder: Path) -> bytes:
    """The database's files as they lie on the disk."""
    return b"".join(path.read_bytes() for path in folder.glob("vdoma.db*"))


async def test_a_forged_part_is_an_old_button(house: House) -> None:
    await ready_house(house)
    await house.follower.says(ASKED)

    assert "This button is out of date." in await house.follower.forges("fix:SECRET")


async def test_details_of_an_answer_that_cannot_be_given_now_say_so(house: House) -> None:
    first, _ = await ready_house(house)
    await house.follower.says(ASKED)
    await first.says("/pause")
    await first.presses("Pause answers")

    assert "This is not a “no”" in await house.follower.presses("Details")
