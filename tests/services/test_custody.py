"""Where the matcher is another process, the part that talks opens no name. All people are invented."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.assembly import make_services
from bot.core.alerts import EventKind
from bot.core.answers import Listed, NotListed
from bot.core.errors import NameWithheld, StoreUnavailable
from bot.core.lists import PublisherClass
from bot.core.names import read_name
from bot.core.proposals import Proposed
from bot.core.watches import ERRAND_WAITED_FOR, Errand, ErrandKind
from bot.matcher import match_all
from bot.sealing import Keyring, SealedElsewhere, Sealing, new_keys
from bot.services.errands import AT_ONCE, Errands
from bot.services.index import Indexing
from bot.services.match import Matching
from bot.services.matcher_watch import SILENT, MatcherWatch, ShowsItWorks
from bot.services.opening import OpenedByMatcher
from bot.services.reseal import Resealing
from bot.services.together import Services
from bot.services.watch import Watched
from bot.settings import Settings
from storage.lock import AlreadyRunning, hold_matcher_lock
from storage.store import text_id
from tests.services.office import LIST, Office
from tests.services.test_watch import supersedes
from tests.storage.builders import SEALING
from tests.storage.test_names_index import key_by_older_rules

TARAS = "Вигаданець Тарас Петрович, 2002"
NOBODY = "Ніхтошенко Остап Петрович, 1999"
TALKER, MATCHER = (Sealing.with_keys(keys) for keys in SEALING.keyring.split())


@dataclass
class Apart:
    """The two parts over one database, each with its half of the keys."""

    office: Office
    services: Services
    errands: Errands
    matching: Matching

    async def begins(self, text: str) -> Watched:
        return await self.services.watches.begin(self.office.halyna, read_name(text))

    async def fired(self) -> list[str]:
        await match_all(self.errands, self.matching)
        return await self.office.owed(EventKind.WATCH_FIRED)

    async def confirms_list(self) -> str:
        """Publish Taras's list and confirm its batch; returns the edition."""
        edition = await self.office.published_list()
        await self.office.confirms((await self.office.batch_of(edition)).id)
        return edition.id


@pytest.fixture
def apart(office: Office) -> Apart:
    settings = Settings.model_construct(
        database_url=f"sqlite:///{office.path}",
        second_factor="off",
        owners=frozenset(),
        hold=timedelta(0),
        stale_after=timedelta(days=7),
    )
    services = make_services(office.store, settings, office.questions, TALKER, office.clock)
    opening = services.watches.opening
    assert isinstance(opening, OpenedByMatcher)
    matching = Matching(office.store, office.clock, text_id, MATCHER.names)
    errands = Errands(office.store, office.clock, matching, MATCHER.names, MATCHER.replies)

    async def matcher_works(_: float) -> None:
        await errands.work()

    watches = replace(services.watches, opening=replace(opening, pause=matcher_works))
    return Apart(office, replace(services, watches=watches), errands, matching)


def without_matcher(apart: Apart) -> Services:
    """The same while the matcher is down: whoever waits waits in vain."""

    async def time_passes(seconds: float) -> None:
        apart.office.clock.moves(timedelta(seconds=seconds))

    opening = apart.services.watches.opening
    assert isinstance(opening, OpenedByMatcher)
    return replace(
        apart.services, watches=replace(apart.services.watches, opening=replace(opening, pause=time_passes))
    )


# telling


async def test_the_matcher_fires_what_the_part_that_talks_has_sealed(apart: Apart) -> None:
    await apart.begins(TARAS)
    assert await apart.fired() == []

    await apart.confirms_list()

    with pytest.raises(StoreUnavailable):
        await apart.services.matching.work()
    assert await apart.fired() == [apart.office.halyna]


async def test_what_is_confirmed_already_is_told_when_a_watch_begins(apart: Apart) -> None:
    await apart.confirms_list()

    await apart.begins(TARAS)

    assert await apart.office.owed(EventKind.WATCH_FIRED) == [apart.office.halyna]


async def test_what_was_missed_in_a_pause_is_told_by_an_errand(apart: Apart) -> None:
    watched = await apart.begins(TARAS)
    await apart.services.watches.pause(apart.office.halyna, watched.watch.id)
    await apart.confirms_list()
    assert await apart.fired() == []

    await apart.services.watches.go_on(apart.office.halyna, watched.watch.id)

    assert await apart.fired() == [apart.office.halyna]


