"""Files read in a process apart: whatever becomes of the child, the parent has an answer and goes on."""

import asyncio
import json
import os
import signal
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.child import AT_ONCE, ChildReader
from bot.core.errors import ReaderUnavailable
from bot.files import CHAT, Asks, Limits, ListFile, Order, Refused, WhichEncoding, ending_of, rows_of
from tests.files.hostile import Hostile, hostile_files
from tests.files.languages import WORDS
from tests.files.reading import take
from tests.files.workbooks import xlsx
from tests.house import House
from tests.moderating import by_turns, ready_house

UK = WORDS["uk"]
ANSWERS_WITHIN_S = 2.0


async def read(
    content: bytes, name: str = "list.csv", *, reader: ChildReader | None = None, limits: Limits = CHAT
) -> ListFile | Asks:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        return await (reader or ChildReader()).read(file, Order(ending_of(name), limits))


async def refusal(
    content: bytes, name: str = "list.csv", *, reader: ChildReader | None = None, limits: Limits = CHAT
) -> Refused:
    with pytest.raises(Refused) as caught:
        await read(content, name, reader=reader, limits=limits)
    return caught.value


def doing(script: str) -> ChildReader:
    """A reader whose child runs this instead of reading."""
    return ChildReader(command=("-c", script))


@pytest.mark.parametrize(("content", "name"), [(UK.csv(), "list.csv"), (xlsx(UK.rows), "list.xlsx")])
async def test_what_the_child_reads_is_what_the_file_holds(content: bytes, name: str) -> None:
    file = await read(content, name)

    assert isinstance(file, ListFile)
    with closing(file):
        rows = [row for lines in file.rows.slices(2) for row in rows_of(lines)]
        same = take(content, name)
        assert tuple(rows) == same.rows
        assert (file.digest, file.accepted, file.read_as) == (
            same.file.digest,
            same.file.accepted,
            same.file.read_as,
        )


async def test_what_the_child_asks_comes_back_as_a_question() -> None:
    asks = await read("Прізвище;Ім'я\nВербенко;Тарас\n".encode("cp1251"))

    assert isinstance(asks, WhichEncoding)


async def test_the_child_gets_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VDOMA_TELEGRAM_TOKEN", "a-secret-of-the-test")
    script = """
import json, os
named = {"names": " ".join(sorted(os.environ)), "folder": os.getcwd()}
print(json.dumps({"refused": [["E99", None, None, True, None, named]]}))
"""

    error = await refusal(UK.csv(), reader=doing(script))

    # What Python and the system put there themselves.
    assert set(str(error.faults[0].told["names"]).split()) <= {"PYTHONPATH", "LC_CTYPE"}
    assert error.faults[0].told["folder"] == "/"


async def test_the_child_holds_no_file_of_its_parent_but_those_it_was_handed(tmp_path: Path) -> None:
    with (tmp_path / "secret").open("w") as secret:
        os.set_inheritable(secret.fileno(), True)
        script = """
import json, os
numbers = [fd for fd in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{fd}")]
held = [os.readlink(f"/proc/self/fd/{fd}") for fd in numbers]
print(json.dumps({"refused": [["E99", None, None, True, None, {"held": " ".join(held)}]]}))
"""
        error = await refusal(UK.csv(), reader=doing(script))

    assert "secret" not in str(error.faults[0].told["held"])


async def test_a_child_that_hangs_is_ended_and_told_as_too_slow() -> None:
    hangs = doing("import os, time; print(0, end='', flush=True); time.sleep(600)")

    error = await refusal(UK.csv(), reader=hangs, limits=replace(CHAT, wall_s=1))

    assert (error.code, error.faults[0].told) == ("E04", {"takes": "time"})


async def test_a_child_that_computes_for_ever_is_ended_and_told_as_too_slow() -> None:
    script = """
import sys
from bot.files.confine import confine
from bot.files.wire import order_from_json
confine(order_from_json(sys.argv[1]).limits)
while True: pass
"""

    error = await refusal(UK.csv(), reader=doing(script), limits=replace(CHAT, cpu_s=1))

    assert (error.code, error.faults[0].told) == ("E04", {"takes": "time"})


async def test_a_file_that_takes_more_memory_than_is_allowed_is_told_so() -> None:
    rows = (f"Вербенко{'а' * number};Тарас;;" for number in range(2_000))

    error = await refusal(UK.csv(*rows), limits=replace(CHAT, memory=70 << 20))

    assert (error.code, error.faults[0].told) == ("E04", {"takes": "memory"})


