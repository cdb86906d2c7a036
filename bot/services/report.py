"""Take in what anybody reports as wrong, and deal with it."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.errors import TooManyReports, Unknown
from bot.core.exchanges import Batch, Exchange
from bot.core.lists import Edition, Entry, NameList, Review
from bot.core.log import AuditLine, Deed
from bot.core.reports import Report, ReportKind, ReportReview, close
from bot.core.roles import Right
from bot.core.statements import Statement, StatementReview
from bot.ports import Clock, NewId, Reading, Store
from bot.services.rights import Rights

PER_DAY = 5
REMEMBERED_PEOPLE = 10_000


@dataclass(slots=True)
class Reporters:
    """How often each person reported something during the last day; in memory only."""

    _at: "OrderedDict[int, list[datetime]]" = field(default_factory=OrderedDict)

    def count(self, person: int, *, now: datetime) -> None:
        """Count one report.

        Raises:
            TooManyReports: the person has made as many as anybody finds wrong in a day.
        """
        recent = [at for at in self._at.get(person, []) if at > now - timedelta(days=1)]
        if len(recent) >= PER_DAY:
            raise TooManyReports
        self._at[person] = [*recent, now]
        self._at.move_to_end(person)
        if len(self._at) > REMEMBERED_PEOPLE:
            self._at.popitem(last=False)

    def forget(self, person: int) -> None:
        """Forget everything about the person."""
        self._at.pop(person, None)


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report with what a moderator must see to deal with it.

    Args:
        entry: the row, or None if it is erased or the report is about a statement.
        edition, list: where the row stood.
        still_published: whether the published edition of the list prints it now.
        taking_down: an edition without it that waits for a second person, or is held.
        statement: the statement, if the report is about one.
    """

    report: Report
    batch: Batch | None
    exchange: Exchange | None
    entry: Entry | None = None
    edition: Edition | None = None
    list: NameList | None = None
    still_published: bool = False
    taking_down: Edition | None = None
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class Reports:
    """The queue of what is said to be wrong."""

    store: Store
    clock: Clock
    new_id: NewId
    rights: Rights
    reporters: Reporters

    async def report(self, person: int, kind: ReportKind, subject: str, row: int | None) -> None:
        """Take in a report. Who made it is counted in memory and stands nowhere.

        Args:
            person: their Telegram id.
            row: the row of the edition that `subject` names; None where it names a statement.

        Raises:
            Unknown: there is no such row, or no such statement that families can see.
            TooManyReports: the person has made as many as anybody finds wrong in a day.
        """
        now = self.clock()
        async with self.store.reading() as reading:
            await _check_subject(reading, kind, subject, row)
        self.reporters.count(person, now=now)
        async with self.store.writing() as writing:
            await writing.add_report(Report(self.new_id(), kind, subject, row, now))

    async def view(self, report_id: str, *, moderator: str) -> ReportView:
        """Return a report as a moderator sees it."""
        async with self.store.reading() as reading:
            await self.rights.require(reading, moderator, Right.LOOK)
            return await _view(reading, await reading.report(report_id))

    async def close(self, report_id: str, review: ReportReview, *, moderator: str) -> ReportView:
        """Close a report: it was dealt with, or there is nothing to be changed.

        Raises:
            WrongState: it was closed already.
        """
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator, Right.PREPARE)
            report = await writing.report(report_id)
            await writing.save_report(close(report, review, moderator=moderator, now=self.clock()))
            line = AuditLine(self.clock(), moderator, Deed.REPORT_CLOSED, report_id)
            await writing.add_to_audit(line)
            return await _view(writing, await writing.report(report_id))


async def _check_subject(reading: Reading, kind: ReportKind, subject: str, row: int | None) -> None:
    if kind is ReportKind.STATEMENT_IS_WRONG:
        if (await reading.statement(subject)).review is not StatementReview.PUBLISHED or row is not None:
            raise Unknown(subject)
        return
    seen = {Review.PUBLISHED, Review.SUPERSEDED, Review.WITHDRAWN}
    if (await reading.edition(subject)).review not in seen or row is None:
        raise Unknown(subject)
    await reading.entry(subject, row)


async def _view(reading: Reading, report: Report) -> ReportView:
    if report.row is None:
        return await _view_of_statement(reading, report)
    edition = await reading.edition(report.subject)
    name_list = await reading.list(edition.list_id)
    batch = await reading.batch(name_list.batch_id)
    like = {edition_id for edition_id, _ in await reading.rows_like(report.subject, report.row)}
    editions = await reading.editions(edition.list_id)
    published = {e.id for e in editions if e.review is Review.PUBLISHED}
    return ReportView(
        report,
        batch,
        await reading.exchange(batch.exchange_id),
        await _entry(reading, report.subject, report.row),
        edition,
        name_list,
        still_published=bool(like & published),
        taking_down=await _taking_down(reading, report, editions),
    )


async def _view_of_statement(reading: Reading, report: Report) -> ReportView:
    statement = await reading.statement(report.subject)
    try:
        batch = await reading.batch(statement.about.id)
    except Unknown:
        # It is about an agreement or an exchange as a whole.
        return ReportView(report, None, None, statement=statement)
    return ReportView(report, batch, await reading.exchange(batch.exchange_id), statement=statement)


async def _entry(reading: Reading, edition_id: str, row: int) -> Entry | None:
    try:
        return await reading.entry(edition_id, row)
    except Unknown:
        return None


async def _taking_down(reading: Reading, report: Report, editions: Sequence[Edition]) -> Edition | None:
    for edition in editions:
        if edition.review in {Review.SUBMITTED, Review.HELD}:
            takedowns = await reading.takedowns(edition.id)
            if any(takedown.report_id == report.id for takedown in takedowns):
                return edition
    return None
