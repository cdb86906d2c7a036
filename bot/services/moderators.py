"""What moderators see at a glance, and that they looked for new lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core.deliveries import Delivery
from bot.core.errors import NotAllowed
from bot.core.exchanges import Agreement, Batch, Exchange, Subject, SubjectKind
from bot.core.lists import Edition, NameList, Publisher, publisher_class
from bot.core.log import NOTHING, AuditLine, Deed
from bot.core.proposals import Proposal
from bot.core.reports import Report
from bot.core.roles import Grant, Right, Role, may
from bot.core.statements import Statement
from bot.core.switches import Switch, TurnedOn
from bot.core.watches import MOST_FOR_A_LARGE_FAMILY, MOST_WATCHES
from bot.ports import Clock, Draft, Reading, Store
from bot.services.deliveries import delivery_in
from bot.services.log import Log
from bot.services.rights import Rights

SHOWN_NEWS = 3
OFFERED_STATEMENTS = 60


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything that forms let a moderator choose from, newest first."""

    agreements: tuple[Agreement, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    batches: tuple[Batch, ...] = ()
    publishers: tuple[Publisher, ...] = ()

    def exchange_of(self, batch: Batch) -> Exchange:
        """Return the exchange to which a batch belongs."""
        (exchange,) = [exchange for exchange in self.exchanges if exchange.id == batch.exchange_id]
        return exchange


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for whom.

    Args:
        forms: half-filled ones of this moderator, the one filled last first.
        news: what families were told last, as far as alerts of it still wait.
        held_alerts: how many Telegram takes in no form.
        names: what moderators are called, by the text ids of their chats.
        broken_at: the line at which the log does not hold, or None.
    """

    editions: tuple[Edition, ...]
    statements: tuple[Statement, ...]
    grants: tuple[Grant, ...]
    last_check: datetime | None
    role: Role
    chat_id: str = ""
    proposals: tuple[Proposal, ...] = ()
    reports: tuple[Report, ...] = ()
    forms: tuple[Draft, ...] = ()
    switches: Mapping[Switch, TurnedOn] = field(default_factory=dict)
    news: tuple[Delivery, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    broken_at: int | None = None
    shelf: Shelf = Shelf()
    lists: Mapping[str, NameList] = field(default_factory=dict)
    held_alerts: int = 0

    def waits_for_me(self, *first: str | None) -> bool:
        """Whether this moderator may be the second person, where these are the first ones."""
        return may(self.role, Right.AGREE) and self.chat_id not in first


@dataclass(frozen=True, slots=True)
class Published:
    """Everything that could be withdrawn, or searched besides; newest first.

    Args:
        lists: by their ids, also those of which nothing is published.
        others: lists whose publisher's class is not searched.
    """

    shelf: Shelf
    editions: tuple[Edition, ...]
    statements: tuple[Statement, ...]
    lists: Mapping[str, NameList]
    others: tuple[NameList, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """One batch as moderators see it: drafts too, with its lists and their editions."""

    batch: Batch
    exchange: Exchange
    statements: tuple[Statement, ...]
    lists: tuple[tuple[NameList, tuple[Edition, ...]], ...]
    followers: int


@dataclass(frozen=True, slots=True)
class Moderators:
    """The desk of the moderators."""

    store: Store
    clock: Clock
    rights: Rights
    log: Log

    async def desk(self, chat_id: str) -> Desk:
        """Return what waits, as this moderator sees it."""
        async with self.store.reading() as reading:
            role = await self.rights.role_in(reading, chat_id)
            if role is None:
                raise NotAllowed(f"chat {chat_id} is no moderator")
            return Desk(
                tuple(await reading.open_editions()),
                tuple(await reading.open_statements()),
                tuple(await reading.grants()),
                await reading.last_check(),
                role,
                chat_id,
                tuple(await reading.open_proposals()),
                tuple(await reading.open_reports()),
                tuple(await reading.drafts(chat_id)),
                await reading.switches(),
                await _on_their_way(reading),
                await reading.moderator_names(),
                self.log.broken_at,
                await _shelf(reading),
                {name_list.id: name_list for name_list in await reading.all_lists()},
                sum(held.alerts for held in await reading.held_alerts()),
            )

    async def allow_watches(self, chat_id: str, code: str) -> int:
        """Allow the chat that asked under this code more watches; returns how many it may have.

        The log says that somebody was allowed more, and nothing of whom.

        Raises:
            Unknown: nobody asked under this code, or it was used.
        """
        async with self.store.writing() as writing:
            await self.rights.require(writing, chat_id, Right.PREPARE)
            family = await writing.asking_for_more(code)
            chosen = await writing.preferences(family)
            most = min(chosen.most_watches + MOST_WATCHES, MOST_FOR_A_LARGE_FAMILY)
            allowed = replace(chosen, most_watches=most, asks_for_more=None)
            await writing.save_preferences(family, allowed)
            await writing.add_to_audit(AuditLine(self.clock(), chat_id, Deed.WATCHES_ALLOWED, NOTHING))
            return most

    async def shelf(self, chat_id: str) -> Shelf:
        """Return what forms offer to choose from."""
        async with self.store.reading() as reading:
            await self.rights.require(reading, chat_id, Right.LOOK)
            return await _shelf(reading)

    async def published(self, chat_id: str) -> Published:
        """Return what could be withdrawn, or searched besides."""
        async with self.store.reading() as reading:
            await self.rights.require(reading, chat_id, Right.LOOK)
            shelf, lists = await _shelf(reading), await reading.all_lists()
            sides = {batch.id: batch.side for batch in shelf.batches}
            searched = await reading.searched_classes()
            others = [
                n for n in lists if publisher_class(n.publisher.kind, sides[n.batch_id]) not in searched
            ]
            return Published(
                shelf,
                tuple(await reading.published_editions()),
                tuple(await reading.newest_statements(limit=OFFERED_STATEMENTS)),
                {name_list.id: name_list for name_list in lists},
                tuple(others),
            )

    async def group(self, chat_id: str, batch_id: str) -> GroupView:
        """Return one batch with all that belongs to it."""
        async with self.store.reading() as reading:
            await self.rights.require(reading, chat_id, Right.LOOK)
            batch = await reading.batch(batch_id)
            lists = [(n, tuple(await reading.editions(n.id))) for n in await reading.lists(batch_id)]
            return GroupView(
                batch,
                await reading.exchange(batch.exchange_id),
                tuple(await reading.published_statements(Subject(SubjectKind.BATCH, batch_id))),
                tuple(lists),
                await reading.followers(batch_id),
            )

    async def lists(self, chat_id: str, batch_id: str) -> Sequence[NameList]:
        """Return the lists of a batch, newest first."""
        async with self.store.reading() as reading:
            await self.rights.require(reading, chat_id, Right.LOOK)
            return await reading.lists(batch_id)

    async def last_act(self, subject: str) -> tuple[AuditLine | None, str]:
        """Return what was last done to something, and what is called who did it."""
        async with self.store.reading() as reading:
            line = await reading.last_act(subject)
            names = await reading.moderator_names()
        return line, names.get(line.moderator, "") if line is not None else ""

    async def checked(self, chat_id: str) -> datetime:
        """Record that a moderator has just looked for new lists; returns when."""
        now = self.clock()
        async with self.store.writing() as writing:
            await self.rights.require(writing, chat_id, Right.PREPARE)
            await writing.add_check(chat_id, now)
            await writing.add_to_audit(AuditLine(now, chat_id, Deed.CHECKED, NOTHING))
        return now


async def _shelf(reading: Reading) -> Shelf:
    return Shelf(
        tuple(await reading.agreements()),
        tuple(await reading.exchanges()),
        tuple(await reading.batches()),
        tuple(await reading.publishers()),
    )


async def _on_their_way(reading: Reading) -> tuple[Delivery, ...]:
    news = [await delivery_in(reading, event) for event in await reading.newest_news(limit=SHOWN_NEWS)]
    return tuple(delivery for delivery in news if delivery.coming.ready)
