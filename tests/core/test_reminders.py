"""Moderators are reminded of what they owe to families, and not more often than helps."""

from datetime import timedelta

import pytest

from bot.core.reminders import Owing, Reminder, due
from tests.builders import NOW

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def test_nobody_is_reminded_of_what_is_done() -> None:
    assert due(Owing(last_check=NOW - HOUR), now=NOW) == []


@pytest.mark.parametrize(("ago", "reminded"), [(DAY - MINUTE, []), (DAY, [Reminder.CHECK])])
def test_a_day_without_a_look_for_new_lists_is_a_reminder(ago: timedelta, reminded: list[Reminder]) -> None:
    assert due(Owing(last_check=NOW - ago), now=NOW) == reminded


def test_the_daily_reminder_comes_once_a_day() -> None:
    last = NOW - 3 * DAY

    assert due(Owing(last_check=last, check_reminded=NOW - DAY + MINUTE), now=NOW) == []
    assert due(Owing(last_check=last, check_reminded=NOW - DAY), now=NOW) == [Reminder.CHECK]


def test_where_nobody_has_ever_looked_nobody_is_woken() -> None:
    assert due(Owing(), now=NOW) == []


def test_on_an_exchange_day_half_an_hour_without_a_look_is_a_reminder() -> None:
    begun = NOW - 5 * HOUR

    assert due(Owing(last_check=NOW - 29 * MINUTE, exchange_day_since=begun), now=NOW) == []
    assert due(Owing(last_check=NOW - 30 * MINUTE, exchange_day_since=begun), now=NOW) == [Reminder.HEARTBEAT]


def test_the_half_hour_begins_with_the_exchange_day() -> None:
    owing = Owing(last_check=NOW - 3 * DAY, exchange_day_since=NOW - 29 * MINUTE)

    assert due(owing, now=NOW) == []
    assert due(owing, now=NOW + MINUTE) == [Reminder.HEARTBEAT]


def test_the_heartbeats_reminder_comes_again_each_half_hour() -> None:
    owing = Owing(
        last_check=NOW - 2 * HOUR, exchange_day_since=NOW - 5 * HOUR, heartbeat_reminded=NOW - 29 * MINUTE
    )

    assert due(owing, now=NOW) == []
    assert due(owing, now=NOW + MINUTE) == [Reminder.HEARTBEAT]


def test_a_first_report_is_told_at_once() -> None:
    assert due(Owing(oldest_report=NOW, newest_report=NOW), now=NOW) == [Reminder.REPORTS]


def test_however_many_reports_come_moderators_are_told_each_quarter_of_an_hour_at_most() -> None:
    told = NOW - 14 * MINUTE
    owing = Owing(oldest_report=told, newest_report=NOW, reports_reminded=told)

    assert due(owing, now=NOW) == []
    assert due(owing, now=NOW + MINUTE) == [Reminder.REPORTS]


def test_a_report_that_stays_open_is_spoken_of_twice_within_its_day() -> None:
    made = told = NOW
    moments = [NOW + n * HOUR for n in range(1, 24)]
    reminded = []
    for moment in moments:
        if due(Owing(oldest_report=made, newest_report=made, reports_reminded=told), now=moment):
            reminded.append(moment)
            told = moment

    assert reminded == [NOW + 12 * HOUR]
