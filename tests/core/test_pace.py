"""The pace of everything that goes out, under a time that passes only here."""

import random
from dataclasses import dataclass, field

import pytest

from bot.core.pace import Pace, Sending

HALYNA, MARINA = 1, 2
ROOM = -100


@dataclass
class Traffic:
    """Messages that leave as soon as they may, each answered after its way there and back."""

    pace: Pace
    now: float = 1000.0
    arrived: list[float] = field(default_factory=list)
    _open: list[tuple[float, Sending]] = field(default_factory=list)

    def alert(self, chat: int, *, there_s: float = 0.0, back_s: float = 0.0) -> None:
        """Send an alert at the first moment at which it may leave."""
        while wait_s := max(self.pace.alert_wait_s(self.now), self.pace.chat_wait_s(chat, self.now)):
            self.passes(wait_s)
        self._leaves(chat, there_s, back_s, is_reply=False)

    def reply(self, chat: int, *, there_s: float = 0.0, back_s: float = 0.0) -> float:
        """Send a reply at the first moment at which it may leave; returns how long it waited."""
        began = self.now
        while wait_s := self.pace.reply_wait_s(chat, self.now):
            self.passes(wait_s)
        self._leaves(chat, there_s, back_s, is_reply=True)
        return self.now - began

    def mention(self, chat: int) -> None:
        """Send now what nobody waits for."""
        self._is_on_its_way(self.pace.begin_idle(chat, self.now), 0.0, 0.0)

    def _leaves(self, chat: int, there_s: float, back_s: float, *, is_reply: bool) -> None:
        self._is_on_its_way(self.pace.begin(chat, self.now, is_reply=is_reply), there_s, back_s)

    def _is_on_its_way(self, sending: Sending, there_s: float, back_s: float) -> None:
        self.arrived.append(self.now + there_s)
        self._open.append((self.now + there_s + back_s, sending))
        self.passes(0)

    def told_to_wait(self, chat: int, wait_s: float) -> None:
        """Let Telegram ask this chat for patience."""
        sending = self.pace.begin(chat, self.now, is_reply=False)
        self.pace.end(sending, self.now, accepted=False, told_to_wait_s=wait_s)

    def passes(self, time_s: float) -> None:
        end = self.now + time_s
        for at, sending in sorted(self._open, key=lambda each: each[0]):
            if at <= end:
                self.pace.end(sending, max(at, self.now), accepted=True)
                self._open.remove((at, sending))
        self.now = end

    def most_in_a_second(self) -> int:
        at = sorted(self.arrived)
        return max(
            sum(first <= each < first + 0.999_99 for each in at[n : n + 2000]) for n, first in enumerate(at)
        )


@pytest.mark.parametrize("rate", [1, 30, 1000])
def test_alerts_keep_the_pace_and_never_exceed_it(rate: int) -> None:
    traffic = Traffic(Pace(rate))
    for chat in range(1, 3 * rate + 2):
        traffic.alert(chat)

    assert traffic.now - 1000 == pytest.approx(3, rel=0.02)
    assert traffic.most_in_a_second() <= rate


def test_whatever_the_way_does_to_them_no_more_arrive_in_any_second() -> None:
    chance = random.Random(2025)
    traffic = Traffic(Pace(30))
    for chat in range(1, 600):
        held_up = chance.random() < 0.05
        traffic.alert(chat, there_s=0.02 + held_up * chance.random() * 0.5, back_s=0.02)

    assert traffic.most_in_a_second() <= 30


def test_after_all_were_held_up_at_once_no_more_arrive_in_any_second() -> None:
    traffic = Traffic(Pace(1000))
    for chat in range(1, 3500):
        held_up = 1500 <= chat < 1700
        traffic.alert(chat, there_s=0.002 + held_up * 0.05, back_s=0.002 + held_up * 0.05)

    assert traffic.most_in_a_second() <= 1000


def test_a_long_way_there_and_back_costs_no_pace() -> None:
    traffic = Traffic(Pace(30))
    for chat in range(1, 302):
        traffic.alert(chat, there_s=0.05, back_s=0.05)

    assert 300 / (traffic.now - 1000) >= 0.98 * 30


def test_a_program_that_was_late_makes_up_for_a_little_and_for_no_pause() -> None:
    traffic = Traffic(Pace(100))
    traffic.alert(1)
    traffic.passes(0.05)
    for chat in range(2, 7):
        traffic.alert(chat)
    assert traffic.now == pytest.approx(1000.05)

    traffic.passes(60)
    traffic.alert(7)
    traffic.alert(8)
    assert traffic.now == pytest.approx(1060.06)


# Replies


def test_nobodys_reply_waits_behind_a_broadcast() -> None:
    traffic = Traffic(Pace(30))
    waited = 0.0
    for chat in range(1, 301):
        traffic.alert(chat)
        if chat % 10 == 0:
            waited += traffic.reply(10_000 + chat)

    assert waited == 0


def test_alerts_leave_room_for_as_many_replies_as_were_written_lately() -> None:
    traffic = Traffic(Pace(30))
    for second in range(20):
        for n in range(4):
            traffic.reply(10_000 + 10 * second + n)
        for n in range(15):
            traffic.alert(1 + 100 * second + n)
    assert traffic.most_in_a_second() <= 30


