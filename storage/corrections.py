"""Corrections: what was told is taken back, and exactly those who were told are told again.

Told is who got an alert, or may have got one; and who pressed Follow or set a watch under an answer.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.core.alerts import UNCERTAIN_WAIT, Event, EventKind
from storage.room import Room, Row
from storage.times import from_ms, to_ms

NOTHING = ""


class CorrectionsReading(Room):
    """Corrections, looked at."""

    async def is_called_off(self, event_id: str) -> bool:
        return await self._session.row("is_called_off", event_id=event_id) is not None

    async def ended_by(self, event_id: str) -> Event | None:
        row = await self._session.row("ended_by", event_id=event_id)
        return event_of(row, row["id"]) if row is not None else None


class CorrectionsWriting(CorrectionsReading):
    """Corrections, on their way to those who were told."""

    async def _take_back(
        self,
        correction: Event,
        *,
        editions: Collection[str],
        statements: Collection[str],
        batch_id: str | None,
    ) -> None:
        about = {"statements": self._session.listed(statements), "batch_id": batch_id or NOTHING}
        await self._session.change("take_back_news", correction=correction.id, **about)
        await self._session.change(
            "take_back_firings",
            correction=correction.id,
            editions=self._session.listed(editions),
            **about,
        )
        await self._session.change("gather_told_by_alert", correction=correction.id)
        await self._session.change("gather_told_by_digest", correction=correction.id)
        await self._session.change("call_off", correction=correction.id)

    async def _gather(
        self,
        correction: Event,
        *,
        editions: Collection[str],
        statements: Collection[str],
        batch_id: str | None,
    ) -> None:
        if editions:
            listed = self._session.listed(editions)
            await self._session.change("gather_told_of_editions", correction=correction.id, editions=listed)
        if statements:
            listed = self._session.listed(statements)
            await self._session.change(
                "gather_told_of_statements", correction=correction.id, statements=listed
            )
        if batch_id is not None:
            await self._session.change("gather_followers", correction=correction.id, batch_id=batch_id)

    async def _next_told(self, correction: Event, *, limit: int, now: datetime) -> tuple[Sequence[str], bool]:
        """Return the next who are to be told, and whether there will be no others.

        What was being sent while it was taken back is settled first: it may have arrived.
        """
        stale = to_ms(self._session.lending_clock(now) - UNCERTAIN_WAIT)
        await self._session.change("gather_told_perhaps", correction=correction.id, stale=stale)
        await self._session.change("call_off_run_out", correction=correction.id, stale=stale)
        await self._session.change("call_off", correction=correction.id)
        rows = await self._session.rows("next_told", correction=correction.id, limit=limit)
        on_their_way = await self._session.row("on_their_way", correction=correction.id)
        return [row["chat_id"] for row in rows], len(rows) < limit and on_their_way is None

    async def _mark_owed(self, correction: Event, chat_ids: Collection[str]) -> None:
        listed = self._session.listed(chat_ids)
        await self._session.change("mark_owed", correction=correction.id, ids=listed)


def event_of(row: Row, id_: str) -> Event:
    """Read one event from a row that holds it."""
    return Event(
        id=id_,
        kind=EventKind(row["kind"]),
        subject_id=row["subject_id"],
        statement_id=row["statement_id"],
        at=from_ms(row["at"]),
        proposal_id=row["proposal_id"],
    )
