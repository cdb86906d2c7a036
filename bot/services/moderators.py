"""What moderators see, who joins them, and that they looked for new lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.alerts import Event, EventKind
from bot.core.errors import NotAllowed, Unknown, WrongCode
from bot.core.exchanges import Agreement, Batch, Exchange, Statement
from bot.core.lists import Edition, NameList, Publisher
from bot.core.log import AuditLine, same_code
from bot.core.roles import Grant, Role, accept, agree, end, is_open
from bot.ports import Clock, Draft, NewId, Store
from bot.services.rights import Rights


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for whom."""

    editions: tuple[Edition, ...]
    statements: tuple[Statement, ...]
    grants: tuple[Grant, ...]
    last_check: datetime | None
    role: Role


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything that forms let a moderator choose from, newest first."""

    agreements: tuple[Agreement, ...]
    exchanges: tuple[Exchange, ...]
    batches: tuple[Batch, ...]
    publishers: tuple[Publisher, ...]


@dataclass(frozen=True, slots=True)
class Moderators:
    """The desk of the moderators."""

    store: Store
    clock: Clock
    new_id: NewId
    rights: Rights

    async def desk(self, chat_id: str) -> Desk:
        """Return what waits, as this moderator sees it."""
        async with self.store.reading() as reading:
            role = await self.rights.role_in(reading, chat_id)
            if role is None:
                raise NotAllowed(f"chat {chat_id} is no moderator")
            return Desk(
                tuple(await reading.open_editions()),
                tuple(await reading.open_statements()),
                tuple(await reading.grants()),
                await reading.last_check(),
                role,
            )

    async def shelf(self, chat_id: str) -> Shelf:
        """Return what forms offer to choose from."""
        async with self.store.reading() as reading:
            await self.rights.require(reading, chat_id)
            return Shelf(
                tuple(await reading.agreements()),
                tuple(await reading.exchanges()),
                tuple(await reading.batches()),
                tuple(await reading.publishers()),
            )

    async def lists(self, chat_id: str, batch_id: str) -> Sequence[NameList]:
        """Return the lists of a batch, newest first."""
        async with self.store.reading() as reading:
            await self.rights.require(reading, chat_id)
            return await reading.lists(batch_id)

    async def checked(self, chat_id: str) -> datetime:
        """Record that a moderator has just looked for new lists; returns when."""
        now = self.clock()
        async with self.store.writing() as writing:
            await self.rights.require(writing, chat_id)
            await writing.add_check(chat_id, now)
            await writing.add_to_audit(AuditLine(now, chat_id, "checked for new lists", "-"))
        return now

    async def invite(self, draft: Draft, *, name: str) -> Grant:
        """Invite a person to moderate by a link that works once and for a day."""
        grant = Grant(self.new_id(), self.new_id() + self.new_id(), name, draft.chat_id, self.clock())
        async with self.store.writing() as writing:
            await self.rights.require(writing, draft.chat_id)
            await writing.drop_draft(draft)
            await writing.add_grant(grant)
            await writing.add_to_audit(AuditLine(self.clock(), draft.chat_id, "moderator invited", grant.id))
        return grant

    async def is_open(self, token: str) -> bool:
        """Whether an invitation with this token can be taken up now; nothing is stored."""
        async with self.store.reading() as reading:
            grant = await reading.grant_of_token(token)
        return grant is not None and is_open(grant, now=self.clock())

    async def accept(self, chat_id: str, token: str) -> Grant:
        """Take up an invitation; it still waits for a second moderator.

        Raises:
            Unknown: there is no such invitation.
            WrongState: it was used, or is older than a day.
        """
        async with self.store.writing() as writing:
            grant = await writing.grant_of_token(token)
            if grant is None:
                raise Unknown("invitation")
            accepted = accept(grant, chat_id=chat_id, now=self.clock())
            await writing.save_grant(accepted)
            event = Event(self.new_id(), EventKind.GRANT_WAITS, grant.id, None, self.clock())
            others = await self.rights.others(writing, grant.invited_by)
            await writing.owe(event, others, [self.new_id() for _ in others])
            await writing.add_to_audit(AuditLine(self.clock(), chat_id, "invitation taken up", grant.id))
        return accepted

    async def agree(self, grant_id: str, *, moderator: str, code: str) -> Grant:
        """Agree to a new moderator as the second person.

        Raises:
            NotAllowed: the moderator invited the person.
            WrongCode: other characters were typed than the screen shows.
            WrongState: it does not wait any more.
        """
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator)
            grant = await writing.grant(grant_id)
            agreed = agree(grant, moderator=moderator, now=self.clock())
            if not same_code(code, grant.digest):
                raise WrongCode(grant_id)
            await writing.save_grant(agreed)
            line = AuditLine(self.clock(), moderator, "moderator agreed", grant_id, grant.digest)
            await writing.add_to_audit(line)
        return agreed

    async def end(self, grant_id: str, *, moderator: str) -> Grant:
        """End a grant or an invitation at once; any moderator may.

        Raises:
            WrongState: it has ended already.
        """
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator)
            grant = await writing.grant(grant_id)
            ended = end(grant)
            await writing.save_grant(ended)
            await writing.add_to_audit(AuditLine(self.clock(), moderator, "moderator ended", grant_id))
        return ended
