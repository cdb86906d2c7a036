"""What the next typed text is taken for, if it is no name asked about; kept in memory, and not for long."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.context import Talk

LASTS = timedelta(minutes=15)
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Label:
    """What a watch is to be called."""

    watch_id: str


@dataclass(frozen=True, slots=True)
class FollowLabel:
    """What a follow is to be called."""

    follow_id: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """The safe phrase of the person's alerts."""


Expected = Label | FollowLabel | Phrase


@dataclass(slots=True)
class Expecting:
    """By person's Telegram id, what is expected, and since when."""

    _of: "OrderedDict[int, tuple[Expected, datetime]]" = field(default_factory=OrderedDict)

    def put(self, person: int, expected: Expected, *, now: datetime) -> None:
        """Take the person's next text for this."""
        self._of[person] = expected, now
        self._of.move_to_end(person)
        if len(self._of) > MOST:
            self._of.popitem(last=False)

    def take(self, person: int, *, now: datetime) -> Expected | None:
        """Return what the text that has come is to be taken for; it is expected no longer."""
        expected, since = self._of.pop(person, (None, now))
        return expected if now - since < LASTS else None


def text(talk: "Talk", expected: Expected) -> None:
    """Expect a text of the person who is talking."""
    talk.door.expecting.put(talk.telegram_id, expected, now=talk.door.clock())


def nothing(talk: "Talk") -> None:
    """Expect nothing any more."""
    taken(talk)


def taken(talk: "Talk") -> Expected | None:
    """Return what was expected of the person who is talking, and expect it no longer."""
    return talk.door.expecting.take(talk.telegram_id, now=talk.door.clock())
