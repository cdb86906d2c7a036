"""What people may expect of the intake, over the real library and the loopback Bot API."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from telegram import Update

from handlers.intake import AnotherPoller, TokenRefused
from tests.handlers.answered_store import AnsweredFile
from tests.handlers.echoing import UNREAD, Echo, Town, a_town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with a_town(tmp_path / "answered.db") as town:
        yield town


@pytest.fixture
async def crowded(tmp_path: Path) -> AsyncIterator[Town]:
    async with a_town(tmp_path / "answered.db", people=1000) as town:
        yield town


@pytest.fixture
async def echo(town: Town) -> AsyncIterator[Echo]:
    async with town.bot() as bot:
        yield Echo(bot)


async def test_a_message_is_answered_recorded_and_then_confirmed(town: Town, echo: Echo) -> None:
    anna = town.people[0]
    async with town.running(echo):
        said = town.world.says(anna, "hello")
        await town.until_answered(1)

    assert town.answers == [(anna, "hello")]
    assert AnsweredFile(town.file).ids() == {said.update_id}
    assert not town.world.inbox.pending


async def test_nothing_is_confirmed_while_it_is_being_answered(town: Town, echo: Echo) -> None:
    anna, bohdan, _ = town.people
    go_on = asyncio.Event()

    async def hold_annas(update: Update) -> None:
        if update.effective_user and update.effective_user.id == anna:
            await go_on.wait()

    echo.before_answering = hold_annas
    async with town.running(echo):
        first = town.world.says(anna, "slow")
        for number in range(5):
            town.world.says(bohdan, f"{number}")
            await town.until_answered(number + 1)
        still_kept = list(town.world.inbox.pending)
        go_on.set()
        await town.until_answered(6)

    assert first.update_id in still_kept
    assert town.answers_to(bohdan) == ["0", "1", "2", "3", "4"]
    assert not town.world.inbox.pending


async def test_one_persons_answers_come_in_order(town: Town, echo: Echo) -> None:
    async with town.running(echo):
        for number in range(8):
            for person in town.people:
                town.world.says(person, str(number))
        await town.until_answered(24)

    assert all(town.answers_to(person) == list("01234567") for person in town.people)


async def test_a_killed_bot_answers_the_rest_after_its_restart_and_nobody_recorded_twice(
    crowded: Town,
) -> None:
    for person in crowded.people[:300]:
        crowded.world.says(person, "hello")
    async with crowded.bot() as bot:
        echo = Echo(bot)
        killed = asyncio.create_task(crowded.polling(bot, echo).run())
        await crowded.until_answered(120)
        killed.cancel()
        with suppress(asyncio.CancelledError):
            await killed
        recorded = len(AnsweredFile(crowded.file).ids())

        async with crowded.running(echo):
            await crowded.world.until(lambda: len(crowded.answers_each) == 300)

    twice = sum(count > 1 for count in crowded.answers_each.values())
    assert recorded + twice <= 300
    assert twice <= 64, "more than were under way"
    assert len(AnsweredFile(crowded.file).ids()) == 300


async def test_what_was_answered_before_a_crash_but_not_confirmed_is_not_answered_again(
    town: Town, echo: Echo
) -> None:
    answered = town.world.says(town.people[0], "before the crash")
    store = AnsweredFile(town.file)
    async with store.writing() as writing:
        await writing.mark_answered([answered.update_id or 0], at=town.now)
    town.world.says(town.people[1], "after")

    async with town.running(echo):
        await town.until_answered(1)

    assert town.answers == [(town.people[1], "after")]
    assert not town.world.inbox.pending


async def test_a_store_that_is_down_for_a_while_loses_nothing(town: Town, echo: Echo) -> None:
    async with town.running(echo, AnsweredFile(town.file, failures=9)):
        town.world.says(town.people[0], "hello")
        await town.until_answered(1)
        town.world.says(town.people[0], "and again")
        await town.until_answered(2)

    assert town.answers_to(town.people[0]) == ["hello", "and again"]
    assert len(AnsweredFile(town.file).ids()) == 2
    assert not town.world.inbox.pending


async def test_a_fault_of_the_store_that_nobody_foresaw_ends_the_bot_rather_than_its_hearing(
    town: Town, echo: Echo
) -> None:
    class Broken(AnsweredFile):
        def writing(self) -> NoReturn:
            raise RuntimeError("a fault in our own code")

    town.world.says(town.people[0], "hello")

    with pytest.raises(RuntimeError, match="our own code"):
        await town.polling(echo.bot, echo, Broken(town.file)).run()
    assert town.world.inbox.pending


async def test_many_answers_are_recorded_in_few_writes(crowded: Town) -> None:
    store = AnsweredFile(crowded.file)
    for person in crowded.people[:200]:
        crowded.world.says(person, "hello")
    async with crowded.bot() as bot, crowded.running(Echo(bot), store):
        await crowded.until_answered(200)

    assert len(store.ids()) == 200
    assert store.writes < 200


async def test_who_writes_more_than_telegram_shows_gets_one_answer_and_one_reply_for_the_rest(
    town: Town, echo: Echo
) -> None:
    flooder, anna, bohdan = town.people
    for number in range(200):
        town.world.says(flooder, str(number))
    town.world.says(anna, "Anna")
    town.world.says(bohdan, "Bohdan")

    async with town.running(echo):
        await town.world.until(lambda: len(town.answers_each) == 3)

    assert town.answers_to(flooder) == ["0", UNREAD]
    assert town.answers_to(anna) == ["Anna"]
    assert town.answers_to(bohdan) == ["Bohdan"]
    assert not town.world.inbox.pending


async def test_a_stop_with_a_thousand_waiting_is_quick_and_the_next_start_answers_everybody(
    crowded: Town,
) -> None:
    for person in crowded.people:
        crowded.world.says(person, "hello")
    async with crowded.bot() as bot:
        echo = Echo(bot)
        async with crowded.running(echo) as polling:
            await crowded.until_answered(150)
            began = time.monotonic()
            await polling.stop()
            took_s = time.monotonic() - began
        answered_before = len(crowded.answers)
        confirmed_before = 1000 - len(crowded.world.inbox.pending)
        async with crowded.running(echo):
            await crowded.world.until(lambda: len(crowded.answers_each) == 1000, timeout=60)

    assert took_s < 10
    assert 0 < confirmed_before <= answered_before < 1000
    assert set(crowded.answers_each.values()) == {1}, "stopped in order, nobody is answered twice"
    assert not crowded.world.inbox.pending


async def test_a_stop_ends_a_poll_that_waits(town: Town, echo: Echo) -> None:
    async with town.running(echo) as polling:
        await town.eventually(lambda: town.world.inbox.is_polled)
        async with asyncio.timeout(5):
            await polling.stop()


async def test_a_reply_that_never_reaches_telegram_holds_up_nobody_else(town: Town, echo: Echo) -> None:
    anna, bohdan, _ = town.people
    town.world.faults.add("429", method="sendMessage", chat_id=anna, share=1)
    town.world.says(anna, "unanswerable")
    async with town.running(echo):
        for number in range(20):
            town.world.says(bohdan, str(number))
            await town.until_answered(number + 1)

    assert len(town.answers_to(bohdan)) == 20
    assert not town.answers_to(anna)
    assert not town.world.inbox.pending


async def test_a_token_that_is_refused_ends_the_bot_with_a_reason(town: Town, echo: Echo) -> None:
    town.world.faults.add("401", method="getUpdates")

    with pytest.raises(TokenRefused, match="token"):
        await town.polling(echo.bot, echo).run()


@pytest.mark.parametrize("fault", ["502", "500", "429", "403", "drop_before", "drop_after"])
async def test_polling_recovers_from_a_fault_and_rests_longer_each_time(
    town: Town, echo: Echo, fault: str
) -> None:
    town.world.faults.from_json({"kind": fault, "method": "getUpdates", "times": 4})
    town.world.says(town.people[0], "hello")

    async with town.running(echo):
        await town.until_answered(1)

    assert town.answers == [(town.people[0], "hello")]
    assert len(town.rests) == 4
    assert all(0.5 <= rest <= 30 for rest in town.rests)


async def test_a_poll_that_hangs_is_given_up_and_the_next_one_is_served(town: Town, echo: Echo) -> None:
    town.world.faults.add("latency", method="getUpdates", times=1, seconds=60)
    polling = town.polling(echo.bot, echo, long_poll=timedelta(0), slack=timedelta(seconds=0.1))
    running = asyncio.create_task(polling.run())
    town.world.says(town.people[0], "hello")

    await town.until_answered(1)
    await polling.stop()
    await running

    assert town.answers == [(town.people[0], "hello")]


async def test_another_poller_is_reported_and_after_a_minute_ends_the_bot(
    town: Town, echo: Echo, caplog: pytest.LogCaptureFixture
) -> None:
    await echo.bot.set_webhook(f"{town.url}/nowhere")
    began = town.now

    with pytest.raises(AnotherPoller, match="revoke"):
        await town.polling(echo.bot, echo).run()

    assert timedelta(seconds=60) < town.now - began < timedelta(seconds=120)
    assert any("somebody else polls" in record.message for record in caplog.records)


async def test_another_poller_that_goes_away_ends_nothing(town: Town, echo: Echo) -> None:
    await echo.bot.set_webhook(f"{town.url}/nowhere")
    async with town.running(echo):
        await town.eventually(lambda: town.rests)
        await echo.bot.delete_webhook()
        town.world.says(town.people[0], "hello")
        await town.until_answered(1)

    assert town.answers == [(town.people[0], "hello")]


async def test_no_text_and_no_token_reaches_the_log(
    town: Town, echo: Echo, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "handlers")

    async def break_down(update: Update) -> None:
        raise RuntimeError(update.message and update.message.text)

    echo.before_answering = break_down
    town.world.faults.add("502", method="getUpdates")
    async with town.running(echo):
        said = town.world.says(town.people[0], "Мельник Іван")
        await town.eventually(lambda: not town.world.inbox.pending)

    told = [str(record.__dict__) for record in caplog.records if record.name.startswith("handlers")]
    assert any(str(said.update_id) in line for line in told)
    assert not any("Мельник" in line or town.world.token in line for line in told)
