"""What every room of the store stands on: one transaction, and named queries run in it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.core.errors import Unknown, WrongState
from bot.ports import Clock, NewId
from bot.sealing import ChatIds, SealedElsewhere

Value = str | int | bytes | None
Row = Mapping[str, Any]


class Session(Protocol):
    """One open transaction of one database; the queries are those of `queries/*.sql`, by name.

    Every method raises `StoreUnavailable` if the database does not answer, `WrongState` if
    the statement would make a second of something unique, and `Unknown` if it refers to
    something that is not there.
    """

    async def rows(self, query: str, **values: Value) -> Sequence[Row]: ...
    async def row(self, query: str, **values: Value) -> Row | None: ...
    async def rows_of_each(self, *queries: str, **values: Value) -> Sequence[Sequence[Row]]:
        """Return the rows of several queries that take the same values: faster than one by one."""

    async def rows_of(self, query: str, names: Mapping[str, str], **values: Value) -> Sequence[Row]:
        """The same with a table and a column of our own schema in the place of the query's words for them."""

    async def change(self, query: str, **values: Value) -> int:
        """Return how many rows were changed."""

    async def change_of(self, query: str, names: Mapping[str, str], **values: Value) -> int:
        """`change` with a table and columns of our own schema in the place of the query's words for them."""

    async def change_each(self, query: str, several: Sequence[Mapping[str, Value]]) -> int:
        """The same for each of the sets of values, in order."""

    async def change_each_by_place(self, query: str, rows: Sequence[tuple[Value, ...]]) -> None:
        """The same, with the values in the order in which the query names them."""

    async def add_each(self, query: str, rows: Sequence[tuple[Value, ...]]) -> None:
        """The same for a query that inserts: several rows by one statement, faster for very many."""

    def listed(self, values: Collection[str | int]) -> Value:
        """Return several values as the one parameter in which this database takes them."""

    def lending_clock(self, now: datetime) -> datetime:
        """Return the moment by which loans run: that of the one clock that all who lend share."""

    def erase_after_commit(self) -> None:
        """Let nothing that this transaction deletes be left in any file once it is committed."""


class Room:
    """Some promises of bot/ports.py, kept over one transaction.

    Args:
        clock: for the day on which a chat was made.
        new_id: for text ids of chats and alerts.
        chat_ids: seals Telegram ids; None in a program that has no keys.
    """

    def __init__(self, session: Session, *, clock: Clock, new_id: NewId, chat_ids: ChatIds | None) -> None:
        self._session = session
        self._clock = clock
        self._new_id = new_id
        self._sealing = chat_ids

    @property
    def _chat_ids(self) -> ChatIds:
        if self._sealing is None:
            raise SealedElsewhere("this program was given no keys")
        return self._sealing

    async def _one(self, query: str, id_: str) -> Row:
        row = await self._session.row(query, id=id_)
        if row is None:
            raise Unknown(id_)
        return row

    async def _must_change(self, query: str, id_: str, **values: Value) -> None:
        if await self._session.change(query, id=id_, **values) == 0:
            raise Unknown(id_)

    async def _swap(self, query: str, look_up: str, id_: str, version: int, **values: Value) -> None:
        """Change a row that still has the version that was read.

        Raises:
            WrongState: somebody saved it since.
            Unknown: it is not there.
        """
        if await self._session.change(query, id=id_, version=version, **values) == 0:
            await self._one(look_up, id_)
            raise WrongState(f"{id_} is no longer at version {version}")
