"""Keep the index of names: key the names that are not keyed, and enter staged rows.

Both go by large slices, each in order: so each page of the database is written a few times only, and nobody
waits long for their turn to write.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from bot.core.names import IndexedName, KeysInOrder
from bot.ports import Store
from bot.services.ahead import made_ahead

NAMES, SLICES_AT_ONCE, KEYS = 4_000, 25, 40_000
"""So many names are read at a time, so many times before all their keys are put in order, so many of which
are written at a time."""
NAMES_OF_A_TURN = 16
"""A millisecond's work: giving the turn away takes as long as two names."""
ROWS = 50_000
"""Many, because each slice writes most pages of the index; few, because others wait so long."""

Pace = Callable[[], Awaitable[None]]


async def at_once() -> None:
    """Go on without a rest: others come in between the slices by themselves."""


@dataclass(frozen=True, slots=True)
class Indexing:
    """What has to be done after the rules of names have changed, or after a crash."""

    store: Store

    async def work(self) -> int:
        """Key every name that older rules keyed, or none; returns how many.

        Broken off, it goes on where it was. Until it is done after a change of rules every question is
        answered with "cannot check".
        """
        async with self.store.writing() as writing:
            await writing.forget_other_keys()
        return await key_names(self.store)


async def key_names(store: Store, pace: Pace = at_once) -> int:
    """Key every name that has no keys by the rules of this program; returns how many.

    Args:
        pace: rests after each slice.
    """
    keyed = 0
    while some := await _key_some(store, pace):
        keyed += some
    return keyed


async def _key_some(store: Store, pace: Pace) -> int:
    slices: list[Sequence[IndexedName]] = []
    keys = KeysInOrder()
    while len(slices) < SLICES_AT_ONCE:
        after = slices[-1][-1].id if slices else 0
        async with store.reading() as reading:
            names = await reading.unkeyed_names(limit=NAMES, after=after)
        if not names:
            break
        await asyncio.to_thread(keys.add, _taking_turns(names))
        slices.append(names)
    async with aclosing(made_ahead(keys.slices(KEYS))) as coming:
        async for some in coming:
            async with store.writing() as writing:
                await writing.add_name_keys(some)
            await pace()
    for names in slices:
        async with store.writing() as writing:
            await writing.settle_keyed(names)
        await pace()
    return sum(map(len, slices))


async def enter_rows(store: Store, edition_id: str, pace: Pace = at_once) -> None:
    """Enter every row of a draft that is staged so far.

    Args:
        pace: rests after each slice.

    Raises:
        WrongState: it is no draft any more.
    """
    async with store.reading() as reading:
        last = await reading.last_row(edition_id)
    for after in range(0, last, ROWS):
        async with store.writing() as writing:
            await writing.enter_rows(edition_id, after=after, up_to=after + ROWS)
        await pace()


def _taking_turns(names: Sequence[IndexedName]) -> Iterator[IndexedName]:
    for number, name in enumerate(names):
        if not number % NAMES_OF_A_TURN:
            # Others take their turn: otherwise an answer waits five milliseconds for each of its steps.
            time.sleep(0)
        yield name
