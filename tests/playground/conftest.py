"""A playground that runs, and a real python-telegram-bot that talks to it."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.playground.people import DEMO_PEOPLE, HALYNA
from bot.playground.server import serve
from bot.playground.world import World


@pytest.fixture
def world() -> World:
    """The people of the demo; Halyna has written to the bot before."""
    world = World(people=DEMO_PEOPLE, webhook_pause=0.01)
    world.opens(HALYNA.id)
    return world


@pytest.fixture
async def url(world: World) -> AsyncIterator[str]:
    async with serve(world, port=0) as url:
        yield url


@pytest.fixture
async def bot(world: World, url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    # Without it the library warns of its own future whenever it is told to slow down.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    async with Bot(world.token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
        yield bot


@pytest.fixture
async def second_bot(world: World, url: str) -> AsyncIterator[Bot]:
    """The same bot in a second process, as far as the server can tell."""
    request = HTTPXRequest(read_timeout=20)
    async with Bot(world.token, base_url=f"{url}/bot", get_updates_request=request) as bot:
        yield bot
