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
        self._told_at: dict[int | str, datetime] = {}

    def remember(self, person: int | str, told_at: datetime) -> None:
        """Remember for ten minutes that this person was told."""
        self._told_at = {p: at for p, at in self._told_at.items() if told_at - at < REMEMBERED}
        self._told_at[person] = told_at

    def covers(self, person: int | str, update: Update) -> bool:
        """Whether this was written before its person was told, as far as whole seconds tell.

        Nobody knows when a press was made, so it is never covered.
        """
        told_at = self._told_at.get(person)
        written = written_at(update)
        return bool(told_at and written and written <= told_at)
