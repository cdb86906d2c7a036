"""How one message is brought to Telegram."""

import asyncio

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from handlers.context import delivered
from handlers.retries import Undelivered


class Telegram:
    """Answers each call with the next of these errors, then takes it."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.calls = 0

    async def call(self) -> None:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)


async def test_a_short_wait_is_waited_for_on_the_spot() -> None:
    telegram = Telegram(RetryAfter(0), RetryAfter(0))

    await delivered(telegram.call)

    assert telegram.calls == 3


@pytest.mark.parametrize("seconds", [16, 90, 3600])
async def test_a_wait_longer_than_a_handler_may_take_is_given_up_to_the_lane_at_once(seconds: int) -> None:
    telegram = Telegram(RetryAfter(seconds))

    with pytest.raises(Undelivered) as undelivered:
        async with asyncio.timeout(5):
            await delivered(telegram.call)

    assert undelivered.value.wait_s == seconds


async def test_told_to_wait_again_and_again_the_lane_waits_the_last_time() -> None:
    with pytest.raises(Undelivered) as undelivered:
        await delivered(Telegram(*(RetryAfter(0) for _ in range(9))).call)

    assert undelivered.value.wait_s == 0


async def test_no_way_to_telegram_asks_for_no_particular_wait() -> None:
    with pytest.raises(Undelivered) as undelivered:
        await delivered(Telegram(NetworkError("gone")).call)

    assert undelivered.value.wait_s is None


async def test_what_telegram_can_never_accept_is_tried_once() -> None:
    telegram = Telegram(BadRequest("no"))

    with pytest.raises(BadRequest):
        await delivered(telegram.call)

    assert telegram.calls == 1


async def test_somebody_who_blocked_the_bot_is_not_tried_again() -> None:
    telegram = Telegram(Forbidden("blocked"))

    await delivered(telegram.call)

    assert telegram.calls == 1
