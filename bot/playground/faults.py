"""Faults on demand: what a network and a busy Telegram do to a bot, when a test or a person asks for it."""

import random
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

Kind = Literal[
    "429", "400", "401", "403", "500", "502", "502_after", "drop_before", "drop_after", "migrate", "latency"
]


@dataclass(slots=True)
class Fault:
    """One trouble that waits for its requests.

    It strikes `times` requests, or a `share` (0 to 1) of all until it is cleared; `hits` counts.
    `method` and `chat_id` narrow which requests; `seconds` belongs to latency, `retry_after`
    (seconds) to 429.
    """

    kind: Kind
    method: str | None = None
    chat_id: int | None = None
    times: int | None = None
    share: float | None = None
    seed: int = 0
    retry_after: int = 1
    seconds: float = 0.0
    hits: int = 0
    _chance: random.Random = field(default_factory=random.Random, repr=False)

    def strikes(self, method: str, chat_id: int | None) -> bool:
        if self.method is not None and self.method.lower() != method:
            return False
        if self.chat_id is not None and self.chat_id != chat_id:
            return False
        if self.times is not None and self.hits >= self.times:
            return False
        if self.share is not None and self._chance.random() >= self.share:
            return False
        self.hits += 1
        return True

    def as_json(self) -> dict[str, Any]:
        found = asdict(self)
        del found["_chance"]
        return found


class Faults:
    """The faults in waiting, first come, first to strike; latency adds to whatever else strikes."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(
        self,
        kind: Kind,
        *,
        method: str | None = None,
        chat_id: int | None = None,
        times: int | None = None,
        share: float | None = None,
        seed: int = 0,
        retry_after: int = 1,
        seconds: float = 0.0,
    ) -> Fault:
        """Let a fault wait for its requests. Without `times` and `share` it strikes once.

        `share=1` strikes every request until cleared. `drop_after` and `502_after` strike after
        the request has taken effect; all others instead of it.

        Raises:
            ValueError: the fault makes no sense.
        """
        if kind not in get_args(Kind):
            raise ValueError(f"no such fault: {kind}")
        if share is not None and not 0 <= share <= 1:
            raise ValueError("share goes from 0 to 1")
        if kind == "latency" and seconds <= 0:
            raise ValueError("latency needs its seconds")
        if times is None and share is None:
            times = 1
        fault = Fault(kind, method, chat_id, times, share, seed, retry_after, seconds)
        fault._chance.seed(seed)
        self.waiting.append(fault)
        return fault

    def from_json(self, wanted: dict[str, Any]) -> Fault:
        """As `add`, from what a page or another process posts.

        Raises:
            ValueError: a field is unknown or of the wrong type.
        """
        try:
            return self.add(**wanted)
        except TypeError as error:
            raise ValueError(str(error)) from error

    def clear(self) -> None:
        self.waiting.clear()

    def due(self, method: str, chat_id: int | None) -> tuple[float, Fault | None]:
        """Return the latency in seconds, and the fault that strikes this request, if any does."""
        latency = 0.0
        struck: Fault | None = None
        for fault in self.waiting:
            if struck is not None and fault.kind != "latency":
                continue
            if not fault.strikes(method, chat_id):
                continue
            if fault.kind == "latency":
                latency += fault.seconds
            else:
                struck = fault
        return latency, struck
