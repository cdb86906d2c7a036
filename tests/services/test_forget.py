"""Who asks to be forgotten is gone from everywhere, and stays so."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.errors import StoreUnavailable
from bot.services.follow import Visitor
from bot.services.tidy import TOMBSTONES_KEPT, Tidying
from bot.services.traces import DELETABLE
from storage.tombstones import Tombstones
from tests.house import behind_its_back
from tests.services.office import BOHDAN_TELEGRAM, HALYNA_TELEGRAM, Office
from tests.storage.builders import SEALING

STRANGER = 7_390_000_001


async def visitor(office: Office, person: int = HALYNA_TELEGRAM) -> Visitor:
    return await office.services.follows.visitor(person, language="uk")


def files(office: Office) -> bytes:
    return b"".join(path.read_bytes() for path in office.path.parent.glob("vdoma.db*"))


async def test_the_messages_of_the_last_two_days_are_named_and_their_numbers_erased(office: Office) -> None:
    services = office.services
    traces = services.traces
    traces.note(HALYNA_TELEGRAM, 11)
    traces.note(BOHDAN_TELEGRAM, 12)
    await traces.work()
    traces.note(HALYNA_TELEGRAM, 13)

    assert await services.forgetting.forget(await visitor(office)) == [11, 13]

    assert await traces.of(HALYNA_TELEGRAM) == []
    assert await traces.of(BOHDAN_TELEGRAM) == [12]
    assert SEALING.chats.mark(HALYNA_TELEGRAM).encode() not in files(office)


async def test_who_only_asked_can_have_their_messages_deleted_too(office: Office) -> None:
    services = office.services
    services.traces.note(STRANGER, 7)
    await services.traces.work()

    assert await services.forgetting.forget(await visitor(office, STRANGER)) == [7]
    assert SEALING.chats.mark(STRANGER).encode() not in files(office)


async def test_numbers_of_messages_are_dropped_when_telegram_would_not_delete_them_any_more(
    office: Office,
) -> None:
    services = office.services
    services.traces.note(HALYNA_TELEGRAM, 11)
    await services.traces.work()
    tidying = Tidying(
        office.store, office.clock, office.questions, office.services.log, Tombstones(office.path)
    )

    await tidying.work()
    assert await office.services.traces.of(HALYNA_TELEGRAM) == [11]
    office.clock.moves(DELETABLE + timedelta(hours=1))
    await tidying.work()
    assert await office.services.traces.of(HALYNA_TELEGRAM) == []


async def test_a_restored_backup_revives_nobody_who_was_forgotten(office: Office, tmp_path: Path) -> None:
    mothers = [7_330_000_000 + number for number in range(200)]
    async with office.store.writing() as writing:
        for mother in mothers:
            await writing.remember_chat(mother, language="uk")
    async with office.store.reading() as reading:
        before = {mother: await reading.chat_of(mother) for mother in mothers}
    for mother in mothers[::2]:
        await office.services.forgetting.forget(await visitor(office, mother))
    chat_ids = SEALING.chats
    # A copy taken before they were forgotten comes back.
    async with office.store.writing() as writing:
        for mother in mothers[::2]:
            back = await writing.remember_chat(mother, language="uk")
            former = before[mother]
            assert former is not None
            assert back.id != former.id
    await behind_its_back(
        office.path,
        "INSERT INTO chats (id, sealed_id, found_by, language, made_on) VALUES (?, ?, ?, 'uk', '2025-06-01')",
        *[
            (
                chat.id,
                chat_ids.seal(mother + 10_000, chat_id=chat.id),
                chat_ids.mark(mother + 10_000),
            )
            for mother in mothers[::2]
            if (chat := before[mother]) is not None
        ],
    )

    assert await office.services.forgetting.bury_again() == 100
    assert await office.services.forgetting.bury_again() == 0

    async with office.store.reading() as reading:
        for mother in mothers:
            assert await reading.chat_of(mother) is not None, "who came back, or never left, stays"
            assert await reading.chat_of(mother + 10_000) is None


async def test_where_the_tombstone_cannot_be_written_nothing_is_said_to_be_erased(office: Office) -> None:
    shutil.rmtree(office.path.with_name("vdoma.db.forgotten"), ignore_errors=True)
    office.path.with_name("vdoma.db.forgotten").mkdir()

    with pytest.raises(StoreUnavailable):
        await office.services.forgetting.forget(await visitor(office))

    assert (await visitor(office)).chat is not None


async def test_tombstones_are_kept_longer_than_any_backup_and_lead_to_nobody(office: Office) -> None:
    halyna = await visitor(office)
    assert halyna.chat is not None
    await office.services.forgetting.forget(halyna)
    tombstones = Tombstones(office.path)
    written = office.path.with_name("vdoma.db.forgotten").read_text()

    assert halyna.chat.id not in written
    assert str(HALYNA_TELEGRAM) not in written
    today = office.clock().date()
    tombstones.drop_before(today)
    assert list(tombstones.among([halyna.chat.id])) == [halyna.chat.id]
    tombstones.drop_before(today + TOMBSTONES_KEPT)
    assert list(tombstones.among([halyna.chat.id])) == []


async def my_data(office: Office, person: int) -> dict[str, object]:
    told: dict[str, object] = json.loads(await office.services.my_data.of(await visitor(office, person)))
    return told


async def test_the_export_holds_what_stands_about_the_chat_in_the_open(office: Office) -> None:
    batch = await office.announced_batch()
    halyna = await visitor(office)
    assert halyna.chat is not None
    await office.services.follows.follow(halyna.chat.id, batch.id)
    await behind_its_back(
        office.path,
        "INSERT INTO watches (id, chat_id, number, sealed_name, sealed_label, since, until)"
        " VALUES (?, ?, 1, ?, ?, ?, ?)",
        (
            "w",
            halyna.chat.id,
            SEALING.names.seal("Вигаданець Тарас"),
            SEALING.labels.seal("брат"),
            1_749_470_400_000,
            2_000_000_000_000,
        ),
    )

    told = json.dumps(await my_data(office, HALYNA_TELEGRAM), ensure_ascii=False)

    for held in (
        str(HALYNA_TELEGRAM),
        "Вигаданець Тарас",
        "брат",
        batch.id,
        halyna.chat.id,
        "2025-06-09T12:00:00",
    ):
        assert held in told, held
    assert SEALING.chats.mark(HALYNA_TELEGRAM) not in told


async def test_of_somebody_of_whom_nothing_is_kept_the_export_says_so(office: Office) -> None:
    told = await my_data(office, STRANGER)

    assert told["stored"] == {}


PEOPLE = [7_340_000_000 + number for number in range(12)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(PEOPLE), st.integers(0, 2)), max_size=25))
async def test_the_export_holds_every_row_of_the_chat_and_no_row_of_another(
    office: Office, wishes: list[tuple[int, int]]
) -> None:
    batches = [(await office.announced_batch()).id for _ in range(3)]
    for person, number in wishes:
        chat = await office.services.follows.remember(await visitor(office, person))
        await office.services.follows.follow(chat.id, batches[number])

    owners = {person: (await visitor(office, person)).chat for person in PEOPLE}
    for person, owner in owners.items():
        told = json.dumps(await my_data(office, person))
        strangers = [c.id for p, c in owners.items() if c is not None and p != person]
        assert not [id_ for id_ in strangers if id_ in told]
        if owner is not None:
            follows = office.everything()["follows"]
            assert all(str(row[0]) in told for row in follows if owner.id in row)


async def test_every_table_that_refers_to_a_chat_is_in_the_export(office: Office) -> None:
    async with office.store.reading() as reading:
        halyna = await reading.chat_of(HALYNA_TELEGRAM)
        assert halyna is not None
        session = reading._session  # type: ignore[attr-defined]  # which tables there are is asked of the database
        tables = {row["table_name"] for row in await session.rows("tables_of_chats")}

    assert {"follows", "watches", "outbox", "drafts", "grants", "second_factors"} <= tables
