"""Show exchanges and batches as families may see them."""

from dataclasses import dataclass

from bot.core.answers import Standing
from bot.core.errors import Unknown
from bot.core.exchanges import Agreement, BatchState, Exchange, Subject, SubjectKind
from bot.core.statements import Statement
from bot.core.timelines import Group, Stage, Timeline, with_figures
from bot.ports import Reading, Store
from bot.services.switches import Heartbeat, heartbeat_in

PAGE = 6


@dataclass(frozen=True, slots=True)
class Page:
    """Some batches, newest first.

    Args:
        earlier: the offset of the page with earlier exchanges, or None on the last page.
        heartbeat: when moderators last looked for news, on an exchange day.
    """

    standings: tuple[Standing, ...]
    offset: int
    earlier: int | None
    heartbeat: Heartbeat | None = None


@dataclass(frozen=True, slots=True)
class BatchView:
    """One batch with what was said of it, of its exchange and of its agreement.

    Args:
        following: whether the chat that looks follows the batch and has not paused that.
    """

    standing: Standing
    agreement: Agreement | None
    statements: tuple[Statement, ...]
    around: tuple[Statement, ...]
    following: bool


@dataclass(frozen=True, slots=True)
class Batches:
    """What is known of batches."""

    store: Store

    async def page(self, offset: int = 0) -> Page:
        """Return one page of batches, newest exchange first."""
        async with self.store.reading() as reading:
            found = await reading.standings(offset=offset, limit=PAGE + 1)
            heartbeat = await heartbeat_in(reading)
        earlier = offset + PAGE if len(found) > PAGE else None
        return Page(tuple(found[:PAGE]), offset, earlier, heartbeat)

    async def view(self, batch_id: str, *, chat_id: str | None) -> BatchView:
        """Return one batch as this chat sees it; None is somebody of whom nothing is kept.

        Raises:
            Unknown: there is no such batch that families may see.
        """
        async with self.store.reading() as reading:
            standing = await reading.standing(batch_id)
            exchange = standing.exchange
            agreement = (
                await reading.agreement(exchange.agreement_id) if exchange.agreement_id is not None else None
            )
            follows = await reading.follows(chat_id) if chat_id is not None else ()
            return BatchView(
                standing,
                agreement,
                tuple(await reading.published_statements(Subject(SubjectKind.BATCH, batch_id))),
                await _around(reading, exchange.id, agreement),
                any(f.subject == Subject(SubjectKind.BATCH, batch_id) and not f.paused for f in follows),
            )

    async def timeline(self, agreement_id: str) -> Timeline:
        """Return how an agreement went so far, without what families may not see.

        Raises:
            Unknown: there is no such agreement, or families see nothing of it.
        """
        async with self.store.reading() as reading:
            agreement = await reading.agreement(agreement_id)
            pledges = await reading.published_statements(Subject(SubjectKind.AGREEMENT, agreement_id))
            exchanges = [x for x in await reading.exchanges() if x.agreement_id == agreement_id]
            stages = [await _stage(reading, exchange) for exchange in reversed(exchanges)]
        shown = tuple(stage for stage in stages if stage.groups or stage.figures)
        if not shown and not pledges:
            raise Unknown(agreement_id)
        return Timeline(agreement, tuple(pledges), shown)


async def _stage(reading: Reading, exchange: Exchange) -> Stage:
    batches = [batch for batch in await reading.batches() if batch.exchange_id == exchange.id]
    seen = [batch for batch in batches if batch.state not in (BatchState.DRAFT, BatchState.WITHDRAWN)]
    groups = [
        Group(
            await reading.standing(batch.id),
            with_figures(await reading.published_statements(Subject(SubjectKind.BATCH, batch.id))),
        )
        for batch in seen
    ]
    about = await reading.published_statements(Subject(SubjectKind.EXCHANGE, exchange.id))
    return Stage(exchange, tuple(groups), with_figures(about))


async def _around(reading: Reading, exchange_id: str, agreement: Agreement | None) -> tuple[Statement, ...]:
    said = list(await reading.published_statements(Subject(SubjectKind.EXCHANGE, exchange_id)))
    if agreement is not None:
        said += await reading.published_statements(Subject(SubjectKind.AGREEMENT, agreement.id))
    return tuple(sorted(said, key=lambda statement: statement.source.stated_on))
