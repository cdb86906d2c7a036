"""Inline keyboards, checked as Telegram checks them."""

from typing import Any

from bot.playground.arguments import Arguments
from bot.playground.markup import checked_link
from bot.playground.refusals import bad_request

Json = dict[str, Any]

_MOST_BUTTONS = 100
_DATA_BYTES = 64
_ACTIONS = (
    "callback_data", "url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "web_app", "login_url", "copy_text", "callback_game", "pay",
)  # fmt: skip


def read_keyboard(arguments: Arguments) -> Json | None:
    """The inline keyboard of a request; None when there is none, or another kind of keyboard.

    Raises:
        Refused: 400, a button that Telegram would not take.
    """
    markup = arguments.parsed("reply_markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows = markup.get("inline_keyboard")
    if rows is None:
        return None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('can\'t parse inline keyboard: field "inline_keyboard" must be of type Array')
    kept = [[_checked(button) for button in row] for row in rows if row]
    if sum(map(len, kept)) > _MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def _checked(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad_request(
            "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard"
        )
    kept = {key: value for key, value in button.items() if value is not None}
    if not any(action in kept for action in _ACTIONS):
        raise bad_request(
            "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard"
        )
    if "callback_data" in kept and not 1 <= len(str(kept["callback_data"]).encode()) <= _DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in kept:
        address = checked_link(str(kept["url"]))
        if address is None:
            raise bad_request(f"inline keyboard button URL '{kept['url']}' is invalid: Wrong HTTP URL")
        kept["url"] = address
    return kept
