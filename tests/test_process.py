"""The program as it is started: by its commands, with its exit codes and messages."""

import asyncio
import os
import shutil
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.playground.people import DEMO_PEOPLE, HALYNA
from bot.playground.server import serve
from bot.playground.world import TOKEN, World

LONGEST_S = 30


@pytest.fixture
async def world() -> World:
    return World(people=DEMO_PEOPLE)


@pytest.fixture
async def url(world: World) -> AsyncIterator[str]:
    async with serve(world, 0) as address:
        yield address


async def start(folder: Path, *arguments: str, **settings: str) -> asyncio.subprocess.Process:
    """Start a command in an empty folder with these settings and no others."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("VDOMA_")}
    environment["PYTHONPATH"] = str(Path(__file__).parents[1])
    environment.update({f"VDOMA_{name.upper()}": value for name, value in settings.items()})
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def ended(process: asyncio.subprocess.Process) -> tuple[int | None, str]:
    """Return the exit code and everything that was printed."""
    async with asyncio.timeout(LONGEST_S):
        out, err = await process.communicate()
    return process.returncode, (out + err).decode()


async def test_all_faults_of_the_settings_are_told_at_once(tmp_path: Path) -> None:
    wrong = {"hold": "soon", "send_rate": "-1", "owners": "anna", "telegram_token": "x"}

    code, printed = await ended(await start(tmp_path, "check", **wrong))

    assert code == 1
    assert all(f"VDOMA_{name.upper()}:" in printed for name in ("hold", "send_rate", "owners"))
    assert "Traceback" not in printed


async def test_with_fewer_than_two_owners_the_start_says_that_nothing_can_be_published(
    tmp_path: Path,
) -> None:
    code, printed = await ended(await start(tmp_path, "check", telegram_token=TOKEN, owners="1"))

    assert code == 0
    assert "nothing can be published" in printed


async def test_a_refused_token_ends_the_program_with_a_message_that_does_not_hold_it(
    tmp_path: Path, url: str
) -> None:
    token = "7000000000:another-token-than-the-one-in-force"

    code, printed = await ended(
        await start(tmp_path, "run", telegram_token=token, telegram_api=url, owners="1,2", log_level="DEBUG")
    )

    assert code == 1
    assert "Telegram refuses the bot's token" in printed
    assert "another-token" not in printed
    assert "Traceback" not in printed


async def test_a_token_revoked_while_the_bot_runs_ends_it_too(tmp_path: Path, url: str, world: World) -> None:
    process = await start(tmp_path, "run", telegram_token=TOKEN, telegram_api=url, owners="1,2")
    said = world.says(HALYNA.id, "/start")
    await world.next_message(HALYNA.id, after=said.seq, timeout=LONGEST_S)

    world.faults.add("401", share=1)
    world.says(HALYNA.id, "/help")
    code, printed = await ended(process)

    assert code == 1
    assert "Telegram refuses the bot's token" in printed
    assert TOKEN.partition(":")[2] not in printed


async def test_a_second_process_over_the_same_database_refuses_to_start(
    tmp_path: Path, url: str, world: World
) -> None:
    settings = {"telegram_token": TOKEN, "telegram_api": url, "owners": "1,2"}
    first = await start(tmp_path, "run", **settings)
    said = world.says(HALYNA.id, "/start")
    await world.next_message(HALYNA.id, after=said.seq, timeout=LONGEST_S)

    code, printed = await ended(await start(tmp_path, "run", **settings))

    assert code == 1
    assert "already runs over" in printed
    first.send_signal(signal.SIGTERM)
    assert (await ended(first))[0] == 0


async def test_the_database_is_not_migrated_under_a_running_bot(
    tmp_path: Path, url: str, world: World
) -> None:
    settings = {"telegram_token": TOKEN, "telegram_api": url, "owners": "1,2"}
    running = await start(tmp_path, "run", **settings)
    said = world.says(HALYNA.id, "/start")
    await world.next_message(HALYNA.id, after=said.seq, timeout=LONGEST_S)

    code, printed = await ended(await start(tmp_path, "migrate", **settings))

    assert code == 1
    assert "already runs over" in printed
    running.send_signal(signal.SIGTERM)
    assert (await ended(running))[0] == 0


async def test_migrating_writes_down_whose_lists_are_searched(tmp_path: Path) -> None:
    settings = {"telegram_token": TOKEN, "owners": "1,2", "searched": "icrc"}

    code, printed = await ended(await start(tmp_path, "migrate", **settings))

    assert code == 0, printed
    with closing(sqlite3.connect(tmp_path / "data" / "vdoma.db")) as connection:
        assert connection.execute("SELECT class FROM searched_classes").fetchall() == [("icrc",)]


@pytest.mark.parametrize("command", ["run", "migrate"])
async def test_a_folder_that_cannot_be_made_is_told_without_a_traceback(
    tmp_path: Path, url: str, command: str
) -> None:
    (tmp_path / "data").write_text("a file where a folder should be", encoding="utf-8")

    code, printed = await ended(
        await start(tmp_path, command, telegram_token=TOKEN, telegram_api=url, owners="1,2")
    )

    assert code == 1
    assert "data/vdoma.db.lock" in printed
    assert "Traceback" not in printed


async def test_a_webhook_whose_port_is_taken_ends_the_program_before_telegram_is_told_to_post(
    tmp_path: Path, url: str, world: World
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        bind = f"127.0.0.1:{taken.getsockname()[1]}"
        process = await start(
            tmp_path,
            "run",
            telegram_token=TOKEN,
            telegram_api=url,
            owners="1,2",
            webhook_url="https://example.org/telegram",
            webhook_secret="an-invented-secret",
            http_bind=bind,
        )
        code, printed = await ended(process)

    assert code == 1
    assert f"cannot listen at {bind} (VDOMA_HTTP_BIND)" in printed
    assert "Traceback" not in printed
    assert not world.inbox.webhook


async def test_a_message_that_waited_while_the_bot_was_down_is_answered(
    tmp_path: Path, url: str, world: World
) -> None:
    said = world.says(HALYNA.id, "/start")

    process = await start(tmp_path, "run", telegram_token=TOKEN, telegram_api=url, owners="1,2")

    shown = await world.next_message(HALYNA.id, after=said.seq, timeout=LONGEST_S)
    assert shown.text.startswith("Це Vdoma.")
    process.send_signal(signal.SIGTERM)
    assert (await ended(process))[0] == 0


async def test_a_database_of_a_newer_program_is_refused(tmp_path: Path, template: Path, url: str) -> None:
    database = tmp_path / "newer.db"
    shutil.copy(template, database)
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    code, printed = await ended(
        await start(
            tmp_path,
            "run",
            telegram_token=TOKEN,
            telegram_api=url,
            owners="1,2",
            database_url=f"sqlite:///{database}",
        )
    )

    assert code == 1
    assert "run a newer one" in printed


async def test_the_log_is_looked_at_from_the_terminal(tmp_path: Path, template: Path) -> None:
    settings = {"telegram_token": TOKEN, "owners": "1,2"}

    code, printed = await ended(await start(tmp_path, "log", "verify", **settings))
    assert code == 1
    assert "there is no database at" in printed

    url = f"sqlite:///{shutil.copy(template, tmp_path / 'copied.db')}"
    code, printed = await ended(await start(tmp_path, "log", "verify", database_url=url, **settings))
    assert (code, printed.strip()) == (0, "The log is empty.")

    cut = ("log", "verify", "--expect", "3:an-invented-hash")
    code, printed = await ended(await start(tmp_path, *cut, database_url=url, **settings))
    assert code == 1
    assert "cut or written anew" in printed


async def test_the_demo_prints_its_address_and_ends_cleanly(tmp_path: Path) -> None:
    async with serve(World(), 0) as taken:
        process = await start(tmp_path, "demo", "--port", taken.rpartition(":")[2])
        assert process.stdout is not None
        async with asyncio.timeout(LONGEST_S):
            printed = b""
            while b"http://127.0.0.1:" not in printed:
                printed += await process.stdout.readline()
        assert taken.encode() not in printed

        process.send_signal(signal.SIGINT)
        code, rest = await ended(process)

    assert code == 0
    assert "Traceback" not in rest
