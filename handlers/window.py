"""What Telegram shows of its unconfirmed updates, and how far they may be confirmed."""

from collections.abc import Collection, Sequence

SIZE = 100
"""Telegram shows no more than its 100 earliest unconfirmed updates."""


class Window:
    """The updates seen since the last confirmed one: under way, or done behind one under way."""

    def __init__(self) -> None:
        self._under_way: set[int] = set()
        self._done: set[int] = set()
        self._newest: int | None = None
        self._asked_from: int | None = None
        self._was_full = False

    @property
    def offset(self) -> int | None:
        """The first update that may not be confirmed yet; None before any was seen."""
        if self._under_way:
            return min(self._under_way)
        return None if self._newest is None else self._newest + 1

    @property
    def is_idle(self) -> bool:
        return not self._under_way

    @property
    def may_show_more(self) -> bool:
        """Whether another look could show what the last one did not."""
        return self.is_idle or not self._was_full or self.offset != self._asked_from

    def look(self, shown: Sequence[int], *, asked_from: int | None) -> list[int]:
        """Return which are new of the updates that Telegram shows from this offset on.

        The offset confirmed all before it. Those may be forgotten, which a request that
        failed does not allow.
        """
        if asked_from is not None:
            self._done = {update_id for update_id in self._done if update_id >= asked_from}
        self._asked_from, self._was_full = asked_from, len(shown) >= SIZE
        return [n for n in shown if n not in self._under_way and n not in self._done]

    def begin(self, update_ids: Collection[int]) -> None:
        """Keep these, in the order shown, from being confirmed before each is ended."""
        for update_id in update_ids:
            self._under_way.add(update_id)
            self._newest = update_id

    def end(self, update_id: int) -> None:
        self._under_way.discard(update_id)
        self._done.add(update_id)
