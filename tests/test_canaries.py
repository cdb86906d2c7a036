"""Two hundred invented people go through every feature, at DEBUG and with faults: what is left of them?

A suite that finds nothing proves something only if it finds what is there: each of `LEAKS` is a careless line
that betrays somebody, and the suite has to see it.
"""

import asyncio
import base64
import itertools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import structlog

from bot.core.names import read_name
from bot.hardening import quote_nothing
from bot.keys import make_file
from bot.logs import set_up_logs
from bot.playground.people import EMILY, HALYNA, MARINA, OKSANA, THOMAS
from bot.playground.world import TOKEN
from bot.sealing import BoxSealer
from bot.services.inquire import Inquiries
from bot.services.traces import Traces
from storage.backup import take
from tests.house import STRANGER, House, Talker, behind_its_back, open_house
from tests.moderating import agrees, ready_house, states
from tests.test_matcher import IVAN, MATCHER, open_split_house
from tests.test_process import LONGEST_S

ROOT = Path(__file__).parent.parent

_FIRST = ("Жук", "Рись", "Вовч", "Лось", "Бобр", "Орл", "Сокіл", "Крук", "Їжак", "Щегл")
_LAST = ("анчевич", "онюкало", "ійчукан", "ерденко", "уваль", "одубич", "ашквар", "имурай", "еплюк", "охтій")
CANARIES = [f"{first}{last}" for first, last in itertools.product(_FIRST, _LAST)]
GIVEN = ("Тарас", "Остап")
LABEL, PHRASE, SENTENCE = "золотий ключик", "сріблястий міст", "Мій двоюрідний братик"


def _binary(number: int) -> list[bytes]:
    """As eight bytes; five could stand anywhere by chance."""
    return [number.to_bytes(8, "big"), number.to_bytes(8, "little")]


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
        await asyncio.to_thread(take, folder / "vdoma.db", folder / "backup.db")
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
        await asyncio.to_thread(take, folder / "vdoma.db", folder / "later.db")


async def split_journey(folder: Path, template: Path, *, careless: str = "") -> None:
    """Watches where the matcher is another process, and a damaged one among them.

    Args:
        careless: what the matcher's process runs before all else.
    """
    async with open_split_house(folder, template) as house, beside(folder, careless):
        first, second = await ready_house(house)
        for talker, name in ((house.follower, CANARIES[0]), (house.stranger, CANARIES[1])):
            await talker.says(f"{name} Тарас, 1999")
            await talker.presses("Watch")
        await behind_its_back(
            folder / "vdoma.db",
            "UPDATE watches SET sealed_name = substr(sealed_name, 1, 60)"
            " WHERE id = (SELECT min(id) FROM watches)",
        )
        await house.follower.says(IVAN)
        await house.follower.presses("Watch")
        await states(first, kind="confirmation that it took place")
        await agrees(second)
        await house.follower.hears("There is an update on your watch 2", longest_s=LONGEST_S)
        assert "This name is on a list" in await house.follower.presses("Show")
        await house.follower.says("/my")
        await house.follower.presses("Watch 1")
        assert "cannot read it" in await house.follower.presses("Show the answer")
        await asyncio.to_thread(take, folder / "vdoma.db", folder / "backup.db")


@asynccontextmanager
async def beside(folder: Path, careless: str) -> AsyncIterator[None]:
    """Let `vdoma matcher` work at DEBUG, and write where this process writes."""
    make_file(folder / "keys.matcher", MATCHER.keys)
    given = {
        "VDOMA_KEYS": str(folder / "keys.matcher"),
        "VDOMA_DATABASE_URL": f"sqlite:///{folder / 'vdoma.db'}",
        "VDOMA_LOG_LEVEL": "DEBUG",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", f"{careless}\nfrom bot.__main__ import main; main()", "matcher",
        env={**os.environ, **given},
    )  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        assert await process.wait() == 0


