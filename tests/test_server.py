"""The commands of the terminal over a real PostgreSQL server."""

import asyncio
from pathlib import Path

from tests.postgres import Server
from tests.storage.builders import AS_SETTING
from tests.test_process import ended, start

TARAS = "Вигаданець Тарас Петрович, 2002"
COMMANDS = {
    "migrate": "at version",
    "check": "in order",
    "ask NAME": "no list to search",
    "log verify": "log is empty",
    "log export": "",
    "lists show": "",
    "keys show": "nothing is sealed with it",
    "factor drop 5": "There was none",
    "standstill": "frozen",
}


async def test_every_command_works_over_a_server(server: Server, tmp_path: Path) -> None:
    address = await asyncio.to_thread(server.new_database, "template0")
    settings = {
        "database_url": address,
        "keys": AS_SETTING.get_secret_value(),
        "telegram_token": "7000000000:an-invented-token",
        "owners": "1,2",
    }
    for command, told in COMMANDS.items():
        arguments = [TARAS if word == "NAME" else word for word in command.split()]
        code, printed = await ended(await start(tmp_path, *arguments, **settings))

        assert told in printed, command
        assert "Traceback" not in printed, command
        assert code == (3 if command.startswith("ask") else 0), (command, printed)
