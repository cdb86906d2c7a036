import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.core.alerts import (
    CORRECTIONS,
    NEWS,
    Alert,
    AlertState,
    Delivered,
    Event,
    EventKind,
    Malformed,
    Outcome,
    Refused,
    Settled,
    TryAgain,
    TryLater,
    Uncertain,
    what_next,
)
from bot.core.deliveries import Coming
from bot.core.errors import Unknown, WrongState
from bot.ports import Settling, Store, Writing
from tests.storage.builders import (
    MINUTE,
    NOW,
    OLENA_TELEGRAM,
    PETRO_TELEGRAM,
    a_call,
    a_confirmation,
    a_follow,
    a_statement,
    add_followers,
    codes,
)

SECOND = timedelta(seconds=1)
LEASE = MINUTE
OUTCOMES: Sequence[Outcome] = [Uncertain(), TryLater(), TryLater(MINUTE), Refused(), Delivered()]


async def lend(writing: Writing, *, after: timedelta = timedelta(0), limit: int = 100) -> list[Alert]:
    now = NOW + after
    return list(await writing.lend_due_alerts(now=now, until=now + LEASE, limit=limit))


async def owe_one(writing: Writing) -> Alert:
    """Owe one alert, and lend it."""
    chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
    await writing.owe(a_call(), [chat.id], ["code"])
    (alert,) = await lend(writing)
    return alert


async def test_every_follower_is_owed_one_alert(store: Store) -> None:
    event = a_confirmation()
    async with store.writing() as writing:
        chat_ids = await add_followers(writing, 7)
        await writing.add_event(event)
        assert await writing.unfinished_events() == [event]

        passed = [await writing.fan_out(event, codes=codes(3, start=n * 3), due=NOW) for n in range(3)]

        assert passed == [3, 3, 1]
        assert await writing.unfinished_events() == []
        alerts = await lend(writing)
        assert sorted(alert.chat_id for alert in alerts) == chat_ids
        assert {alert.event for alert in alerts} == {event}
        assert len({alert.code for alert in alerts}) == 7


async def test_the_last_slice_may_be_full(store: Store) -> None:
    event = a_confirmation()
    async with store.writing() as writing:
        await add_followers(writing, 3)
        await writing.add_event(event)

        assert await writing.fan_out(event, codes=codes(3), due=NOW) == 3
        assert await writing.unfinished_events() == [event]
        assert await writing.fan_out(event, codes=codes(3), due=NOW) == 0
        assert await writing.unfinished_events() == []


async def test_a_finished_event_alerts_nobody_again(store: Store) -> None:
    event = a_confirmation()
    async with store.writing() as writing:
        await add_followers(writing, 2)
        await writing.add_event(event)
        await writing.fan_out(event, codes=codes(9), due=NOW)

        assert await writing.fan_out(event, codes=codes(9), due=NOW) == 0
        assert (await writing.coming(event.id)).ready == 2


async def test_an_event_that_was_never_stored_alerts_nobody(store: Store) -> None:
    async with store.writing() as writing:
        with pytest.raises(Unknown):
            await writing.fan_out(a_confirmation(), codes=codes(1), due=NOW)
        with pytest.raises(Unknown):
            await writing.coming("event")


async def test_one_statement_confirms_once(store: Store) -> None:
    event = replace(a_confirmation(), statement_id="announced")
    async with store.writing() as writing:
        await writing.add_statement(a_statement())
        await writing.add_event(event)

    async def confirm_again() -> None:
        async with store.writing() as writing:
            await writing.add_event(replace(event, id="again"))

    with pytest.raises(WrongState):
        await confirm_again()


async def test_who_followed_later_or_follows_another_batch_gets_no_alert(store: Store) -> None:
    event = a_confirmation()
    async with store.writing() as writing:
        late = await writing.remember_chat(2, language="uk")
        elsewhere = await writing.remember_chat(3, language="uk")
        told = await writing.remember_chat(4, language="uk")
        await writing.add_follow(a_follow(told.id, since=event.at))
        await writing.add_follow(a_follow(late.id, since=event.at + SECOND))
        await writing.add_follow(a_follow(elsewhere.id, batch="another"))
        await writing.add_event(event)

        assert await writing.fan_out(event, codes=codes(9), due=NOW) == 1
        assert [alert.chat_id for alert in await lend(writing)] == [told.id]


async def test_what_happened_during_a_pause_is_told_after_it(store: Store) -> None:
    event = a_confirmation()
    async with store.writing() as writing:
        chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        await writing.add_follow(a_follow(chat.id, since=event.at))
        await writing.save_chat(replace(chat, paused=True))
        await writing.add_event(event)
        await writing.fan_out(event, codes=codes(9), due=NOW)
        assert await lend(writing) == []

        await writing.save_chat(chat)
        assert [alert.chat_id for alert in await lend(writing)] == [chat.id]


