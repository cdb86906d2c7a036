"""The services over a real store, and what moderators usually do with them. All people are invented."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

from bot.assembly import make_services
from bot.core.alerts import EventKind
from bot.core.errors import StoreUnavailable
from bot.core.exchanges import (
    Batch,
    BatchState,
    Category,
    Figure,
    Party,
    Side,
    Source,
    StatementKind,
    Subject,
    SubjectKind,
)
from bot.core.lists import Edition, PublisherKind
from bot.core.log import code_of
from bot.core.names import read_name
from bot.core.proposals import Proposed, Reason
from bot.core.roles import Role
from bot.files import ListFile
from bot.ports import Draft, Look, Reading, Result, Store, Writing
from bot.services.announce import Announcements
from bot.services.confirm import StatementView
from bot.services.follow import Followed
from bot.services.propose import ProposalView
from bot.services.questions import Questions
from bot.services.together import Services
from bot.services.watch import Watched
from bot.settings import Settings
from storage.store import SqliteStore, text_id
from tests.builders import HOLD, LINK, GivenClock
from tests.storage.builders import SEALING

ANNA_TELEGRAM, BOHDAN_TELEGRAM, CLARA_TELEGRAM = 7_310_000_001, 7_310_000_002, 7_310_000_003
HALYNA_TELEGRAM = 7_320_000_001

HEADINGS = "Прізвище;Ім’я;По батькові;Рік народження"
LIST = ("Вигаданець;Тарас;Петрович;2002", "Неіснуюк;Іван;;2003")
STALE_AFTER = timedelta(days=7)

_OWED = (
    "SELECT o.chat_id FROM outbox AS o JOIN events AS e ON e.id = o.event_id "
    "WHERE e.kind = ? AND o.state <> 'called_off'"
)

Dump = dict[str, list[tuple[object, ...]]]


def csv_of(*rows: str) -> bytes:
    return "\n".join((HEADINGS, *rows)).encode()


def _the_disk_breaks() -> None:
    raise StoreUnavailable("the disk broke")


@dataclass(slots=True)
class Office:
    """Anna and Bohdan are owners; Clara is nobody yet; Halyna asks and follows."""

    store: SqliteStore
    path: Path
    clock: GivenClock
    anna: str
    bohdan: str
    clara: str
    halyna: str
    questions: Questions = field(default_factory=Questions)

    @property
    def services(self) -> Services:
        return self.services_over(self.store)

    def services_over(self, store: Store, *, hold: timedelta = HOLD, second_factor: str = "off") -> Services:
        """The services as the program puts them together."""
        settings = Settings.model_construct(
            database_url=f"sqlite:///{self.path}",
            second_factor=second_factor,
            owners=frozenset({ANNA_TELEGRAM, BOHDAN_TELEGRAM}),
            hold=hold,
            stale_after=STALE_AFTER,
        )
        return make_services(store, settings, self.questions, SEALING, self.clock)

    def announcements(self, store: Store | None = None) -> Announcements:
        return Announcements(store or self.store, self.clock, text_id)

    def breaking(self, at: int, *, happens: Callable[[], None] = _the_disk_breaks) -> "BreakingStore":
        return BreakingStore(self.store, at, happens)

    async def draft(self, by: str, **fields: str) -> Draft:
        return await self.services.preparations.begin(by, "form", fields)

    async def sets_up_batch(self, category: Category = Category.UNDER_25) -> Batch:
        """A draft batch in an exchange of its own."""
        preparations = self.services.preparations
        exchange = await preparations.add_exchange(
            await self.draft(self.anna), agreement_id=None, day=date(2025, 6, 9)
        )
        return await preparations.add_batch(
            await self.draft(self.anna), exchange_id=exchange.id, side=Side.UKRAINE, category=category
        )

    async def submits(
        self,
        batch_id: str,
        kind: StatementKind = StatementKind.CONFIRMATION,
        *,
        party: Party = Party.UKRAINE,
        by: str | None = None,
        figure: Figure | None = None,
        link: str | None = LINK,
        services: Services | None = None,
    ) -> StatementView:
        """Record a statement about a batch; it waits for a second person."""
        return await (services or self.services).confirmations.submit(
            await self.draft(by or self.anna),
            about=Subject(SubjectKind.BATCH, batch_id),
            party=party,
            kind=kind,
            figure=figure,
            words="",
            source=Source("Вигаданий штаб", date(2025, 6, 9), link),
        )

    async def agrees(
        self, view: StatementView, *, by: str | None = None, services: Services | None = None
    ) -> StatementView:
        code = code_of(view.statement.digest)
        return await (services or self.services).confirmations.agree(
            view.statement.id, moderator=by or self.bohdan, code=code
        )

    async def announced_batch(self) -> Batch:
        """A batch that families may see."""
        batch = await self.sets_up_batch()
        await self.agrees(await self.submits(batch.id, StatementKind.ANNOUNCEMENT))
        return await self.batch(batch.id)

    async def confirms(self, batch_id: str) -> None:
        """Confirm a batch: two people, and the hold is over."""
        await self.agrees(await self.submits(batch_id))
        self.clock.moves(HOLD)
        await self.services.confirmations.end_holds()

    async def list_of(self, batch_id: str, *, kind: PublisherKind = PublisherKind.UKRAINE) -> str:
        """A new list of a batch; returns its id."""
        preparations = self.services.preparations
        draft = await preparations.add_publisher(
            await self.draft(self.anna), name="Вигаданий штаб", kind=kind
        )
        draft = await preparations.add_list(
            draft,
            batch_id=batch_id,
            publisher_id=draft.fields["publisher"],
            link="https://example.org/list",
            published_on=date(2025, 6, 9),
        )
        return draft.fields["list"]

    async def uploads(
        self,
        list_id: str,
        *rows: str,
        by: str | None = None,
        expected: int | None = None,
        reason: str = "the newspaper printed it anew",
        services: Services | None = None,
    ) -> Edition:
        services = services or self.services
        rows = rows or LIST
        draft = await self.draft(by or self.anna, list=list_id)
        file = await services.uploads.read(csv_of(*rows), "list.csv")
        assert isinstance(file, ListFile)
        with closing(file):
            return await services.uploads.store_file(
                draft,
                file,
                list_id=list_id,
                expected=len(rows) if expected is None else expected,
                reason=reason,
            )

    async def submits_edition(self, list_id: str, *rows: str) -> Edition:
        edition = await self.uploads(list_id, *rows)
        return (await self.services.reviews.submit(edition.id, moderator=self.anna)).edition

    async def publishes(self, edition: Edition, *, by: str | None = None) -> Edition:
        view = await self.services.publications.publish(
            edition.id, moderator=by or self.bohdan, code=code_of(edition.digest)
        )
        return view.edition

    async def published_list(self, *rows: str) -> Edition:
        """A list of an announced batch that is searched, of which a moderator has just said so."""
        list_id = await self.list_of((await self.announced_batch()).id)
        edition = await self.publishes(await self.submits_edition(list_id, *rows))
        await self.services.moderators.checked(self.anna)
        return edition

    async def grants_clara(self, role: Role = Role.PUBLISHER) -> str:
        """Make Clara a moderator; returns the grant's id."""
        grants = self.services.grants
        grant = await grants.invite(await self.draft(self.anna), name="Клара", role=role)
        accepted = await grants.accept(self.clara, grant.token)
        await grants.agree(grant.id, moderator=self.bohdan, code=code_of(accepted.digest))
        return grant.id

    async def proposes(
        self,
        kind: Proposed,
        subject: str,
        *,
        reason: Reason | None = Reason.OUR_MISTAKE,
        words: str = "",
        by: str | None = None,
    ) -> ProposalView:
        """Propose something about what is published; it waits for a second person."""
        return await self.services.proposals.submit(
            await self.draft(by or self.anna), kind=kind, subject=subject, reason=reason, words=words
        )

    async def agrees_to(
        self, view: ProposalView, *, by: str | None = None, services: Services | None = None
    ) -> ProposalView:
        """Agree to a proposal as the second person: it happens."""
        code = code_of(view.proposal.digest)
        return await (services or self.services).proposals.agree(
            view.proposal.id, moderator=by or self.bohdan, code=code
        )

    async def withdraws(self, kind: Proposed, subject: str) -> ProposalView:
        """Two people withdraw something."""
        return await self.agrees_to(await self.proposes(kind, subject))

    async def searches(self, list_id: str) -> None:
        """Two people let a list of one side alone be searched."""
        view = await self.proposes(
            Proposed.SEARCH_LIST, list_id, reason=None, words="Кому це зашкодить і чому все ж шукаємо"
        )
        await self.agrees_to(view)

    async def somebody(self, number: int) -> str:
        """One more person who writes to the bot; returns the text id of their chat."""
        async with self.store.writing() as writing:
            return (await writing.remember_chat(7_330_000_000 + number, language="uk")).id

    async def follows(
        self, chat_id: str, batch_id: str, *editions: str, statement_id: str | None = None
    ) -> Followed:
        return await self.services.follows.follow(
            chat_id, batch_id, editions=frozenset(editions), statement_id=statement_id
        )

    async def watches(
        self, chat_id: str, text: str, *, editions: Sequence[str] = (), statement_id: str | None = None
    ) -> Watched:
        """Press Watch under an answer."""
        return await self.services.watches.begin(
            chat_id, read_name(text), editions=frozenset(editions), statement_id=statement_id
        )

    async def batch_of(self, edition: Edition) -> Batch:
        async with self.store.reading() as reading:
            return await reading.batch((await reading.list(edition.list_id)).batch_id)

    async def owed(self, kind: EventKind) -> list[str]:
        """The chats that are owed an alert of this kind, in the order of their ids."""
        await self.announcements().work()
        rows = await asyncio.to_thread(self._rows, _OWED, kind.value)
        return sorted(str(row[0]) for row in rows)

    def _rows(self, query: str, *values: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(query, values).fetchall()

    async def batch(self, batch_id: str) -> Batch:
        async with self.store.reading() as reading:
            return await reading.batch(batch_id)

    async def state(self, batch_id: str) -> BatchState:
        return (await self.batch(batch_id)).state

    async def edition(self, edition_id: str) -> Edition:
        async with self.store.reading() as reading:
            return await reading.edition(edition_id)

    async def acts(self) -> list[str]:
        """The acts in the audit, oldest first."""
        async with self.store.reading() as reading:
            return [line.act for line in reversed(await reading.audit(limit=10_000))]

    def everything(self) -> Dump:
        """Every row of every table."""
        with closing(sqlite3.connect(self.path)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            return {
                name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)  # noqa: S608
                for (name,) in tables
            }


class BreakingStore:
    """A store whose disk breaks at one of its calls, counted from 1; leaving a transaction is one too."""

    def __init__(self, store: Store, at: int, happens: Callable[[], None] = _the_disk_breaks) -> None:
        self._store = store
        self._at = at
        self._happens = happens
        self.calls = 0

    def called(self) -> None:
        self.calls += 1
        if self.calls == self._at:
            self._happens()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reading]:
        async with self._store.reading() as reading:
            yield cast(Reading, _Breaking(self, reading))

    async def at_once(self, look: Look[Result]) -> Result:
        async with self.reading() as reading:
            return await look(reading)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Writing]:
        async with self._store.writing() as writing:
            yield cast(Writing, _Breaking(self, writing))
            self.called()


class _Breaking:
    def __init__(self, store: BreakingStore, room: Reading) -> None:
        self._store = store
        self._room = room

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._room, name)

        async def call(*values: Any, **named: Any) -> Any:
            self._store.called()
            return await method(*values, **named)

        return call
