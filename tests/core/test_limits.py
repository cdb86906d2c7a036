"""Ten people an hour and thirty a day are a family's questions; more is a sweep."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.limits import wait_for_another_person
from tests.builders import NOW

NO_WAIT = timedelta(0)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
INSTANT = timedelta(microseconds=1)


def ago(*waits: timedelta) -> list[datetime]:
    return [NOW - wait for wait in waits]


def wait_after(asked_at: list[datetime]) -> timedelta:
    return wait_for_another_person(asked_at, now=NOW)


def test_the_first_question_waits_for_nothing() -> None:
    assert wait_after([]) == NO_WAIT


def test_the_tenth_person_within_an_hour_is_answered_and_the_eleventh_waits() -> None:
    assert wait_after(ago(*[MINUTE * n for n in range(9)])) == NO_WAIT
    assert wait_after(ago(*[MINUTE * n for n in range(10)])) == HOUR - 9 * MINUTE


def test_a_person_asked_about_an_hour_ago_to_the_instant_does_not_count() -> None:
    recent = [NO_WAIT] * 9

    assert wait_after(ago(*recent, HOUR)) == NO_WAIT
    assert wait_after(ago(*recent, HOUR - INSTANT)) == INSTANT


def test_the_thirtieth_person_within_a_day_is_answered_and_the_thirty_first_waits() -> None:
    spread = [HOUR / 2 * n for n in range(2, 32)]

    assert wait_after(ago(*spread[:29])) == NO_WAIT
    assert wait_after(ago(*spread)) == DAY - spread[-1]


def test_a_person_asked_about_a_day_ago_to_the_instant_does_not_count() -> None:
    earlier = [2 * HOUR] * 29

    assert wait_after(ago(*earlier, DAY)) == NO_WAIT
    assert wait_after(ago(*earlier, DAY - INSTANT)) == INSTANT


def test_of_the_two_waits_the_longer_holds() -> None:
    assert wait_after(ago(*[10 * MINUTE] * 30)) == DAY - 10 * MINUTE


moments = st.lists(st.timedeltas(NO_WAIT, 2 * DAY), max_size=80).map(lambda waits: ago(*waits))


@given(moments)
def test_who_waits_as_long_as_told_is_answered_and_an_instant_earlier_not(asked_at: list[datetime]) -> None:
    wait = wait_after(asked_at)

    assert wait >= NO_WAIT
    assert wait_for_another_person(asked_at, now=NOW + wait) == NO_WAIT
    if wait:
        assert wait_for_another_person(asked_at, now=NOW + wait - INSTANT) == INSTANT


@given(moments)
def test_the_order_of_the_questions_does_not_matter(asked_at: list[datetime]) -> None:
    assert wait_after(asked_at) == wait_after(sorted(asked_at)) == wait_after(sorted(asked_at, reverse=True))


@given(st.lists(st.timedeltas(NO_WAIT, 40 * MINUTE), max_size=200))
def test_however_somebody_asks_they_learn_of_ten_an_hour_and_thirty_a_day_at_most(
    pauses: list[timedelta],
) -> None:
    answered: list[datetime] = []
    now = NOW
    for pause in pauses:
        now += pause
        if not wait_for_another_person(answered, now=now):
            answered.append(now)

    for at in answered:
        assert len([other for other in answered if at - HOUR < other <= at]) <= 10
        assert len([other for other in answered if at - DAY < other <= at]) <= 30
