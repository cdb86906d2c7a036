"""What people read about what is kept, get of it, and lose of it."""

import json

from bot.playground.people import EMILY, HALYNA
from tests.house import House
from tests.moderating import ready_house


async def test_the_export_comes_after_a_warning_and_holds_what_is_kept(house: House) -> None:
    await ready_house(house)
    await house.follower.says("Petrenko Ivan Vasylovych")
    await house.follower.presses("Follow")

    assert "whoever can read this chat can read it" in await house.follower.says("/mydata")
    told = json.loads(await house.follower.gets_file("Send the file"))

    assert told["telegram_id"] == EMILY.id
    assert len(told["stored"]["follows"]) == 1
    assert told["in_memory_only"]["people_asked_about_lately"] == 1
    assert str(HALYNA.id) not in json.dumps(told)


async def test_the_export_is_not_passed_on_by_one_press(house: House) -> None:
    await house.mother.says("/mydata")
    await house.mother.gets_file("Надіслати файл")

    assert house.world.chat(HALYNA.id)[-1].as_telegram()["has_protected_content"]


async def test_forget_takes_the_messages_of_the_chat_along(house: House) -> None:
    await ready_house(house)
    await house.follower.says("Petrenko Ivan Vasylovych")
    await house.follower.says("/forget")
    await house.services.traces.work()

    told = await house.follower.presses("Erase everything")

    assert "and the messages of the last two days in this chat" in told
    assert [message.text for message in house.world.chat(EMILY.id)] == [told]
    assert await house.services.traces.of(EMILY.id) == []


async def test_where_telegram_does_not_delete_the_person_is_told_so(house: House) -> None:
    await house.follower.says("/start")
    await house.follower.says("/forget")
    house.world.faults.add("500", method="deleteMessages", share=1)

    assert "We cannot erase the messages of this chat" in await house.follower.presses("Erase everything")


async def test_what_privacy_says_is_complete(house: House) -> None:
    told = await house.follower.says("/privacy")

    for said in ("We do not keep what you ask", "/mydata", "/forget", "Telegram itself can read this chat"):
        assert said in told


async def test_who_was_forgotten_stays_so_over_a_restart(house: House) -> None:
    await ready_house(house)
    await house.follower.says("Petrenko Ivan Vasylovych")
    await house.follower.presses("Follow")
    await house.follower.says("/forget")
    await house.follower.presses("Erase everything")
    await house.restarts()

    assert "You follow nothing." in await house.follower.says("/my")
