"""Remember for a while what a person was asked to type, also over a restart."""

from dataclasses import dataclass

from bot.core.expected import LASTS, Expected, Wish
from bot.ports import Clock, Store


@dataclass(frozen=True, slots=True)
class Expecting:
    """What each chat's next text is taken for. It is kept only of chats that are kept anyway."""

    store: Store
    clock: Clock

    async def put(self, chat_id: str, wish: Wish, subject_id: str = "") -> None:
        """Take the chat's next text for this."""
        async with self.store.writing() as writing:
            await writing.expect(chat_id, Expected(wish, subject_id, self.clock()))

    async def of(self, chat_id: str) -> Expected | None:
        """Return what the chat's text is to be taken for; whoever has taken it drops it."""
        async with self.store.reading() as reading:
            expected = await reading.expected(chat_id)
        return expected if expected is not None and self.clock() - expected.since < LASTS else None

    async def drop(self, chat_id: str) -> None:
        """Expect nothing any more."""
        if await self.of(chat_id) is None:
            return
        async with self.store.writing() as writing:
            await writing.expect_nothing(chat_id)
