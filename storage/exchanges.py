"""Agreements, exchanges, batches, and what was said of them."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.core.answers import Standing
from bot.core.errors import StoreUnavailable, Unknown
from bot.core.exchanges import (
    Agreement,
    Batch,
    BatchState,
    Category,
    Counted,
    Exchange,
    Figure,
    Localized,
    Party,
    Side,
    Source,
    StatementKind,
    Subject,
    SubjectKind,
)
from bot.core.statements import Statement, StatementReview, disputed
from storage.room import Room, Row
from storage.times import from_ms, to_ms


class ExchangesReading(Room):
    """What was agreed, carried out and said, looked at."""

    async def agreements(self) -> Sequence[Agreement]:
        return [_agreement(row) for row in await self._session.rows("agreements")]

    async def agreement(self, agreement_id: str) -> Agreement:
        return _agreement(await self._one("agreement", agreement_id))

    async def exchanges(self) -> Sequence[Exchange]:
        return [_exchange(row) for row in await self._session.rows("exchanges")]

    async def exchange(self, exchange_id: str) -> Exchange:
        return _exchange(await self._one("exchange", exchange_id))

    async def batch(self, batch_id: str) -> Batch:
        return _batch(await self._one("batch", batch_id))

    async def batches(self) -> Sequence[Batch]:
        return [_batch(row) for row in await self._session.rows("batches")]

    async def standing(self, batch_id: str) -> Standing:
        row = await self._one("batch", batch_id)
        if row["standing_by"] is None:
            raise Unknown(batch_id)
        (standing,) = await self._standings([row])
        return standing

    async def standings(self, *, offset: int, limit: int) -> Sequence[Standing]:
        rows = await self._session.rows("seen_batches", offset=offset, limit=limit)
        return await self._standings(rows)

    async def statement(self, statement_id: str) -> Statement:
        return _statement(await self._one("statement", statement_id))

    async def published_statements(self, about: Subject) -> Sequence[Statement]:
        rows = await self._session.rows("published_statements", kind=about.kind, about=about.id)
        return [_statement(row) for row in rows]

    async def newest_statements(self, *, limit: int) -> Sequence[Statement]:
        rows = await self._session.rows("newest_statements", limit=limit)
        return [_statement(row) for row in rows]

    async def open_statements(self) -> Sequence[Statement]:
        return [_statement(row) for row in await self._session.rows("open_statements")]

    async def _standings(self, batches: Sequence[Row]) -> Sequence[Standing]:
        exchange_ids = self._session.listed({batch["exchange_id"] for batch in batches})
        exchanges = await self._session.rows("exchanges_of_ids", ids=exchange_ids)
        batch_ids = self._session.listed([batch["id"] for batch in batches])
        said = await self._session.rows("statements_of_batches", ids=batch_ids)
        return standings_of(batches, exchanges, said)


class ExchangesWriting(ExchangesReading):
    """What was agreed, carried out and said, written down."""

    async def add_agreement(self, agreement: Agreement) -> None:
        await self._session.change(
            "add_agreement",
            id=agreement.id,
            title_uk=agreement.title.uk,
            title_ru=agreement.title.ru,
            title_en=agreement.title.en,
            agreed_on=agreement.agreed_on.isoformat(),
        )

    async def add_exchange(self, exchange: Exchange) -> None:
        await self._session.change(
            "add_exchange",
            id=exchange.id,
            agreement_id=exchange.agreement_id,
            day=exchange.day.isoformat(),
            last_day=_day(exchange.last_day),
        )

    async def add_batch(self, batch: Batch) -> None:
        await self._session.change(
            "add_batch",
            id=batch.id,
            exchange_id=batch.exchange_id,
            side=batch.side,
            category=batch.category,
            state=batch.state,
            standing_by=batch.standing_by,
            standing_since=_day(batch.standing_since),
            version=batch.version,
            planned_on=_day(batch.planned_on),
        )

    async def save_batch(self, batch: Batch) -> None:
        await self._swap(
            "save_batch",
            "batch",
            batch.id,
            batch.version,
            state=batch.state,
            standing_by=batch.standing_by,
            standing_since=_day(batch.standing_since),
        )

    async def add_statement(self, statement: Statement) -> None:
        await self._session.change(
            "add_statement",
            id=statement.id,
            about_kind=statement.about.kind,
            about_id=statement.about.id,
            party=statement.party,
            kind=statement.kind,
            number=statement.figure.number if statement.figure is not None else None,
            counted=statement.figure.counted if statement.figure is not None else None,
            words=statement.words,
            publisher=statement.source.publisher,
            stated_on=statement.source.stated_on.isoformat(),
            link=statement.source.link,
            moves_to=statement.moves_to,
            submitted_by=statement.submitted_by,
            review=statement.review,
            published_by=statement.published_by,
            held_until=_to_ms(statement.held_until),
            version=statement.version,
        )

    async def save_statement(self, statement: Statement) -> None:
        await self._swap(
            "save_statement",
            "statement",
            statement.id,
            statement.version,
            review=statement.review,
            published_by=statement.published_by,
            held_until=_to_ms(statement.held_until),
        )

    async def due_statements(self, now: datetime) -> Sequence[Statement]:
        return [_statement(row) for row in await self._session.rows("due_statements", now=to_ms(now))]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _from_day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day is not None else None


def _agreement(row: Row) -> Agreement:
    title = Localized(row["title_uk"], row["title_ru"], row["title_en"])
    return Agreement(row["id"], title, date.fromisoformat(row["agreed_on"]))


def _exchange(row: Row) -> Exchange:
    return Exchange(
        row["id"], row["agreement_id"], date.fromisoformat(row["day"]), _from_day(row["last_day"])
    )


def _batch(row: Row) -> Batch:
    return Batch(
        id=row["id"],
        exchange_id=row["exchange_id"],
        side=Side(row["side"]),
        category=Category(row["category"]),
        state=BatchState(row["state"]),
        standing_by=row["standing_by"],
        standing_since=_from_day(row["standing_since"]),
        version=row["version"],
        planned_on=_from_day(row["planned_on"]),
    )


def _statement(row: Row) -> Statement:
    return Statement(
        id=row["id"],
        about=Subject(SubjectKind(row["about_kind"]), row["about_id"]),
        party=Party(row["party"]),
        kind=StatementKind(row["kind"]),
        figure=Figure(row["number"], Counted(row["counted"])) if row["number"] is not None else None,
        words=row["words"],
        source=Source(row["publisher"], date.fromisoformat(row["stated_on"]), row["link"]),
        moves_to=BatchState(row["moves_to"]) if row["moves_to"] is not None else None,
        submitted_by=row["submitted_by"],
        review=StatementReview(row["review"]),
        published_by=row["published_by"],
        held_until=_from_ms(row["held_until"]),
        version=row["version"],
        turn=row["turn"],
    )


def standings_of(
    batches: Sequence[Row], exchanges: Sequence[Row], statements: Sequence[Row]
) -> Sequence[Standing]:
    """Return the batches of these rows, each with the statement behind its state."""
    of_id = {row["id"]: _exchange(row) for row in exchanges}
    said: dict[str, list[Statement]] = {}
    for row in statements:
        said.setdefault(row["about_id"], []).append(_statement(row))
    return [
        _standing(batch, of_id[batch.exchange_id], said.get(batch.id, ())) for batch in map(_batch, batches)
    ]


def _standing(batch: Batch, exchange: Exchange, said: Sequence[Statement]) -> Standing:
    for statement in said:
        holds = batch.state is BatchState.WITHDRAWN or statement.review is StatementReview.PUBLISHED
        if statement.id == batch.standing_by and holds:
            return Standing(batch, exchange, statement, disputed(said))
    raise StoreUnavailable(f"batch {batch.id} is {batch.state} by no published statement")


def _to_ms(at: datetime | None) -> int | None:
    return to_ms(at) if at is not None else None


def _from_ms(ms: int | None) -> datetime | None:
    return from_ms(ms) if ms is not None else None
