"""Alerts through the whole application: what people are shown, and what they can do about it."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.exchanges import StatementKind
from bot.playground.people import EMILY, HALYNA, MARINA, OKSANA, THOMAS, crowd
from tests.alerts.confirming import Desk, chat_of, let_follow
from tests.house import House, Talker, open_house

FOLLOWERS = [replace(p, language_code=("uk", "ru", "en")[n % 3]) for n, p in enumerate(crowd(200))]
CONFIRMED = "The receiving side (Ukraine) has confirmed that the exchange took place"
CONFIRMED_IN = {"uk": "підтвердила", "ru": "подтвердила", "en": CONFIRMED}
VERIFY = "/verify "


async def told_of_a_confirmation(house: House, *people: Talker) -> str:
    """Let the people be told of a batch they follow; returns the batch's id."""
    desk = Desk(house.services)
    batch_id = await desk.announced_batch()
    house.world.opens(*(talker.person.id for talker in people))
    await let_follow(house.services, [talker.person for talker in people], batch_id)
    await desk.confirmed(batch_id)
    for talker in people:
        await talker.hears(VERIFY)
    return batch_id


def code_in_alert(text: str) -> str:
    return text.partition(VERIFY)[2].split()[0]


def number_in_alert(text: str) -> str:
    (line,) = (line for line in text.splitlines() if VERIFY in line)
    found = re.search(r"\d+", line)
    assert found is not None, text
    return found[0]


@pytest.fixture
async def quick_house(tmp_path: Path, template: Path) -> AsyncIterator[House]:
    """The whole bot, at a pace at which a test need not wait."""
    async with open_house(tmp_path, template, send_rate=1000.0) as opened:
        yield opened


async def test_two_hundred_followers_in_three_languages_are_each_told_once(quick_house: House) -> None:
    house = quick_house
    house.world.adds(*FOLLOWERS)
    talkers = [house.talker(person) for person in FOLLOWERS]
    for person in FOLLOWERS:
        house.world.opens(person.id)
    desk = Desk(house.services)
    batch_id = await desk.announced_batch()
    await let_follow(house.services, FOLLOWERS, batch_id)

    await desk.confirmed(batch_id)
    await house.world.until(lambda: all(talker.shown for talker in talkers), timeout=30)

    assert [len(talker.shown) for talker in talkers] == [1] * 200
    for language, confirmed in CONFIRMED_IN.items():
        told = [talker.last for talker in talkers if talker.person.language_code == language]
        assert all(confirmed in text for text in told)
    assert {number_in_alert(talker.last) for talker in talkers} == {"1"}
    assert len({code_in_alert(talker.last) for talker in talkers}) == 200


async def test_the_code_of_an_alert_proves_it_and_no_other_does(house: House) -> None:
    await told_of_a_confirmation(house, house.follower, house.mother)
    code = code_in_alert(await house.follower.hears(CONFIRMED))

    assert "Yes: alert 1 with this code was sent to you by us." in await house.follower.says(
        f"/verify {code}"
    )
    assert "We sent no alert with this code" in await house.follower.says(f"/verify {code[::-1]}")
    another = code_in_alert(house.mother.last)
    assert "We sent no alert with this code" in await house.follower.says(f"/verify {another}")


async def test_stop_under_an_alert_ends_this_follow_at_one_tap_and_undo_brings_it_back(house: House) -> None:
    batch_id = await told_of_a_confirmation(house, house.follower)
    other_id = await Desk(house.services).announced_batch()
    await let_follow(house.services, [EMILY], other_id)
    chat_id = await chat_of(house.services, EMILY)

    async def followed() -> set[str]:
        return {followed.follow.subject.id for followed in await house.services.own_follows.of_chat(chat_id)}

    assert "You no longer follow" in await house.follower.presses("Stop following")
    assert await followed() == {other_id}

    assert "You follow" in await house.follower.presses("Undo")
    assert await followed() == {batch_id, other_id}


async def test_who_blocked_the_bot_is_offered_the_missed_alert_when_they_start_again(house: House) -> None:
    desk = Desk(house.services)
    batch_id = await desk.announced_batch()
    house.world.opens(EMILY.id, HALYNA.id)
    await let_follow(house.services, [EMILY, HALYNA], batch_id)
    house.world.blocks(EMILY.id)
    refused = house.world.faults.add("403", method="sendMessage", chat_id=EMILY.id, share=1)

    await desk.confirmed(batch_id)
    await house.mother.hears(VERIFY)
    chat_id = await chat_of(house.services, EMILY)
    while not await house.services.alerts.missed(chat_id):
        assert refused.hits <= 1
    house.world.faults.clear()
    house.world.unblocks(EMILY.id)

    await house.follower.says("/start")
    await house.follower.hears("There are alerts that Telegram could not deliver to you.")
    offer = house.world.chat(EMILY.id)[-1]
    house.world.presses(EMILY.id, offer.id, label="Send them")
    assert CONFIRMED in await house.follower.hears(VERIFY)
    assert refused.hits == 1
    assert sum(CONFIRMED in text for text in house.follower.shown) == 1


async def test_a_person_who_stopped_is_told_nothing_until_they_turn_alerts_on(house: House) -> None:
    desk = Desk(house.services)
    batch_id = await desk.announced_batch()
    house.world.opens(EMILY.id, HALYNA.id)
    await let_follow(house.services, [EMILY, HALYNA], batch_id)
    assert "No more alerts will come" in await house.follower.says("/stop")

    await desk.confirmed(batch_id)
    await house.mother.hears(VERIFY)
    assert "No more alerts will come" in house.follower.last

    await house.follower.presses("Turn alerts on")
    assert CONFIRMED in await house.follower.hears(VERIFY)


async def test_only_the_other_moderators_are_told_that_something_waits(house: House) -> None:
    desk = Desk(house.services)
    house.world.opens(OKSANA.id, THOMAS.id, EMILY.id, MARINA.id)
    batch_id = await desk.announced_batch()
    await let_follow(house.services, [EMILY, MARINA], batch_id)

    await desk.submitted(batch_id, StatementKind.CONFIRMATION, by=THOMAS)
    told = await house.oksana.hears(VERIFY)

    assert code_in_alert(told)
    assert len(house.oksana.shown) == 1
    assert not house.thomas.shown, "what he agreed to before it was sent calls him no more"
    assert not house.follower.shown
    assert not house.wife.shown
