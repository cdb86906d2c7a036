"""The one gate through which everything leaves: replies as they come, alerts as the pace allows."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.core.pace import Pace, Sending


class ToldToWait(Exception):
    """Telegram asks for more patience than a reply has.

    Args:
        wait_s: seconds.
    """

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"told to wait {wait_s} s")
        self.wait_s = wait_s


@dataclass(slots=True)
class Outgoing:
    """Everything on its way to Telegram.

    Args:
        moment: seconds of a clock that never goes back.
        sleep: waits that many seconds.
    """

    pace: Pace
    moment: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def begin_reply(self, chat: int, *, patience_s: float) -> Sending:
        """Wait until a reply may leave, and let it.

        Raises:
            ToldToWait: it would take longer than the patience.
        """
        await self.until_replies_may(chat, patience_s=patience_s)
        return self.pace.begin(chat, self.moment(), is_reply=True)

    async def until_replies_may(self, chat: int, *, patience_s: float) -> None:
        """Wait until something may be asked of Telegram for this chat."""
        while wait_s := self.pace.reply_wait_s(chat, self.moment()):
            if wait_s > patience_s:
                raise ToldToWait(wait_s)
            patience_s -= wait_s
            await self.sleep(wait_s)

    async def begin_when_idle(self, chat: int, *, patience_s: float) -> Sending:
        """Wait until something may leave that nobody waits for, behind replies and most alerts, and let it.

        Raises:
            ToldToWait: it would take longer than the patience.
        """
        while wait_s := max(self.pace.idle_wait_s(self.moment()), self.chat_wait_s(chat)):
            if wait_s > patience_s:
                raise ToldToWait(wait_s)
            patience_s -= wait_s
            await self.sleep(wait_s)
        return self.pace.begin_idle(chat, self.moment())

    def alert_wait_s(self) -> float:
        """Return how long the next alert has to wait."""
        return self.pace.alert_wait_s(self.moment())

    def chat_wait_s(self, chat: int) -> float:
        """Return how long an alert to this chat has to wait for its chat's sake."""
        return self.pace.chat_wait_s(chat, self.moment())

    def all_wait_s(self) -> float:
        """Return how long Telegram asked everybody to wait."""
        return self.pace.all_wait_s(self.moment())

    def begin_alert(self, chat: int) -> Sending:
        """Let an alert leave now."""
        return self.pace.begin(chat, self.moment(), is_reply=False)

    def end(self, sending: Sending, *, accepted: bool, told_to_wait_s: float | None = None) -> None:
        """Take in what Telegram answered."""
        self.pace.end(sending, self.moment(), accepted=accepted, told_to_wait_s=told_to_wait_s)
