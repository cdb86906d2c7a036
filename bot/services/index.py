"""Keep the index of names: key the names that are not keyed, and enter staged rows.

Both go by large slices, each in order: so each page of the database is written a few times only, and nobody
waits long for their turn to write.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.core.names import IndexedName, keys_in_order
from bot.ports import Store

NAMES, KEYS = 4_000, 20_000
"""So many names are put in order at a time, and so many of their keys written."""
ROWS = 50_000
"""Many, because each slice writes most pages of the index; few, because others wait so long."""

Pace = Callable[[], Awaitable[None]]
Item = TypeVar("Item")


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
    while True:
        async with store.reading() as reading:
            names = await reading.unkeyed_names(limit=NAMES)
        if not names:
            return keyed
        for keys in _slices(await asyncio.to_thread(keys_in_order, _taking_turns(names)), KEYS):
            async with store.writing() as writing:
                await writing.add_name_keys(keys)
            await pace()
        async with store.writing() as writing:
            await writing.settle_keyed(names)
        keyed += len(names)


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
    for name in names:
        yield name
        # Others take their turn: otherwise an answer waits five milliseconds for each of its steps.
        time.sleep(0)


def _slices(items: Sequence[Item], most: int) -> Iterator[Sequence[Item]]:
    return (items[at : at + most] for at in range(0, len(items), most))
