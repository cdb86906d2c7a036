"""Every answer a relative can get, as they read it."""

from datetime import timedelta
from pathlib import Path

from tests.house import House, open_house
from tests.moderating import announces, publishes, ready_house, two_moderators, uploads

TWO_OF_ONE_NAME = """Прізвище;Ім'я;По батькові;Рік народження
Петренко;Іван;Васильович;1999
Петренко;Іван;Олегович;1999
"""
ONLY_INITIALS = """Прізвище;Ім'я;По батькові;Рік народження
Петренко;А.;В.;
"""


async def test_a_name_is_found_in_any_order_case_and_script(house: House) -> None:
    await ready_house(house)

    for question in (
        "Петренко Іван Васильович",
        "іван васильович петренко",
        "Petrenko Ivan Vasylovych",
        "1999 ПЕТРЕНКО ІВАН",
        "Петренко Иван Васильевич, 12.03.1999",
    ):
        answer = await house.follower.says(question)
        assert "This name is on a list: Петренко Іван Васильович, 1999." in answer, question


async def test_an_answer_carries_its_source_its_state_and_its_moment(house: House) -> None:
    await ready_house(house)

    answer = await house.follower.says("Petrenko Ivan Vasylovych")

    assert "Source: Invented Headquarters (the receiving side), June 9, 2025, edition 1." in answer
    assert "Exchange of June 9, 2025 (Ukraine): announced (Ukraine, June 9, 2025)." in answer
    assert "we hold no confirmation from the receiving side" in answer
    assert "namesakes exist" in answer
    assert "Corrections come only with Follow or Watch" in answer
    assert "under 25" not in answer, "a category never stands beside a name"
    assert house.follower.buttons[:4] == ["Follow", "Watch", "Source", "Details"]

    whole = await house.follower.presses("Details")

    assert (
        "Source: Invented Headquarters (the receiving side), published June 9, 2025, link, edition 1."
        in whole
    )
    assert "Exchange of June 9, 2025, receiving side: Ukraine." in whole
    assert "We hold no confirmation from the receiving side" in whole
    assert "Someone else may have the same name." in whole
    assert "Searched as of" in whole
    assert "under 25" not in whole
    assert house.follower.buttons[2:] == ["Source", "Exchange group", "Something is wrong", "Back"]
    assert await house.follower.presses("Back") == answer


async def test_a_name_that_is_nowhere_is_answered_with_what_was_searched_and_whom_to_ask(
    house: House,
) -> None:
    await ready_house(house)

    answer = await house.follower.says("Kovalenko Oleh Petrovych, 1990")

    assert "This name is not on the lists we searched (as of" in answer
    assert "Lists: 1, the newest of June 9, 2025 (the receiving side)." in answer
    assert "This says nothing about the person’s fate or whereabouts" in answer
    assert "We never ask for money" in answer


async def test_rows_that_could_not_be_read_are_told_beside_not_listed(house: House) -> None:
    """A row with a Latin letter in "Олeг" was once rejected at upload, and the man told as not listed."""
    first, second = await two_moderators(house)
    await announces(first, second)
    rows = "Прізвище;Ім'я;Рік народження\nПетренко;Іван;1999\nКоваленко;Олeг;1990\n"
    await uploads(first, rows.encode())
    assert "1 row of the file was rejected" in await publishes(first, second)
    await first.says("/desk")
    await first.presses("I looked for new lists now")

    answer = await house.follower.says("Коваленко Олег Петрович, 1990")

    assert "Rows that could not be read: 1." in answer
    whole = await house.follower.presses("Details")
    assert "1 row of these lists could not be read and was not searched." in whole


async def test_the_part_that_an_answer_asks_for_can_follow_in_a_message_of_its_own(house: House) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    await uploads(first, TWO_OF_ONE_NAME.encode())
    await publishes(first, second)
    await first.says("/desk")
    await first.presses("I looked for new lists now")
    assert "Write the patronymic" in await house.follower.says("Petrenko Ivan, 1999")

    answer = await house.follower.says("Vasylovych")

    assert "This name is on a list: Петренко Іван Васильович, 1999." in answer


async def test_a_name_behind_ask_may_stand_on_the_next_line(house: House) -> None:
    """The family name was once dropped with the line break, and another man told as not listed."""
    await ready_house(house)

    assert "This name is on a list" in await house.follower.says("/ask\nПетренко Іван Васильович 1999")


async def test_after_a_country_is_chosen_its_first_body_is_named(house: House) -> None:
    await ready_house(house)
    await house.follower.says("/contacts")
    assert "1648" in await house.follower.presses("Ukraine")

    answer = await house.follower.says("Kovalenko Oleh Petrovych, 1990")

    assert "To ask officially: NIB, 1648" in answer
    assert "as stated by sud.ua, October 22, 2025" in answer


async def test_one_more_part_is_asked_in_the_same_words_whether_or_not_a_row_is_near(
    house: House,
) -> None:
    await ready_house(house)

    near = await house.follower.says("Petrenko Ivan")
    far = await house.follower.says("Kovalenko Oleh")

    assert near.replace("Petrenko Ivan", "") == far.replace("Kovalenko Oleh", "")
    assert "we need the patronymic or the birth year" in near


