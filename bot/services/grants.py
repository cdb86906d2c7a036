"""Who joins the moderators, for how long, and who leaves them."""

from dataclasses import dataclass

from bot.core.alerts import Event, EventKind
from bot.core.errors import Unknown, WrongCode
from bot.core.log import AuditLine, Deed, same_code
from bot.core.roles import (
    GRANT_LASTS,
    Grant,
    GrantReview,
    Right,
    Role,
    accept,
    agree,
    check_days,
    end,
    is_open,
    renewed,
)
from bot.ports import Clock, Draft, NewId, Store, Writing
from bot.services.rights import Rights


@dataclass(frozen=True, slots=True)
class Grants:
    """Rights to moderate, on their way and in force."""

    store: Store
    clock: Clock
    new_id: NewId
    rights: Rights

    async def grant(self, grant_id: str, *, moderator: str) -> Grant:
        """Return one grant as a moderator sees it."""
        async with self.store.reading() as reading:
            await self.rights.require(reading, moderator, Right.LOOK)
            return await reading.grant(grant_id)

    async def invite(
        self, draft: Draft, *, name: str, role: Role = Role.PUBLISHER, days: int = GRANT_LASTS.days
    ) -> Grant:
        """Invite a person to moderate by a link that works once and for a day.

        Raises:
            BadValue: the right would last no day, or longer than a year.
        """
        check_days(days)
        token = self.new_id() + self.new_id()
        grant = Grant(self.new_id(), token, name, draft.chat_id, self.clock(), role=role, days=days)
        async with self.store.writing() as writing:
            await self.rights.require(writing, draft.chat_id, Right.GOVERN)
            await writing.drop_draft(draft)
            await writing.add_grant(grant)
            await self._note(writing, draft.chat_id, Deed.MODERATOR_INVITED, grant)
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
            await self._ask_second(writing, accepted)
            await self._note(writing, chat_id, Deed.INVITATION_TAKEN_UP, accepted)
        return accepted

    async def renew(self, draft: Draft, *, grant_id: str, role: Role, days: int) -> Grant:
        """Ask a second person to renew a right, or to change it; until then the former one holds.

        Raises:
            WrongState: nobody holds the grant, or it has ended.
            NotAllowed: the moderator is the person.
            BadValue: the right would last no day, or longer than a year.
        """
        async with self.store.writing() as writing:
            await self.rights.require(writing, draft.chat_id, Right.GOVERN)
            token = self.new_id() + self.new_id()
            grant = renewed(
                await writing.grant(grant_id),
                id_=self.new_id(),
                token=token,
                role=role,
                days=days,
                moderator=draft.chat_id,
                now=self.clock(),
            )
            await writing.drop_draft(draft)
            await writing.add_grant(grant)
            await self._ask_second(writing, grant)
            await self._note(writing, draft.chat_id, Deed.RENEWAL_SUBMITTED, grant)
        return grant

    async def agree(self, grant_id: str, *, moderator: str, code: str) -> Grant:
        """Agree to a right as the second person; it takes the place of an earlier one of the same chat.

        Raises:
            NotAllowed: the moderator invited the person, or is the person.
            RoleTooLow: only an owner agrees to a new owner.
            WrongCode: other characters were typed than the screen shows.
            WrongState: it does not wait any more.
        """
        async with self.store.writing() as writing:
            grant = await writing.grant(grant_id)
            right = Right.GOVERN if grant.role is Role.OWNER else Right.AGREE
            await self.rights.require(writing, moderator, right)
            agreed = agree(grant, moderator=moderator, now=self.clock())
            if not same_code(code, grant.digest):
                raise WrongCode(grant_id)
            for former in await writing.grants():
                if former.chat_id == grant.chat_id and former.review is GrantReview.PUBLISHED:
                    await writing.save_grant(end(former))
            await writing.save_grant(agreed)
            await self._note(writing, moderator, Deed.MODERATOR_AGREED, agreed)
        return agreed

    async def end(self, grant_id: str, *, moderator: str) -> Grant:
        """End a grant or an invitation at once; an owner may, and everybody their own.

        Raises:
            WrongState: it has ended already.
        """
        async with self.store.writing() as writing:
            grant = await writing.grant(grant_id)
            own = moderator == grant.chat_id
            await self.rights.require(writing, moderator, Right.LOOK if own else Right.GOVERN)
            ended = end(grant)
            await writing.save_grant(ended)
            await self._note(writing, moderator, Deed.MODERATOR_ENDED, ended)
        return ended

    async def _ask_second(self, writing: Writing, grant: Grant) -> None:
        event = Event(self.new_id(), EventKind.GRANT_WAITS, grant.id, None, self.clock())
        right = Right.GOVERN if grant.role is Role.OWNER else Right.AGREE
        await self.rights.call(
            writing, event, self.new_id, grant.invited_by, grant.chat_id or "", right=right
        )

    async def _note(self, writing: Writing, moderator: str, deed: Deed, grant: Grant) -> None:
        await writing.add_to_audit(AuditLine(self.clock(), moderator, deed, grant.id, grant.digest))
