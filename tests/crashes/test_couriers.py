"""Several couriers over one database of a server: real processes, killed and stopped."""

import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground.people import MARINA, crowd
from tests.alerts.office import until
from tests.crashes.fleet import Fleet, a_fleet, struck
from tests.crashes.killing import PATIENCE_S
from tests.postgres import Server, rows_in
from tests.storage.builders import SEALING

STRIKES, FOLLOWERS = 10, 400


@pytest.fixture
async def fleet(server: Server, tmp_path: Path) -> AsyncIterator[Fleet]:
    with server.empty_database() as address:
        async with a_fleet(address, tmp_path) as fleet:
            yield fleet


@pytest.mark.timeout(300)
async def test_couriers_that_are_killed_or_stand_still_lose_nobody_and_repeat_only_what_was_in_hand(
    fleet: Fleet,
) -> None:
    seed = random.randrange(1_000_000)

    found = await struck(fleet, STRIKES, FOLLOWERS, random.Random(seed))

    where = f"seed {seed}: {found}"
    assert (found["lost"], found["extras_unmarked"], found["not_settled_once"]) == (0, 0, 0), where
    assert found["extras"] <= found["extras_allowed"], where


@pytest.mark.timeout(120)
async def test_the_bot_and_couriers_beside_it_keep_one_limit_together(fleet: Fleet) -> None:
    rate, people = 30, crowd(150)
    running = await fleet.runs("run", VDOMA_SEND_RATE=str(rate))
    beside = [await fleet.runs("courier", VDOMA_SEND_RATE=str(rate)) for _ in range(2)]
    at_work = "SELECT 1 FROM at_work"
    await until(lambda: len(rows_in(fleet.address, at_work)) == 3, every_s=0.1, longest_s=PATIENCE_S)
    await fleet.confirms_a_batch(people)
    await fleet.until_nothing_waits()

    told = fleet.told(people)
    assert set(told.values()) == {1}
    assert len(told) == len(people)
    moments = sorted(shown.moment for person in people for shown in fleet.world.ledger.of(person.id))
    most = max(sum(at <= other < at + 1 for other in moments) for at in moments)
    assert most <= rate
    for process in (running, *beside):
        process.terminate()
        assert await process.wait() == 0


async def test_the_bot_answers_over_a_server(fleet: Fleet) -> None:
    await fleet.runs("run")
    fleet.world.says(MARINA.id, "Вигаданець Тарас Петрович, 2002")

    await fleet.world.until(lambda: fleet.world.ledger.of(MARINA.id), PATIENCE_S)

    assert "Это не ответ «нет»" in fleet.world.ledger.of(MARINA.id)[-1].text


async def test_a_second_bot_over_the_same_database_refuses_to_start(fleet: Fleet) -> None:
    await fleet.runs("run")
    locks = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 1"
    await until(lambda: rows_in(fleet.address, locks), every_s=0.05, longest_s=PATIENCE_S)

    second = await fleet.runs("run")

    assert await second.wait() == 1
    assert "already polls over this database" in (fleet.folder / "log").read_text()


async def test_over_a_file_no_courier_runs_beside_the_bot(fleet: Fleet) -> None:
    fleet.address = f"sqlite:///{fleet.folder / 'vdoma.db'}"

    courier = await fleet.runs("courier")

    assert await courier.wait() == 1
    assert "couriers of their own need PostgreSQL" in (fleet.folder / "log").read_text()


async def test_the_matcher_works_over_a_server_with_its_half_of_the_keys(fleet: Fleet) -> None:
    talker, matcher = (",".join(key.line for key in half.keys) for half in SEALING.keyring.split())
    await fleet.runs("run", VDOMA_KEYS=talker)
    await fleet.runs("matcher", VDOMA_KEYS=matcher)

    seen = "SELECT 1 FROM at_work WHERE task = 'matcher'"
    await until(lambda: rows_in(fleet.address, seen), every_s=0.1, longest_s=PATIENCE_S)

    second = await fleet.runs("matcher", VDOMA_KEYS=matcher)
    assert await second.wait() == 1
    assert "another matcher already runs" in (fleet.folder / "log").read_text()
