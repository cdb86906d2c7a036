"""Show moderators how far alerts have come, in messages kept up to date, and report when all are settled."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.core.alerts import Delivered, Event, EventKind, Malformed, Refused
from bot.core.deliveries import LONGEST_LOOK, Delivery
from bot.core.errors import StoreUnavailable
from bot.core.roles import Right
from bot.ports import Board, Clock, NewId, Noticeboard, Store
from bot.services.deliveries import delivery_in
from bot.services.rights import Rights

log = structlog.get_logger()

LAST_TRIES = timedelta(minutes=1)
"""So long the last figures are tried to be shown before the report goes out without them."""


@dataclass(frozen=True, slots=True)
class Look:
    """The last look at an event's alerts.

    Args:
        settled_since: when they were first seen settled.
    """

    at: datetime
    sent: int
    settled_since: datetime | None = None


@dataclass(slots=True)
class Cockpit:
    """The boards of all moderators.

    A board is a call like any other, owed until it is sent; from then on it is edited where anything
    has changed. What it showed last is only kept in memory: after a restart it is written once more.
    """

    store: Store
    clock: Clock
    new_id: NewId
    rights: Rights
    noticeboard: Noticeboard
    _looks: dict[str, Look] = field(default_factory=dict)
    _due: dict[str, datetime] = field(default_factory=dict)
    _shown: dict[str, Delivery] = field(default_factory=dict)

    async def work(self) -> None:
        """Look at what is on its way, as often as is worth it."""
        async with self.store.reading() as reading:
            events = await reading.unreported_events()
        on_way = {event.id for event in events}
        self._looks = {id_: look for id_, look in self._looks.items() if id_ in on_way}
        self._due = {id_: due for id_, due in self._due.items() if id_ in on_way}
        self._shown = {id_: shown for id_, shown in self._shown.items() if shown.event.id in on_way}
        for event in events:
            if event.id not in self._due or self._due[event.id] <= self.clock():
                await self._look_guarded(event)

    async def _look_guarded(self, event: Event) -> None:
        try:
            await self._look(event, self._looks.get(event.id))
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - a fault in what moderators see may not end what families hear
            log.error("board in trouble", id=event.id, error=type(error).__name__)
            self._due[event.id] = self.clock() + LONGEST_LOOK

    async def _look(self, event: Event, before: Look | None) -> None:
        now = self.clock()
        async with self.store.reading() as reading:
            delivery = await delivery_in(reading, event)
            boards = await reading.boards(event.id)
        if delivery.stop is not None and delivery.coming.ready:
            async with self.store.writing() as writing:
                await writing.call_off_rest(delivery.stop, now=now)
                delivery = await delivery_in(writing, event)
        if before is not None and now > before.at:
            passed = (now - before.at).total_seconds()
            delivery = replace(delivery, rate=(delivery.coming.sent - before.sent) / passed)
        if before is None and not delivery.coming.is_settled:
            await self._begin(event)
        all_show_it = all([await self._show(board, delivery) for board in boards])
        settled_since = None
        if delivery.coming.is_settled:
            settled_since = (before and before.settled_since) or now
            if all_show_it or now >= settled_since + LAST_TRIES:
                await self._report(delivery)
        self._looks[event.id] = Look(now, delivery.coming.sent, settled_since)
        self._due[event.id] = now + delivery.look_again_after

    async def _begin(self, event: Event) -> None:
        """Give every moderator a board who has none: a second call about the same is not made."""
        call = Event(f"{event.id}-begun", EventKind.DELIVERY_BEGUN, event.id, None, self.clock())
        async with self.store.writing() as writing:
            await self.rights.call(writing, call, self.new_id, right=Right.STOP)

    async def _show(self, board: Board, delivery: Delivery) -> bool:
        """Return whether the board shows how things stand, or is gone."""
        # That nothing moved is no other figure than having none.
        delivery = replace(delivery, rate=delivery.rate or None)
        if self._shown.get(board.alert.id) == delivery:
            return True
        outcome = await self.noticeboard.show(board, delivery)
        if isinstance(outcome, Refused | Malformed):
            # The moderator deleted the message, or has blocked the bot.
            async with self.store.writing() as writing:
                await writing.drop_board(board)
            return True
        if isinstance(outcome, Delivered):
            self._shown[board.alert.id] = delivery
        return isinstance(outcome, Delivered)

    async def _report(self, shown: Delivery) -> None:
        """Tell every moderator how it ended; nothing is said of what concerned nobody."""
        event = shown.event
        call = Event(self.new_id(), EventKind.DELIVERY_SETTLED, event.id, None, self.clock())
        async with self.store.writing() as writing:
            delivery = await delivery_in(writing, event)
            if delivery.stop != shown.stop or not delivery.coming.is_settled:
                # It has changed while the boards were written.
                return
            if await writing.mark_reported(event.id) and not delivery.coming.is_nobodys:
                await self.rights.call(writing, call, self.new_id, right=Right.STOP)
