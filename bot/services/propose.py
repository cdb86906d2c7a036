"""Propose something about what families already see; it happens when a second person agrees."""

from dataclasses import dataclass, replace

from bot.core import lists, statements
from bot.core.alerts import Event, EventKind
from bot.core.errors import WrongState
from bot.core.exchanges import Batch, BatchState, Exchange, SubjectKind
from bot.core.lists import Edition, NameList, Review, publisher_class
from bot.core.log import AuditLine, Deed, digest_of
from bot.core.proposals import Proposal, Proposed, Reason, agree, check_proposal, stop
from bot.core.roles import Right
from bot.core.statements import Statement, restate, withdraw_batch
from bot.ports import Clock, Draft, NewId, Reading, Store, Writing
from bot.services.compare import published
from bot.services.correct import Corrections
from bot.services.log import Log
from bot.services.rights import Rights

_BY_OWNERS = frozenset({Proposed.SEARCH_LIST, Proposed.STOP_SEARCHING_LIST})


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal with what the second person must see before agreeing.

    Args:
        edition, list: what an edition's withdrawal, or the search of a list, is about.
        statement: what a statement's withdrawal is about.
        batch, exchange: those of the subject; None where the statement is about an agreement.
        first: what the moderator is called who proposed it.
    """

    proposal: Proposal
    batch: Batch | None
    exchange: Exchange | None
    edition: Edition | None = None
    list: NameList | None = None
    statement: Statement | None = None
    first: str = ""


@dataclass(frozen=True, slots=True)
class Proposals:
    """Proposals on their way."""

    store: Store
    clock: Clock
    new_id: NewId
    rights: Rights
    log: Log
    corrections: Corrections

    async def foresee(self, moderator: str, kind: Proposed, subject: str) -> BatchState | None:
        """Return the state in which the batch would be after such a proposal; None if none is touched.

        Raises:
            WrongState: the subject is not as it must be for this.
        """
        async with self.store.reading() as reading:
            await self.rights.require(reading, moderator, Right.PREPARE)
            state = (await self._seen(reading, kind, subject))[1]
            return BatchState(state) if state is not None else None

    async def submit(
        self, draft: Draft, *, kind: Proposed, subject: str, reason: Reason | None, words: str
    ) -> ProposalView:
        """Propose, and ask for a second person; all others who may agree are told.

        Raises:
            BadValue: the reason or the harm check is missing.
            WrongState: the subject is not as it must be for this, or the same waits already.
            RoleTooLow: only owners propose to search a list of one side alone.
        """
        async with self.store.writing() as writing:
            right = Right.GOVERN if kind in _BY_OWNERS else Right.PREPARE
            await self.rights.require(writing, draft.chat_id, right)
            digest, leads_to = await self._seen(writing, kind, subject)
            proposal = Proposal(
                id=self.new_id(),
                kind=kind,
                subject=subject,
                subject_digest=digest,
                reason=reason,
                words=words,
                leads_to=leads_to,
                submitted_by=draft.chat_id,
                submitted_at=self.clock(),
            )
            check_proposal(proposal)
            await writing.drop_draft(draft)
            await writing.add_proposal(proposal)
            event = Event(self.new_id(), EventKind.PROPOSAL_WAITS, proposal.id, None, self.clock())
            await self.rights.call(writing, event, self.new_id, draft.chat_id, right=Right.AGREE)
            await self._note(writing, draft.chat_id, Deed.PROPOSAL_SUBMITTED, proposal)
            return await _view(writing, proposal.id)

    async def agree(self, proposal_id: str, *, moderator: str, code: str) -> ProposalView:
        """Agree as the second person: what was proposed happens, and is corrected where it was told.

        Raises:
            NotAllowed: the moderator proposed it.
            WrongCode: other characters were typed than the screen shows.
            WrongState: it does not wait any more, or its subject is not what was seen.
            LogBroken: nothing is published before the log is understood.
        """
        async with self.store.reading() as reading:
            await self.rights.require(reading, moderator, Right.AGREE)
            wrong = await self._wrong_editions(reading, await reading.proposal(proposal_id))
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator, Right.AGREE)
            await self.log.guard(writing)
            proposal = await writing.proposal(proposal_id)
            agreed = agree(proposal, moderator=moderator, code=code)
            if await self._seen(writing, proposal.kind, proposal.subject) != (
                proposal.subject_digest,
                proposal.leads_to,
            ):
                raise WrongState(f"the subject of proposal {proposal_id} was changed")
            await writing.save_proposal(agreed)
            await self._note(writing, moderator, Deed.PROPOSAL_AGREED, proposal)
            await self._happen(writing, agreed, wrong, moderator)
            return await _view(writing, proposal_id)

    async def stop(self, proposal_id: str, *, moderator: str) -> ProposalView:
        """Stop a proposal before a second person agreed.

        Raises:
            WrongState: it happened, or was stopped already.
        """
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator, Right.PREPARE)
            proposal = await writing.proposal(proposal_id)
            await writing.save_proposal(stop(proposal))
            await self._note(writing, moderator, Deed.PROPOSAL_STOPPED, proposal)
            return await _view(writing, proposal_id)

    async def view(self, proposal_id: str, *, moderator: str) -> ProposalView:
        """Return the proposal as a moderator sees it."""
        async with self.store.reading() as reading:
            await self.rights.require(reading, moderator, Right.LOOK)
            return await _view(reading, proposal_id)

    async def _seen(self, reading: Reading, kind: Proposed, subject: str) -> tuple[str, str | None]:
        """Return the digest of the subject as it stands, and the state to which the proposal leads.

        Raises:
            WrongState: the subject is not as it must be for this.
        """
        match kind:
            case Proposed.WITHDRAW_EDITION:
                return lists.withdraw(await reading.edition(subject)).digest, None
            case Proposed.WITHDRAW_STATEMENT:
                statement = statements.withdraw(await reading.statement(subject))
                return statement.digest, await _state_without(reading, statement)
            case Proposed.WITHDRAW_BATCH:
                batch = await reading.batch(subject)
                withdrawn = withdraw_batch(batch)
                digest = digest_of({"batch": batch.id, "state": batch.state, "by": batch.standing_by})
                return digest, withdrawn.state
            case Proposed.SEARCH_LIST | Proposed.STOP_SEARCHING_LIST:
                return await self._list_seen(reading, kind, subject), None

    async def _list_seen(self, reading: Reading, kind: Proposed, list_id: str) -> str:
        name_list = await reading.list(list_id)
        side = (await reading.batch(name_list.batch_id)).side
        class_ = publisher_class(name_list.publisher.kind, side)
        searched = await reading.searched_classes()
        if name_list.switched_on is (kind is Proposed.SEARCH_LIST) or class_ in searched:
            raise WrongState(f"list {list_id} is of class {class_}, switched on: {name_list.switched_on}")
        return digest_of(
            {
                "list": name_list.id,
                "publisher": name_list.publisher.name,
                "class": class_,
                "link": name_list.link,
                "published_on": name_list.published_on.isoformat(),
            }
        )

    async def _wrong_editions(self, reading: Reading, proposal: Proposal) -> frozenset[str]:
        if proposal.kind is not Proposed.WITHDRAW_EDITION:
            return frozenset()
        edition = await reading.edition(proposal.subject)
        if edition.review is not Review.PUBLISHED:
            return frozenset()
        return await self.corrections.wrong_editions(reading, edition, None)

    async def _happen(
        self, writing: Writing, proposal: Proposal, wrong: frozenset[str], moderator: str
    ) -> None:
        subject = proposal.subject
        match proposal.kind:
            case Proposed.WITHDRAW_EDITION:
                edition = await writing.edition(subject)
                await writing.save_edition(lists.withdraw(edition))
                await self.corrections.of_edition(writing, edition, wrong, proposal_id=proposal.id)
                deed = Deed.EDITION_WITHDRAWN
            case Proposed.WITHDRAW_STATEMENT:
                await self._withdraw_statement(writing, proposal, moderator)
                deed = Deed.STATEMENT_WITHDRAWN
            case Proposed.WITHDRAW_BATCH:
                batch = withdraw_batch(await writing.batch(subject))
                await writing.save_batch(batch)
                await self.corrections.of_batch(writing, batch, proposal_id=proposal.id)
                deed = Deed.BATCH_WITHDRAWN
            case Proposed.SEARCH_LIST:
                await writing.switch_list(replace(await writing.list(subject), switched_on=True))
                await self._compare_watches(writing, subject)
                deed = Deed.LIST_SWITCHED_ON
            case Proposed.STOP_SEARCHING_LIST:
                await writing.switch_list(replace(await writing.list(subject), switched_on=False))
                deed = Deed.LIST_SWITCHED_OFF
        await writing.add_to_audit(AuditLine(self.clock(), moderator, deed, subject, proposal.subject_digest))

    async def _compare_watches(self, writing: Writing, list_id: str) -> None:
        """The rows of a list that is searched from now on concern those who watch somebody on it."""
        edition = await published(writing, list_id)
        if edition is not None:
            event = Event(self.new_id(), EventKind.EDITION_COMPARED, edition.id, None, self.clock())
            await writing.add_event(event)

    async def _withdraw_statement(self, writing: Writing, proposal: Proposal, moderator: str) -> None:
        statement = await writing.statement(proposal.subject)
        await writing.save_statement(statements.withdraw(statement))
        if statement.about.kind is not SubjectKind.BATCH:
            return
        batch = await writing.batch(statement.about.id)
        if batch.state is BatchState.WITHDRAWN:
            return
        restated = restate(batch, await writing.published_statements(statement.about))
        if restated.state is BatchState.WITHDRAWN:
            await writing.save_batch(restated)
            await writing.add_to_audit(AuditLine(self.clock(), moderator, Deed.BATCH_WITHDRAWN, batch.id))
            await self.corrections.of_batch(writing, restated, proposal_id=proposal.id)
            return
        await writing.save_batch(restated)
        # Those were told to whom it stood behind the state, once or now.
        await self.corrections.of_statement(writing, statement, proposal_id=proposal.id)

    async def _note(self, writing: Writing, moderator: str, deed: Deed, proposal: Proposal) -> None:
        await writing.add_to_audit(AuditLine(self.clock(), moderator, deed, proposal.id, proposal.digest))


async def _state_without(reading: Reading, statement: Statement) -> str | None:
    """Return the state of the batch as it would be without a statement; None if it is about no batch."""
    if statement.about.kind is not SubjectKind.BATCH:
        return None
    batch = await reading.batch(statement.about.id)
    if batch.state is BatchState.WITHDRAWN:
        return batch.state
    said = await reading.published_statements(statement.about)
    return restate(batch, [s for s in said if s.id != statement.id]).state


async def _view(reading: Reading, proposal_id: str) -> ProposalView:
    proposal = await reading.proposal(proposal_id)
    first = (await reading.moderator_names()).get(proposal.submitted_by, "")
    edition = name_list = statement = None
    match proposal.kind:
        case Proposed.WITHDRAW_EDITION:
            edition = await reading.edition(proposal.subject)
            name_list = await reading.list(edition.list_id)
            batch: Batch | None = await reading.batch(name_list.batch_id)
        case Proposed.WITHDRAW_STATEMENT:
            statement = await reading.statement(proposal.subject)
            about_batch = statement.about.kind is SubjectKind.BATCH
            batch = await reading.batch(statement.about.id) if about_batch else None
        case Proposed.WITHDRAW_BATCH:
            batch = await reading.batch(proposal.subject)
        case Proposed.SEARCH_LIST | Proposed.STOP_SEARCHING_LIST:
            name_list = await reading.list(proposal.subject)
            batch = await reading.batch(name_list.batch_id)
    exchange = await reading.exchange(batch.exchange_id) if batch is not None else None
    return ProposalView(proposal, batch, exchange, edition, name_list, statement, first)
