"""Lists from the terminal: the same reading and findings as in the chat, also beside the running bot."""

import asyncio
import fcntl
import json
import os
import pty
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
from collections.abc import AsyncIterator, Awaitable
from contextlib import closing
from itertools import islice, product
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.playground.people import OKSANA, THOMAS
from bot.playground.world import TOKEN
from bot.services.upload import SLICE
from tests.files.languages import WORDS
from tests.files.workbooks import ods, xlsx
from tests.house import House, behind_its_back, code_in, open_house
from tests.moderating import by_turns, ready_house, sets_up_batch, speaks_english
from tests.test_process import LONGEST_S, ended, start

UK = WORDS["uk"]
SETTINGS = {"telegram_token": TOKEN, "owners": f"{THOMAS.id},{OKSANA.id}"}


async def vdoma(folder: Path, *arguments: str, **settings: str) -> tuple[int | None, str]:
    return await ended(await start(folder, "lists", *arguments, **settings))


async def told(folder: Path, *arguments: str, **settings: str) -> tuple[int | None, dict[str, object]]:
    code, printed = await vdoma(folder, *arguments, "--json", **settings)
    return code, json.loads(printed)


async def test_a_good_file_is_checked_without_any_setting(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(UK.csv())

    code, printed = await vdoma(tmp_path, "check", "list.csv")

    assert code == 0
    assert "Rows in the file: 3. Accepted: 3." in printed
    assert "sha256:" in printed
    assert os.listdir(tmp_path) == ["list.csv"]


async def test_rejected_rows_are_told_in_the_language_asked_for_and_by_the_exit_code(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(UK.csv("Cидopенкo;Іван;;"))

    code, printed = await vdoma(
        tmp_path, "check", "list.csv", "--language", "uk", "--findings", "findings.xlsx"
    )

    assert code == 3
    assert "E34 прізвище, рядки: 5 (Сидоренко?)." in printed
    (row,) = load_workbook(tmp_path / "findings.xlsx")["Помилки"].iter_rows(min_row=2, values_only=True)
    assert row[:4] == ("E34", "5", None, "прізвище")


async def test_for_scripts_everything_is_one_object_without_a_name(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(UK.csv("Cидopенкo;Іван;;"))

    code, printed = await vdoma(tmp_path, "check", "list.csv", "--json")

    said = json.loads(printed)
    assert code == 3
    assert (said["total"], said["accepted"], said["rejected"], said["faults"]) == (4, 3, 1, 1)
    assert said["first_faults"][0]["code"] == "E34"
    assert "Сидоренко" not in printed
    assert "Вербенко" not in printed


async def test_a_file_that_is_refused_is_told_as_in_the_chat(tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_bytes(xlsx(UK.rows)[:-30])

    code, printed = await vdoma(tmp_path, "check", "list.xlsx")
    assert (code, printed.splitlines()[0].partition(".")[0]) == (1, "E12 The file is damaged")
    assert (await told(tmp_path, "check", "list.xlsx"))[1]["refused"]


@pytest.mark.parametrize(
    ("name", "content", "first", "then"),
    [
        ("a.csv", UK.csv().decode().encode("cp1251"), "--encoding CP1251", ["--encoding", "CP1251"]),
        ("a.ods", ods(UK.rows, UK.rows), "--sheet NUMBER", ["--sheet", "2"]),
        (
            "a.csv",
            UK.csv(headings=f"{UK.headings[0]};{UK.headings[1]};{UK.unknown};{UK.headings[3]}"),
            "--column 3=",
            ["--column", "3=patronymic"],
        ),
        (
            "a.csv",
            UK.csv(headings=";".join(UK.people[0])),
            "--column 1=",
            ["--column", "1=family", "--column", "2=given", "--leave-out-unknown", "--first-row", "person"],
        ),
    ],
    ids=["encoding", "sheet", "column", "no headings"],
)
async def test_what_the_chat_would_ask_is_said_by_an_option(
    tmp_path: Path, name: str, content: bytes, first: str, then: list[str]
) -> None:
    (tmp_path / name).write_bytes(content)

    code, printed = await vdoma(tmp_path, "check", name)
    assert code == 1
    assert first in printed

    code, printed = await vdoma(tmp_path, "check", name, *then)
    assert code == 0, printed
    assert "Accepted: 3." in printed


@pytest.mark.parametrize("arguments", [["check", "nowhere.csv"], ["check", ".", "--json"]])
async def test_a_file_that_is_not_there_is_told_without_a_traceback(
    tmp_path: Path, arguments: list[str]
) -> None:
    code, printed = await vdoma(tmp_path, *arguments)

    assert code == 1
    assert "Traceback" not in printed
    assert arguments[1] in printed


async def test_a_column_that_cannot_be_understood_is_told_with_what_can(tmp_path: Path) -> None:
    code, printed = await vdoma(tmp_path, "check", "list.csv", "--column", "3=phone")

    assert code == 2
    assert "family" in printed


def test_where_somebody_looks_on_a_bar_shows_how_far_it_is(tmp_path: Path) -> None:
    rows = (f"Вигаданець;Тарас;;{1950 + at % 60}" for at in range(40_000))
    (tmp_path / "list.csv").write_bytes("\n".join(("Прізвище;Ім'я;По батькові;Рік", *rows)).encode())
    screen, line = pty.openpty()
    # A screen of no width would show nothing.
    fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "lists", "check", "list.csv"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        stdout=subprocess.PIPE,
        stderr=line,
    ) as process:
        os.close(line)
        shown = b""
        while piece := _piece(screen):
            shown += piece
        assert process.wait() == 0
    os.close(screen)

    assert b"read:" in shown
    assert b"32.8k rows" in shown


def _piece(screen: int) -> bytes:
    try:
        return os.read(screen, 4096)
    except OSError:
        # The other end is closed: the program has ended.
        return b""


@pytest.fixture
async def house(tmp_path: Path, template: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, template) as opened:
        yield opened


HOLDS = """
import sys
from pathlib import Path
from storage import lock
with getattr(lock, sys.argv[1])(Path(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


def another_process(script: str, *arguments: object) -> "subprocess.Popen[bytes]":
    """Start a script that says when it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


LONG = 2 * SLICE + 1


def long_list(rows: int) -> bytes:
    """So many people with names of their own."""
    letters = product("аеиоуя", "бвгджзклмн", "прстфхцчшщ", "аеиоуя", "бвгджзклмн")
    people = (f"Вигаданець{''.join(some)}о;Тарас;;1990" for some in islice(letters, rows))
    return "\n".join(("Прізвище;Ім'я;По батькові;Рік", *people)).encode()


async def the_list(folder: Path) -> str:
    ((list_id,),) = await behind_its_back(folder, "SELECT id FROM lists")
    return str(list_id)


async def test_what_the_terminal_uploads_beside_the_bot_needs_two_moderators(
    house: House, tmp_path: Path
) -> None:
    first, second = await ready_house(house)
    (tmp_path / "list.csv").write_bytes(UK.csv())
    list_id = await the_list(tmp_path)
    settings = {**SETTINGS, "database_url": f"sqlite:///{tmp_path / 'vdoma.db'}"}

    code, said = await told(tmp_path, "upload", "list.csv", "--list", list_id, "--expected", "3", **settings)
    assert code == 0, said
    assert (said["number"], said["accepted"], said["changes"]) == (
        2,
        3,
        {"added": 3, "removed": 2, "changed": 0, "paired": True},
    )

    await first.says("/desk")
    shown = await first.presses("List edition 2: draft")
    assert "Rows in the file: 3. Accepted: 3." in shown
    await first.presses("Submit")
    code_shown = code_in(await first.presses("Publish as the second person"))
    assert "You may not do this: another moderator must." in await first.says(code_shown)
    await second.says("/desk")
    await second.presses("List edition 2: waits")
    await second.says(code_in(await second.presses("Publish as the second person")))

    assert "edition 2" in await house.follower.says("Verbenko Taras Stepanovych, 1999")


async def test_a_new_list_can_be_set_up_from_the_terminal_with_its_source(
    house: House, tmp_path: Path
) -> None:
    await speaks_english(house.thomas)
    await sets_up_batch(house.thomas)
    (tmp_path / "list.csv").write_bytes(UK.csv())
    settings = {**SETTINGS, "database_url": f"sqlite:///{tmp_path / 'vdoma.db'}"}
    _, shelf = await told(tmp_path, "show", **settings)
    batch = shelf["batches"][0]["id"]  # type: ignore[index]  # as it is shown
    new = ["--batch", batch, "--publisher-name", "Вигаданий штаб", "--publisher-kind", "ukraine"]

    code, printed = await vdoma(tmp_path, "upload", "list.csv", "--expected", "3", *new, **settings)
    assert (code, printed[:4]) == (1, "E43 ")
    source = ["--link", "https://example.org/list", "--published-on", "2025-06-09"]
    code, printed = await vdoma(tmp_path, "upload", "list.csv", "--expected", "3", *new, *source, **settings)
    assert code == 0, printed

    code, printed = await vdoma(tmp_path, "show", **settings)
    assert "list of Вигаданий штаб, 2025-06-09, https://example.org/list, editions: 1" in printed
    acts = await behind_its_back(
        tmp_path, "SELECT act FROM audit WHERE moderator = 'terminal' ORDER BY place"
    )
    assert [act for (act,) in acts] == ["publisher set up", "list set up", "edition uploaded"]


async def test_what_the_chat_refuses_the_terminal_refuses_too(house: House, tmp_path: Path) -> None:
    await ready_house(house)
    (tmp_path / "list.csv").write_bytes(UK.one("Вербенко;Тарас;;"))
    settings = {**SETTINGS, "database_url": f"sqlite:///{tmp_path / 'vdoma.db'}"}
    upload = ["upload", "list.csv", "--list", await the_list(tmp_path), "--expected"]

    assert "E30 You expected 4 rows; the file has 1." in (await vdoma(tmp_path, *upload, "4", **settings))[1]
    assert (await vdoma(tmp_path, *upload, "1", **settings))[1].startswith("E31 ")
    explained = [*upload, "1", "--reason", "taken back"]
    assert (await vdoma(tmp_path, *explained, **settings))[0] == 0
    _, again = await vdoma(tmp_path, *explained, **settings)
    assert "E19 This very list is edition 2 already, uploaded from the terminal on" in again


async def test_while_the_tables_are_changed_nothing_is_uploaded_and_the_other_way_round(
    tmp_path: Path, template: Path
) -> None:
    database = tmp_path / "vdoma.db"
    shutil.copy(template, database)
    settings = {**SETTINGS, "database_url": f"sqlite:///{database}"}

    async def beside(lock: str, *arguments: str) -> tuple[int | None, str]:
        with another_process(HOLDS, lock, database) as holder:
            done = await ended(await start(tmp_path, *arguments, **settings))
            holder.communicate()
        return done

    code, printed = await beside("hold_schema", "lists", "show")
    assert (code, "are being changed" in printed) == (1, True)
    code, printed = await beside("share_schema", "migrate")
    assert (code, "rows are being written" in printed) == (1, True)
    assert (await beside("share_schema", "lists", "show"))[0] == 0


async def test_a_database_that_this_program_never_opened_takes_no_upload(tmp_path: Path) -> None:
    code, printed = await vdoma(tmp_path, "show", **SETTINGS)

    assert code == 1
    assert "run `vdoma migrate`" in printed


async def test_an_upload_that_is_killed_is_taken_up_by_the_same_file_again(
    house: House, tmp_path: Path
) -> None:
    await ready_house(house)
    list_id = await the_list(tmp_path)
    (tmp_path / "list.csv").write_bytes(long_list(LONG))
    settings = {**SETTINGS, "database_url": f"sqlite:///{tmp_path / 'vdoma.db'}"}
    upload = ["upload", "list.csv", "--list", list_id, "--expected", str(LONG), "--reason", "longer"]

    process = await start(tmp_path, "lists", *upload, **settings)
    async with asyncio.timeout(LONGEST_S):
        while not await _staged(tmp_path):  # noqa: ASYNC110  another process writes
            await asyncio.sleep(0)
    process.send_signal(signal.SIGKILL)
    await ended(process)
    half = await _staged(tmp_path)
    assert 0 < half < LONG

    code, printed = await vdoma(tmp_path, *upload, **settings)

    assert code == 0, printed
    assert await _staged(tmp_path) == LONG
    assert "This name is on a list" in await house.follower.says("Petrenko Ivan Vasylovych, 1999")


async def _staged(folder: Path) -> int:
    def count() -> int:
        with closing(sqlite3.connect(folder / "vdoma.db", timeout=30)) as connection:
            (row,) = connection.execute(
                "SELECT count(*) FROM entries JOIN editions AS e ON e.id = edition_id"
                " WHERE e.number = 2 AND e.review = 'draft'"
            )
            return int(row[0])

    return await asyncio.to_thread(count)


async def test_while_the_terminal_uploads_the_bot_answers_and_writes(house: House, tmp_path: Path) -> None:
    await ready_house(house)
    list_id = await the_list(tmp_path)
    (tmp_path / "list.csv").write_bytes(long_list(LONG))
    settings = {**SETTINGS, "database_url": f"sqlite:///{tmp_path / 'vdoma.db'}"}
    upload = ["upload", "list.csv", "--list", list_id, "--expected", str(LONG), "--reason", "longer"]

    uploading = asyncio.create_task(vdoma(tmp_path, *upload, **settings))
    loop = asyncio.get_running_loop()
    waits: list[float] = []

    async def timed(reply: Awaitable[str]) -> str:
        began = loop.time()
        told = await reply
        waits.append(loop.time() - began)
        return told

    written = 0
    async for person in by_turns(house):
        if uploading.done():
            break
        await timed(person.says("/batches"))
        await timed(person.presses(person.buttons[0]))
        assert "You follow" in await timed(person.presses("Follow"))
        assert "You no longer follow" in await timed(person.presses("Stop following"))
        written += 2

    code, printed = await uploading
    assert code == 0, printed
    assert written > 10
    assert max(waits) < 2
