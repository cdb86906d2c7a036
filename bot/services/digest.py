"""Tell once a day what happened to batches, to those who prefer it."""

from dataclasses import dataclass

from bot.core.alerts import Event, EventKind
from bot.ports import Clock, NewId, Store

SLICE = 200


@dataclass(frozen=True, slots=True)
class Digests:
    """News that waits for the evening of its readers."""

    store: Store
    clock: Clock
    new_id: NewId

    async def work(self) -> int:
        """Owe every digest that is due; returns how many. News and alert change hands in one transaction."""
        owed, in_slice = 0, SLICE
        while in_slice == SLICE:
            now = self.clock()
            async with self.store.writing() as writing:
                chats = await writing.chats_to_digest(now, limit=SLICE)
                for chat_id in chats:
                    id_ = self.new_id()
                    digest = Event(id_, EventKind.DIGEST, id_, None, now)
                    await writing.owe(digest, [chat_id], [self.new_id()])
                    await writing.gather_digest(digest, chat_id, now=now)
            in_slice = len(chats)
            owed += in_slice
        return owed
