"""Updates as Telegram sends them, and as the library reads them."""

import logging
from datetime import UTC, datetime
from typing import Any

from telegram import Bot, Update

log = logging.getLogger(__name__)

RawUpdate = dict[str, Any]
"""With `update_id`, a whole number."""


def read_update(raw: RawUpdate, bot: Bot) -> Update:
    """Return the update; one the library cannot read keeps only its id, and says nothing."""
    try:
        return Update.de_json(raw, bot)
    except Exception as error:  # noqa: BLE001 - whatever the library stumbles over
        log.error("update unreadable", extra={"update": raw["update_id"], "error": type(error).__name__})
        return Update(raw["update_id"])


def chat_of(raw: RawUpdate) -> int | None:
    """Return the chat of a message, before it is read; None of everything else."""
    message = raw.get("message") or raw.get("edited_message")
    chat = message.get("chat") if isinstance(message, dict) else None
    chat_id = chat.get("id") if isinstance(chat, dict) else None
    return chat_id if isinstance(chat_id, int) else None


def sent_at(raw: RawUpdate) -> datetime | None:
    """When a message was written, before it is read; None of everything else."""
    message = raw.get("message") or raw.get("edited_message")
    seconds = (message.get("edit_date") or message.get("date")) if isinstance(message, dict) else None
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None


def written_at(update: Update) -> datetime | None:
    """When a message was written, in whole seconds, UTC; of a press nobody knows."""
    message = update.message or update.edited_message
    return (message.edit_date or message.date) if message else None
