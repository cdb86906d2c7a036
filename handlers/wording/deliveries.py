"""How far alerts have come, what became of all of them, and which are held."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from bot.core.alerts import CORRECTIONS, PERSONS, Alert, EventKind
from bot.core.deliveries import Delivery
from bot.ports import HeldAlerts
from handlers.buttons import Act, carried
from handlers.wording.shelf import Shelf
from handlers.wording.terms import Row, Said, _, paragraphs

MOST_HELD = 6
"""Kinds of held alerts on one screen; once they are dealt with the next ones come up."""


class DeliveryTexts(Shelf):
    """Texts about alerts on their way, for moderators only."""

    def delivery(self, alert: Alert, delivery: Delivery, *, now: datetime) -> Said:
        """The call that shows how far the alerts of an event have come, and the report at the end."""
        text = paragraphs(self._repeat(alert), *self._how_far(delivery, now), self._footer(alert))
        return Said(text, self._delivery_buttons(delivery))

    def delivery_view(self, delivery: Delivery, *, now: datetime) -> Said:
        """The same when a moderator asks for it."""
        return Said(paragraphs(*self._how_far(delivery, now)), self._delivery_buttons(delivery))

    def ask_to_stop(self, delivery: Delivery) -> Said:
        """Ask once more: what is stopped cannot be taken up again."""
        coming = delivery.coming
        text = paragraphs(
            self._told_what(delivery),
            self._about_batch(delivery.batch, delivery.exchange),
            self.say(
                _("Told so far: {sent}. Not told any more, if you stop it: {ready}."),
                sent=self.number(coming.sent),
                ready=self.number(coming.ready + coming.later),
            ),
            self.say(_("Among these, about watches: {number}."), number=self.number(coming.persons))
            if coming.persons
            else None,
            None
            if coming.complete
            else self.say(_("Whoever is not counted so far would not be told either.")),
            self.say(
                _(
                    "The state of the exchange group stays as it is. Whoever was told will hear of a correction. What was "
                    "stopped cannot be taken up again; two moderators can withdraw the statement and record it anew."
                )
            ),
        )
        event_id = delivery.event.id
        return Said(
            text,
            (
                (self.button(_("Stop the rest now"), Act.DELIVERY_END, event_id),),
                (self.button(_("Let it go on"), Act.DELIVERY, event_id),),
            ),
        )

    def _how_far(self, delivery: Delivery, now: datetime) -> Sequence[Markup | None]:
        coming = delivery.coming
        texts = (
            (
                coming.undeliverable,
                _("Not delivered, because the bot is blocked or the chat gone: {number}."),
            ),
            (coming.held, _("Held, because Telegram refuses them in any form: {number}.")),
            (coming.later, _("Waiting for the daily digest: {number}.")),
            (coming.asleep, _("Waiting until they turn alerts on again: {number}.")),
            (coming.called_off, _("Not sent any more: {number}.")),
        )
        return (
            self._told_what(delivery),
            self._about_batch(delivery.batch, delivery.exchange),
            self._how_it_ended(delivery),
            self.say(
                _("Sent: {sent}, of them without a sound: {silent}."),
                sent=self.number(coming.sent),
                silent=self.number(coming.silent),
            ),
            self.say(_("Waiting: {number}."), number=self.number(coming.waiting)),
            None if coming.complete else self.say(_("Not everybody whom it concerns is counted so far.")),
            *(self.say(text, number=self.number(number)) for number, text in texts if number),
            self._speed(delivery),
            self.say(_("As of {moment}."), moment=self.moment(now)),
        )

    def _told_what(self, delivery: Delivery) -> Markup:
        texts = {
            EventKind.BATCH_CONFIRMED: _("Alerts of a confirmation."),
            EventKind.BATCH_CHANGED: _("Alerts of a changed state."),
        }
        return self.say(texts.get(delivery.event.kind, _("Corrections.")))

    def _how_it_ended(self, delivery: Delivery) -> Markup | None:
        if delivery.stop is not None:
            return self.say(
                _("The rest was stopped ({name}, {moment})."),
                name=self.who(delivery.stopped_by),
                moment=self.moment(delivery.stop.at),
            )
        if delivery.is_taken_back:
            return self.say(_("What they tell was taken back; the rest is not sent."))
        if delivery.coming.is_over:
            return self.say(_("All of them are settled."))
        if delivery.coming.is_settled:
            return self.say(_("Whatever can be sent now is sent; what else is owed is counted below."))
        return None

    def _speed(self, delivery: Delivery) -> Markup | None:
        if delivery.is_halted and delivery.coming.waiting:
            return self.say(_("Nothing goes out to families just now: alerts are paused, or all is frozen."))
        left = delivery.left
        if left is None or delivery.rate is None:
            return None
        minutes = max(1, -(-round(left.total_seconds()) // 60))
        return self.say(
            _("Alerts a second: {rate}. Minutes left, about: {minutes}."),
            rate=self.number(max(1, round(delivery.rate))),
            minutes=self.number(minutes),
        )

    def _delivery_buttons(self, delivery: Delivery) -> tuple[Row, ...]:
        event_id = delivery.event.id
        rows: list[Row] = []
        if delivery.can_be_stopped:
            rows.append((self.button(_("Stop the rest"), Act.DELIVERY_STOP, event_id),))
        if delivery.coming.held:
            rows.append((self.button(_("Held alerts"), Act.HELD),))
        return (*rows, (self.button(_("Desk"), Act.DESK),))

    def held(self, held: Sequence[HeldAlerts]) -> Said:
        """What Telegram takes in no form, and what can be done about it."""
        desk = (self.button(_("Desk"), Act.DESK),)
        if not held:
            return Said(self.say(_("No alert is held.")), (desk,))
        shown = list(enumerate(held[:MOST_HELD], start=1))
        lines = [
            self.say(
                _("{place}. {kind}: {number}, the last since {moment}"),
                place=place,
                kind=self.held_kind(one.kind),
                number=self.number(one.alerts),
                moment=self.short_moment(one.since),
            )
            for place, one in shown
        ]
        left_out = len(held) - len(shown)
        rows = [self._held_buttons(place, one) for place, one in shown]
        text = paragraphs(
            self.say(
                _("Telegram refuses these alerts, even as plain text. They are kept and not tried again.")
            ),
            *lines,
            self.count("And {count} more.", "And {count} more.", left_out) if left_out else None,
            self.say(_("Send them again once whoever runs the bot has mended the cause.")),
        )
        return Said(text, (*rows, desk))

    def _held_buttons(self, place: int, held: HeldAlerts) -> Row:
        again = self._named(self.say(_("{place}. Send again"), place=place), Act.HELD_RELEASE, held.key)
        if not held.can_be_dropped:
            return (again,)
        return again, self._named(self.say(_("{place}. Drop"), place=place), Act.HELD_DROP, held.key)

    def held_kind(self, kind: EventKind) -> Markup:
        """Name what held alerts are about."""
        if kind in CORRECTIONS:
            return self.say(_("corrections"))
        if kind in PERSONS:
            return self.say(_("watches"))
        texts = {
            EventKind.BATCH_CONFIRMED: _("a confirmation"),
            EventKind.BATCH_CHANGED: _("a changed state"),
            EventKind.DIGEST: _("daily digests"),
        }
        return self.say(texts.get(kind, _("calls to moderators")))

    def ask_to_drop(self, held: HeldAlerts) -> Said:
        """Ask once more: what is dropped reaches nobody. What is held later is not dropped with these."""
        return Said(
            self.say(
                _("Drop these alerts ({kind}: {number})? They then reach nobody; nothing brings them back."),
                kind=self.held_kind(held.kind),
                number=self.number(held.alerts),
            ),
            (
                (self.button(_("Drop them"), Act.HELD_DROPPED, held.key, carried(held.since)),),
                (self.button(_("Held alerts"), Act.HELD),),
            ),
        )

    def held_released(self, number: int) -> Markup:
        """Say that held alerts are tried again."""
        return self.count("{count} alert is sent again.", "{count} alerts are sent again.", number)

    def held_dropped(self, number: int) -> Markup:
        """Say that held alerts go to nobody."""
        return self.count("{count} alert was dropped.", "{count} alerts were dropped.", number)
