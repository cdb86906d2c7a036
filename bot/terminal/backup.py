"""`vdoma backup` and `vdoma restore`: a copy of the database, and the way back without waking anybody."""

import asyncio
from pathlib import Path
from typing import NamedTuple

from bot.assembly import make_services, now_utc, place_of_settings, sealing_of
from bot.keys import FILE_NAME, key_files
from bot.sealing import Sealing
from bot.services.questions import Questions
from bot.services.standstill import stand_still
from bot.services.upload import erase_discarded
from bot.settings import Settings
from storage import backup as copies
from storage.lock import hold_lock, hold_schema, share_schema
from storage.migrate import is_of_server, refuse_other_version, sqlite_path, upgrade
from storage.store import DatabaseStore, SqliteStore
from storage.tombstones import Tombstones


def backup(settings: Settings, target: Path) -> str:
    """Write a copy, also while the bot runs.

    Raises:
        BackupFailed: no copy was made.
    """
    path = _file_of(settings)
    if not path.exists():
        raise copies.BackupFailed(f"there is no database at {path}")
    if target.parent.resolve() in _folders_of_keys(settings) or (target.parent / FILE_NAME).exists():
        raise copies.BackupFailed(f"the keys lie in {target.parent}: with them a backup can be read")
    with share_schema(path):
        refuse_other_version(settings.database_url)
        size = copies.take(path, target)
    return (
        f"{target}: {size} bytes, whole. Keep it encrypted, away from the keys;\nthrow it away after 30 days."
    )


def _file_of(settings: Settings) -> Path:
    if is_of_server(settings.database_url):
        raise copies.BackupFailed(
            "of PostgreSQL `pg_dump` makes the copy, `pg_restore` and `vdoma standstill` bring it back"
        )
    return sqlite_path(settings.database_url)


def _folders_of_keys(settings: Settings) -> frozenset[Path]:
    given = settings.keys.get_secret_value() if settings.keys is not None else ""
    return frozenset(path.parent.resolve() for path in key_files(given))


def restore(settings: Settings, source: Path, *, replace: bool) -> str:
    """Bring a copy back while the bot is stopped.

    Nothing is published, answered or sent before two people and an owner go on, what was held is stopped,
    whoever was forgotten since is erased again, and what was owed counts as perhaps sent.

    Raises:
        BackupFailed: nothing was changed.
    """
    path = _file_of(settings)
    with hold_lock(path), hold_schema(path):
        if path.exists() and not replace:
            raise copies.BackupFailed(f"{path} is there: give --replace to put the backup in its place")
        with copies.copy_for_restore(source, path) as ready:
            upgrade(f"sqlite:///{ready}")
            # With the keys of the settings: a backup that they cannot open is refused before it is in place.
            sealing = sealing_of(settings.model_copy(update={"database_url": f"sqlite:///{ready}"}))
            quiet = asyncio.run(_stand_still(settings, SqliteStore(ready, chat_ids=sealing.chats), sealing))
            former = copies.put_in_place(ready, path)
    said = [f"{source} is in place. {_told(quiet, Tombstones(path))}"]
    if former is not None:
        said.append(f"The former database is {former}: erase it once nobody needs it.")
    return "\n".join(said)


def standstill(settings: Settings) -> str:
    """Do the same to a database that other tools brought back, before anything runs over it.

    Raises:
        AlreadyRunning, SchemaLocked: something runs over it; nothing was changed.
    """
    place = place_of_settings(settings)
    with place.hold_running(), place.hold_schema():
        upgrade(settings.database_url)
        sealing = sealing_of(settings)
        quiet = asyncio.run(_stand_still(settings, place.store(chat_ids=sealing.chats), sealing))
    return _told(quiet, Tombstones(place.beside))


class _Quiet(NamedTuple):
    """What was done so that nothing happens by itself.

    Args:
        buried: chats that were erased again.
        stopped: confirmations and editions that were held.
        owed: alerts that may have been sent since.
    """

    buried: int
    stopped: int
    owed: int


async def _stand_still(settings: Settings, store: DatabaseStore, sealing: Sealing) -> _Quiet:
    await store.open()
    try:
        services = make_services(store, settings, Questions(), sealing)
        buried = await services.forgetting.bury_again()
        async with store.writing() as writing:
            owed = await writing.doubt_what_is_owed()
            stopped = await stand_still(writing, now_utc())
            # The matcher may be started before the bot.
            await writing.search_classes(settings.searched)
        await erase_discarded(store)
        await store.erase_thoroughly()
    finally:
        await store.close()
    return _Quiet(buried, stopped, owed)


def _told(quiet: _Quiet, tombstones: Tombstones) -> str:
    said = [
        "Everything is frozen, answers and alerts are paused: "
        "two moderators write /unfreeze, then an owner /resume.",
        f"Confirmations and editions that were held, and are stopped now: {quiet.stopped}.",
        "Enter again what was withdrawn, taken down, stopped, ended or confirmed since, before /resume.",
        f"Alerts that may have been sent since the backup: {quiet.owed}; they will say so.",
        f"Chats that were forgotten since, and are erased again: {quiet.buried}.",
    ]
    if not tombstones.path.exists():
        said.append(
            f"There is no {tombstones.path.name}: bring the newest one before the start, or they come back."
        )
    return "\n".join(said)
