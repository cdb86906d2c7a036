"""Proposals about what is published, and reports of what is wrong."""

from collections.abc import Sequence

from bot.core.proposals import Proposal, ProposalReview, Proposed, Reason
from bot.core.reports import Report, ReportKind, ReportReview
from storage.room import Room, Row
from storage.times import from_ms, to_ms

NO_ROW = 0


class ProposalsReading(Room):
    """Proposals and reports, looked at."""

    async def proposal(self, proposal_id: str) -> Proposal:
        return _proposal(await self._one("proposal", proposal_id))

    async def open_proposals(self) -> Sequence[Proposal]:
        return [_proposal(row) for row in await self._session.rows("open_proposals")]

    async def report(self, report_id: str) -> Report:
        return _report(await self._one("report", report_id))

    async def open_reports(self) -> Sequence[Report]:
        return [_report(row) for row in await self._session.rows("open_reports")]


class ProposalsWriting(ProposalsReading):
    """Proposals and reports, written down."""

    async def add_proposal(self, proposal: Proposal) -> None:
        """Add a proposal.

        Raises:
            WrongState: the same waits already for the same subject.
        """
        await self._session.change(
            "add_proposal",
            id=proposal.id,
            kind=proposal.kind,
            subject=proposal.subject,
            subject_digest=proposal.subject_digest,
            reason=proposal.reason,
            words=proposal.words,
            leads_to=proposal.leads_to,
            submitted_by=proposal.submitted_by,
            submitted_at=to_ms(proposal.submitted_at),
            review=proposal.review,
            agreed_by=proposal.agreed_by,
            version=proposal.version,
        )

    async def save_proposal(self, proposal: Proposal) -> None:
        await self._swap(
            "save_proposal",
            "proposal",
            proposal.id,
            proposal.version,
            review=proposal.review,
            agreed_by=proposal.agreed_by,
        )

    async def add_report(self, report: Report) -> None:
        await self._session.change(
            "add_report",
            id=report.id,
            kind=report.kind,
            subject=report.subject,
            row_number=report.row if report.row is not None else NO_ROW,
            at=to_ms(report.at),
            review=report.review,
            version=report.version,
        )

    async def save_report(self, report: Report) -> None:
        await self._swap(
            "save_report",
            "report",
            report.id,
            report.version,
            review=report.review,
            closed_by=report.closed_by,
            closed_at=to_ms(report.closed_at) if report.closed_at is not None else None,
        )


def _proposal(row: Row) -> Proposal:
    return Proposal(
        id=row["id"],
        kind=Proposed(row["kind"]),
        subject=row["subject"],
        subject_digest=row["subject_digest"],
        reason=Reason(row["reason"]) if row["reason"] is not None else None,
        words=row["words"],
        leads_to=row["leads_to"],
        submitted_by=row["submitted_by"],
        submitted_at=from_ms(row["submitted_at"]),
        review=ProposalReview(row["review"]),
        agreed_by=row["agreed_by"],
        version=row["version"],
    )


def _report(row: Row) -> Report:
    return Report(
        id=row["id"],
        kind=ReportKind(row["kind"]),
        subject=row["subject"],
        row=row["row_number"] if row["row_number"] != NO_ROW else None,
        at=from_ms(row["at"]),
        review=ReportReview(row["review"]),
        closed_by=row["closed_by"],
        closed_at=from_ms(row["closed_at"]) if row["closed_at"] is not None else None,
        version=row["version"],
    )
