import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.core.alerts import Rank
from bot.core.errors import StoreUnavailable
from bot.core.log import first_break
from bot.core.roles import GRANT_LASTS, Role
from bot.ports import Draft
from storage.migrate import (
    MIGRATIONS,
    NEWEST,
    WrongSchema,
    refuse_wrong_version,
    schema_version,
    sqlite_path,
    upgrade,
)
from tests.storage.conftest import opened
from tests.storage.record_schema import RECORDED, schema_of


def url_of(database: Path) -> str:
    return f"sqlite:///{database}"


def stamp(database: Path, version: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))


def test_from_nothing_the_migrations_lead_to_the_recorded_schema(tmp_path: Path) -> None:
    """After a new migration run `python -m tests.storage.record_schema`, and read the difference."""
    database = tmp_path / "vdoma.db"
    upgrade(url_of(database))

    assert schema_of(database) == RECORDED.read_text()


def test_an_upgrade_of_what_is_up_to_date_changes_nothing(database: Path) -> None:
    before = schema_of(database)
    upgrade(url_of(database))

    assert schema_of(database) == before


def revisions() -> list[str]:
    """Every step, the newest first."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]


def test_the_newest_version_is_that_of_the_last_migration_and_versions_can_be_ordered() -> None:
    steps = revisions()

    assert steps[0] == NEWEST
    assert steps == sorted(steps, reverse=True)
    assert all(len(step) == 4 and step.isdecimal() for step in steps)


def test_an_empty_place_gets_its_tables_where_nobody_else_can_read_them(tmp_path: Path) -> None:
    database = tmp_path / "data" / "vdoma.db"
    assert schema_version(url_of(database)) is None

    refuse_wrong_version(url_of(database))

    assert schema_version(url_of(database)) == NEWEST
    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    assert stat.S_IMODE(database.parent.stat().st_mode) == 0o700
    refuse_wrong_version(url_of(database))


def test_an_older_database_is_refused_with_what_to_do(database: Path) -> None:
    stamp(database, "0000")

    with pytest.raises(WrongSchema, match="run `vdoma migrate`"):
        refuse_wrong_version(url_of(database))


def test_a_newer_database_is_refused_and_left_as_it_is(database: Path) -> None:
    stamp(database, "9999")
    before = schema_of(database)

    with pytest.raises(WrongSchema, match="only knows"):
        refuse_wrong_version(url_of(database))
    with pytest.raises(WrongSchema, match="only knows"):
        upgrade(url_of(database))
    assert (schema_of(database), schema_version(url_of(database))) == (before, "9999")


def test_tables_of_another_program_are_refused(tmp_path: Path) -> None:
    database = tmp_path / "vdoma.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE somebody_elses (id TEXT)")

    with pytest.raises(WrongSchema, match="another program"):
        upgrade(url_of(database))


def test_a_file_that_is_no_database_is_a_fault(tmp_path: Path) -> None:
    database = tmp_path / "vdoma.db"
    database.write_bytes(b"this is no database" * 100)

    with pytest.raises(StoreUnavailable):
        refuse_wrong_version(url_of(database))


@pytest.mark.parametrize("address", ["postgresql://host/vdoma", "sqlite:///", "data/vdoma.db", ""])
def test_an_address_that_is_not_sqlites_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="sqlite:///path"):
        sqlite_path(address)


class Killed(Exception):
    pass


@contextmanager
def killed_at_statement(number: int) -> Iterator[None]:
    """Break off every migration before the statement of that number."""
    seen = 0

    def count(*_: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            raise Killed

    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", count)


STEPS = list(pairwise([None, *reversed(revisions())]))


@pytest.mark.parametrize(("former", "step"), STEPS)
def test_a_migration_broken_off_at_any_statement_leaves_nothing_and_can_be_run_again(
    tmp_path: Path, former: str | None, step: str
) -> None:
    before, after = tmp_path / "before.db", tmp_path / "after.db"
    if former is not None:
        upgrade(url_of(before), to=former)
    upgrade(url_of(after), to=step)
    number, finished = 0, False
    while not finished:
        number += 1
        database = tmp_path / f"{number}.db"
        if before.exists():
            shutil.copy(before, database)
        try:
            with killed_at_statement(number):
                upgrade(url_of(database), to=step)
            finished = True
        except Killed:
            assert schema_version(url_of(database)) == former
            assert not before.exists() or schema_of(database) == schema_of(before)
    upgrade(url_of(tmp_path / f"{number - 1}.db"), to=step)
    assert schema_of(tmp_path / f"{number - 1}.db") == schema_of(database) == schema_of(after)
    assert number > 4


def test_every_step_is_broken_off_at_every_statement() -> None:
    assert [step for _, step in STEPS] == sorted(revisions())


KILLED = """
import os, signal, sys
import sqlalchemy as sa
from storage.migrate import upgrade
left = int(sys.argv[2])
@sa.event.listens_for(sa.Engine, "before_cursor_execute")
def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
upgrade("sqlite:///" + sys.argv[1])
"""


def test_a_migration_whose_process_is_killed_can_be_run_again(tmp_path: Path) -> None:
    database = tmp_path / "vdoma.db"
    killed = subprocess.run([sys.executable, "-c", KILLED, database, "30"], check=False)
    assert killed.returncode == -9

    upgrade(url_of(database))

    assert schema_of(database) == RECORDED.read_text()


BEFORE_ROWS_BY_NAME = """
INSERT INTO publishers (id, name, kind) VALUES ('p', 'Publisher', 'ukraine');
INSERT INTO exchanges (id, day) VALUES ('x', '2025-06-09');
INSERT INTO batches (id, exchange_id, side, category, state, version)
       VALUES ('b', 'x', 'ukraine', 'under_25', 'draft', 0);
