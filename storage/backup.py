"""A copy of the database that is whole, and the way back from one."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.core.errors import BotError

_BESIDE = ("-wal", "-shm", "-journal")


class BackupFailed(BotError):
    """No copy was made, or it cannot be brought back; nothing was changed. Told to whoever runs the bot."""


def take(database: Path, target: Path) -> int:
    """Write a copy of one moment beside the running bot; returns its bytes.

    What was deleted is in no gap of the copy: it is written row by row. A crash leaves a file that ends in
    `.part`, never one that looks like a backup.

    Raises:
        BackupFailed: something is there already, or it cannot be written, or the database is damaged.
    """
    if target.exists():
        raise BackupFailed(f"{target} is there already")
    part = target.with_name(f"{target.name}.part")
    with _told(target):
        part.unlink(missing_ok=True)
        # Made before SQLite writes to it: nobody else may read it, not for a moment.
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True)) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        make_sure(part)
        _settle(part)
        # Not over what came meanwhile.
        os.link(part, target)
        part.unlink()
        _settle(target.parent)
        return target.stat().st_size


@contextmanager
def copy_for_restore(backup: Path, database: Path) -> Iterator[Path]:
    """Copy a backup beside the database, so that it can be made ready before it takes its place.

    Nothing of the copy is left unless it has taken that place: whoever was forgotten since is in it.

    Raises:
        BackupFailed: it cannot be read, or it is damaged.
    """
    ready = database.with_name(f"{database.name}.restoring")
    _remove(ready)
    try:
        _copy(backup, ready)
        yield ready
    finally:
        _remove(ready)


def _copy(backup: Path, ready: Path) -> None:
    with _told(backup):
        ready.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(ready, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with (
            closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(ready)) as copy,
        ):
            source.backup(copy)
        make_sure(ready)


def _remove(ready: Path) -> None:
    with _told(ready):
        for ending in ("", *_BESIDE):
            Path(f"{ready}{ending}").unlink(missing_ok=True)


def put_in_place(ready: Path, database: Path) -> Path | None:
    """Let a copy that is ready take the database's place; returns where the former one is.

    Raises:
        BackupFailed: the files cannot be moved.
    """
    former = database.with_name(f"{database.name}.replaced")
    with _told(database):
        _settle(ready)
        if not database.exists():
            ready.replace(database)
            _settle(database.parent)
            return None
        _empty_wal(database)
        former.unlink(missing_ok=True)
        os.link(database, former)
        for ending in _BESIDE:
            # What a damaged database could not take in must not reach the new one.
            if Path(f"{database}{ending}").exists():
                Path(f"{database}{ending}").replace(f"{former}{ending}")
        ready.replace(database)
        _settle(database.parent)
    return former


def make_sure(copy: Path) -> None:
    """Make sure that a copy is a whole database.

    Raises:
        BackupFailed: it is not.
    """
    with _told(copy), closing(sqlite3.connect(copy)) as connection:
        (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if answer != "ok":
            raise BackupFailed(f"{copy} is damaged")
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise BackupFailed(f"{copy} is not whole: something in it refers to nothing")


def _empty_wal(database: Path) -> None:
    try:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error:
        # Damaged: it goes away as it is, with what lies beside it.
        return


def _settle(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupFailed(f"{path}: {error.strerror}") from error
    except sqlite3.Error as error:
        raise BackupFailed(f"{path}: {error}") from error
