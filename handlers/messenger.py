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

from bot.core.alerts import Alert, Delivered, EventKind, Malformed, Outcome, Refused, TryLater, Uncertain
from bot.core.errors import StoreUnavailable, Unknown
from bot.ports import Store
from handlers.context import send
from handlers.retries import seconds_of
from handlers.wording import Said, Wording, wording

log = structlog.get_logger()

TOKEN_REST = timedelta(seconds=60)
"""With a token that is refused Telegram is asked so seldom; nothing that is owed is given up."""

_NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


@dataclass(frozen=True, slots=True)
class TelegramMessenger:
    """The messenger of the courier."""

    bot: ExtBot[None]
    store: Store

    async def send(self, alert: Alert) -> Outcome:
        """Try once."""
        try:
            worded = await self._word(alert)
        except StoreUnavailable:
            return TryLater()
        except Unknown:
            # The person has been forgotten since: nobody is there to be told.
            return Refused()
        if worded is None:
            # Not lent again before the person turns alerts on.
            return TryLater(timedelta(0))
        return await self._send(alert, *worded)

    async def _word(self, alert: Alert) -> tuple[int, Said] | None:
        """Return whom to tell what; None if the person has stopped all alerts since it was lent."""
        async with self.store.reading() as reading:
            chat = await reading.chat(alert.chat_id)
            if chat.paused:
                return None
            telegram_id = await reading.telegram_id(alert.chat_id)
            words = wording(chat.language)
            if alert.event.kind is not EventKind.BATCH_CONFIRMED:
                return telegram_id, _for_moderators(words, alert)
            return telegram_id, words.batch_confirmed(alert, await reading.standing(alert.event.subject_id))

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


def _for_moderators(words: Wording, alert: Alert) -> Said:
    match alert.event.kind:
        case EventKind.EDITION_WAITS:
            return words.edition_waits(alert)
        case EventKind.STATEMENT_WAITS:
            return words.statement_waits(alert)
        case _:
            return words.grant_waits(alert)
