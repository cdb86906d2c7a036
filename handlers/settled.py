"""What a settling reply settles: everything its person had written before it."""

from datetime import datetime, timedelta

from telegram import Update

from handlers.updates import written_at

REMEMBERED = timedelta(minutes=10)


class Settled:
    """When each person was last told that the rest of their messages stays unread.

    Telegram shows only 100 updates at a time, so the end of a long burst arrives after the reply
    that settles it.
    """

    def __init__(self) -> None:
        self._told: dict[int | str, tuple[datetime, float]] = {}

    def remember(self, person: int | str, told_at: datetime, *, silence_s: float = 0) -> None:
        """Remember for ten minutes that this person was told, and how long nothing was read before that."""
        self._told = {p: told for p, told in self._told.items() if told_at - told[0] < REMEMBERED}
        self._told[person] = told_at, silence_s

    def silence_s_of(self, person: int | str, now: datetime) -> float:
        """Return how long nothing was read before this person was told; 0 if they were not lately."""
        told_at, silence_s = self._told.get(person, (now, 0))
        return silence_s if now - told_at < REMEMBERED else 0

    def covers(self, person: int | str, update: Update) -> bool:
        """Whether this was written before its person was told, as far as whole seconds tell.

        Nobody knows when a press was made, so it is never covered.
        """
        written = written_at(update)
        return written is not None and person in self._told and written <= self._told[person][0]
