"""Sends one alert, worded in the language of now; Telegram's errors become outcomes."""

from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import structlog
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ExtBot

from bot.core.alerts import Alert, Delivered, Malformed, Moot, Outcome, Refused, TryLater, Uncertain
from bot.core.errors import StoreUnavailable, Unknown
from bot.ports import Clock, Store
from bot.services.watch import Watches
from handlers.alerting import word
from handlers.context import send
from handlers.retries import seconds_of
from handlers.wording import Said, wording

log = structlog.get_logger()

TOKEN_REST = timedelta(seconds=60)
"""With a token that is refused Telegram is asked so seldom; nothing that is owed is given up."""

_NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


@dataclass(frozen=True, slots=True)
class TelegramMessenger:
    """The messenger of the courier."""

    bot: ExtBot[None]
    store: Store
    clock: Clock
    watches: Watches

    async def send(self, alert: Alert) -> Outcome:
        """Try once."""
        try:
            worded = await self._word(alert)
        except StoreUnavailable:
            return TryLater()
        except Unknown:
            # The person has been forgotten since: nobody is there to be told.
            return Refused()
        if isinstance(worded, Moot | TryLater):
            return worded
        return await self._send(alert, *worded)

    async def _word(self, alert: Alert) -> tuple[int, Said] | Moot | TryLater:
        """Return whom to tell what, or why nobody is told anything just now."""
        async with self.store.reading() as reading:
            chat = await reading.chat(alert.chat_id)
            if chat.paused:
                # Stopped since it was lent: not lent again before the person turns alerts on.
                return TryLater(timedelta(0))
            words = wording(chat.language)
            said = await word(reading, words, alert, now=self.clock(), watches=self.watches)
            if said is None:
                return Moot()
            return await reading.telegram_id(alert.chat_id), said

    async def _send(self, alert: Alert, telegram_id: int, said: Said) -> Outcome:
        try:
            await send(self.bot, telegram_id, said)
        except RetryAfter as error:
            return TryLater(timedelta(seconds=seconds_of(error.retry_after)))
        except InvalidToken:
            log.error("Telegram refuses the token; alerts wait", alert=alert.id)
            return TryLater(TOKEN_REST)
        except (Forbidden, ChatMigrated):
            return Refused()
        except BadRequest as error:
            # In this library BadRequest is a NetworkError. Caught after it, a message that
            # Telegram can never accept would be tried again for ever.
            if "chat not found" in error.message.lower():
                return Refused()
            log.error("alert malformed", alert=alert.id)
            return Malformed()
        except NetworkError as error:
            return TryLater() if never_left(error) else Uncertain()
        except TelegramError:
            # An answer that cannot be read; whatever it was an answer to has arrived.
            return Uncertain()
        return Delivered()


def never_left(error: NetworkError) -> bool:
    """Whether no connection was made, so that the message certainly did not arrive.

    What httpx calls it does not tell: over this transport a refused connection, an exhausted
    pool and a message that was delivered before the connection was cut are all `ConnectTimeout`.
    The error beneath does.
    """
    beneath = error.__cause__.__cause__ if error.__cause__ is not None else None
    return isinstance(beneath, _NEVER_LEFT)
