"""What the parties stated, and what that does to a batch."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.core.errors import BadValue, NotAllowed, WrongState
from bot.core.exchanges import (
    Batch,
    BatchState,
    Counted,
    Figure,
    Party,
    Source,
    StatementKind,
    Subject,
    SubjectKind,
)
from bot.core.log import digest_of


class StatementReview(StrEnum):
    """How far two moderators have come with a statement."""

    SUBMITTED = "submitted"
    HELD = "held"
    PUBLISHED = "published"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Statement:
    """What one party said; never merged with another, never judged.

    Args:
        figure: the number it names, if it names one.
        words: the party's own words as published, untranslated; may be empty.
        moves_to: the state it puts its batch in, or None if it only stands beside others.
        held_until: UTC; when an agreed confirmation takes effect.
        turn: its place among all statements in the order in which they took effect; the store counts
            them, for clocks are set back. None before it took effect.
    """

    id: str
    about: Subject
    party: Party
    kind: StatementKind
    figure: Figure | None
    words: str
    source: Source
    moves_to: BatchState | None
    submitted_by: str
    review: StatementReview = StatementReview.SUBMITTED
    published_by: str | None = None
    held_until: datetime | None = None
    version: int = 0
    turn: int | None = None

    @property
    def digest(self) -> str:
        """What two people agree upon: every part that a family could read."""
        return digest_of(
            {
                "about": f"{self.about.kind}:{self.about.id}",
                "party": self.party,
                "kind": self.kind,
                "number": self.figure.number if self.figure is not None else None,
                "counted": self.figure.counted if self.figure is not None else None,
                "words": self.words,
                "publisher": self.source.publisher,
                "stated_on": self.source.stated_on.isoformat(),
                "link": self.source.link,
                "moves_to": self.moves_to,
            }
        )


_ENDED = frozenset({BatchState.CONFIRMED, BatchState.WITHDRAWN})
_CALLED_BACK = frozenset({BatchState.POSTPONED, BatchState.CANCELLED})


def state_after(batch: Batch, party: Party, kind: StatementKind, *, stated_on: date) -> BatchState | None:
    """Return the state that such a statement would put the batch in, or None if it changes nothing.

    Only the receiving side's own confirmation confirms, and only its own delay postpones and its
    own cancellation cancels. A denial moves nothing, whoever makes it: it stands beside the state,
    which is disputed then. What was stated before the present state was, and is entered late,
    moves nothing but by confirming.
    """
    receiving = party.value == batch.side.value
    target = None
    if kind is StatementKind.ANNOUNCEMENT and batch.state in {BatchState.DRAFT, *_CALLED_BACK}:
        target = BatchState.ANNOUNCED
    elif kind is StatementKind.CLAIM and not receiving:
        target = BatchState.CLAIMED
    elif kind is StatementKind.CONFIRMATION and receiving:
        target = BatchState.CONFIRMED
    elif kind is StatementKind.DELAY and receiving and batch.state is not BatchState.DRAFT:
        target = BatchState.POSTPONED
    elif kind is StatementKind.CANCELLATION and receiving and batch.state is not BatchState.DRAFT:
        target = BatchState.CANCELLED
    before = batch.standing_since is not None and stated_on < batch.standing_since
    late = before and target is not BatchState.CONFIRMED
    return None if batch.state in _ENDED or target is batch.state or late else target


def _moves(batch: Batch, statement: Statement) -> BatchState | None:
    return state_after(batch, statement.party, statement.kind, stated_on=statement.source.stated_on)


def check_statement(statement: Statement, batch: Batch | None) -> None:
    """Refuse a statement that may not be submitted.

    Raises:
        BadValue: it lacks its link, contradicts its own kind, or speaks of a batch nobody announced.
        WrongState: the batch was withdrawn, or meanwhile moved on, so the statement would not do
            what it says.
    """
    if statement.kind is StatementKind.COUNT and statement.figure is None:
        raise BadValue("number")
    if batch is None:
        if statement.moves_to is not None or statement.about.kind is SubjectKind.BATCH:
            raise BadValue("about")
        return
    if batch.state is BatchState.WITHDRAWN:
        raise WrongState(f"batch {batch.id} is {batch.state}")
    if statement.moves_to is not None and statement.source.link is None:
        raise BadValue("link")
    if statement.moves_to is not _moves(batch, statement):
        raise WrongState(f"batch {batch.id} is {batch.state}")
    if batch.state is BatchState.DRAFT and statement.moves_to is None:
        raise BadValue("kind")


def agree(statement: Statement, *, moderator: str, now: datetime, hold: timedelta) -> Statement:
    """Return the statement as agreed by a second person: published, or held if it confirms a batch.

    Raises:
        WrongState: it no longer waits for a second person.
        NotAllowed: the moderator submitted it themselves.
    """
    if statement.review is not StatementReview.SUBMITTED:
        raise WrongState(f"statement {statement.id} is {statement.review}")
    if moderator == statement.submitted_by:
        raise NotAllowed(f"moderator {moderator} submitted statement {statement.id}")
    if statement.moves_to is BatchState.CONFIRMED:
        return replace(statement, review=StatementReview.HELD, published_by=moderator, held_until=now + hold)
    return replace(statement, review=StatementReview.PUBLISHED, published_by=moderator)


def stop(statement: Statement) -> Statement:
    """Return the statement as stopped, before a second person agreed or while it is held.

    Raises:
        WrongState: it has taken effect, or was stopped already.
    """
    if statement.review not in {StatementReview.SUBMITTED, StatementReview.HELD}:
        raise WrongState(f"statement {statement.id} is {statement.review}")
    return replace(statement, review=StatementReview.STOPPED)


def end_hold(statement: Statement, *, now: datetime) -> Statement:
    """Return a held statement as published.

    Raises:
        WrongState: it is not held, or its hold has not ended.
    """
    if statement.review is not StatementReview.HELD or statement.held_until is None:
        raise WrongState(f"statement {statement.id} is {statement.review}")
    if now < statement.held_until:
        raise WrongState(f"statement {statement.id} is held until {statement.held_until}")
    return replace(statement, review=StatementReview.PUBLISHED)


def move(batch: Batch, statement: Statement) -> Batch:
    """Return the batch in the state that a published statement puts it in.

    Raises:
        WrongState: the statement is not published, speaks of something else, or the batch moved on.
    """
    if statement.review is not StatementReview.PUBLISHED or statement.moves_to is None:
        raise WrongState(f"statement {statement.id} is {statement.review}")
    if statement.about != Subject(SubjectKind.BATCH, batch.id):
        raise WrongState(f"statement {statement.id} is not about batch {batch.id}")
    if _moves(batch, statement) is not statement.moves_to:
        raise WrongState(f"batch {batch.id} is {batch.state}")
    return replace(
        batch,
        state=statement.moves_to,
        standing_by=statement.id,
        standing_since=statement.source.stated_on,
    )


def withdraw(statement: Statement) -> Statement:
    """Return a published statement as taken back: it was our mistake to publish it.

    Raises:
        WrongState: it is not published.
    """
    if statement.review is not StatementReview.PUBLISHED:
        raise WrongState(f"statement {statement.id} is {statement.review}")
    return replace(statement, review=StatementReview.WITHDRAWN)


def restate(batch: Batch, remaining: Iterable[Statement]) -> Batch:
    """Return the batch as it would stand if nothing but these statements had ever been published.

    They are gone through in the order in which they took effect, by the same rules as then. What
    has no link moves nothing, because it never could have. Where none of them puts it in a state
    any more, the batch was shown by our mistake and is withdrawn.
    """
    again = replace(batch, state=BatchState.DRAFT, standing_by=None, standing_since=None)
    published = (s for s in remaining if s.review is StatementReview.PUBLISHED)
    for statement in sorted(published, key=_turn):
        target = _moves(again, statement)
        if target is not None and statement.source.link is not None:
            stated_on = statement.source.stated_on
            again = replace(again, state=target, standing_by=statement.id, standing_since=stated_on)
    return withdraw_batch(batch) if again.state is BatchState.DRAFT else again


def _turn(statement: Statement) -> int:
    return statement.turn or 0


def withdraw_batch(batch: Batch) -> Batch:
    """Return the batch as withdrawn: it was our mistake to show it. That is never left again.

    The statement behind its last state stays named, so that it can still be told which it was.

    Raises:
        WrongState: nobody was ever shown it, or it is withdrawn already.
    """
    if batch.state in {BatchState.DRAFT, BatchState.WITHDRAWN}:
        raise WrongState(f"batch {batch.id} is {batch.state}")
    return replace(batch, state=BatchState.WITHDRAWN)


_SAYS_DONE = frozenset({StatementKind.CLAIM, StatementKind.CONFIRMATION})
_SAYS_NOT = frozenset({StatementKind.DENIAL, StatementKind.DELAY, StatementKind.CANCELLATION})


def disputed(statements: Iterable[Statement]) -> bool:
    """Whether the newest published statements of two parties contradict each other.

    Claim or confirmation against denial, delay or cancellation; or counts that differ.
    """
    stance: dict[Party, bool] = {}
    figures: dict[Counted, dict[Party, int]] = {}
    published = (s for s in statements if s.review is StatementReview.PUBLISHED)
    for statement in sorted(published, key=lambda s: s.source.stated_on):
        if statement.kind in _SAYS_DONE | _SAYS_NOT:
            stance[statement.party] = statement.kind in _SAYS_DONE
        if statement.kind is StatementKind.COUNT and statement.figure is not None:
            figures.setdefault(statement.figure.counted, {})[statement.party] = statement.figure.number
    counts_differ = any(len(set(said.values())) > 1 for said in figures.values())
    return counts_differ or len(set(stance.values())) > 1
