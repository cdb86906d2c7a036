"""How often something is tried again, and when an update is parked so that others pass."""

import logging
import traceback
from dataclasses import dataclass, replace
from datetime import timedelta

from telegram import Update

log = logging.getLogger(__name__)

PATIENCE_S = 15.0
"""So long one call waits in all when Telegram asks it to; beyond that the lane rests instead. A handler
makes up to three calls, and is cut off after a minute."""
TRIES = 3
MOST_TRIES = 10


class Undelivered(Exception):
    """The reply could not be sent: no way to Telegram, or told for too long to slow down.

    Args:
        wait_s: the seconds Telegram asked to wait; None if it did not ask.
    """

    def __init__(self, *, wait_s: float | None = None) -> None:
        super().__init__("no way to Telegram" if wait_s is None else f"told to wait {wait_s} s")
        self.wait_s = wait_s


def rest_s(failures: int, *, first_s: float, longest_s: float, chance: float) -> float:
    """Return the seconds to rest after so many failures in a row, doubling up to the longest.

    Args:
        chance: from 0 to 1; takes up to a half away, so that many do not come back as one.
    """
    return min(first_s * 2.0 ** min(failures - 1, 30), longest_s) * (1 - chance / 2)


@dataclass(frozen=True, slots=True)
class Failures:
    """The failed tries of one update.

    It is parked after three tries during which others were served. Where nobody was, the way to
    Telegram is at fault and not the update: then it is tried for about two minutes.

    Args:
        served: how many updates of everybody had been served before the next try.
    """

    served: int
    in_all: int = 0
    while_others_were_served: int = 0

    def and_another(self, served: int) -> "Failures":
        """Count one more, with how many updates of everybody have been served by now."""
        own = self.while_others_were_served + (served > self.served)
        return replace(self, served=served, in_all=self.in_all + 1, while_others_were_served=own)

    @property
    def are_enough(self) -> bool:
        return self.while_others_were_served >= TRIES or self.in_all >= MOST_TRIES

    def rest_s(self, chance: float) -> float:
        """Return the seconds until the next try."""
        return rest_s(self.in_all, first_s=0.5, longest_s=30, chance=chance)


def log_parked(update: Update, error: BaseException) -> None:
    """Log what an update died of by ids, types and a place in the code: a message may quote the person."""
    frames = traceback.extract_tb(error.__traceback__)
    log.error(
        "update parked",
        extra={
            "update": update.update_id,
            "kind": next((kind for kind in Update.ALL_TYPES if getattr(update, kind)), "empty"),
            "error": type(error).__name__,
            "place": f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown",
        },
    )


def seconds_of(period: float | timedelta) -> float:
    """Return a period of Telegram's as seconds; the library gives either form."""
    return period.total_seconds() if isinstance(period, timedelta) else period