async def short_journey(folder: Path, template: Path) -> None:
    """Enough to meet every leak."""
    async with open_house(folder, template) as house:
        await house.follower.says(f"{CANARIES[0]} Тарас, 1999")
        visitor = await house.services.follows.visitor(EMILY.id, language="en")
        chat = await house.services.follows.remember(visitor)
        await house.services.watches.begin(chat.id, read_name(f"{CANARIES[0]} Тарас, 1999"))
        await house.services.traces.work()


async def by_the_back_door(house: House, names: list[str]) -> None:
    """Ask the services themselves: the dialogue would take minutes."""
    for number, name in enumerate(names):
        asked = house.services.inquiries.read(7_900_000_000 + number, f"{name}, 1999")
        await house.services.inquiries.answer(7_900_000_000 + number, asked)


async def watches(house: House) -> None:
    await house.follower.says(f"{CANARIES[0]} Тарас, 1999")
    await house.follower.presses("Watch")
    await house.follower.says("/my")
    await house.follower.presses("Watch 1")
    await house.follower.presses("Name it")
    await house.follower.says(LABEL)
    await house.follower.says("/batches")
    await house.follower.presses("Follow 1")
    await house.follower.says("/my")
    await house.follower.presses("Open follow 1")
    await house.follower.presses("Name it")
    await house.follower.says(LABEL)
    await house.follower.presses("Stop following")
    chat = (await house.services.follows.visitor(EMILY.id, language="en")).chat
    assert chat is not None
    await house.services.preferring.choose_phrase(chat.id, PHRASE)
    await house.mother.says(f"{SENTENCE} {CANARIES[3]} Тарас 1999 р.н., чи є він у списках?")


def _reads_a_name(leak: Callable[[str], None]) -> None:
    read = Inquiries.read

    def reading(self: Inquiries, asker: int, text: str) -> Any:
        leak(text)
        return read(self, asker, text)

    Inquiries.read = reading  # type: ignore[method-assign]  # a careless line


def _into_a_temporary_file(text: str) -> None:
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write(text)


def _beside(text: str) -> None:
    Path("asked.txt").write_text(text)


def _printed(text: str) -> None:
    sys.stdout.write(base64.b64encode(text.encode()).decode())


def _seals_nothing() -> None:
    BoxSealer.seal = lambda self, text: b"\x01" + bytes.fromhex(self.keys[-1].id) + text.encode()  # type: ignore[method-assign]


def _names_the_chat() -> None:
    async def work(self: Traces) -> int:
        raise RuntimeError(f"no trace of chat {EMILY.id}")

    Traces.work = work  # type: ignore[method-assign, assignment]


IN_THE_MATCHER = """
import structlog
from bot.core.watches import Wanted
read = Wanted.read
def reading(text):
    structlog.get_logger().debug(f"opened {text}")
    return read(text)
Wanted.read = reading
"""

LEAKS: Mapping[str, Callable[[], None]] = {
    "words": lambda: _reads_a_name(lambda text: structlog.get_logger().debug(f"asked about {text}")),
    "field": lambda: _reads_a_name(lambda text: structlog.get_logger().debug("asked", error=text)),
    "temporary": lambda: _reads_a_name(_into_a_temporary_file),
    "beside": lambda: _reads_a_name(_beside),
    "printed": lambda: _reads_a_name(_printed),
    "unsealed": _seals_nothing,
    "id": lambda: _reads_a_name(lambda _: structlog.get_logger().info("asked", id=EMILY.id)),
}


def main() -> None:
    folder, template, leak = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    set_up_logs("DEBUG")
    quote_nothing()
    if leak == "none":
        asyncio.run(journey(folder, template))
    elif leak.startswith("split"):
        careless = IN_THE_MATCHER if leak == "split, careless" else ""
        asyncio.run(split_journey(folder, template, careless=careless))
    else:
        (_names_the_chat if leak == "error" else LEAKS[leak])()
        asyncio.run(short_journey(folder, template))


