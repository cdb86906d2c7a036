"""Who may moderate: checked at each act, inside its transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.alerts import Event
from bot.core.errors import Frozen, NotAllowed, RoleTooLow, Unknown
from bot.core.log import AuditLine, Deed
from bot.core.roles import Right, Role, in_force, may
from bot.core.switches import Switch
from bot.ports import Clock, NewId, Reading, Store, Writing
from bot.services.factor import SecondFactor

GRAVE = frozenset({Right.AGREE, Right.GOVERN})
"""What a stolen account must not be enough for."""

_STRENGTH = {role: strength for strength, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights of chats.

    Args:
        owners: Telegram ids named in the settings.
        factor: what grave acts need beside the Telegram account.
    """

    store: Store
    clock: Clock
    owners: frozenset[int]
    factor: SecondFactor

    async def role(self, chat_id: str) -> Role | None:
        """Return what the chat may do now, or None for everybody who is no moderator."""
        async with self.store.reading() as reading:
            return await self.role_in(reading, chat_id)

    async def role_in(self, reading: Reading, chat_id: str) -> Role | None:
        """The same inside a transaction that is already open."""
        if await reading.telegram_id(chat_id) in self.owners:
            return Role.OWNER
        return (await self._granted(reading)).get(chat_id)

    async def require(self, reading: Reading, chat_id: str, right: Right) -> Role:
        """Let those pass whose role has this right now; returns the role.

        Raises:
            NotAllowed: the chat is no moderator's, or its right has ended.
            RoleTooLow: its role does not allow this.
            Frozen: a moderator has frozen everything, and this is a grave act.
            FactorNeeded: it is a grave act, and no code was given lately.
        """
        role = await self.require_though_frozen(reading, chat_id, right)
        if right in GRAVE and Switch.FROZEN in await reading.switches():
            raise Frozen("by a moderator")
        return role

    async def require_though_frozen(self, reading: Reading, chat_id: str, right: Right) -> Role:
        """The same for what is done about the freeze itself."""
        try:
            role = await self.role_in(reading, chat_id)
        except Unknown:
            # The chat was forgotten; its text id leads nowhere.
            role = None
        if role is None:
            raise NotAllowed(f"chat {chat_id} is no moderator")
        if not may(role, right):
            raise RoleTooLow(f"a {role} may not {right}")
        if right in GRAVE:
            self.factor.require(chat_id)
        return role

    async def call(
        self, writing: Writing, event: Event, new_id: NewId, *but: str, right: Right = Right.LOOK
    ) -> None:
        """Owe a call about the event to every moderator with this right, but to these."""
        called = [chat_id for chat_id in await self._all(writing, right) if chat_id not in but]
        await writing.owe(event, called, [new_id() for _ in called])

    async def _all(self, writing: Writing, right: Right) -> Sequence[str]:
        """Return the text ids of the chats of all moderators with this right."""
        owners = [(await writing.remember_chat(i, language="en")).id for i in sorted(self.owners)]
        granted = [id_ for id_, role in (await self._granted(writing)).items() if may(role, right)]
        return list(dict.fromkeys([*owners, *granted]))

    async def know(self, chat_id: str, name: str) -> None:
        """Remember what a moderator calls themselves, so that the others read who did what."""
        async with self.store.reading() as reading:
            if (await reading.moderator_names()).get(chat_id):
                return
        async with self.store.writing() as writing:
            await writing.name_moderator(chat_id, name)

    async def note_refusal(self, chat_id: str, subject: str) -> None:
        """Write to the log that somebody tried what they may not."""
        async with self.store.writing() as writing:
            await writing.add_to_audit(AuditLine(self.clock(), chat_id, Deed.REFUSED, subject))

    async def _granted(self, reading: Reading) -> Mapping[str, Role]:
        """Return the strongest role that each chat holds now."""
        now = self.clock()
        held: dict[str, Role] = {}
        for grant in await reading.grants():
            if grant.chat_id is not None and in_force(grant, now=now):
                former = held.get(grant.chat_id, grant.role)
                held[grant.chat_id] = max(former, grant.role, key=_STRENGTH.__getitem__)
        return held
