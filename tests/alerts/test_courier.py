"""The courier among the faults of the world, over a real store and the loopback Telegram."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from bot.core.errors import StoreUnavailable
from bot.core.exchanges import Source
from bot.playground.faults import Kind
from tests.alerts.office import MINUTE, SECOND, Office, Owed
from tests.alerts.telegrams import (
    HangingTelegram,
    HastyPerson,
    ImpatientTelegram,
    OurMistake,
    RefusingNetwork,
    SleepingMachine,
    WatchedTelegram,
)
from tests.storage.builders import YOUNG

READY = Owed("ready", attempts=0, uncertain=False)
SENT = Owed("sent", attempts=0, uncertain=False)
REPEATED = "(Repeated: this alert may have reached you already.)"


def first_line(text: str) -> str:
    return text.partition("\n")[0]


def is_marked(text: str) -> bool:
    """Whether an alert in any language begins with the line that says it may have come before."""
    line = first_line(text)
    return line.startswith("(") and line.endswith(")")


def numbers_and_codes(office: Office) -> list[set[str]]:
    """The last words of each person's alerts: their number and their code."""
    return [{shown.text.split("/verify ")[1].split()[0] for shown in office.told(p)} for p in office.people]


async def test_without_faults_everybody_is_told_once(office: Office) -> None:
    await office.owes(40)

    await office.courier().work()
    office.clock.passes(60 * MINUTE)
    await office.courier().work()

    assert office.told_each() == [1] * 40
    assert office.owed_to_all() == {SENT}


async def test_an_alert_comes_in_the_language_of_now(office: Office) -> None:
    person, *_ = await office.owes(1)
    async with office.store.writing() as writing:
        chat = await writing.chat_of(person.id)
        assert chat is not None
        await writing.save_chat(replace(chat, language="en"))

    await office.courier().work()

    assert "The receiving side (Ukraine) has confirmed" in office.told(person)[0].text


# Told to slow down


async def test_one_chat_told_to_slow_down_is_left_alone_to_the_second_and_holds_up_nobody(
    office: Office,
) -> None:
    people = await office.owes(20)
    slow = people[7]
    asked = office.world.faults.add("429", method="sendMessage", chat_id=slow.id, times=1, retry_after=7)
    courier = office.courier()
    told_at = office.clock.moment
    await courier.work()
    assert (asked.hits, sum(office.told_each())) == (1, 19)

    office.clock.moment = told_at + 6.9 * SECOND
    await courier.work()
    assert not office.told(slow)

    office.clock.moment = told_at + 7.1 * SECOND
    await courier.work()
    assert office.told_each() == [1] * 20
    assert office.owed_to_all() == {SENT}, "being told to slow down is no attempt, and nothing is uncertain"


async def test_where_a_second_chat_is_told_too_nobody_is_asked_anything_until_the_second_it_may(
    office: Office,
) -> None:
    await office.owes(20)
    asked = office.world.faults.add("429", method="sendMessage", times=2, retry_after=7)
    courier = office.courier()
    told_at = office.clock.moment
    await courier.work()
    assert (asked.hits, office.owed_to_all()) == (2, {READY})

    office.clock.moment = told_at + 6.9 * SECOND
    await courier.work()
    assert office.told_each() == [0] * 20

    office.clock.moment = told_at + 7.2 * SECOND
    await courier.work()
    assert office.told_each() == [1] * 20
    assert office.owed_to_all() == {SENT}


