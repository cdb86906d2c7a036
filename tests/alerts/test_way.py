"""What the courier learns from its attempts about the way to Telegram."""

from datetime import timedelta

import pytest

from bot.core.alerts import Delivered, Malformed, Outcome, Refused, TryLater, Uncertain
from bot.services.way import Way
from tests.alerts.office import NOON, SECOND


def a_way(*outcomes: Outcome) -> Way:
    """A way on which these attempts were made one after the other."""
    way = Way()
    for outcome in outcomes:
        way.learn(outcome, troubles=way.troubles, now=NOON)
    return way


def test_the_way_is_in_doubt_until_one_attempt_was_answered() -> None:
    assert a_way().in_doubt
    assert not a_way(Delivered()).in_doubt


@pytest.mark.parametrize("answer", [Delivered(), Refused(), Malformed()])
def test_whatever_telegram_answers_about_one_person_shows_that_the_way_is_open(answer: Outcome) -> None:
    assert not a_way(Uncertain(), answer).in_doubt


def test_where_one_chat_is_told_to_wait_the_next_one_shows_whether_it_is_everybody() -> None:
    way = a_way(Delivered(), TryLater(30 * SECOND))

    assert way.in_doubt
    assert way.rest(NOON) == timedelta(0)


def test_a_refused_token_closes_the_way_for_exactly_so_long() -> None:
    way = a_way(Delivered(), TryLater(60 * SECOND, everybody=True))

    assert way.in_doubt
    assert way.rest(NOON) == 60 * SECOND
    assert way.rest(NOON + 60 * SECOND) == timedelta(0)


def test_a_shorter_rest_learnt_later_does_not_open_the_way_earlier() -> None:
    way = a_way(TryLater(60 * SECOND, everybody=True), TryLater(SECOND, everybody=True))

    assert way.rest(NOON) == 60 * SECOND


def test_what_began_before_the_last_trouble_proves_nothing() -> None:
    way = a_way(Delivered())
    began_with = way.troubles
    way.learn(Uncertain(), troubles=began_with, now=NOON)

    way.learn(Delivered(), troubles=began_with, now=NOON)
    assert way.in_doubt
    way.learn(Uncertain(), troubles=began_with, now=NOON)
    assert way.failures_in_a_row == 1


def test_one_failure_may_be_one_persons_and_closes_nothing() -> None:
    assert a_way(Uncertain()).rest(NOON) == timedelta(0)


def test_failures_in_a_row_let_the_way_rest_longer_and_longer_up_to_half_a_minute() -> None:
    rests = [a_way(*[TryLater()] * failures).rest(NOON).total_seconds() for failures in range(1, 9)]

    assert rests == [0, 1, 2, 4, 8, 16, 30, 30]
    assert a_way(*[TryLater()] * 5000).rest(NOON) == 30 * SECOND
