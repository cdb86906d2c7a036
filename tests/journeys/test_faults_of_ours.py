"""A fault of ours is told as such, and is never a "no"."""

import asyncio
import shutil
from pathlib import Path

from tests.house import House, Talker, behind_its_back, open_house
from tests.moderating import ready_house


async def rename(database: Path, table: str, name: str) -> None:
    """Take a table away, or give it back."""

    await behind_its_back(database, f"ALTER TABLE {table} RENAME TO {name}")


async def test_a_store_that_is_down_is_never_told_as_not_listed(house: House, tmp_path: Path) -> None:
    await ready_house(house)
    await rename(tmp_path / "vdoma.db", "names", "gone")

    answer = await house.follower.says("Kovalenko Oleh Petrovych, 1990")

    assert "We cannot check the lists now: the fault is ours." in answer
    assert "not on the lists" not in answer


async def test_after_check_later_the_answer_comes_by_itself(tmp_path: Path, template: Path) -> None:
    tries: list[float] = []

    async def pause(seconds: float) -> None:
        tries.append(seconds)
        if len(tries) == 3:
            await rename(tmp_path / "vdoma.db", "gone", "names")

    async with open_house(tmp_path, template, pause=pause) as house:
        await ready_house(house)
        await rename(tmp_path / "vdoma.db", "names", "gone")
        await house.follower.says("Petrenko Ivan Vasylovych, 1999")
        assert "We will try again for 15 minutes" in await house.follower.presses("Check later")

        answer = await house.follower.hears("This name is on a list")

    assert "Петренко Іван Васильович, 1999." in answer
    assert tries == [30.0, 30.0, 30.0]


class Gate:
    """Stands between the tries of a question; a test opens it."""

    def __init__(self) -> None:
        self.tries = 0
        self.given_up = 0
        self.is_open = asyncio.Event()

    async def pause(self, _: float) -> None:
        self.tries += 1
        try:
            await self.is_open.wait()
        except asyncio.CancelledError:
            self.given_up += 1
            raise


def answers_in(talker: Talker) -> int:
    return sum("This name is on a list" in text for text in talker.shown)


async def test_check_later_pressed_several_times_is_answered_once(tmp_path: Path, template: Path) -> None:
    gate = Gate()
    async with open_house(tmp_path, template, pause=gate.pause) as house:
        await ready_house(house)
        await rename(tmp_path / "vdoma.db", "names", "gone")
        await house.follower.says("Petrenko Ivan Vasylovych, 1999")
        for _ in range(3):
            await house.follower.presses("Check later")
        await rename(tmp_path / "vdoma.db", "gone", "names")

        gate.is_open.set()
        await house.follower.hears("This name is on a list")
        await house.follower.says("/help")

        assert answers_in(house.follower) == 1


async def test_whoever_is_forgotten_gets_no_later_answer(tmp_path: Path, template: Path) -> None:
    gate = Gate()
    async with open_house(tmp_path, template, pause=gate.pause) as house:
        await ready_house(house)
        await rename(tmp_path / "vdoma.db", "names", "gone")
        await house.follower.says("Petrenko Ivan Vasylovych, 1999")
        await house.follower.presses("Check later")
        await rename(tmp_path / "vdoma.db", "gone", "names")
        await house.follower.says("/forget")
        await house.follower.presses("Erase everything")

        gate.is_open.set()
        await house.follower.says("/help")

        assert gate.given_up == 1
        assert answers_in(house.follower) == 0


async def test_check_later_remembers_that_the_person_knows_no_more(tmp_path: Path, template: Path) -> None:
    gate = Gate()
    async with open_house(tmp_path, template, pause=gate.pause) as house:
        await ready_house(house)
        await house.follower.says("Petrenko Ivan")
        await rename(tmp_path / "vdoma.db", "names", "gone")
        await house.follower.presses("I don’t know either")
        await house.follower.presses("Check later")
        await rename(tmp_path / "vdoma.db", "gone", "names")

        gate.is_open.set()

        assert await house.follower.hears("A list holds this family name and given name")


async def test_at_the_end_of_checking_later_only_a_fault_of_ours_is_called_one(
    tmp_path: Path, template: Path
) -> None:
    gate = Gate()
    async with open_house(tmp_path, template, pause=gate.pause) as house:
        await ready_house(house)
        await rename(tmp_path / "vdoma.db", "names", "gone")
        await house.follower.says("Petrenko Ivan Vasylovych, 1999")
        await house.follower.presses("Check later")
        await rename(tmp_path / "vdoma.db", "gone", "names")
        await rename(tmp_path / "vdoma.db", "checks", "unchecked")
        await behind_its_back(tmp_path, "CREATE TABLE checks AS SELECT * FROM unchecked WHERE false")

        gate.is_open.set()
        closing_text = await house.follower.hears("our moderators have not looked for new lists lately")

    assert "the fault is ours" not in closing_text
    assert gate.tries == 30


async def test_menus_that_cannot_be_worked_out_yet_do_not_end_the_bot(tmp_path: Path, template: Path) -> None:
    broken = tmp_path / "broken.db"
    shutil.copy(template, broken)
    await rename(broken, "grants", "gone")

    async with open_house(tmp_path, broken) as house:
        await house.follower.says("/help")

        assert await house.follower.says("/help")


async def test_an_address_that_telegram_takes_in_no_button_does_not_hold_back_the_answer(
    house: House, tmp_path: Path
) -> None:
    await ready_house(house)
    await behind_its_back(tmp_path, "UPDATE lists SET link = 'https://telegra'")

    answer = await house.follower.says("Petrenko Ivan Vasylovych, 1999")

    assert "This name is on a list" in answer
    assert "Follow" in house.follower.buttons
    assert "Source" not in house.follower.buttons


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
    assert "You have 1 follow:" in await house.follower.says("/my")
