"""The whole way: a list, a question, a follow, a confirmation, an alert."""

from tests.house import House
from tests.moderating import agrees, ready_house, states


async def test_a_relative_asks_follows_and_is_told_when_the_receiving_side_confirms(house: House) -> None:
    first, second = await ready_house(house)

    answer = await house.follower.says("Petrenko Ivan Vasylovych, 1999")
    assert "This name is on a list: Петренко Іван Васильович, 1999." in answer
    assert "announced (Ukraine, June 9, 2025)" in answer
    assert "As of" in answer

    assert "You follow: exchange of June 9, 2025" in await house.follower.presses("Follow")

    waits = await states(first, kind="confirmation that it took place")
    assert "All who follow the exchange group will be told." in waits
    await agrees(second)

    alert = await house.follower.hears("has confirmed that the exchange took place")
    assert "There are no names here" in alert
    assert "Alert 1." in alert
    told = [text for text in house.follower.shown if "has confirmed" in text]
    assert len(told) == 1

    answer = await house.follower.says("Petrenko Ivan Vasylovych, 1999")
    assert "this is not about any one person" in answer
