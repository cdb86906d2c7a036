"""What somebody's next text is taken for, if it is no name asked about."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LASTS = timedelta(minutes=15)


class Wish(StrEnum):
    """What the person was asked to type."""

    WATCH_LABEL = "watch_label"
    FOLLOW_LABEL = "follow_label"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a chat was asked for; of several the newest alone.

    Args:
        subject_id: the watch or the follow that is to be named; empty for the safe phrase.
    """

    wish: Wish
    subject_id: str
    since: datetime
