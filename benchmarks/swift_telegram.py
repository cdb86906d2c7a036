"""A Telegram that takes messages and notes when, and does nothing else: so the bot is what is measured.

python -m benchmarks.swift_telegram

Prints its address. `GET /times` gives, as JSON, when each message since the last asking arrived, in seconds
of the machine's monotonic clock.
"""

import asyncio
import json
import sys
import time
from urllib.parse import parse_qs

ME = {"id": 7_000_000_000, "is_bot": True, "first_name": "Vdoma", "username": "vdoma_swift_bot"}


class SwiftTelegram(asyncio.Protocol):
    """One connection; requests one after another, answered at once."""

    arrived: "list[float]" = []  # noqa: RUF012  of all connections
    message_id = 0

    def __init__(self) -> None:
        self._waiting = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while (end := self._waiting.find(b"\r\n\r\n")) >= 0:
            head, body_at = self._waiting[:end], end + 4
            length = 0
            for line in head.split(b"\r\n")[1:]:
                if line[:15].lower() == b"content-length:":
                    length = int(line[15:])
            if len(self._waiting) < body_at + length:
                return
            body, self._waiting = self._waiting[body_at : body_at + length], self._waiting[body_at + length :]
            self._answer(head.split(b" ", 2)[1].rpartition(b"/")[2], body)

    def _answer(self, method: bytes, body: bytes) -> None:
        assert self._transport is not None
        answer: object
        if method == b"times":
            answer, SwiftTelegram.arrived = SwiftTelegram.arrived, []
        else:
            answer = {"ok": True, "result": self._sent(body) if method.lower() == b"sendmessage" else ME}
        content = json.dumps(answer).encode()
        self._transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
            % (len(content), content)
        )

    def _sent(self, body: bytes) -> dict[str, object]:
        SwiftTelegram.arrived.append(time.monotonic())
        SwiftTelegram.message_id += 1
        told = parse_qs(body.decode())
        chat = {"id": int(told["chat_id"][0]), "type": "private", "first_name": "Somebody"}
        message = {"message_id": SwiftTelegram.message_id, "from": ME, "chat": chat, "date": 1_749_470_400}
        return {**message, "text": told["text"][0], "reply_markup": json.loads(told["reply_markup"][0])}


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(SwiftTelegram, "127.0.0.1", 0, backlog=512)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
