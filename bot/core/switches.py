"""What moderators turn on and off while the bot runs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Switch(StrEnum):
    """One thing that is on or off."""

    EXCHANGE_DAY = "exchange_day"
    """Moderators look for news again and again, and families are told when they last did."""
    ANSWERS_PAUSED = "answers_paused"
    ALERTS_PAUSED = "alerts_paused"
    """Nothing goes out to families; moderators still hear what waits for them."""

    FROZEN = "frozen"
    """Nothing is published, confirmed or agreed to, and nothing goes out to families."""
    UNFREEZING = "unfreezing"
    """One moderator has agreed to go on; a second is needed."""


@dataclass(frozen=True, slots=True)
class TurnedOn:
    """A switch that is on, since when and by whom."""

    switch: Switch
    at: datetime
    moderator: str
