"""How many questions are a family's, and how many messages are read at all."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

PER_HOUR = 10
PER_DAY = 30


def wait_for_another_person(
    asked_at: Sequence[datetime], *, now: datetime, per_hour: int = PER_HOUR, per_day: int = PER_DAY
) -> timedelta:
    """Return how long to wait before a question about one more person; zero if none.

    Args:
        asked_at: when each distinct person of the last day was first asked about, in any order.
    """
    waits = [
        _until_fewer(asked_at, per_hour, timedelta(hours=1), now),
        _until_fewer(asked_at, per_day, timedelta(days=1), now),
    ]
    return max(waits)


def _until_fewer(asked_at: Sequence[datetime], most: int, span: timedelta, now: datetime) -> timedelta:
    recent = sorted(at for at in asked_at if at > now - span)
    if len(recent) < most:
        return timedelta(0)
    return recent[-most] + span - now


@dataclass(slots=True)
class Buckets:
    """A bucket of messages for each person, filled again as time passes; looked at before any work.

    Args:
        holds: so many messages at once.
        per_second: so many more each second.
        people: of so many is remembered how full their bucket is; who is forgotten has a full one.
    """

    holds: float = 240
    per_second: float = 2
    people: int = 20_000
    _left: "OrderedDict[int | str, tuple[float, datetime]]" = field(default_factory=OrderedDict)

    def takes(self, person: int | str, *, now: datetime) -> bool:
        """Take one message out of the person's bucket; False if it is empty."""
        left, since = self._left.get(person, (self.holds, now))
        left = min(self.holds, left + self.per_second * max(0.0, (now - since).total_seconds()))
        self._left[person] = (max(0.0, left - 1), now)
        self._left.move_to_end(person)
        if len(self._left) > self.people:
            self._left.popitem(last=False)
        return left >= 1
