"""What is kept of questions: in memory only, and for as short as it is of use."""

import hashlib
import math
import secrets
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from bot.core.alerts import EventKind
from bot.core.errors import Slowed, TooManyQuestions
from bot.core.limits import PER_DAY, PER_HOUR, wait_for_another_person
from bot.core.names import Asked, Part, one_person
from bot.core.sweeps import EVERYBODYS, MANY_ASKERS, MANY_PEOPLE, ONE_PERSONS, is_walk, place_of

MEMORY_LASTS = timedelta(minutes=15)
REMEMBERED_PEOPLE = 50_000
SLOWED_BY = timedelta(seconds=5)
FLAGGED_FOR = timedelta(hours=24)

Key = TypeVar("Key")
Kept = TypeVar("Kept")


def ring_nothing(_: EventKind) -> None:
    """Tell nobody: at the terminal there is nobody to be told."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A question of which one part is about to be written anew."""

    asked: Asked
    part: Part


@dataclass(slots=True)
class _Day:
    """What one day's key hides: who asked, about whom, when. The key goes with the day."""

    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    askers: "OrderedDict[bytes, dict[bytes, datetime]]" = field(default_factory=OrderedDict)
    busy: int = 0
    """How many asked about more people than nearly any family does."""

    def mark(self, what: str) -> bytes:
        return hashlib.blake2b(what.encode(), key=self.key, digest_size=16).digest()


