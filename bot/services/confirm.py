"""Bring a statement to families, by two people; and with it a batch into its next state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.core.alerts import Event, EventKind
from bot.core.errors import BadValue, LogBroken, WrongCode, WrongState
from bot.core.exchanges import (
    Agreement,
    Batch,
    BatchState,
    Exchange,
    Figure,
    Party,
    Source,
    StatementKind,
    Subject,
    SubjectKind,
)
from bot.core.log import SYSTEM, AuditLine, Deed, same_code
from bot.core.roles import Right
from bot.core.statements import (
    Statement,
    StatementReview,
    agree,
    check_statement,
    end_hold,
    move,
    state_after,
    stop,
)
from bot.core.switches import Switch
from bot.ports import Clock, Draft, NewId, Reading, Store, Writing
from bot.services.log import Log
from bot.services.rights import Rights


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement with what it is about; families read all of it, so the second person must see it.

    Args:
        batch: the batch it is about; None for an agreement or an exchange.
        exchange: that of the batch, or the one it is about itself.
        agreement: that of the exchange, or the one it is about itself.
        first: what the moderator is called who recorded it.
        told: how many chats would be told of the batch now, by language.
    """

    statement: Statement
    batch: Batch | None
    exchange: Exchange | None
    agreement: Agreement | None
    first: str = ""
    told: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Foresight:
    """What a statement would do, shown before it is saved.

    Args:
        moves_to: the state in which it would put its batch; None if it would only stand beside others.
        told: how many chats would be told, by language.
    """

    moves_to: BatchState | None
    told: Mapping[str, int] = field(default_factory=dict)


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
    log: Log
    hold: timedelta

    async def foresee(
        self, moderator: str, *, about: Subject, party: Party, kind: StatementKind, stated_on: date
    ) -> Foresight:
        """Return what such a statement would do if it were published now."""
        async with self.store.reading() as reading:
            await self.rights.require(reading, moderator, Right.PREPARE)
            batch = await _batch_about(reading, about)
            if batch is None:
                return Foresight(None)
            moves_to = state_after(batch, party, kind, stated_on=stated_on)
            if moves_to is None or not _is_news(batch, moves_to):
                return Foresight(moves_to)
            return Foresight(moves_to, await reading.told_by_language(batch.id))

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
            await self.rights.require(writing, draft.chat_id, Right.PREPARE)
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
            await self.rights.call(writing, event, self.new_id, draft.chat_id, right=Right.AGREE)
            await self._note(writing, draft.chat_id, Deed.STATEMENT_SUBMITTED, statement)
            return await _view(writing, statement.id)

    async def agree(self, statement_id: str, *, moderator: str, code: str) -> StatementView:
        """Agree as the second person: the statement is published, or held if it confirms a batch.

        Raises:
            NotAllowed: the moderator submitted it.
            WrongCode: other characters were typed than the screen shows.
            WrongState: it does not wait any more, or its batch has moved on.
            LogBroken: nothing is published before the log is understood.
        """
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator, Right.AGREE)
            await self.log.guard(writing)
            statement = await writing.statement(statement_id)
            agreed = agree(statement, moderator=moderator, now=self.clock(), hold=self.hold)
            if not same_code(code, statement.digest):
                raise WrongCode(statement_id)
            batch = await _batch_about(writing, statement.about)
            check_statement(statement, batch)
            await writing.save_statement(agreed)
            if agreed.review is StatementReview.HELD:
                await self._tell_of_hold(writing, agreed, moderator)
            elif agreed.moves_to is not None and batch is not None:
                await self._move(writing, batch, agreed)
            deed = _AGREED[agreed.review]
            await self._note(writing, moderator, deed, statement)
            return await _view(writing, statement_id)

    async def _tell_of_hold(self, writing: Writing, statement: Statement, moderator: str) -> None:
        """Tell all others that it can be stopped now and not much longer."""
        if not self.hold:
            return
        event = Event(self.new_id(), EventKind.STATEMENT_HELD, statement.id, None, self.clock())
        await self.rights.call(writing, event, self.new_id, moderator, right=Right.STOP)

    async def _move(self, writing: Writing, batch: Batch, statement: Statement) -> None:
        moved = move(batch, statement)
        await writing.save_batch(moved)
        if _is_news(batch, moved.state):
            event = Event(self.new_id(), EventKind.BATCH_CHANGED, batch.id, statement.id, self.clock())
            await writing.add_event(event)

    async def stop(self, statement_id: str, *, moderator: str) -> StatementView:
        """Stop a statement before it takes effect; only the log tells of it. Any moderator stops a held one.

        Raises:
            WrongState: it has taken effect, or was stopped already.
        """
        async with self.store.writing() as writing:
            statement = await writing.statement(statement_id)
            held = statement.review is StatementReview.HELD
            await self.rights.require(writing, moderator, Right.STOP if held else Right.PREPARE)
            await writing.save_statement(stop(statement))
            await self._note(writing, moderator, Deed.STATEMENT_STOPPED, statement)
            return await _view(writing, statement_id)

    async def view(self, statement_id: str, *, moderator: str) -> StatementView:
        """Return the statement as a moderator sees it."""
        async with self.store.reading() as reading:
            await self.rights.require(reading, moderator, Right.LOOK)
            return await _view(reading, statement_id)

    async def end_holds(self) -> Sequence[str]:
        """Let every confirmation whose hold has ended take effect; returns the batches.

        State, statement, event and audit are written in one transaction for each.
        """
        now = self.clock()
        async with self.store.reading() as reading:
            held = [s for s in await reading.open_statements() if s.review is StatementReview.HELD]
        due = [s for s in held if s.held_until is not None and s.held_until <= now]
        try:
            return [statement.about.id for statement in due if await self._end_hold(statement.id, now)]
        except LogBroken:
            # They stay held until somebody has understood what happened to the log.
            return []

    async def _end_hold(self, statement_id: str, now: datetime) -> bool:
        async with self.store.writing() as writing:
            await self.log.guard(writing)
            if Switch.FROZEN in await writing.switches():
                # It stays held until two moderators agree to go on.
                return False
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
                await self._note(writing, SYSTEM, Deed.STATEMENT_OVERTAKEN, held)
                return False
            await writing.save_statement(statement)
            await writing.save_batch(moved)
            # The moment inside the transaction: who has followed by now is told.
            at = self.clock()
            event = Event(self.new_id(), EventKind.BATCH_CONFIRMED, batch.id, statement.id, at)
            await writing.add_event(event)
            compared = Event(self.new_id(), EventKind.BATCH_COMPARED, batch.id, statement.id, at)
            await writing.add_event(compared)
            await self._note(writing, SYSTEM, Deed.BATCH_CONFIRMED, statement)
            return True

    async def _note(self, writing: Writing, moderator: str, deed: Deed, statement: Statement) -> None:
        await writing.add_to_audit(AuditLine(self.clock(), moderator, deed, statement.id, statement.digest))


