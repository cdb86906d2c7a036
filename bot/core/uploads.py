"""How an edition came from its file, and when its size must be explained."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.errors import BadValue

TERMINAL = "terminal"
"""In the place of a moderator: uploaded by whoever runs the bot; two moderators must still agree."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What was read from the file of an edition: its rows are accepted, rejected, merged or blank.

    Args:
        total: rows of the file below its headings; accepted and rejected ones stand in the edition.
        faults: how many were told of, warnings among them.
        kind: of the file, such as "text" or "xlsx".
        encoding, sheet: where the kind has one.
        reason: why the edition is so much smaller or larger than the former one; empty if it is not.
    """

    edition_id: str
    at: datetime
    total: int
    merged: int
    blank: int
    faults: int
    kind: str
    encoding: str | None = None
    sheet: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangeCounts:
    """How an edition differs from the one it would supersede.

    Args:
        paired: False where so much differs that added and removed rows were not compared one by one.
    """

    added: int
    removed: int
    changed: int
    paired: bool = True


def needs_reason(former: int, present: int) -> bool:
    """Whether an edition is a fifth smaller than the former one or twice as large: often that is a slip."""
    return 5 * present <= 4 * former or present >= 2 * former


def check_reason(former: int, present: int, reason: str) -> None:
    """Refuse an edition whose size nobody has explained.

    Raises:
        BadValue: a reason is needed and none was given.
    """
    if needs_reason(former, present) and not reason.strip():
        raise BadValue("size_reason")
