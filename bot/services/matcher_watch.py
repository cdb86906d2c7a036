"""Let moderators know if the matcher is not there: without it nobody is told about a person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.alerts import EventKind
from bot.ports import Clock

SILENT = timedelta(minutes=10)


@dataclass(slots=True)
class MatcherWatch:
    """What the part that talks knows of the matcher.

    Args:
        last_beat: when the matcher last showed that it works; None if it never did.
        ring: lets moderators be told.
    """

    clock: Clock
    last_beat: Callable[[], datetime | None]
    ring: Callable[[EventKind], None]
    _since: datetime | None = field(default=None)

    async def work(self) -> None:
        """Ring if the matcher has been silent for ten minutes since this process was started."""
        now = self.clock()
        self._since = self._since or now
        if now >= max(self.last_beat() or self._since, self._since) + SILENT:
            self.ring(EventKind.MATCHER_SILENT)
            # Once for each silence of that length: what is rung again goes out once an hour at most.
            self._since = now
