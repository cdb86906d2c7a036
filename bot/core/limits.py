"""How many questions are a family's, how many are a sweep."""

from collections.abc import Sequence
from datetime import datetime, timedelta

PER_HOUR = 10
PER_DAY = 30


def wait_for_another_person(asked_at: Sequence[datetime], *, now: datetime) -> timedelta:
    """Return how long to wait before a question about one more person; zero if none.

    Args:
        asked_at: when each distinct person of the last day was first asked about, in any order.
    """
    waits = [
        _until_fewer(asked_at, PER_HOUR, timedelta(hours=1), now),
        _until_fewer(asked_at, PER_DAY, timedelta(days=1), now),
    ]
    return max(waits)


def _until_fewer(asked_at: Sequence[datetime], most: int, span: timedelta, now: datetime) -> timedelta:
    recent = sorted(at for at in asked_at if at > now - span)
    if len(recent) < most:
        return timedelta(0)
    return recent[-most] + span - now
