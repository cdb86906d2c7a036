"""Updates that Telegram posts to us; each is acknowledged only after it was answered."""

import asyncio
import hmac
import json
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update

from handlers.answered import Answered, AnsweredStore
from handlers.lanes import Dropped, Lanes
from handlers.updates import read_update

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the header's name
LONGEST_BODY = 1_000_000
LONGEST_SECRET = 256
CROWDED = 30
"""Telegram posts 40 updates at once unless it is asked for another number."""


def webhook_route(
    bot: Bot,
    store: AnsweredStore,
    lanes: Lanes,
    secret: str,
    *,
    path: str = "/telegram",
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    chance: Callable[[], float] = random.random,
) -> Route:
    """Make the route for Telegram's posts.

    Stop the lanes before the server: what waits in them is then refused with 503, and comes again.

    Raises:
        ValueError: the secret is empty or longer than Telegram allows.
    """
    if not 1 <= len(secret) <= LONGEST_SECRET:
        raise ValueError(f"the webhook's secret must have 1 to {LONGEST_SECRET} characters")
    webhook = _Webhook(bot, Answered(store, now=now, pause=pause, chance=chance), lanes, secret.encode())
    return Route(path, webhook.receive, methods=["POST"])


class _Webhook:
    def __init__(self, bot: Bot, answered: Answered, lanes: Lanes, secret: bytes) -> None:
        self._bot = bot
        self._answered = answered
        self._lanes = lanes
        self._secret = secret
        self._under_way: dict[int, asyncio.Task[None]] = {}
        # Asking the store takes longer for some than for others; nobody may be overtaken meanwhile.
        self._arrival = asyncio.Lock()

    async def receive(self, request: Request) -> Response:
        if not self._is_from_telegram(request):
            return Response(status_code=HTTPStatus.FORBIDDEN)
        body = await _body_of(request)
        if body is None:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        update = self._read(body)
        if update is None:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        try:
            # Telegram posts an update again when it waits too long: both wait for the same answer.
            await asyncio.shield(self._seen_through(update))
        except Dropped:
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        return Response()

    def _is_from_telegram(self, request: Request) -> bool:
        given = request.headers.getlist(SECRET_HEADER)
        return (
            len(given) == 1
            and len(given[0]) <= LONGEST_SECRET
            and hmac.compare_digest(given[0].encode(), self._secret)
        )

    def _read(self, body: bytes) -> Update | None:
        """Return the update; None if the body is none."""
        try:
            raw = json.loads(body)
            update_id = raw["update_id"]
        except (ValueError, TypeError, KeyError, RecursionError):
            return None
        if type(update_id) is not int:
            return None
        return read_update(raw, self._bot)

    def _seen_through(self, update: Update) -> asyncio.Task[None]:
        task = self._under_way.get(update.update_id)
        if task is None:
            task = self._under_way[update.update_id] = asyncio.create_task(self._see_through(update))
            task.add_done_callback(lambda _: self._under_way.pop(update.update_id))
        return task

    async def _see_through(self, update: Update) -> None:
        async with self._arrival:
            if await self._answered.among([update.update_id]):
                return
            if len(self._under_way) >= CROWDED:
                self._lanes.note_crowd()
            finished = self._lanes.give(update)
        if await finished:
            await self._answered.record(update.update_id)


async def _body_of(request: Request) -> bytes | None:
    """Return the body; None if it is too long, without reading it to its end."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_BODY:
            return None
    return bytes(body)
