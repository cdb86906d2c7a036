"""The matcher shows that it works; without it nobody hears about a person, and moderators are told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.alerts import EventKind
from bot.ports import Clock, Store

SILENT = timedelta(minutes=10)
SHOWS_EVERY = timedelta(seconds=10)


@dataclass(slots=True)
class ShowsItWorks:
    """What the matcher lets the part that talks know."""

    store: Store
    clock: Clock
    _shown_at: datetime | None = field(default=None)

    async def work(self) -> None:
        """Note every ten seconds that the matcher is at work."""
        now = self.clock()
        if self._shown_at is not None and self._shown_at <= now < self._shown_at + SHOWS_EVERY:
            return
        async with self.store.writing() as writing:
            await writing.see_matcher(now=now)
        self._shown_at = now


@dataclass(slots=True)
class MatcherWatch:
    """What the part that talks knows of the matcher.

    Args:
        ring: lets moderators be told.
    """

    store: Store
    clock: Clock
    ring: Callable[[EventKind], None]
    _since: datetime | None = field(default=None)

    async def work(self) -> None:
        """Ring if the matcher has been silent for ten minutes since this process was started."""
        now = self.clock()
        self._since = self._since or now
        async with self.store.reading() as reading:
            seen = await reading.matcher_seen()
        if now >= max(seen or self._since, self._since) + SILENT:
            self.ring(EventKind.MATCHER_SILENT)
            # Once for each silence of that length: what is rung again goes out once an hour at most.
            self._since = now
