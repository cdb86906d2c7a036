"""Publishers, lists, editions and their entries."""

from collections.abc import Sequence
from datetime import date

from bot.core.lists import Edition, Entry, NameList, Publisher, PublisherKind, Review
from bot.core.names import Person
from storage.room import Room, Row, Value
from storage.times import from_ms, to_ms


class ListsReading(Room):
    """Lists, looked at."""

    async def publishers(self) -> Sequence[Publisher]:
        # By Python, not by the database: SQLite would put Є, І and Ї before А.
        found = [_publisher(row) for row in await self._session.rows("publishers")]
        return sorted(found, key=lambda publisher: (publisher.name.casefold(), publisher.id))

    async def publisher(self, publisher_id: str) -> Publisher:
        return _publisher(await self._one("publisher", publisher_id))

    async def list(self, list_id: str) -> NameList:
        return name_list_of(await self._one("name_list", list_id))

    async def lists(self, batch_id: str) -> Sequence[NameList]:
        return [name_list_of(row) for row in await self._session.rows("lists_of_batch", batch_id=batch_id)]

    async def all_lists(self) -> Sequence[NameList]:
        return [name_list_of(row) for row in await self._session.rows("all_lists")]

    async def edition(self, edition_id: str) -> Edition:
        return edition_of(await self._one("edition", edition_id))

    async def editions(self, list_id: str) -> Sequence[Edition]:
        return [edition_of(row) for row in await self._session.rows("editions_of_list", list_id=list_id)]

    async def open_editions(self) -> Sequence[Edition]:
        return [edition_of(row) for row in await self._session.rows("open_editions")]

    async def published_editions(self) -> Sequence[Edition]:
        return [edition_of(row) for row in await self._session.rows("published_editions")]

    async def stored_rows(self, edition_id: str) -> int:
        row = await self._session.row("stored_rows", edition_id=edition_id)
        return int(row["stored"]) if row is not None else 0

    async def first_entries(self, edition_id: str, *, limit: int) -> Sequence[Entry]:
        rows = await self._session.rows("first_entries", edition_id=edition_id, limit=limit)
        return [entry_of(row) for row in rows]

    async def entries(self, edition_id: str, *, after: int, limit: int) -> Sequence[Entry]:
        rows = await self._session.rows("next_entries", edition_id=edition_id, after=after, limit=limit)
        return [entry_of(row) for row in rows]


class ListsWriting(ListsReading):
    """Lists, written down."""

    async def add_publisher(self, publisher: Publisher) -> None:
        await self._session.change("add_publisher", id=publisher.id, name=publisher.name, kind=publisher.kind)

    async def add_list(self, name_list: NameList) -> None:
        await self._session.change(
            "add_list",
            id=name_list.id,
            batch_id=name_list.batch_id,
            publisher_id=name_list.publisher.id,
            link=name_list.link,
            published_on=name_list.published_on.isoformat(),
        )

    async def switch_list(self, name_list: NameList) -> None:
        await self._must_change("switch_list", name_list.id, switched_on=int(name_list.switched_on))

    async def add_edition(self, edition: Edition) -> None:
        """Add an edition.

        Raises:
            WrongState: the list has an edition of this number that was not discarded.
        """
        await self._session.change(
            "add_edition",
            id=edition.id,
            list_id=edition.list_id,
            number=edition.number,
            rows=edition.rows,
            rejected=edition.rejected,
            digest=edition.digest,
            uploaded_by=edition.uploaded_by,
            version=edition.version,
            **_progress(edition),
        )

    async def save_edition(self, edition: Edition) -> None:
        """Save how far an edition has come.

        Raises:
            WrongState: somebody saved it since it was read; or it is to be published while
                another edition of its list is, which must be superseded first.
        """
        await self._swap("save_edition", "edition", edition.id, edition.version, **_progress(edition))


def entry_of(row: Row) -> Entry:
    """Return the entry that a row of the table holds."""
    return Entry(
        edition_id=row["edition_id"],
        row=row["row_number"],
        printed_name=row["printed_name"],
        person=Person(
            family=row["family"],
            given=row["given"],
            patronymic=row["patronymic"],
            birth_year=row["birth_year"],
        ),
    )


def _publisher(row: Row) -> Publisher:
    return Publisher(row["id"], row["name"], PublisherKind(row["kind"]))


def name_list_of(row: Row) -> NameList:
    """Return the list that a row of the table holds, with its publisher."""
    return NameList(
        id=row["id"],
        batch_id=row["batch_id"],
        publisher=Publisher(row["publisher_id"], row["publisher_name"], PublisherKind(row["publisher_kind"])),
        link=row["link"],
        published_on=date.fromisoformat(row["published_on"]),
        switched_on=bool(row["switched_on"]),
    )


def edition_of(row: Row) -> Edition:
    """Return the edition that a row of the table holds."""
    return Edition(
        id=row["id"],
        list_id=row["list_id"],
        number=row["number"],
        rows=row["rows"],
        rejected=row["rejected"],
        digest=row["digest"],
        uploaded_by=row["uploaded_by"],
        review=Review(row["review"]),
        submitted_by=row["submitted_by"],
        published_by=row["published_by"],
        published_at=from_ms(row["published_at"]) if row["published_at"] is not None else None,
        version=row["version"],
        held_until=from_ms(row["held_until"]) if row["held_until"] is not None else None,
    )


def _progress(edition: Edition) -> dict[str, Value]:
    return {
        "review": edition.review,
        "submitted_by": edition.submitted_by,
        "published_by": edition.published_by,
        "published_at": to_ms(edition.published_at) if edition.published_at is not None else None,
        "held_until": to_ms(edition.held_until) if edition.held_until is not None else None,
    }
