"""The publication log at the terminal: make sure that it holds, and hand it out."""

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.core.errors import BotError, LogBroken
from bot.core.log import Link, first_break
from storage.store import DatabaseStore

SLICE = 1000


class WrongCheckpoint(BotError):
    """The log does not hold the line that was written down elsewhere; told to whoever looks."""


async def verify(store: DatabaseStore, *, expect: str | None) -> str:
    """Follow the whole chain; returns what to print.

    Args:
        expect: a checkpoint kept elsewhere, as an earlier run printed it: only so is it noticed that
            lines were cut off at the end, or the whole chain written anew.

    Raises:
        LogBroken: a line was changed, dropped, added or moved.
        WrongCheckpoint: the line of the checkpoint is not there, or is another.
    """
    end: Link | None = None
    seen = expect is None
    async for links in _slices(store):
        place = first_break(links, after=end)
        if place is not None:
            raise LogBroken(place)
        seen = seen or any(checkpoint(link) == expect for link in links)
        end = links[-1]
    if not seen:
        raise WrongCheckpoint(f"the log does not hold the checkpoint {expect}: it was cut or written anew")
    if end is None:
        return "The log is empty."
    return f"The log holds. Keep this checkpoint elsewhere: {checkpoint(end)}"


def checkpoint(link: Link) -> str:
    """Return what tells a place of the chain, and everything before it, from any other."""
    return f"{link.place}:{link.hash}"


async def export(store: DatabaseStore) -> None:
    """Write the log to standard output, one JSON object on each line, oldest first.

    Moderators stand in it by the text ids of their chats, without names.
    """
    async for links in _slices(store):
        for link in links:
            sys.stdout.write(json.dumps(_fields(link), ensure_ascii=False) + "\n")


def _fields(link: Link) -> dict[str, str | int | None]:
    line = link.line
    return {
        "place": link.place,
        "at": line.at.isoformat(timespec="milliseconds"),
        "moderator": line.moderator,
        "act": line.act,
        "subject": line.subject,
        "digest": line.digest,
        "hash": link.hash,
    }


async def _slices(store: DatabaseStore) -> AsyncIterator[list[Link]]:
    async with _opened(store):
        place = 0
        while True:
            async with store.reading() as reading:
                links = list(await reading.links_after(place, limit=SLICE))
            if not links:
                return
            yield links
            place = links[-1].place


@asynccontextmanager
async def _opened(store: DatabaseStore) -> AsyncIterator[None]:
    await store.open()
    try:
        yield
    finally:
        await store.close()
