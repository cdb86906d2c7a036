"""A backup is whole and says nothing without the keys; a restored one wakes nobody and revives nobody."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.core.alerts import EventKind
from bot.core.exchanges import BatchState
from bot.core.lists import PublisherClass, Review
from bot.core.log import SYSTEM
from bot.core.statements import StatementReview
from bot.core.switches import Switch
from bot.keys import make_file
from bot.sealing import WrongKeys, new_keys
from bot.services.follow import Visitor
from bot.services.together import Services
from bot.settings import Settings
from bot.terminal.backup import backup, restore, standstill
from storage.backup import BackupFailed, take
from storage.lock import AlreadyRunning, hold_lock
from storage.place import place_of
from storage.store import SqliteStore
from storage.tombstones import Tombstones
from tests.builders import HOLD
from tests.house import open_house
from tests.postgres import Server
from tests.services.conftest import office as office
from tests.services.office import HALYNA_TELEGRAM, LIST, Office
from tests.storage.builders import (
    AS_SETTING,
    NOW,
    PETRO_TELEGRAM,
    SEALING,
    a_confirmation,
    a_statement,
    add_announced_batch,
    add_followers,
    codes,
)

SEARCHED = frozenset({PublisherClass.ICRC})
TARAS = "Вигаданець Тарас Петрович, 2002"


def settings_of(database: Path, keys: SecretStr = AS_SETTING) -> Settings:
    return Settings.model_construct(
        database_url=f"sqlite:///{database}", keys=keys, second_factor="off", owners=frozenset(),
        searched=SEARCHED,
    )  # fmt: skip


def rows(database: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


async def taken(office: Office, target: Path) -> Path:
    await asyncio.to_thread(backup, settings_of(office.path), target)
    return target


async def restored(source: Path, database: Path, *, replace: bool = False) -> str:
    return await asyncio.to_thread(restore, settings_of(database), source, replace=replace)


async def forgets(services: Services, chat_id: str, telegram_id: int) -> None:
    async with services.follows.store.reading() as reading:
        chat = await reading.chat(chat_id)
    await services.forgetting.forget(Visitor(telegram_id, "uk", chat))


async def test_a_backup_holds_everything_and_only_its_owner_reads_it(office: Office, tmp_path: Path) -> None:
    await office.watches(office.halyna, TARAS)

    copy = await taken(office, tmp_path / "copy.db")

    assert copy.stat().st_mode & 0o777 == 0o600
    assert rows(copy, "SELECT * FROM watches") == rows(office.path, "SELECT * FROM watches")
    content = copy.read_bytes()
    assert "Вигаданець".encode() not in content
    assert str(HALYNA_TELEGRAM).encode() not in content
    assert not (tmp_path / "copy.db.part").exists()


async def test_what_was_deleted_is_in_no_gap_of_a_backup(office: Office, tmp_path: Path) -> None:
    gone = b"what somebody deleted, and nobody overwrote"
    leaves_in_a_gap(office.path, await office.somebody(1), gone)
    assert gone in office.path.read_bytes()

    copy = await taken(office, tmp_path / "copy.db")

    assert gone not in copy.read_bytes()


def leaves_in_a_gap(database: Path, chat_id: str, sealed: bytes) -> None:
    """Delete a row as a program does that lets deleted bytes be where they were."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        with connection:
            connection.execute("UPDATE chats SET sealed_id = ? WHERE id = ?", (sealed, chat_id))
        with connection:
            connection.execute("DELETE FROM chats WHERE id = ?", (chat_id,))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


async def test_a_backup_is_taken_while_the_bot_writes_and_is_never_torn(
    tmp_path: Path, template: Path
) -> None:
    async with open_house(tmp_path, template) as house:
        writing = asyncio.create_task(many_say(house.services))
        for number in range(5):
            copy = tmp_path / "elsewhere" / f"{number}.db"
            copy.parent.mkdir(exist_ok=True)
            await asyncio.to_thread(take, tmp_path / "vdoma.db", copy)
            assert rows(copy, "PRAGMA integrity_check") == [("ok",)]
        await writing


async def many_say(services: Services) -> None:
    for number in range(200):
        visitor = await services.follows.visitor(7_555_000_000 + number, language="uk")
        await services.follows.remember(visitor)