async def test_an_errand_that_must_wait_is_kept_and_keeps_nobody_waiting(apart: Apart) -> None:
    office = apart.office
    watched = await apart.begins(TARAS)
    await apart.services.watches.pause(office.halyna, watched.watch.id)
    await apart.confirms_list()
    assert await apart.fired() == []
    key_by_older_rules(f"sqlite:///{office.path}")
    await apart.services.watches.go_on(office.halyna, watched.watch.id)
    async with office.store.writing() as writing:
        later = office.clock.now + timedelta(seconds=1)
        await writing.add_errand(Errand("asked", watched.watch.id, ErrandKind.SHOW, None, later))

    assert await apart.errands.work() == 1

    async with office.store.reading() as reading:
        assert await reading.errand_reply("asked") is not None
    assert await apart.fired() == []
    await Indexing(office.store).work()
    assert await apart.fired() == [office.halyna]


async def test_a_row_that_is_not_the_person_never_fires(apart: Apart) -> None:
    watched = await apart.begins(TARAS)
    edition = await apart.office.published_list()
    await apart.services.watches.refuse(apart.office.halyna, watched.watch.id, (edition.id, 2))

    await apart.office.confirms((await apart.office.batch_of(edition)).id)

    assert await apart.fired() == []


async def test_a_row_never_fires_that_was_refused_behind_many_errands(apart: Apart) -> None:
    office = apart.office
    watched = await apart.begins(TARAS)
    edition = await office.published_list()
    async with office.store.writing() as writing:
        for number in range(AT_ONCE):
            mark = TALKER.names.seal(f"another row {number}")
            await writing.add_errand(
                Errand(text_id(), watched.watch.id, ErrandKind.REFUSE, mark, office.clock())
            )
    office.clock.moves(timedelta(seconds=1))
    await apart.services.watches.refuse(office.halyna, watched.watch.id, (edition.id, 2))
    await office.confirms((await office.batch_of(edition)).id)

    await match_all(apart.errands, apart.matching)

    assert await office.owed(EventKind.WATCH_FIRED) == []


async def test_the_matcher_searches_what_the_bot_was_told_to_search(apart: Apart) -> None:
    await apart.begins(TARAS)
    await searches(apart.office, PublisherClass.ICRC)
    await apart.confirms_list()
    assert await apart.fired() == []

    await searches(apart.office, PublisherClass.RECEIVING_SIDE)

    assert await apart.fired() == [apart.office.halyna]


async def searches(office: Office, class_: PublisherClass) -> None:
    async with office.store.writing() as writing:
        await writing.search_classes({class_})


async def test_an_alert_that_stands_no_longer_is_not_told(apart: Apart) -> None:
    watched = await apart.begins(TARAS)
    edition = await apart.confirms_list()
    await apart.fired()
    async with apart.office.store.reading() as reading:
        watch = await reading.watch(watched.watch.id)
        assert await apart.services.watches.still_tells(reading, watch)

    await apart.office.withdraws(Proposed.WITHDRAW_EDITION, edition)
    other = await apart.office.published_list("Неіснуюк;Іван;;2003")
    assert other.id != edition

    async with apart.office.store.reading() as reading:
        assert not await apart.services.watches.still_tells(reading, watch)


async def test_an_alert_stands_at_both_levels_while_a_fuller_edition_takes_the_place_of_its_own(
    apart: Apart,
) -> None:
    office = apart.office
    watched = await apart.begins(TARAS)
    edition = await office.edition(await apart.confirms_list())
    await apart.fired()

    fuller = await supersedes(office, edition.list_id, *LIST, "Ніхтошенко;Остап;;1999")
    assert await stands(apart, watched.watch.id) == (True, True)

    await office.withdraws(Proposed.WITHDRAW_EDITION, fuller)
    await office.published_list("Неіснуюк;Іван;;2003")
    assert await stands(apart, watched.watch.id) == (False, False)


async def stands(apart: Apart, watch_id: str) -> tuple[bool, bool]:
    """Whether an alert of a watch still stands: where all keys lie here, and where the matcher is apart."""
    async with apart.office.store.reading() as reading:
        watch = await reading.watch(watch_id)
        here = await apart.office.services.watches.still_tells(reading, watch)
        return here, await apart.services.watches.still_tells(reading, watch)


# showing


async def test_its_owner_sees_the_answer_of_a_watch_whose_name_is_on_a_list(apart: Apart) -> None:
    watched = await apart.begins(TARAS)
    await apart.confirms_list()

    shown = await apart.services.watches.look(apart.office.halyna, watched.watch.id)

    assert isinstance(shown.answer, Listed)
    assert shown.watched.person == read_name(TARAS).person


async def test_after_a_withdrawal_its_owner_sees_that_the_name_is_listed_no_longer(apart: Apart) -> None:
    watched = await apart.begins(TARAS)
    edition = await apart.confirms_list()
    await apart.fired()
    await apart.office.withdraws(Proposed.WITHDRAW_EDITION, edition)
    await apart.office.published_list("Неіснуюк;Іван;;2003")

    shown = await apart.services.watches.look(apart.office.halyna, watched.watch.id)

    assert isinstance(shown.answer, NotListed)


