"""What lanes promise to the people who wait in them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from telegram import Update

from handlers.lanes import Dropped, Lanes
from handlers.retries import Undelivered
from tests.handlers.updates import ANNA, BOHDAN, NOON, VIRA, a_message, a_press, text_of

GROUP = -100


async def no_more() -> None:
    """Happen to be followed by nothing."""


async def for_ever() -> None:
    """Never end."""
    await asyncio.Event().wait()


class Bot:
    """A bot that notes what it does; a handler waits while its update's text is held back."""

    def __init__(
        self,
        *,
        at_once: int = 64,
        longest: timedelta = timedelta(seconds=30),
        moderators: frozenset[int] = frozenset(),
    ) -> None:
        self.did: list[str] = []
        self.held: dict[str, asyncio.Event] = {}
        self.broken: dict[str, list[BaseException]] = {}
        self.rests: list[float] = []
        self.apologies: list[str] = []
        self.while_settling: Callable[[], Awaitable[None]] = no_more
        self.while_resting: Callable[[], Awaitable[None]] = no_more
        self.now = NOON
        self.lanes = Lanes(
            self.handle,
            self.settle,
            apologise=self.apologise,
            at_once=at_once,
            longest=longest,
            moderators=moderators,
            now=self.clock,
            pause=self.rest,
            chance=lambda: 0.0,
        )

    def clock(self) -> datetime:
        return self.now

    async def rest(self, seconds: float) -> None:
        self.rests.append(seconds)
        await self.while_resting()

    def hold(self, text: str) -> asyncio.Event:
        self.held[text] = asyncio.Event()
        return self.held[text]

    async def handle(self, update: Update) -> None:
        text = text_of(update)
        self.did.append(f"began {text}")
        await asyncio.sleep(0)
        if text in self.held:
            await self.held[text].wait()
        if self.broken.get(text):
            raise self.broken[text].pop()
        self.did.append(f"answered {text}")

    async def settle(self, update: Update, unread: int) -> None:
        what = "press" if update.callback_query else "message"
        self.did.append(f"settled {unread} at a {what}" if unread else f"answered a {what}'s query")
        if unread:
            await self.while_settling()

    async def apologise(self, update: Update) -> None:
        self.apologies.append(text_of(update))
        raise Undelivered

    async def gets(self, *updates: Update) -> None:
        async with asyncio.timeout(10):
            await asyncio.gather(*(self.lanes.give(update) for update in updates))

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Let it go on until this is so, or nothing happens any more."""
        for _ in range(1000):
            if is_so():
                return
            await asyncio.sleep(0)

    @property
    def answers(self) -> list[str]:
        return [what for what in self.did if not what.startswith("began")]


async def test_one_persons_messages_are_answered_in_their_order() -> None:
    bot = Bot()

    await bot.gets(*(a_message(ANNA, str(number)) for number in range(5)))

    assert bot.did == [f"{what} {number}" for number in range(5) for what in ("began", "answered")]


async def test_different_people_are_served_at_the_same_time() -> None:
    bot = Bot()
    until_bohdan_is_served = bot.hold("Anna's")
    annas = bot.lanes.give(a_message(ANNA, "Anna's"))

    await bot.gets(a_message(BOHDAN, "Bohdan's"))
    until_bohdan_is_served.set()
    await annas

    assert bot.answers == ["answered Bohdan's", "answered Anna's"]


async def test_somebody_with_many_messages_holds_one_place_and_takes_turns() -> None:
    bot = Bot(at_once=1)

    await bot.gets(
        *(a_message(ANNA, f"Anna {number}") for number in range(9)),
        a_message(BOHDAN, "Bohdan"),
        a_message(VIRA, "Vira"),
    )

    assert bot.answers[:3] == ["answered Anna 0", "answered Bohdan", "answered Vira"]


async def test_beyond_ten_unanswered_messages_one_reply_settles_the_rest() -> None:
    bot = Bot()

    await bot.gets(*(a_message(ANNA, str(number)) for number in range(35)))

    assert bot.answers == [*(f"answered {number}" for number in range(10)), "settled 25 at a message"]


async def test_each_press_that_stays_unread_has_its_query_answered() -> None:
    bot = Bot()

    await bot.gets(
        *(a_message(ANNA, str(number)) for number in range(10)), a_press(ANNA), a_press(ANNA), a_message(ANNA)
    )

    assert bot.answers[10:] == [
        "settled 3 at a message",
        "answered a press's query",
        "answered a press's query",
    ]


async def test_the_end_of_a_burst_that_arrives_after_its_settling_reply_is_settled_by_it() -> None:
    bot = Bot()
    await bot.gets(*(a_message(ANNA, str(number)) for number in range(11)))

    await bot.gets(*(a_message(ANNA, "still of the burst") for _ in range(100)))

    assert bot.answers[10:] == ["settled 1 at a message"]


async def test_what_arrives_while_the_settling_reply_is_sent_is_settled_by_it() -> None:
    bot = Bot()
    late: list[asyncio.Future[bool]] = []

    async def another_message_arrives() -> None:
        late.append(bot.lanes.give(a_message(ANNA, "late")))

    bot.while_settling = another_message_arrives
    await bot.gets(*(a_message(ANNA, str(number)) for number in range(11)))
    await late[0]

    assert bot.answers[10:] == ["settled 1 at a message"]


async def test_what_is_written_after_the_settling_reply_is_answered() -> None:
    bot = Bot()
    await bot.gets(*(a_message(ANNA, str(number)) for number in range(11)))

    await bot.gets(a_message(ANNA, "again", at=NOON + timedelta(seconds=1)))

    assert bot.answers[-1] == "answered again"


async def test_a_group_has_one_lane_and_its_members_keep_their_own() -> None:
    bot = Bot()
    until_anna_is_served = bot.hold("in the group")
    in_the_group = [bot.lanes.give(a_message(by, "in the group", chat=GROUP)) for by in (ANNA, BOHDAN)]

    await bot.gets(a_message(ANNA, "in private"))
    until_anna_is_served.set()
    await asyncio.gather(*in_the_group)

    assert bot.did[:3] == ["began in the group", "began in private", "answered in private"]


async def test_an_update_that_concerns_nobody_is_handled_too() -> None:
    bot = Bot()

    await bot.gets(Update(1), Update(2))

    assert len(bot.answers) == 2


async def test_a_message_that_breaks_its_handler_is_parked_without_its_text_and_others_flow(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bot = Bot()
    bot.broken["Мельник Іван"] = [ValueError("Мельник Іван")]
    broken = a_message(ANNA, "Мельник Іван")

    await bot.gets(broken, a_message(ANNA, "next"))

    assert bot.answers == ["answered next"]
    (record,) = caplog.records
    assert (record.__dict__["update"], record.__dict__["kind"]) == (broken.update_id, "message")
    assert record.__dict__["error"] == "ValueError"
    assert "test_lanes.py" in record.__dict__["place"]
    assert "Мельник" not in str(record.__dict__)


async def test_a_handler_that_ends_as_if_cancelled_stalls_nobody() -> None:
    bot = Bot()
    bot.broken["odd"] = [asyncio.CancelledError()]

    await bot.gets(a_message(ANNA, "odd"), a_message(ANNA, "next"))

    assert bot.answers == ["answered next"]


async def test_a_handler_that_never_ends_is_cut_off() -> None:
    bot = Bot(longest=timedelta(milliseconds=10))
    bot.hold("for ever")

    await bot.gets(a_message(ANNA, "for ever"), a_message(ANNA, "next"))

    assert bot.answers == ["answered next"]


async def test_a_reply_that_could_not_be_sent_is_tried_again_before_the_next_one() -> None:
    bot = Bot()
    bot.broken["first"] = [Undelivered(), Undelivered()]

    await bot.gets(a_message(ANNA, "first"), a_message(ANNA, "second"))

    assert bot.answers == ["answered first", "answered second"]
    assert bot.rests == [0.5, 1.0]


async def test_after_three_tries_while_others_were_served_a_reply_is_given_up() -> None:
    bot = Bot()
    bot.broken["never"] = [Undelivered() for _ in range(99)]

    async def somebody_else_is_served() -> None:
        await bot.gets(a_message(BOHDAN, "Bohdan"))

    bot.while_resting = somebody_else_is_served

    await bot.gets(a_message(ANNA, "never"), a_message(ANNA, "next"))

    assert bot.answers.count("answered next") == 1
    assert bot.did.count("began never") == 4


async def test_where_nobody_can_be_answered_a_reply_is_tried_for_about_two_minutes() -> None:
    bot = Bot()
    bot.broken["one"] = [Undelivered() for _ in range(99)]

    await bot.gets(a_message(ANNA, "one"))

    assert bot.did.count("began one") == 10
    assert 100 < sum(bot.rests) < 140


async def test_told_to_wait_for_minutes_a_lane_waits_exactly_so_long_and_loses_no_answer() -> None:
    bot = Bot()
    bot.broken["slow"] = [Undelivered(wait_s=90.0) for _ in range(20)]

    async def somebody_else_is_served() -> None:
        await bot.gets(a_message(BOHDAN, "Bohdan"))

    bot.while_resting = somebody_else_is_served

    await bot.gets(a_message(ANNA, "slow"), a_message(ANNA, "next"))

    assert bot.rests == [90.0] * 20
    assert [what for what in bot.answers if "Bohdan" not in what] == ["answered slow", "answered next"]
    assert bot.apologies == []


async def test_whoever_gets_no_answer_is_told_so_once_though_that_may_fail_too() -> None:
    bot = Bot(longest=timedelta(milliseconds=10))
    bot.hold("for ever")
    bot.broken["broken"] = [ValueError()]
    bot.broken["never"] = [Undelivered() for _ in range(99)]

    await bot.gets(
        a_message(ANNA, "for ever"),
        a_message(ANNA, "broken"),
        a_message(BOHDAN, "never"),
        a_message(ANNA, "next"),
    )

    assert sorted(bot.apologies) == ["broken", "for ever", "never"]
    assert "answered next" in bot.answers


async def test_stopping_finishes_what_is_under_way_and_drops_what_was_not_started() -> None:
    bot = Bot()
    go_on = bot.hold("under way")
    under_way = bot.lanes.give(a_message(ANNA, "under way"))
    waiting = bot.lanes.give(a_message(ANNA, "waiting"))
    await asyncio.sleep(0)

    stopping = asyncio.create_task(bot.lanes.stop(timedelta(seconds=10)))
    await asyncio.sleep(0)
    go_on.set()
    await stopping

    assert under_way.done()
    assert under_way.exception() is None
    assert isinstance(waiting.exception(), Dropped)
    assert isinstance(bot.lanes.give(a_message(ANNA)).exception(), Dropped)
    assert bot.answers == ["answered under way"]


async def test_stopping_cuts_off_a_handler_that_takes_too_long() -> None:
    bot = Bot()
    bot.hold("for ever")
    under_way = bot.lanes.give(a_message(ANNA, "for ever"))
    await asyncio.sleep(0)

    await bot.lanes.stop(timedelta(milliseconds=10))

    assert isinstance(under_way.exception(), Dropped)


async def test_stopping_does_not_wait_for_the_next_try_of_a_reply() -> None:
    bot = Bot()
    resting = asyncio.Event()

    async def rest_for_ever() -> None:
        resting.set()
        await asyncio.Event().wait()

    bot.while_resting = rest_for_ever
    bot.broken["unsent"] = [Undelivered()]
    unsent = bot.lanes.give(a_message(ANNA, "unsent"))
    await resting.wait()

    await bot.lanes.stop(timedelta(seconds=10))

    assert isinstance(unsent.exception(), Dropped)


async def test_a_message_given_at_the_very_moment_the_last_one_ends_is_answered_once() -> None:
    bot = Bot()
    following: list[asyncio.Future[bool]] = []
    first = bot.lanes.give(a_message(ANNA, "first"))
    first.add_done_callback(lambda _: following.append(bot.lanes.give(a_message(ANNA, "second"))))

    await first
    await asyncio.gather(*following)
    await bot.gets(a_message(ANNA, "third"))

    assert bot.answers == ["answered first", "answered second", "answered third"]


async def test_in_a_crowd_a_flood_holds_up_nobody_and_its_rest_is_told_once() -> None:
    bot = Bot()
    bot.lanes.note_crowd()
    given = [bot.lanes.give(a_message(ANNA, str(number))) for number in range(60)]

    assert [future.done() for future in given] == [False] + [True] * 59

    async with asyncio.timeout(10):
        again = await asyncio.gather(*given)
    await bot.until(lambda: len(bot.answers) == 2)
    assert bot.answers == ["answered 0", "settled 59 at a message"]
    assert again == [True] + [False] * 59


async def test_a_flood_that_came_before_the_crowd_makes_room_when_it_comes() -> None:
    bot = Bot()
    go_on = bot.hold("0")
    given = [bot.lanes.give(a_message(ANNA, str(number))) for number in range(30)]
    await asyncio.sleep(0)
    assert not any(future.done() for future in given)

    bot.lanes.note_crowd()

    assert [future.done() for future in given] == [False] + [True] * 29
    go_on.set()
    await bot.until(lambda: len(bot.answers) == 2)
    assert bot.answers == ["answered 0", "settled 29 at a message"]


async def test_in_a_crowd_who_wrote_in_their_own_time_gets_every_answer() -> None:
    bot = Bot()
    bot.lanes.note_crowd()
    slowly = [a_message(ANNA, str(n), at=NOON + n * timedelta(seconds=2)) for n in range(10)]

    await bot.gets(*(a_message(BOHDAN, f"B{n}") for n in range(5)), *slowly)

    assert set(bot.answers) == {*(f"answered {n}" for n in range(10)), *(f"answered B{n}" for n in range(5))}


async def test_many_who_flood_a_little_are_told_apart_by_how_fast_they_write() -> None:
    bot = Bot()
    bot.lanes.note_crowd()
    for _ in range(5):
        await bot.gets(a_message(ANNA, "again"))

    sixth = bot.lanes.give(a_message(ANNA, "again"))

    assert sixth.done()
    await bot.until(lambda: len(bot.answers) == 6)
    assert bot.answers[5:] == ["settled 1 at a message"]


async def test_a_flood_that_goes_on_is_told_ever_more_seldom_and_all_of_it_is_told_of() -> None:
    bot = Bot()

    async def more_arrives() -> None:
        later = bot.now + timedelta(seconds=1)
        more = [bot.lanes.give(a_message(ANNA, "more", at=later)) for _ in range(2)]
        assert all(future.done() for future in more)
        bot.lanes.note_crowd()

    async def it_goes_on() -> None:
        bot.now += timedelta(seconds=1)
        if len(bot.rests) < 7:
            for _ in range(3):
                bot.lanes.give(a_message(ANNA, "and more", at=bot.now + timedelta(seconds=1)))

    bot.while_resting, bot.while_settling = more_arrives, it_goes_on
    bot.lanes.note_crowd()
    await bot.gets(*(a_message(ANNA) for _ in range(11)))
    await bot.until(lambda: len(bot.answers) == 8)

    assert bot.answers[1:] == ["settled 12 at a message", *["settled 5 at a message"] * 6]
    assert bot.rests == [3, 6, 12, 24, 48, 60, 60]


async def test_who_was_told_that_something_stays_unread_and_writes_it_again_is_answered_at_once() -> None:
    bot = Bot()
    bot.lanes.note_crowd()
    await bot.gets(*(a_message(ANNA) for _ in range(6)))
    await bot.until(lambda: len(bot.answers) == 2)
    assert bot.answers[1:] == ["settled 5 at a message"]
    bot.now += timedelta(seconds=3)
    bot.lanes.note_crowd()

    await bot.gets(a_message(ANNA, "again", at=bot.now))

    assert bot.answers[2:] == ["answered again"]
    assert bot.rests == [3]


async def test_what_is_let_go_while_the_reply_fails_is_told_of_by_the_next_try() -> None:
    bot = Bot()
    bot.lanes.note_crowd()
    fails = [Undelivered()]

    async def once_fails() -> None:
        if fails:
            bot.lanes.give(a_message(ANNA))
            bot.lanes.give(a_message(ANNA))
            raise fails.pop()

    bot.while_settling = once_fails
    await bot.gets(*(a_message(ANNA) for _ in range(11)))
    await bot.until(lambda: len(bot.answers) == 3)

    assert bot.answers[1:] == ["settled 10 at a message", "settled 12 at a message"]


async def test_what_is_let_go_while_the_reply_is_sent_is_told_of_by_the_next_one() -> None:
    bot = Bot()
    later = [a_message(ANNA, at=NOON + timedelta(seconds=1)) for _ in range(3)]

    async def more_arrives() -> None:
        while later:
            bot.lanes.give(later.pop())

    bot.while_settling = more_arrives
    bot.lanes.note_crowd()
    await bot.gets(*(a_message(ANNA) for _ in range(11)))
    await bot.until(lambda: len(bot.answers) == 3)

    assert bot.answers[1:] == ["settled 10 at a message", "settled 3 at a message"]


async def test_in_a_crowd_too_the_rest_is_settled_at_the_newest_of_it() -> None:
    bot = Bot()
    go_on = bot.hold("0")
    for number in range(11):
        bot.lanes.give(a_message(ANNA, str(number)))
    bot.lanes.give(a_press(ANNA))

    bot.lanes.note_crowd()
    go_on.set()
    await bot.until(lambda: len(bot.answers) == 2)

    assert bot.answers == ["answered 0", "settled 11 at a press"]


async def test_what_nobody_need_read_is_counted_while_its_chat_waits_to_be_told() -> None:
    bot = Bot()
    passed: dict[str, list[bool]] = {"resting": [], "told": []}

    async def more_arrives() -> None:
        passed["resting"] += [bot.lanes.pass_over(chat, bot.now) for chat in (ANNA, ANNA, BOHDAN)]

    async def in_the_middle() -> None:
        passed["told"].append(bot.lanes.pass_over(ANNA, bot.now))

    bot.while_resting, bot.while_settling = more_arrives, in_the_middle
    bot.lanes.note_crowd()
    await bot.gets(*(a_message(ANNA) for _ in range(11)))
    await bot.until(lambda: len(bot.answers) == 2)

    assert passed == {"resting": [True, True, False], "told": [False]}
    assert bot.answers[1:] == ["settled 12 at a message"]
    assert not bot.lanes.pass_over(ANNA, bot.now)


async def test_however_many_are_told_that_something_stays_unread_answers_wait_for_none_of_them() -> None:
    bot = Bot(at_once=1)
    go_on = asyncio.Event()

    async def takes_long() -> None:
        await go_on.wait()

    bot.while_settling = takes_long
    bot.lanes.note_crowd()
    flooders = range(9000, 9020)
    for flooder in flooders:
        await bot.gets(*(a_message(flooder, "flood") for _ in range(6)))
    await bot.until(lambda: len(bot.rests) == len(flooders))

    await bot.gets(a_message(BOHDAN, "Bohdan"))

    assert bot.answers[-1] == "answered Bohdan"
    assert len([what for what in bot.did if what.startswith("settled")]) < len(flooders)
    go_on.set()
    await bot.until(lambda: bot.did.count("settled 5 at a message") == len(flooders))
    assert bot.did.count("settled 5 at a message") == len(flooders)


async def test_who_goes_on_while_nothing_of_theirs_is_read_is_still_too_fast_once_told() -> None:
    bot = Bot()

    async def it_goes_on() -> None:
        for _ in range(4):
            bot.now += timedelta(seconds=1)
            assert bot.lanes.pass_over(ANNA, bot.now)
        bot.while_resting = no_more

    bot.while_resting = it_goes_on
    bot.lanes.note_crowd()
    await bot.gets(*(a_message(ANNA, "flood") for _ in range(6)))
    await bot.until(lambda: len(bot.answers) == 2)
    assert bot.answers[1:] == ["settled 9 at a message"]
    await bot.gets(a_message(ANNA, "of the same second", at=bot.now))

    bot.now += timedelta(seconds=1)
    await bot.gets(a_message(ANNA, "and on", at=bot.now))
    await bot.until(lambda: len(bot.answers) == 3)

    assert bot.answers[2:] == ["settled 1 at a message"]


async def test_a_crowd_goes_on_while_as_much_as_telegram_shows_stays_unread() -> None:
    bot = Bot()
    bot.lanes.note_crowd()
    bot.while_resting = for_ever
    for _ in range(6):
        bot.lanes.give(a_message(ANNA, "flood"))
    await bot.until(lambda: bool(bot.rests))

    bot.now += timedelta(seconds=9)
    for _ in range(100):
        assert bot.lanes.pass_over(ANNA, bot.now)
    bot.now += timedelta(seconds=9)
    given = [bot.lanes.give(a_message(BOHDAN, "Bohdan", at=bot.now)) for _ in range(6)]
    assert [future.done() for future in given] == [False] + [True] * 5

    for _ in range(90):
        assert bot.lanes.pass_over(ANNA, bot.now)
    bot.now += timedelta(seconds=9)
    given = [bot.lanes.give(a_message(VIRA, "Vira", at=bot.now)) for _ in range(6)]
    assert not any(future.done() for future in given)
    await bot.lanes.stop(timedelta(0))


async def test_in_a_crowd_a_moderator_presses_as_fast_as_the_day_asks_for() -> None:
    bot = Bot(moderators=frozenset({ANNA}))
    bot.lanes.note_crowd()

    for _ in range(30):
        await bot.gets(a_message(ANNA, "desk"))
    assert bot.answers == ["answered desk"] * 30

    assert bot.lanes.give(a_message(ANNA, "desk")).done(), "a stolen account floods no faster than that"


async def test_in_a_crowd_the_newest_presses_that_stay_unread_come_to_rest_with_the_reply() -> None:
    bot = Bot()
    bot.lanes.note_crowd()
    await bot.gets(*(a_message(ANNA) for _ in range(5)))

    given = [bot.lanes.give(a_press(ANNA)) for _ in range(30)]
    given.append(bot.lanes.give(a_message(ANNA)))

    assert all(future.done() for future in given)
    await bot.until(lambda: len(bot.answers) == 16)
    assert bot.answers[5:] == ["settled 31 at a message", *["answered a press's query"] * 10]


async def test_what_stayed_unread_in_a_former_crowd_prolongs_no_new_one() -> None:
    bot = Bot()
    bot.while_resting = for_ever
    bot.lanes.note_crowd()
    for _ in range(6):
        bot.lanes.give(a_message(ANNA, "flood"))
    await bot.until(lambda: bool(bot.rests))
    for _ in range(90):
        bot.lanes.pass_over(ANNA, bot.now)
    bot.now += timedelta(seconds=11)

    bot.lanes.note_crowd()
    bot.now += timedelta(seconds=9)
    for _ in range(20):
        bot.lanes.pass_over(ANNA, bot.now)
    bot.now += timedelta(seconds=2)

    given = [bot.lanes.give(a_message(BOHDAN, "Bohdan", at=bot.now)) for _ in range(6)]
    assert not any(future.done() for future in given)
    await bot.lanes.stop(timedelta(0))


async def test_what_comes_while_a_reply_to_a_flood_waits_for_its_next_try_need_not_be_read() -> None:
    bot = Bot()
    fails = [Undelivered(wait_s=5)]
    passed: list[bool] = []

    async def once_fails() -> None:
        if fails:
            raise fails.pop()

    async def more_arrives() -> None:
        if not fails:
            passed.append(bot.lanes.pass_over(ANNA, bot.now))

    bot.while_settling, bot.while_resting = once_fails, more_arrives
    bot.lanes.note_crowd()
    await bot.gets(*(a_message(ANNA) for _ in range(6)))
    await bot.until(lambda: len(bot.answers) == 3)

    assert passed == [True]
    assert bot.answers[1:] == ["settled 5 at a message", "settled 6 at a message"]
