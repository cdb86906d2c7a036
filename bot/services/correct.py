"""Take back what was told: exactly those who were told it are told again, before anybody else."""

from dataclasses import dataclass

from bot.core.alerts import Event, EventKind
from bot.core.exchanges import Batch, Subject, SubjectKind
from bot.core.lists import Edition
from bot.core.statements import Statement
from bot.ports import Clock, NewId, Reading, Writing


@dataclass(frozen=True, slots=True)
class Corrections:
    """Corrections on their way.

    Who was told is kept by edition, never by row: a row would say whom somebody asked about. So
    where a row is gone or changed, all who were told by that edition are told to ask again.
    """

    clock: Clock
    new_id: NewId

    async def wrong_editions(
        self, reading: Reading, former: Edition, newer: Edition | None
    ) -> frozenset[str]:
        """Return the editions of a list that told of rows which will be gone or changed.

        The former edition itself, and those before it whose rows it still printed. May take
        seconds with a long list, so it is not asked while holding the writer's turn: rows never
        change, and nobody can be told by an edition that is not published any more.

        Args:
            newer: what takes the place of the former one; None if nothing does.
        """
        told = {former.id, *await reading.told_editions(former.list_id)}
        newer_id = newer.id if newer is not None else None
        return frozenset([e for e in told if await reading.loses_rows(e, former.id, newer_id)])

    async def of_edition(
        self,
        writing: Writing,
        former: Edition,
        wrong: frozenset[str],
        *,
        proposal_id: str | None = None,
    ) -> None:
        """Correct what was told from an edition's rows.

        Args:
            wrong: as `wrong_editions` said.
            proposal_id: the proposal by which it was withdrawn; None if it was superseded.
        """
        if wrong:
            event = self._event(EventKind.EDITION_CORRECTED, former.id, proposal_id=proposal_id)
            await writing.add_correction(event, editions=wrong)

    async def of_statement(self, writing: Writing, statement: Statement, *, proposal_id: str) -> None:
        """Correct what was told of a batch's state by a statement that is taken back."""
        event = self._event(
            EventKind.STATEMENT_CORRECTED,
            statement.about.id,
            statement_id=statement.id,
            proposal_id=proposal_id,
        )
        await writing.add_correction(event, statements=[statement.id])

    async def of_batch(self, writing: Writing, batch: Batch, *, proposal_id: str) -> None:
        """Correct everything that was told of a batch: it was our mistake to show it."""
        said = await writing.published_statements(Subject(SubjectKind.BATCH, batch.id))
        statements = {statement.id for statement in said}
        if batch.standing_by is not None:
            # It may have been taken back just now.
            statements.add(batch.standing_by)
        editions = [
            edition.id
            for name_list in await writing.lists(batch.id)
            for edition in await writing.editions(name_list.id)
        ]
        event = self._event(EventKind.BATCH_WITHDRAWN, batch.id, proposal_id=proposal_id)
        await writing.add_correction(event, editions=editions, statements=statements, batch_id=batch.id)

    def _event(
        self,
        kind: EventKind,
        subject_id: str,
        *,
        statement_id: str | None = None,
        proposal_id: str | None,
    ) -> Event:
        # The moment inside the transaction: who was told by now is told again.
        return Event(self.new_id(), kind, subject_id, statement_id, self.clock(), proposal_id)
