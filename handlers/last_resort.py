"""An error nobody foresaw: apologise, log an id, tell no secrets."""

import secrets
import traceback
from typing import Any

import structlog
from telegram import Update
from telegram.ext import CallbackContext

from handlers.context import begin
from handlers.retries import Undelivered

log = structlog.get_logger()


async def on_error(update: object, context: "CallbackContext[Any, Any, Any, Any]") -> None:
    """Log where it happened, without what anybody wrote, and tell the person that the fault is ours."""
    error = context.error
    error_id = secrets.token_hex(3)
    frames = traceback.extract_tb(error.__traceback__ if error is not None else None)
    place = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else "?"
    log.error("unforeseen error", id=error_id, error=type(error).__name__, place=place)
    if not isinstance(update, Update) or update.effective_chat is None:
        return
    talk = await begin(update, context.bot, context.bot_data["door"])
    try:
        await talk.reply(talk.wording.out_of_order(error_id))
    except Undelivered:
        log.error("apology not delivered", id=error_id)
