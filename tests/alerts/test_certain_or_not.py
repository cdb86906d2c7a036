"""Which failed attempts certainly did not arrive, seen through the real transport."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import pytest
from telegram.error import NetworkError

from bot.core.alerts import Alert, Outcome, TryLater, Uncertain
from bot.playground.faults import Kind
from bot.playground.world import TOKEN
from bot.ports import Letter
from handlers.messenger import TelegramMessenger, never_left
from handlers.transport import NotingBot, make_bot
from tests.alerts.office import Office, until, watches_over


@contextlib.asynccontextmanager
async def a_bot_at(address: str, *, connections: int = 4) -> AsyncIterator[NotingBot]:
    """A bot that has not asked yet who it is, which would fail too."""
    bot = make_bot(TOKEN, api=address, connections=connections)
    await bot.request.initialize()
    try:
        yield bot
    finally:
        await bot.request.shutdown()


async def the_alert(office: Office) -> Alert:
    """Owe one alert, and lend it."""
    await office.owes(1)
    now = office.clock()
    async with office.store.writing() as writing:
        (alert,) = await writing.lend_due_alerts(now=now, until=now, limit=1)
    return alert


async def outcome_at(office: Office, address: str) -> Outcome:
    async with a_bot_at(address) as bot:
        messenger = TelegramMessenger(
            bot, office.store, office.clock, watches_over(office.store, office.clock)
        )
        (letter,) = await messenger.word([await the_alert(office)])
        assert isinstance(letter, Letter)
        return await messenger.send(letter)


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture
def full_port() -> Iterator[int]:
    """A port at which connections are never taken."""
    with contextlib.ExitStack() as sockets:
        listener = sockets.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            waiting = sockets.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


async def test_a_refused_connection_is_certain(office: Office, closed_port: int) -> None:
    assert await outcome_at(office, f"http://127.0.0.1:{closed_port}") == TryLater()


async def test_a_name_that_is_not_found_is_certain(office: Office) -> None:
    assert await outcome_at(office, "http://nowhere.invalid") == TryLater()


async def test_an_encryption_that_fails_is_certain(office: Office) -> None:
    assert await outcome_at(office, office.url.replace("http:", "https:")) == TryLater()


async def test_a_connection_that_is_never_taken_is_certain(full_port: int) -> None:
    async with a_bot_at(f"http://127.0.0.1:{full_port}") as bot:
        with pytest.raises(NetworkError) as raised:
            await bot.send_message(1, "x", connect_timeout=0.05)

    assert never_left(raised.value)


async def test_waiting_in_vain_for_a_free_connection_is_certain(office: Office) -> None:
    (person,) = await office.owes(1)
    held = office.world.faults.add("latency", method="sendMessage", seconds=600)
    async with a_bot_at(office.url, connections=1) as bot:
        first = asyncio.create_task(bot.send_message(person.id, "first"))
        await until(lambda: held.hits)
        with pytest.raises(NetworkError) as raised:
            await bot.send_message(person.id, "second", pool_timeout=0.05)
        first.cancel()

    assert never_left(raised.value)


@pytest.mark.parametrize("fault", ["drop_before", "drop_after", "500", "502", "502_after"])
async def test_a_cut_connection_and_a_failing_server_are_not_certain(office: Office, fault: Kind) -> None:
    office.world.faults.add(fault, method="sendMessage")

    assert await outcome_at(office, office.url) == Uncertain()


async def test_an_answer_that_never_comes_is_not_certain(office: Office) -> None:
    (person,) = await office.owes(1)
    office.world.faults.add("latency", method="sendMessage", seconds=600)
    async with a_bot_at(office.url) as bot:
        with pytest.raises(NetworkError) as raised:
            await bot.send_message(person.id, "x", read_timeout=0.05)

    assert not never_left(raised.value)
