"""What only SQLite could get wrong."""

import asyncio
import itertools
import logging
import re
import resource
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import aiosql
import pytest

import storage
from bot.core.errors import StoreUnavailable
from bot.core.log import AuditLine
from bot.ports import Draft
from storage.connection import PRAGMAS
from storage.store import DatabaseStore, SqliteStore
from tests.storage.builders import (
    ANNA,
    NOW,
    OLENA_TELEGRAM,
    PETRO_TELEGRAM,
    SEALING,
    TARAS,
    a_call,
    a_confirmation,
    a_follow,
    add_announced_batch,
    add_edition,
    add_followers,
    add_list,
)
from tests.storage.conftest import opened

QUERIES = aiosql.from_path(Path(storage.__file__).parent / "queries", "aiosqlite")
SEALED = b"a sealed name \x00\x01\x02"


def plan_of(database: Path, query: str) -> str:
    with closing(sqlite3.connect(database)) as connection:
        sql = getattr(QUERIES, query).sql
        values = dict.fromkeys(re.findall(r":(\w+)", sql), "[]") | {"limit": 1}
        return "\n".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values))


async def test_names_are_looked_up_by_their_keys_never_by_reading_every_row(database: Path) -> None:
    of_keys = plan_of(database, "names_under_keys")
    beside = plan_of(database, "given_names_beside")
    of_names = plan_of(database, "entries_of_names")
    of_both = plan_of(database, "entries_under_keys")

    assert "SEARCH name_keys USING PRIMARY KEY (key=?)" in of_keys
    assert "SEARCH entries_by_name USING PRIMARY KEY (family_id=?)" in beside
    assert "SEARCH n USING PRIMARY KEY (family_id=?)" in of_names
    assert "SEARCH n USING PRIMARY KEY (family_id=?)" in of_both
    assert "SEARCH name_keys USING PRIMARY KEY (key=?)" in of_both
    assert set(re.findall(r"SCAN (\w+)", of_keys + beside + of_names + of_both)) == {"json_each"}


@pytest.mark.parametrize(
    "query",
    ["lend_due_alerts", "next_followers", "next_told", "gather_told_perhaps", "on_their_way",
     "settle_for_good", "settle_for_now", "offer_again",
     "alert_of_code", "alert_counts", "fired_counts", "comparing", "asleep", "waiting_for_digest",
     "boards", "held_alerts", "unfinished_events", "unreported_events", "open_statements", "follows_of_chat",
     "answered_updates", "chat_found_by"],
)  # fmt: skip
async def test_what_runs_all_the_time_reads_no_table_from_end_to_end(database: Path, query: str) -> None:
    plan = plan_of(database, query)

    tables = "outbox|o|chats|c|follows|f|statements|events|answered_updates"
    indexes = "outbox_|statements_|events_|chats_paused"
    assert not re.findall(
        rf"SCAN (?:{tables})\b(?! USING (?:COVERING )?INDEX (?:{indexes}))",
        plan,
    ), plan


async def test_the_index_of_what_is_not_reported_is_of_the_kinds_that_are_looked_for(database: Path) -> None:
    sql = QUERIES.unreported_events.sql.replace("FROM events", "FROM events INDEXED BY events_unreported")

    with closing(sqlite3.connect(database)) as connection:
        # Where the index lacks a kind, SQLite finds no way to read by it.
        plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
    assert "USING INDEX events_unreported" in str(plan)


def test_every_query_is_used_and_explained() -> None:
    code = "".join(path.read_text() for path in Path(storage.__file__).parent.glob("*.py"))

    for name in QUERIES.available_queries:
        if not name.endswith("_cursor"):
            assert f'"{name}"' in code, name
            assert getattr(QUERIES, name).__doc__, name


async def test_every_connection_keeps_its_promises_about_crashes_and_erasing(database: Path) -> None:
    async with opened(database) as store, store.writing(), store.reading():
        with closing(sqlite3.connect(database)) as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert PRAGMAS["synchronous"] == 2
    assert PRAGMAS["secure_delete"] == 1


async def test_a_file_that_is_no_database_is_a_fault_and_no_empty_store(tmp_path: Path) -> None:
    broken = tmp_path / "vdoma.db"
    broken.write_bytes(b"this is no database" * 1000)
    store = SqliteStore(broken)

    with pytest.raises(StoreUnavailable) as caught:
        await store.open()
    assert isinstance(caught.value.__cause__, sqlite3.DatabaseError)


