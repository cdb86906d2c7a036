"""An alert is owed until it is settled."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.alerts import (
    AlertState,
    Delivered,
    Malformed,
    NextStep,
    Outcome,
    Refused,
    Settled,
    TryAgain,
    TryLater,
    Uncertain,
    what_next,
)
from tests.builders import NOW

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def again(after: timedelta, *, counts: bool = True, uncertain: bool = False) -> TryAgain:
    return TryAgain(NOW + after, counts=counts, uncertain=uncertain)


@pytest.mark.parametrize(
    ("attempts", "outcome", "step"),
    [
        (0, Delivered(), Settled(AlertState.SENT)),
        (9, Delivered(), Settled(AlertState.SENT)),
        (0, Refused(), Settled(AlertState.UNDELIVERABLE)),
        (0, Malformed(), Settled(AlertState.HELD)),
        (0, TryLater(), again(30 * SECOND)),
        (1, TryLater(), again(60 * SECOND)),
        (2, TryLater(), again(120 * SECOND)),
        (9, TryLater(), again(15_360 * SECOND)),
        (10, TryLater(), again(6 * HOUR)),
        (1_000_000, TryLater(), again(6 * HOUR)),
        (0, TryLater(7 * SECOND), again(7 * SECOND, counts=False)),
        (9, TryLater(7 * SECOND), again(7 * SECOND, counts=False)),
        (0, TryLater(9 * HOUR), again(9 * HOUR, counts=False)),
        (0, TryLater(timedelta(0)), again(timedelta(0), counts=False)),
        (0, Uncertain(), again(60 * SECOND, uncertain=True)),
        (1, Uncertain(), again(60 * SECOND, uncertain=True)),
        (2, Uncertain(), again(120 * SECOND, uncertain=True)),
        (1_000_000, Uncertain(), again(6 * HOUR, uncertain=True)),
    ],
)
def test_what_becomes_of_an_alert(attempts: int, outcome: Outcome, step: NextStep) -> None:
    assert what_next(attempts, outcome, now=NOW) == step


waits = st.timedeltas(timedelta(0), timedelta(days=2))
unsettled = st.one_of(st.just(TryLater()), st.just(Uncertain()), st.builds(TryLater, waits))
outcomes: st.SearchStrategy[Outcome] = st.one_of(
    unsettled, st.sampled_from([Delivered(), Refused(), Malformed()])
)


@given(st.integers(0, 10**9), unsettled)
def test_an_alert_is_never_given_up(attempts: int, outcome: Outcome) -> None:
    step = what_next(attempts, outcome, now=NOW)

    assert isinstance(step, TryAgain)
    assert step.at >= NOW


@given(st.integers(0, 10**9), outcomes)
def test_an_alert_waits_as_long_as_telegram_says_or_from_half_a_minute_to_six_hours(
    attempts: int, outcome: Outcome
) -> None:
    step = what_next(attempts, outcome, now=NOW)

    if isinstance(step, TryAgain):
        told = outcome.wait if isinstance(outcome, TryLater) else None
        wait = step.at - NOW
        assert wait == told if told is not None else 30 * SECOND <= wait <= 6 * HOUR


@given(st.integers(0, 10**9))
def test_an_alert_that_may_have_arrived_is_not_repeated_within_a_minute(attempts: int) -> None:
    step = what_next(attempts, Uncertain(), now=NOW)

    assert isinstance(step, TryAgain)
    assert step.uncertain
    assert step.at >= NOW + 60 * SECOND


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_who_failed_more_often_waits_no_less(one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    shorter, longer = (what_next(attempts, TryLater(), now=NOW) for attempts in (fewer, more))

    assert isinstance(shorter, TryAgain)
    assert isinstance(longer, TryAgain)
    assert shorter.at <= longer.at


@given(st.lists(outcomes))
def test_only_delivery_refusal_or_proof_of_impossibility_ends_an_alert(history: list[Outcome]) -> None:
    attempts, now = 0, NOW
    for outcome in history:
        step = what_next(attempts, outcome, now=now)
        assert isinstance(step, Settled) == isinstance(outcome, Delivered | Refused | Malformed)
        if isinstance(step, TryAgain):
            attempts, now = attempts + step.counts, step.at

    failed = [o for o in history if o == TryLater() or isinstance(o, Uncertain)]
    assert attempts == len(failed), "being told to slow down is no attempt"
