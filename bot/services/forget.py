"""Erase everything held about a person, at once."""

from dataclasses import dataclass

from bot.core import exchanges, lists, roles
from bot.core.exchanges import StatementReview
from bot.core.log import AuditLine
from bot.ports import Clock, Store, Writing
from bot.services.follow import Visitor
from bot.services.inquire import Questions
from bot.services.upload import erase_rows


@dataclass(frozen=True, slots=True)
class Forgetting:
    """Leave, and take everything along."""

    store: Store
    clock: Clock
    questions: Questions

    async def forget(self, visitor: Visitor) -> None:
        """Erase the person's chat with all that belongs to it.

        What a moderator has begun and nobody agreed to ends with it: they come back under
        another text id, and could otherwise agree to their own work.
        """
        self.questions.forget(visitor.telegram_id)
        if visitor.chat is None:
            return
        async with self.store.writing() as writing:
            discarded = await self._end_what_was_begun(writing, visitor.chat.id)
            await writing.forget_chat(visitor.chat.id)
        for edition_id in discarded:
            await erase_rows(self.store, edition_id)

    async def _end_what_was_begun(self, writing: Writing, chat_id: str) -> list[str]:
        """End what waits; returns the editions whose rows are to be erased."""
        discarded = []
        for edition in await writing.open_editions():
            if chat_id in {edition.uploaded_by, edition.submitted_by}:
                await writing.save_edition(lists.discard(edition))
                discarded.append(edition.id)
                await self._note(writing, chat_id, "edition discarded", edition.id)
        for statement in await writing.open_statements():
            if statement.submitted_by == chat_id and statement.review is StatementReview.SUBMITTED:
                await writing.save_statement(exchanges.stop(statement))
                await self._note(writing, chat_id, "statement stopped", statement.id)
        for grant in await writing.grants():
            if grant.invited_by == chat_id and grant.review is not roles.GrantReview.PUBLISHED:
                await writing.save_grant(roles.end(grant))
                await self._note(writing, chat_id, "invitation ended", grant.id)
        return discarded

    async def _note(self, writing: Writing, chat_id: str, act: str, subject: str) -> None:
        await writing.add_to_audit(AuditLine(self.clock(), chat_id, act, subject))
