"""Whatever moderators do, in any order and with a disk that breaks: the promises about publishing hold.

Nothing comes to *published* or *confirmed* by fewer than two people, no edition is half published,
every row is conserved, and every act stands in a log that holds.
"""

import asyncio
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.core.answers import Listed
from bot.core.errors import BotError, CannotCheck, StoreUnavailable
from bot.core.exchanges import BatchState, Party, StatementKind, Subject, SubjectKind
from bot.core.lists import Edition, Review
from bot.core.log import Deed, code_of
from bot.core.proposals import ProposalReview, Proposed
from bot.core.reports import ReportKind
from bot.core.roles import Role
from bot.core.statements import StatementReview, restate
from bot.services.together import Services
from storage.migrate import upgrade
from storage.store import SqliteStore
from tests.builders import HOLD, GivenClock
from tests.services.office import (
    ANNA_TELEGRAM,
    BOHDAN_TELEGRAM,
    CLARA_TELEGRAM,
    HALYNA_TELEGRAM,
    Office,
)
from tests.services.test_inquire import asks
from tests.storage.builders import SEALING

POOL = ("Бондаренко;Остап", "Гончаренко;Тарас", "Дорошенко;Іван", "Жураковський;Петро", "Зінченко;Лев")
SAW_TWO = {Review.HELD, Review.PUBLISHED, Review.SUPERSEDED, Review.WITHDRAWN}
AGREED = {StatementReview.HELD, StatementReview.PUBLISHED, StatementReview.WITHDRAWN}

people = st.sampled_from(["anna", "bohdan", "clara", "anna", "bohdan", "clara", "halyna"])
which = st.integers(0, 7)
breaks = st.one_of(st.none(), st.none(), st.integers(1, 25))
some_rows = st.sets(st.integers(0, len(POOL) - 1), min_size=1)
# The likely ones more often: else nothing would ever be confirmed, and every batch soon be withdrawn.
kinds = st.sampled_from([*StatementKind, *[StatementKind.CONFIRMATION] * 5])
parties = st.sampled_from([*Party, *[Party.UKRAINE] * 5])
withdrawals = st.sampled_from(
    [*[Proposed.WITHDRAW_EDITION, Proposed.WITHDRAW_STATEMENT] * 5, Proposed.WITHDRAW_BATCH]
)


@cache
def migrated() -> Path:
    path = Path(tempfile.mkdtemp(prefix="vdoma-model-")) / "vdoma.db"
    upgrade(f"sqlite:///{path}")
    return path


ONCE = {
    Deed.EDITION_PUBLISHED,
    Deed.EDITION_WITHDRAWN,
    Deed.STATEMENT_PUBLISHED,
    Deed.STATEMENT_WITHDRAWN,
    Deed.BATCH_CONFIRMED,
    Deed.BATCH_WITHDRAWN,
    Deed.PROPOSAL_AGREED,
}
"""What happens to one thing once in its life."""


def line(name: str) -> str:
    """The line of a list that prints this name."""
    return f"{name};;1990"


