"""A watch tells once what a confirmed batch prints, and nothing before. All people are invented."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.alerts import Alert, Delivered, EventKind, Moot
from bot.core.errors import StoreUnavailable, TooManyWatches, Unknown, WrongState
from bot.core.exchanges import BatchState
from bot.core.lists import PublisherKind
from bot.core.names import read_name
from bot.core.proposals import Proposed
from bot.core.switches import Switch
from bot.core.watches import MOST_FOR_A_LARGE_FAMILY, MOST_WATCHES, UNDO_LASTS
from bot.sealing import SealedElsewhere
from bot.services.index import Indexing
from handlers.alerting import word
from handlers.wording import Said, wording
from tests.builders import HOLD
from tests.services.office import HALYNA_TELEGRAM, LIST, STALE_AFTER, Office
from tests.services.test_correct import lends, settles
from tests.storage.builders import SEALING, a_call
from tests.storage.test_names_index import key_by_older_rules

TARAS = "Вигаданець Тарас Петрович, 2002"
FIRED = EventKind.WATCH_FIRED


async def fired(office: Office) -> list[str]:
    """The chats that are owed an alert about a person, once everything is compared."""
    await office.services.matching.work()
    return await office.owed(FIRED)


async def published_and_confirmed(office: Office) -> str:
    """Taras's list is published and its batch is confirmed; returns the batch."""
    edition = await office.published_list()
    batch = await office.batch_of(edition)
    await office.confirms(batch.id)
    return batch.id


async def supersedes(office: Office, list_id: str, *rows: str) -> str:
    """Another edition of the list, after its hold; returns its id."""
    edition = await office.publishes(await office.submits_edition(list_id, *rows))
    office.clock.moves(HOLD)
    await office.services.publications.end_holds()
    return edition.id


# when it fires


async def test_a_match_waits_until_its_batch_is_confirmed(office: Office) -> None:
    edition = await office.published_list()
    await office.watches(office.halyna, TARAS)
    assert await fired(office) == []

    await office.confirms((await office.batch_of(edition)).id)

    assert await fired(office) == [office.halyna]


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        (TARAS, True),
        ("Вигаданець Тарас, 2002", True),
        ("Выгаданец Тарас Петрович, 2002", True),
        ("Вигаданець Т. П., 2002", True),
        ("Вигаданець Тарас Петрович, 1999", False),
        ("Вигаданець Тарас Іванович, 2002", False),
        ("Вигаданець Остап Петрович, 2002", False),
        ("Зовсім Інший Петрович, 2002", False),
    ],
)
async def test_listed_and_likely_fire_and_possible_never(office: Office, text: str, fires: bool) -> None:
    await office.watches(office.halyna, text)
    await published_and_confirmed(office)

    assert await fired(office) == ([office.halyna] if fires else [])


async def test_an_edition_of_a_confirmed_batch_is_compared_after_its_hold(office: Office) -> None:
    batch = await office.announced_batch()
    list_id = await office.list_of(batch.id)
    await office.services.moderators.checked(office.anna)
    await office.confirms(batch.id)
    await office.watches(office.halyna, TARAS)
    await office.publishes(await office.submits_edition(list_id))
    assert await fired(office) == []

    office.clock.moves(HOLD)
    await office.services.publications.end_holds()

    assert await fired(office) == [office.halyna]


async def test_a_list_that_is_searched_from_now_on_is_compared(office: Office) -> None:
    batch = await office.announced_batch()
    list_id = await office.list_of(batch.id, kind=PublisherKind.UNVERIFIED)
    await office.publishes(await office.submits_edition(list_id))
    await office.services.moderators.checked(office.anna)
    await office.confirms(batch.id)
    await office.watches(office.halyna, TARAS)
    assert await fired(office) == []

    await office.searches(list_id)

    assert await fired(office) == [office.halyna]


async def test_while_nobody_has_looked_for_lists_it_waits_and_is_told_later(office: Office) -> None:
    batch = await office.announced_batch()
    await office.publishes(await office.submits_edition(await office.list_of(batch.id)))
    await office.watches(office.halyna, TARAS)
    await office.confirms(batch.id)
    assert await fired(office) == []

    await office.services.moderators.checked(office.anna)

    assert await fired(office) == [office.halyna]


