"""Keeps the messages up to date in which moderators see how far alerts have come."""

from dataclasses import dataclass
from typing import Any

from telegram.constants import ParseMode
from telegram.error import BadRequest, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.core.alerts import Delivered, Malformed, Outcome, Refused, TryLater
from bot.core.deliveries import Delivery
from bot.ports import Board, Clock, Store, Unaddressed
from bot.services.outgoing import Outgoing, ToldToWait
from bot.services.watch import Watches
from handlers.alerting import words_for
from handlers.context import NO_PREVIEW, keyboard
from handlers.limiter import LET_THROUGH
from handlers.messenger import outcome_of
from handlers.retries import PATIENCE_S, seconds_of
from handlers.wording import Said, wording


@dataclass(frozen=True, slots=True)
class TelegramNoticeboard:
    """The noticeboard of the cockpit. What it writes goes behind all replies, like an alert."""

    bot: ExtBot[None]
    store: Store
    watches: Watches
    outgoing: Outgoing
    clock: Clock

    async def show(self, board: Board, delivery: Delivery) -> Outcome:
        """Write in the place of what the message showed."""
        chat_id = board.alert.chat_id
        async with self.store.reading() as reading:
            to = (await reading.recipients([chat_id])).get(chat_id)
        if to is None:
            return Refused()
        if isinstance(to, Unaddressed):
            return TryLater()
        words = words_for(wording(to.chat.language), to.preferences, self.watches)
        return await self._edit(
            board, to.telegram_id, words.delivery(board.alert, delivery, now=self.clock())
        )

    async def _edit(self, board: Board, chat: int, said: Said) -> Outcome:
        try:
            sending = await self.outgoing.begin_when_idle(chat, patience_s=PATIENCE_S)
        except ToldToWait:
            return TryLater()
        passes: dict[str, Any] = {"rate_limit_args": LET_THROUGH}
        accepted, told_to_wait_s = False, None
        try:
            await self.bot.edit_message_text(
                said.text,
                chat_id=chat,
                message_id=board.message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(said),
                link_preview_options=NO_PREVIEW,
                **passes,
            )
            accepted = True
        except BadRequest as error:
            return Delivered() if "not modified" in error.message.lower() else Malformed()
        except TelegramError as error:
            told_to_wait_s = seconds_of(error.retry_after) if isinstance(error, RetryAfter) else None
            return outcome_of(error, board.alert)
        finally:
            self.outgoing.end(sending, accepted=accepted, told_to_wait_s=told_to_wait_s)
        return Delivered()
