"""Updates as Telegram would give them, with only what a test is about."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from telegram import Update

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ANNA, BOHDAN, VIRA = 501, 502, 503

_ids = count(1000)


def a_message(
    by: int, text: str = "Шевченко Тарас", *, at: datetime = NOON, chat: int | None = None
) -> Update:
    return Update.de_json(a_raw_message(by, text, at=at, chat=chat), None)


def a_raw_message(
    by: int, text: str = "Шевченко Тарас", *, at: datetime = NOON, chat: int | None = None
) -> dict[str, Any]:
    update_id = next(_ids)
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": int(at.timestamp()),
            "chat": {"id": chat or by, "type": "group" if chat else "private"},
            "from": {"id": by, "is_bot": False, "first_name": "Somebody"},
            "text": text,
        },
    }


def a_press(by: int, data: str = "old") -> Update:
    update_id = next(_ids)
    query = {
        "id": str(update_id),
        "from": {"id": by, "is_bot": False, "first_name": "Somebody"},
        "chat_instance": "1",
        "data": data,
    }
    return Update.de_json({"update_id": update_id, "callback_query": query}, None)


def text_of(update: Update) -> str:
    return update.effective_message.text or "" if update.effective_message else ""