def left_by(folder: Path, template: Path, *, leak: str = "none") -> tuple[int, dict[Path, bytes]]:
    """Run a journey in a process of its own; returns its exit code and every byte that it wrote anywhere."""
    for name in ("house", "tmp", "home"):
        (folder / name).mkdir()
    with (folder / "log").open("wb") as log:
        done = subprocess.run(
            [sys.executable, "-m", "tests.test_canaries", folder / "house", template, leak],
            # Whatever is written to a relative path, or to the home, is looked through too.
            cwd=folder / "home", stdout=log, stderr=log, check=False,
            env={
                "PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1",
                "TMPDIR": str(folder / "tmp"), "HOME": str(folder / "home"),
            },
        )  # fmt: skip
    return done.returncode, {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def forms(text: str) -> list[bytes]:
    """Every form in which the text could have been written."""
    plain = [
        form.encode(code)
        for form in (text, text.upper(), text.lower())
        for code in ("utf-8", "utf-16-le", "cp1251")
    ]
    escaped = [json.dumps(form)[1:-1].encode() for form in (text, text.upper(), text.lower())]
    # Where base64 begins within the text is not known: of three beginnings one is right.
    coded = [base64.b64encode(text.encode()[cut:])[:-4] for cut in range(3)]
    return [*plain, *escaped, *coded, quote(text).encode(), repr(text.encode())[2:-1].encode()]


SECRETS: Mapping[str, list[bytes]] = {
    **{name: forms(name) for name in CANARIES},
    **{text: forms(text) for text in (LABEL, PHRASE, SENTENCE)},
    **{id_: [id_.encode(), *_binary(int(id_))] for id_ in IDS},
    "the token": [TOKEN.encode(), TOKEN.partition(":")[2].encode()],
}


def found(written: Mapping[Path, bytes]) -> list[tuple[str, str]]:
    """Return every secret that stands in any byte, with the file that betrays it."""
    return [
        (secret, path.name)
        for path, content in written.items()
        for secret, told in SECRETS.items()
        if any(form in content for form in told)
    ]


def test_of_two_hundred_canaries_nothing_is_left_in_any_byte(tmp_path: Path, template: Path) -> None:
    code, written = left_by(tmp_path, template)

    assert code == 0, written[tmp_path / "log"].decode()[-2000:]
    assert {"vdoma.db", "backup.db", "later.db", "log"} <= {path.name for path in written}
    assert found(written) == []
    assert b"alert settled" in written[tmp_path / "log"], "the log was written"


def test_of_what_the_matcher_opens_nothing_is_left_in_any_byte(tmp_path: Path, template: Path) -> None:
    code, written = left_by(tmp_path, template, leak="split")

    assert code == 0, written[tmp_path / "log"].decode()[-2000:]
    assert found(written) == []
    assert b"watch cannot be opened" in written[tmp_path / "log"], "the matcher's log was written"


def test_the_suite_sees_a_leak_of_the_matcher(tmp_path: Path, template: Path) -> None:
    code, written = left_by(tmp_path, template, leak="split, careless")

    assert code == 0, written[tmp_path / "log"].decode()[-2000:]
    assert {file for _, file in found(written)} == {"log"}


@pytest.mark.parametrize("leak", LEAKS)
def test_the_suite_sees_every_leak(tmp_path: Path, template: Path, leak: str) -> None:
    _, written = left_by(tmp_path, template, leak=leak)

    assert found(written) != []


def test_an_error_that_names_a_chat_and_that_nobody_catches_says_only_where_it_was(
    tmp_path: Path, template: Path
) -> None:
    code, written = left_by(tmp_path, template, leak="error")

    assert code == 1
    assert found(written) == []
    assert b"RuntimeError" in written[tmp_path / "log"]


if __name__ == "__main__":
    main()
