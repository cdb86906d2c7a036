"""Bring an edition from a file to families, by two people."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.alerts import Event, EventKind
from bot.core.errors import UnreadableList
from bot.core.exchanges import Agreement, Batch, Exchange
from bot.core.lists import (
    Edition,
    Entry,
    NameList,
    Review,
    check_list,
    discard,
    publish,
    submit,
    supersede,
)
from bot.core.log import AuditLine
from bot.files import ListFile, Row, read_list
from bot.ports import Clock, Draft, NewId, Reading, Store, Writing
from bot.services.rights import Rights

SLICE = 2_000
SAMPLE = 5


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition with what a moderator must see before agreeing.

    Args:
        sample: its first entries, in the order of the file.
        former: the edition that is published now and would be superseded, or None.
    """

    edition: Edition
    list: NameList
    batch: Batch
    exchange: Exchange
    agreement: Agreement | None
    sample: tuple[Entry, ...]
    former: Edition | None


@dataclass(frozen=True, slots=True)
class Reviews:
    """Editions on their way: draft, submitted, published."""

    store: Store
    clock: Clock
    new_id: NewId
    rights: Rights

    async def read(self, content: bytes, file_name: str) -> ListFile:
        """Read a file as a list, in a thread so that nobody waits behind it.

        Raises:
            UnreadableList: the file as a whole cannot be read.
        """
        return await asyncio.to_thread(read_list, content, file_name)

    def check_count(self, file: ListFile, *, expected: int) -> None:
        """Compare the rows with what the moderator said beforehand; nothing is stored.

        Raises:
            UnreadableList: they expected another number (E30).
        """
        if expected != file.total - file.blank:
            raise UnreadableList("E30")

    async def upload(self, draft: Draft, file: ListFile, *, list_id: str, expected: int) -> Edition:
        """Store a read file as a draft edition; nothing of it is searched.

        Rows are written in slices, so that nobody's question waits behind a long list. The
        draft form is used up with the last slice: a crash before that leaves the form, and the
        same file sent again takes the place of what was half stored.

        Raises:
            UnreadableList: the moderator expected another number of rows (E30), or this
                very file is an edition of this list already (E19).
            BadValue: the batch is of remains, which hold no names.
            WrongState: the same file was sent once more meanwhile, and takes this one's place.
        """
        self.check_count(file, expected=expected)
        edition = await self._make_room(draft, file, list_id)
        *slices, last = _slices(file.rows)
        for some in slices:
            async with self.store.writing() as writing:
                await _add(writing, edition, some)
        async with self.store.writing() as writing:
            await self.rights.require(writing, draft.chat_id)
            await _add(writing, edition, last)
            await writing.drop_draft(draft)
            await self._note(writing, draft.chat_id, "edition uploaded", edition)
        return edition

    async def submit(self, edition_id: str, *, moderator: str) -> EditionView:
        """Ask for a second person; all other moderators are told.

        Raises:
            WrongState: it is no draft any more, or not all of its rows are stored.
        """
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator)
            edition = await writing.edition(edition_id)
            submitted = submit(
                edition, moderator=moderator, stored_rows=await writing.stored_rows(edition_id)
            )
            await writing.save_edition(submitted)
            event = Event(self.new_id(), EventKind.EDITION_WAITS, edition_id, None, self.clock())
            others = await self.rights.others(writing, moderator)
            await writing.owe(event, others, [self.new_id() for _ in others])
            await self._note(writing, moderator, "edition submitted", edition)
            return await _view(writing, edition_id)

    async def publish(self, edition_id: str, *, moderator: str, code: str) -> EditionView:
        """Publish as the second person; the former edition of the list is superseded in the same step.

        Raises:
            NotAllowed: the moderator uploaded or submitted it.
            WrongCode: other characters were typed than the screen shows.
            WrongState: it does not wait for a second person any more, or a newer edition is published.
        """
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator)
            edition = await writing.edition(edition_id)
            check_list(await writing.batch((await writing.list(edition.list_id)).batch_id))
            published = publish(
                edition,
                moderator=moderator,
                code=code,
                stored_rows=await writing.stored_rows(edition_id),
                now=self.clock(),
            )
            for former in await writing.editions(edition.list_id):
                if former.review is Review.PUBLISHED:
                    await writing.save_edition(supersede(former, newer=edition))
                    await self._note(writing, moderator, "edition superseded", former)
            await writing.save_edition(published)
            await self._note(writing, moderator, "edition published", edition)
            return await _view(writing, edition_id)

    async def discard(self, edition_id: str, *, moderator: str) -> None:
        """Throw an unpublished edition away, with its rows.

        Raises:
            WrongState: it is published or gone already.
        """
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator)
            edition = await writing.edition(edition_id)
            await writing.save_edition(discard(edition))
            await writing.drop_entries(edition_id)
            await self._note(writing, moderator, "edition discarded", edition)

    async def view(self, edition_id: str, *, moderator: str) -> EditionView:
        """Return the edition as a moderator sees it."""
        async with self.store.reading() as reading:
            await self.rights.require(reading, moderator)
            return await _view(reading, edition_id)

    async def _make_room(self, draft: Draft, file: ListFile, list_id: str) -> Edition:
        async with self.store.writing() as writing:
            await self.rights.require(writing, draft.chat_id)
            name_list = await writing.list(list_id)
            check_list(await writing.batch(name_list.batch_id))
            for edition in await writing.editions(list_id):
                if edition.digest != file.digest:
                    continue
                half_stored = await writing.stored_rows(edition.id) < edition.rows
                if edition.review is Review.DRAFT and half_stored:
                    # Never filled up by somebody else: who uploaded it stands in it.
                    await writing.drop_entries(edition.id)
                    await writing.save_edition(discard(edition))
                elif edition.review is not Review.SUPERSEDED:
                    raise UnreadableList("E19")
            kept = await writing.editions(list_id)
            number = max((edition.number for edition in kept), default=0) + 1
            edition = Edition(
                id=self.new_id(),
                list_id=list_id,
                number=number,
                rows=len(file.rows),
                digest=file.digest,
                uploaded_by=draft.chat_id,
                rejected=file.rejected,
            )
            await writing.add_edition(edition)
            return edition

    async def _note(self, writing: Writing, moderator: str, act: str, edition: Edition) -> None:
        await writing.add_to_audit(AuditLine(self.clock(), moderator, act, edition.id, edition.digest))


async def _view(reading: Reading, edition_id: str) -> EditionView:
    edition = await reading.edition(edition_id)
    name_list = await reading.list(edition.list_id)
    editions = await reading.editions(edition.list_id)
    published = [e for e in editions if e.review is Review.PUBLISHED and e.id != edition_id]
    batch = await reading.batch(name_list.batch_id)
    exchange = await reading.exchange(batch.exchange_id)
    return EditionView(
        edition,
        name_list,
        batch,
        exchange,
        await reading.agreement(exchange.agreement_id) if exchange.agreement_id is not None else None,
        tuple(await reading.first_entries(edition_id, limit=SAMPLE)),
        published[0] if published else None,
    )


async def _add(writing: Writing, edition: Edition, rows: Sequence[Row]) -> None:
    entries = [Entry(edition.id, row.number, row.printed_name, row.person) for row in rows]
    await writing.add_entries(entries)


def _slices(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Cut rows into slices; of no rows there is one empty slice."""
    for start in range(0, max(len(rows), 1), SLICE):
        yield rows[start : start + SLICE]
