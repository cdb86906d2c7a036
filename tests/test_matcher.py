"""The bot and its matcher as two processes, each with its half of the keys. All people are invented."""

import asyncio
import shutil
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.core.lists import PublisherClass
from bot.keys import make_file
from bot.sealing import KeyKind
from bot.settings import SEARCHABLE
from tests.alerts.office import until
from tests.house import House, open_house
from tests.moderating import agrees, ready_house, states
from tests.storage.builders import SEALING
from tests.test_process import LONGEST_S, ended, start

TALKER, MATCHER = SEALING.keyring.split()
IVAN = "Петренко Іван Васильович, 1999"
NOBODY = "Nobodyenko Ivan Vasylovych, 1999"
UPDATE = "There is an update on your watch 1"


@asynccontextmanager
async def open_split_house(
    folder: Path, template: Path, *, searched: frozenset[PublisherClass] = SEARCHABLE
) -> AsyncIterator[House]:
    keys = SecretStr(",".join(key.line for key in TALKER.keys))
    async with open_house(folder, template, keys=keys, searched=searched) as house:
        yield house


@asynccontextmanager
async def a_matcher(folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    keys = folder / "keys.matcher"
    if not keys.exists():
        make_file(keys, MATCHER.keys)
    process = await start(
        folder,
        "matcher",
        keys=str(keys),
        database_url=f"sqlite:///{folder / 'vdoma.db'}",
        log_level="WARNING",
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        code, printed = await ended(process)
        assert (code, printed) == (0, "")


async def test_a_watch_is_fired_and_shown_by_the_matchers_process(tmp_path: Path, template: Path) -> None:
    async with open_split_house(tmp_path, template) as house, a_matcher(tmp_path):
        first, second = await ready_house(house)
        await house.follower.says(IVAN)
        await house.follower.presses("Watch")
        await house.follower.says(NOBODY)
        await house.follower.presses("Watch")
        await states(first, kind="confirmation that it took place")
        await agrees(second)
        await house.follower.hears(UPDATE, longest_s=LONGEST_S)

        shown = await house.follower.presses("Show")
        assert "This name is on a list" in shown
        assert "Петренко Іван Васильович" in shown

        listed = await house.follower.says("/my")
        assert "Watch 2: …" in listed
        assert "Nobodyenko" not in listed
        await house.follower.presses("Watch 2")
        withheld = await house.follower.presses("Show the answer")
        assert "this part of the bot cannot read it" in withheld
        assert "not on the lists" not in withheld


async def test_what_waits_for_the_matcher_is_done_when_it_comes(tmp_path: Path, template: Path) -> None:
    async with open_split_house(tmp_path, template) as house:
        first, second = await ready_house(house)
        await house.follower.says(IVAN)
        await house.follower.presses("Watch")
        await states(first, kind="confirmation that it took place")
        await agrees(second)
        assert not any(UPDATE in text for text in house.follower.shown)

        async with a_matcher(tmp_path):
            await house.follower.hears(UPDATE, longest_s=LONGEST_S)
        async with a_matcher(tmp_path):
            await house.follower.presses("Show")
        assert sum(UPDATE in text for text in house.follower.shown) == 1


async def test_the_bot_writes_down_whose_lists_both_search(tmp_path: Path, template: Path) -> None:
    searched = frozenset({PublisherClass.ICRC})
    async with (
        open_split_house(tmp_path, template, searched=searched) as house,
        house.services.follows.store.reading() as reading,
    ):
        assert await reading.searched_classes() == searched


@pytest.mark.parametrize("command", ["run", "matcher"])
async def test_each_process_refuses_the_half_of_the_other(
    tmp_path: Path, template: Path, command: str
) -> None:
    shutil.copy(template, tmp_path / "vdoma.db")
    wrong = TALKER if command == "matcher" else MATCHER
    settings = {
        "keys": ",".join(key.line for key in wrong.keys),
        "database_url": f"sqlite:///{tmp_path / 'vdoma.db'}",
        "telegram_token": "7000000000:an-invented-token",
        "owners": "1,2",
    }

    code, printed = await ended(await start(tmp_path, command, **settings))

    assert code == 1
    assert "Traceback" not in printed
    assert "half" in printed or "keys split" in printed
    assert all(key.line.rpartition(":")[2] not in printed for key in wrong.keys)


async def test_check_tells_which_custody_is_in_force(tmp_path: Path) -> None:
    settings = {"telegram_token": "7000000000:an-invented-token", "owners": "1,2"}
    make_file(tmp_path / "all", SEALING.keyring.keys)
    code, printed = await ended(await start(tmp_path, "keys", "split", "all", **settings))
    assert code == 0, printed
    for name in ("all.bot", "all.matcher"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600

    secret = next(key for key in SEALING.keyring.keys if key.kind is KeyKind.MATCHER).line.rpartition(":")[2]
    assert secret not in (tmp_path / "all.bot").read_text()
    told = {}
    for given in ("all", "all.bot", "all.matcher"):
        told[given] = await ended(await start(tmp_path, "check", keys=given, **settings))
    assert told["all"][0] == 0
    assert "level 1" in told["all"][1]
    assert told["all.bot"][0] == 0
    assert "level 2" in told["all.bot"][1]
    assert told["all.matcher"][0] == 1
    assert "other half" in told["all.matcher"][1]
    assert "level 1" in (await ended(await start(tmp_path, "check", **settings)))[1]
    assert not (tmp_path / "data").exists()

    code, printed = await ended(await start(tmp_path, "keys", "split", "all", **settings))
    assert code == 1
    assert "move them away first" in printed


@pytest.mark.parametrize("started", ["bot", "matcher"])
async def test_whichever_is_started_erases_the_answer_of_a_bot_that_died(
    tmp_path: Path, template: Path, started: str
) -> None:
    database = tmp_path / "vdoma.db"
    async with open_split_house(tmp_path, template) as house:
        await ready_house(house)
        await house.follower.says(IVAN)
        await house.follower.presses("Watch")
        await house.stack.aclose()
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute(
                "INSERT INTO errands (id, watch_id, kind, at, sealed_reply)"
                " SELECT 'asked', id, 'show', 0, x'01' FROM watches"
            )
        if started == "bot":
            await house.restarts()
            await until(lambda: not errands_in(database), every_s=0.05, longest_s=LONGEST_S)
        else:
            async with a_matcher(tmp_path):
                await until(lambda: not errands_in(database), every_s=0.05, longest_s=LONGEST_S)


def errands_in(database: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT id FROM errands").fetchall()
