"""One minute of a flood through the Bot API: the bot polls a loopback Telegram that floods it.

`python -m benchmarks.abuse` runs it. The bot is a process of its own, as it is run; the Telegram is this one.
It keeps what is not confirmed in one queue and shows the hundred earliest, as the real one does.
"""

import asyncio
import contextlib
import json
import os
import random
import statistics
import sys
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from tests.services.office import ANNA_TELEGRAM, BOHDAN_TELEGRAM, Office
from tests.storage.builders import AS_SETTING, a_follow

ME = {"id": 7_000_000_000, "is_bot": True, "first_name": "Vdoma", "username": "vdoma_flooded_bot"}
TOKEN = "7000000000:an-invented-token-of-a-benchmark"  # noqa: S105  of nobody
FAMILIES = tuple(range(7_450_000_001, 7_450_000_021))
FIRST_FLOODER, FIRST_FOLLOWER = 7_460_000_001, 7_470_000_001
EVERY_S = 0.25
ASKED = "Вигаданець Тарас Петрович, 2002"
SPAM = ("/start", "/batches", ASKED, "Ніхтошенко Остап Петрович, 1999", "…", "/my")


@dataclass
class FloodingTelegram:
    """Takes messages, notes when, and shows what was written to the bot."""

    told: dict[int, list[float]] = field(default_factory=dict)
    queue: deque[tuple[int, bytes]] = field(default_factory=deque)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    polls: int = 0
    update_id: int = 0
    message_id: int = 0

    def writes(self, person: int, text: str) -> None:
        self.update_id += 1
        who = {"id": person, "is_bot": False, "first_name": "Somebody", "language_code": "uk"}
        message: dict[str, Any] = {
            "message_id": self.update_id, "from": who, "date": int(time.time()), "text": text,
            "chat": {"id": person, "type": "private", "first_name": "Somebody"},
        }  # fmt: skip
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        update = {"update_id": self.update_id, "message": message}
        self.queue.append((self.update_id, json.dumps(update).encode()))
        self.came.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection; requests one after another, until it is over."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = 0
                for line in head.lower().split(b"\r\n"):
                    if line.startswith(b"content-length:"):
                        length = int(line[15:])
                body = await reader.readexactly(length)
                method = head.split(b" ", 2)[1].rpartition(b"/")[2].decode()
                result = await self._answer(method, body)
                writer.write(_http(b'{"ok":true,"result":' + result + b"}"))
                await writer.drain()
        writer.close()

    async def _answer(self, method: str, body: bytes) -> bytes:
        given = _given(body)
        match method:
            case "getUpdates":
                return await self._updates(given)
            case "getMe":
                return json.dumps(ME).encode()
            case "getWebhookInfo":
                return b'{"url":"","has_custom_certificate":false,"pending_update_count":0}'
            case _ if method.lower().startswith(("send", "edit")):
                self.message_id += 1
                chat = int(given.get("chat_id", ["1"])[0])
                self.told.setdefault(chat, []).append(time.monotonic())
                if chat in FAMILIES:
                    self.answered.set()
                chat_ = {"id": chat, "type": "private", "first_name": "Somebody"}
                message = {"message_id": self.message_id, "from": ME, "chat": chat_, "date": 1, "text": "…"}
                return json.dumps(message).encode()
            case _:
                return b"true"

    async def _updates(self, given: dict[str, list[str]]) -> bytes:
        self.polls += 1
        offset = int(given.get("offset", ["0"])[0])
        wait_s = float(given.get("timeout", ["0"])[0])
        while self.queue and self.queue[0][0] < offset:
            self.queue.popleft()
        if not self.queue and wait_s:
            self.came.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self.came.wait()
        shown = [self.queue[n][1] for n in range(min(100, len(self.queue)))]
        return b"[" + b",".join(shown) + b"]"


def _given(body: bytes) -> dict[str, list[str]]:
    if body.startswith(b"{"):
        return {name: [str(value)] for name, value in json.loads(body).items()}
    return parse_qs(body.decode())