@dataclass(slots=True)
class Questions:
    """Questions that wait for one more part, and the counting of people asked about.

    A question that waits for one more part, or for a correction of one, is kept for 15 minutes. Of the
    others a hash is kept under the key of the day, to tell a family from somebody who harvests names; a
    day's key is thrown away a day after the day is over. The order of names is kept as bare places in the
    alphabet.

    Args:
        per_hour, per_day: about so many people one person may ask.
        planted: invented people who stand on no list of ours: who asks about one has a list from elsewhere.
        ring: lets moderators be told.
    """

    per_hour: int = PER_HOUR
    per_day: int = PER_DAY
    planted: frozenset[str] = frozenset()
    ring: Callable[[EventKind], None] = ring_nothing
    _unfinished: "OrderedDict[int, tuple[Asked, datetime]]" = field(default_factory=OrderedDict)
    _corrections: "OrderedDict[int, tuple[Correction, datetime]]" = field(default_factory=OrderedDict)
    _days: "dict[date, _Day]" = field(default_factory=dict)
    _walks: "OrderedDict[int, deque[int]]" = field(default_factory=OrderedDict)
    _everybody: "deque[int]" = field(default_factory=lambda: deque(maxlen=EVERYBODYS))
    _flagged: "OrderedDict[int, datetime]" = field(default_factory=OrderedDict)
    _slowed: "OrderedDict[int, datetime]" = field(default_factory=OrderedDict)

    def unfinished(self, asker: int, *, now: datetime) -> Asked | None:
        """Return the person's question that waits for one more part."""
        asked, at = self._unfinished.get(asker, (None, now))
        return asked if now - at < MEMORY_LASTS else None

    def keep_unfinished(self, asker: int, asked: Asked, *, now: datetime) -> None:
        """Keep a question until the person gives one more part."""
        _put(self._unfinished, asker, (asked, now))

    def correction(self, asker: int, *, now: datetime) -> Correction | None:
        """Return the question of which the person is about to write a part anew."""
        correction, at = self._corrections.get(asker, (None, now))
        return correction if now - at < MEMORY_LASTS else None

    def keep_correction(self, asker: int, correction: Correction, *, now: datetime) -> None:
        """Keep a question until the person writes one part anew."""
        _put(self._corrections, asker, (correction, now))

    def drop_unfinished(self, asker: int) -> None:
        """Forget the person's question."""
        self._unfinished.pop(asker, None)
        self._corrections.pop(asker, None)

    def forget(self, asker: int) -> None:
        """Forget whom the person asked about.

        How many those were is remembered until the day's key is thrown away, under a hash that leads to
        nobody afterwards: else whoever harvests names would begin anew with every /forget.
        """
        self.drop_unfinished(asker)
        self._walks.pop(asker, None)
        for day in self._days.values():
            people = day.askers.get(day.mark(str(asker)))
            if people is not None:
                anonymous = {secrets.token_bytes(16): at for at in people.values()}
                people.clear()
                people.update(anonymous)

    def counted(self, asker: int) -> int:
        """How many people the person asked about lately; who they were stands nowhere."""
        return sum(len(day.askers.get(day.mark(str(asker)), ())) for day in self._days.values())

    def waits(self, asker: int) -> bool:
        """Whether a question of the person waits for one more part."""
        return asker in self._unfinished

    def tidy(self, *, now: datetime) -> None:
        """Drop what has outlived its use."""
        _drop(self._unfinished, lambda kept: now - kept[1] >= MEMORY_LASTS)
        _drop(self._corrections, lambda kept: now - kept[1] >= MEMORY_LASTS)
        _drop(self._flagged, lambda at: now - at >= FLAGGED_FOR)
        _drop(self._slowed, lambda at: now - at >= SLOWED_BY * 2)
        self._drop_days(now)

    def count(self, asker: int, asked: Asked, *, now: datetime) -> None:
        """Count a question; one about the same person again is free.

        Raises:
            TooManyQuestions: it is about one person more than a family asks about.
            Slowed: somebody seems to try out names; the question is answered after a wait.
        """
        who = one_person(asked)
        days = self._drop_days(now)
        recent = [day.askers.get(day.mark(str(asker)), {}) for day in days]
        times = [at for people in recent for at in people.values() if at > now - timedelta(days=1)]
        if not any(day.mark(who) in people for day, people in zip(days, recent, strict=True)):
            wait = wait_for_another_person(times, now=now, per_hour=self.per_hour, per_day=self.per_day)
            if wait:
                raise TooManyQuestions(math.ceil(wait.total_seconds()))
            today = days[-1]
            people = {**recent[-1], today.mark(who): now}
            today.busy += len(people) == MANY_PEOPLE
            _put(today.askers, today.mark(str(asker)), people)
            self._look_for_sweeps(asker, asked, who, now=now)
        self._slow(asker, now=now)

    def _drop_days(self, now: datetime) -> "list[_Day]":
        """Return the days that count, oldest first; those before them lose their keys."""
        today = now.date()
        for day in [day for day in self._days if day < today - timedelta(days=1)]:
            del self._days[day]
        if today not in self._days:
            self._days[today] = _Day()
        return [self._days[day] for day in sorted(self._days) if day <= today]

    def _look_for_sweeps(self, asker: int, asked: Asked, who: str, *, now: datetime) -> None:
        place = place_of(asked.person.family)
        walk = self._walks.get(asker) or deque(maxlen=2 * ONE_PERSONS)
        walk.append(place)
        _put(self._walks, asker, walk)
        self._everybody.append(place)
        if who in self.planted or is_walk(tuple(walk), least=ONE_PERSONS):
            self._flag(asker, now=now)
        if is_walk(tuple(self._everybody), least=EVERYBODYS):
            self._flag(asker, now=now)
        if self._days[now.date()].busy >= MANY_ASKERS and self.counted(asker) >= MANY_PEOPLE:
            self._flag(asker, now=now)

    def _flag(self, asker: int, *, now: datetime) -> None:
        _put(self._flagged, asker, now)
        self.ring(EventKind.SWEEP)

    def _slow(self, asker: int, *, now: datetime) -> None:
        """Let a flagged person's question wait once; what comes again after the wait is answered."""
        if asker not in self._flagged:
            return
        since = self._slowed.pop(asker, None)
        if since is None or now < since + SLOWED_BY:
            _put(self._slowed, asker, since or now)
            raise Slowed(SLOWED_BY)


def _put(memory: "OrderedDict[Key, Kept]", key: Key, kept: Kept) -> None:
    memory[key] = kept
    memory.move_to_end(key)
    if len(memory) > REMEMBERED_PEOPLE:
        memory.popitem(last=False)


def _drop(memory: "OrderedDict[Key, Kept]", stale: Callable[[Kept], bool]) -> None:
    for key in [key for key, kept in memory.items() if stale(kept)]:
        del memory[key]
