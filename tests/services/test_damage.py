"""One damaged value holds up nobody else. All people are invented."""

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

import pytest
from structlog.testing import capture_logs

from bot.core.alerts import EventKind, TryLater
from bot.core.watches import Errand, ErrandKind
from bot.ports import Letter, NotSent, Sealer
from bot.sealing import Keyring, SealedElsewhere, Sealing, new_keys
from bot.services.errands import Errands
from bot.services.match import Matching
from bot.services.reseal import Resealing
from handlers.messenger import TelegramMessenger
from handlers.transport import NotingBot
from storage.migrate import values_under_keys
from storage.store import SqliteStore, text_id
from tests.house import behind_its_back
from tests.services.office import HALYNA_TELEGRAM, Office
from tests.services.test_correct import lends
from tests.storage.builders import SEALING

TARAS = "Вигаданець Тарас Петрович, 2002"
FIRED = EventKind.WATCH_FIRED
CUT_ID = SEALING.chats.seal(HALYNA_TELEGRAM, chat_id="cut")[:-1]
CUT = SEALING.names.seal("cut")[:-1]
NO_WATCH = SEALING.names.seal("1")
"""Opened well, and nothing that a watch is read from."""


async def damages(office: Office, table: str, column: str, key: str, value: bytes) -> None:
    where = {"watches": "id", "chats": "id", "firings": "watch_id", "errands": "id"}[table]
    await behind_its_back(
        office.path,
        f"UPDATE {table} SET {column} = ? WHERE {where} = ?",  # noqa: S608  no word of it comes from outside
        (value, key),
    )


async def two_watch(office: Office) -> tuple[str, str, list[str]]:
    """Two people watch for Taras; returns their chats and their watches, the older first."""
    other = await office.somebody(1)
    watches = [(await office.watches(chat, TARAS)).watch.id for chat in (office.halyna, other)]
    return office.halyna, other, watches


async def both_fired(office: Office) -> tuple[str, str, list[str]]:
    """Both are owed an alert about Taras."""
    halyna, other, watches = await two_watch(office)
    await confirms(office)
    await office.services.matching.work()
    assert await office.owed(FIRED) == sorted((halyna, other))
    return halyna, other, watches


async def confirms(office: Office) -> None:
    edition = await office.published_list()
    await office.confirms((await office.batch_of(edition)).id)


def errands_over(office: Office, names: Sealer = SEALING.names) -> Errands:
    matching = Matching(office.store, office.clock, text_id, names)
    return Errands(office.store, office.clock, matching, names, SEALING.replies)


async def asks(office: Office, watch_id: str, kind: ErrandKind, given: bytes | None = None) -> str:
    office.clock.moves(timedelta(seconds=1))
    errand = Errand(text_id(), watch_id, kind, given, office.clock())
    async with office.store.writing() as writing:
        await writing.add_errand(errand)
    return errand.id


async def waiting(office: Office) -> Sequence[Errand]:
    async with office.store.reading() as reading:
        return await reading.errands(limit=9)


async def worded(office: Office) -> dict[str, Letter | NotSent]:
    """What becomes of the alerts that a watch fired, by their chats."""
    alerts = [alert for alert in await lends(office) if alert.event.kind is FIRED]
    messenger = TelegramMessenger(cast(NotingBot, None), office.store, office.clock, office.services.watches)
    return dict(zip([alert.chat_id for alert in alerts], await messenger.word(alerts), strict=True))


# firing


@pytest.mark.parametrize("value", [CUT, b"", NO_WATCH])
async def test_a_damaged_watch_keeps_no_other_from_being_told(office: Office, value: bytes) -> None:
    _, other, (damaged, _) = await two_watch(office)
    await damages(office, "watches", "sealed_name", damaged, value)
    await confirms(office)

    with capture_logs() as logs:
        await office.services.matching.work()

    assert await office.owed(FIRED) == [other]
    assert {line["watch"] for line in logs if line["log_level"] == "error"} == {damaged}


async def test_a_key_that_is_not_here_passes_over_nothing(office: Office) -> None:
    await two_watch(office)
    await confirms(office)
    without = Matching(office.store, office.clock, text_id, Sealing.with_keys(Keyring(new_keys())).names)

    with pytest.raises(SealedElsewhere):
        await without.work()

    await office.services.matching.work()
    assert len(await office.owed(FIRED)) == 2


@pytest.mark.parametrize("value", [CUT, NO_WATCH])
async def test_marks_that_are_damaged_count_as_not_told(office: Office, value: bytes) -> None:
    halyna, other, (damaged, _) = await both_fired(office)
    await damages(office, "firings", "sealed_marks", damaged, value)
    await confirms(office)

    await office.services.matching.work()

    assert await office.owed(FIRED) == sorted((halyna, halyna, other, other))


