"""What only a server could get wrong."""

import asyncio
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from bot.core.errors import StoreUnavailable, Unknown
from bot.core.log import AuditLine
from storage.lock import AlreadyRunning, SchemaLocked
from storage.migrate import NEWEST, WrongSchema, refuse_wrong_version, schema_version, upgrade
from storage.place import place_of
from storage.postgres import broken_promise
from storage.server_locks import LockLost
from tests.postgres import Server, name_of, rows_in
from tests.storage.builders import (
    ANNA,
    NOW,
    OLENA_TELEGRAM,
    TARAS,
    a_follow,
    add_announced_batch,
    add_edition,
    add_list,
)
from tests.storage.conftest import opened

END_WHO_HOLDS_LOCKS = """
SELECT pg_terminate_backend(l.pid) FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database
 WHERE l.locktype = 'advisory' AND d.datname = current_database()
"""


@pytest.fixture
def database_of_server(server: Server) -> str:
    return server.new_database()


def shape_of(url: str) -> dict[str, Any]:
    """Tables with their columns, keys and indexes, as both engines know them."""
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"), poolclass=sa.NullPool)
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        return {table: _shape_of_table(inspector, table) for table in inspector.get_table_names()}


def _shape_of_table(inspector: sa.Inspector, table: str) -> dict[str, object]:
    kinds = {"BIGINT": "number", "INTEGER": "number", "TEXT": "text", "BYTEA": "bytes", "BLOB": "bytes",
             "VARCHAR(32)": "version"}  # fmt: skip
    columns = inspector.get_columns(table)
    constraints = {tuple(unique["column_names"]) for unique in inspector.get_unique_constraints(table)}
    indexes = {
        (index["name"], tuple(index["column_names"]), bool(index["unique"]), _condition(index))
        for index in inspector.get_indexes(table)
        if not index.get("duplicates_constraint")
    }
    return {
        "columns": {
            column["name"]: (
                kinds.get(str(column["type"]), str(column["type"])),
                column["nullable"],
                _default(column["default"]),
            )
            for column in columns
        },
        "key": inspector.get_pk_constraint(table)["constrained_columns"],
        "refers": {
            (tuple(key["constrained_columns"]), key["referred_table"], key["options"].get("ondelete"))
            for key in inspector.get_foreign_keys(table)
        },
        "unique": constraints,
        "indexes": indexes,
        "checks": {check["name"] for check in inspector.get_check_constraints(table)},
    }


def _default(text: str | None) -> str | None:
    return re.sub(r"::\w+|[\"']", "", text) if text is not None else None


def _condition(index: Any) -> frozenset[str]:
    options = index.get("dialect_options", {})
    condition = str(options.get("sqlite_where", options.get("postgresql_where", "")))
    # A server writes conditions in its own words: what they speak of is enough.
    return frozenset(re.findall(r"[a-z_]+", re.sub(r"::\w+(\[\])?", "", condition).lower())) - {
        "in",
        "any",
        "array",
        "and",
        "is",
        "not",
        "null",
    }


def test_tables_columns_keys_and_indexes_are_those_of_sqlite(database: Path, database_of_server: str) -> None:
    assert shape_of(database_of_server) == shape_of(f"sqlite:///{database}")


def test_an_empty_database_gets_its_tables_once(server: Server) -> None:
    url = server.new_database("template0")
    assert schema_version(url) is None

    refuse_wrong_version(url)
    upgrade(url)

    assert schema_version(url) == NEWEST


def test_another_version_and_other_tables_are_refused(server: Server, database_of_server: str) -> None:
    others = server.new_database("template0")
    rows_in(others, "CREATE TABLE somebody_elses (id TEXT)")
    with pytest.raises(WrongSchema, match="another program"):
        refuse_wrong_version(others)

    for version, told in (("0017", "run `vdoma migrate`"), ("9999", "only knows")):
        rows_in(database_of_server, f"UPDATE alembic_version SET version_num = '{version}'")  # noqa: S608
        with pytest.raises(WrongSchema, match=told):
            refuse_wrong_version(database_of_server)


async def test_a_server_that_is_not_there_is_told_by_its_host_and_never_with_the_password() -> None:
    url = "postgresql://anna:secret@127.0.0.1:9/vdoma"
    with pytest.raises(StoreUnavailable, match=r"127\.0\.0\.1") as told:
        schema_version(url)
    assert "secret" not in str(told.value)


async def test_a_database_that_may_forget_what_it_committed_is_refused(server: Server) -> None:
    url = server.new_database()
    server.run(f"ALTER DATABASE {name_of(url)} SET synchronous_commit = off")

    with pytest.raises(StoreUnavailable, match="synchronous_commit is off and not on"):
        async with opened(url):
            pass


