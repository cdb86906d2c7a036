"""How far alerts have come: what can be stopped, and when the figures are worth another look."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.alerts import CORRECTIONS, NEWS, Event, EventKind
from bot.core.deliveries import FIRST_LOOK, LONGEST_LOOK, Coming, Delivery
from tests.storage.builders import JUNE_NINTH, NOW, YOUNG

CONFIRMED = Event("event", EventKind.BATCH_CONFIRMED, YOUNG.id, None, NOW)
WAITING = Coming(ready=300, sent=60, undeliverable=0, held=0)
ON_WAY = Delivery(CONFIRMED, WAITING, YOUNG, JUNE_NINTH)


@pytest.mark.parametrize("kind", sorted(NEWS | CORRECTIONS))
def test_news_can_be_stopped_and_a_correction_cannot(kind: EventKind) -> None:
    delivery = replace(ON_WAY, event=replace(CONFIRMED, kind=kind))

    assert delivery.can_be_stopped is (kind in NEWS)


@pytest.mark.parametrize(
    "delivery",
    [
        replace(ON_WAY, coming=replace(WAITING, ready=0)),
        replace(ON_WAY, stop=CONFIRMED),
        replace(ON_WAY, is_taken_back=True),
    ],
)
def test_what_is_over_cannot_be_stopped(delivery: Delivery) -> None:
    assert not delivery.can_be_stopped


def test_what_waits_for_a_digest_or_has_no_alerts_so_far_can_be_stopped() -> None:
    for coming in (Coming(0, 0, 0, 0, later=1), Coming(0, 0, 0, 0, complete=False)):
        assert replace(ON_WAY, coming=coming).can_be_stopped


def test_alerts_of_people_who_turned_them_off_are_not_waited_for() -> None:
    assert Coming(ready=5, sent=0, undeliverable=0, held=0, asleep=5).is_settled
    assert not Coming(ready=5, sent=0, undeliverable=0, held=0, asleep=4).is_settled
    assert not Coming(ready=0, sent=5, undeliverable=0, held=0, complete=False).is_settled


def test_the_time_left_follows_from_what_is_waiting_and_the_rate() -> None:
    assert replace(ON_WAY, rate=30.0).left == timedelta(seconds=10)
    assert ON_WAY.left is None
    assert replace(ON_WAY, rate=0.0).left is None


def test_the_figures_are_looked_at_soon_at_first_and_near_the_end_and_else_every_ten_seconds() -> None:
    assert ON_WAY.look_again_after == FIRST_LOOK
    assert replace(ON_WAY, rate=300.0).look_again_after == FIRST_LOOK
    assert replace(ON_WAY, rate=60.0).look_again_after == timedelta(seconds=5)
    assert replace(ON_WAY, rate=1.0).look_again_after == LONGEST_LOOK
    assert replace(ON_WAY, rate=0.0).look_again_after == LONGEST_LOOK
