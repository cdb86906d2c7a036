"""Everything that is held about a person, for nobody but them."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.ports import Store
from bot.services.follow import Visitor
from bot.services.questions import Questions
from bot.services.traces import Traces

_OURS = frozenset({"sealed_id", "found_by", "sealed_secret", "token"})
"""What opens something, and says nothing about the person."""
_FIRST_MOMENT = 1_000_000_000_000
"""Numbers from here on are moments in milliseconds; nothing else of ours is so large."""

Unsealing = Callable[[str, bytes], str | None]
"""Opens a sealed value of a column; None where its key is not here."""


@dataclass(frozen=True, slots=True)
class MyData:
    """The export of one chat."""

    store: Store
    questions: Questions
    traces: Traces
    unseal: Unsealing

    async def of(self, visitor: Visitor) -> str:
        """Return everything held about the person as JSON, in the words of the database."""
        held: Mapping[str, Sequence[Mapping[str, Any]]] = {}
        if visitor.chat is not None:
            async with self.store.reading() as reading:
                held = await reading.held(visitor.chat.id)
        data = {
            "telegram_id": visitor.telegram_id,
            "stored": {table: [self._readable(row) for row in rows] for table, rows in held.items()},
            "messages_we_could_delete": list(await self.traces.of(visitor.telegram_id)),
            "in_memory_only": {
                "people_asked_about_lately": self.questions.counted(visitor.telegram_id),
                "question_that_waits_for_one_more_part": self.questions.waits(visitor.telegram_id),
            },
        }
        return json.dumps(data, ensure_ascii=False, indent=2)

    def _readable(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            column: self._plain(column, value)
            for column, value in row.items()
            if column not in _OURS and value is not None
        }

    def _plain(self, column: str, value: object) -> object:
        if isinstance(value, bytes):
            return self.unseal(column, value) or "sealed; its key is not in this part of the bot"
        if isinstance(value, int) and value >= _FIRST_MOMENT and column != "telegram_id":
            return datetime.fromtimestamp(value / 1000, UTC).isoformat(timespec="seconds")
        return value
