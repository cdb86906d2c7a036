"""The ledger: what each person was shown, and when. Only ever added to."""

import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

Kind = Literal["sent", "edited", "deleted", "answer"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that reached one chat.

    `at` is the wall clock in unix seconds, `moment` the monotonic clock in seconds. An `answer` is
    what a pressed button said; its `message_id` is the message that holds the button.
    """

    seq: int
    chat_id: int
    message_id: int
    at: float
    moment: float
    kind: Kind
    text: str = ""
    buttons: tuple[tuple[dict[str, str], ...], ...] = ()
    silent: bool = False
    protected: bool = False
    file: str | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def labels(self) -> list[str]:
        """The words on the buttons, row after row."""
        return [button["text"] for row in self.buttons for button in row]


class Ledger:
    """Append-only, in memory and, where a file is given, one JSON line per record on disk."""

    def __init__(self, file: Path | None = None) -> None:
        self.records: list[Shown] = []
        self._of_chat: dict[int, list[Shown]] = defaultdict(list)
        # Line buffered: a record is with the operating system before its request is answered,
        # so that it outlives a kill of this process.
        self._file = file.open("a", encoding="utf-8", buffering=1) if file else None

    @property
    def seq(self) -> int:
        """The number of the newest record; 0 when there is none."""
        return len(self.records)

    def add(self, record: Shown) -> None:
        self.records.append(record)
        self._of_chat[record.chat_id].append(record)
        if self._file:
            self._file.write(json.dumps(record.as_json(), ensure_ascii=False) + "\n")

    def of(self, chat_id: int, *, after: int = 0) -> list[Shown]:
        """What one chat was shown after a record number, oldest first."""
        found: list[Shown] = []
        for record in reversed(self._of_chat.get(chat_id, ())):
            if record.seq <= after:
                break
            found.append(record)
        return found[::-1]

    def close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None
