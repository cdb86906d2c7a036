"""What nobody was given moves nothing: forged presses and links, and names where none are looked up."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.forging import Besieged, Counting, Forger, besieged
from tests.services.office import Office

PRESSES, OTHERS = 10_000, 2_000
"""`python -m benchmarks.forged` makes ten thousand of each, and others each time."""


@pytest.fixture
async def siege(office: Office) -> AsyncIterator[Besieged]:
    siege = await besieged(office)
    yield siege
    await siege.application.shutdown()


async def handle(siege: Besieged, forge: Callable[[], dict[str, Any]], many: int) -> None:
    for number in range(many):
        if number % 20 == 0:
            # Otherwise the buckets turned most of them away, and they would prove nothing.
            siege.office.clock.moves(timedelta(seconds=1))
        await siege.takes(forge())
    assert siege.telegram.told >= many // 2, "they were answered"
    assert siege.faults == []


async def test_ten_thousand_forged_presses_change_nothing_of_anybody_else(siege: Besieged) -> None:
    await handle(siege, Forger(siege, random.Random(2025)).press, PRESSES)

    assert await asyncio.to_thread(siege.effects) == {}


async def test_forged_links_change_nothing(siege: Besieged) -> None:
    await handle(siege, Forger(siege, random.Random(609)).start, OTHERS)

    assert await asyncio.to_thread(siege.effects) == {}


async def test_names_from_groups_channels_and_inline_mode_are_never_looked_up(siege: Besieged) -> None:
    counting = Counting()
    inquiries = siege.services.inquiries
    looking = replace(inquiries, questions=counting)
    siege.application.bot_data["door"] = replace(
        siege.application.bot_data["door"], services=replace(siege.services, inquiries=looking)
    )
    await handle(siege, Forger(siege, random.Random(7)).elsewhere, OTHERS)

    assert counting.lookups == 0
    assert await asyncio.to_thread(siege.effects) == {}