@pytest.mark.parametrize("where", ["gone.db", "no such folder/vdoma.db"])
async def test_a_file_that_is_gone_is_a_fault_and_no_empty_store(tmp_path: Path, where: str) -> None:
    store = SqliteStore(tmp_path / where)

    with pytest.raises(StoreUnavailable):
        await store.open()
    assert bytes_of(tmp_path / where) == b""


@pytest.mark.parametrize("table", ["name_keys", "names", "entries", "editions", "checks", "chats", "outbox"])
async def test_a_table_that_is_gone_is_a_fault_and_never_a_no(database: Path, table: str) -> None:
    async with opened(database) as store:
        async with store.writing() as writing:
            await add_announced_batch(writing)
            await add_list(writing)
            await add_edition(writing, "edition", TARAS)
        with closing(sqlite3.connect(database)) as connection:
            connection.executescript(f"PRAGMA foreign_keys = OFF; DROP TABLE {table}")

        with pytest.raises(StoreUnavailable) as caught:
            await read_a_little_of_everything(store)
        assert isinstance(caught.value.__cause__, sqlite3.Error)


async def read_a_little_of_everything(store: DatabaseStore) -> None:
    async with store.reading() as reading:
        await reading.family_names([1])
        await reading.given_names([1], ["edition"])
        await reading.entries_named([1], ["edition"], given=[2])
        await reading.entries_under_keys([1], [2], ["edition"])
        await reading.editions("list")
        await reading.first_entries("edition", limit=1)
        await reading.last_check()
        await reading.chat_of(OLENA_TELEGRAM)
        await reading.alert_of_code("chat", "code")


async def test_pages_that_were_overwritten_are_a_fault_and_never_a_no(database: Path) -> None:
    async with opened(database) as store, store.writing() as writing:
        await writing.remember_chat(OLENA_TELEGRAM, language="uk")
    overwrite_all_but_the_first_page(database)

    with pytest.raises(StoreUnavailable):
        await open_and_read(database)


async def open_and_read(database: Path) -> None:
    async with opened(database) as store:
        await read_a_little_of_everything(store)


def overwrite_all_but_the_first_page(database: Path) -> None:
    whole = database.read_bytes()
    database.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))


async def test_a_store_that_was_closed_is_a_fault_and_can_be_closed_again(database: Path) -> None:
    async with opened(database) as store:
        pass

    await store.close()
    with pytest.raises(StoreUnavailable):
        async with store.reading():
            raise AssertionError
    with pytest.raises(StoreUnavailable):
        async with store.writing():
            raise AssertionError


