"""Two hundred invented people go through every feature, at DEBUG and with faults: what is left of them?"""

import asyncio
import itertools
import os
import subprocess
import sys
from pathlib import Path

from bot.logs import set_up_logs
from bot.playground.people import EMILY, HALYNA, MARINA, OKSANA, THOMAS
from bot.playground.world import TOKEN
from tests.house import STRANGER, House, Talker, open_house
from tests.moderating import agrees, ready_house, states

ROOT = Path(__file__).parent.parent

_FIRST = ("Жук", "Рись", "Вовч", "Лось", "Бобр", "Орл", "Сокіл", "Крук", "Їжак", "Щегл")
_LAST = ("анчевич", "онюкало", "ійчукан", "ерденко", "уваль", "одубич", "ашквар", "имурай", "еплюк", "охтій")
CANARIES = [f"{first}{last}" for first, last in itertools.product(_FIRST, _LAST)]
GIVEN = ("Тарас", "Остап")
LABELS = ("золотий ключик", "сріблястий міст")
IDS = [str(person.id) for person in (HALYNA, MARINA, EMILY, OKSANA, THOMAS, STRANGER)]


async def ask(talker: Talker, names: list[str]) -> None:
    for name in names:
        await talker.says(f"{name}, 1999")


async def journey(folder: Path, template: Path) -> None:
    """Every canary is asked about or watched; alerts, exports, faults and forgetting between."""
    async with open_house(folder, template, persons_per_hour=100, persons_per_day=100) as house:
        first, second = await ready_house(house)
        names = [f"{family} {given}" for family in CANARIES for given in GIVEN]
        assert len(set(names)) == 200
        for start, talker in enumerate((house.mother, house.wife, house.follower, house.stranger)):
            await ask(talker, names[start::8])
        await by_the_back_door(house, [name for n in range(4, 8) for name in names[n::8]])
        await watches(house)
        await states(first, kind="confirmation that it took place")
        await agrees(second)
        await house.follower.says("/mydata")
        await house.follower.gets_file("Send the file")
        house.world.faults.add("500", method="sendMessage", times=3)
        house.world.faults.add("drop_after", method="sendMessage", times=2)
        await house.mother.says(f"{CANARIES[7]} Тарас")
        await house.stranger.says(f"{CANARIES[9]} " * 300)
        await house.stranger.forges(CANARIES[5][:20])
        await house.wife.says("/forget")
        await house.services.traces.work()


async def by_the_back_door(house: House, names: list[str]) -> None:
    """Ask the services themselves: the dialogue would take minutes."""
    for number, name in enumerate(names):
        asked = house.services.inquiries.read(7_900_000_000 + number, f"{name}, 1999")
        await house.services.inquiries.answer(7_900_000_000 + number, asked)


async def watches(house: House) -> None:
    await house.follower.says(f"{CANARIES[0]} Тарас, 1999")
    await house.follower.presses("Watch")


def main() -> None:
    folder, template = Path(sys.argv[1]), Path(sys.argv[2])
    set_up_logs("DEBUG")
    asyncio.run(journey(folder, template))


def test_of_two_hundred_canaries_nothing_is_left_in_any_byte(tmp_path: Path, template: Path) -> None:
    folder, temporary = tmp_path / "house", tmp_path / "tmp"
    folder.mkdir()
    temporary.mkdir()
    with (tmp_path / "log").open("wb") as log:
        done = subprocess.run(
            [sys.executable, "-m", "tests.test_canaries", folder, template],
            cwd=ROOT, stdout=log, stderr=log, check=False,
            env={"PATH": os.environ.get("PATH", ""), "TMPDIR": str(temporary)},
        )  # fmt: skip
    written = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    told = written[tmp_path / "log"].decode()[-2000:]
    assert done.returncode == 0, told
    assert len(written) >= 4

    for path, content in written.items():
        low = content.decode("utf-8", "ignore").casefold()
        hits = [name for name in CANARIES if name.casefold() in low]
        hits += [id_ for id_ in IDS if id_.encode() in content]
        hits += [id_ for id_ in IDS if int(id_).to_bytes(5, "big") in content and path.suffix != ""]
        assert hits == [], path.name
        assert TOKEN.encode() not in content, path.name
    assert any(b"alert settled" in content for content in written.values()), "the log was written"


if __name__ == "__main__":
    main()
