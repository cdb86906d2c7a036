"""The echoing bot as a process of its own, to be killed: python -m tests.handlers.echo_process URL FILE."""

import asyncio
import signal
import sys
from pathlib import Path

from bot.playground.world import TOKEN
from handlers.intake import Polling
from handlers.lanes import Lanes
from handlers.transport import make_bot
from tests.handlers.answered_store import AnsweredFile
from tests.handlers.echoing import Echo


async def main(url: str, file: Path) -> None:
    async with make_bot(TOKEN, api=url) as bot:
        echo = Echo(bot)
        polling = Polling(bot, AnsweredFile(file), Lanes(echo.answer, echo.settle))
        asked_to_stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked_to_stop.set)
        running = asyncio.create_task(polling.run())
        await asked_to_stop.wait()
        await polling.stop()
        await running


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