def _http(content: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (
        len(content),
        content,
    )


@dataclass(frozen=True)
class Seen:
    """What others noticed in one run, and what it took.

    Args:
        waits_ms: between a family's question and its answer.
        unanswered: questions without an answer at the end.
        alerts: how many went out each second, from the first to the last.
        grown_mb: of the bot's memory, from before the flood to its highest.
        left: updates that Telegram still held at the end.
    """

    waits_ms: list[float]
    unanswered: int
    alerts: float
    grown_mb: float
    left: int


async def prepare(office: Office, followers: int) -> None:
    """Leave a database in which a batch is confirmed: the bot tells its followers when it starts."""
    edition = await office.published_list()
    batch = await office.batch_of(edition)
    async with office.store.writing() as writing:
        for number in range(followers):
            chat = await writing.remember_chat(FIRST_FOLLOWER + number, language="uk")
            await writing.add_follow(a_follow(chat.id, batch=batch.id))
        await writing.add_check(office.anna, datetime.now(UTC))
    await office.agrees(await office.submits(batch.id))


async def run(database: Path, *, seconds: int, rate: int, accounts: int) -> Seen:
    """Let families ask while alerts go out, beside a flood or alone."""
    telegram = FloodingTelegram()
    server = await asyncio.start_server(telegram.serve, "127.0.0.1", 0, backlog=512, limit=2**20)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, _bot(url, database) as bot:
        telegram.writes(FAMILIES[0], ASKED)
        await telegram.answered.wait()
        before = _memory_mb(bot, "VmRSS")
        flooding = asyncio.create_task(_flood(telegram, rate=rate, accounts=accounts))
        waits, unanswered = await _families(telegram, seconds)
        flooding.cancel()
        grown = _memory_mb(bot, "VmHWM") - before
    alerted = sorted(at for chat, times in telegram.told.items() if chat >= FIRST_FOLLOWER for at in times)
    pace = (len(alerted) - 1) / (alerted[-1] - alerted[0]) if len(alerted) > 1 else 0.0
    return Seen(waits, unanswered, pace, grown, len(telegram.queue))


async def _flood(telegram: FloodingTelegram, *, rate: int, accounts: int) -> None:
    chance, began, written = random.Random(7), time.monotonic(), 0
    while rate:
        due = int((time.monotonic() - began) * rate) - written
        for _ in range(due):
            telegram.writes(FIRST_FLOODER + written % accounts, chance.choice(SPAM))
            written += 1
        await asyncio.sleep(0.02)


async def _families(telegram: FloodingTelegram, seconds: int) -> tuple[list[float], int]:
    asked: list[tuple[int, float, int]] = []
    ends, number = time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        family = FAMILIES[number % len(FAMILIES)]
        asked.append((family, time.monotonic(), len(telegram.told.get(family, ()))))
        telegram.writes(family, ASKED)
        number += 1
        await asyncio.sleep(EVERY_S)
    await asyncio.sleep(3)
    waits, unanswered = [], 0
    for family, at, before in asked:
        later = [told for told in telegram.told.get(family, [])[before:] if told >= at]
        if later:
            waits.append(1000 * (later[0] - at))
        else:
            unanswered += 1
    return waits, unanswered


@contextlib.asynccontextmanager
async def _bot(url: str, database: Path) -> AsyncIterator[int]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("VDOMA_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=Path(__file__).parent.parent,
        stderr=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
        env=environment | {
            "VDOMA_TELEGRAM_TOKEN": TOKEN, "VDOMA_TELEGRAM_API": url,
            "VDOMA_OWNERS": f"{ANNA_TELEGRAM},{BOHDAN_TELEGRAM}",
            "VDOMA_SECOND_FACTOR": "off",
            "VDOMA_DATABASE_URL": f"sqlite:///{database}", "VDOMA_KEYS": AS_SETTING.get_secret_value(),
            "VDOMA_LOG_LEVEL": "ERROR",
        },
    )  # fmt: skip
    try:
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


def _memory_mb(process: int, what: str) -> float:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) / 1024
    return 0.0


def summary(alone: Seen, beside: Seen) -> dict[str, float]:
    """What to compare."""
    told: dict[str, float] = {}
    for name, seen in (("alone", alone), ("beside", beside)):
        told[f"{name}_answer_median_ms"] = round(statistics.median(seen.waits_ms), 1) if seen.waits_ms else -1
        told[f"{name}_answer_p95_ms"] = (
            round(statistics.quantiles(seen.waits_ms, n=20)[-1], 1) if len(seen.waits_ms) > 1 else -1
        )
        told[f"{name}_unanswered"] = seen.unanswered
        told[f"{name}_alerts_a_second"] = round(seen.alerts, 2)
        told[f"{name}_memory_grown_mb"] = round(seen.grown_mb, 1)
    told["left_at_telegram"] = beside.left
    return told
