"""How far the alerts of one event have come, as moderators see it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.core.alerts import NEWS, Event
from bot.core.exchanges import Batch, Exchange

FIRST_LOOK, LONGEST_LOOK = timedelta(seconds=2), timedelta(seconds=10)
"""Moderators see a new figure no more often, and no more seldom while anything moves."""


@dataclass(frozen=True, slots=True)
class Coming:
    """How an event's alerts stand; of a confirmation those too that watches tell because of it.

    They are all that a stop of it ends.

    Args:
        ready: not settled so far, on their way among them.
        called_off: not sent any more: stopped, or taken back.
        silent: of those sent, how many came without a sound.
        asleep: of those ready, how many wait until their people turn alerts on again.
        later: how many people read it in their next digest.
        persons: of those ready, how many tell the owner of a watch.
        complete: whether everybody whom the event concerns has an alert, and every watch is compared.
    """

    ready: int
    sent: int
    undeliverable: int
    held: int
    called_off: int = 0
    silent: int = 0
    asleep: int = 0
    later: int = 0
    persons: int = 0
    complete: bool = True

    @property
    def waiting(self) -> int:
        """How many are still to go out by themselves."""
        return self.ready - self.asleep

    @property
    def is_settled(self) -> bool:
        """Whether nothing more goes out for now."""
        return self.complete and self.waiting == 0

    @property
    def is_over(self) -> bool:
        """Whether nobody is owed anything any more."""
        return self.complete and not any((self.ready, self.later, self.held))

    @property
    def is_nobodys(self) -> bool:
        """Whether nobody is, was or will be told."""
        return self.complete and not any(
            (self.ready, self.sent, self.undeliverable, self.held, self.called_off, self.later)
        )


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event on its way to those whom it concerns.

    Args:
        rate: alerts a second, as counted between two looks; None before the second one.
        stop: the event by which a moderator stopped the rest; None if nobody did.
        stopped_by: what that moderator is called.
        is_taken_back: whether a correction has overtaken it.
        is_halted: whether nothing goes out to families just now.
    """

    event: Event
    coming: Coming
    batch: Batch
    exchange: Exchange
    rate: float | None = None
    stop: Event | None = None
    stopped_by: str = ""
    is_taken_back: bool = False
    is_halted: bool = False

    @property
    def can_be_stopped(self) -> bool:
        """Whether a moderator may end it: a correction goes to everybody who was told, whatever happens."""
        if self.event.kind not in NEWS or self.stop is not None or self.is_taken_back:
            return False
        return bool(self.coming.ready or self.coming.later or not self.coming.complete)

    @property
    def left(self) -> timedelta | None:
        """How long the rest takes at this rate; None where nothing moves."""
        if not self.rate or not self.coming.waiting:
            return None
        return timedelta(seconds=self.coming.waiting / self.rate)

    @property
    def look_again_after(self) -> timedelta:
        """When the figures are worth another look."""
        if self.rate is None:
            return FIRST_LOOK
        return min(max(self.left or LONGEST_LOOK, FIRST_LOOK), LONGEST_LOOK)