async def told(office: Office) -> list[str]:
    """The same, once what was put off is done."""
    await office.services.errands.work()
    return await office.owed(FIRED)


async def test_what_stands_is_told_while_answers_are_paused_and_checks_are_stale(office: Office) -> None:
    await published_and_confirmed(office)
    await fired(office)
    await office.services.switches.turn(office.anna, Switch.ANSWERS_PAUSED, on=True)
    office.clock.moves(STALE_AFTER * 2)

    await office.watches(office.halyna, TARAS)

    assert await told(office) == [office.halyna]


@pytest.mark.parametrize("gone", ["begin", "go on", "take up"])
async def test_what_cannot_be_searched_for_is_told_once_it_can(office: Office, gone: str) -> None:
    watches = office.services.watches
    watch = (await office.watches(office.halyna, TARAS)).watch if gone != "begin" else None
    if watch is not None:
        await (watches.pause if gone == "go on" else watches.end)(office.halyna, watch.id)
    await published_and_confirmed(office)
    assert await fired(office) == []
    key_by_older_rules(f"sqlite:///{office.path}")

    if watch is None:
        await office.watches(office.halyna, TARAS)
    else:
        await (watches.go_on if gone == "go on" else watches.take_up)(office.halyna, watch.id)

    assert await told(office) == []
    await Indexing(office.store).work()
    assert await told(office) == [office.halyna]
    assert await told(office) == [office.halyna]


async def test_a_watch_is_begun_with_what_it_tells_or_not_at_all(office: Office) -> None:
    await published_and_confirmed(office)
    await fired(office)
    whole = office.breaking(at=0)
    await office.services_over(whole).watches.begin(office.halyna, read_name(TARAS))
    other = await office.somebody(1)

    for at in range(1, whole.calls + 1):
        broken = office.services_over(office.breaking(at))
        with pytest.raises(StoreUnavailable):
            await broken.watches.begin(other, read_name(TARAS))
        assert await office.services.watches.of_chat(other) == []


# how often


async def test_what_was_told_is_not_told_again_by_a_later_edition(office: Office) -> None:
    edition = await office.published_list()
    await office.watches(office.halyna, TARAS)
    await office.confirms((await office.batch_of(edition)).id)
    assert await fired(office) == [office.halyna]

    await supersedes(office, edition.list_id, *LIST, "Додатковий;Остап;;1991")

    assert await fired(office) == [office.halyna]


async def test_what_was_taken_back_is_told_again_when_it_is_published_anew(office: Office) -> None:
    edition = await office.published_list()
    await office.watches(office.halyna, TARAS)
    await office.confirms((await office.batch_of(edition)).id)
    await fired(office)
    await office.withdraws(Proposed.WITHDRAW_EDITION, edition.id)
    assert await fired(office) == [], "called off: it had not gone out"

    await supersedes(office, edition.list_id, *LIST, "Додатковий;Остап;;1991")

    assert await fired(office) == [office.halyna]


async def test_two_relatives_of_one_person_are_told_each(office: Office) -> None:
    other = await office.somebody(1)
    await office.watches(office.halyna, TARAS)
    await office.watches(other, TARAS)
    await published_and_confirmed(office)

    assert await fired(office) == sorted([office.halyna, other])


async def test_two_watches_of_one_chat_are_told_each(office: Office) -> None:
    await office.watches(office.halyna, TARAS)
    await office.watches(office.halyna, "Неіснуюк Іван, 2003")
    await published_and_confirmed(office)

    assert await fired(office) == [office.halyna, office.halyna]
    async with office.store.writing() as writing:
        await writing.owe(a_call(at=office.clock.now), [office.halyna], ["code"])
    alerts = [alert for alert in await lends(office) if alert.chat_id == office.halyna]
    assert sorted(a.number for a in alerts if a.event.kind is FIRED) == [1, 2], "no two are called alert 1"
    assert max(a.number for a in alerts) == len(alerts) == 3