SAFE = {
    "server_encoding": "UTF8", "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on",
    "collation": "C.UTF-8",
}  # fmt: skip


@pytest.mark.parametrize(
    ("setting", "value"),
    [("fsync", "off"), ("full_page_writes", "off"), ("synchronous_commit", "local"),
     ("server_encoding", "SQL_ASCII"), ("collation", "uk_UA.UTF-8")],
)  # fmt: skip
def test_settings_that_cannot_keep_the_promises_are_told(setting: str, value: str) -> None:
    assert broken_promise(SAFE) is None

    told = broken_promise({**SAFE, setting: value})

    assert told is not None
    assert value in told


async def test_what_stands_in_the_log_can_be_neither_changed_nor_dropped(database_of_server: str) -> None:
    async with opened(database_of_server) as store, store.writing() as writing:
        await writing.add_to_audit(AuditLine(NOW, ANNA, "check", "lists"))

    for statement in ("UPDATE audit SET act = 'none'", "DELETE FROM audit", "TRUNCATE audit"):
        with pytest.raises(psycopg.errors.RaiseException):
            rows_in(database_of_server, statement)
    assert len(rows_in(database_of_server, "SELECT * FROM audit")) == 1


async def test_an_error_quotes_no_value(database_of_server: str) -> None:
    async with opened(database_of_server) as store:
        async with store.writing() as writing:
            await add_announced_batch(writing)
            await add_list(writing)
            await add_edition(writing, "edition", TARAS)
        with pytest.raises(StoreUnavailable) as told:
            async with store.writing() as writing:
                await writing.remember_chat(OLENA_TELEGRAM, language="uk\0")
    assert str(told.value) == "add_chat: DataError"


async def test_an_error_that_somebody_passes_over_undoes_everything_and_is_told(
    database_of_server: str,
) -> None:
    async with opened(database_of_server) as store:

        async def passes_over() -> None:
            async with store.writing() as writing:
                await writing.remember_chat(OLENA_TELEGRAM, language="uk")
                with suppress(Unknown):
                    await writing.add_follow(a_follow("nobody"))

        with pytest.raises(StoreUnavailable, match="undone"):
            await passes_over()
        async with store.reading() as reading:
            assert await reading.chat_of(OLENA_TELEGRAM) is None


async def test_a_process_that_stands_still_in_its_turn_loses_it(server: Server) -> None:
    url = server.new_database()
    async with opened(url) as here, opened(url) as there:
        stood_still, goes_on = asyncio.Event(), asyncio.Event()

        async def write() -> None:
            async with here.writing() as writing:
                await writing.remember_chat(OLENA_TELEGRAM, language="uk")
                stood_still.set()
                await goes_on.wait()

        writes = asyncio.create_task(write())
        await stood_still.wait()
        # As the server does it for us once the process has stood still for too long.
        rows_in(url, END_WHO_HOLDS_LOCKS)
        async with asyncio.timeout(5), there.writing() as other:
            await other.remember_chat(OLENA_TELEGRAM + 1, language="uk")
        goes_on.set()
        with pytest.raises(StoreUnavailable):
            await writes
        async with here.reading() as reading:
            assert await reading.chat_of(OLENA_TELEGRAM) is None
            assert await reading.chat_of(OLENA_TELEGRAM + 1) is not None


async def test_a_server_that_was_started_anew_is_used_again(database_of_server: str) -> None:
    async with opened(database_of_server) as store:
        rows_in(
            database_of_server,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        async with asyncio.timeout(10):
            while True:
                try:
                    async with store.reading() as reading:
                        assert await reading.open_editions() == []
                        return
                except StoreUnavailable:
                    await asyncio.sleep(0)


def test_only_one_process_polls_and_it_learns_that_its_lock_is_lost(
    database_of_server: str, tmp_path: Path
) -> None:
    place = place_of(database_of_server, tmp_path)
    with place.hold_running() as still_held:
        still_held()
        with pytest.raises(AlreadyRunning), place.hold_running():
            pass
        rows_in(database_of_server, END_WHO_HOLDS_LOCKS)
        with pytest.raises(LockLost):
            still_held()
        with place.hold_running() as taken:
            taken()


def test_one_matcher_at_a_time(database_of_server: str, tmp_path: Path) -> None:
    place = place_of(database_of_server, tmp_path)
    with place.hold_matcher(), pytest.raises(AlreadyRunning), place.hold_matcher():
        pass


def test_tables_are_changed_by_nobody_while_others_write_rows(
    database_of_server: str, tmp_path: Path
) -> None:
    place = place_of(database_of_server, tmp_path)
    with place.share_schema(), place.share_schema(), pytest.raises(SchemaLocked), place.hold_schema():
        pass
    with place.hold_schema(), pytest.raises(SchemaLocked), place.share_schema():
        pass
