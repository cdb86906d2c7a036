"""The numbers of the messages that Telegram still lets us delete."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.errors import StoreUnavailable
from bot.ports import Clock, Store

DELETABLE = timedelta(hours=48)
"""So long a bot may delete the messages of a private chat."""
MOST_WAITING = 50_000


@dataclass(frozen=True, slots=True)
class Traces:
    """Messages of private chats: ours, and what people wrote.

    They are written down behind the answer's back, many at once: an answer is not made to wait for it, and
    one that a crash loses stays in the chat until the person deletes it.
    """

    store: Store
    clock: Clock
    waiting: "deque[tuple[int, int, datetime]]" = field(default_factory=lambda: deque(maxlen=MOST_WAITING))

    def note(self, telegram_id: int, message_id: int) -> None:
        """Note a message that was sent or came in."""
        self.waiting.append((telegram_id, message_id, self.clock()))

    async def work(self) -> None:
        """Write down what waits."""
        some = [self.waiting.popleft() for _ in range(len(self.waiting))]
        if not some:
            return
        try:
            async with self.store.writing() as writing:
                await writing.add_traces(some)
        except StoreUnavailable:
            self.waiting.extendleft(reversed(some))
            raise

    async def of(self, telegram_id: int) -> Sequence[int]:
        """Return the messages of one person's chat."""
        waiting = [message for person, message, _ in self.waiting if person == telegram_id]
        async with self.store.reading() as reading:
            return sorted({*await reading.traces(telegram_id), *waiting})

    def drop_waiting(self, telegram_id: int) -> None:
        """Drop what was not written down so far."""
        for trace in [trace for trace in self.waiting if trace[0] == telegram_id]:
            self.waiting.remove(trace)
