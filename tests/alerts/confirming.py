"""Two moderators, their followers and a batch on its way to its confirmation, without the talking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.core.exchanges import Category, Party, Side, Source, StatementKind, Subject, SubjectKind
from bot.core.log import code_of
from bot.playground.people import OKSANA, THOMAS, Person
from bot.services.confirm import StatementView
from bot.services.follow import Visitor
from bot.services.together import Services

SOURCE = Source("Вигаданий штаб", date(2025, 6, 9), "https://example.org/statement")


@dataclass(frozen=True, slots=True)
class Desk:
    """What two moderators do, step by step."""

    services: Services

    async def announced_batch(self, *, category: Category = Category.UNDER_25) -> str:
        """Set up a batch that families see; returns its id."""
        first = await chat_of(self.services, OKSANA)
        prepare = self.services.preparations
        exchange = await prepare.add_exchange(
            await prepare.begin(first, "exchange", {}), agreement_id=None, day=SOURCE.stated_on
        )
        batch = await prepare.add_batch(
            await prepare.begin(first, "batch", {}),
            exchange_id=exchange.id,
            side=Side.UKRAINE,
            category=category,
        )
        await self.agreed(batch.id, StatementKind.ANNOUNCEMENT)
        return batch.id

    async def confirmed(self, batch_id: str) -> None:
        """Let two moderators agree to the confirmation; it takes effect when the hold ends."""
        await self.agreed(batch_id, StatementKind.CONFIRMATION)

    async def agreed(self, batch_id: str, kind: StatementKind) -> None:
        submitted = await self.submitted(batch_id, kind)
        await self.services.confirmations.agree(
            submitted.statement.id,
            moderator=await chat_of(self.services, THOMAS),
            code=code_of(submitted.statement.digest),
        )

    async def submitted(self, batch_id: str, kind: StatementKind, *, by: Person = OKSANA) -> StatementView:
        moderator = await chat_of(self.services, by)
        return await self.services.confirmations.submit(
            await self.services.preparations.begin(moderator, "statement", {}),
            about=Subject(SubjectKind.BATCH, batch_id),
            party=Party.UKRAINE,
            kind=kind,
            figure=None,
            words="",
            source=SOURCE,
        )


async def chat_of(services: Services, person: Person) -> str:
    """Return the text id of a person's chat, kept from now on."""
    language = person.language_code
    visitor = await services.follows.visitor(person.id, language=language)
    return (await services.follows.remember(Visitor(person.id, language, visitor.chat))).id


async def let_follow(services: Services, people: Iterable[Person], batch_id: str) -> None:
    for person in people:
        await services.follows.follow(await chat_of(services, person), batch_id)
