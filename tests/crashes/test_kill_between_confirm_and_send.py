"""The real process, killed between the confirmation of a batch and the last follower's alert."""

import contextlib
import random
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from benchmarks.crashes import killed, troubled
from bot.services.deliver import MOST_IN_HAND
from tests.alerts.office import until
from tests.crashes.killing import Scene, a_scene

KILLS, SIDE_BY_SIDE = 150, 4


@pytest.fixture
async def scene(tmp_path: Path, template: Path) -> AsyncIterator[Scene]:
    async with a_scene(tmp_path, template) as scene:
        yield scene


async def test_killed_after_the_confirmation_and_before_any_alert_it_tells_everybody(scene: Scene) -> None:
    batch = await scene.batch()
    usual = scene.world.faults.waiting.pop()
    scene.world.faults.add("latency", method="sendMessage", share=1, seconds=600)
    async with scene.process() as process:
        await until(lambda: scene.confirmations(batch), every_s=0.01, longest_s=30)
        await scene.kill(process)
    assert not scene.told(batch)

    scene.world.faults.clear()
    scene.world.faults.waiting.append(usual)
    async with scene.process():
        await scene.until_all_are_told(batch)
        await scene.until_nothing_waits()

    assert scene.confirmations(batch) == 1
    assert set(scene.told(batch).values()) == {1}


@pytest.mark.timeout(900)
async def test_killed_a_hundred_and_fifty_times_at_any_moment_it_loses_nobody(
    tmp_path: Path, template: Path
) -> None:
    """From a draft to the last alert, among troubles of Telegram's; several bots side by side."""
    seed = random.randrange(1_000_000)
    async with contextlib.AsyncExitStack() as stack:
        places = [tmp_path / str(number) for number in range(SIDE_BY_SIDE)]
        scenes = [await stack.enter_async_context(troubled(place, template)) for place in places]
        found = await killed(scenes, KILLS, random.Random(seed))

    where = f"seed {seed}: {found}"
    assert (found["lost"], found["before_confirmation"], found["audit_missing"]) == (0, 0, 0), where
    assert found["extras_unmarked"] == 0, where
    assert int(str(found["extras"])) <= int(str(found["extras_allowed"])), where
    assert int(str(found["most_on_way"])) <= MOST_IN_HAND, where


async def test_told_to_end_during_the_delivery_it_leaves_nothing_in_doubt(scene: Scene) -> None:
    batch = await scene.batch()
    async with scene.process(rate=30) as process:
        await scene.world.until(lambda: scene.told_in_all(batch) >= 5)
        asked_at = time.monotonic()
        process.terminate()
        assert await process.wait() == 0
    assert time.monotonic() - asked_at < 10
    assert scene.told_in_all(batch) < len(batch.people)
    assert scene.count("SELECT count(*) FROM outbox WHERE state = 'sending' OR uncertain = 1") == 0

    async with scene.process():
        await scene.until_nothing_waits()
    assert set(scene.told(batch).values()) == {1}
    assert len(scene.told(batch)) == len(batch.people)


async def test_told_to_end_while_telegram_hangs_it_waits_no_longer_than_ten_seconds(scene: Scene) -> None:
    batch = await scene.batch()
    person = batch.people[0]
    hanging = scene.world.faults.add("latency", method="sendMessage", chat_id=person.id, seconds=600)
    async with scene.process() as process:
        await scene.world.until(lambda: len(scene.told(batch)) == len(batch.people) - 1)
        assert hanging.hits == 1
        asked_at = time.monotonic()
        process.terminate()
        assert await process.wait() == 0

    assert time.monotonic() - asked_at < 10
    states = "SELECT count(*) FROM outbox WHERE state = 'sending' OR uncertain = 1"
    assert scene.count(states) == 1
    assert scene.count(f"{states} AND state = 'ready'") == 1
