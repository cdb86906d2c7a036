"""How a person wishes to be told."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.watches import MOST_WATCHES

KYIV = "Europe/Kyiv"
ZONES = (
    "Europe/Kyiv", "Europe/Moscow", "Europe/Kaliningrad", "Europe/Samara", "Asia/Yekaterinburg",
    "Asia/Omsk", "Asia/Novosibirsk", "Asia/Irkutsk", "Asia/Vladivostok", "Europe/Warsaw",
    "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles",
)  # fmt: skip
"""The zones that are offered, by name."""
DIGEST_AT = time(18)
BLOCKED_KEPT = timedelta(days=30)
"""So long the chat of somebody who has blocked the bot is kept."""
LONGEST_PHRASE = 60


@dataclass(frozen=True, slots=True)
class Quiet:
    """From one full hour until another, over midnight or not: alerts come without a sound, never later."""

    start: int = 22
    end: int = 7

    def holds(self, hour: int) -> bool:
        """Whether the hour is one of them."""
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person chose; whoever chose nothing has these.

    Args:
        quiet: None of somebody who wants a sound at any hour.
        zone: the name of the person's time zone.
        direct: whether a person alert says at once what it is about.
        digest: whether states of batches come once a day, together.
        sealed_phrase: the words that stand in each alert, so that the person knows it is ours.
        most_watches: how many watches the chat may have.
        asks_for_more: what the person may tell a moderator who is to allow more.
    """

    quiet: Quiet | None = Quiet()
    zone: str = KYIV
    direct: bool = False
    digest: bool = False
    sealed_phrase: bytes | None = None
    most_watches: int = MOST_WATCHES
    asks_for_more: str | None = None

    def is_quiet(self, now: datetime) -> bool:
        """Whether an alert makes no sound now."""
        return self.quiet is not None and self.quiet.holds(now.astimezone(ZoneInfo(self.zone)).hour)

    def next_digest(self, after: datetime) -> datetime:
        """When the digest comes that holds what happened at that moment."""
        there = after.astimezone(ZoneInfo(self.zone))
        at = datetime.combine(there.date(), DIGEST_AT, there.tzinfo)
        return (
            at if at > there else datetime.combine(there.date() + timedelta(days=1), DIGEST_AT, there.tzinfo)
        )
