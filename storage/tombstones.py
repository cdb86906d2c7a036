"""Who asked to be forgotten, kept apart from the database: a restored backup revives nobody.

A line holds the day and a hash of the chat's text id. A text id is random and belongs to one chat until
that is forgotten: the hash leads to nobody, and who comes back has another one.
"""

import fcntl
import hashlib
import os
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from bot.core.errors import StoreUnavailable


class Tombstones:
    """The file beside the database; keep it out of the backups, and bring no older one back.

    Args:
        database: the file beside which it lies.
    """

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}.forgotten")

    def add(self, chat_id: str, *, on: date) -> None:
        """Note that a chat is forgotten; it is on the disk when this returns.

        Raises:
            StoreUnavailable: it cannot be written.
        """
        try:
            file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                os.write(file, f"{on.isoformat()} {_hash(chat_id)}\n".encode())
                os.fsync(file)
            finally:
                os.close(file)
        except OSError as error:
            raise StoreUnavailable(f"{self.path}: {error.strerror}") from error

    def among(self, chat_ids: Iterable[str]) -> Collection[str]:
        """Return those of the chats that were forgotten.

        Raises:
            StoreUnavailable: the file is there and cannot be read.
        """
        forgotten = {line.partition(" ")[2] for line in self._lines()}
        return [chat_id for chat_id in chat_ids if _hash(chat_id) in forgotten] if forgotten else []

    def drop_before(self, day: date) -> None:
        """Drop what is older than any backup that is kept."""
        lines = self._lines()
        kept = [line for line in lines if line.partition(" ")[0] >= day.isoformat()]
        if len(kept) == len(lines):
            return
        fresh = self.path.with_name(f"{self.path.name}.new")
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write("".join(f"{line}\n" for line in kept))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.path)
        except OSError as error:
            raise StoreUnavailable(f"{self.path}: {error.strerror}") from error

    def _lines(self) -> list[str]:
        try:
            return self.path.read_text(encoding="ascii").splitlines()
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise StoreUnavailable(f"{self.path} cannot be read") from error


def _hash(chat_id: str) -> str:
    return hashlib.blake2b(chat_id.encode(), digest_size=16, person=b"vdoma forgotten").hexdigest()
