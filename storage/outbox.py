"""Alerts: owed in the transaction of their event, lent to a courier, settled by its latest borrower."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from bot.core.alerts import (
    UNCERTAIN_WAIT,
    Alert,
    AlertState,
    Delivered,
    Event,
    EventKind,
    Malformed,
    NextStep,
    Outcome,
    Refused,
    Settled,
    TryAgain,
    TryLater,
    Uncertain,
)
from bot.ports import Coming
from storage.room import Room, Row, Value
from storage.times import MILLISECOND, from_ms, to_ms


class OutboxReading(Room):
    """Alerts, looked at."""

    async def alert_of_code(self, chat_id: str, code: str) -> Alert | None:
        row = await self._session.row("alert_of_code", chat_id=chat_id, code=code)
        return _alert(row) if row is not None else None

    async def missed_alerts(self, chat_id: str) -> Sequence[Alert]:
        return [_alert(row) for row in await self._session.rows("missed_alerts", chat_id=chat_id)]

    async def coming(self, event_id: str) -> Coming:
        await self._one("event", event_id)
        rows = await self._session.rows("alert_counts", event_id=event_id)
        alerts = {AlertState(row["state"]): int(row["alerts"]) for row in rows}
        return Coming(
            ready=alerts.get(AlertState.READY, 0) + alerts.get(AlertState.SENDING, 0),
            sent=alerts.get(AlertState.SENT, 0),
            undeliverable=alerts.get(AlertState.UNDELIVERABLE, 0),
            held=alerts.get(AlertState.HELD, 0),
        )

    async def next_due(self) -> datetime | None:
        row = await self._session.row("next_due", grace_ms=UNCERTAIN_WAIT // MILLISECOND)
        return from_ms(row["at"]) if row is not None and row["at"] is not None else None

    async def unfinished_events(self) -> Sequence[Event]:
        return [_event(row, row["id"]) for row in await self._session.rows("unfinished_events")]


class OutboxWriting(OutboxReading):
    """Alerts, owed, lent and settled."""

    async def add_event(self, event: Event) -> None:
        await self._session.change("add_event", **_event_values(event))

    async def fan_out(self, event: Event, *, codes: Sequence[str], due: datetime) -> int:
        how_far = await self._one("event", event.id)
        if how_far["finished"]:
            return 0
        rows = await self._session.rows(
            "next_followers",
            subject_id=event.subject_id,
            cursor=how_far["cursor"],
            at=to_ms(event.at),
            limit=len(codes),
        )
        chat_ids = [row["chat_id"] for row in rows]
        await self._owe(event.id, chat_ids, codes[: len(chat_ids)], due)
        await self._session.change(
            "move_cursor",
            id=event.id,
            cursor=chat_ids[-1] if chat_ids else how_far["cursor"],
            finished=int(len(chat_ids) < len(codes)),
        )
        return len(chat_ids)

    async def owe(self, event: Event, chat_ids: Sequence[str], codes: Sequence[str]) -> None:
        await self._session.change("add_finished_event", **_event_values(event))
        await self._owe(event.id, chat_ids, codes, event.at)

    async def lend_due_alerts(self, *, now: datetime, until: datetime, limit: int) -> Sequence[Alert]:
        lent = await self._session.rows(
            "lend_due_alerts",
            now=to_ms(now),
            stale=to_ms(now - UNCERTAIN_WAIT),
            until=to_ms(until),
            limit=limit,
        )
        ids = self._session.listed([row["id"] for row in lent])
        return [_alert(row) for row in await self._session.rows("alerts_of_ids", ids=ids)]

    async def take_back_loans(self, *, due: datetime) -> int:
        return await self._session.change("take_back_loans", due=to_ms(due))

    async def settle(self, alert: Alert, step: NextStep, outcome: Outcome, *, now: datetime) -> bool:
        match step:
            case Settled(state):
                changed = await self._session.change(
                    "settle_for_good",
                    id=alert.id,
                    fence=alert.fence,
                    state=state,
                    now=to_ms(now),
                    outcome=_word(outcome),
                )
            case TryAgain(at, counts, uncertain):
                changed = await self._session.change(
                    "settle_for_now",
                    id=alert.id,
                    fence=alert.fence,
                    due=to_ms(at),
                    counts=int(counts),
                    uncertain=int(uncertain),
                    outcome=_word(outcome),
                )
            case _:
                assert_never(step)
        return changed == 1

    async def offer_again(self, chat_id: str, *, now: datetime) -> int:
        return await self._session.change("offer_again", chat_id=chat_id, now=to_ms(now))

    async def _owe(self, event_id: str, chat_ids: Sequence[str], codes: Sequence[str], due: datetime) -> None:
        ids = [self._new_id() for _ in chat_ids]
        alerts: list[dict[str, Value]] = [
            {"id": id_, "event_id": event_id, "chat_id": chat_id, "code": code, "due": to_ms(due)}
            for id_, chat_id, code in zip(ids, chat_ids, codes, strict=True)
        ]
        await self._session.change_each("owe_alerts", alerts)
        await self._session.change("count_alerts", ids=self._session.listed(ids))


def _event(row: Row, id_: str) -> Event:
    return Event(id_, EventKind(row["kind"]), row["subject_id"], row["statement_id"], from_ms(row["at"]))


def _event_values(event: Event) -> dict[str, Value]:
    return {
        "id": event.id,
        "kind": event.kind,
        "subject_id": event.subject_id,
        "statement_id": event.statement_id,
        "at": to_ms(event.at),
    }


def _alert(row: Row) -> Alert:
    return Alert(
        id=row["id"],
        chat_id=row["chat_id"],
        event=_event(row, row["event_id"]),
        number=row["number"],
        code=row["code"],
        attempts=row["attempts"],
        uncertain=bool(row["uncertain"]),
        fence=row["fence"],
    )


def _word(outcome: Outcome) -> str:
    match outcome:
        case Delivered():
            return "delivered"
        case TryLater():
            return "try_later"
        case Uncertain():
            return "uncertain"
        case Refused():
            return "refused"
        case Malformed():
            return "malformed"
        case _:
            assert_never(outcome)
