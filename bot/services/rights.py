"""Who may moderate: checked at each act, inside its transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.errors import NotAllowed, Unknown
from bot.core.log import AuditLine
from bot.core.roles import Grant, GrantReview, Role
from bot.ports import Clock, Reading, Store, Writing


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights of chats.

    Args:
        owners: Telegram ids named in the settings.
    """

    store: Store
    clock: Clock
    owners: frozenset[int]

    async def role(self, chat_id: str) -> Role | None:
        """Return what the chat may do now, or None for everybody who is no moderator."""
        async with self.store.reading() as reading:
            return await self.role_in(reading, chat_id)

    async def role_in(self, reading: Reading, chat_id: str) -> Role | None:
        """The same inside a transaction that is already open."""
        if await reading.telegram_id(chat_id) in self.owners:
            return Role.OWNER
        now = self.clock()
        in_force = any(g.chat_id == chat_id and _in_force(g, now) for g in await reading.grants())
        return Role.PUBLISHER if in_force else None

    async def require(self, reading: Reading, chat_id: str) -> None:
        """Let moderators pass.

        Raises:
            NotAllowed: the chat is no moderator's, or its right has ended.
        """
        try:
            role = await self.role_in(reading, chat_id)
        except Unknown:
            # The chat was forgotten; its text id leads nowhere.
            role = None
        if role is None:
            raise NotAllowed(f"chat {chat_id} is no moderator")

    async def others(self, writing: Writing, chat_id: str) -> Sequence[str]:
        """Return the text ids of all moderators' chats but this one's."""
        now = self.clock()
        owners = [(await writing.remember_chat(i, language="en")).id for i in sorted(self.owners)]
        granted = [g.chat_id for g in await writing.grants() if _in_force(g, now) and g.chat_id]
        return [i for i in dict.fromkeys([*owners, *granted]) if i != chat_id]

    async def note_refusal(self, chat_id: str, act: str, subject: str) -> None:
        """Write to the audit that somebody tried what they may not."""
        async with self.store.writing() as writing:
            await writing.add_to_audit(AuditLine(self.clock(), chat_id, f"refused: {act}", subject))


def _in_force(grant: Grant, now: datetime) -> bool:
    return grant.review is GrantReview.PUBLISHED and grant.until is not None and now < grant.until