@pytest.mark.parametrize("kind", ["reading", "writing"])
async def test_closing_waits_for_what_is_under_way(database: Path, kind: str) -> None:
    async with opened(database) as store:
        async with getattr(store, kind)() as under_way:
            closing_now = asyncio.create_task(store.close())
            done, _ = await asyncio.wait([closing_now], timeout=0.2)
            assert not done
            assert await under_way.chat_of(OLENA_TELEGRAM) is None
            if kind == "writing":
                await under_way.remember_chat(OLENA_TELEGRAM, language="uk")
        await closing_now

    async with opened(database) as store, store.reading() as reading:
        assert (await reading.chat_of(OLENA_TELEGRAM) is not None) == (kind == "writing")


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """A full disk, for this process: the kernel refuses to make any file longer."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def lines_written_until_it_fails(store: DatabaseStore, line: AuditLine) -> int:
    for kept in itertools.count():
        try:
            async with store.writing() as writing:
                await writing.add_to_audit(line)
                await writing.add_check(ANNA, NOW)
        except StoreUnavailable:
            return kept
    raise AssertionError


async def test_a_full_disk_loses_nothing_and_is_over_when_there_is_room_again(database: Path) -> None:
    line = AuditLine(NOW, ANNA, "something long" * 1000, "-")
    async with opened(database) as store:
        with no_file_longer_than(400_000):
            kept = await lines_written_until_it_fails(store, line)
            async with store.reading() as reading:
                assert len(await reading.audit(limit=1000)) == kept > 0

        async with store.writing() as writing:
            await writing.add_to_audit(line)
            assert len(await writing.audit(limit=1000)) == kept + 1


async def test_a_full_disk_in_the_middle_leaves_no_half_of_a_transaction(database: Path) -> None:
    async with opened(database) as store:
        with no_file_longer_than(300_000), pytest.raises(StoreUnavailable):
            await go_on_after_a_fault(store)

        async with store.reading() as reading:
            assert await reading.audit(limit=9) == []
            assert await reading.last_check() is None


async def go_on_after_a_fault(store: DatabaseStore) -> None:
    async with store.writing() as writing:
        with suppress(StoreUnavailable):
            await writing.add_to_audit(AuditLine(NOW, ANNA, "something long" * 1_000_000, "-"))
        await writing.add_check(ANNA, NOW)


@pytest.mark.parametrize("kind", ["reading", "writing"])
async def test_a_transaction_that_is_over_does_nothing_more(database: Path, kind: str) -> None:
    async with opened(database) as store:
        async with getattr(store, kind)() as kept:
            pass

        async with store.writing():
            with pytest.raises(StoreUnavailable, match="over"):
                await kept.chat_of(OLENA_TELEGRAM)


async def test_a_database_that_others_keep_locked_is_a_fault_and_works_again_when_they_let_go(
    database: Path,
) -> None:
    async with opened(database) as store:
        with closing(sqlite3.connect(database, isolation_level=None)) as somebody:
            somebody.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailable, match="locked"):
                async with store.writing():
                    raise AssertionError
            async with store.reading() as reading:
                assert await reading.chat_of(OLENA_TELEGRAM) is None
            somebody.execute("ROLLBACK")

        async with store.writing() as writing:
            await writing.remember_chat(OLENA_TELEGRAM, language="uk")


@pytest.mark.parametrize("change", ["UPDATE audit SET act = 'nothing'", "DELETE FROM audit"])
async def test_the_audit_is_only_ever_added_to(database: Path, change: str) -> None:
    async with opened(database) as store, store.writing() as writing:
        await writing.add_to_audit(AuditLine(NOW, ANNA, "edition published", "edition"))

    with (
        closing(sqlite3.connect(database)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="only ever added to"),
    ):
        connection.execute(change)


async def test_no_value_of_any_query_reaches_the_log(
    database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with opened(database) as store, store.writing() as writing:
        await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        await writing.entries_named([1], ["вигаданець"], given=[1])

    assert str(OLENA_TELEGRAM) not in caplog.text
    assert "вигаданець" not in caplog.text


def as_stored(telegram_id: int) -> bytes:
    """By what a chat is found, as it stands in the file."""
    return SEALING.chats.mark(telegram_id).encode()


def bytes_of(database: Path) -> bytes:
    return b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))


def watch(database: Path, chat_id: str, *, sealed: bytes) -> None:
    """Store a watch, which no promise of the store makes yet."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO watches (id, chat_id, number, sealed_name, sealed_label, since, until)"
            " VALUES (?, ?, 1, ?, ?, 1, 2)",
            (f"watch-{chat_id}", chat_id, sealed, sealed),
        )


async def test_of_a_forgotten_person_no_byte_is_left_in_any_file(database: Path) -> None:
    async with opened(database) as store:
        async with store.writing() as writing:
            await add_announced_batch(writing)
            olena = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
            petro = await writing.remember_chat(PETRO_TELEGRAM, language="uk")
            for chat, code in ((olena, "olenas-code"), (petro, "petros-code")):
                await writing.add_follow(a_follow(chat.id))
                await writing.owe(a_call(), [chat.id], [code])
                await writing.save_draft(Draft(chat.id, "batch", {"told": f"by {code}"}))
        watch(database, olena.id, sealed=SEALED)
        hers = [as_stored(OLENA_TELEGRAM), olena.id.encode(), b"olenas-code", SEALED]
        assert all(trace in bytes_of(database) for trace in hers)

        async with store.writing() as writing:
            await writing.forget_chat(olena.id)

        left = bytes_of(database)
        assert not [trace for trace in hers if trace in left]
        assert all(trace in left for trace in (as_stored(PETRO_TELEGRAM), petro.id.encode(), b"petros-code"))


async def test_of_hundreds_of_forgotten_people_no_byte_is_left(database: Path) -> None:
    async with opened(database) as store:
        async with store.writing() as writing:
            event = a_confirmation()
            await add_followers(writing, 600)
            await writing.add_event(event)
            await writing.fan_out(event, codes=[f"c{n}" for n in range(601)], due=NOW)
        forgotten, gone = range(9_000_000_000, 9_000_000_600, 3), []
        for telegram_id in forgotten:
            async with store.writing() as writing:
                chat = await writing.chat_of(telegram_id)
                assert chat is not None
                await writing.forget_chat(chat.id)
                gone.append(chat.id)
        assert await store.erase_thoroughly()
        assert not await store.erase_thoroughly()

        left = bytes_of(database)
        assert not [n for n in forgotten if as_stored(n) in left]
        assert not [chat_id for chat_id in gone if chat_id.encode() in left]
        assert as_stored(9_000_000_001) in left


