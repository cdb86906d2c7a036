"""Alerts: owed in the transaction of their event, lent to a courier, settled by its latest borrower."""

import json
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import assert_never

from bot.core.alerts import (
    CORRECTIONS,
    COURIER_LASTS,
    NEWS,
    UNCERTAIN_WAIT,
    Alert,
    AlertState,
    Delivered,
    Event,
    EventKind,
    Malformed,
    Moot,
    Outcome,
    Refused,
    Settled,
    TryAgain,
    TryLater,
    Uncertain,
    rank_of,
)
from bot.core.deliveries import Coming
from bot.core.exchanges import Category
from bot.ports import Board, Fired, HeldAlerts, Settling
from storage.corrections import CorrectionsReading, CorrectionsWriting, event_of
from storage.preferred import preferences_from
from storage.room import Row, Value
from storage.times import from_ms, to_ms


class OutboxReading(CorrectionsReading):
    """Alerts, looked at."""

    async def alert_of_code(self, chat_id: str, code: str) -> Alert | None:
        row = await self._session.row("alert_of_code", chat_id=chat_id, code=code)
        return _alert(row) if row is not None else None

    async def is_alerted(self, chat_id: str, event_id: str) -> bool:
        return await self._session.row("alert_about", chat_id=chat_id, event_id=event_id) is not None

    async def missed_alerts(self, chat_id: str) -> Sequence[Alert]:
        return [_alert(row) for row in await self._session.rows("missed_alerts", chat_id=chat_id)]

    async def coming(self, event_id: str) -> Coming:
        event = await self._one("event", event_id)
        counts, fired, asleep, later, comparing = await self._session.rows_of_each(
            "alert_counts", "fired_counts", "asleep", "waiting_for_digest", "comparing", event_id=event_id
        )
        alerts = _by_state(counts) + _by_state(fired)
        persons = [row for row in fired if row["state"] in _NOT_SETTLED]
        return Coming(
            ready=alerts[AlertState.READY] + alerts[AlertState.SENDING],
            sent=alerts[AlertState.SENT],
            undeliverable=alerts[AlertState.UNDELIVERABLE],
            held=alerts[AlertState.HELD],
            called_off=alerts[AlertState.CALLED_OFF],
            silent=sum(row["alerts"] for row in (*counts, *fired) if row["silent"]),
            persons=sum(row["alerts"] for row in persons),
            asleep=asleep[0]["alerts"] + sum(row["alerts"] for row in persons if row["paused"]),
            later=later[0]["chats"],
            complete=bool(event["finished"]) and not comparing,
        )

    async def unreported_events(self) -> Sequence[Event]:
        return [event_of(row, row["id"]) for row in await self._session.rows("unreported_events")]

    async def boards(self, event_id: str) -> Sequence[Board]:
        rows = await self._session.rows("boards", event_id=event_id)
        return [Board(_alert(row), row["message_id"]) for row in rows]

    async def held_alerts(self) -> Sequence[HeldAlerts]:
        return [
            HeldAlerts(row["held_key"], EventKind(row["kind"]), row["alerts"], from_ms(row["since"]))
            for row in await self._session.rows("held_alerts")
        ]

    async def event(self, event_id: str) -> Event:
        return event_of(await self._one("event", event_id), event_id)

    async def last_event(self, kind: EventKind) -> datetime | None:
        row = await self._session.row("last_event", kind=kind)
        return from_ms(row["at"]) if row is not None and row["at"] is not None else None

    async def matcher_seen(self) -> datetime | None:
        row = await self._session.row("matcher_seen")
        return from_ms(row["at"]) if row is not None and row["at"] is not None else None

    async def newest_held(self) -> datetime | None:
        row = await self._session.row("newest_held")
        return from_ms(row["at"]) if row is not None and row["at"] is not None else None

    async def newest_news(self, *, limit: int) -> Sequence[Event]:
        return [event_of(row, row["id"]) for row in await self._session.rows("newest_news", limit=limit)]

    async def unfinished_events(self) -> Sequence[Event]:
        return [event_of(row, row["id"]) for row in await self._session.rows("unfinished_events")]


