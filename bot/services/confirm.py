"""Bring a statement to families, by two people; and with it a batch into its next state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.alerts import Event, EventKind
from bot.core.errors import BadValue, WrongCode, WrongState
from bot.core.exchanges import (
    Agreement,
    Batch,
    Exchange,
    Figure,
    Party,
    Source,
    Statement,
    StatementKind,
    StatementReview,
    Subject,
    SubjectKind,
    agree,
    check_statement,
    end_hold,
    move,
    state_after,
    stop,
)
from bot.core.log import AuditLine, same_code
from bot.ports import Clock, Draft, NewId, Reading, Store, Writing
from bot.services.rights import Rights


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement with what it is about; families read all of it, so the second person must see it.

    Args:
        batch: the batch it is about; None for an agreement or an exchange.
        exchange: that of the batch, or the one it is about itself.
        agreement: that of the exchange, or the one it is about itself.
    """

    statement: Statement
    batch: Batch | None
    exchange: Exchange | None
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class Confirmations:
    """Statements on their way: submitted, held, published.

    Args:
        hold: how long an agreed confirmation can still be stopped by any moderator.
    """

    store: Store
    clock: Clock
    new_id: NewId
    rights: Rights
    hold: timedelta

    async def submit(
        self,
        draft: Draft,
        *,
        about: Subject,
        party: Party,
        kind: StatementKind,
        figure: Figure | None,
        words: str,
        source: Source,
    ) -> StatementView:
        """Record what a party said, and ask for a second person; all other moderators are told.

        The state that it would put its batch in follows from who says what; it is fixed here,
        so that the second person agrees to exactly that.

        Raises:
            BadValue: it would change a state and has no link, or would leave a draft batch a draft.
        """
        async with self.store.writing() as writing:
            await self.rights.require(writing, draft.chat_id)
            batch = await _batch_about(writing, about)
            statement = Statement(
                id=self.new_id(),
                about=about,
                party=party,
                kind=kind,
                figure=figure,
                words=words,
                source=source,
                moves_to=state_after(batch, party, kind, stated_on=source.stated_on)
                if batch is not None
                else None,
                submitted_by=draft.chat_id,
            )
            check_statement(statement, batch)
            await writing.drop_draft(draft)
            await writing.add_statement(statement)
            event = Event(self.new_id(), EventKind.STATEMENT_WAITS, statement.id, None, self.clock())
            others = await self.rights.others(writing, draft.chat_id)
            await writing.owe(event, others, [self.new_id() for _ in others])
            await self._note(writing, draft.chat_id, "statement submitted", statement)
            return await _view(writing, statement.id)

    async def agree(self, statement_id: str, *, moderator: str, code: str) -> StatementView:
        """Agree as the second person: the statement is published, or held if it confirms a batch.

        Raises:
            NotAllowed: the moderator submitted it.
            WrongCode: other characters were typed than the screen shows.
            WrongState: it does not wait any more, or its batch has moved on.
        """
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator)
            statement = await writing.statement(statement_id)
            agreed = agree(statement, moderator=moderator, now=self.clock(), hold=self.hold)
            if not same_code(code, statement.digest):
                raise WrongCode(statement_id)
            batch = await _batch_about(writing, statement.about)
            check_statement(statement, batch)
            if (
                agreed.review is StatementReview.PUBLISHED
                and agreed.moves_to is not None
                and batch is not None
            ):
                await writing.save_batch(move(batch, agreed))
            await writing.save_statement(agreed)
            await self._note(writing, moderator, f"statement {agreed.review}", statement)
            return await _view(writing, statement_id)

    async def stop(self, statement_id: str, *, moderator: str) -> StatementView:
        """Stop a statement before it takes effect; only the audit tells of it.

        Raises:
            WrongState: it has taken effect, or was stopped already.
        """
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator)
            statement = await writing.statement(statement_id)
            await writing.save_statement(stop(statement))
            await self._note(writing, moderator, "statement stopped", statement)
            return await _view(writing, statement_id)

    async def view(self, statement_id: str, *, moderator: str) -> StatementView:
        """Return the statement as a moderator sees it."""
        async with self.store.reading() as reading:
            await self.rights.require(reading, moderator)
            return await _view(reading, statement_id)

    async def end_holds(self) -> Sequence[str]:
        """Let every confirmation whose hold has ended take effect; returns the batches.

        State, statement, event and audit are written in one transaction for each.
        """
        now = self.clock()
        async with self.store.reading() as reading:
            held = [s for s in await reading.open_statements() if s.review is StatementReview.HELD]
        due = [s for s in held if s.held_until is not None and s.held_until <= now]
        return [statement.about.id for statement in due if await self._end_hold(statement.id, now)]

    async def _end_hold(self, statement_id: str, now: datetime) -> bool:
        async with self.store.writing() as writing:
            held = await writing.statement(statement_id)
            if held.review is not StatementReview.HELD:
                return False
            statement = end_hold(held, now=now)
            batch = await writing.batch(statement.about.id)
            try:
                moved = move(batch, statement)
            except WrongState:
                # The batch was withdrawn or confirmed by another statement during the hold.
                await writing.save_statement(stop(held))
                await self._note(writing, "system", "statement overtaken", held)
                return False
            await writing.save_statement(statement)
            await writing.save_batch(moved)
            # The moment inside the transaction: who has followed by now is told.
            at = self.clock()
            event = Event(self.new_id(), EventKind.BATCH_CONFIRMED, batch.id, statement.id, at)
            await writing.add_event(event)
            await self._note(writing, "system", "batch confirmed", statement)
            return True

    async def _note(self, writing: Writing, moderator: str, act: str, statement: Statement) -> None:
        await writing.add_to_audit(AuditLine(self.clock(), moderator, act, statement.id, statement.digest))


async def _batch_about(reading: Reading, about: Subject) -> Batch | None:
    """Return the batch that a statement is about, or None if it is about something that exists besides.

    Raises:
        Unknown: there is no such batch, exchange or agreement.
        BadValue: nobody makes a statement about a category.
    """
    match about.kind:
        case SubjectKind.BATCH:
            return await reading.batch(about.id)
        case SubjectKind.EXCHANGE:
            await reading.exchange(about.id)
        case SubjectKind.AGREEMENT:
            await reading.agreement(about.id)
        case SubjectKind.CATEGORY:
            raise BadValue("about")
    return None


async def _view(reading: Reading, statement_id: str) -> StatementView:
    statement = await reading.statement(statement_id)
    about = statement.about
    batch = await _batch_about(reading, about)
    exchange_id = batch.exchange_id if batch is not None else about.id
    if about.kind is SubjectKind.AGREEMENT:
        return StatementView(statement, None, None, await reading.agreement(about.id))
    exchange = await reading.exchange(exchange_id)
    agreement = await reading.agreement(exchange.agreement_id) if exchange.agreement_id is not None else None
    return StatementView(statement, batch, exchange, agreement)
