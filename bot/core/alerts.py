"""Alerts: owed until settled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum


class EventKind(StrEnum):
    """What an alert can be about."""

    BATCH_CONFIRMED = "batch_confirmed"
    BATCH_CHANGED = "batch_changed"
    """It was postponed, cancelled, or announced anew."""

    STATEMENT_CORRECTED = "statement_corrected"
    """The statement that put a batch in its state was taken back."""
    BATCH_WITHDRAWN = "batch_withdrawn"
    EDITION_CORRECTED = "edition_corrected"
    """An edition was withdrawn, or superseded by one in which rows are gone or changed."""

    WATCH_FIRED = "watch_fired"
    """A row of a confirmed batch may be the person whom a watch is about."""
    WATCH_RENEWAL = "watch_renewal"
    WATCH_ENDED = "watch_ended"
    """Its time is over, and it is erased."""

    DIGEST = "digest"
    """What happened to batches during a day, for those who wish to hear of it once a day."""

    BATCH_COMPARED = "batch_compared"
    """All watches are to be compared with the rows of a batch that was confirmed."""
    EDITION_COMPARED = "edition_compared"
    """The same with an edition of a confirmed batch."""

    EDITION_WAITS = "edition_waits"
    STATEMENT_WAITS = "statement_waits"
    GRANT_WAITS = "grant_waits"
    PROPOSAL_WAITS = "proposal_waits"
    EDITION_HELD = "edition_held"
    STATEMENT_HELD = "statement_held"
    CHECK_DUE = "check_due"
    HEARTBEAT_DUE = "heartbeat_due"
    REPORTS_WAIT = "reports_wait"
    LOG_BROKEN = "log_broken"
    GRAVE_ACT = "grave_act"
    FROZEN = "frozen"
    SWEEP = "sweep"
    """Somebody seems to try out names by the list or the alphabet."""
    FOREIGN_POLLER = "foreign_poller"
    FOREIGN_WEBHOOK = "foreign_webhook"
    DELIVERY_BEGUN = "delivery_begun"
    """Alerts of an event go out; the call shows how far they have come, and is kept up to date."""
    DELIVERY_SETTLED = "delivery_settled"
    """All of them are settled."""
    DELIVERY_STOPPED = "delivery_stopped"
    """A moderator stopped the rest of them. Nobody is told of it by itself: the report tells."""
    RETENTION_STOPPED = "retention_stopped"
    """So much would be erased at once that the clock is rather wrong."""
    MATCHER_SILENT = "matcher_silent"
    """The matcher, a process of its own, does not work."""
    ALERTS_HELD = "alerts_held"
    """Telegram takes some alerts in no form: they are kept, and somebody has to look at them."""


NEWS = frozenset({EventKind.BATCH_CONFIRMED, EventKind.BATCH_CHANGED})
"""Everybody who followed the batch when it happened is told."""
CORRECTIONS = frozenset(
    {EventKind.STATEMENT_CORRECTED, EventKind.BATCH_WITHDRAWN, EventKind.EDITION_CORRECTED}
)
"""Those are told who had been told what was wrong."""
PERSONS = frozenset({EventKind.WATCH_FIRED, EventKind.WATCH_RENEWAL, EventKind.WATCH_ENDED})
"""The owner of one watch is told."""
COMPARISONS = frozenset({EventKind.BATCH_COMPARED, EventKind.EDITION_COMPARED})
"""Nobody is told of these themselves."""


class Rank(IntEnum):
    """Whose turn it is: a lower rank goes out before a higher one."""

    CORRECTION = 0
    MODERATORS = 1
    PERSON = 2
    BATCH = 3


def rank_of(kind: EventKind) -> Rank:
    """Return in which turn the alerts of such an event go out."""
    if kind in CORRECTIONS:
        return Rank.CORRECTION
    if kind in PERSONS:
        return Rank.PERSON
    return Rank.BATCH if kind in NEWS or kind is EventKind.DIGEST else Rank.MODERATORS


@dataclass(frozen=True, slots=True)
class Event:
    """Something that somebody is to be told.

    Args:
        subject_id: the batch; or the edition that was wrong, or is compared; the watch, or of one that ended
            its number; or what waits for moderators.
        statement_id: the statement that moved the batch, or that was taken back.
        proposal_id: the proposal by which something was withdrawn: it says why.
    """

    id: str
    kind: EventKind
    subject_id: str
    statement_id: str | None
    at: datetime
    proposal_id: str | None = None


class AlertState(StrEnum):
    """Where an alert stands on its way."""

    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"
    HELD = "held"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, slots=True)
class Alert:
    """One message owed to one chat about one event.

    Args:
        number: counts the alerts of this chat, from 1; a repeat has the same number.
        code: what the person can give to /verify.
        attempts: attempts that failed before this one.
        uncertain: whether an earlier attempt may have arrived.
        fence: grows each time the alert is lent; only the latest borrower may settle it.
    """

    id: str
    chat_id: str
    event: Event
    number: int
    code: str
    attempts: int
    uncertain: bool
    fence: int


@dataclass(frozen=True, slots=True)
class Delivered:
    """Telegram accepted the message.

    Args:
        message_id: Telegram's number of it in its chat.
        silent: whether it came without a sound.
    """

    message_id: int | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class TryLater:
    """Telegram certainly did not accept it.

    Args:
        wait: how long Telegram asks this chat to wait; None if the connection failed.
        everybody: whether nothing at all is sent so long, because Telegram refuses our token.
    """

    wait: timedelta | None = None
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Nobody knows whether the message arrived."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The person blocked the bot, or the chat is gone."""


