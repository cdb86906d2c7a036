"""An error nobody foresaw: apologise, log an id, tell no secrets."""

import secrets
import traceback
from typing import Any

import structlog
from telegram import Update
from telegram.ext import CallbackContext, ExtBot

from handlers.context import Door, begin
from handlers.retries import Undelivered

log = structlog.get_logger()


async def on_error(update: object, context: "CallbackContext[Any, Any, Any, Any]") -> None:
    """Log where it happened, without what anybody wrote, and tell the person that the fault is ours."""
    error = context.error
    error_id = secrets.token_hex(3)
    frames = traceback.extract_tb(error.__traceback__ if error is not None else None)
    place = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else "?"
    log.error("unforeseen error", id=error_id, error=type(error).__name__, place=place)
    if isinstance(update, Update):
        await _apologise(context.bot, context.bot_data["door"], update, error_id)


async def apologise_for_parked(bot: ExtBot[None], door: Door, update: Update) -> None:
    """Tell the person that what they sent stays without an answer; the log names it by the same id."""
    error_id = secrets.token_hex(3)
    log.error("apology for a parked update", id=error_id, update=update.update_id)
    await _apologise(bot, door, update, error_id)


async def _apologise(bot: ExtBot[None], door: Door, update: Update, error_id: str) -> None:
    if update.effective_chat is None:
        return
    talk = await begin(update, bot, door)
    try:
        await talk.reply(talk.wording.out_of_order(error_id))
    except Undelivered:
        log.error("apology not delivered", id=error_id)