async def test_a_crash_between_slices_loses_nobody_and_repeats_nobody(office: Office) -> None:
    relatives = [await office.somebody(n) for n in range(5)]
    for relative in relatives:
        await office.watches(relative, TARAS)
    await published_and_confirmed(office)
    for at in range(2, 40, 3):
        breaking = office.services_over(office.breaking(at))
        try:
            await replace(breaking.matching, at_once=2).work()
        except StoreUnavailable:
            continue

    assert await fired(office) == sorted(relatives)


# what its owner does


async def test_watching_the_same_person_again_is_one_watch(office: Office) -> None:
    first = await office.watches(office.halyna, TARAS)
    second = await office.watches(office.halyna, TARAS)

    assert first.watch.id == second.watch.id
    assert len(await office.services.watches.of_chat(office.halyna)) == 1


async def test_what_was_confirmed_since_the_answer_is_told_at_once(office: Office) -> None:
    await published_and_confirmed(office)

    await office.watches(office.halyna, TARAS)

    assert await fired(office) == [office.halyna]


async def test_what_stood_in_the_answer_itself_is_not_told_again(office: Office) -> None:
    edition = await office.published_list()
    batch = await office.batch_of(edition)
    await office.confirms(batch.id)
    statement = (await office.batch(batch.id)).standing_by

    await office.watches(office.halyna, TARAS, editions=[edition.id], statement_id=statement)
    await supersedes(office, edition.list_id, *LIST, "Додатковий;Остап;;1991")

    assert await fired(office) == []


async def test_a_row_that_is_not_the_person_never_fires_that_watch_again(office: Office) -> None:
    edition = await office.published_list()
    other = await office.somebody(1)
    watched = await office.watches(office.halyna, TARAS)
    await office.watches(other, TARAS)
    await office.services.watches.refuse(office.halyna, watched.watch.id, (edition.id, 2))

    await office.confirms((await office.batch_of(edition)).id)

    assert await fired(office) == [other]


async def test_a_paused_watch_is_told_when_it_goes_on(office: Office) -> None:
    watched = await office.watches(office.halyna, TARAS)
    await office.services.watches.pause(office.halyna, watched.watch.id)
    await published_and_confirmed(office)
    assert await fired(office) == []

    await office.services.watches.go_on(office.halyna, watched.watch.id)

    assert await fired(office) == [office.halyna]


async def test_an_ended_watch_can_be_taken_up_for_an_hour(office: Office) -> None:
    watches = office.services.watches
    watched = await office.watches(office.halyna, TARAS)
    await watches.end(office.halyna, watched.watch.id)
    await published_and_confirmed(office)
    assert await fired(office) == []

    await watches.take_up(office.halyna, watched.watch.id)
    assert await fired(office) == [office.halyna]

    await watches.end(office.halyna, watched.watch.id)
    office.clock.moves(UNDO_LASTS)
    with pytest.raises(WrongState):
        await watches.take_up(office.halyna, watched.watch.id)


async def words(office: Office, alert: Alert) -> Said | None:
    """What the courier would send."""
    async with office.store.reading() as reading:
        watches = office.services.watches
        return await word(reading, wording("en"), alert, now=office.clock.now, watches=watches, rate=1)


async def fired_alert(office: Office) -> Alert:
    """Lend the alert of a watch."""
    return next(alert for alert in await lends(office) if alert.event.kind is FIRED)


@pytest.mark.parametrize("way", ["pause", "end"])
async def test_an_alert_that_came_to_a_paused_watch_is_told_when_it_goes_on(office: Office, way: str) -> None:
    watches = office.services.watches
    watch = (await office.watches(office.halyna, TARAS)).watch
    await published_and_confirmed(office)
    assert await fired(office) == [office.halyna]
    await (watches.pause if way == "pause" else watches.end)(office.halyna, watch.id)
    alert = await fired_alert(office)
    assert await words(office, alert) is None
    await settles(office, alert, Moot())
    assert await told(office) == []

    await (watches.go_on if way == "pause" else watches.take_up)(office.halyna, watch.id)

    assert await told(office) == [office.halyna]
    again = await fired_alert(office)
    assert await words(office, again) is not None
    await settles(office, again, Delivered())
    await watches.pause(office.halyna, watch.id)
    await watches.go_on(office.halyna, watch.id)
    assert [a.event.kind for a in await lends(office)] == []


