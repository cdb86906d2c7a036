"""A fault of ours is told as such, and is never a "no"."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.house import House, open_house
from tests.moderating import ready_house


async def rename(database: Path, table: str, name: str) -> None:
    """Take a table away or give it back; off the event loop, on which the bot may hold the writer's turn."""

    def work() -> None:
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            connection.execute(f"ALTER TABLE {table} RENAME TO {name}")

    await asyncio.to_thread(work)


async def test_a_store_that_is_down_is_never_told_as_not_listed(house: House, tmp_path: Path) -> None:
    await ready_house(house)
    await rename(tmp_path / "vdoma.db", "entries", "gone")

    answer = await house.follower.says("Kovalenko Oleh Petrovych, 1990")

    assert "We cannot check the lists now: the fault is ours." in answer
    assert "not on the lists" not in answer


async def test_after_check_later_the_answer_comes_by_itself(tmp_path: Path, template: Path) -> None:
    tries: list[float] = []

    async def pause(seconds: float) -> None:
        tries.append(seconds)
        if len(tries) == 3:
            await rename(tmp_path / "vdoma.db", "gone", "entries")

    async with open_house(tmp_path, template, pause=pause) as house:
        await ready_house(house)
        await rename(tmp_path / "vdoma.db", "entries", "gone")
        await house.follower.says("Petrenko Ivan Vasylovych, 1999")
        assert "We will try again for 15 minutes" in await house.follower.presses("Check later")

        answer = await house.follower.hears("This name is on a list")

    assert "Петренко Іван Васильович, 1999." in answer
    assert tries == [30.0, 30.0, 30.0]


async def test_a_follow_that_could_not_be_stored_is_told_and_can_be_repeated(
    house: House, tmp_path: Path
) -> None:
    await ready_house(house)
    await house.follower.says("Petrenko Ivan Vasylovych")
    await rename(tmp_path / "vdoma.db", "follows", "gone")
    assert "the fault is ours" in await house.follower.presses("Follow")

    await rename(tmp_path / "vdoma.db", "gone", "follows")

    assert "You follow: exchange of" in await house.follower.presses("Follow")


async def test_what_is_kept_of_a_person_is_never_told_as_nothing_while_it_cannot_be_looked_up(
    house: House, tmp_path: Path
) -> None:
    """With its table away, /my once said "you follow nothing" and /forget "we have erased everything"."""
    await ready_house(house)
    await house.follower.says("Petrenko Ivan Vasylovych")
    await house.follower.presses("Follow")
    await house.follower.says("/forget")
    await rename(tmp_path / "vdoma.db", "chats", "gone")

    for command in ("/my", "/stop", "/verify abcdefghjk"):
        assert "the fault is ours" in await house.follower.says(command), command
    assert "the fault is ours" in await house.follower.presses("Erase everything")
    assert "Official bodies of which country?" in await house.follower.says("/contacts")
    assert "1648" in await house.follower.presses("Ukraine")

    await rename(tmp_path / "vdoma.db", "gone", "chats")
    assert "You follow 1 exchange group" in await house.follower.says("/my")
