"""Updates pushed to the bot's own address, again and again until it answers 2xx."""

import asyncio
import json
import ssl
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]

_ANSWER_WITHIN = 60.0
_LONGEST_PAUSE = 5.0


class Webhook:
    """One bot's webhook. Updates of one chat go in order, those of different chats side by side."""

    def __init__(
        self,
        url: str,
        *,
        on_delivered: Callable[[int], None],
        secret: str | None = None,
        max_connections: int = 40,
        first_pause: float = 0.25,
    ) -> None:
        self.url = url
        self.secret = secret
        self.max_connections = max_connections
        self.last_error: str | None = None
        self.last_error_at: float | None = None
        self._on_delivered = on_delivered
        self._first_pause = first_pause
        self._lines: dict[object, deque[Json]] = {}
        self._places = asyncio.Semaphore(max_connections)
        self._tasks: set[asyncio.Task[None]] = set()

    def deliver(self, update: Json) -> None:
        """Put an update at the end of the line of its chat."""
        key = _chat_of(update)
        if key in self._lines:
            self._lines[key].append(update)
            return
        self._lines[key] = deque([update])
        task = asyncio.get_running_loop().create_task(self._empty(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _empty(self, key: object) -> None:
        line = self._lines[key]
        while line:
            pause = self._first_pause
            while not await self._deliver_once(line[0]):
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
            self._on_delivered(line.popleft()["update_id"])
        del self._lines[key]

    async def _deliver_once(self, update: Json) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        try:
            async with self._places, asyncio.timeout(_ANSWER_WITHIN):
                status = await _post(self.url, json.dumps(update).encode(), headers)
        except (OSError, EOFError, ValueError) as error:
            self._remember(f"Connection failed: {type(error).__name__}")
            return False
        if 200 <= status <= 299:
            return True
        with suppress(ValueError):
            self._remember(f"Wrong response from the webhook: {status} {HTTPStatus(status).phrase}")
        return False

    def _remember(self, error: str) -> None:
        self.last_error = error
        self.last_error_at = time.time()

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()


def _chat_of(update: Json) -> object:
    """Whose line an update stands in: the chat's, or its own when it belongs to none."""
    for body in update.values():
        if isinstance(body, dict):
            chat = body.get("chat") or body.get("message", {}).get("chat") or body.get("from")
            if chat:
                return chat["id"]
    return object()


async def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Post JSON on a connection of its own and return the status of the answer."""
    address = urlsplit(url)
    context: ssl.SSLContext | None = None
    if address.scheme == "https":
        # The bot under test signs its own certificate, as Telegram allows after an upload of it.
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    port = address.port or (443 if context else 80)
    reader, writer = await asyncio.open_connection(address.hostname, port, ssl=context)
    try:
        lines = [
            f"POST {address.path or '/'}{'?' + address.query if address.query else ''} HTTP/1.1",
            f"Host: {address.netloc}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            "Connection: close",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        await writer.drain()
        status_line = await reader.readline()
        if not status_line.startswith(b"HTTP/"):
            raise EOFError
        status = int(status_line.split()[1])
        await reader.read()
        return status
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
