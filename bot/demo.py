"""The whole bot on this machine alone: a loopback Bot API, an embedded database, invented people, a page."""

import asyncio
import contextlib
import signal
import tempfile
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.assembly import running
from bot.logs import set_up_logs
from bot.playground.people import DEMO_PEOPLE
from bot.playground.server import serve
from bot.playground.story import Story
from bot.playground.world import TOKEN, World
from bot.settings import SEARCHABLE, Settings


async def demo(*, port: int) -> None:
    """Run until Ctrl-C, then leave nothing behind."""
    set_up_logs("WARNING")
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    world = World(token=TOKEN, people=DEMO_PEOPLE)
    with tempfile.TemporaryDirectory(prefix="vdoma-demo-") as folder:
        async with serve(world, port) as url, running(demo_settings(url, Path(folder))) as bot:
            world.on_story = Story(world, bot.services, url).play
            print(f"\nVdoma is at {url} (this machine only). Ctrl-C ends it.\n", flush=True)
            ends = {asyncio.create_task(stop.wait()), asyncio.create_task(bot.stop.wait())}
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            for task in ends:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task


def demo_settings(url: str, folder: Path) -> Settings:
    """Settings that look at nothing outside: neither a token nor an environment."""
    return Settings.model_construct(
        telegram_token=SecretStr(TOKEN),
        telegram_api=url,
        database_url=f"sqlite:///{folder / 'vdoma.db'}",
        owners=frozenset(person.id for person in DEMO_PEOPLE if person.role == "moderator"),
        operator="Vdoma demo",
        second_factor="off",
        hold=timedelta(0),
        stale_after=timedelta(days=7),
        searched=SEARCHABLE,
        send_rate=30.0,
        # The playground's Telegram takes as many as its people can read.
        chat_rate=1000.0,
        channels={},
        webhook_url=None,
        webhook_secret=None,
        http_bind="127.0.0.1:0",
        log_level="WARNING",
    )