async def test_being_told_again_and_again_costs_one_request_each_time(office: Office) -> None:
    await office.owes(20)
    asked = office.world.faults.add("429", method="sendMessage", times=6, retry_after=3)
    courier = office.courier()

    for seconds in range(0, 20, 4):
        await courier.work()
        assert asked.hits == min(2 + seconds // 4, 6)
        office.clock.passes(4 * SECOND)
    await courier.work()

    assert office.told_each() == [1] * 20


async def test_what_was_lent_together_with_those_told_to_wait_goes_back_unsent(office: Office) -> None:
    await office.owes(20)
    telegram = ImpatientTelegram(office)
    courier = office.courier(messenger=telegram, rate=40)

    await courier.work()
    assert len(telegram.at) == 6
    assert office.owed_to_all() == {SENT, READY}
    office.clock.passes(29 * SECOND)
    await courier.work()
    assert len(telegram.at) == 6

    office.clock.passes(2 * SECOND)
    await courier.work()
    assert len(telegram.at) == 22
    assert office.owed_to_all() == {SENT}


# Uncertain


@pytest.mark.parametrize("fault", ["500", "502", "drop_before"])
async def test_what_may_have_arrived_is_sent_again_after_a_minute_and_says_so(
    office: Office, fault: Kind
) -> None:
    people = await office.owes(6)
    unlucky = people[2]
    office.world.faults.add(fault, method="sendMessage", chat_id=unlucky.id)
    courier = office.courier()
    await courier.work()
    assert office.told_each() == [1, 1, 0, 1, 1, 1]
    assert office.owed(unlucky) == Owed("ready", attempts=1, uncertain=True)

    office.clock.passes(59 * SECOND)
    await courier.work()
    assert not office.told(unlucky)

    office.clock.passes(SECOND)
    await courier.work()
    (told,) = office.told(unlucky)
    assert first_line(told.text) == REPEATED
    assert office.told_each() == [1] * 6


@pytest.mark.parametrize("fault", ["502_after", "drop_after"])
async def test_what_did_arrive_is_repeated_under_the_same_number_and_code(
    office: Office, fault: Kind
) -> None:
    people = await office.owes(9)
    for person in people[:3]:
        office.world.faults.add(fault, method="sendMessage", chat_id=person.id)
    courier = office.courier()
    for _ in range(5):
        await courier.work()
        office.clock.passes(60 * SECOND)

    assert office.told_each() == [2, 2, 2, 1, 1, 1, 1, 1, 1]
    for person in people[:3]:
        first, again = office.told(person)
        assert is_marked(again.text)
        assert not is_marked(first.text)
        assert again.text == f"{first_line(again.text)}\n{first.text}"
    assert all(len(codes) == 1 for codes in numbers_and_codes(office))


# Certain not to have arrived


async def test_while_telegram_cannot_be_reached_little_is_tried_and_nothing_said_twice(
    office: Office,
) -> None:
    people = await office.owes(30)
    refused = RefusingNetwork()
    courier = office.courier(messenger=refused)
    for _ in range(600):
        await courier.work()
        office.clock.passes(SECOND)
    assert len(refused.tried) < 40, "not everybody's alert is spent on a dead network"

    courier = office.courier()
    for _ in range(120):
        await courier.work()
        office.clock.passes(MINUTE)

    assert office.told_each() == [1] * 30
    assert not any(is_marked(office.told(person)[0].text) for person in people)


# One person's Telegram


async def test_one_persons_block_is_not_tried_again_and_holds_up_nobody(office: Office) -> None:
    people = await office.owes(20)
    blocking = people[3]
    office.world.blocks(blocking.id)
    tried = office.world.faults.add("403", method="sendMessage", chat_id=blocking.id, share=1)
    courier = office.courier()
    for _ in range(50):
        await courier.work()
        office.clock.passes(60 * MINUTE)

    assert tried.hits == 1
    assert office.owed(blocking).state == "undeliverable"
    assert sum(office.told_each()) == 19


async def test_a_chat_that_telegram_does_not_know_is_tried_once(office: Office) -> None:
    people = await office.owes(5)
    del office.world.stage.chats[people[0].id]

    await office.courier().work()

    assert office.owed(people[0]).state == "undeliverable"
    assert office.told_each() == [0, 1, 1, 1, 1]


async def test_what_telegram_can_never_accept_is_held_and_not_tried_for_ever(office: Office) -> None:
    (person,) = await office.owes(1)
    async with office.store.writing() as writing:
        standing = await writing.standing(YOUNG.id)
        endless = Source("Ж" * 5000, date(2025, 6, 9), "https://example.org/1")
        said = replace(standing.statement, id="endless", source=endless)
        await writing.add_statement(said)
        await writing.save_batch(replace(standing.batch, standing_by=said.id))
    sends = office.world.faults.add("latency", method="sendMessage", share=1, seconds=0.001)
    courier = office.courier()
    for _ in range(50):
        await courier.work()
        office.clock.passes(60 * MINUTE)

    assert sends.hits == 2, "once more, as plain text"
    assert office.owed(person).state == "held"


async def test_one_persons_alert_that_hangs_lets_all_others_pass(office: Office) -> None:
    hanging = HangingTelegram()
    await office.owes(30)
    courier = office.courier(messenger=hanging)

    working = asyncio.create_task(courier.work())
    await hanging.until_asked(1)
    office.clock.passes(2 * SECOND)
    await hanging.until_asked(30)
    hanging.go_on.set()
    await working

    assert len(hanging.asked) == 30
    assert office.owed_to_all() == {SENT}


# The token


async def test_with_a_refused_token_telegram_is_asked_once_a_minute_and_nothing_is_given_up(
    office: Office,
) -> None:
    await office.owes(40)
    asked = office.world.faults.add("401", method="sendMessage", share=1)
    courier = office.courier()
    for _ in range(3600):
        await courier.work()
        office.clock.passes(SECOND)
    assert asked.hits == 60
    assert office.owed_to_all() == {READY}

    office.world.faults.clear()
    office.clock.passes(MINUTE)
    await courier.work()

    assert office.told_each() == [1] * 40
    assert office.owed_to_all() == {SENT}


# The store


async def test_a_disk_that_is_full_for_a_while_loses_and_repeats_nothing(office: Office) -> None:
    await office.owes(1)
    courier = office.courier(messenger=(telegram := WatchedTelegram(office)))
    telegram.refusals_after = 5

    with pytest.raises(StoreUnavailable):
        await courier.work()
    office.clock.passes(60 * MINUTE)
    await courier.work()

    assert office.told_each() == [1]
    assert office.owed_to_all() == {SENT}


async def test_an_outcome_that_cannot_be_recorded_is_kept_until_it_can(office: Office) -> None:
    (person,) = await office.owes(1)
    courier = office.courier(messenger=(telegram := WatchedTelegram(office)))
    telegram.refusals_after = 1_000_000
    with pytest.raises(StoreUnavailable):
        await courier.work()
    assert office.owed(person).state == "sending"

    office.store.refusals = telegram.refusals_after = 0
    office.clock.passes(60 * MINUTE)
    await courier.work()

    assert office.told_each() == [1]
    assert office.owed(person) == SENT


async def test_an_outcome_that_was_never_recorded_becomes_a_repeat_and_never_a_loss(office: Office) -> None:
    (person,) = await office.owes(1)
    courier = office.courier(messenger=(telegram := WatchedTelegram(office)))
    telegram.refusals_after = 1_000_000
    with pytest.raises(StoreUnavailable):
        await courier.work()

    office.store.refusals = 0
    after_a_crash = office.courier()
    await after_a_crash.take_back()
    office.clock.passes(MINUTE)
    await after_a_crash.work()

    first, again = office.told(person)
    assert again.text.endswith(first.text)
    assert is_marked(again.text)


async def test_a_store_that_is_down_is_told_after_what_was_on_its_way_is_seen_through(
    office: Office,
) -> None:
    await office.owes(3)
    office.store.refusals = 1

    courier = office.courier()
    with pytest.raises(StoreUnavailable):
        await courier.work()

    await courier.work()
    assert office.told_each() == [1, 1, 1]


# Stopping


async def test_told_to_stop_it_finishes_what_is_on_its_way_and_gives_back_the_rest(office: Office) -> None:
    hanging = HangingTelegram()
    await office.owes(100)
    courier = office.courier(messenger=hanging)
    working = asyncio.create_task(courier.work())
    await hanging.until_asked(1)
    office.clock.passes(2 * SECOND)
    await hanging.until_asked(10)

    courier.stopping.set()
    hanging.go_on.set()
    await working

    assert len(hanging.asked) < 100
    assert office.owed_to_all() == {SENT, READY}


async def test_told_to_stop_before_it_began_it_sends_nothing(office: Office) -> None:
    await office.owes(3)
    courier = office.courier()
    courier.stopping.set()

    await courier.work()

    assert office.owed_to_all() == {READY}


async def test_what_a_dead_courier_had_on_its_way_goes_out_again_after_a_minute(office: Office) -> None:
    (person,) = await office.owes(1)
    hanging = HangingTelegram()
    dying = asyncio.create_task(office.courier(messenger=hanging).work())
    await hanging.until_asked(1)
    dying.cancel()
    await asyncio.wait([dying])

    courier = office.courier()
    assert await courier.take_back() == 1
    office.clock.passes(59 * SECOND)
    await courier.work()
    assert not office.told(person)

    office.clock.passes(SECOND)
    await courier.work()
    assert is_marked(office.told(person)[0].text)


# Pace


async def test_alerts_go_out_at_the_pace_and_never_faster(office: Office) -> None:
    await office.owes(90)
    telegram = WatchedTelegram(office)
    began = office.clock.moment

    await office.courier(messenger=telegram, rate=30).work()

    took = office.clock.moment - began
    assert 2.9 * SECOND <= took <= 3.1 * SECOND
    assert all(later - sooner >= SECOND for sooner, later in zip(telegram.at, telegram.at[31:], strict=False))


async def test_a_very_slow_pace_is_kept_too(office: Office) -> None:
    await office.owes(3)
    telegram = WatchedTelegram(office)

    await office.courier(messenger=telegram, rate=0.01).work()

    assert [at - telegram.at[0] for at in telegram.at] == [0 * SECOND, 100 * SECOND, 200 * SECOND]
    assert office.owed_to_all() == {SENT}


# Whoever meanwhile did something


async def test_who_forgot_everything_before_their_turn_gets_nothing(office: Office) -> None:
    people = await office.owes(4)
    async with office.store.writing() as writing:
        chat = await writing.chat_of(people[1].id)
        assert chat is not None
        await writing.forget_chat(chat.id)

    await office.courier().work()

    assert office.told_each() == [1, 0, 1, 1]


async def test_who_forgot_everything_while_their_alert_was_lent_gets_nothing(office: Office) -> None:
    (person,) = await office.owes(1)

    await office.courier(messenger=HastyPerson(office, forget=True)).work()

    assert not office.told(person)
    assert office.owed_to_all() == set()


async def test_who_stopped_while_their_alert_was_lent_gets_it_when_they_go_on(office: Office) -> None:
    (person,) = await office.owes(1)
    courier = office.courier(messenger=HastyPerson(office, forget=False))
    for _ in range(10):
        await courier.work()
        office.clock.passes(60 * MINUTE)
    assert not office.told(person)
    assert office.owed(person) == READY

    async with office.store.writing() as writing:
        chat = await writing.chat_of(person.id)
        assert chat is not None
        await writing.save_chat(replace(chat, paused=False))
    await office.courier().work()

    (told,) = office.told(person)
    assert not is_marked(told.text)


async def test_an_alert_that_cannot_be_worded_holds_up_nobody_and_is_not_given_up(office: Office) -> None:
    people = await office.owes(10)
    async with office.store.real.reading() as reading:
        chat = await reading.chat_of(people[4].id)
    assert chat is not None

    await office.courier(messenger=OurMistake(office, over=chat.id)).work()
    assert office.told_each() == [1, 1, 1, 1, 0, 1, 1, 1, 1, 1]

    office.clock.passes(MINUTE)
    await office.courier().work()
    assert office.told_each() == [1] * 10


async def test_a_machine_that_slept_does_not_send_what_was_lent_to_another_meanwhile(office: Office) -> None:
    await office.owes(20)
    telegram = SleepingMachine(office)

    await office.courier(messenger=telegram, rate=10).work()

    assert (len(telegram.asked), telegram.lent_to_another) == (7, 14)
