"""Agreements, exchanges, batches, and what the parties said of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.core.errors import BadValue, NotAllowed, WrongState
from bot.core.log import digest_of


@dataclass(frozen=True, slots=True)
class Localized:
    """One text in the three languages of the bot."""

    uk: str
    ru: str
    en: str


class Side(StrEnum):
    """The side that receives."""

    UKRAINE = "ukraine"
    RUSSIA = "russia"


class Party(StrEnum):
    """Who may make a statement."""

    UKRAINE = "ukraine"
    RUSSIA = "russia"
    ICRC = "icrc"
    MEDIATOR = "mediator"


class Category(StrEnum):
    """Whom a batch consists of; a closed set."""

    UNDER_25 = "under_25"
    SEVERELY_WOUNDED = "severely_wounded"
    PRISONERS_OF_WAR = "prisoners_of_war"
    CIVILIANS = "civilians"
    REMAINS = "remains"


class BatchState(StrEnum):
    """What has been stated of a batch.

    A draft is seen by moderators only: no published statement speaks of it.
    """

    DRAFT = "draft"
    ANNOUNCED = "announced"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


class StatementKind(StrEnum):
    """What a party did by speaking."""

    PLEDGE = "pledge"
    ANNOUNCEMENT = "announcement"
    CLAIM = "claim"
    CONFIRMATION = "confirmation"
    DENIAL = "denial"
    DELAY = "delay"
    COUNT = "count"


class SubjectKind(StrEnum):
    """What a statement may be about, and what can be followed."""

    AGREEMENT = "agreement"
    EXCHANGE = "exchange"
    BATCH = "batch"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Subject:
    """One agreement, exchange, batch or category; `id` of a category is its value."""

    kind: SubjectKind
    id: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the parties agreed, such as Istanbul, 2 June 2025."""

    id: str
    title: Localized
    agreed_on: date


@dataclass(frozen=True, slots=True)
class Exchange:
    """One stage, carried out on one day; belongs to an agreement or to none."""

    id: str
    agreement_id: str | None
    day: date


@dataclass(frozen=True, slots=True)
class Batch:
    """The people of one category whom one side gets back in one exchange.

    Args:
        standing_by: id of the published statement that put the batch in its state; None of a draft.
        standing_since: the day on which that was stated.
        version: grows with every saved change.
    """

    id: str
    exchange_id: str
    side: Side
    category: Category
    state: BatchState = BatchState.DRAFT
    standing_by: str | None = None
    standing_since: date | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement can be read.

    Args:
        publisher: who published it, by name.
        stated_on: the day of publication.
        link: a full address, or None where only publisher and day are known.
    """

    publisher: str
    stated_on: date
    link: str | None = None


class Counted(StrEnum):
    """What a number in a statement counts."""

    PEOPLE = "people"
    NAMES = "names"
    BODIES = "bodies"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a party named, with what it counts: never a bare number before a family."""

    number: int
    counted: Counted


class StatementReview(StrEnum):
    """How far two moderators have come with a statement."""

    SUBMITTED = "submitted"
    HELD = "held"
    PUBLISHED = "published"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Statement:
    """What one party said; never merged with another, never judged.

    Args:
        figure: the number it names, if it names one.
        words: the party's own words as published, untranslated; may be empty.
        moves_to: the state it puts its batch in, or None if it only stands beside others.
        held_until: UTC; when an agreed confirmation takes effect.
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


_ENDED = frozenset({BatchState.CONFIRMED, BatchState.CANCELLED, BatchState.WITHDRAWN})


def state_after(batch: Batch, party: Party, kind: StatementKind, *, stated_on: date) -> BatchState | None:
    """Return the state that such a statement would put the batch in, or None if it changes nothing.

    Only the receiving side's own confirmation confirms, and only its own delay postpones. A denial
    moves nothing, whoever makes it: it stands beside the state, which is disputed then. What was
    stated before the present state was, and is entered late, moves nothing but by confirming.
    """
    receiving = party.value == batch.side.value
    target = None
    if kind is StatementKind.ANNOUNCEMENT and batch.state in {BatchState.DRAFT, BatchState.POSTPONED}:
        target = BatchState.ANNOUNCED
    elif kind is StatementKind.CLAIM and not receiving:
        target = BatchState.CLAIMED
    elif kind is StatementKind.CONFIRMATION and receiving:
        target = BatchState.CONFIRMED
    elif kind is StatementKind.DELAY and receiving and batch.state is not BatchState.DRAFT:
        target = BatchState.POSTPONED
    before = batch.standing_since is not None and stated_on < batch.standing_since
    late = before and target is not BatchState.CONFIRMED
    return None if batch.state in _ENDED or target is batch.state or late else target


def _moves(batch: Batch, statement: Statement) -> BatchState | None:
    return state_after(batch, statement.party, statement.kind, stated_on=statement.source.stated_on)


def check_statement(statement: Statement, batch: Batch | None) -> None:
    """Refuse a statement that may not be submitted.

    Raises:
        BadValue: it lacks its link, contradicts its own kind, or speaks of a batch nobody announced.
        WrongState: the batch meanwhile moved on, so the statement would not do what it says.
    """
    if statement.kind is StatementKind.COUNT and statement.figure is None:
        raise BadValue("number")
    if batch is None:
        if statement.moves_to is not None or statement.about.kind is SubjectKind.BATCH:
            raise BadValue("about")
        return
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


_SAYS_DONE = frozenset({StatementKind.CLAIM, StatementKind.CONFIRMATION})
_SAYS_NOT = frozenset({StatementKind.DENIAL, StatementKind.DELAY})


def disputed(statements: Iterable[Statement]) -> bool:
    """Whether the newest published statements of two parties contradict each other.

    Claim or confirmation against denial or delay; or counts that differ.
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