async def test_alerts_of_a_chat_are_numbered_from_one_without_a_gap(store: Store) -> None:
    async with store.writing() as writing:
        olena = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        petro = await writing.remember_chat(PETRO_TELEGRAM, language="uk")
        await writing.owe(a_call("first"), [olena.id], ["a"])
        await writing.owe(a_call("first"), [olena.id, petro.id], ["b", "c"])
        await writing.owe(a_call("second"), [olena.id], ["d"])

        numbers = {(a.chat_id, a.event.id): (a.number, a.code) for a in await lend(writing)}

    assert numbers == {
        (olena.id, "first"): (1, "a"),
        (petro.id, "first"): (1, "c"),
        (olena.id, "second"): (2, "d"),
    }


async def test_a_code_names_one_alert_of_a_chat(store: Store) -> None:
    async with store.writing() as writing:
        chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        await writing.owe(a_call("first"), [chat.id], ["code"])

    with pytest.raises(WrongState):
        async with store.writing() as writing:
            await writing.owe(a_call("second"), [chat.id], ["code"])


async def test_a_chat_that_was_forgotten_meanwhile_is_owed_nothing(store: Store) -> None:
    async with store.writing() as writing:
        await writing.owe(a_call(), ["forgotten"], ["code"])

        assert await lend(writing) == []
        assert await writing.coming("call") == Coming(0, 0, 0, 0)


async def test_the_oldest_alerts_are_lent_first_and_none_twice(store: Store) -> None:
    async with store.writing() as writing:
        chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        for minutes in (3, 1, 2):
            await writing.owe(a_call(f"call-{minutes}", at=NOW + minutes * MINUTE), [chat.id], [f"{minutes}"])

        assert await lend(writing) == []
        assert [a.code for a in await lend(writing, after=3 * MINUTE, limit=2)] == ["1", "2"]
        assert [a.code for a in await lend(writing, after=3 * MINUTE, limit=2)] == ["3"]
        assert await lend(writing, after=3 * MINUTE) == []


async def test_alerts_of_a_paused_chat_wait_until_it_goes_on(store: Store) -> None:
    async with store.writing() as writing:
        chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        await writing.owe(a_call(), [chat.id], ["code"])
        await writing.save_chat(replace(chat, paused=True))
        assert await lend(writing) == []

        await writing.save_chat(chat)
        assert len(await lend(writing)) == 1


async def test_a_loan_that_ran_out_comes_back_as_uncertain_and_not_within_a_minute(store: Store) -> None:
    async with store.writing() as writing:
        alert = await owe_one(writing)
        assert (alert.uncertain, alert.fence) == (False, 1)

        assert await lend(writing, after=LEASE + MINUTE - SECOND) == []
        (again,) = await lend(writing, after=LEASE + MINUTE)

        assert again == replace(alert, uncertain=True, fence=2)


async def test_what_a_dead_courier_had_on_its_way_is_taken_back_as_uncertain(store: Store) -> None:
    async with store.writing() as writing:
        alert = await owe_one(writing)

        assert await writing.take_back_loans(due=NOW + SECOND) == 1
        assert await writing.take_back_loans(due=NOW + SECOND) == 0
        assert await lend(writing) == []
        (again,) = await lend(writing, after=SECOND)

        assert (again.id, again.number, again.uncertain) == (alert.id, alert.number, True)
        assert not await writing.settle([Settling(alert, Settled(AlertState.SENT), Delivered())], now=NOW)


async def test_only_the_latest_borrower_may_settle(store: Store) -> None:
    async with store.writing() as writing:
        first = await owe_one(writing)
        (second,) = await lend(writing, after=LEASE + MINUTE)
        sent = Settled(AlertState.SENT)

        assert not await writing.settle([Settling(first, sent, Delivered())], now=NOW)
        assert (await writing.coming("call")).sent == 0
        assert await writing.settle([Settling(second, sent, Delivered())], now=NOW)
        assert not await writing.settle([Settling(second, sent, Delivered())], now=NOW)
        assert await writing.coming("call") == Coming(ready=0, sent=1, undeliverable=0, held=0)


async def test_a_late_borrower_settles_what_nobody_else_has_borrowed(store: Store) -> None:
    async with store.writing() as writing:
        alert = await owe_one(writing)

        assert await writing.settle(
            [Settling(alert, Settled(AlertState.SENT), Delivered())], now=NOW + 9 * LEASE
        )


async def test_what_a_forgotten_chat_was_sent_needs_no_settling(store: Store) -> None:
    async with store.writing() as writing:
        alert = await owe_one(writing)
        await writing.forget_chat(alert.chat_id)

        assert not await writing.settle([Settling(alert, Settled(AlertState.SENT), Delivered())], now=NOW)