async def test_the_missing_part_can_follow_in_a_message_of_its_own(house: House) -> None:
    await ready_house(house)
    await house.follower.says("Petrenko Ivan")

    assert "This name is on a list: Петренко Іван Васильович, 1999." in await house.follower.says("1999")


async def test_who_knows_no_more_is_told_of_a_similar_name_at_most(house: House) -> None:
    await ready_house(house)
    await house.follower.says("Petrenko Ivan")

    answer = await house.follower.presses("I don’t know either")

    assert "A list holds this family name and given name, or a near spelling of them." in answer
    assert "Васильович" not in answer


async def test_a_birth_year_that_differs_is_said_without_its_value(house: House) -> None:
    await ready_house(house)

    answer = await house.follower.says("Petrenko Ivan Vasylovych, 1978")

    assert "A list holds a similar name, but the birth year differs." in answer
    assert "1999" not in answer


async def test_several_people_of_one_name_are_neither_counted_nor_shown(house: House) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    await uploads(first, TWO_OF_ONE_NAME.encode())
    await publishes(first, second)
    await first.says("/desk")
    await first.presses("I looked for new lists now")

    answer = await house.follower.says("Petrenko Ivan, 1999")

    assert "Several people of this name are listed" in answer
    assert "Write the patronymic" in answer
    assert "Васильович" not in answer
    assert "Олегович" not in answer


async def test_without_any_list_nothing_is_denied(house: House) -> None:
    answer = await house.follower.says("Petrenko Ivan Vasylovych, 1999")

    assert "We hold no list to search at present. This is not a “no”" in answer
    assert "not on the lists" not in answer


async def test_until_a_moderator_has_looked_for_new_lists_nothing_is_denied(house: House) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    await uploads(first)
    await publishes(first, second)

    answer = await house.follower.says("Kovalenko Oleh Petrovych, 1990")

    assert "our moderators have not looked for new lists lately" in answer
    assert "not on the lists" not in answer


async def test_stale_checks_are_told_as_such(tmp_path: Path, template: Path) -> None:
    async with open_house(tmp_path, template, stale_after=timedelta(microseconds=1)) as house:
        await ready_house(house)

        answer = await house.follower.says("Kovalenko Oleh Petrovych, 1990")

        assert "our moderators have not looked for new lists lately" in answer


async def test_about_an_eleventh_person_within_an_hour_the_bot_asks_for_patience(house: House) -> None:
    await ready_house(house)
    for number in range(10):
        await house.follower.says(f"Kovalenko Oleh Petrovych, {1980 + number}")
    answer = await house.follower.says("Kovalenko Oleh Petrovych, 1990")
    assert "not on the lists we searched" in answer, "another year of one name is the same question"

    names = ["Bondar", "Melnyk", "Tkachuk", "Kravets", "Lysenko", "Marchuk", "Savchuk", "Rudenko", "Moroz"]
    for name in names:
        await house.follower.says(f"{name} Oleh Petrovych, 1990")
    answer = await house.follower.says("Panchenko Oleh Petrovych, 1990")

    assert "You have asked about many people in a short time." in answer
    assert "not on the lists we searched" in await house.follower.says("Bondar Oleh Petrovych, 1990")


async def test_an_edited_question_is_answered_as_a_new_one(house: House) -> None:
    await ready_house(house)
    asked = house.world.says(house.follower.person.id, "Petrenko Ivan Vasylovych, 1978")
    await house.world.next_message(house.follower.person.id, after=asked.seq)

    edited = house.world.edits(house.follower.person.id, asked.message_id, "Petrenko Ivan Vasylovych, 1999")

    answer = await house.world.next_message(house.follower.person.id, after=edited.seq)
    assert "This name is on a list" in answer.text


async def test_of_two_people_in_one_message_the_first_is_answered_and_the_other_named_by_position(
    house: House,
) -> None:
    await ready_house(house)

    answer = await house.follower.says("Петренко Іван Васильович 1999, Коваленко Олег Петрович 1990")

    assert "This name is on a list: Петренко Іван Васильович, 1999." in answer
    assert "This is about the first person; write about others separately." in answer
    assert "Коваленко" not in answer


async def test_a_name_is_read_out_of_a_sentence_and_echoed_part_by_part(house: House) -> None:
    await ready_house(house)

    answer = await house.follower.says(
        "Доброго дня! Скажіть, чи привезли сьогодні мого сина Петренка Івана Васильовича, 12.03.1999 р.н.?"
    )

    assert answer.startswith("Петренко Іван Васильович, 1999")
    assert "This name is on a list: Петренко Іван Васильович, 1999." in answer


async def test_a_row_whose_initial_fits_only_in_the_other_language_is_possible(
    house: House,
) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    await uploads(first, ONLY_INITIALS.encode(), rows=1)
    await publishes(first, second)
    await first.says("/desk")
    await first.presses("I looked for new lists now")

    answer = await house.follower.says("Петренко Олексій Васильович")

    assert "A list holds this family name with another initial" in answer
    assert "not on the lists" not in answer
