"""Watches: standing inquiries about one person, and when they are told."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from bot.core.answers import Answer, Candidate, Likely, Listed, Match, SeveralListed, rank
from bot.core.errors import WrongState
from bot.core.exchanges import BatchState
from bot.core.lists import Entry
from bot.core.names import Asked, Closeness, Person

MOST_WATCHES = 20
"""So many has one chat, unless a moderator allowed more for a larger family."""
MOST_FOR_A_LARGE_FAMILY = 60

LASTS = timedelta(days=180)
ASKED_BEFORE_END = timedelta(days=30)
UNDO_LASTS = timedelta(hours=1)
"""So long what was ended from an alert can be taken up again; then it is erased."""
LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Watch:
    """The wish to hear about a person.

    Args:
        number: counts the watches of this chat, from 1; none is used twice.
        sealed_name: the `Wanted`, sealed.
        sealed_label: what the owner calls it, sealed; None of one that has no label.
        since: the day it was begun or renewed, at midnight UTC: no finer moment is kept.
        paused: whether the owner has put it aside for a while; it is compared with nothing then.
        renewal_asked: whether its owner was asked whether to renew it.
        ended_at: when it was ended from an alert; it is erased an hour later.
    """

    id: str
    chat_id: str
    number: int
    sealed_name: bytes
    sealed_label: bytes | None
    since: datetime
    until: datetime
    paused: bool = False
    renewal_asked: bool = False
    ended_at: datetime | None = None
    version: int = 0

    @property
    def is_compared(self) -> bool:
        return not self.paused and self.ended_at is None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a watch is about; written as one text, so that all of it is sealed.

    Args:
        refused: marks of rows of which the owner said that they are not this person.
    """

    asked: Asked
    refused: frozenset[str] = frozenset()

    def write(self) -> str:
        """Write it as text."""
        readings, guesses = (
            [[p.family, p.given, p.patronymic, p.birth_year] for p in people]
            for people in (self.asked.readings, self.asked.guesses)
        )
        parts = [readings, guesses, sorted(self.refused)]
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> "Wanted":
        """Read what was written."""
        readings, guesses, refused = json.loads(text)
        asked = Asked(tuple([Person(*p) for p in readings]), tuple([Person(*p) for p in guesses]))
        return cls(asked, frozenset(refused))


class ErrandKind(StrEnum):
    """What cannot be done at once: another process opens the names, or nothing can be searched."""

    SHOW = "show"
    """Tell whom a watch is about; somebody waits for it."""
    REFUSE = "refuse"
    """Remember that a row is not the person."""
    CATCH_UP = "catch_up"
    """Compare the watch with everything that stands, once something can be searched."""


ERRAND_WAITED_FOR = timedelta(seconds=10)
"""So long somebody waits for the answer to an errand; later it is of no use to anybody."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What the matcher is asked to do with one watch.

    Args:
        sealed_given: what it needs for that, sealed to the matcher.
    """

    id: str
    watch_id: str
    kind: ErrandKind
    sealed_given: bytes | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Firing:
    """What a watch tells its owner: rows of a confirmed batch that may be the person.

    Args:
        marks: of the rows, by edition.
        statement_id: the one that confirmed the batch.
    """

    watch_id: str
    batch_id: str
    statement_id: str
    marks: "dict[str, frozenset[str]]"

    @property
    def all_marks(self) -> frozenset[str]:
        return frozenset(mark for marks in self.marks.values() for mark in marks)


def mark_of(entry: Entry, batch_id: str) -> str:
    """What a row prints, in 16 letters: the same for every edition and list of one batch that prints it so.

    It is only ever kept sealed: whoever has the lists could find the row again.
    """
    person = entry.person
    parts = (batch_id, entry.printed_name, person.family, person.given, person.patronymic, person.birth_year)
    return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def fires(answer: Answer) -> bool:
    """Whether an answer is told unasked: listed, and similar of the likely kind; possible never."""
    return isinstance(answer, Listed | SeveralListed | Likely)


def telling(asked: Asked, candidates: Sequence[Candidate]) -> Sequence[Match]:
    """The candidates for the sake of which an answer fires."""
    matches = rank(asked, candidates)
    same = [m for m in matches if m.comparison.closeness is Closeness.SAME]
    return same or [m for m in matches if m.comparison.is_likely]


def not_refused(candidates: Sequence[Candidate], refused: Collection[str]) -> Sequence[Candidate]:
    """Leave out the rows that are not this person, as the owner said."""
    return [c for c in candidates if mark_of(c.entry, c.standing.batch.id) not in refused]


def of_confirmed(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Before its batch is confirmed a match waits."""
    return [c for c in candidates if c.standing.batch.state is BatchState.CONFIRMED]


def firings_of(watch_id: str, matches: Sequence[Match], told: Collection[str]) -> Sequence[Firing]:
    """What the matches tell that was not told before: one firing for each batch."""
    firings: dict[str, Firing] = {}
    for candidate in (match.candidate for match in matches):
        batch_id = candidate.standing.batch.id
        firing = firings.setdefault(batch_id, Firing(watch_id, batch_id, candidate.standing.statement.id, {}))
        mark = mark_of(candidate.entry, batch_id)
        firing.marks[candidate.edition.id] = firing.marks.get(candidate.edition.id, frozenset()) | {mark}
    return [firing for firing in firings.values() if not firing.all_marks <= frozenset(told)]


def begun(id_: str, chat_id: str, *, number: int, sealed_name: bytes, now: datetime) -> Watch:
    """Return a new watch."""
    since = _day(now)
    return Watch(id_, chat_id, number, sealed_name, None, since, since + LASTS)


def renew(watch: Watch, *, now: datetime) -> Watch:
    """Let a watch last for another 180 days from today."""
    since = _day(now)
    return replace(watch, since=since, until=since + LASTS, renewal_asked=False)


def end(watch: Watch, *, now: datetime) -> Watch:
    """End a watch so that it can be taken up again for an hour."""
    return replace(watch, ended_at=watch.ended_at or now)


def take_up(watch: Watch, *, now: datetime) -> Watch:
    """Take up a watch that was ended.

    Raises:
        WrongState: it is too late.
    """
    if watch.ended_at is not None and now >= watch.ended_at + UNDO_LASTS:
        raise WrongState(f"watch {watch.id} ended")
    return replace(watch, ended_at=None)


def _day(moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(UTC).date(), time(), UTC)
