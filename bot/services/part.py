"""Couriers that work over one store keep one limit together: each sends its part of what may be sent."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.alerts import COURIER_LASTS
from bot.core.pace import Pace
from bot.ports import Writing

LOOK_EVERY = timedelta(seconds=2)
OTHERS_KNOW_AFTER = timedelta(seconds=5)
"""By then every courier at work has looked, and takes the smaller part."""


@dataclass(slots=True)
class PartOfPace:
    """This courier's part of the limit.

    Args:
        pace: its rate, at first that of all together, is set to the part.
        courier_id: by which the others know of it.
    """

    pace: Pace
    courier_id: str
    _of_all: float = field(init=False)
    _looked_at: datetime | None = None
    _begins_at: datetime | None = None

    def __post_init__(self) -> None:
        self._of_all = self.pace.rate

    async def look(self, writing: Writing, *, now: datetime) -> bool:
        """Take the part for as many as are at work; returns False while others may not know of this one."""
        if self._looked_at is None or not now - LOOK_EVERY < self._looked_at <= now:
            await self._take(writing, now)
        return self._begins_at is not None and now >= self._begins_at

    async def _take(self, writing: Writing, now: datetime) -> None:
        at_work = await writing.couriers_at_work(self.courier_id, now=now)
        if self._looked_at is None or now - self._looked_at >= COURIER_LASTS:
            # New, or away for so long that the others have taken its part.
            self._begins_at = now if at_work == 1 else now + OTHERS_KNOW_AFTER
        self.pace.rate = self._of_all / at_work
        self._looked_at = now