async def test_a_watch_that_goes_on_while_its_alert_comes_to_nothing_is_told(office: Office) -> None:
    watches = office.services.watches
    watch = (await office.watches(office.halyna, TARAS)).watch
    await published_and_confirmed(office)
    assert await fired(office) == [office.halyna]
    await watches.pause(office.halyna, watch.id)
    alert = await fired_alert(office)
    assert await words(office, alert) is None
    await watches.go_on(office.halyna, watch.id)

    await settles(office, alert, Moot())

    assert await told(office) == [office.halyna]


async def test_nobody_touches_the_watch_of_another_chat(office: Office) -> None:
    watches = office.services.watches
    watched = await office.watches(office.halyna, TARAS)
    stranger, id_ = await office.somebody(1), watched.watch.id
    for act in (watches.look, watches.one, watches.pause, watches.renew, watches.end, watches.erase):
        with pytest.raises(Unknown):
            await act(stranger, id_)


async def test_a_chat_has_twenty_watches_and_a_moderator_allows_more(office: Office) -> None:
    names = [f"Вигаданець Тарас, {1950 + n}" for n in range(MOST_FOR_A_LARGE_FAMILY + 1)]
    for name in names[:MOST_WATCHES]:
        await office.watches(office.halyna, name)
    with pytest.raises(TooManyWatches):
        await office.watches(office.halyna, names[MOST_WATCHES])
    code = await office.services.watches.ask_for_more(office.halyna)

    assert await office.services.moderators.allow_watches(office.anna, code) == 2 * MOST_WATCHES

    await office.watches(office.halyna, names[MOST_WATCHES])
    with pytest.raises(Unknown):
        await office.services.moderators.allow_watches(office.anna, code)


async def test_in_the_database_no_name_and_no_label_can_be_read(office: Office) -> None:
    watched = await office.watches(office.halyna, "Прихований Остап Гнатович, 1987")
    await office.services.watches.label(office.halyna, watched.watch.id, "таємний брат")

    rows = repr(office.everything()["watches"])

    assert "Прихований" not in rows
    assert "брат" not in rows
    (mine,) = await office.services.watches.of_chat(office.halyna)
    assert mine.label == "таємний брат"
    assert mine.person == read_name("Прихований Остап Гнатович, 1987").person


async def test_of_a_forgotten_person_no_update_and_no_watch_is_left(office: Office) -> None:
    await office.watches(office.halyna, TARAS)
    await published_and_confirmed(office)
    assert await fired(office) == [office.halyna]
    visitor = await office.services.follows.visitor(HALYNA_TELEGRAM, language="uk")

    await office.services.forgetting.forget(visitor)

    everything = office.everything()
    assert not any(FIRED in event for event in everything["events"])
    assert everything["watches"] == everything["firings"] == []


# corrections


async def test_a_confirmation_taken_back_reaches_who_was_told_of_the_person(office: Office) -> None:
    await office.watches(office.halyna, TARAS)
    batch_id = await published_and_confirmed(office)
    await fired(office)
    for alert in await lends(office):
        await settles(office, alert, Delivered())

    await office.withdraws(Proposed.WITHDRAW_STATEMENT, (await office.batch(batch_id)).standing_by or "")

    assert await office.state(batch_id) is BatchState.ANNOUNCED
    assert await office.owed(EventKind.STATEMENT_CORRECTED) == [office.halyna]


async def test_renewed_it_lasts_half_a_year_from_today(office: Office) -> None:
    watched = await office.watches(office.halyna, TARAS)
    office.clock.moves(timedelta(days=150))

    renewed = await office.services.watches.renew(office.halyna, watched.watch.id)

    assert renewed.watch.until - watched.watch.until == timedelta(days=150)


class Elsewhere:
    """A sealer whose private key is in another process."""

    def seal(self, text: str) -> bytes:
        return SEALING.names.seal(text)

    def open(self, sealed: bytes) -> str:
        raise SealedElsewhere("the key is not here")


async def test_where_names_cannot_be_opened_no_watch_is_passed_over(office: Office) -> None:
    await office.watches(office.halyna, TARAS)
    await published_and_confirmed(office)
    locked = replace(office.services.matching, names=Elsewhere())
    with pytest.raises(StoreUnavailable):
        await locked.work()

    assert await fired(office) == [office.halyna]