class OutboxWriting(OutboxReading, CorrectionsWriting):
    """Alerts, owed, lent and settled."""

    async def add_event(self, event: Event) -> None:
        await self._session.change("add_event", **_event_values(event))

    async def add_correction(
        self,
        event: Event,
        *,
        editions: Collection[str] = (),
        statements: Collection[str] = (),
        batch_id: str | None = None,
    ) -> None:
        await self.add_event(event)
        await self._take_back(event, editions=editions, statements=statements, batch_id=batch_id)
        await self._gather(event, editions=editions, statements=statements, batch_id=batch_id)

    async def fan_out(self, event: Event, *, codes: Sequence[str], due: datetime) -> int:
        how_far = await self._one("event", event.id)
        if how_far["finished"]:
            return 0
        if event.kind in CORRECTIONS:
            return await self._correct(event, codes, due)
        rows = await self._session.rows(
            "next_followers",
            subject_id=event.subject_id,
            cursor=how_far["cursor"],
            at=to_ms(event.at),
            limit=len(codes),
        )
        chat_ids = [row["chat_id"] for row in rows]
        later = await self._keep_for_digest(event, chat_ids, due)
        at_once = [chat_id for chat_id in chat_ids if chat_id not in later]
        await self._owe(event, at_once, codes[: len(at_once)], due)
        await self._session.change(
            "move_cursor",
            id=event.id,
            cursor=chat_ids[-1] if chat_ids else how_far["cursor"],
            finished=int(len(chat_ids) < len(codes)),
        )
        return len(chat_ids)

    async def _keep_for_digest(self, event: Event, chat_ids: Sequence[str], now: datetime) -> frozenset[str]:
        """Let those hear later who wish for a digest; returns them. Remains are told by themselves."""
        rows = await self._session.rows("digesting", ids=self._session.listed(chat_ids))
        if event.kind not in NEWS or not rows:
            return frozenset()
        if (await self._one("batch", event.subject_id))["category"] == Category.REMAINS:
            return frozenset()
        due = {row["chat_id"]: preferences_from(row).next_digest(now) for row in rows}
        waiting: list[dict[str, Value]] = [
            {"chat_id": chat_id, "event_id": event.id, "due": to_ms(at)} for chat_id, at in due.items()
        ]
        await self._session.change_each("add_digested", waiting)
        return frozenset(due)

    async def _correct(self, event: Event, codes: Sequence[str], due: datetime) -> int:
        chat_ids, complete = await self._next_told(event, limit=len(codes), now=due)
        await self._owe(event, chat_ids, codes[: len(chat_ids)], due)
        await self._mark_owed(event, chat_ids)
        if complete:
            await self._session.change("finish_event", id=event.id)
        return len(chat_ids)

    async def owe(self, event: Event, chat_ids: Sequence[str], codes: Sequence[str]) -> None:
        await self._session.change("add_finished_event", **_event_values(event))
        await self._owe(event, chat_ids, codes, event.at)

    async def add_firings(self, fired: Sequence[Fired]) -> None:
        if not fired:
            return
        first = fired[0].event
        await self._session.change_each("add_finished_event", [_event_values(one.event) for one in fired])
        owed = [(one.event.id, one.chat_id, one.code) for one in fired if one.code is not None]
        await self._owe_each(first.kind, owed, first.at)
        rows: list[dict[str, Value]] = [
            {
                "event_id": one.event.id,
                "edition_id": edition_id,
                "watch_id": one.firing.watch_id,
                "batch_id": one.firing.batch_id,
                "statement_id": one.firing.statement_id,
                "sealed_marks": marks,
            }
            for one in fired
            for edition_id, marks in one.sealed.items()
        ]
        await self._session.change_each("add_firing", rows)

    async def lend_due_alerts(
        self,
        *,
        now: datetime,
        until: datetime,
        limit: int,
        families: bool = True,
        repeat_after: timedelta = UNCERTAIN_WAIT,
    ) -> Sequence[Alert]:
        clock = self._session.lending_clock(now)
        lent = await self._session.rows(
            "lend_due_alerts",
            now=to_ms(now),
            stale=to_ms(clock - repeat_after),
            until=to_ms(clock + (until - now)),
            limit=limit,
            families=int(families),
        )
        ids = self._session.listed([row["id"] for row in lent])
        return [_alert(row) for row in await self._session.rows("alerts_of_ids", ids=ids)]

    async def couriers_at_work(self, courier_id: str, *, now: datetime) -> int:
        clock = self._session.lending_clock(now)
        await self._session.change("drop_couriers_before", seen_at=to_ms(clock - COURIER_LASTS))
        await self._session.change("see_at_work", id=courier_id, task="courier", seen_at=to_ms(clock))
        row = await self._session.row("count_couriers")
        return int(row["couriers"]) if row is not None else 1

    async def see_matcher(self, *, now: datetime) -> None:
        await self._session.change("see_at_work", id="matcher", task="matcher", seen_at=to_ms(now))

    async def doubt_what_is_owed(self) -> int:
        return await self._session.change("doubt_what_is_owed")

    async def take_back_loans(self, *, due: datetime) -> int:
        return await self._session.change("take_back_loans", due=to_ms(due))

    async def settle(self, settlings: Sequence[Settling], *, now: datetime) -> int:
        good = [s for s in settlings if isinstance(s.step, Settled)]
        again = [s for s in settlings if isinstance(s.step, TryAgain)]
        changed = await self._session.change_each("settle_for_good", [_for_good(s, now) for s in good])
        changed += await self._session.change_each("settle_for_now", [_for_now(s) for s in again])
        if delivered := [s.alert.id for s in good if isinstance(s.outcome, Delivered)]:
            await self._session.change("gather_told_late", ids=self._session.listed(delivered))
        if moot := [s.alert.id for s in good if isinstance(s.outcome, Moot)]:
            ids = self._session.listed(moot)
            await self._session.change("catch_up_after_moot", ids=ids, now=to_ms(now))
        if refused := [s.alert.id for s in good if isinstance(s.outcome, Refused)]:
            ids = self._session.listed(refused)
            await self._session.change("block_chats", ids=ids, now=to_ms(now))
            await self._session.change("keep_for_later", ids=ids, now=to_ms(now))
        if came_back := [s.alert.id for s in settlings if not isinstance(s.outcome, Delivered)]:
            await self._session.change("call_off_stopped", ids=self._session.listed(came_back))
        return changed

    async def stop_delivery(self, stop: Event) -> None:
        await self._session.change("add_finished_event", **_event_values(stop))
        await self._session.change("stop_events", stop=stop.id, event_id=stop.subject_id)
        await self._session.change("stop_firings", stop=stop.id, event_id=stop.subject_id)
        await self._session.change("report_again", id=stop.subject_id)
        await self.call_off_rest(stop, now=stop.at)

    async def call_off_rest(self, stop: Event, *, now: datetime) -> None:
        stale = to_ms(self._session.lending_clock(now) - UNCERTAIN_WAIT)
        await self._session.change("call_off_run_out", correction=stop.id, stale=stale)
        await self._session.change("call_off", correction=stop.id)

    async def mark_reported(self, event_id: str) -> bool:
        return await self._session.change("mark_reported", id=event_id) == 1

    async def drop_board(self, board: Board) -> None:
        await self._session.change("drop_board", id=board.alert.id)

    async def release_held(self, key: str, *, now: datetime) -> int:
        await self._session.change("report_on_held_again", key=key)
        return await self._session.change("release_held", key=key, now=to_ms(now))

    async def drop_held(self, key: str, *, up_to: datetime, now: datetime) -> int:
        return await self._session.change("drop_held", key=key, up_to=to_ms(up_to), now=to_ms(now))

    async def offer_again(self, chat_id: str, *, now: datetime) -> int:
        return await self._session.change("offer_again", chat_id=chat_id, now=to_ms(now))

    async def _owe(self, event: Event, chat_ids: Sequence[str], codes: Sequence[str], due: datetime) -> None:
        owed = [(event.id, chat_id, code) for chat_id, code in zip(chat_ids, codes, strict=True)]
        await self._owe_each(event.kind, owed, due)

    async def _owe_each(self, kind: EventKind, owed: Sequence[tuple[str, str, str]], due: datetime) -> None:
        """Owe alerts about events of one kind: each an event, a chat and a code."""
        if not owed:
            return
        ids = [self._new_id() for _ in owed]
        rows = [
            (id_, chat_id, code, event_id) for id_, (event_id, chat_id, code) in zip(ids, owed, strict=True)
        ]
        rank = int(rank_of(kind))
        await self._session.change("owe_alerts", owed=json.dumps(rows), rank=rank, due=to_ms(due))
        await self._session.change("count_alerts", ids=self._session.listed(ids))


