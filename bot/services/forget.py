"""Erase everything held about a person, at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core import lists, roles, statements
from bot.core.lists import Review
from bot.core.log import AuditLine, Deed
from bot.core.proposals import stop as stop_proposal
from bot.core.statements import StatementReview
from bot.ports import Clock, Store, Tombstones, Writing
from bot.services.follow import Visitor
from bot.services.questions import Questions
from bot.services.report import Reporters
from bot.services.traces import Traces
from bot.services.upload import erase_discarded


@dataclass(frozen=True, slots=True)
class Forgetting:
    """Leave, and take everything along."""

    store: Store
    clock: Clock
    questions: Questions
    reporters: Reporters
    traces: Traces
    tombstones: Tombstones

    async def forget(self, visitor: Visitor) -> Sequence[int]:
        """Erase the person's chat with all that belongs to it; returns the messages that can be deleted now.

        What a moderator has begun and nobody agreed to ends with it: they come back under
        another text id, and could otherwise agree to their own work.
        """
        self.questions.forget(visitor.telegram_id)
        self.reporters.forget(visitor.telegram_id)
        messages = await self.traces.of(visitor.telegram_id)
        self.traces.drop_waiting(visitor.telegram_id)
        chat_id = visitor.chat.id if visitor.chat is not None else None
        if chat_id is not None:
            # First: if the machine dies now, the next start erases what the person asked us to.
            self.tombstones.add(chat_id, on=self.clock().date())
        if chat_id is not None or messages:
            async with self.store.writing() as writing:
                await writing.drop_traces(visitor.telegram_id)
                if chat_id is not None:
                    await self._erase(writing, chat_id)
        await erase_discarded(self.store)
        return messages

    async def bury_again(self) -> int:
        """Erase chats that were forgotten and are there again, out of a backup; returns how many."""
        async with self.store.reading() as reading:
            revived = self.tombstones.among(await reading.chat_ids())
        for chat_id in revived:
            async with self.store.writing() as writing:
                await self._erase(writing, chat_id)
        return len(revived)

    async def _erase(self, writing: Writing, chat_id: str) -> None:
        await self._end_what_was_begun(writing, chat_id)
        await writing.forget_chat(chat_id)

    async def _end_what_was_begun(self, writing: Writing, chat_id: str) -> None:
        for edition in await writing.open_editions():
            mine = chat_id in {edition.uploaded_by, edition.submitted_by}
            if mine and edition.review is not Review.HELD:
                await writing.save_edition(lists.discard(edition))
                await self._note(writing, chat_id, Deed.EDITION_DISCARDED, edition.id)
        for statement in await writing.open_statements():
            if statement.submitted_by == chat_id and statement.review is StatementReview.SUBMITTED:
                await writing.save_statement(statements.stop(statement))
                await self._note(writing, chat_id, Deed.STATEMENT_STOPPED, statement.id)
        for proposal in await writing.open_proposals():
            if proposal.submitted_by == chat_id:
                await writing.save_proposal(stop_proposal(proposal))
                await self._note(writing, chat_id, Deed.PROPOSAL_STOPPED, proposal.id)
        for grant in await writing.grants():
            if grant.invited_by == chat_id and grant.review is not roles.GrantReview.PUBLISHED:
                await writing.save_grant(roles.end(grant))
                await self._note(writing, chat_id, Deed.INVITATION_ENDED, grant.id)

    async def _note(self, writing: Writing, chat_id: str, deed: Deed, subject: str) -> None:
        await writing.add_to_audit(AuditLine(self.clock(), chat_id, deed, subject))