# errands


async def test_a_refused_row_that_is_damaged_holds_up_no_errand(office: Office) -> None:
    _, other, (damaged, whole) = await two_watch(office)
    await asks(office, damaged, ErrandKind.REFUSE, SEALING.names.seal("a mark"))
    await asks(office, whole, ErrandKind.REFUSE, CUT)
    await damages(office, "watches", "sealed_name", damaged, CUT)
    await confirms(office)
    await asks(office, whole, ErrandKind.CATCH_UP)

    with capture_logs() as logs:
        await errands_over(office).work()

    assert await waiting(office) == []
    assert await office.owed(FIRED) == [other]
    assert [line["watch"] for line in logs if line["log_level"] == "error"] == [damaged, whole]


async def test_an_errand_waits_for_a_key_that_is_not_here(office: Office) -> None:
    _, _, (first, _) = await two_watch(office)
    await asks(office, first, ErrandKind.REFUSE, SEALING.names.seal("a mark"))

    with pytest.raises(SealedElsewhere):
        await errands_over(office, Sealing.with_keys(Keyring(new_keys())).names).work()

    assert [errand.kind for errand in await waiting(office)] == [ErrandKind.REFUSE]


async def test_an_errand_about_no_watch_is_dropped(office: Office) -> None:
    _, _, (first, _) = await two_watch(office)
    await asks(office, first, ErrandKind.CATCH_UP)
    # As a program might leave it that does not look after its foreign keys.
    await behind_its_back(office.path, "UPDATE errands SET watch_id = 'gone'")

    await errands_over(office).work()

    assert await waiting(office) == []


# wording


async def test_an_alert_with_a_damaged_label_waits_alone(office: Office) -> None:
    halyna, other, (damaged, _) = await both_fired(office)
    await damages(office, "watches", "sealed_label", damaged, SEALING.labels.seal("брат")[:-1])

    with capture_logs() as logs:
        said = await worded(office)

    assert isinstance(said[other], Letter)
    assert isinstance(kept := said[halyna], NotSent)
    assert kept.outcome == TryLater()
    assert [line["alert"] for line in logs if line["log_level"] == "error"] == [kept.alert.id]


async def test_an_alert_of_a_damaged_watch_goes_out_like_all_others(office: Office) -> None:
    halyna, other, (damaged, _) = await both_fired(office)
    await damages(office, "watches", "sealed_name", damaged, CUT)

    said = await worded(office)

    assert all(isinstance(said[chat], Letter) for chat in (halyna, other))


async def test_a_chat_whose_id_is_damaged_holds_up_no_other(office: Office) -> None:
    halyna, other, _ = await both_fired(office)
    await damages(office, "chats", "sealed_id", halyna, SEALING.chats.seal(HALYNA_TELEGRAM, chat_id=other))

    with capture_logs() as logs:
        said = await worded(office)

    assert isinstance(said[other], Letter)
    assert isinstance(kept := said[halyna], NotSent)
    assert kept.outcome == TryLater()
    assert [line["id"] for line in logs if line["log_level"] == "error"] == [halyna]


# changing keys


@pytest.mark.parametrize("at_once", [1, 500])
async def test_a_change_of_keys_passes_over_what_is_damaged_and_says_so(office: Office, at_once: int) -> None:
    _, other, (damaged, whole) = await two_watch(office)
    await damages(office, "watches", "sealed_name", damaged, CUT)
    await damages(office, "chats", "sealed_id", other, CUT_ID)
    (of_matcher, of_courier), newer = SEALING.keyring.keys, new_keys()
    both = Sealing.with_keys(Keyring((*SEALING.keyring.keys, *newer)))
    store = SqliteStore(office.path, chat_ids=both.chats)
    await store.open()

    try:
        with capture_logs() as logs:
            await Resealing(store, both, at_once).work()
            assert await Resealing(store, both, at_once).work() == 0
    finally:
        await store.close()

    assert values_under_keys(f"sqlite:///{office.path}") == {
        of_matcher.id: {"watches": 1},
        of_courier.id: {"chats": 1},
        newer[0].id: {"watches": 1},
        newer[1].id: {"chats": 4},
    }
    async with office.store.reading() as reading:
        assert Sealing.with_keys(Keyring(newer)).names.open((await reading.watch(whole)).sealed_name)
    errors = [line for line in logs if line["log_level"] == "error"]
    assert {line["id"] for line in errors if "id" in line} == {damaged, other}
    kept = [(line["place"], line["failures"]) for line in errors if "failures" in line]
    assert kept == [("chats.sealed_id", 1), ("watches.sealed_name", 1)] * 2