class Publication(RuleBasedStateMachine):
    """Two owners, a publisher and an editor, two batches with a list each, and everything they can do."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp(prefix="vdoma-model-"))
        self.lists: list[str] = []
        self.batches: list[str] = []
        self.editions: dict[str, set[str]] = {}
        self.of_list: dict[str, str] = {}
        self.taking_down: dict[str, str] = {}
        self.statements: list[str] = []
        self.proposals: list[str] = []
        self.there: dict[str, list[str]] = defaultdict(list)

    def teardown(self) -> None:
        self.runner.run(self.office.store.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    @initialize()
    def opens(self) -> None:
        self.office = self.runner.run(self._opened())

    async def _opened(self) -> Office:
        path = Path(shutil.copy(migrated(), self.folder / "vdoma.db"))
        clock = GivenClock()
        store = SqliteStore(path, chat_ids=SEALING.chats, clock=clock)
        await store.open()
        telegram = (ANNA_TELEGRAM, BOHDAN_TELEGRAM, CLARA_TELEGRAM, HALYNA_TELEGRAM)
        async with store.writing() as writing:
            anna, bohdan, clara, halyna = [
                (await writing.remember_chat(person, language="uk")).id for person in telegram
            ]
        office = Office(store, path, clock, anna, bohdan, clara, halyna)
        await office.grants_clara(Role.PUBLISHER)
        await self._grant_editor(office)
        for _ in range(2):
            batch = await office.announced_batch()
            assert batch.standing_by is not None
            self.batches.append(batch.id)
            self.statements.append(batch.standing_by)
            self.lists.append(await office.list_of(batch.id))
            self._knows(
                await office.publishes(await office.submits_edition(self.lists[-1], *map(line, POOL[:3]))),
                POOL[:3],
            )
        await office.services.moderators.checked(office.anna)
        return office

    def _knows(self, edition: Edition, names: Sequence[str]) -> None:
        self.editions[edition.id] = {name.replace(";", " ") for name in names}
        self.of_list[edition.id] = edition.list_id

    async def _grant_editor(self, office: Office) -> None:
        grants = office.services.grants
        grant = await grants.invite(await office.draft(office.anna), name="Галина", role=Role.EDITOR)
        accepted = await grants.accept(office.halyna, grant.token)
        await grants.agree(grant.id, moderator=office.bohdan, code=code_of(accepted.digest))

    def does(self, act: Callable[[Services], Awaitable[object]], breaks_at: int | None = None) -> None:
        """Let somebody try something; what they may not do or is too late changes nothing but the log."""
        self.runner.run(self._does(act, breaks_at))

    async def _does(self, act: Callable[[Services], Awaitable[object]], breaks_at: int | None) -> None:
        office = self.office
        if breaks_at is None:
            with suppress(BotError):
                await act(office.services)
            return
        before = office.everything()
        try:
            await act(office.services_over(office.breaking(breaks_at)))
        except StoreUnavailable:
            assert office.everything() == before, "the disk broke, and something of it is left"
        except BotError:
            pass

    def who(self, name: str) -> str:
        return str(getattr(self.office, name))

    def one(self, kind: str, number: int) -> str:
        """One of the things that stand so now."""
        there = self.there[kind]
        return there[number % len(there)]

    # what moderators do

    @rule(by=people, of=which, rows=some_rows, second=people)
    def brings_an_edition(self, by: str, of: int, rows: set[int], second: str) -> None:
        async def act() -> None:
            names = [POOL[row] for row in sorted(rows)]
            with suppress(BotError):
                edition = await self.office.uploads(self.lists[of % 2], *map(line, names), by=self.who(by))
                self._knows(edition, names)
                if of > 1:
                    await self.office.services.reviews.submit(edition.id, moderator=self.who(by))
                if of > 3:
                    await self.office.publishes(edition, by=self.who(second))

        self.runner.run(act())

    @precondition(lambda self: self.there["draft"])
    @rule(by=people, number=which, at=breaks)
    def submits(self, by: str, number: int, at: int | None) -> None:
        edition = self.one("draft", number)
        self.does(lambda s: s.reviews.submit(edition, moderator=self.who(by)), at)

    @precondition(lambda self: self.there["submitted"])
    @rule(by=people, number=which, at=breaks)
    def publishes(self, by: str, number: int, at: int | None) -> None:
        edition = self.one("submitted", number)
        code = code_of(self.runner.run(self.office.edition(edition)).digest)
        self.does(lambda s: s.publications.publish(edition, moderator=self.who(by), code=code), at)

    @precondition(lambda self: self.there["held"] or self.there["submitted"])
    @rule(by=people, number=which)
    def discards_or_stops(self, by: str, number: int) -> None:
        edition = self.one("held" if self.there["held"] else "submitted", number)
        self.does(lambda s: s.reviews.discard(edition, moderator=self.who(by)))

    @rule(by=people, of=which, kind=kinds, party=parties, second=people)
    def states(self, by: str, of: int, kind: StatementKind, party: Party, second: str) -> None:
        self.runner.run(self._states(by, of, kind, party, second if of > 2 else None))

    @rule(by=people, of=which, second=people, ends=st.booleans())
    def confirms(self, by: str, of: int, second: str, ends: bool) -> None:
        """The receiving side has confirmed, and often nobody stops it."""
        self.runner.run(self._states(by, of, StatementKind.CONFIRMATION, Party.UKRAINE, second))
        if ends:
            self._moves(HOLD)

    async def _states(self, by: str, of: int, kind: StatementKind, party: Party, second: str | None) -> None:
        with suppress(BotError):
            view = await self.office.submits(self.batches[of % 2], kind, party=party, by=self.who(by))
            self.statements.append(view.statement.id)
            if second is not None:
                await self.office.agrees(view, by=self.who(second))

    @precondition(lambda self: self.there["statement submitted"])
    @rule(by=people, number=which, at=breaks)
    def agrees(self, by: str, number: int, at: int | None) -> None:
        statement_id = self.one("statement submitted", number)

        async def act(services: Services) -> None:
            async with self.office.store.reading() as reading:
                statement = await reading.statement(statement_id)
            await services.confirmations.agree(
                statement_id, moderator=self.who(by), code=code_of(statement.digest)
            )

        self.does(act, at)

    @precondition(lambda self: self.there["statement held"])
    @rule(by=people, number=which)
    def stops(self, by: str, number: int) -> None:
        statement_id = self.one("statement held", number)
        self.does(lambda s: s.confirmations.stop(statement_id, moderator=self.who(by)))

    @rule(by=people, kind=withdrawals, number=which, second=people)
    def proposes(self, by: str, kind: Proposed, number: int, second: str) -> None:
        subjects = {
            Proposed.WITHDRAW_EDITION: self.there["published"],
            Proposed.WITHDRAW_STATEMENT: self.there["statement published"],
            Proposed.WITHDRAW_BATCH: self.batches,
        }[kind]
        if not subjects:
            return

        async def act() -> None:
            with suppress(BotError):
                subject = subjects[number % len(subjects)]
                view = await self.office.proposes(kind, subject, by=self.who(by))
                self.proposals.append(view.proposal.id)
                if number % 2:
                    await self.office.agrees_to(view, by=self.who(second))

        self.runner.run(act())

    @precondition(lambda self: self.there["proposal"])
    @rule(by=people, number=which, at=breaks)
    def agrees_to_a_proposal(self, by: str, number: int, at: int | None) -> None:
        proposal_id = self.one("proposal", number)

        async def act(services: Services) -> None:
            async with self.office.store.reading() as reading:
                proposal = await reading.proposal(proposal_id)
            code = code_of(proposal.digest)
            await services.proposals.agree(proposal_id, moderator=self.who(by), code=code)

        self.does(act, at)

    @precondition(lambda self: self.there["published"])
    @rule(by=people, number=which, row=st.integers(2, 4), second=people)
    def takes_down(self, by: str, number: int, row: int, second: str) -> None:
        """Somebody reports a row, a moderator prepares an edition without it, and often another agrees."""
        edition_id = self.one("published", number)
        self.runner.run(self._takes_down(by, edition_id, row, second if number < 6 else None))

    async def _takes_down(self, by: str, edition_id: str, row: int, second: str | None) -> None:
        office = self.office
        services = office.services
        with suppress(BotError):
            await services.reports.report(row, ReportKind.ROW_MUST_GO, edition_id, row)
            async with office.store.reading() as reading:
                (report,) = [
                    r for r in await reading.open_reports() if (r.subject, r.row) == (edition_id, row)
                ]
                entry = await reading.entry(report.subject, report.row or 0)
            name = f"{entry.person.family} {entry.person.given}"
            list_id = (await office.edition(report.subject)).list_id
            newer = await services.take_downs.prepare(report.id, moderator=self.who(by))
            if newer is None:
                self._is_erased(list_id, name)
                return
            former = next(e.id for e in await self._editions(list_id) if e.review is Review.PUBLISHED)
            self.editions[newer.id] = self.editions[former] - {name}
            self.of_list[newer.id] = list_id
            self.taking_down[newer.id] = name
            if second is not None:
                await office.publishes(newer, by=self.who(second))

    @precondition(lambda self: self.there["held"] or self.there["statement held"])
    @rule(of_the_hold=st.sampled_from([0.3, 1.0, 1.0]), at=breaks)
    def time_passes(self, of_the_hold: float, at: int | None) -> None:
        self._moves(HOLD * of_the_hold, at)

    def _moves(self, how_long: timedelta, at: int | None = None) -> None:
        self.office.clock.moves(how_long)
        self.does(lambda s: s.confirmations.end_holds(), at)
        self.does(lambda s: s.publications.end_holds(), at)

    @rule(by=people, number=which, act=st.integers(0, 5))
    def tries_what_is_too_late(self, by: str, number: int, act: int) -> None:
        """Press a button that stands on an old screen."""
        moderator = self.who(by)
        edition = list(self.editions)[number % len(self.editions)] if self.editions else "gone"
        statement = self.statements[number % len(self.statements)]
        proposal = self.proposals[number % len(self.proposals)] if self.proposals else "gone"
        tries: list[Callable[[Services], Awaitable[object]]] = [
            lambda s: s.reviews.submit(edition, moderator=moderator),
            lambda s: s.publications.publish(edition, moderator=moderator, code="AAAA"),
            lambda s: s.reviews.discard(edition, moderator=moderator),
            lambda s: s.confirmations.agree(statement, moderator=moderator, code="AAAA"),
            lambda s: s.confirmations.stop(statement, moderator=moderator),
            lambda s: s.proposals.stop(proposal, moderator=moderator),
        ]
        self.does(tries[act])

    @rule(name=st.sampled_from(POOL))
    def a_relative_asks(self, name: str) -> None:
        """Somebody is listed exactly if a published edition of a batch that families see prints them."""

        async def act() -> None:
            office = self.office
            await office.services.moderators.checked(office.anna)
            plain = name.replace(";", " ")
            searched = [e for e in await self._searched() if plain in self.editions[e]]
            try:
                answer = await asks(office, f"{plain}, 1990")
            except CannotCheck:
                assert not searched
                return
            assert isinstance(answer, Listed) == bool(searched)

        self.runner.run(act())

    # what must hold

    @invariant()
    def nothing_is_published_or_confirmed_by_fewer_than_two(self) -> None:
        self.runner.run(self._two_people())

    async def _two_people(self) -> None:
        async with self.office.store.reading() as reading:
            for edition_id in self.editions:
                e = await reading.edition(edition_id)
                if e.review in SAW_TWO:
                    assert e.published_by not in {e.uploaded_by, e.submitted_by, None}
            for statement_id in self.statements:
                s = await reading.statement(statement_id)
                if s.review in AGREED:
                    assert s.published_by not in {s.submitted_by, None}
            agreed = [
                p
                for p in [await reading.proposal(i) for i in self.proposals]
                if p.review is ProposalReview.AGREED
            ]
            for proposal in agreed:
                assert proposal.agreed_by not in {proposal.submitted_by, None}
            for edition_id in self.editions:
                if (await reading.edition(edition_id)).review is Review.WITHDRAWN:
                    assert edition_id in {proposal.subject for proposal in agreed}
            for batch_id in self.batches:
                batch = await reading.batch(batch_id)
                said = await reading.published_statements(Subject(SubjectKind.BATCH, batch_id))
                if batch.state is BatchState.CONFIRMED:
                    (by,) = [s for s in said if s.id == batch.standing_by]
                    assert (by.kind, by.party.value) == (StatementKind.CONFIRMATION, batch.side.value)
                if batch.state is not BatchState.WITHDRAWN:
                    again = restate(batch, said)
                    assert (again.state, again.standing_by) == (batch.state, batch.standing_by)

    @invariant()
    def no_edition_is_half_published_and_every_row_is_conserved(self) -> None:
        self.runner.run(self._rows())

    async def _rows(self) -> None:
        await self._note_what_was_erased()
        async with self.office.store.reading() as reading:
            for edition_id, names in self.editions.items():
                edition = await reading.edition(edition_id)
                stored = await reading.entries(edition_id, after=0, limit=100)
                printed = {f"{entry.person.family} {entry.person.given}" for entry in stored}
                if edition.review is Review.DISCARDED:
                    assert not stored
                else:
                    assert printed == names, edition.review
                    assert len(stored) == len(names)
                if edition.review is Review.PUBLISHED:
                    assert len(stored) == edition.rows
            for list_id in self.lists:
                editions = await reading.editions(list_id)
                assert len([e for e in editions if e.review is Review.PUBLISHED]) <= 1

    @invariant()
    def the_log_holds_and_tells_of_everything_once(self) -> None:
        async def look() -> None:
            await self.office.services.log.verify()
            async with self.office.store.reading() as reading:
                lines = await reading.audit(limit=10_000)
            once = [(line.act, line.subject) for line in lines if line.act in ONCE]
            assert len(once) == len(set(once))

        self.runner.run(look())

    # the model's own book-keeping

    @invariant()
    def looks(self) -> None:
        """Note what stands how, for what can be done next."""

        async def look() -> None:
            there: dict[str, list[str]] = defaultdict(list)
            async with self.office.store.reading() as reading:
                for edition in self.editions:
                    there[(await reading.edition(edition)).review].append(edition)
                for statement in self.statements:
                    there[f"statement {(await reading.statement(statement)).review}"].append(statement)
                still_open = {proposal.id for proposal in await reading.open_proposals()}
                # In the order in which they were made: their ids are drawn, and may not lead the way.
                there["proposal"] = [proposal for proposal in self.proposals if proposal in still_open]
            self.there = there

        self.runner.run(look())

    async def _note_what_was_erased(self) -> None:
        """Once a take-down takes effect, its row is gone from every edition of its list."""
        for edition_id, name in list(self.taking_down.items()):
            review = (await self.office.edition(edition_id)).review
            if review in {Review.PUBLISHED, Review.SUPERSEDED, Review.WITHDRAWN}:
                self._is_erased(self.of_list[edition_id], name)
                del self.taking_down[edition_id]

    def _is_erased(self, list_id: str, name: str) -> None:
        for edition_id, names in self.editions.items():
            if self.of_list[edition_id] == list_id:
                names.discard(name)

    async def _editions(self, list_id: str) -> Sequence[Edition]:
        async with self.office.store.reading() as reading:
            return await reading.editions(list_id)

    async def _searched(self) -> list[str]:
        searched = []
        for edition_id in self.editions:
            edition = await self.office.edition(edition_id)
            batch = await self.office.batch_of(edition)
            hidden = {BatchState.DRAFT, BatchState.WITHDRAWN}
            if edition.review is Review.PUBLISHED and batch.state not in hidden:
                searched.append(edition_id)
        return searched


TestPublication = Publication.TestCase
TestPublication.settings = settings(
    max_examples=20,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
