"""What tests of rules are made of, so that a test says only what matters to it. All people are invented."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.core.answers import Candidate, Coverage, Standing
from bot.core.exchanges import (
    Batch,
    BatchState,
    Category,
    Counted,
    Figure,
    Party,
    Side,
    Source,
    StatementKind,
    Subject,
    SubjectKind,
)
from bot.core.lists import Edition, Entry, NameList, Publisher, PublisherClass, Review
from bot.core.log import digest_of
from bot.core.names import Person
from bot.core.statements import Statement, StatementReview
from tests.storage.builders import ANNA, BOHDAN, HEADQUARTERS, JUNE_NINTH, NEWSROOM, NOW, YOUNG, a_statement

CLARA = "clara"
LINK = "https://example.org/said"
HOLD = timedelta(minutes=10)
ROWS = 3

OF_YOUNG = Subject(SubjectKind.BATCH, YOUNG.id)
ANNOUNCED = replace(YOUNG, state=BatchState.ANNOUNCED, standing_by="announced")
COVERAGE = Coverage(NOW, 1, frozenset({PublisherClass.RECEIVING_SIDE}), date(2025, 6, 9))


Member = TypeVar("Member", bound=StrEnum)


def all_but(*left_out: Member) -> list[Member]:
    """All members of a closed set but these, in the order in which they are defined."""
    return [member for member in type(left_out[0]) if member not in left_out]


@dataclass(slots=True)
class GivenClock:
    """A clock that a test moves by hand."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def moves(self, by: timedelta) -> None:
        self.now += by


def a_batch(state: BatchState = BatchState.ANNOUNCED, *, side: Side = Side.UKRAINE) -> Batch:
    standing_by = None if state is BatchState.DRAFT else "earlier"
    return Batch("young", JUNE_NINTH.id, side, Category.UNDER_25, state, standing_by)


def a_submitted_statement(
    kind: StatementKind = StatementKind.CONFIRMATION,
    *,
    party: Party = Party.UKRAINE,
    moves_to: BatchState | None = BatchState.CONFIRMED,
    about: Subject = OF_YOUNG,
    figure: Figure | None = None,
    link: str | None = LINK,
    by: str = ANNA,
) -> Statement:
    """A statement that waits for a second person; by default it would confirm the batch."""
    source = Source("Вигаданий штаб", date(2025, 6, 9), link)
    return Statement("said", about, party, kind, figure, "", source, moves_to, by)


def people(number: int) -> Figure:
    return Figure(number, Counted.PEOPLE)


def said(
    party: Party,
    kind: StatementKind,
    *,
    day: int = 9,
    figure: Figure | None = None,
    review: StatementReview = StatementReview.PUBLISHED,
) -> Statement:
    """What a party said on a day of June."""
    stated_on = date(2025, 6, day)
    statement = a_statement(party=party, kind=kind, moves_to=None, stated_on=stated_on, review=review)
    return replace(statement, figure=figure)


def a_draft_edition(*, by: str = ANNA) -> Edition:
    return Edition("edition", "list", 1, ROWS, digest_of({"rows": ROWS}), by)


def a_submitted_edition(*, by: str = ANNA, uploaded_by: str = ANNA) -> Edition:
    return replace(a_draft_edition(by=uploaded_by), review=Review.SUBMITTED, submitted_by=by)


def a_list(id_: str = "list", *, publisher: Publisher = HEADQUARTERS, day: int = 9) -> NameList:
    return NameList(id_, YOUNG.id, publisher, f"https://example.org/{id_}", date(2025, 6, day))


def printed(
    person: Person,
    *,
    row: int = 1,
    on: NameList | None = None,
    side: Side = Side.UKRAINE,
) -> Candidate:
    """A published row that shares a key with the question."""
    name_list = on or a_list()
    edition = replace(
        a_submitted_edition(), id=f"edition-of-{name_list.id}", list_id=name_list.id, review=Review.PUBLISHED
    )
    batch = replace(ANNOUNCED, side=side)
    standing = Standing(batch, JUNE_NINTH, a_statement(), disputed=False)
    parts = (person.family, person.given, person.patronymic)
    entry = Entry(edition.id, row, " ".join(part for part in parts if part), person)
    return Candidate(entry, edition, name_list, standing)


__all__ = [
    "ANNA",
    "ANNOUNCED",
    "BOHDAN",
    "CLARA",
    "COVERAGE",
    "HEADQUARTERS",
    "HOLD",
    "JUNE_NINTH",
    "LINK",
    "NEWSROOM",
    "NOW",
    "ROWS",
    "YOUNG",
    "GivenClock",
    "a_batch",
    "a_draft_edition",
    "a_list",
    "a_statement",
    "a_submitted_edition",
    "a_submitted_statement",
    "all_but",
    "people",
    "printed",
    "said",
]