async def test_a_name_that_no_list_holds_is_told_to_nobody(apart: Apart) -> None:
    watched = await apart.begins(NOBODY)
    await apart.confirms_list()

    with pytest.raises(NameWithheld):
        await apart.services.watches.look(apart.office.halyna, watched.watch.id)

    (of_chat,) = await apart.services.watches.of_chat(apart.office.halyna)
    assert of_chat.person is None
    with pytest.raises(SealedElsewhere):
        TALKER.names.open(watched.watch.sealed_name)


async def test_a_forged_firing_makes_the_matcher_tell_no_name(apart: Apart) -> None:
    watched = await apart.begins(NOBODY)
    told = await apart.begins(TARAS)
    await apart.confirms_list()
    await apart.fired()
    office = apart.office
    async with office.store.writing() as writing:
        (edition_id,) = await writing.editions_told(told.watch.id)
        await writing.tell_watch(watched.watch.id, editions=[edition_id], statements=[])

    with pytest.raises(NameWithheld):
        await apart.services.watches.look(office.halyna, watched.watch.id)


async def test_a_row_that_nobody_published_makes_the_matcher_tell_no_name(apart: Apart) -> None:
    office = apart.office
    watched = await apart.begins(TARAS)
    published = await office.published_list("Неіснуюк;Іван;;2003")
    tried_out = await office.uploads(published.list_id, *LIST)
    async with office.store.writing() as writing:
        await writing.tell_watch(watched.watch.id, editions=[tried_out.id], statements=[])

    with pytest.raises(NameWithheld):
        await apart.services.watches.look(office.halyna, watched.watch.id)


async def test_while_the_matcher_is_down_show_says_that_we_cannot_check(apart: Apart) -> None:
    watched = await apart.begins(TARAS)
    await apart.confirms_list()

    with pytest.raises(StoreUnavailable):
        await without_matcher(apart).watches.look(apart.office.halyna, watched.watch.id)

    async with apart.office.store.reading() as reading:
        assert await reading.errands(limit=9) == []


async def test_an_errand_for_which_nobody_waits_is_dropped_and_answered_with_nothing(apart: Apart) -> None:
    watched = await apart.begins(TARAS)
    await apart.confirms_list()
    opening = apart.services.watches.opening
    assert isinstance(opening, OpenedByMatcher)

    async def long_after(_: float) -> None:
        apart.office.clock.moves(ERRAND_WAITED_FOR)
        await apart.errands.work()

    late = replace(apart.services.watches, opening=replace(opening, pause=long_after))
    with pytest.raises(StoreUnavailable):
        await late.look(apart.office.halyna, watched.watch.id)


async def test_no_name_stands_in_the_database_after_show(apart: Apart) -> None:
    watched = await apart.begins(TARAS)
    await apart.confirms_list()
    await apart.services.watches.look(apart.office.halyna, watched.watch.id)

    async with apart.office.store.reading() as reading:
        assert await reading.errands(limit=9) == []
    assert apart.office.everything()["errands"] == []


async def test_an_answer_that_nobody_fetches_is_erased(apart: Apart) -> None:
    office = apart.office
    watched = await apart.begins(TARAS)
    await apart.confirms_list()
    async with office.store.writing() as writing:
        await writing.add_errand(Errand("asked", watched.watch.id, ErrandKind.SHOW, None, office.clock()))
    await apart.errands.work()
    await apart.errands.drop_late()
    async with office.store.reading() as reading:
        reply = await reading.errand_reply("asked")
    assert reply is not None

    office.clock.moves(ERRAND_WAITED_FOR)
    await apart.errands.drop_late()

    assert office.everything()["errands"] == []
    assert not any(reply in path.read_bytes() for path in office.path.parent.glob("*.db*"))


# beginning


async def test_a_second_press_makes_no_second_watch(apart: Apart) -> None:
    first = await apart.begins(TARAS)
    second = await apart.begins(TARAS)

    assert second.watch.id == first.watch.id
    assert len(await apart.services.watches.of_chat(apart.office.halyna)) == 1


async def test_after_an_erased_watch_the_same_person_is_watched_anew(apart: Apart) -> None:
    first = await apart.begins(TARAS)
    await apart.services.watches.erase(apart.office.halyna, first.watch.id)

    assert (await apart.begins(TARAS)).watch.number == 2


# keys


