"""Take a row down because somebody asked: a superseding edition without it, by two people.

Once that edition takes effect the row is erased from every edition of its list; only digests stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.alerts import Event, EventKind
from bot.core.errors import TakenDown, Unknown, WrongState
from bot.core.lists import Edition, Entry, Review, check_list, discard, submit
from bot.core.log import AuditLine, Deed
from bot.core.reports import Report, ReportReview, close
from bot.core.roles import Right
from bot.core.takedowns import Takedown, row_digest
from bot.files import Digest, Row, line_of
from bot.ports import Clock, KnownNames, NewId, Reading, Store, Writing
from bot.services.compare import slices_of
from bot.services.rights import Rights
from bot.services.upload import erase_discarded

SLICE = 500


@dataclass(frozen=True, slots=True)
class TakeDowns:
    """Rows on their way out."""

    store: Store
    clock: Clock
    new_id: NewId
    rights: Rights

    async def prepare(self, report_id: str, *, moderator: str) -> Edition | None:
        """Submit an edition without the reported row; a second person publishes it as any other.

        Where the published edition does not hold the row any more, nobody can be answered with it:
        it is erased from the former editions at once, the report is closed, and None is returned.

        Raises:
            WrongState: the report is closed, or an edition of this list waits already.
        """
        async with self.store.reading() as reading:
            await self.rights.require(reading, moderator, Right.PREPARE)
            report = await reading.report(report_id)
            entry = await _reported(reading, report)
            like = await reading.rows_like(entry.edition_id, entry.row)
            former = await _published_with(reading, like)
        if former is None:
            await self._erase_at_once(report, entry, like, moderator)
            return None
        left_out = frozenset(row for edition_id, row in like if edition_id == former.id)
        newer = await self._make_room(former, left_out, entry, report, moderator)
        await self._copy(former, newer, left_out)
        return await self._submit(newer, moderator)

    async def _make_room(
        self, former: Edition, left_out: frozenset[int], entry: Entry, report: Report, moderator: str
    ) -> Edition:
        digest = await self._digest(former, left_out)
        async with self.store.writing() as writing:
            await self._drop_half_copied(writing, former)
            name_list = await writing.list(former.list_id)
            check_list(await writing.batch(name_list.batch_id))
            kept = await writing.editions(former.list_id)
            if any(e.review in {Review.SUBMITTED, Review.HELD} for e in kept):
                raise WrongState(f"an edition of list {former.list_id} waits")
            newer = Edition(
                id=self.new_id(),
                list_id=former.list_id,
                number=max(e.number for e in kept) + 1,
                rows=former.rows - len(left_out),
                digest=digest,
                uploaded_by=moderator,
                rejected=former.rejected,
            )
            await writing.add_edition(newer)
            takedown = Takedown(row_digest(former.list_id, entry), entry.edition_id, entry.row, report.id)
            await writing.add_takedowns(newer.id, [takedown])
        await erase_discarded(self.store)
        return newer

    async def _drop_half_copied(self, writing: Writing, former: Edition) -> None:
        """Throw away what a crash left of an earlier copy."""
        for edition in await writing.editions(former.list_id):
            if edition.review is Review.DRAFT and await writing.takedowns(edition.id):
                await writing.save_edition(discard(edition))

    async def _digest(self, former: Edition, left_out: frozenset[int]) -> str:
        digest = Digest()
        async for entries in slices_of(self.store, former.id):
            for entry in entries:
                if entry.row not in left_out:
                    digest.add(line_of(Row(entry.row, entry.printed_name, entry.person)))
        return digest.value

    async def _copy(self, former: Edition, newer: Edition, left_out: frozenset[int]) -> None:
        known = KnownNames()
        async for entries in slices_of(self.store, former.id):
            staying = [entry.as_printed for entry in entries if entry.row not in left_out]
            async with self.store.writing() as writing:
                await writing.add_rows(newer.id, staying, known)

    async def _submit(self, newer: Edition, moderator: str) -> Edition:
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator, Right.PREPARE)
            edition = await writing.edition(newer.id)
            stored = await writing.stored_rows(newer.id)
            await writing.save_edition(submit(edition, moderator=moderator, stored_rows=stored))
            event = Event(self.new_id(), EventKind.EDITION_WAITS, newer.id, None, self.clock())
            await self.rights.call(writing, event, self.new_id, moderator, right=Right.AGREE)
            await self._note(writing, moderator, Deed.EDITION_SUBMITTED, newer.id, newer.digest)
            return await writing.edition(newer.id)

    async def _erase_at_once(
        self, report: Report, entry: Entry, like: Sequence[tuple[str, int]], moderator: str
    ) -> None:
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator, Right.PREPARE)
            if await _published_with(writing, like) is not None:
                raise WrongState(f"row {entry.row} of edition {entry.edition_id} is published again")
            list_id = (await writing.edition(entry.edition_id)).list_id
            closed = close(report, ReportReview.DONE, moderator=moderator, now=self.clock())
            await writing.save_report(closed)
            await writing.erase_rows(like)
            digest = row_digest(list_id, entry)
            await self._note(writing, moderator, Deed.ROW_ERASED, entry.edition_id, digest)
            await self._note(writing, moderator, Deed.REPORT_CLOSED, report.id, None)

    async def _note(
        self, writing: Writing, moderator: str, deed: Deed, subject: str, digest: str | None
    ) -> None:
        await writing.add_to_audit(AuditLine(self.clock(), moderator, deed, subject, digest))


async def rows_left_out(reading: Reading, edition: Edition) -> tuple[Entry, ...]:
    """Return the rows that an edition leaves out because somebody asked, as far as they still stand."""
    left_out = []
    for takedown in await reading.takedowns(edition.id):
        try:
            left_out.append(await reading.entry(takedown.from_edition, takedown.row))
        except Unknown:
            continue
    return tuple(left_out)


async def refuse_taken_down(reading: Reading, edition: Edition) -> None:
    """Refuse an edition that prints rows again which were taken down from its list.

    Raises:
        TakenDown: with the rows.
    """
    taken_down = await reading.taken_down(edition.list_id)
    again: list[int] = []
    after = 0
    while taken_down and (entries := await reading.entries(edition.id, after=after, limit=SLICE)):
        again += [entry.row for entry in entries if row_digest(edition.list_id, entry) in taken_down]
        after = entries[-1].row
    if again:
        raise TakenDown(again)


async def erase_taken_down(writing: Writing, edition: Edition, *, clock: Clock, moderator: str) -> None:
    """Erase what an edition that takes effect now leaves out, from every edition of its list.

    An edition that prints it and was to be published still could not be any more: it is thrown away.
    """
    for takedown in await writing.takedowns(edition.id):
        like = await writing.rows_like(takedown.from_edition, takedown.row)
        for other_id in dict.fromkeys(edition_id for edition_id, _ in like):
            other = await writing.edition(other_id)
            if other.review in {Review.DRAFT, Review.SUBMITTED, Review.HELD}:
                await writing.save_edition(discard(other))
                line = AuditLine(clock(), moderator, Deed.EDITION_DISCARDED, other_id, other.digest)
                await writing.add_to_audit(line)
        await writing.erase_rows(like)
        line = AuditLine(clock(), moderator, Deed.ROW_ERASED, edition.id, takedown.row_digest)
        await writing.add_to_audit(line)
        if takedown.report_id is not None:
            await _close(writing, takedown.report_id, clock, moderator)


async def _close(writing: Writing, report_id: str, clock: Clock, moderator: str) -> None:
    report = await writing.report(report_id)
    if report.review is ReportReview.OPEN:
        await writing.save_report(close(report, ReportReview.DONE, moderator=moderator, now=clock()))
        await writing.add_to_audit(AuditLine(clock(), moderator, Deed.REPORT_CLOSED, report_id))


async def _reported(reading: Reading, report: Report) -> Entry:
    if report.review is not ReportReview.OPEN or report.row is None:
        raise WrongState(f"report {report.id} is {report.review}")
    return await reading.entry(report.subject, report.row)


async def _published_with(reading: Reading, like: Sequence[tuple[str, int]]) -> Edition | None:
    for edition_id in dict.fromkeys(edition_id for edition_id, _ in like):
        edition = await reading.edition(edition_id)
        if edition.review is Review.PUBLISHED:
            return edition
    return None