INSERT INTO lists (id, batch_id, publisher_id, link, published_on)
       VALUES ('l', 'b', 'p', 'https://example.org', '2025-06-09');
INSERT INTO editions (id, list_id, number, rows, rejected, digest, uploaded_by, review, version, place)
       VALUES ('e', 'l', 1, 2, 0, 'd', 'anna', 'published', 0, 1);
INSERT INTO names (id, part, spelt, letters, rules)
       VALUES (1, 'family', 'вигаданець', '', 0), (2, 'given', 'тарас', '', 0), (3, 'given', 'остап', '', 0);
INSERT INTO entries (edition_id, row_number, printed_name, family, given, family_id, given_id)
       VALUES ('e', 1, 'Вигаданець Тарас', 'Вигаданець', 'Тарас', 1, 2),
              ('e', 2, 'Вигаданець Остап', 'Вигаданець', 'Остап', 1, 3);
"""


async def test_rows_are_found_by_their_names_after_the_step_that_moves_the_index(tmp_path: Path) -> None:
    database = tmp_path / "vdoma.db"
    upgrade(url_of(database), to="0014")
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(BEFORE_ROWS_BY_NAME)

    upgrade(url_of(database))

    async with opened(database) as store, store.reading() as reading:
        assert [e.row for e in await reading.entries_named([1], ["e"], given=[2, 3])] == [1, 2]
        assert [e.printed_name for e in await reading.entries("e", after=1, limit=9)] == ["Вигаданець Остап"]


def test_running_needs_no_migration_library() -> None:
    """Importing Alembic would take longer than the rest of a start."""
    code = (
        "import sys, storage.migrate, storage.store;"
        "print(sorted({'alembic', 'sqlalchemy'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout

    assert out == "[]\n"


FIRST_VERSION = """
INSERT INTO chats (id, telegram_id, language, made_on) VALUES ('anna', 1, 'uk', '2025-06-09');
INSERT INTO drafts (chat_id, form, fields) VALUES ('anna', 'batch', '{"side": "ukraine"}');
INSERT INTO grants (id, token, name, invited_by, invited_at, review, version)
       VALUES ('g', 't', 'Name', 'anna', 0, 'published', 1);
INSERT INTO events (id, kind, subject_id, at, cursor, finished)
       VALUES ('w', 'edition_waits', 'e', 0, '', 1), ('c', 'batch_confirmed', 'b', 0, '', 1);
INSERT INTO outbox (id, chat_id, event_id, number, code, state, due)
       VALUES ('o1', 'anna', 'w', 1, 'k1', 'ready', 0), ('o2', 'anna', 'c', 2, 'k2', 'ready', 0);
INSERT INTO audit (place, at, moderator, act, subject)
       VALUES (1, 1749470400123, 'anna', 'edition published', 'e'),
              (2, 1749470400124, 'system', 'batch confirmed', 's');
"""


async def test_what_the_first_version_held_is_there_after_the_later_steps(tmp_path: Path) -> None:
    database = tmp_path / "vdoma.db"
    upgrade(url_of(database), to="0001")
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(FIRST_VERSION)

    upgrade(url_of(database))

    async with opened(database) as store, store.reading() as reading:
        assert await reading.draft("anna") == Draft("anna", "batch", {"side": "ukraine"})
        (grant,) = await reading.grants()
        assert (grant.role, grant.days) == (Role.PUBLISHER, GRANT_LASTS.days)
        links = await reading.links_after(0, limit=9)
        assert [link.line.act for link in links] == ["edition published", "batch confirmed"]
        assert first_break(links) is None, "what was noted before is tied together too"
    with closing(sqlite3.connect(database)) as connection:
        ranks = connection.execute("SELECT event_id, rank FROM outbox ORDER BY id").fetchall()
        assert ranks == [("w", Rank.MODERATORS), ("c", Rank.BATCH)]
        with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
            connection.execute("UPDATE audit SET act = 'other'")
