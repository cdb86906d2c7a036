"""What anybody reports as wrong: a queue for moderators, with no effect by itself."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.core.errors import WrongState


class ReportKind(StrEnum):
    """What is said to be wrong."""

    ROW_MUST_GO = "row_must_go"
    ROW_IS_WRONG = "row_is_wrong"
    STATEMENT_IS_WRONG = "statement_is_wrong"


class ReportReview(StrEnum):
    """What became of a report."""

    OPEN = "open"
    DONE = "done"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Report:
    """One report. It does not say who made it, and holds no words of theirs.

    Args:
        subject: the edition whose row, or the statement, that it is about.
        row: the row of the edition; None of a statement.
        at: UTC; when it was first made. The same report made again is the same report.
    """

    id: str
    kind: ReportKind
    subject: str
    row: int | None
    at: datetime
    review: ReportReview = ReportReview.OPEN
    closed_by: str | None = None
    closed_at: datetime | None = None
    version: int = 0


def close(report: Report, review: ReportReview, *, moderator: str, now: datetime) -> Report:
    """Return the report as closed.

    Raises:
        WrongState: it was closed already.
    """
    if report.review is not ReportReview.OPEN:
        raise WrongState(f"report {report.id} is {report.review}")
    return replace(report, review=review, closed_by=moderator, closed_at=now)
