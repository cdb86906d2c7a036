"""The publication log: read it, and make sure that nobody changed it behind our back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.errors import LogBroken
from bot.core.log import AuditLine, Link, first_break
from bot.core.roles import Right
from bot.ports import Reading, Store
from bot.services.rights import Rights

PAGE = 12
SLICE = 1000


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some lines of the log, newest first.

    Args:
        names: what moderators are called, by the text ids of their chats.
        earlier: the offset of the page with earlier lines, or None on the last page.
    """

    lines: tuple[AuditLine, ...]
    names: Mapping[str, str]
    offset: int
    earlier: int | None


@dataclass(slots=True)
class Log:
    """The chain of lines, and how far it was found good.

    Args:
        broken_at: the first line at which it does not hold; from then on nothing is published.
    """

    store: Store
    rights: Rights
    broken_at: int | None = None
    _good: Link | None = field(default=None)

    async def page(self, chat_id: str, offset: int = 0) -> LogPage:
        """Return one page of the log, newest first."""
        async with self.store.reading() as reading:
            await self.rights.require(reading, chat_id, Right.LOOK)
            lines = await reading.audit(limit=PAGE + 1, offset=offset)
            names = await reading.moderator_names()
        earlier = offset + PAGE if len(lines) > PAGE else None
        return LogPage(tuple(lines[:PAGE]), names, offset, earlier)

    async def verify(self) -> Link | None:
        """Follow the whole chain from its first line; returns its end, None of an empty log.

        Raises:
            LogBroken: a line was changed, dropped, added or moved.
        """
        async with self.store.reading() as reading:
            end = await self._follow(reading, None)
            await self._find_again(reading)
        self._good, self.broken_at = end, None
        return end

    async def guard(self, reading: Reading) -> None:
        """Let nothing be published over a broken log: called first in every such transaction.

        Looks at what was added since the last look; `verify` looks at everything from time to time.

        Raises:
            LogBroken: the chain does not hold.
        """
        if self.broken_at is not None:
            raise LogBroken(self.broken_at)
        await self._find_again(reading)
        self._good = await self._follow(reading, self._good)

    async def _find_again(self, reading: Reading) -> None:
        """Make sure that what was found good before is still there: lines can be cut off at the end too."""
        good = self._good
        if good is not None and await reading.link_at(good.place) != good:
            self._break(good.place)

    async def _follow(self, reading: Reading, good: Link | None) -> Link | None:
        while links := await reading.links_after(good.place if good is not None else 0, limit=SLICE):
            place = first_break(links, after=good)
            if place is not None:
                self._break(place)
            good = links[-1]
        return good

    def _break(self, place: int) -> None:
        self.broken_at = place
        raise LogBroken(place)