@dataclass(frozen=True, slots=True)
class Malformed:
    """Telegram can never accept this message."""


@dataclass(frozen=True, slots=True)
class Moot:
    """What it would tell stands no longer: nothing was sent, and nothing is owed."""


Outcome = Delivered | TryLater | Uncertain | Refused | Malformed | Moot


@dataclass(frozen=True, slots=True)
class Settled:
    """The alert needs no more attempts: sent, undeliverable, called off, or held for a person to look at."""

    state: AlertState


@dataclass(frozen=True, slots=True)
class TryAgain:
    """The alert goes out again.

    Args:
        at: UTC, not before.
        counts: whether this attempt counts; being told to slow down is not one.
        uncertain: whether the message may have arrived already.
    """

    at: datetime
    counts: bool
    uncertain: bool


NextStep = Settled | TryAgain

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
COURIER_LASTS = timedelta(seconds=10)
"""A courier that was not seen for so long is not at work."""
UNCERTAIN_WAIT = timedelta(seconds=60)


def what_next(
    attempts: int, outcome: Outcome, *, now: datetime, repeat_after: timedelta = UNCERTAIN_WAIT
) -> NextStep:
    """Decide what becomes of an alert after one more attempt.

    Waits double from 30 seconds to 6 hours and never end by themselves: an alert
    is owed until it is delivered, refused, or proved impossible to send.

    Args:
        attempts: attempts that failed before this one; being told to slow down is not one.
        outcome: what the messenger reported.
        now: UTC.
        repeat_after: how long an alert that may have arrived waits at least.
    """
    match outcome:
        case Delivered():
            return Settled(AlertState.SENT)
        case Refused():
            return Settled(AlertState.UNDELIVERABLE)
        case Malformed():
            return Settled(AlertState.HELD)
        case Moot():
            return Settled(AlertState.CALLED_OFF)
        case Uncertain():
            return TryAgain(now + max(repeat_after, _wait(attempts)), counts=True, uncertain=True)
        case TryLater(wait=wait):
            if wait is None:
                return TryAgain(now + _wait(attempts), counts=True, uncertain=False)
            return TryAgain(now + wait, counts=False, uncertain=False)


def _wait(attempts: int) -> timedelta:
    # Beyond ten doublings the wait is the longest one; larger powers would overflow a timedelta.
    return min(FIRST_WAIT * (1 << min(attempts, 10)), LONGEST_WAIT)
