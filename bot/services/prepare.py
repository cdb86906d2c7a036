"""Set up what lists and statements refer to. None of it is seen by families by itself.

An agreement, an exchange or a publisher shows only through a published statement or edition,
and a new batch is a draft until a statement of it is agreed by two moderators.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.core.exchanges import Agreement, Batch, Category, Exchange, Localized, Side
from bot.core.lists import NameList, Publisher, PublisherKind, check_list
from bot.core.log import AuditLine
from bot.ports import Clock, Draft, NewId, Store, Writing
from bot.services.rights import Rights


@dataclass(frozen=True, slots=True)
class Preparations:
    """What one moderator may set up alone.

    Every method takes the draft it fills in, and uses it up in the same transaction: a
    second press finds it gone (`WrongState`).
    """

    store: Store
    clock: Clock
    new_id: NewId
    rights: Rights

    async def draft(self, chat_id: str) -> Draft | None:
        """Return the moderator's half-filled form."""
        async with self.store.reading() as reading:
            return await reading.draft(chat_id)

    async def begin(self, chat_id: str, form: str, fields: Mapping[str, str]) -> Draft:
        """Start a form in the place of an earlier one."""
        return await self.keep(Draft(chat_id, form, dict(fields)))

    async def keep(self, draft: Draft) -> Draft:
        """Keep a form as far as it is filled."""
        async with self.store.writing() as writing:
            await self.rights.require(writing, draft.chat_id)
            await writing.save_draft(draft)
        return draft

    async def leave(self, chat_id: str) -> None:
        """Throw the moderator's form away."""
        async with self.store.writing() as writing:
            draft = await writing.draft(chat_id)
            if draft is not None:
                await writing.drop_draft(draft)

    async def add_agreement(self, draft: Draft, *, title: Localized, agreed_on: date) -> Agreement:
        """Set up an agreement."""
        agreement = Agreement(self.new_id(), title, agreed_on)
        async with self.store.writing() as writing:
            await self._use_up(writing, draft, "agreement set up", agreement.id)
            await writing.add_agreement(agreement)
        return agreement

    async def add_exchange(self, draft: Draft, *, agreement_id: str | None, day: date) -> Exchange:
        """Set up an exchange."""
        exchange = Exchange(self.new_id(), agreement_id, day)
        async with self.store.writing() as writing:
            await self._use_up(writing, draft, "exchange set up", exchange.id)
            await writing.add_exchange(exchange)
        return exchange

    async def add_batch(self, draft: Draft, *, exchange_id: str, side: Side, category: Category) -> Batch:
        """Set up a batch, as a draft."""
        batch = Batch(self.new_id(), exchange_id, side, category)
        async with self.store.writing() as writing:
            await self._use_up(writing, draft, "batch set up", batch.id)
            await writing.add_batch(batch)
        return batch

    async def add_publisher(self, draft: Draft, *, name: str, kind: PublisherKind) -> Draft:
        """Set up a publisher of lists; the draft goes on with it, because a list is being uploaded."""
        publisher = Publisher(self.new_id(), name, kind)
        async with self.store.writing() as writing:
            await writing.add_publisher(publisher)
            return await self._go_on(writing, draft, "publisher", publisher.id)

    async def add_list(
        self, draft: Draft, *, batch_id: str, publisher_id: str, link: str, published_on: date
    ) -> Draft:
        """Set up a list; the draft goes on with it, because an edition is being uploaded.

        Raises:
            BadValue: the batch is of remains, which hold no names.
        """
        async with self.store.writing() as writing:
            check_list(await writing.batch(batch_id))
            publisher = await writing.publisher(publisher_id)
            name_list = NameList(self.new_id(), batch_id, publisher, link, published_on)
            await writing.add_list(name_list)
            return await self._go_on(writing, draft, "list", name_list.id)

    async def _go_on(self, writing: Writing, draft: Draft, field: str, subject: str) -> Draft:
        await self._use_up(writing, draft, f"{field} set up", subject)
        longer = replace(draft, fields={**draft.fields, field: subject})
        await writing.save_draft(longer)
        return longer

    async def _use_up(self, writing: Writing, draft: Draft, act: str, subject: str) -> None:
        await self.rights.require(writing, draft.chat_id)
        await writing.drop_draft(draft)
        await writing.add_to_audit(AuditLine(self.clock(), draft.chat_id, act, subject))
