"""How the bot reaches Telegram: python-telegram-bot over aiohttp's connections.

httpx's own pool costs more with every open connection, to the square: 62 to 220 replies a second
where aiohttp's gives 650.
"""

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import httpx
import httpx_aiohttp
from telegram import Message
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from handlers.limiter import Limiter, Open
from handlers.updates import RawUpdate

TELEGRAM = "https://api.telegram.org"


OnMessage = Callable[[int, int], None]
"""Takes the Telegram id of a private chat and the number of a message in it."""


def _note_nothing(_: int, __: int) -> None:
    return None


class NotingBot(ExtBot[None]):
    """A bot that tells of every message it has written in a private chat: /forget deletes them."""

    def __init__(self, *args: Any, on_message: OnMessage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._on_message = on_message

    async def send_message(self, *args: Any, **kwargs: Any) -> Message:
        return self.noted(await super().send_message(*args, **kwargs))

    async def send_document(self, *args: Any, **kwargs: Any) -> Message:
        return self.noted(await super().send_document(*args, **kwargs))

    async def send_photo(self, *args: Any, **kwargs: Any) -> Message:
        return self.noted(await super().send_photo(*args, **kwargs))

    async def send_text(self, chat_id: int, passes: str | None, **parameters: object) -> int:
        """Send a message and return its number alone.

        The library's way makes objects of everything that Telegram answers, a third of the price of a
        message; of thousands of alerts nobody reads that.

        Args:
            passes: what the limiter gets as `rate_limit_args`.
            parameters: those of the Bot API, as text, number or bool.
        """
        # Telegram takes the name in any case; in this one the library does not point to its own way.
        answer = await self.do_api_request(
            "SendMessage",
            {"chat_id": chat_id, **parameters},
            rate_limit_args=passes,  # type: ignore[arg-type]  # our limiter takes text
        )
        if answer["chat"]["type"] == ChatType.PRIVATE:
            self._on_message(chat_id, answer["message_id"])
        return int(answer["message_id"])

    async def shown_updates(
        self,
        *,
        offset: int | None,
        limit: int,
        wait: timedelta = timedelta(0),
        allowed_updates: Sequence[str] | None = None,
        slack: timedelta | None = None,
    ) -> list[RawUpdate]:
        """Ask for updates, not read so far.

        The library's way reads all of them at each poll, though the same come again until they are handled.
        It also refuses a whole poll for one update it cannot read, and logs all of them with their texts.

        Args:
            wait: how long Telegram may wait for a first update.
            slack: how much later an answer may begin.
        """
        asked = {"offset": offset, "limit": limit, "timeout": wait, "allowed_updates": allowed_updates}
        if slack is None:
            shown = await self._post("getUpdates", asked)
        else:
            shown = await self._post("getUpdates", asked, read_timeout=(wait + slack).total_seconds())
        return [raw for raw in shown if isinstance(raw, dict) and isinstance(raw.get("update_id"), int)]

    def noted(self, message: Message) -> Message:
        """Note a message of a private chat, ours or the person's."""
        if message.chat.type == ChatType.PRIVATE:
            self._on_message(message.chat.id, message.message_id)
        return message


def make_bot(
    token: str,
    *,
    api: str = TELEGRAM,
    proxy: str | None = None,
    connections: int = 128,
    limiter: Limiter | None = None,
    on_message: OnMessage = _note_nothing,
) -> NotingBot:
    """Make a bot whose polls and replies have connections of their own.

    Args:
        token: from BotFather.
        api: address of the Bot API, without a slash at the end; another one for the playground.
        proxy: address of an HTTP proxy; those of the environment are not looked at.
        connections: how many replies may be on their way at once.
        on_message: is told of every message that the bot writes in a private chat.
        limiter: the gate that everything passes but polls; without one nothing is held back.
    """
    return NotingBot(
        token,
        on_message=on_message,
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=QuietRequest(connections=connections, proxy=proxy),
        # Two: a poll that was given up may still be closing when the next one starts.
        get_updates_request=QuietRequest(connections=2, proxy=proxy),
        rate_limiter=limiter or Open(),
    )


class Reopening(httpx_aiohttp.AiohttpTransport):
    """A transport that can be used again after it was closed, as `Bot.initialize` expects."""

    async def aclose(self) -> None:
        await super().aclose()
        self.client = None


class QuietRequest(HTTPXRequest):
    """Requests over aiohttp that never log what was answered."""

    __slots__ = ()

    def __init__(self, *, connections: int, proxy: str | None = None) -> None:
        limits = httpx.Limits(max_connections=connections, keepalive_expiry=15)
        transport = Reopening(limits=limits, proxy=httpx.Proxy(proxy) if proxy else None, trust_env=False)
        super().__init__(
            read_timeout=20,
            connect_timeout=10,
            # aiohttp counts the making of a new connection into the wait for a free one.
            pool_timeout=20,
            httpx_kwargs={"transport": transport},
        )

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer; the library's own way logs the whole of an unreadable one."""
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except ValueError as error:
            raise TelegramError("Invalid server response") from error
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer
