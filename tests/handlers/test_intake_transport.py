"""The library's requests over aiohttp: what they keep out of the log, and what they let through."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from telegram.error import RetryAfter, TelegramError

from bot.playground.world import TOKEN
from handlers.transport import QuietRequest, make_bot
from handlers.updates import chat_of
from tests.handlers.echoing import Echo, a_town


def test_being_told_to_wait_reads_as_a_period_and_warns_of_nothing() -> None:
    assert RetryAfter(3).retry_after == timedelta(seconds=3)


def test_an_answer_that_is_no_json_is_refused_and_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(TelegramError, match="Invalid server response"):
        QuietRequest.parse_json_payload(b"Shevchenko Taras")

    assert not caplog.records


async def test_a_bot_that_was_shut_down_can_be_started_again(tmp_path: Path) -> None:
    async with a_town(tmp_path / "answered.db") as town:
        bot = make_bot(TOKEN, api=town.url)
        for _ in range(2):
            async with bot:
                assert (await bot.get_me()).is_bot


async def test_replies_and_polls_have_connections_of_their_own(tmp_path: Path) -> None:
    async with a_town(tmp_path / "answered.db") as town, make_bot(TOKEN, api=town.url, connections=1) as bot:
        assert bot._request[0] is not bot.request


async def test_an_update_the_library_cannot_read_is_passed_over_and_its_text_is_not_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "handlers")
    async with a_town(tmp_path / "answered.db") as town, town.bot() as bot:
        anna = town.people[0]
        unreadable = town.world.push_update({"message": {"text": "Мельник Іван", "message_id": "none"}})
        town.world.says(anna, "hello")
        async with town.running(Echo(bot)):
            await town.until_answered(1)

        assert town.answers == [(anna, "hello")]
        assert not town.world.inbox.pending
    (record,) = (record for record in caplog.records if record.message == "update unreadable")
    assert record.__dict__["update"] == unreadable
    assert not any("Мельник" in str(record.__dict__) for record in caplog.records)


def test_the_chat_of_a_message_is_told_before_it_is_read() -> None:
    message = {"chat": {"id": 7, "type": "private"}}

    assert chat_of({"update_id": 1, "message": message}) == 7
    assert chat_of({"update_id": 1, "edited_message": message}) == 7
    assert chat_of({"update_id": 1, "callback_query": {"message": message}}) is None
    assert chat_of({"update_id": 1, "message": {"chat": "none"}}) is None
    assert chat_of({"update_id": 1, "message": "none"}) is None
