"""Sends one alert, worded in the language of now; Telegram's errors become outcomes."""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)
from telegram.ext import ExtBot

from bot.core.alerts import Alert, Delivered, EventKind, Malformed, Outcome, Refused, TryLater, Uncertain
from bot.core.errors import StoreUnavailable, Unknown
from bot.ports import Store
from handlers.context import send
from handlers.retries import seconds_of
from handlers.wording import Said, Wording, wording

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class TelegramMessenger:
    """The messenger of the courier."""

    bot: ExtBot[None]
    store: Store

    async def send(self, alert: Alert) -> Outcome:
        """Try once."""
        try:
            telegram_id, said = await self._word(alert)
        except StoreUnavailable:
            return TryLater()
        except Unknown:
            # The person has been forgotten since: nobody is there to be told.
            return Refused()
        return await self._send(alert, telegram_id, said)

    async def _word(self, alert: Alert) -> tuple[int, Said]:
        async with self.store.reading() as reading:
            chat = await reading.chat(alert.chat_id)
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
        except Forbidden:
            return Refused()
        except ChatMigrated:
            return Refused()
        except BadRequest as error:
            # In this library BadRequest is a NetworkError. Caught after it, a message that
            # Telegram can never accept would be tried again for ever.
            if "chat not found" in error.message.lower():
                return Refused()
            log.error("alert malformed", alert=alert.id)
            return Malformed()
        except (InvalidToken, Conflict):
            return TryLater()
        except NetworkError as error:
            return TryLater() if _never_left(error) else Uncertain()
        return Delivered()


def _never_left(error: NetworkError) -> bool:
    """Whether the connection was never made, so that the message certainly did not arrive.

    Over this transport a message that was delivered and then cut shows as `ConnectTimeout`: only
    a refused connection and an exhausted pool are certain.
    """
    cause = error.__cause__
    return type(cause).__name__ in {"ConnectError", "PoolTimeout"}


def _for_moderators(words: Wording, alert: Alert) -> Said:
    match alert.event.kind:
        case EventKind.EDITION_WAITS:
            return words.edition_waits(alert)
        case EventKind.STATEMENT_WAITS:
            return words.statement_waits(alert)
        case _:
            return words.grant_waits(alert)
