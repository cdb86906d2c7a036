from dataclasses import replace
from datetime import date

import pytest

from bot.core.errors import Unknown, WrongState
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
    StatementKind,
    Subject,
    SubjectKind,
)
from bot.core.statements import StatementReview
from bot.ports import Store
from tests.storage.builders import (
    BOHDAN,
    JUNE_NINTH,
    MINUTE,
    NOW,
    YOUNG,
    a_statement,
    add_announced_batch,
)

ISTANBUL = Agreement("istanbul", Localized("Стамбул", "Стамбул", "Istanbul"), date(2025, 6, 2))


async def test_what_is_stored_comes_back_as_it_was(store: Store) -> None:
    exchange = replace(JUNE_NINTH, agreement_id=ISTANBUL.id, last_day=date(2025, 6, 12))
    batch = replace(YOUNG, planned_on=date(2025, 6, 8))
    said = replace(
        a_statement(held_until=NOW + MINUTE), figure=Figure(640, Counted.NAMES), words="«слова», як сказано"
    )
    async with store.writing() as writing:
        await writing.add_agreement(ISTANBUL)
        await writing.add_exchange(exchange)
        await writing.add_batch(batch)
        await writing.add_statement(said)

    async with store.reading() as reading:
        assert await reading.agreement(ISTANBUL.id) == ISTANBUL
        assert await reading.exchange(exchange.id) == exchange
        assert await reading.batch(YOUNG.id) == batch
        assert await reading.statement(said.id) == replace(said, turn=1)


@pytest.mark.parametrize("what", ["agreement", "exchange", "batch", "statement", "standing"])
async def test_an_id_that_nothing_has_is_unknown(store: Store, what: str) -> None:
    async with store.reading() as reading:
        look = getattr(reading, what)
        with pytest.raises(Unknown):
            await look("nothing")


async def test_what_refers_to_nothing_is_not_stored(store: Store) -> None:
    with pytest.raises(Unknown):
        async with store.writing() as writing:
            await writing.add_batch(YOUNG)


async def test_agreements_exchanges_and_batches_come_newest_first(store: Store) -> None:
    later = Exchange("june-20", None, date(2025, 6, 20))
    wounded = Batch("wounded", later.id, Side.UKRAINE, Category.SEVERELY_WOUNDED)
    older = replace(ISTANBUL, id="older", agreed_on=date(2025, 5, 16))
    async with store.writing() as writing:
        for agreement in (older, ISTANBUL):
            await writing.add_agreement(agreement)
        for exchange in (JUNE_NINTH, later):
            await writing.add_exchange(exchange)
        for batch in (YOUNG, wounded):
            await writing.add_batch(batch)

        assert await writing.agreements() == [ISTANBUL, older]
        assert await writing.exchanges() == [later, JUNE_NINTH]
        assert await writing.batches() == [wounded, YOUNG]


async def test_a_draft_batch_is_seen_by_moderators_only(store: Store) -> None:
    async with store.writing() as writing:
        await writing.add_exchange(JUNE_NINTH)
        await writing.add_batch(YOUNG)

        assert await writing.batches() == [YOUNG]
        assert await writing.standings(offset=0, limit=9) == []
        with pytest.raises(Unknown):
            await writing.standing(YOUNG.id)


async def test_a_batch_stands_with_its_exchange_and_the_statement_behind_it(store: Store) -> None:
    async with store.writing() as writing:
        batch = await add_announced_batch(writing)

    async with store.reading() as reading:
        standing = await reading.standing(YOUNG.id)
        assert await reading.standings(offset=0, limit=9) == [standing]
    assert standing.batch == batch
    assert standing.exchange == JUNE_NINTH
    assert standing.statement.id == batch.standing_by
    assert not standing.disputed


