"""Set up what lists and statements refer to. None of it is seen by families by itself.

An agreement, an exchange or a publisher shows only through a published statement or edition,
and a new batch is a draft until a statement of it is agreed by two moderators.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.core.exchanges import Agreement, Batch, Category, Exchange, Localized, Side
from bot.core.lists import NameList, Publisher, PublisherKind, check_list
from bot.core.log import AuditLine, Deed
from bot.core.roles import Right
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
        """Return the moderator's half-filled form that takes what they type."""
        async with self.store.reading() as reading:
            return await reading.draft(chat_id)

    async def drafts(self, chat_id: str) -> Sequence[Draft]:
        """Return all half-filled forms of the moderator, those put aside too."""
        async with self.store.reading() as reading:
            return await reading.drafts(chat_id)

    async def begin(self, chat_id: str, form: str, fields: Mapping[str, str]) -> Draft:
        """Start a form, in the place of an earlier one of its kind; others are put aside."""
        return await self.keep(Draft(chat_id, form, dict(fields)))

    async def keep(self, draft: Draft) -> Draft:
        """Keep a form as far as it is filled."""
        async with self.store.writing() as writing:
            await self.rights.require(writing, draft.chat_id, Right.LOOK)
            await writing.save_draft(draft)
        return draft

    async def resume(self, chat_id: str, form: str) -> Draft:
        """Take a form up again that was put aside; the one that was open is put aside.

        Raises:
            Unknown: there is no such form.
        """
        async with self.store.writing() as writing:
            await self.rights.require(writing, chat_id, Right.LOOK)
            await writing.open_draft(chat_id, form)
            (draft,) = [d for d in await writing.drafts(chat_id) if d.form == form]
            return draft

    async def put_aside(self, chat_id: str) -> None:
        """Let what is typed next be no answer to a form; the form is kept."""
        async with self.store.writing() as writing:
            await writing.close_drafts(chat_id)

    async def leave(self, chat_id: str) -> None:
        """Throw the moderator's open form away."""
        async with self.store.writing() as writing:
            draft = await writing.draft(chat_id)
            if draft is not None:
                await writing.drop_draft(draft)

    async def add_agreement(self, draft: Draft, *, title: Localized, agreed_on: date) -> Agreement:
        """Set up an agreement."""
        agreement = Agreement(self.new_id(), title, agreed_on)
        async with self.store.writing() as writing:
            await self._use_up(writing, draft, Deed.AGREEMENT_SET_UP, agreement.id)
            await writing.add_agreement(agreement)
        return agreement

    async def add_exchange(
        self, draft: Draft, *, agreement_id: str | None, day: date, last_day: date | None = None
    ) -> Exchange:
        """Set up an exchange.

        Args:
            last_day: of an exchange that lasts several days.
        """
        exchange = Exchange(self.new_id(), agreement_id, day, last_day)
        async with self.store.writing() as writing:
            await self._use_up(writing, draft, Deed.EXCHANGE_SET_UP, exchange.id)
            await writing.add_exchange(exchange)
        return exchange

    async def add_batch(
        self,
        draft: Draft,
        *,
        exchange_id: str,
        side: Side,
        category: Category,
        planned_on: date | None = None,
    ) -> Batch:
        """Set up a batch, as a draft."""
        batch = Batch(self.new_id(), exchange_id, side, category, planned_on=planned_on)
        async with self.store.writing() as writing:
            await self._use_up(writing, draft, Deed.BATCH_SET_UP, batch.id)
            await writing.add_batch(batch)
        return batch

    async def add_publisher(self, draft: Draft, *, name: str, kind: PublisherKind) -> Draft:
        """Set up a publisher of lists; the draft goes on with it, because a list is being uploaded."""
        publisher = Publisher(self.new_id(), name, kind)
        async with self.store.writing() as writing:
            await self._use_up(writing, draft, Deed.PUBLISHER_SET_UP, publisher.id)
            await writing.add_publisher(publisher)
            return await _go_on(writing, draft, "publisher", publisher.id)

    async def add_list(
        self, draft: Draft, *, batch_id: str, publisher_id: str, link: str, published_on: date
    ) -> Draft:
        """Set up a list; the draft goes on with it, because an edition is being uploaded.

        Raises:
            BadValue: the batch is of remains, which hold no names.
        """
        async with self.store.writing() as writing:
            name_list = await self._new_list(writing, batch_id, publisher_id, link, published_on)
            await self._use_up(writing, draft, Deed.LIST_SET_UP, name_list.id)
            await writing.add_list(name_list)
            return await _go_on(writing, draft, "list", name_list.id)

    async def set_up_publisher(self, draft: Draft, *, name: str, kind: PublisherKind) -> Publisher:
        """Set up a publisher of lists by itself."""
        publisher = Publisher(self.new_id(), name, kind)
        async with self.store.writing() as writing:
            await self._use_up(writing, draft, Deed.PUBLISHER_SET_UP, publisher.id)
            await writing.add_publisher(publisher)
        return publisher

    async def set_up_list(
        self, draft: Draft, *, batch_id: str, publisher_id: str, link: str, published_on: date
    ) -> NameList:
        """Set up a list by itself.

        Raises:
            BadValue: the batch is of remains, which hold no names.
        """
        async with self.store.writing() as writing:
            name_list = await self._new_list(writing, batch_id, publisher_id, link, published_on)
            await self._use_up(writing, draft, Deed.LIST_SET_UP, name_list.id)
            await writing.add_list(name_list)
        return name_list

    async def _new_list(
        self, writing: Writing, batch_id: str, publisher_id: str, link: str, published_on: date
    ) -> NameList:
        check_list(await writing.batch(batch_id))
        publisher = await writing.publisher(publisher_id)
        return NameList(self.new_id(), batch_id, publisher, link, published_on)

    async def _use_up(self, writing: Writing, draft: Draft, deed: Deed, subject: str) -> None:
        await self.rights.require(writing, draft.chat_id, Right.PREPARE)
        await writing.drop_draft(draft)
        await writing.add_to_audit(AuditLine(self.clock(), draft.chat_id, deed, subject))


async def _go_on(writing: Writing, draft: Draft, field: str, subject: str) -> Draft:
    longer = replace(draft, fields={**draft.fields, field: subject})
    await writing.save_draft(longer)
    return longer
