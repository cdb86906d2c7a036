"""In groups and inline only states of exchanges, never names; and whose a forwarded message is."""

from typing import Any

import pytest

from tests.house import House
from tests.moderating import agrees, announces, ready_house, states, two_moderators

GROUP = -100_200_300
OTHER = {"id": 4_000_000_001, "is_bot": True, "first_name": "Vdoma", "username": "vdoma_help_bot"}


def said_in(house: House) -> list[str]:
    return [m.text for m in house.world.chat(GROUP) if m.from_bot]


async def in_group(house: House, text: str) -> str:
    done = house.world.says_in_group(GROUP, house.follower.person.id, text)
    return (await house.world.next_message(GROUP, after=done.seq)).text


async def press_in_group(house: House, label: str) -> str:
    message = next(m for m in reversed(house.world.chat(GROUP)) if label in m.labels)
    done = house.world.presses(house.follower.person.id, message.id, label=label, chat_id=GROUP)
    return (await house.world.next_message(GROUP, after=done.seq)).text


async def test_a_group_follows_a_batch_and_is_told_and_stops(house: House) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    assert "Exchange groups, from the newest:" in await in_group(house, "/batches")

    assert "This group follows: exchange of June 9, 2025" in await press_in_group(house, "Follow 1")
    assert "You follow nothing" in await house.follower.says("/my"), "the group follows, not who pressed"

    await states(first, kind="confirmation that it took place")
    await agrees(second)
    await house.world.until(lambda: any("has confirmed that the exchange" in text for text in said_in(house)))
    assert "You no longer follow" in await press_in_group(house, "Stop following")


async def test_a_group_takes_its_follow_up_again_and_turns_its_alerts_off_and_on(house: House) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    await in_group(house, "/batches")
    await press_in_group(house, "Follow 1")
    await press_in_group(house, "Stop following")

    assert "This group follows: exchange of June 9, 2025" in await press_in_group(house, "Undo")

    await press_in_group(house, "Stop following")
    assert "No more alerts will come to this chat." in await press_in_group(house, "Stop all alerts")
    assert await press_in_group(house, "Turn alerts on") == "Alerts are on."
    assert "You follow nothing" in await house.follower.says("/my"), "all of it is about the group"


async def test_no_name_is_looked_up_in_a_group(house: House) -> None:
    await ready_house(house)

    told = await in_group(house, "/ask Петренко Іван Васильович 1999")

    assert "Names are not looked up in groups." in told
    assert "Петренко" not in told


async def inline(house: House, text: str) -> list[Any]:
    query = house.world.asks_inline(house.follower.person.id, text)
    await house.world.until(lambda: house.world.queries.inline_answers.get(query) is not None)
    return house.world.queries.inline_answers[query] or []


async def test_inline_offers_states_of_exchanges_whatever_is_typed(house: House) -> None:
    await ready_house(house)

    (result,) = await inline(house, "Петренко Іван Васильович 1999")

    text = result["input_message_content"]["message_text"]
    assert "June 9, 2025. Receiving side: Ukraine." in text
    assert "There are no names here" in text
    assert "Петренко" not in str(result)
    assert "start=b_" in result["reply_markup"]["inline_keyboard"][0][0]["url"]


async def forwards(house: House, origin: dict[str, Any], text: str = "A message") -> str:
    person = house.follower.person
    seq = house.world.ledger.seq
    chat = {"id": person.id, "type": "private", "first_name": person.first_name}
    message = {"message_id": 900_001, "from": person.as_user(), "chat": chat, "date": 1_750_000_000}
    house.world.push_update({"message": {**message, "text": text, "forward_origin": origin}})
    return (await house.world.next_message(person.id, after=seq)).text


async def test_a_forwarded_message_of_ours_is_called_ours(house: House) -> None:
    await house.follower.says("/start")
    origin = {"type": "user", "sender_user": house.world.bot_user, "date": 1_750_000_000}

    assert (await forwards(house, origin)).startswith("Ours:")


@pytest.mark.parametrize("text", ["A message", "Petrenko Ivan Vasylovych, 1999"])
async def test_a_message_of_another_bot_of_the_same_name_is_called_not_ours(house: House, text: str) -> None:
    await house.follower.says("/start")
    origin = {"type": "user", "sender_user": OTHER, "date": 1_750_000_000}

    assert (await forwards(house, origin, text)).startswith("Not ours:")


async def test_a_message_of_somebody_who_hides_cannot_be_told(house: House) -> None:
    assert (await house.follower.sends("forwarded")).startswith("We cannot tell:")


async def test_a_forwarded_alert_of_ours_is_known_by_its_code(house: House) -> None:
    first, second = await ready_house(house)
    await house.follower.says("Petrenko Ivan Vasylovych, 1999")
    await house.follower.presses("Follow")
    await states(first, kind="confirmation that it took place")
    await agrees(second)
    alert = await house.follower.hears("has confirmed that the exchange took place")

    assert "Yes: alert 1 with this code" in await house.follower.sends("forwarded", alert)
