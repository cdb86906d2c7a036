"""Erase everything held about a person, at once."""

from dataclasses import dataclass

from bot.core import lists, roles, statements
from bot.core.lists import Review
from bot.core.log import AuditLine, Deed
from bot.core.proposals import stop as stop_proposal
from bot.core.statements import StatementReview
from bot.ports import Clock, Store, Writing
from bot.services.follow import Visitor
from bot.services.inquire import Questions
from bot.services.report import Reporters
from bot.services.upload import erase_discarded


@dataclass(frozen=True, slots=True)
class Forgetting:
    """Leave, and take everything along."""

    store: Store
    clock: Clock
    questions: Questions
    reporters: Reporters

    async def forget(self, visitor: Visitor) -> None:
        """Erase the person's chat with all that belongs to it.

        What a moderator has begun and nobody agreed to ends with it: they come back under
        another text id, and could otherwise agree to their own work.
        """
        self.questions.forget(visitor.telegram_id)
        self.reporters.forget(visitor.telegram_id)
        if visitor.chat is None:
            return
        async with self.store.writing() as writing:
            await self._end_what_was_begun(writing, visitor.chat.id)
            await writing.forget_chat(visitor.chat.id)
        await erase_discarded(self.store)

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
