"""What people send by mistake at three in the morning, and what they are told."""

import pytest

from tests.house import House
from tests.moderating import ready_house

MANY = "\n".join(f"Петренко Іван Васильович {1980 + number}" for number in range(20))


@pytest.mark.parametrize(
    "number", ["+380 44 123 45 67", "1234567890", "Мій ІПН 1234567890", "4149 1234 1234 1234"]
)
async def test_a_message_with_a_number_is_taken_out_of_the_chat_and_the_person_told_why(
    house: House, number: str
) -> None:
    told = await house.mother.says(number)

    assert "Ми видалили його з цього чату." in told
    assert "Ми ніколи не просимо" in told
    assert [m.text for m in house.world.chat(house.mother.person.id) if not m.from_bot] == []


async def test_a_date_of_birth_is_no_such_number(house: House) -> None:
    await ready_house(house)

    assert "This name is on a list" in await house.follower.says("Петренко Іван Васильович 12.03.1999")


async def test_a_contact_card_is_taken_out_of_the_chat(house: House) -> None:
    assert "We have deleted it from this chat." in await house.follower.sends("contact")
    assert all("contact" not in m.media for m in house.world.chat(house.follower.person.id))


@pytest.mark.parametrize("kind", ["photo", "video"])
async def test_a_picture_is_never_fetched_and_asked_to_be_deleted(house: House, kind: str) -> None:
    told = await house.mother.sends(kind)

    assert "будь ласка, видаліть це з чату" in told
    assert "Ми ніколи не просимо" in told


async def test_nobody_listens_to_a_voice_message(house: House) -> None:
    assert "Голосовые сообщения мы не слушаем" in await house.wife.sends("voice")


async def test_twenty_names_at_once_are_asked_for_one_at_a_time(house: House) -> None:
    await ready_house(house)

    assert "We answer about one at a time" in await house.follower.says(MANY)


async def test_the_wrong_keyboard_layout_is_asked_about_and_answered_at_once(house: House) -> None:
    await ready_house(house)

    answer = await house.follower.says("Gtnhtyrj Sdfy Dfcbkmjdbx 1999")

    did_you_mean, name, listed, *_ = answer.splitlines()
    assert did_you_mean == "Did you mean:"
    assert name == "Петренко Іван Васильович, 1999"
    assert listed.startswith("This name is on a list")


async def test_several_languages_in_one_message_are_read(house: House) -> None:
    await ready_house(house)

    answer = await house.follower.says(
        "Hello! Скажіть пожалуйста, is Петренко Иван Васильевич 1999 на списке?"
    )

    assert "This name is on a list: Петренко Іван Васильович, 1999." in answer
    assert "keyboard layout" not in answer


@pytest.mark.parametrize("part", ["1999", "Васильович"])
async def test_a_part_that_no_question_waits_for_is_told_as_such(house: House, part: str) -> None:
    await ready_house(house)

    assert "This is only one part of a name" in await house.follower.says(part)


async def test_a_forgotten_question_is_asked_for_anew(house: House) -> None:
    """The program was started anew after the question: nothing of it is left."""
    await ready_house(house)
    await house.follower.says("Petrenko Ivan")
    await house.restarts()

    assert "This is only one part of a name" in await house.follower.says("1999")
