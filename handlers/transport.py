"""How the bot reaches Telegram: python-telegram-bot over aiohttp's connections.

httpx's own pool costs more with every open connection, to the square: 62 to 220 replies a second
where aiohttp's gives 650.
"""

import json
import logging
from collections.abc import Callable
from typing import Any

import httpx
import httpx_aiohttp
from telegram import Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from handlers.limiter import Limiter, Open

log = logging.getLogger(__name__)

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
        get_updates_request=PollRequest(connections=2, proxy=proxy),
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


class PollRequest(QuietRequest):
    """Requests for updates, in which one unreadable update cannot hide all others.

    The library refuses a whole poll for one update it cannot read, and logs all of them with
    their texts. Here such an update keeps only its id: it is handled as one that says nothing.
    """

    __slots__ = ("_readable",)

    def __init__(self, *, connections: int, proxy: str | None = None) -> None:
        super().__init__(connections=connections, proxy=proxy)
        self._readable: frozenset[int] = frozenset()

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        code, payload = await super().do_request(*args, **kwargs)
        return code, self._without_unreadable(payload) if code == 200 else payload

    def _without_unreadable(self, payload: bytes) -> bytes:
        answer = self.parse_json_payload(payload)
        updates = answer.get("result")
        if not isinstance(updates, list):
            return payload
        # The same updates come again until they are handled; reading them is dear, so once each.
        unreadable = {n: bare for n, update in enumerate(updates) if (bare := self._bare(update))}
        self._readable = frozenset(
            update["update_id"] for n, update in enumerate(updates) if n not in unreadable
        )
        if not unreadable:
            return payload
        answer["result"] = [unreadable.get(n, update) for n, update in enumerate(updates)]
        return json.dumps(answer).encode()

    def _bare(self, update: dict[str, Any]) -> dict[str, Any] | None:
        """Return what is left of an update that cannot be read; None if it can."""
        if update["update_id"] in self._readable:
            return None
        try:
            Update.de_json(update, None)
        except Exception as error:  # noqa: BLE001 - whatever the library stumbles over
            kept = {"update_id": update["update_id"]}
            log.error("update unreadable", extra={"update": kept["update_id"], "error": type(error).__name__})
            return kept
        return None
