"""How the bot gets its updates: polling with offsets, conflicts, webhooks."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.playground.people import EMILY, HALYNA, MARINA
from bot.playground.world import World


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.message.text if update.message else None for update in updates]


async def test_updates_come_again_until_an_offset_confirms_them(bot: Bot, world: World) -> None:
    for text in ("раз", "два", "три"):
        world.says(HALYNA.id, text)

    first = await bot.get_updates()
    again = await bot.get_updates()
    rest = await bot.get_updates(offset=first[0].update_id + 1)

    assert texts(first) == texts(again) == ["раз", "два", "три"]
    assert texts(rest) == ["два", "три"]
    assert [update.update_id - first[0].update_id for update in first] == [0, 1, 2]


async def test_what_is_confirmed_never_comes_again(bot: Bot, world: World) -> None:
    world.says(HALYNA.id, "раз")
    (update,) = await bot.get_updates()
    await bot.get_updates(offset=update.update_id + 1)

    assert await bot.get_updates(offset=0) == ()


async def test_only_the_hundred_earliest_are_shown(bot: Bot, world: World) -> None:
    for number in range(120):
        world.says(HALYNA.id, str(number))

    assert texts(await bot.get_updates(limit=2)) == ["0", "1"]
    assert texts(await bot.get_updates(limit=100)) == [str(number) for number in range(100)]


async def test_a_negative_offset_forgets_all_but_the_newest(bot: Bot, world: World) -> None:
    for text in ("раз", "два", "три"):
        world.says(HALYNA.id, text)

    assert texts(await bot.get_updates(offset=-1)) == ["три"]
    assert texts(await bot.get_updates()) == ["три"]


async def test_a_poll_waits_until_somebody_writes(bot: Bot, world: World) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await world.until(lambda: world.inbox.is_polled)

    world.says(HALYNA.id, "нарешті")

    assert texts(await poll) == ["нарешті"]


async def test_a_poll_ends_empty_when_nobody_writes(world: World) -> None:
    assert await world.inbox.poll(0, limit=100, timeout=0.01) == []


async def test_a_second_poller_ends_the_poll_of_the_first(bot: Bot, second_bot: Bot, world: World) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await world.until(lambda: world.inbox.is_polled)

    second = asyncio.create_task(second_bot.get_updates(timeout=30))

    with pytest.raises(Conflict, match="make sure that only one bot instance is running"):
        await first
    world.says(HALYNA.id, "кому?")
    assert texts(await second) == ["кому?"]


async def test_only_the_kinds_asked_for_arrive_and_the_wish_is_kept(bot: Bot, world: World) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    unheard = world.says(HALYNA.id, "раз")
    await bot.get_updates()
    await bot.get_updates(allowed_updates=[])
    heard = world.says(HALYNA.id, "два")

    assert unheard.update_id is None
    assert [update.update_id for update in await bot.get_updates()] == [heard.update_id]


async def test_memberships_of_others_come_only_when_asked_for(bot: Bot, world: World) -> None:
    assert world.push_update({"chat_member": {}}) is None
    assert world.push_update({"message": {}}) is not None


async def test_the_library_polls_and_answers_by_itself(world: World, url: str) -> None:
    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(f"Ви написали: {update.message.text}")

    application = Application.builder().token(world.token).base_url(f"{url}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        assert application.updater is not None
        await application.updater.start_polling()
        await application.start()
        asked = world.says(HALYNA.id, "привіт")
        answer = await world.next_message(HALYNA.id, after=asked)
        await application.updater.stop()
        await application.stop()

    assert answer.text == "Ви написали: привіт"
    assert not world.inbox.pending


@dataclass
class Receiver:
    """The bot's own address, as Telegram sees it. Answers each call by what `statuses` holds, then 200."""

    statuses: list[int] = field(default_factory=list)
    calls: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:] if line)
        body = json.loads(await reader.readexactly(int(headers["content-length"])))
        self.calls.append((headers, body))
        status = self.statuses.pop(0) if self.statuses else 200
        if status:
            writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
            await writer.drain()
        writer.close()

    @property
    def texts(self) -> list[str]:
        return [body["message"]["text"] for _, body in self.calls]