async def test_an_alert_that_goes_out_again_waits_and_counts_as_told(store: Store) -> None:
    async with store.writing() as writing:
        alert = await owe_one(writing)
        await writing.settle(
            [Settling(alert, TryAgain(NOW + SECOND, counts=True, uncertain=True), Uncertain())], now=NOW
        )
        assert await lend(writing) == []
        assert (await writing.coming("call")).ready == 1

        (alert,) = await lend(writing, after=SECOND)
        assert (alert.attempts, alert.uncertain) == (1, True)
        slow_down = TryAgain(NOW + 2 * SECOND, counts=False, uncertain=False)
        await writing.settle([Settling(alert, slow_down, TryLater(SECOND))], now=NOW)

        (alert,) = await lend(writing, after=2 * SECOND)
        assert (alert.attempts, alert.uncertain) == (1, True), "it may still have arrived the first time"


async def test_refused_alerts_are_offered_again_when_the_person_is_back(store: Store) -> None:
    async with store.writing() as writing:
        alert = await owe_one(writing)
        await writing.settle([Settling(alert, Settled(AlertState.UNDELIVERABLE), Refused())], now=NOW)
        assert [missed.id for missed in await writing.missed_alerts(alert.chat_id)] == [alert.id]
        assert (await writing.coming("call")).undeliverable == 1
        assert await lend(writing, after=100 * MINUTE) == []

        assert await writing.offer_again("somebody else", now=NOW) == 0
        assert await writing.offer_again(alert.chat_id, now=NOW) == 1
        assert await writing.missed_alerts(alert.chat_id) == []
        (again,) = await lend(writing)
        assert (again.number, again.attempts) == (alert.number, 0)


async def test_a_malformed_alert_is_held_for_a_person_to_look_at(store: Store) -> None:
    async with store.writing() as writing:
        alert = await owe_one(writing)
        await writing.settle([Settling(alert, Settled(AlertState.HELD), Malformed())], now=NOW)

        assert (await writing.coming("call")).held == 1
        assert await lend(writing, after=100 * MINUTE) == []
        assert await writing.offer_again(alert.chat_id, now=NOW) == 0


async def test_a_code_proves_an_alert_only_to_the_chat_that_could_have_got_it(store: Store) -> None:
    async with store.writing() as writing:
        olena = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        await writing.owe(a_call(), [olena.id], ["code"])
        assert await writing.alert_of_code(olena.id, "code") is None, "it was never on its way"

        (alert,) = await lend(writing)
        assert await writing.alert_of_code(olena.id, "code") == alert
        assert await writing.alert_of_code(olena.id, "another") is None
        assert await writing.alert_of_code("another chat", "code") is None


@pytest.mark.parametrize("seed", range(10))
async def test_whatever_couriers_do_an_alert_is_in_one_hand_at_a_time_and_none_is_lost(
    store: Store, seed: int
) -> None:
    chance = random.Random(seed)
    now = NOW
    in_hand: dict[str, tuple[Alert, datetime]] = {}
    dropped: list[Alert] = []
    async with store.writing() as writing:
        chats = [await writing.remember_chat(n, language="uk") for n in range(12)]
        await writing.owe(a_call(), [chat.id for chat in chats], codes(12))
        for _ in range(150):
            now += chance.choice([timedelta(0), SECOND, 20 * SECOND, MINUTE])
            for alert in await writing.lend_due_alerts(
                now=now, until=now + LEASE, limit=chance.randint(1, 4)
            ):
                if (held := in_hand.get(alert.id)) is not None:
                    assert now >= held[1] + MINUTE
                    assert alert.uncertain
                    dropped.append(held[0])
                in_hand[alert.id] = (alert, now + LEASE)
            if in_hand and chance.random() < 0.6:
                alert, _ = in_hand.pop(chance.choice(sorted(in_hand)))
                outcome = chance.choice(OUTCOMES)
                step = what_next(alert.attempts, outcome, now=now)
                assert await writing.settle([Settling(alert, step, outcome)], now=now)
            for alert in dropped:
                assert not await writing.settle(
                    [Settling(alert, Settled(AlertState.SENT), Delivered())], now=now
                )

        for chat in chats:
            await writing.offer_again(chat.id, now=now)
        now += timedelta(days=1)
        for alert in await writing.lend_due_alerts(now=now, until=now + LEASE, limit=99):
            await writing.settle([Settling(alert, Settled(AlertState.SENT), Delivered())], now=now)

        assert await writing.coming("call") == Coming(ready=0, sent=12, undeliverable=0, held=0)


async def test_news_and_corrections_are_reported_listed_and_held_each_by_itself_and_nothing_else_is(
    store: Store,
) -> None:
    """The queries name these kinds; the code has them in two sets."""
    async with store.writing() as writing:
        chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        for kind in EventKind:
            await writing.owe(Event(f"one-{kind}", kind, "subject", None, NOW), [chat.id], [kind])
        held = Settled(AlertState.HELD)
        await writing.settle([Settling(alert, held, Malformed()) for alert in await lend(writing)], now=NOW)

        by_themselves = {f"one-{kind}" for kind in NEWS | CORRECTIONS}
        assert {event.id for event in await writing.unreported_events()} == by_themselves
        assert {event.id for event in await writing.newest_news(limit=99)} == by_themselves
        assert {one.key for one in await writing.held_alerts()} == by_themselves | (
            set(EventKind) - NEWS - CORRECTIONS
        )
