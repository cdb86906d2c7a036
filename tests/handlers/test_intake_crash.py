"""The bot as a real process, killed at moments nobody chose."""

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.handlers.answered_store import AnsweredFile
from tests.handlers.echoing import Town, a_town

KILLS = 5
TWICE_A_KILL = 128
"""At a kill 64 replies are on their way, and as many may wait to be recorded."""


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with a_town(tmp_path / "answered.db", people=1000) as town:
        for person in town.people:
            town.world.says(person, "hello")
        yield town


async def a_process(town: Town) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.handlers.echo_process", town.url, str(town.file)
    )


async def test_of_a_thousand_waiting_people_nobody_is_left_unanswered_by_kills(town: Town) -> None:
    seed = random.randrange(1_000_000)
    chance = random.Random(seed)
    for _ in range(KILLS):
        process = await a_process(town)
        await town.until_answered(len(town.answers) + chance.randint(1, 150))
        process.kill()
        assert await process.wait() == -9

    process = await a_process(town)
    await town.world.until(lambda: len(town.answers_each) == 1000, timeout=60)
    process.terminate()
    assert await process.wait() == 0

    twice = len(town.answers) - 1000
    assert twice <= KILLS * TWICE_A_KILL, f"seed {seed}: more than were under way at the kills"
    assert len(AnsweredFile(town.file).ids()) == 1000
    assert not town.world.inbox.pending


async def test_a_terminated_process_is_gone_within_ten_seconds_and_the_next_answers_the_rest(
    town: Town,
) -> None:
    first = await a_process(town)
    await town.until_answered(200)
    asked_at = time.monotonic()
    first.terminate()
    assert await first.wait() == 0
    took_s = time.monotonic() - asked_at

    second = await a_process(town)
    await town.world.until(lambda: len(town.answers_each) == 1000, timeout=60)
    second.terminate()
    assert await second.wait() == 0

    assert took_s < 10
    assert len(town.answers) == 1000
