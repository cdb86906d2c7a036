"""What the two moderators do in the story, through the same services as everybody."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.core.exchanges import Agreement, Batch, Exchange, Source, Subject
from bot.core.lists import Edition, Review
from bot.core.log import code_of
from bot.core.statements import Statement, StatementReview
from bot.files import ListFile
from bot.playground import story_names
from bot.playground.people import Person
from bot.playground.story_facts import Report, Stated
from bot.playground.story_names import InventedList
from bot.playground.world import World
from bot.ports import Draft
from bot.services.together import Services

_ON_RECORD = (
    "On record are only the publisher and the day, no address. What stands in quotation marks is quoted."
)


@dataclass(slots=True)
class StoryDesk:
    """The forms and second looks of two people; one statement or list at a time has both.

    Args:
        url: of the playground, whose pages the statements link to.
    """

    world: World
    services: Services
    url: str
    _ids: dict[str, str] = field(default_factory=dict)

    def id_of(self, key: str) -> str:
        """The store's id of what the facts call so."""
        return self._ids[key]

    async def chat_of(self, person: Person) -> str:
        """The text id of a moderator's chat, kept from now on."""
        visitor = await self.services.follows.visitor(person.id, language=person.language_code)
        return (await self.services.follows.remember(visitor)).id

    async def looked_for_lists(self, by: Person) -> None:
        await self.services.moderators.checked(await self.chat_of(by))

    async def sets_up(self, by: Person, *facts: Agreement | Exchange | Batch) -> None:
        """Set up what statements are about; families see none of it by itself."""
        for fact in facts:
            self._ids[fact.id] = await self._set_up(by, fact)

    async def _set_up(self, by: Person, fact: Agreement | Exchange | Batch) -> str:
        preparations = self.services.preparations
        match fact:
            case Agreement(title=title, agreed_on=agreed_on):
                draft = await self._form(by, "agreement")
                return (await preparations.add_agreement(draft, title=title, agreed_on=agreed_on)).id
            case Exchange(agreement_id=agreement, day=day):
                draft = await self._form(by, "exchange")
                agreement_id = None if agreement is None else self._ids[agreement]
                return (await preparations.add_exchange(draft, agreement_id=agreement_id, day=day)).id
            case Batch(exchange_id=exchange, side=side, category=category):
                draft = await self._form(by, "batch")
                exchange_id = self._ids[exchange]
                made = await preparations.add_batch(
                    draft, exchange_id=exchange_id, side=side, category=category
                )
                return made.id

    async def _form(self, by: Person, form: str) -> Draft:
        return await self.services.preparations.begin(await self.chat_of(by), form, {})

    async def states(self, *said: Stated, first: Person, second: Person) -> None:
        """Bring statements to families: one person records them all, then the other agrees to each."""
        for statement in await self.submits(*said, first=first, second=second):
            await self.agrees(statement, second=second)

    async def submits(self, *said: Stated, first: Person, second: Person) -> Sequence[Statement]:
        """Record statements, and wait until the second person was told that they wait."""
        seq = self.world.ledger.seq
        statements = [await self._submit(each, by=first) for each in said]
        await self._told(second, seq, len(statements))
        return statements

    async def _submit(self, said: Stated, *, by: Person) -> Statement:
        view = await self.services.confirmations.submit(
            await self._form(by, "statement"),
            about=Subject(said.about.kind, self._ids[said.about.id]),
            party=said.party,
            kind=said.kind,
            figure=said.figure,
            words=said.words,
            source=Source(said.report.publisher, said.report.day, self._page_of(said.report)),
        )
        return view.statement

    async def agrees(self, statement: Statement, *, second: Person) -> None:
        """Agree as the second person, unless whoever plays along has done it."""
        confirmations = self.services.confirmations
        moderator = await self.chat_of(second)
        waiting = (await confirmations.view(statement.id, moderator=moderator)).statement
        if waiting.review is StatementReview.SUBMITTED:
            await confirmations.agree(statement.id, moderator=moderator, code=code_of(waiting.digest))

    async def submits_list(
        self, names: InventedList, number: int, *, first: Person, second: Person
    ) -> Edition:
        """Upload an edition of an invented list and submit it; the second person was told that it waits."""
        reviews, uploads = self.services.reviews, self.services.uploads
        file = await uploads.read(names.content(number), names.file_name)
        assert isinstance(file, ListFile)  # noqa: S101  the story's own file asks nothing
        draft = await self._form(first, "upload")
        if names.slug not in self._ids:
            draft = await self._new_list(draft, names)
        list_id = self._ids[names.slug]
        with contextlib.closing(file):
            edition = await uploads.store_file(draft, file, list_id=list_id, expected=names.rows(number))
        seq = self.world.ledger.seq
        await reviews.submit(edition.id, moderator=draft.chat_id)
        await self._told(second, seq, 1)
        return edition

    async def publishes(self, edition: Edition, *, second: Person) -> None:
        """Publish as the second person, unless whoever plays along has done it."""
        reviews = self.services.reviews
        moderator = await self.chat_of(second)
        waiting = (await reviews.view(edition.id, moderator=moderator)).edition
        if waiting.review is Review.SUBMITTED:
            await self.services.publications.publish(
                edition.id, moderator=moderator, code=code_of(edition.digest)
            )

    async def _new_list(self, draft: Draft, names: InventedList) -> Draft:
        preparations = self.services.preparations
        if story_names.PUBLISHER not in self._ids:
            draft = await preparations.add_publisher(
                draft, name=story_names.PUBLISHER, kind=story_names.PUBLISHER_KIND
            )
            self._ids[story_names.PUBLISHER] = draft.fields["publisher"]
        path = self.world.add_source(
            names.slug,
            publisher=story_names.PUBLISHER,
            date=_written(story_names.DAY),
            says=story_names.SAYS,
        )
        draft = await preparations.add_list(
            draft,
            batch_id=self._ids[names.batch],
            publisher_id=self._ids[story_names.PUBLISHER],
            link=f"{self.url}{path}",
            published_on=story_names.DAY,
        )
        self._ids[names.slug] = draft.fields["list"]
        return draft

    def _page_of(self, report: Report) -> str:
        path = self.world.add_source(
            f"{report.publisher}-{report.day}",
            publisher=report.publisher,
            date=_written(report.day),
            says=f"{report.says} {_ON_RECORD}",
        )
        return f"{self.url}{path}"

    async def _told(self, person: Person, seq: int, alerts: int) -> None:
        # Somebody who plays along may have turned this person's alerts off: then nothing is waited for long.
        with contextlib.suppress(TimeoutError):
            await self.world.until(lambda: len(self.world.ledger.of(person.id, after=seq)) >= alerts, 3.0)


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
