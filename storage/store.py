"""The store: the promises of bot/ports.py, joined from the rooms that keep them."""

import secrets
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from bot.ports import Clock, Look, NewId, Reading, Result, Store, Writing
from bot.sealing import ChatIds
from storage.audit import AuditReading, AuditWriting
from storage.chats import ChatsReading, ChatsWriting
from storage.exchanges import ExchangesWriting
from storage.factors import FactorsWriting
from storage.follows import FollowsReading, FollowsWriting
from storage.held import HeldReading, HeldWriting
from storage.moderators import ModeratorsWriting
from storage.names_index import NamesReading, NamesWriting
from storage.outbox import OutboxReading, OutboxWriting
from storage.preferences import PreferencesReading, PreferencesWriting
from storage.proposals import ProposalsReading, ProposalsWriting
from storage.room import Session
from storage.rows import RowsReading, RowsWriting
from storage.sealed import SealedWriting
from storage.sqlite import SqliteFile
from storage.updates import UpdatesReading, UpdatesWriting
from storage.uploads import UploadsReading, UploadsWriting
from storage.watches import WatchesReading, WatchesWriting

# Without the letters that are mistaken for digits, or for one another.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class StoredReading(
    ChatsReading,
    NamesReading,
    UploadsReading,
    RowsReading,
    FollowsReading,
    WatchesReading,
    PreferencesReading,
    OutboxReading,
    ProposalsReading,
    AuditReading,
    HeldReading,
    UpdatesReading,
):
    """Everything that can be read in one transaction."""


class StoredWriting(
    ChatsWriting,
    ExchangesWriting,
    NamesWriting,
    UploadsWriting,
    RowsWriting,
    ModeratorsWriting,
    FollowsWriting,
    WatchesWriting,
    PreferencesWriting,
    OutboxWriting,
    ProposalsWriting,
    AuditWriting,
    HeldWriting,
    FactorsWriting,
    SealedWriting,
    UpdatesWriting,
    StoredReading,
):
    """Everything that can be read and written in one transaction."""


def text_id() -> str:
    """Return a new text id of ten characters that nobody can guess."""
    # Asked once for all ten: a fan-out makes two ids for each follower.
    rest = int.from_bytes(secrets.token_bytes(16))
    letters = []
    for _ in range(10):
        rest, letter = divmod(rest, len(_LETTERS))
        letters.append(_LETTERS[letter])
    return "".join(letters)


def _now() -> datetime:
    return datetime.now(UTC)


class Database(Protocol):
    """The connections to one database."""

    async def open(self) -> None: ...
    async def open_beside(self) -> None: ...
    async def close(self) -> None: ...
    async def erase_thoroughly(self) -> bool: ...
    def reading(self) -> AbstractAsyncContextManager[Session]: ...
    def writing(self) -> AbstractAsyncContextManager[Session]: ...
    async def at_once(self, look: Callable[[Any], Coroutine[Any, Any, Result]]) -> Result: ...


class DatabaseStore:
    """Everything that is remembered, in one database.

    Transactions are not nested: a task that holds one and asks for another waits in vain.

    Args:
        database: brought to this program's version before (`storage.migrate`).
        chat_ids: seals Telegram ids, and finds them again; None for a program that needs no chat.
        clock: for the day on which a chat was made.
        new_id: for ids of chats and alerts.
    """

    def __init__(
        self,
        database: Database,
        *,
        chat_ids: ChatIds | None = None,
        clock: Clock = _now,
        new_id: NewId = text_id,
    ) -> None:
        self._database = database
        self._chat_ids = chat_ids
        self._clock = clock
        self._new_id = new_id

    async def open(self) -> None:
        """Connect.

        Raises:
            StoreUnavailable: there is no such database, or it cannot keep the promises about crashes.
        """
        await self._database.open()

    async def open_beside(self) -> None:
        """Connect beside the running bot, which has the database open too.

        Raises:
            StoreUnavailable: as `open`.
        """
        await self._database.open_beside()

    async def close(self) -> None:
        """Wait for what is under way, then disconnect."""
        await self._database.close()

    async def erase_thoroughly(self) -> bool:
        """Leave no second copy of what was erased in any gap of a file; returns whether that was owed.

        Raises:
            StoreUnavailable: the disk does not do it.
        """
        return await self._database.erase_thoroughly()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reading]:
        """One consistent view."""
        async with self._database.reading() as session:
            yield self._reading(session)

    async def at_once(self, look: Look[Result]) -> Result:
        """Look at one consistent view, faster than by `reading`; see `Store.at_once`."""
        return await self._database.at_once(lambda session: look(self._reading(session)))

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Writing]:
        """One transaction; committed when left normally, undone when left in any other way."""
        async with self._database.writing() as session:
            yield StoredWriting(session, clock=self._clock, new_id=self._new_id, chat_ids=self._chat_ids)

    def _reading(self, session: Session) -> StoredReading:
        return StoredReading(session, clock=self._clock, new_id=self._new_id, chat_ids=self._chat_ids)


class SqliteStore(DatabaseStore):
    """Everything in one file.

    Args:
        path: the file.
    """

    def __init__(
        self, path: Path, *, chat_ids: ChatIds | None = None, clock: Clock = _now, new_id: NewId = text_id
    ) -> None:
        super().__init__(SqliteFile(path), chat_ids=chat_ids, clock=clock, new_id=new_id)


def _keeps_the_promises(store: DatabaseStore) -> Store:
    """For the type checker: it fails here if a promise is not kept."""
    return store
