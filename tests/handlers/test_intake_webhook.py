"""Updates that are posted to us: who is let in, and when a post is acknowledged."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Scope
from telegram import Bot, Update

from handlers.lanes import Lanes
from handlers.webhook import CROWDED, webhook_route
from tests.handlers.answered_store import AnsweredFile
from tests.handlers.updates import ANNA, BOHDAN, a_raw_message, text_of

SECRET = "a-secret-of-the-tests"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Receiver:
    """A webhook whose handler waits while `go_on` is cleared."""

    def __init__(self, file: Path) -> None:
        self.handled: list[str] = []
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.began = asyncio.Event()
        self.store = AnsweredFile(file)
        self.lanes = Lanes(self.handle, self.settle)
        self.app: ASGIApp = Starlette(routes=[webhook_route(Bot("1:token"), self.store, self.lanes, SECRET)])

    async def handle(self, update: Update) -> None:
        self.handled.append(text_of(update))
        self.began.set()
        await self.go_on.wait()

    async def settle(self, update: Update, unread: int) -> None:
        self.handled.append(f"{unread} unread")

    async def gets(self, update: object, headers: dict[str, str] | None = None) -> int:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return (
                await client.post("/telegram", json=update, headers=headers or {HEADER: SECRET})
            ).status_code

    async def gets_raw(self, body: bytes, headers: list[tuple[bytes, bytes]]) -> int:
        """Post in the fewest steps, for when it is done ten thousand times."""
        status: list[int] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                status.append(message["status"])

        scope: Scope = {
            "type": "http", "method": "POST", "path": "/telegram", "raw_path": b"/telegram",
            "headers": headers, "query_string": b"", "root_path": "",
            "scheme": "http", "server": ("test", 80), "client": None,
        }  # fmt: skip
        await self.app(scope, receive, send)
        return status[0]


@pytest.fixture
def receiver(tmp_path: Path) -> Receiver:
    return Receiver(tmp_path / "answered.db")


async def test_a_post_is_acknowledged_only_after_it_was_handled_and_recorded(receiver: Receiver) -> None:
    receiver.go_on.clear()
    update = a_raw_message(ANNA, "hello")
    posting = asyncio.create_task(receiver.gets(update))
    await receiver.began.wait()
    assert not posting.done()

    receiver.go_on.set()

    assert await posting == 200
    assert receiver.store.ids() == {update["update_id"]}


async def test_an_update_that_was_answered_is_acknowledged_and_not_handled_again(receiver: Receiver) -> None:
    update = a_raw_message(ANNA, "hello")

    assert [await receiver.gets(update), await receiver.gets(update)] == [200, 200]
    assert receiver.handled == ["hello"]


async def test_two_posts_of_one_update_wait_for_the_same_answer(receiver: Receiver) -> None:
    receiver.go_on.clear()
    update = a_raw_message(ANNA, "hello")
    posts = [asyncio.create_task(receiver.gets(update)) for _ in range(2)]
    await receiver.began.wait()
    receiver.go_on.set()

    assert await asyncio.gather(*posts) == [200, 200]
    assert receiver.handled == ["hello"]


async def test_posts_are_handled_in_the_order_of_their_arrival(receiver: Receiver) -> None:
    posts = [receiver.gets(a_raw_message(ANNA, str(number))) for number in range(9)]

    assert set(await asyncio.gather(*posts)) == {200}
    assert receiver.handled == list("012345678")


async def test_who_takes_most_of_the_connections_is_told_that_the_rest_stays_unread_and_frees_them(
    receiver: Receiver,
) -> None:
    receiver.go_on.clear()
    posts = [
        asyncio.create_task(receiver.gets(a_raw_message(ANNA, str(number)))) for number in range(CROWDED + 9)
    ]
    await receiver.began.wait()
    acknowledged, waiting = await asyncio.wait(posts, timeout=0.5)

    assert {post.result() for post in acknowledged} == {200}
    assert len(waiting) == 1
    receiver.go_on.set()
    await asyncio.gather(*waiting)
    while len(receiver.handled) < 2:  # noqa: ASYNC110 - the reply to the rest rings no bell
        await asyncio.sleep(0)
    assert receiver.handled == ["0", f"{CROWDED + 8} unread"]


async def test_what_was_not_started_before_a_stop_is_refused_so_that_it_comes_again(
    receiver: Receiver,
) -> None:
    receiver.go_on.clear()
    posts = [asyncio.create_task(receiver.gets(a_raw_message(ANNA, text))) for text in ("first", "second")]
    await receiver.began.wait()
    stopping = asyncio.create_task(receiver.lanes.stop(timedelta(seconds=10)))
    receiver.go_on.set()
    await stopping

    assert await asyncio.gather(*posts) == [200, 503]
    assert await receiver.gets(a_raw_message(BOHDAN)) == 503


@pytest.mark.parametrize("body", [[], "text", {}, {"update_id": "7"}, {"update_id": True}])
async def test_what_is_no_update_is_refused(receiver: Receiver, body: object) -> None:
    assert await receiver.gets(body) == 400


async def test_an_update_the_library_cannot_read_is_acknowledged_or_it_would_come_for_ever(
    receiver: Receiver,
) -> None:
    assert await receiver.gets({"update_id": 7, "message": {"text": "Мельник Іван"}}) == 200
    assert receiver.store.ids() == {7}


async def test_a_body_above_a_megabyte_is_refused(receiver: Receiver) -> None:
    update: dict[str, Any] = a_raw_message(ANNA, "x" * 1_000_000)

    assert await receiver.gets(update) == 413


async def test_only_posts_are_taken(receiver: Receiver) -> None:
    transport = httpx.ASGITransport(receiver.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        assert (await client.get("/telegram", headers={HEADER: SECRET})).status_code == 405


@pytest.mark.parametrize("secret", ["", "x" * 257])
def test_a_webhook_needs_a_secret_of_a_length_that_telegram_allows(receiver: Receiver, secret: str) -> None:
    with pytest.raises(ValueError, match="1 to 256"):
        webhook_route(Bot("1:token"), receiver.store, receiver.lanes, secret)


def forged_headers() -> Iterator[list[tuple[bytes, bytes]]]:
    name, secret = HEADER.lower().encode(), SECRET.encode()
    for number in range(2500):
        yield []
        yield [(name, secret[:-1] + bytes([number % 256]))] if number % 256 != secret[-1] else []
        yield [(name, secret * (20 + number % 80))]
        yield [(name, secret), (name, secret)]


async def test_ten_thousand_forged_posts_are_refused_and_nothing_of_them_is_logged(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    refused = [await receiver.gets_raw(b'{"update_id": 1}', headers) for headers in forged_headers()]

    assert refused == [403] * 10_000
    assert not receiver.handled
    assert not receiver.store.ids()
    assert not any(SECRET in str(record.__dict__) for record in caplog.records)
