"""Take a file in as an edition that waits for two people: read apart, counted, staged slice by slice."""

import hashlib
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, Protocol

import structlog

from bot.core.errors import BadValue, ReaderUnavailable, StoreUnavailable
from bot.core.lists import (
    Edition,
    NameList,
    Printed,
    Publisher,
    PublisherKind,
    Review,
    check_list,
    discard,
)
from bot.core.log import AuditLine, Deed
from bot.core.roles import Right
from bot.core.uploads import TERMINAL, Upload, needs_reason
from bot.files import Asks, Choices, Digest, Fault, ListFile, Order, Refused, ending_of, printed_of, refused
from bot.files.wire import fault_from_json
from bot.ports import Clock, Draft, KnownNames, NewId, Reading, Store, Writing
from bot.services.ahead import beside, made_ahead
from bot.services.compare import published
from bot.services.index import Pace, at_once, enter_rows, key_names
from bot.services.rights import Rights

SLICE = 5_000
MOST_FAULTS = 100_000
"""So many faults are kept for the findings; a chat's file cannot have more."""
ERASED_AT_ONCE = 2_000
_COMPARED = 2_000
_AT_ONCE = 500
"""So many rows are read from their lines in half a millisecond."""

log = structlog.get_logger()

Note = Callable[[int], None]
Step = Callable[[Writing], Awaitable[None]]


class Reader(Protocol):
    """Reads a file where it can do no harm."""

    async def read(self, file: BinaryIO, order: Order, *, note: Note = ...) -> ListFile | Asks: ...