@pytest.mark.parametrize(
    ("ends_by", "code"),
    [(signal.SIGKILL, "E04"), (signal.SIGSEGV, "E12"), (signal.SIGABRT, "E12"), (signal.SIGTERM, "E12")],
)
async def test_a_child_that_is_killed_is_a_clear_refusal(ends_by: int, code: str) -> None:
    killed = doing(f"import os; os.kill(os.getpid(), {int(ends_by)})")

    assert (await refusal(UK.csv(), reader=killed)).code == code


READ = {
    "read_as": {"kind": "text"},
    "counts": [5, 1, 1, 1, 1],
    "faults": [],
    "fault_count": 0,
    "digest": "",
    "sample": [],
}


@pytest.mark.parametrize(
    "message",
    [
        "",
        "no JSON",
        "[]",
        "{}",
        '{"asks": "Password"}',
        '{"refused": []}',
        '{"refused": [["E01"]]}',
        json.dumps({**READ, "counts": [1]}),
        json.dumps({**READ, "read_as": {}}),
        json.dumps(READ),
        '{"broken": "ValueError at xlsx.py:1"}',
    ],
)
async def test_a_child_that_says_what_no_reader_says_is_not_believed(message: str) -> None:
    assert (await refusal(UK.csv(), reader=doing(f"print({message!r})"))).code == "E12"


async def test_a_child_that_never_stops_talking_is_not_listened_to() -> None:
    assert (await refusal(UK.csv(), reader=doing("while True: print('x' * 100_000, end='')"))).code == "E12"


async def test_of_a_hundred_children_that_are_killed_none_is_left_and_the_parent_reads_on() -> None:
    killed = ChildReader(
        command=("-S", "-c", "import os; os.kill(os.getpid(), 9)"), places=asyncio.Semaphore(AT_ONCE)
    )

    errors = [await refusal(UK.csv(), reader=killed) for _ in range(100)]

    file = await read(UK.csv())
    assert {error.code for error in errors} == {"E04"}
    assert isinstance(file, ListFile)
    file.close()
    assert not _children()


async def test_who_is_no_longer_waited_for_is_ended() -> None:
    task = asyncio.create_task(read(UK.csv(), reader=doing("import time; time.sleep(600)")))
    async with asyncio.timeout(10):
        while not _children():  # noqa: ASYNC110  nobody tells when a process begins
            await asyncio.sleep(0)

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert not _children()


def _children() -> list[str]:
    """The processes that this one has started."""
    path = Path(f"/proc/self/task/{os.getpid()}/children")
    found = path.read_text().split()
    return [pid for pid in found if b"bot.files" in _command(pid) or b"time.sleep" in _command(pid)]


def _command(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


async def test_no_more_children_than_places_run_at_once_and_nobody_waits_for_ever() -> None:
    taken = asyncio.Semaphore(0)

    async with asyncio.timeout(30):
        with pytest.raises(ReaderUnavailable):
            await read(UK.csv(), reader=ChildReader(places=taken, patience_s=0.05))


async def test_a_child_that_cannot_be_started_is_no_fault_of_the_file() -> None:
    with pytest.raises(ReaderUnavailable):
        await read(UK.csv(), reader=ChildReader(python=("/nonexistent/python",)))


FILES = list(hostile_files())


def test_the_hostile_files_are_at_least_sixty() -> None:
    assert len(FILES) >= 60


async def test_hostile_files_are_refused_while_questions_are_answered_within_two_seconds(
    house: House,
) -> None:
    await ready_house(house)
    refused: dict[str, str] = {}

    async def send_all(share: list[Hostile]) -> None:
        for file in share:
            refused[file.what] = await _code(house, file)

    sending = asyncio.gather(*(send_all(FILES[start::AT_ONCE]) for start in range(AT_ONCE)))
    longest, asked = 0.0, 0
    loop = asyncio.get_running_loop()
    async for person in by_turns(house):
        if sending.done():
            break
        began = loop.time()
        answer = await person.says("/batches")
        longest, asked = max(longest, loop.time() - began), asked + 1
        assert "State: announced." in answer
    await sending

    wrong = {file.what: refused[file.what] for file in FILES if refused[file.what] not in file.codes}
    assert wrong == {}
    assert longest < ANSWERS_WITHIN_S
    assert asked > 10


async def _code(house: House, file: Hostile) -> str:
    try:
        read = await house.services.uploads.read(file.content, file.name)
    except Refused as error:
        return error.code
    if isinstance(read, ListFile):
        read.close()
        return read.faults[0].code if read.faults else "taken"
    return {"AcceptHidden": "E14"}.get(type(read).__name__, type(read).__name__)
