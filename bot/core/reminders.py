"""When moderators are reminded of what they owe to families."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

DAILY = timedelta(hours=24)
HEARTBEAT = timedelta(minutes=30)
"""On an exchange day somebody looks at least so often."""
NEW_REPORTS = timedelta(minutes=15)
"""However many reports come in, moderators are told of new ones no more often."""
OLD_REPORTS = timedelta(hours=12)
"""A report that stays open is spoken of twice within the day in which it is to be dealt with."""


class Reminder(StrEnum):
    """What moderators are reminded of."""

    CHECK = "check"
    HEARTBEAT = "heartbeat"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True)
class Owing:
    """What stands open at a moment.

    Args:
        last_check: when a moderator last looked for new lists.
        exchange_day_since: when the exchange day was begun, or None on any other day.
        oldest_report, newest_report: when the open reports were made, or None if there are none.
        check_reminded, heartbeat_reminded, reports_reminded: when moderators last heard of each.
    """

    last_check: datetime | None = None
    exchange_day_since: datetime | None = None
    oldest_report: datetime | None = None
    newest_report: datetime | None = None
    check_reminded: datetime | None = None
    heartbeat_reminded: datetime | None = None
    reports_reminded: datetime | None = None


def due(owing: Owing, *, now: datetime) -> Sequence[Reminder]:
    """Return what moderators are to be reminded of now."""
    return [
        reminder
        for reminder, is_due in (
            (Reminder.CHECK, _check_due(owing, now)),
            (Reminder.HEARTBEAT, _heartbeat_due(owing, now)),
            (Reminder.REPORTS, _reports_due(owing, now)),
        )
        if is_due
    ]


def _check_due(owing: Owing, now: datetime) -> bool:
    # Where nobody has ever looked, the bot is being set up: the desk says so, and nobody is woken.
    if owing.last_check is None or owing.exchange_day_since is not None:
        return False
    return _past(owing.last_check, DAILY, now) and _past(owing.check_reminded, DAILY, now)


def _heartbeat_due(owing: Owing, now: datetime) -> bool:
    if owing.exchange_day_since is None:
        return False
    looked = max(owing.last_check or owing.exchange_day_since, owing.exchange_day_since)
    return _past(looked, HEARTBEAT, now) and _past(owing.heartbeat_reminded, HEARTBEAT, now)


def _reports_due(owing: Owing, now: datetime) -> bool:
    if owing.oldest_report is None or owing.newest_report is None:
        return False
    told = owing.reports_reminded
    if told is None or owing.newest_report > told:
        return _past(told, NEW_REPORTS, now)
    return _past(told, OLD_REPORTS, now)


def _past(last: datetime | None, span: timedelta, now: datetime) -> bool:
    return last is None or now >= last + span