@dataclass(frozen=True, slots=True)
class Uploads:
    """Files on their way to editions."""

    store: Store
    clock: Clock
    new_id: NewId
    rights: Rights
    reader: Reader

    async def read(self, content: bytes, file_name: str, choices: Choices | None = None) -> ListFile | Asks:
        """Read a file that a moderator sent, or ask what only they can tell.

        Raises:
            Refused: the file as a whole cannot be read.
            ReaderUnavailable: it could not be tried; our own fault.
        """
        with tempfile.TemporaryFile() as file:
            file.write(content)
            file.flush()
            try:
                return await self.reader.read(file, Order(ending_of(file_name), choices=choices or Choices()))
            except Refused as error:
                error.digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
                raise

    async def note_refusal(self, moderator: str, error: Refused) -> None:
        """Keep that a file was refused, which, and why; nothing of what is in it."""
        async with self.store.writing() as writing:
            await writing.add_to_audit(
                AuditLine(self.clock(), moderator, Deed.FILE_REFUSED, error.code, error.digest)
            )

    def check_count(self, file: ListFile, *, expected: int) -> None:
        """Compare the rows with what the moderator said beforehand; nothing is stored.

        Raises:
            Refused: they expected another number (E30).
        """
        if expected != file.named:
            raise refused("E30", expected=expected, found=file.named)

    async def former(self, list_id: str) -> Edition | None:
        """Return the edition that is published now, which a new one would supersede."""
        async with self.store.reading() as reading:
            return await published(reading, list_id)

    async def store_file(
        self, draft: Draft, file: ListFile, *, list_id: str, expected: int, reason: str = ""
    ) -> Edition:
        """Store a read file as a draft edition; nothing of it is searched.

        Rows are written in slices, so that nobody's question waits behind a long list. The
        draft form is used up with the last slice: a crash before that leaves the form, and the
        same file sent again takes the place of what was half stored.

        Raises:
            Refused: the moderator expected another number of rows (E30), or this very list is
                an edition already (E19).
            BadValue: the batch is of remains, which hold no names; or the size wants a reason (E31).
            WrongState: the same file was sent once more meanwhile, and takes this one's place.
        """

        async def use_up(writing: Writing) -> None:
            await self.rights.require(writing, draft.chat_id, Right.PREPARE)
            await writing.drop_draft(draft)

        async def may_begin(writing: Writing) -> None:
            await self.rights.require(writing, draft.chat_id, Right.PREPARE)

        return await self._store(
            file, list_id, draft.chat_id, expected, reason, may_begin=may_begin, use_up=use_up
        )

    async def store_from_terminal(
        self, file: ListFile, *, list_id: str, expected: int, reason: str, note: Note, pace: Pace
    ) -> Edition:
        """The same for whoever runs the bot; two moderators submit and publish it in the chat.

        Args:
            note: told after each slice how many rows are stored.
            pace: rests after each slice, so that the running bot can write too.
        """

        async def nothing(_: Writing) -> None:
            """Who can write into the database needs no right."""

        return await self._store(
            file, list_id, TERMINAL, expected, reason, may_begin=nothing, use_up=nothing, note=note, pace=pace
        )

    async def list_from_terminal(
        self,
        *,
        batch_id: str,
        publisher_id: str | None,
        new_publisher: tuple[str, PublisherKind] | None,
        link: str,
        published_on: date,
    ) -> str:
        """Set up a list, and its publisher if that is new; returns the list's id.

        Raises:
            BadValue: the batch is of remains, which hold no names; or no publisher is named.
            Unknown: there is no such batch or publisher.
        """
        async with self.store.writing() as writing:
            check_list(await writing.batch(batch_id))
            if new_publisher is not None:
                publisher = Publisher(self.new_id(), *new_publisher)
                await writing.add_publisher(publisher)
                await self._note_set_up(writing, Deed.PUBLISHER_SET_UP, publisher.id)
            elif publisher_id is not None:
                publisher = await writing.publisher(publisher_id)
            else:
                raise BadValue("publisher")
            name_list = NameList(self.new_id(), batch_id, publisher, link, published_on)
            await writing.add_list(name_list)
            await self._note_set_up(writing, Deed.LIST_SET_UP, name_list.id)
        return name_list.id

    async def faults(self, edition_id: str) -> Sequence[Fault]:
        """Return every fault that is kept of an edition's file."""
        found: list[Fault] = []
        while True:
            async with self.store.reading() as reading:
                some = await reading.faults(edition_id, after=len(found), limit=_COMPARED)
            if not some:
                return found
            found.extend(some)

    async def _store(
        self,
        file: ListFile,
        list_id: str,
        by: str,
        expected: int,
        reason: str,
        *,
        may_begin: Step,
        use_up: Step,
        note: Note = lambda rows: None,
        pace: Pace = at_once,
    ) -> Edition:
        self.check_count(file, expected=expected)
        edition = await self._make_room(file, list_id, by, reason, may_begin)
        await self._stage_faults(edition, file)
        known = KnownNames()
        last = await self._stage_rows(edition, file, known, note, pace)
        # Keys are made by the interpreter, rows entered by the database alone.
        async with beside(key_names(self.store, pace)):
            await enter_rows(self.store, edition.id, pace)
        async with self.store.writing() as writing:
            await use_up(writing)
            await writing.add_rows(edition.id, last, known)
            await writing.add_upload(_upload(edition, file, self.clock(), reason))
            await self._note(writing, by, Deed.EDITION_UPLOADED, edition)
        return edition

    async def _make_room(
        self,
        file: ListFile,
        list_id: str,
        by: str,
        reason: str,
        may_begin: Step,
    ) -> Edition:
        half_stored = False
        async with self.store.writing() as writing:
            await may_begin(writing)
            check_list(await writing.batch((await writing.list(list_id)).batch_id))
            former = await published(writing, list_id)
            if former is not None and needs_reason(former.rows, file.accepted) and not reason.strip():
                raise refused("E31", former=former.rows, present=file.accepted)
            for edition in await writing.editions(list_id):
                if edition.digest != file.digest:
                    continue
                if edition.review is Review.DRAFT and await writing.stored_rows(edition.id) < edition.rows:
                    # Never filled up by somebody else: who uploaded it stands in it.
                    await writing.save_edition(discard(edition))
                    half_stored = True
                elif edition.review is not Review.SUPERSEDED:
                    raise await _same_again(writing, edition, by)
            kept = await writing.editions(list_id)
            made = Edition(
                id=self.new_id(),
                list_id=list_id,
                number=max((edition.number for edition in kept), default=0) + 1,
                rows=file.accepted,
                digest=file.digest,
                uploaded_by=by,
                rejected=file.rejected,
            )
            await writing.add_edition(made)
        if half_stored:
            await erase_discarded(self.store)
        return made

    async def _stage_faults(self, edition: Edition, file: ListFile) -> None:
        stored = 0
        for lines in file.all_faults.slices(SLICE):
            if stored >= MOST_FAULTS:
                return
            faults = [fault_from_json(line) for line in lines]
            async with self.store.writing() as writing:
                await writing.add_faults(edition.id, faults, after=stored)
            stored += len(faults)

    async def _stage_rows(
        self, edition: Edition, file: ListFile, known: KnownNames, note: Note, pace: Pace
    ) -> Sequence[Printed]:
        """Stage all rows but the last slice, which is returned.

        Raises:
            ReaderUnavailable: the spool holds other rows than were read.
        """
        slices = _Slices(file)
        last: Sequence[Printed] = ()
        read = 0
        async with aclosing(made_ahead(slices)) as coming:
            async for rows in coming:
                await self._stage(edition, last, known)
                last = rows
                read += len(rows)
                note(read)
                await pace()
        slices.check()
        return last

    async def _stage(self, edition: Edition, rows: Sequence[Printed], known: KnownNames) -> None:
        if rows:
            async with self.store.writing() as writing:
                await writing.stage_rows(edition.id, rows, known)

    async def _note_set_up(self, writing: Writing, deed: Deed, subject: str) -> None:
        await writing.add_to_audit(AuditLine(self.clock(), TERMINAL, deed, subject))

    async def _note(self, writing: Writing, by: str, deed: Deed, edition: Edition) -> None:
        await writing.add_to_audit(AuditLine(self.clock(), by, deed, edition.id, edition.digest))