async def test_an_erasure_that_a_crash_cut_short_is_finished_when_the_store_opens(
    database: Path, tmp_path: Path
) -> None:
    crashed = tmp_path / "crashed" / database.name
    async with opened(database) as store:
        async with store.writing() as writing:
            chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        with closing(sqlite3.connect(database, isolation_level=None)) as elsewhere:
            elsewhere.execute("BEGIN")
            elsewhere.execute("SELECT * FROM chats").fetchall()
            async with store.writing() as writing:
                await writing.forget_chat(chat.id)
            copy_files(database, crashed)
    assert as_stored(OLENA_TELEGRAM) in bytes_of(crashed)

    async with opened(crashed):
        assert as_stored(OLENA_TELEGRAM) not in bytes_of(crashed)


def copy_files(database: Path, to: Path) -> None:
    """The files as they are at this moment, as after a loss of power."""
    to.parent.mkdir()
    for path in database.parent.glob(f"{database.name}*"):
        shutil.copy(path, to.parent)


async def test_an_erasure_that_a_reader_elsewhere_delays_is_made_up_for_later(database: Path) -> None:
    async with opened(database) as store:
        async with store.writing() as writing:
            chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        with closing(sqlite3.connect(database, isolation_level=None)) as elsewhere:
            elsewhere.execute("BEGIN")
            elsewhere.execute("SELECT * FROM chats").fetchall()
            # Nobody here waits for the reader there.
            async with asyncio.timeout(2), store.writing() as writing:
                await writing.forget_chat(chat.id)
            async with asyncio.timeout(2), store.writing() as writing:
                await writing.add_check(ANNA, NOW)
            assert as_stored(OLENA_TELEGRAM) in bytes_of(database)
            elsewhere.execute("ROLLBACK")

        async with store.writing() as writing:
            await writing.add_check(ANNA, NOW)
        assert as_stored(OLENA_TELEGRAM) not in bytes_of(database)


async def test_a_telegram_id_stands_nowhere_in_the_open(database: Path) -> None:
    async with opened(database) as store, store.writing() as writing:
        await add_announced_batch(writing)
        chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        await writing.add_follow(a_follow(chat.id))
        await writing.owe(a_call(), [chat.id], ["code"])
        await writing.save_draft(Draft(chat.id, "batch", {}))

    left = bytes_of(database)
    assert str(OLENA_TELEGRAM).encode() not in left
    assert not [size for size in (5, 6, 8) if OLENA_TELEGRAM.to_bytes(size, "big") in left]
    with closing(sqlite3.connect(database)) as connection:
        marked = as_stored(OLENA_TELEGRAM).decode()
        holding = {line.split('"')[1] for line in connection.iterdump() if marked in line}
    assert holding == {"chats"}, "and what finds it in one table only"


FANNING_OUT = """
import asyncio, itertools, sys
from pathlib import Path
from bot.core.alerts import Event
from storage.store import SqliteStore, text_id
from tests.storage.builders import NOW

async def main():
    store = SqliteStore(Path(sys.argv[1]))
    await store.open()
    async with store.reading() as reading:
        (event,) = await reading.unfinished_events()
    passed = 1
    while passed:
        async with store.writing() as writing:
            passed = await writing.fan_out(event, codes=[text_id() for _ in range(5)], due=NOW)
        print(passed, flush=True)
    await store.close()

asyncio.run(main())
"""


async def test_a_process_that_is_killed_while_alerts_are_written_loses_and_repeats_none(
    database: Path,
) -> None:
    event = a_confirmation()
    async with opened(database) as store, store.writing() as writing:
        chat_ids = await add_followers(writing, 1000)
        await writing.add_event(event)

    for slices in (1, 7, 30):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", FANNING_OUT, database, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        for _ in range(slices):
            await process.stdout.readline()
        process.kill()
        await process.communicate()

    async with opened(database) as store:
        async with store.writing() as writing:
            assert 38 * 5 <= (await writing.coming(event.id)).ready < 1000
            assert await writing.fan_out(event, codes=[f"c{n}" for n in range(1001)], due=NOW) < 1000
        async with store.writing() as writing:
            alerts = await writing.lend_due_alerts(now=NOW, until=NOW, limit=2000)
    assert sorted(alert.chat_id for alert in alerts) == chat_ids
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
