"""Where everything is kept: a file of this machine, or a database of a server."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.sealing import ChatIds
from storage import lock
from storage.migrate import is_of_server, sqlite_path
from storage.store import DatabaseStore, SqliteStore


class Place(Protocol):
    """Who may do what over a database, and the store over it."""

    @property
    def is_shared(self) -> bool:
        """Whether several processes may send alerts over it."""

    @property
    def name(self) -> str:
        """What whoever runs the bot calls it; without a password."""

    @property
    def beside(self) -> Path:
        """The name that the files beside the database begin with: what may not be inside it."""

    def hold_running(self) -> AbstractContextManager[Callable[[], None]]:
        """Be the only process that polls over it; call what is given to look whether it still is."""

    def hold_matcher(self) -> AbstractContextManager[None]:
        """Be the only matcher over it."""

    def share_schema(self) -> AbstractContextManager[None]:
        """Write rows beside others who do, while nobody changes the tables."""

    def hold_schema(self) -> AbstractContextManager[None]:
        """Change the tables while nobody writes rows."""

    def store(self, *, chat_ids: ChatIds | None = None) -> DatabaseStore:
        """Return the store, not open yet."""


def place_of(database_url: str, folder: Path) -> Place:
    """Return the place of an address.

    Args:
        folder: where a database of a server has the files that belong beside it.
    """
    if is_of_server(database_url):
        return ServerPlace(database_url, folder)
    return FilePlace(sqlite_path(database_url))


@dataclass(frozen=True, slots=True)
class FilePlace:
    """One SQLite file."""

    beside: Path
    is_shared: bool = False

    @property
    def name(self) -> str:
        return str(self.beside)

    @contextmanager
    def hold_running(self) -> Iterator[Callable[[], None]]:
        with lock.hold_lock(self.beside):
            # The kernel's lock ends with the process and never before.
            yield lambda: None

    def hold_matcher(self) -> AbstractContextManager[None]:
        return lock.hold_matcher_lock(self.beside)

    def share_schema(self) -> AbstractContextManager[None]:
        return lock.share_schema(self.beside)

    def hold_schema(self) -> AbstractContextManager[None]:
        return lock.hold_schema(self.beside)

    def store(self, *, chat_ids: ChatIds | None = None) -> DatabaseStore:
        return SqliteStore(self.beside, chat_ids=chat_ids)


class ServerPlace:
    """One database of a PostgreSQL server."""

    is_shared = True
    name = "the address of VDOMA_DATABASE_URL"

    def __init__(self, url: str, folder: Path) -> None:
        # Loaded here: whoever has a file needs no driver of a server in memory.
        from storage import server_locks

        self._locks = server_locks
        self._url = url
        self.beside = folder / "vdoma"

    @contextmanager
    def hold_running(self) -> Iterator[Callable[[], None]]:
        self.beside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._locks.hold_running(self._url) as still_held:
            yield still_held

    def hold_matcher(self) -> AbstractContextManager[None]:
        return self._locks.hold_matcher(self._url)

    def share_schema(self) -> AbstractContextManager[None]:
        return self._locks.share_schema(self._url)

    def hold_schema(self) -> AbstractContextManager[None]:
        return self._locks.hold_schema(self._url)

    def store(self, *, chat_ids: ChatIds | None = None) -> DatabaseStore:
        from storage.postgres import PostgresDatabase

        return DatabaseStore(PostgresDatabase(self._url), chat_ids=chat_ids)