async def erase_discarded(store: Store) -> None:
    """Erase what is stored of editions that were thrown away, slice by slice: nobody waits behind it.

    If the store breaks meanwhile, the next tidying goes on: what led here is done all the same.
    """
    try:
        async with store.reading() as reading:
            discarded = await reading.discarded_with_rows()
        for edition_id in discarded:
            await _erase_rows(store, edition_id)
    except StoreUnavailable as error:
        log.warning("rows thrown away are left", error=type(error).__name__)


async def _erase_rows(store: Store, edition_id: str) -> None:
    async with store.writing() as writing:
        await writing.drop_faults(edition_id)
    erased = ERASED_AT_ONCE
    while erased == ERASED_AT_ONCE:
        async with store.writing() as writing:
            erased = await writing.drop_entries(edition_id, limit=ERASED_AT_ONCE)


class _Slices:
    """The rows of a file slice by slice; at the end they must be those that were counted and digested."""

    def __init__(self, file: ListFile) -> None:
        self._file = file
        self._digest = Digest()
        self.read = 0

    def __iter__(self) -> Iterator[Sequence[Printed]]:
        for lines in self._file.rows.slices(SLICE):
            self._digest.add(b"".join(lines))
            rows: list[Printed] = []
            for at in range(0, len(lines), _AT_ONCE):
                rows += printed_of(lines[at : at + _AT_ONCE])
                # What is written meanwhile takes its turn.
                time.sleep(0)
            self.read += len(rows)
            yield rows

    def check(self) -> None:
        """Refuse to call the edition whole if it is not.

        Raises:
            ReaderUnavailable: the spool holds other rows than were read.
        """
        if (self.read, self._digest.value) != (self._file.accepted, self._file.digest):
            raise ReaderUnavailable("the spool holds other rows than were read")


async def _same_again(reading: Reading, edition: Edition, by: str) -> Refused:
    upload = await reading.upload(edition.id)
    told: dict[str, str | int] = {"edition": edition.number, "by": _seen_by(edition.uploaded_by, by)}
    if upload is not None:
        told["moment"] = int(upload.at.timestamp())
    return Refused(Fault("E19", told=told))


def _seen_by(uploaded_by: str, by: str) -> str:
    if uploaded_by == TERMINAL:
        return TERMINAL
    return "you" if uploaded_by == by else "another"


def _upload(edition: Edition, file: ListFile, at: datetime, reason: str) -> Upload:
    return Upload(
        edition_id=edition.id,
        at=at,
        total=file.total,
        merged=file.merged,
        blank=file.blank,
        faults=file.fault_count,
        kind=file.read_as.kind,
        encoding=file.read_as.encoding,
        sheet=file.read_as.sheet,
        reason=reason.strip(),
    )