async def test_a_batch_is_disputed_while_published_statements_contradict_each_other(store: Store) -> None:
    claim = a_statement("claim", party=Party.RUSSIA, kind=StatementKind.CLAIM, moves_to=None)
    denial = replace(claim, id="denial", party=Party.UKRAINE, kind=StatementKind.DENIAL)
    waiting = replace(denial, id="waiting", review=StatementReview.SUBMITTED)
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await writing.add_statement(claim)
        await writing.add_statement(waiting)
        assert not (await writing.standing(YOUNG.id)).disputed

        await writing.add_statement(denial)
        assert (await writing.standing(YOUNG.id)).disputed


async def test_standings_come_in_pages(store: Store) -> None:
    async with store.writing() as writing:
        for number in range(5):
            batch = replace(YOUNG, id=f"batch-{number}", exchange_id=f"exchange-{number}")
            await add_announced_batch(writing, batch)

        pages = [await writing.standings(offset=offset, limit=2) for offset in (0, 2, 4, 6)]

    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert len({standing.batch.id for page in pages for standing in page}) == 5


async def test_a_batch_that_somebody_saved_since_is_not_saved_over(store: Store) -> None:
    async with store.writing() as writing:
        batch = await add_announced_batch(writing)
        await writing.save_batch(replace(batch, state=BatchState.POSTPONED))

    with pytest.raises(WrongState):
        async with store.writing() as writing:
            await writing.save_batch(replace(batch, state=BatchState.CANCELLED))

    async with store.reading() as reading:
        assert (await reading.batch(batch.id)).state is BatchState.POSTPONED


async def test_what_was_never_stored_cannot_be_saved(store: Store) -> None:
    async with store.writing() as writing:
        with pytest.raises(Unknown):
            await writing.save_batch(YOUNG)
        with pytest.raises(Unknown):
            await writing.save_statement(a_statement())


async def test_statements_of_a_day_keep_the_order_in_which_they_took_effect(store: Store) -> None:
    said = [a_statement(id_, moves_to=None) for id_ in ("zulu", "alfa", "mike")]
    earlier = a_statement("earlier", moves_to=None, stated_on=date(2025, 6, 8))
    async with store.writing() as writing:
        for statement in [*said, earlier]:
            await writing.add_statement(statement)

        about = Subject(SubjectKind.BATCH, YOUNG.id)
        found = await writing.published_statements(about)
        assert [statement.id for statement in found] == ["earlier", "zulu", "alfa", "mike"]


async def test_open_statements_are_those_submitted_or_held(store: Store) -> None:
    reviews = {review: a_statement(review.value, review=review) for review in StatementReview}
    async with store.writing() as writing:
        for statement in reviews.values():
            await writing.add_statement(statement)

        assert await writing.open_statements() == [
            reviews[StatementReview.SUBMITTED],
            reviews[StatementReview.HELD],
        ]


async def test_a_hold_is_due_when_it_has_ended_and_not_before(store: Store) -> None:
    held = a_statement(review=StatementReview.HELD, held_until=NOW)
    async with store.writing() as writing:
        await writing.add_statement(held)

        assert await writing.due_statements(NOW - MINUTE) == []
        assert await writing.due_statements(NOW) == [held]

        await writing.save_statement(replace(held, review=StatementReview.STOPPED, published_by=BOHDAN))
        assert await writing.due_statements(NOW) == []


async def test_statements_get_their_turn_as_they_take_effect_and_keep_it(store: Store) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        for id_ in ("earlier", "later"):
            waiting = a_statement(id_, moves_to=None, review=StatementReview.SUBMITTED)
            await writing.add_statement(waiting)
        for id_ in ("later", "earlier"):
            await writing.save_statement(
                replace(await writing.statement(id_), review=StatementReview.PUBLISHED)
            )
        await writing.save_statement(
            replace(await writing.statement("later"), review=StatementReview.WITHDRAWN)
        )

        turns = {id_: (await writing.statement(id_)).turn for id_ in ("young-announced", "later", "earlier")}
        assert turns == {"young-announced": 1, "later": 2, "earlier": 3}