def test_each_half_opens_its_own_and_not_the_others() -> None:
    assert MATCHER.names.open(TALKER.names.seal(TARAS)) == TARAS
    assert TALKER.replies.open(MATCHER.replies.seal(TARAS)) == TARAS
    for closed in (
        lambda: TALKER.names.open(TALKER.names.seal(TARAS)),
        lambda: MATCHER.replies.open(MATCHER.replies.seal(TARAS)),
        lambda: MATCHER.labels.seal("брат"),
        lambda: MATCHER.labels.open(TALKER.labels.seal("брат")),
        lambda: MATCHER.chats.mark(1),
        lambda: MATCHER.chats.open(TALKER.chats.seal(1, chat_id="c"), chat_id="c"),
    ):
        with pytest.raises(SealedElsewhere):
            closed()


async def test_each_part_seals_anew_what_it_can_open(apart: Apart) -> None:
    office = apart.office
    watched = await apart.begins(TARAS)
    await apart.services.watches.label(office.halyna, watched.watch.id, "брат")
    batch = await office.announced_batch()
    followed = await apart.services.follows.follow(office.halyna, batch.id)
    await apart.services.own_follows.label(office.halyna, followed.follow.id, "друг")
    await apart.services.follows.end(office.halyna, followed.follow.id)
    whole = Keyring((*SEALING.keyring.keys, *new_keys()))
    talker, matcher = (Sealing.with_keys(keys) for keys in whole.split())

    await Resealing(office.store, talker).work()
    async with office.store.reading() as reading:
        half = await reading.watch(watched.watch.id)
    await Resealing(office.store, matcher).work()

    async with office.store.reading() as reading:
        watch = await reading.watch(watched.watch.id)
    newer = Sealing.with_keys(Keyring(whole.keys[2:]))
    assert half.sealed_name == watched.watch.sealed_name
    assert newer.names.open(watch.sealed_name)
    assert watch.sealed_label is not None
    assert newer.labels.open(watch.sealed_label) == "брат"
    again = await apart.services.follows.follow(office.halyna, batch.id)
    assert again.follow.sealed_label is not None
    assert newer.labels.open(again.follow.sealed_label) == "друг"


# whether it is there


async def test_a_matcher_that_is_silent_for_ten_minutes_rings_once(office: Office) -> None:
    rung = list[EventKind]()
    watch = MatcherWatch(office.store, office.clock, rung.append)

    await watch.work()
    assert rung == []
    office.clock.moves(SILENT)
    await watch.work()
    await watch.work()
    assert rung == [EventKind.MATCHER_SILENT]


async def test_a_matcher_that_shows_that_it_works_does_not_ring(office: Office) -> None:
    rung = list[EventKind]()
    watch = MatcherWatch(office.store, office.clock, rung.append)
    shows = ShowsItWorks(office.store, office.clock)
    for _ in range(3):
        await shows.work()
        await watch.work()
        office.clock.moves(SILENT)

    assert rung == []


async def test_a_matcher_shows_it_every_ten_seconds_also_if_the_clock_is_put_back(office: Office) -> None:
    shows = ShowsItWorks(office.store, office.clock)
    seen = []
    for moved in (timedelta(0), timedelta(seconds=9), timedelta(seconds=1), -timedelta(hours=1)):
        office.clock.moves(moved)
        await shows.work()
        async with office.store.reading() as reading:
            seen.append(await reading.matcher_seen())

    first = seen[0]
    assert first is not None
    later = first + timedelta(seconds=10)
    assert seen == [first, first, later, later - timedelta(hours=1)]


def test_one_matcher_at_a_time(tmp_path: Path) -> None:
    database = tmp_path / "vdoma.db"
    with hold_matcher_lock(database), pytest.raises(AlreadyRunning), hold_matcher_lock(database):
        pass


async def test_a_watch_begun_without_a_row_never_tells_of_it_and_shows_its_answer_without_it(
    apart: Apart,
) -> None:
    edition = await apart.office.published_list()
    await apart.office.confirms((await apart.office.batch_of(edition)).id)
    watches, halyna = apart.services.watches, apart.office.halyna

    watched = await watches.begin(halyna, read_name(TARAS), left_out=[(edition.id, 2)])

    assert await apart.fired() == []
    shown = await watches.look(halyna, watched.watch.id)
    assert isinstance(shown.answer, NotListed)
    assert shown.answer.coverage.left_out


async def test_a_row_that_was_left_out_is_not_told_when_the_person_is_watched_again(apart: Apart) -> None:
    edition = await apart.office.published_list()
    await apart.office.confirms((await apart.office.batch_of(edition)).id)
    watches, halyna = apart.services.watches, apart.office.halyna
    watched = await watches.begin(halyna, read_name(TARAS), left_out=[(edition.id, 2)])

    again = await apart.begins(TARAS)

    assert again.watch.id == watched.watch.id
    assert await apart.fired() == []