async def test_nothing_is_written_over_and_nothing_beside_the_keys(office: Office, tmp_path: Path) -> None:
    there = tmp_path / "there.db"
    there.write_text("something")
    with pytest.raises(BackupFailed):
        await taken(office, there)
    assert there.read_text() == "something"

    (tmp_path / "keys").write_text("#")
    with pytest.raises(BackupFailed, match="keys"):
        await taken(office, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


async def test_no_backup_goes_beside_keys_whatever_their_files_are_called(
    office: Office, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    make_file(folder / "keys.bot", SEALING.keyring.keys[:1])
    make_file(folder / "other.keys", SEALING.keyring.keys[1:])
    (tmp_path / "link").symlink_to(folder)
    settings = settings_of(office.path, SecretStr(f"{folder / 'keys.bot'}, {folder / 'other.keys'}"))

    for target in (folder, tmp_path / "link"):
        with pytest.raises(BackupFailed, match="keys"):
            await asyncio.to_thread(backup, settings, target / "copy.db")

    assert {path.name for path in folder.iterdir()} == {"keys.bot", "other.keys"}


async def test_who_was_forgotten_is_not_revived_by_a_backup(office: Office, tmp_path: Path) -> None:
    await office.watches(office.halyna, TARAS)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    copy = await taken(office, folder / "copy.db")
    await forgets(office.services, office.halyna, HALYNA_TELEGRAM)
    await office.store.close()

    said = await restored(copy, office.path, replace=True)

    assert "erased again: 1" in said
    assert rows(office.path, "SELECT * FROM watches") == []
    assert (office.halyna,) not in rows(office.path, "SELECT id FROM chats")
    assert "sqlite" in office.path.with_name("vdoma.db.replaced").read_bytes()[:6].decode().casefold()


async def test_a_restored_bot_sends_nothing_before_an_owner_resumes_and_then_says_repeated(
    office: Office, tmp_path: Path
) -> None:
    edition = await office.published_list()
    batch = await office.batch_of(edition)
    await office.follows(office.halyna, batch.id)
    await office.confirms(batch.id)
    assert await office.owed(EventKind.BATCH_CONFIRMED) == [office.halyna]
    copy = await taken(office, tmp_path / "copy.db")

    database = tmp_path / "other" / "vdoma.db"
    said = await restored(copy, database)

    assert "paused" in said
    assert "bring the newest one" in said
    store = SqliteStore(database, chat_ids=SEALING.chats)
    await store.open()
    async with store.reading() as reading:
        assert set(await reading.switches()) == {
            Switch.ALERTS_PAUSED, Switch.ANSWERS_PAUSED, Switch.FROZEN,
        }  # fmt: skip
        assert await reading.searched_classes() == SEARCHED
        acts = {line.act for line in await reading.audit(limit=3) if line.moderator == SYSTEM}
        assert acts == {"alerts paused", "answers paused", "frozen"}
    await store.close()
    assert rows(database, "SELECT DISTINCT uncertain FROM outbox WHERE state = 'ready'") == [(1,)]


async def test_nothing_that_was_held_takes_effect_by_itself_after_a_restore(
    office: Office, tmp_path: Path
) -> None:
    edition = await office.published_list()
    batch = await office.batch_of(edition)
    await office.follows(office.halyna, batch.id)
    statement = (await office.agrees(await office.submits(batch.id))).statement
    fuller = await office.publishes(
        await office.submits_edition(edition.list_id, *LIST, "Ніхтошенко;Остап;;1999")
    )
    assert (statement.review, fuller.review) == (StatementReview.HELD, Review.HELD)
    copy = await taken(office, tmp_path / "copy.db")
    await office.services.confirmations.stop(statement.id, moderator=office.anna)
    await office.services.reviews.discard(fuller.id, moderator=office.anna)
    await office.store.close()

    said = await restored(copy, office.path, replace=True)

    assert "stopped now: 2" in said
    await office.store.open()
    office.clock.moves(HOLD)
    for moderator in (office.anna, office.bohdan):
        await office.services.switches.unfreeze(moderator)
    await office.services.confirmations.end_holds()
    await office.services.publications.end_holds()
    async with office.store.reading() as reading:
        assert (await reading.statement(statement.id)).review is StatementReview.STOPPED
        stopped = {
            (line.act, line.subject) for line in await reading.audit(limit=99) if line.moderator == SYSTEM
        }
    assert await office.state(batch.id) is BatchState.ANNOUNCED
    assert (await office.edition(fuller.id)).review is Review.DISCARDED
    assert (await office.edition(edition.id)).review is Review.PUBLISHED
    assert {("statement stopped", statement.id), ("edition stopped", fuller.id)} <= stopped
    assert rows(office.path, f"SELECT * FROM entries WHERE edition_id = '{fuller.id}'") == []  # noqa: S608


async def test_a_damaged_or_foreign_backup_changes_nothing(office: Office, tmp_path: Path) -> None:
    copy = await taken(office, tmp_path / "copy.db")
    content = bytearray(copy.read_bytes())
    content[4096 * 3 : 4096 * 3 + 2000] = b"\xff" * 2000
    (tmp_path / "damaged.db").write_bytes(content)
    (tmp_path / "other.txt").write_text("no database")
    await office.store.close()
    before = office.path.read_bytes()

    for wrong in ("damaged.db", "other.txt", "missing.db"):
        with pytest.raises(BackupFailed):
            await restored(tmp_path / wrong, office.path, replace=True)
    with pytest.raises(BackupFailed, match="--replace"):
        await restored(copy, office.path)

    assert office.path.read_bytes() == before


async def test_a_refused_restore_leaves_no_copy_beside_the_database(office: Office, tmp_path: Path) -> None:
    await office.watches(office.halyna, TARAS)
    copy = await taken(office, tmp_path / "copy.db")
    database = tmp_path / "other" / "vdoma.db"
    others = SecretStr(",".join(key.line for key in new_keys()))

    with pytest.raises(WrongKeys):
        await asyncio.to_thread(restore, settings_of(database, others), copy, replace=False)

    assert {path.name for path in database.parent.iterdir()} == {"vdoma.db.lock", "vdoma.db.schema.lock"}


async def test_a_running_bot_is_not_restored_under(tmp_path: Path, template: Path) -> None:
    database = Path(shutil.copy(template, tmp_path / "vdoma.db"))
    with hold_lock(database), pytest.raises(AlreadyRunning):
        restore(settings_of(database), tmp_path / "copy.db", replace=True)


async def test_a_database_of_a_server_that_was_brought_back_stands_still(
    server: Server, tmp_path: Path
) -> None:
    with server.empty_database() as address:
        settings = settings_of(tmp_path / "unused.db").model_copy(
            update={"database_url": address, "folder": tmp_path / "data"}
        )
        place = place_of(address, tmp_path / "data")
        store = place.store(chat_ids=SEALING.chats)
        await store.open()
        async with store.writing() as writing:
            forgotten = (await writing.remember_chat(PETRO_TELEGRAM, language="uk")).id
            await add_announced_batch(writing)
            event = a_confirmation()
            await add_followers(writing, 1)
            await writing.add_statement(a_statement(event.statement_id or "", review=StatementReview.HELD))
            await writing.add_event(event)
            await writing.fan_out(event, codes=codes(9), due=NOW)
        await store.close()
        place.beside.parent.mkdir()
        Tombstones(place.beside).add(forgotten, on=NOW.date())

        said = await asyncio.to_thread(standstill, settings)

        assert "may have been sent since the backup: 1;" in said
        assert "are stopped now: 1." in said
        assert "erased again: 1." in said
        await store.open()
        async with store.reading() as reading:
            assert {Switch.FROZEN, Switch.ALERTS_PAUSED, Switch.ANSWERS_PAUSED} <= set(
                await reading.switches()
            )
            assert await reading.chat_of(PETRO_TELEGRAM) is None
        await store.close()


async def test_of_a_server_the_copies_are_its_own_tools(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "unused.db").model_copy(
        update={"database_url": "postgresql://host/vdoma"}
    )

    with pytest.raises(BackupFailed, match="pg_dump"):
        backup(settings, tmp_path / "copy")
    with pytest.raises(BackupFailed, match="pg_restore"):
        restore(settings, tmp_path / "copy", replace=False)