def test_alerts_take_all_that_replies_leave() -> None:
    traffic = Traffic(Pace(30))
    for n in range(10):
        traffic.reply(20_000 + n)
        traffic.passes(0.1)
    alerts, next_reply = 0, traffic.now
    while traffic.now < 1021:
        if traffic.now >= next_reply:
            traffic.reply(10_000 + alerts)
            next_reply += 0.1
        elif wait_s := traffic.pace.alert_wait_s(traffic.now):
            traffic.passes(min(wait_s, next_reply - traffic.now))
        else:
            alerts += 1
            traffic.alert(alerts)

    assert alerts >= 20 * (30 - 10 - 2)
    assert traffic.most_in_a_second() <= 30


def test_where_replies_alone_fill_the_pace_no_alert_is_added() -> None:
    traffic = Traffic(Pace(30))
    for n in range(30):
        traffic.reply(10_000 + n)
        traffic.passes(0.02)
    traffic.alert(HALYNA)

    assert traffic.now >= 1001


def test_what_nobody_waits_for_takes_one_place_of_five_however_much_there_is() -> None:
    traffic = Traffic(Pace(30))
    idle = 0
    while traffic.now < 1010:
        if wait_s := traffic.pace.alert_wait_s(traffic.now):
            traffic.passes(wait_s)
        elif traffic.pace.idle_wait_s(traffic.now):
            traffic.alert(1 + len(traffic.arrived))
        else:
            traffic.mention(20_000 + idle)
            idle += 1

    assert idle == pytest.approx(300 / 5, abs=2)
    assert traffic.most_in_a_second() <= 30


def test_what_nobody_waits_for_waits_like_an_alert() -> None:
    traffic = Traffic(Pace(30))
    traffic.alert(HALYNA)

    assert traffic.pace.idle_wait_s(traffic.now) == traffic.pace.alert_wait_s(traffic.now) > 0


def test_when_nobody_has_written_for_a_while_alerts_take_the_whole_pace_again() -> None:
    traffic = Traffic(Pace(30))
    for n in range(8):
        traffic.reply(10_000 + n)
    traffic.passes(11)
    began = traffic.now
    for chat in range(1, 62):
        traffic.alert(chat)

    assert traffic.now - began == pytest.approx(2, rel=0.02)


# One chat


def test_one_person_gets_one_alert_a_second() -> None:
    traffic = Traffic(Pace(30))
    traffic.alert(HALYNA)
    traffic.alert(MARINA)
    assert traffic.now < 1000.1

    traffic.alert(HALYNA)
    assert traffic.now == pytest.approx(1001)


def test_five_replies_to_one_person_may_follow_each_other_and_then_one_a_second() -> None:
    traffic = Traffic(Pace(30))

    waits = [traffic.reply(HALYNA) for _ in range(7)]

    assert waits == pytest.approx([0, 0, 0, 0, 0, 1, 1])


def test_a_group_gets_twenty_a_minute() -> None:
    traffic = Traffic(Pace(30))
    for _ in range(20):
        traffic.alert(ROOM)
    assert traffic.now < 1001

    traffic.alert(ROOM)
    assert traffic.now == pytest.approx(1060, abs=0.1)


def test_of_those_who_got_something_long_ago_nothing_is_remembered() -> None:
    pace = Pace(1000)
    traffic = Traffic(pace)
    for chat in range(1, 20_001):
        traffic.alert(chat)

    assert len(pace._private) <= 1002


# Told to wait


def test_a_chat_that_is_told_to_wait_waits_to_the_second_and_others_go_on() -> None:
    traffic = Traffic(Pace(30))
    traffic.told_to_wait(HALYNA, 7)

    traffic.alert(MARINA)
    assert traffic.now < 1000.1
    traffic.alert(HALYNA)
    assert traffic.now == pytest.approx(1007)


def test_where_a_second_chat_is_told_nobody_sends_and_replies_go_first_afterwards() -> None:
    traffic = Traffic(Pace(30))
    traffic.told_to_wait(HALYNA, 7)
    traffic.told_to_wait(MARINA, 5)

    assert traffic.pace.all_wait_s(traffic.now) == pytest.approx(7)
    assert traffic.pace.reply_wait_s(3, traffic.now) == pytest.approx(7)
    assert traffic.pace.alert_wait_s(traffic.now) > traffic.pace.reply_wait_s(3, traffic.now)


def test_two_chats_told_with_somebody_getting_through_between_are_two_chats() -> None:
    traffic = Traffic(Pace(30))
    traffic.told_to_wait(HALYNA, 7)
    traffic.alert(3)
    traffic.passes(0.1)
    traffic.told_to_wait(MARINA, 7)

    assert traffic.pace.all_wait_s(traffic.now) == 0


def test_a_message_that_hangs_keeps_its_place_for_two_seconds_and_not_for_ever() -> None:
    pace = Pace(2)
    for chat in (1, 2):
        pace.begin(chat, 1000.0, is_reply=False)

    assert pace.alert_wait_s(1000.9) > 0
    assert pace.alert_wait_s(1002.1) == 0
