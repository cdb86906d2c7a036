"""Where all that the bot asks of Telegram passes the gate: replies wait here, alerts have waited before."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.core.pace import NOBODY, Sending
from bot.services.outgoing import Outgoing, ToldToWait
from handlers.retries import PATIENCE_S, Undelivered, seconds_of

LET_THROUGH = "let through"
"""What the courier's messenger passes as `rate_limit_args`: its messages hold a place already."""
WHEN_IDLE = "when idle"
"""What is passed for a message that nobody waits for: it goes behind replies and alerts."""
IDLE_PATIENCE_S = 2.0
"""So long such a message waits here; then its lane rests instead."""

_SHOWN = ("send", "edit", "copy", "forward")


@dataclass(frozen=True, slots=True)
class Limiter(BaseRateLimiter[str]):
    """The library's door to the gate."""

    outgoing: Outgoing

    async def initialize(self) -> None: ...
    async def shutdown(self) -> None: ...

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: str | None,
    ) -> Any:
        """Ask Telegram once it may be asked.

        Raises:
            Undelivered: that would take longer than a reply may wait.
        """
        if rate_limit_args == LET_THROUGH:
            return await callback(*args, **kwargs)
        try:
            name = endpoint.lower()
            if not name.startswith(_SHOWN) or name == "sendchataction":
                await self.outgoing.until_replies_may(NOBODY, patience_s=PATIENCE_S)
                return await callback(*args, **kwargs)
            sending = await self._begin(_chat(data), when_idle=rate_limit_args == WHEN_IDLE)
        except ToldToWait as error:
            raise Undelivered(wait_s=error.wait_s) from error
        accepted, told_to_wait_s = False, None
        try:
            answer = await callback(*args, **kwargs)
            accepted = True
        except RetryAfter as error:
            told_to_wait_s = seconds_of(error.retry_after)
            raise
        finally:
            self.outgoing.end(sending, accepted=accepted, told_to_wait_s=told_to_wait_s)
        return answer

    async def _begin(self, chat: int, *, when_idle: bool) -> Sending:
        if when_idle:
            return await self.outgoing.begin_when_idle(chat, patience_s=IDLE_PATIENCE_S)
        return await self.outgoing.begin_reply(chat, patience_s=PATIENCE_S)


class Open(BaseRateLimiter[str]):
    """A gate that stands open, for a bot that is paced elsewhere or not at all."""

    async def initialize(self) -> None: ...
    async def shutdown(self) -> None: ...

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: str | None,
    ) -> Any:
        return await callback(*args, **kwargs)


def _chat(data: dict[str, Any]) -> int:
    chat = data.get("chat_id", NOBODY)
    return chat if isinstance(chat, int) else NOBODY
