"""The commands everybody has, in each of the three languages."""

import pytest

from bot.playground.people import EMILY, HALYNA, MARINA, Person
from tests.house import House
from tests.moderating import agrees, ready_house, speaks_english, states

HELLO = {
    "uk": "Це Vdoma. За бот відповідає Vdoma demo. Ми не державний орган і не Червоний Хрест.",
    "ru": "Это Vdoma. За бот отвечает Vdoma demo. Мы не государственный орган и не Красный Крест.",
    "en": "This is Vdoma. Responsible for it: Vdoma demo. We are not a state body and not the Red Cross.",
}
SCAM = {
    "uk": "Ми ніколи не просимо грошей, документів, податкового номера чи номера телефону.",
    "ru": "Мы никогда не просим деньги, документы, налоговый номер или номер телефона.",
    "en": "We never ask for money, documents, tax or phone numbers.",
}
NOT_LISTED = {
    "uk": "У списках, де ми шукали, такого імені немає (станом на",
    "ru": "В списках, где мы искали, такого имени нет (по состоянию на",
    "en": "This name is not on the lists we searched (as of",
}
PEOPLE = pytest.mark.parametrize("person", [HALYNA, MARINA, EMILY], ids=["uk", "ru", "en"])


@PEOPLE
async def test_the_first_words_are_in_the_language_of_the_persons_telegram(
    house: House, person: Person
) -> None:
    started = await house.talker(person).says("/start")

    assert HELLO[person.language_code] in started
    assert SCAM[person.language_code] in started


@PEOPLE
@pytest.mark.parametrize("command", ["/help", "/privacy"])
async def test_the_scam_line_stands_in_what_everybody_reads(
    house: House, person: Person, command: str
) -> None:
    assert SCAM[person.language_code] in await house.talker(person).says(command)


@PEOPLE
async def test_not_listed_is_said_with_care_in_each_language(house: House, person: Person) -> None:
    await ready_house(house)

    answer = await house.talker(person).says("Коваленко Олег Петрович, 1990")

    assert NOT_LISTED[person.language_code] in answer
    assert SCAM[person.language_code] in answer


async def test_the_chosen_language_stays(house: House) -> None:
    await house.mother.says("/language")
    await house.mother.presses("English")
    await house.mother.hears("The language of this chat is English now.")

    await house.restarts()

    assert HELLO["en"] in await house.mother.says("/start")


async def test_menus_names_and_descriptions_are_set_in_each_language(house: House) -> None:
    profile = house.world.profile
    await house.world.until(lambda: profile.names.keys() >= {"uk", "ru", "en"})

    assert len({profile.names[code] for code in ("uk", "ru", "en")}) == 3


async def test_what_is_followed_is_shown_and_can_be_ended_and_taken_up_again(house: House) -> None:
    await ready_house(house)
    assert "You follow nothing." in await house.follower.says("/my")
    await house.follower.says("/batches")
    await house.follower.presses(house.follower.buttons[0])
    await house.follower.presses("Follow")
    assert "You have 1 follow:" in await house.follower.says("/my")

    assert "You no longer follow" in await house.follower.presses("Stop following")
    assert "You follow nothing." in await house.follower.says("/my")
    assert "You follow: exchange of" in await house.follower.presses("Undo")


async def test_after_stop_nothing_comes_until_alerts_are_turned_on_again(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says("Petrenko Ivan Vasylovych")
    await house.follower.presses("Follow")
    await house.mother.says("Петренко Іван Васильович")
    await house.mother.presses("Підписатися")
    assert "No more alerts will come" in await house.follower.says("/stop")

    await states(first, kind="confirmation that it took place")
    await agrees(second)

    await house.mother.hears("Повідомлення 1.")
    assert not [text for text in house.follower.shown if "Alert 1." in text]

    await house.follower.says("/start")
    await house.follower.hears("Alerts are off for this chat.")
    await house.follower.presses("Turn alerts on")
    assert "has confirmed that the exchange took place" in await house.follower.hears("Alert 1.")


async def test_a_follow_while_alerts_are_off_says_that_none_will_come(house: House) -> None:
    await ready_house(house)
    await speaks_english(house.follower)
    await house.follower.says("/stop")
    await house.follower.says("Petrenko Ivan Vasylovych")

    assert "Alerts are off for this chat." in await house.follower.presses("Follow")


async def test_forget_asks_and_then_keeps_nothing(house: House) -> None:
    await ready_house(house)
    await house.follower.says("Petrenko Ivan Vasylovych")
    await house.follower.presses("Follow")

    assert "Erase everything we keep about you" in await house.follower.says("/forget")
    assert "Nothing was erased." in await house.follower.presses("Keep it")
    await house.follower.says("/forget")
    assert "We have erased everything we kept about you," in await house.follower.presses("Erase everything")

    assert "You follow nothing." in await house.follower.says("/my")


async def test_an_alert_can_be_checked_and_a_forged_one_is_told(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says("Petrenko Ivan Vasylovych")
    await house.follower.presses("Follow")
    await states(first, kind="confirmation that it took place")
    await agrees(second)
    alert = await house.follower.hears("Alert 1.")
    code = alert.partition("/verify ")[2].split()[0]

    assert "alert 1 with this code was sent to you by us" in await house.follower.says(f"/verify {code}")
    assert "We sent no alert with this code to this chat." in await house.follower.says("/verify abcdefghjk")
