"""Times as the database keeps them: whole milliseconds of UTC."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def to_ms(at: datetime) -> int:
    """Return the milliseconds since 1970; what is finer is cut off. A time without a zone is a TypeError."""
    return (at - _EPOCH) // MILLISECOND


def from_ms(ms: int) -> datetime:
    """Return the moment in UTC."""
    return _EPOCH + ms * MILLISECOND