_NOT_SETTLED = frozenset({AlertState.READY, AlertState.SENDING})


def _by_state(counts: Sequence[Row]) -> Counter[AlertState]:
    alerts: Counter[AlertState] = Counter()
    for row in counts:
        alerts[AlertState(row["state"])] += row["alerts"]
    return alerts


def _for_good(settling: Settling, now: datetime) -> dict[str, Value]:
    assert isinstance(settling.step, Settled)  # noqa: S101  they were told apart
    delivered = settling.outcome if isinstance(settling.outcome, Delivered) else Delivered()
    return {
        "id": settling.alert.id,
        "fence": settling.alert.fence,
        "state": settling.step.state,
        "now": to_ms(now),
        "outcome": _word(settling.outcome),
        "silent": int(delivered.silent),
        # Kept of no other alert: it would say where in a person's chat to look.
        "message_id": delivered.message_id if settling.alert.event.kind is EventKind.DELIVERY_BEGUN else None,
    }


def _for_now(settling: Settling) -> dict[str, Value]:
    assert isinstance(settling.step, TryAgain)  # noqa: S101  they were told apart
    return {
        "id": settling.alert.id,
        "fence": settling.alert.fence,
        "due": to_ms(settling.step.at),
        "counts": int(settling.step.counts),
        "uncertain": int(settling.step.uncertain),
        "outcome": _word(settling.outcome),
    }


def _event_values(event: Event) -> dict[str, Value]:
    return {
        "id": event.id,
        "kind": event.kind,
        "subject_id": event.subject_id,
        "statement_id": event.statement_id,
        "proposal_id": event.proposal_id,
        "at": to_ms(event.at),
    }


def _alert(row: Row) -> Alert:
    return Alert(
        id=row["id"],
        chat_id=row["chat_id"],
        event=event_of(row, row["event_id"]),
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
        case Moot():
            return "moot"
        case _:
            assert_never(outcome)
