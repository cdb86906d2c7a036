"""What a row of preferences says."""

from bot.core.preferences import Preferences, Quiet
from storage.room import Row


def preferences_from(row: Row) -> Preferences:
    """Read what one chat chose."""
    quiet = Quiet(row["quiet_start"], row["quiet_end"]) if row["quiet_start"] is not None else None
    return Preferences(
        quiet=quiet,
        zone=row["zone"],
        direct=bool(row["direct"]),
        digest=bool(row["digest"]),
        sealed_phrase=row["sealed_phrase"],
        most_watches=row["most_watches"],
        asks_for_more=row["asks_for_more"],
    )
