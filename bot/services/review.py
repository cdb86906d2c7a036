"""Bring an edition from a file to where a second person can publish it."""

from dataclasses import dataclass

from bot.core.alerts import Event, EventKind
from bot.core.exchanges import Agreement, Batch, Exchange
from bot.core.lists import (
    Edition,
    Entry,
    NameList,
    Review,
    discard,
    submit,
)
from bot.core.log import AuditLine, Deed
from bot.core.roles import Right
from bot.core.uploads import ChangeCounts, Upload, check_reason
from bot.files import SHOWN_FAULTS, Fault
from bot.ports import Clock, NewId, Reading, Store, Writing
from bot.services.compare import published
from bot.services.rights import Rights
from bot.services.takedown import refuse_taken_down, rows_left_out
from bot.services.upload import erase_discarded

SAMPLE = 5


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition with what a moderator must see before agreeing.

    Args:
        sample: its first entries, in the order of the file.
        former: the edition that is published now and would be superseded, or None.
        upload: how it came from its file; None of an edition that an older program uploaded.
        faults: the first of what was wrong with the file.
        changes: how it differs from the former edition, where the two were compared.
        first: what the moderator is called who brought it so far.
        taken_down: the rows that it leaves out because somebody asked, as they were printed; empty
            once they are erased.
    """

    edition: Edition
    list: NameList
    batch: Batch
    exchange: Exchange
    agreement: Agreement | None
    sample: tuple[Entry, ...]
    former: Edition | None
    upload: Upload | None = None
    faults: tuple[Fault, ...] = ()
    changes: ChangeCounts | None = None
    first: str = ""
    taken_down: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviews:
    """Editions on their way: draft, submitted; `Publications` goes on from there."""

    store: Store
    clock: Clock
    new_id: NewId
    rights: Rights

    async def submit(self, edition_id: str, *, moderator: str) -> EditionView:
        """Ask for a second person; all other moderators are told.

        Raises:
            WrongState: it is no draft any more, or not all of its rows are stored.
            TakenDown: it holds rows that were taken down from this list.
        """
        async with self.store.reading() as reading:
            await self.rights.require(reading, moderator, Right.PREPARE)
            await refuse_taken_down(reading, await reading.edition(edition_id))
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator, Right.PREPARE)
            edition = await writing.edition(edition_id)
            await check_size(writing, edition)
            submitted = submit(
                edition, moderator=moderator, stored_rows=await writing.stored_rows(edition_id)
            )
            await writing.save_edition(submitted)
            event = Event(self.new_id(), EventKind.EDITION_WAITS, edition_id, None, self.clock())
            await self.rights.call(writing, event, self.new_id, moderator, right=Right.AGREE)
            await self._note(writing, moderator, Deed.EDITION_SUBMITTED, edition)
            return await view_of(writing, edition_id)

    async def discard(self, edition_id: str, *, moderator: str) -> None:
        """Throw an unpublished edition away, with its rows; a held one is stopped so, by any moderator.

        Raises:
            WrongState: it is published or gone already.
        """
        async with self.store.writing() as writing:
            edition = await writing.edition(edition_id)
            held = edition.review is Review.HELD
            await self.rights.require(writing, moderator, Right.STOP if held else Right.PREPARE)
            await writing.save_edition(discard(edition))
            deed = Deed.EDITION_STOPPED if held else Deed.EDITION_DISCARDED
            await self._note(writing, moderator, deed, edition)
        await erase_discarded(self.store)

    async def view(self, edition_id: str, *, moderator: str) -> EditionView:
        """Return the edition as a moderator sees it."""
        async with self.store.reading() as reading:
            await self.rights.require(reading, moderator, Right.LOOK)
            return await view_of(reading, edition_id)

    async def _note(self, writing: Writing, moderator: str, act: str, edition: Edition) -> None:
        await writing.add_to_audit(AuditLine(self.clock(), moderator, act, edition.id, edition.digest))


async def view_of(reading: Reading, edition_id: str) -> EditionView:
    """Return the edition with what a moderator must see before agreeing."""
    edition = await reading.edition(edition_id)
    name_list = await reading.list(edition.list_id)
    batch = await reading.batch(name_list.batch_id)
    exchange = await reading.exchange(batch.exchange_id)
    former = await published(reading, edition.list_id)
    if former is not None and former.id == edition_id:
        former = None
    return EditionView(
        edition,
        name_list,
        batch,
        exchange,
        await reading.agreement(exchange.agreement_id) if exchange.agreement_id is not None else None,
        tuple(await reading.first_entries(edition_id, limit=SAMPLE)),
        former,
        await reading.upload(edition_id),
        tuple(await reading.faults(edition_id, after=0, limit=SHOWN_FAULTS)),
        await reading.change_counts(edition_id, former.id) if former is not None else None,
        (await reading.moderator_names()).get(edition.submitted_by or edition.uploaded_by, ""),
        await rows_left_out(reading, edition),
    )


async def check_size(reading: Reading, edition: Edition) -> None:
    """Refuse an edition whose size wants a reason: another one may have been published since it was uploaded.

    Raises:
        BadValue: none was given.
    """
    former, upload = await published(reading, edition.list_id), await reading.upload(edition.id)
    if former is not None and upload is not None:
        check_reason(former.rows, edition.rows, upload.reason)
