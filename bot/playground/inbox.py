"""Updates that wait for the bot: numbered, kept until confirmed, polled or pushed to a webhook."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import islice
from typing import Any

from bot.playground.refusals import conflict
from bot.playground.webhook import Webhook

Json = dict[str, Any]

_ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_BATCH = 100


class Inbox:
    """The queue of one bot. An update stays until an offset above it, or a webhook, confirms it."""

    def __init__(self, *, on_change: Callable[[], None], first_id: int = 100_000_001) -> None:
        self.pending: OrderedDict[int, Json] = OrderedDict()
        self.webhook: Webhook | None = None
        self.allowed: frozenset[str] | None = None
        self._on_change = on_change
        self._next_id = first_id
        self._poll: asyncio.Future[str | None] | None = None

    def push(self, update: Json) -> int | None:
        """Queue an update and return its id; None when the bot did not ask for this kind."""
        if not self._is_wanted(update):
            return None
        update_id = self._next_id
        self._next_id += 1
        self.pending[update_id] = {"update_id": update_id, **update}
        self._wake(None)
        if self.webhook:
            self.webhook.deliver(self.pending[update_id])
        return update_id

    def _is_wanted(self, update: Json) -> bool:
        kind = next(key for key in update if key != "update_id")
        return kind in self.allowed if self.allowed else kind not in _ONLY_WHEN_ASKED

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Remember which kinds of update the bot wants; None changes nothing, empty is the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:  # noqa: ASYNC109
        """Confirm what is below the offset and return what waits, the earliest first.

        A negative offset forgets all but that many of the newest. With nothing to return it waits up
        to `timeout` seconds; a second poller ends the wait of the first with a conflict.

        Raises:
            Refused: 409, a webhook is set or another poller came.
        """
        if self.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        self._wake("terminated by other getUpdates request; make sure that only one bot instance is running")
        self._confirm(offset)
        if not self.pending and timeout > 0:
            ended_by = await self._wait(timeout)
            if ended_by:
                raise conflict(ended_by)
        return list(islice(self.pending.values(), min(max(limit, 1), _BATCH)))

    async def _wait(self, timeout: float) -> str | None:  # noqa: ASYNC109
        poll: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        self._on_change()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(timeout):
                    return await poll
            return None
        finally:
            if self._poll is poll:
                self._poll = None

    def _wake(self, ended_by: str | None) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_result(ended_by)
        self._poll = None

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popitem(last=False)
        while self.pending and next(iter(self.pending)) < offset:
            self.pending.popitem(last=False)
        self._on_change()

    def confirm_one(self, update_id: int) -> None:
        self.pending.pop(update_id, None)
        self._on_change()

    @property
    def is_polled(self) -> bool:
        """Whether somebody waits in a long poll at this moment."""
        return self._poll is not None

    def set_webhook(self, webhook: Webhook | None) -> None:
        if self.webhook:
            self.webhook.close()
        self.webhook = webhook
        if webhook:
            self._wake("terminated by setWebhook request")
            for update in self.pending.values():
                webhook.deliver(update)

    def forget_all(self) -> None:
        self.pending.clear()

    def close(self) -> None:
        self._wake(None)
        if self.webhook:
            self.webhook.close()