_AGREED = {
    StatementReview.HELD: Deed.STATEMENT_HELD,
    StatementReview.PUBLISHED: Deed.STATEMENT_PUBLISHED,
}
_CALLED_BACK = frozenset({BatchState.POSTPONED, BatchState.CANCELLED})


def _is_news(batch: Batch, state: BatchState) -> bool:
    """Whether followers are told that the batch comes into this state.

    A first announcement has no followers, and a claim of another party is nothing to wake a family for.
    """
    again = state is BatchState.ANNOUNCED and batch.state in _CALLED_BACK
    return again or state in {BatchState.CONFIRMED, *_CALLED_BACK}


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
    batch = await _batch_about(reading, statement.about)
    exchange = await _exchange_about(reading, statement.about, batch)
    agreement_id = exchange.agreement_id if exchange is not None else statement.about.id
    return StatementView(
        statement,
        batch,
        exchange,
        await reading.agreement(agreement_id) if agreement_id is not None else None,
        (await reading.moderator_names()).get(statement.submitted_by, ""),
        await reading.told_by_language(batch.id) if batch is not None else {},
    )


async def _exchange_about(reading: Reading, about: Subject, batch: Batch | None) -> Exchange | None:
    if about.kind is SubjectKind.AGREEMENT:
        return None
    return await reading.exchange(batch.exchange_id if batch is not None else about.id)