@asynccontextmanager
async def listening(receiver: Receiver) -> AsyncIterator[str]:
    server = await asyncio.start_server(receiver.take, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook?x=1"


async def test_a_webhook_gets_waiting_and_new_updates_with_its_secret(bot: Bot, world: World) -> None:
    receiver = Receiver()
    world.says(HALYNA.id, "раніше")
    async with listening(receiver) as address:
        await bot.set_webhook(address, secret_token="s3cret-_", max_connections=7)
        await world.until(lambda: not world.inbox.pending)
        world.says(HALYNA.id, "пізніше")
        await world.until(lambda: not world.inbox.pending)

    assert receiver.texts == ["раніше", "пізніше"]
    assert {call[0]["x-telegram-bot-api-secret-token"] for call in receiver.calls} == {"s3cret-_"}
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (address, 0, 7)


@pytest.mark.parametrize("trouble", [500, 403, 0])
async def test_a_webhook_is_called_again_until_it_answers_well(bot: Bot, world: World, trouble: int) -> None:
    receiver = Receiver(statuses=[trouble, trouble])
    async with listening(receiver) as address:
        await bot.set_webhook(address)
        world.says(HALYNA.id, "раз")
        world.says(HALYNA.id, "два")
        await world.until(lambda: not world.inbox.pending)

    assert receiver.texts == ["раз", "раз", "раз", "два"]
    info = await bot.get_webhook_info()
    assert info.last_error_date is not None
    assert info.last_error_message is not None


async def test_one_chats_trouble_does_not_hold_back_another(bot: Bot, world: World) -> None:
    stuck = asyncio.Event()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        body = json.loads(await reader.readexactly(length))
        if body["message"]["from"]["id"] == HALYNA.id:
            await stuck.wait()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        await bot.set_webhook(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
        waiting = world.says(HALYNA.id, "повільно").update_id
        world.says(MARINA.id, "быстро")
        await world.until(lambda: list(world.inbox.pending) == [waiting])
        stuck.set()
        await world.until(lambda: not world.inbox.pending)


async def test_polling_and_a_webhook_exclude_each_other(bot: Bot, world: World) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await world.until(lambda: world.inbox.is_polled)
    async with listening(Receiver()) as address:
        await bot.set_webhook(address)
        with pytest.raises(Conflict, match="terminated by setWebhook request"):
            await poll
        with pytest.raises(Conflict, match="use deleteWebhook to delete the webhook first"):
            await bot.get_updates()
        await bot.delete_webhook()
    world.says(HALYNA.id, "знову")

    assert texts(await bot.get_updates()) == ["знову"]


async def test_pending_updates_are_dropped_on_request(bot: Bot, world: World) -> None:
    world.says(HALYNA.id, "старе")

    await bot.delete_webhook(drop_pending_updates=True)

    assert await bot.get_updates() == ()


@pytest.mark.parametrize(
    ("set_webhook", "problem"),
    [
        (lambda bot: bot.set_webhook("http://example.org/hook"), "an https url must be provided"),
        (lambda bot: bot.set_webhook("https://example.org:8444/"), "only on ports 80, 88, 443 or 8443"),
        (lambda bot: bot.set_webhook("https://example.org:x/"), "Bad webhook"),
        (lambda bot: bot.set_webhook("https://example.org/", secret_token="a b"), "unallowed characters"),
        (lambda bot: bot.set_webhook("https://example.org/", secret_token="a" * 257), "too long"),
    ],
)
async def test_a_webhook_telegram_would_not_call_is_refused(
    bot: Bot, set_webhook: Callable[[Bot], Awaitable[bool]], problem: str
) -> None:
    with pytest.raises(BadRequest, match=problem):
        await set_webhook(bot)


async def test_no_webhook_is_told_as_an_empty_address(bot: Bot, world: World) -> None:
    world.says(EMILY.id, "hello")

    info = await bot.get_webhook_info()

    assert (info.url, info.pending_update_count) == ("", 1)
