"""Followers of an exchange, an agreement or a category hear of its batches, and each hears once."""

from datetime import date

import pytest

from bot.core.alerts import EventKind
from bot.core.errors import Unknown
from bot.core.exchanges import Batch, Category, Localized, Side, StatementKind, SubjectKind
from bot.core.proposals import Proposed
from tests.services.office import Office

WIDER = (SubjectKind.EXCHANGE, SubjectKind.AGREEMENT, SubjectKind.CATEGORY)
CONFIRMED = EventKind.BATCH_CONFIRMED


async def agreed_batch(office: Office, category: Category = Category.UNDER_25) -> Batch:
    """An announced batch of an exchange under an agreement."""
    preparations = office.services.preparations
    agreement = await preparations.add_agreement(
        await office.draft(office.anna), title=Localized("У", "Р", "E"), agreed_on=date(2025, 6, 2)
    )
    exchange = await preparations.add_exchange(
        await office.draft(office.anna), agreement_id=agreement.id, day=date(2025, 6, 9)
    )
    batch = await preparations.add_batch(
        await office.draft(office.anna), exchange_id=exchange.id, side=Side.UKRAINE, category=category
    )
    await office.agrees(await office.submits(batch.id, StatementKind.ANNOUNCEMENT))
    return await office.batch(batch.id)


@pytest.mark.parametrize("kind", WIDER)
async def test_who_follows_what_the_batch_is_part_of_is_told(office: Office, kind: SubjectKind) -> None:
    batch = await agreed_batch(office)
    await office.services.follows.follow_wider(office.halyna, batch.id, kind)

    await office.confirms(batch.id)

    assert await office.owed(CONFIRMED) == [office.halyna]


async def test_who_follows_all_of_it_is_told_once_and_counted_once(office: Office) -> None:
    batch = await agreed_batch(office)
    await office.services.follows.follow(office.halyna, batch.id)
    for kind in WIDER:
        await office.services.follows.follow_wider(office.halyna, batch.id, kind)
        await office.services.follows.follow_wider(office.clara, batch.id, kind)

    await office.confirms(batch.id)

    assert await office.owed(CONFIRMED) == sorted([office.halyna, office.clara])
    async with office.store.reading() as reading:
        assert await reading.followers(batch.id) == 2


@pytest.mark.parametrize("kind", [SubjectKind.EXCHANGE, SubjectKind.AGREEMENT])
async def test_of_remains_only_those_hear_who_opted_in_for_them(office: Office, kind: SubjectKind) -> None:
    batch = await agreed_batch(office)
    await office.services.follows.follow_wider(office.halyna, batch.id, kind)
    preparations = office.services.preparations
    remains = await preparations.add_batch(
        await office.draft(office.anna),
        exchange_id=batch.exchange_id,
        side=Side.UKRAINE,
        category=Category.REMAINS,
    )
    await office.agrees(await office.submits(remains.id, StatementKind.ANNOUNCEMENT))
    await office.services.follows.follow_wider(office.clara, remains.id, SubjectKind.CATEGORY)
    with pytest.raises(Unknown):
        await office.services.follows.follow_wider(office.clara, remains.id, kind)

    await office.confirms(remains.id)

    assert await office.owed(CONFIRMED) == [office.clara]


async def test_stop_under_an_alert_ends_everything_that_brought_it(office: Office) -> None:
    batch = await agreed_batch(office)
    follows = office.services.follows
    await follows.follow(office.halyna, batch.id)
    for kind in WIDER:
        await follows.follow_wider(office.halyna, batch.id, kind)

    ended = await follows.end_of_batch(office.halyna, batch.id)

    assert ended.kinds == set(SubjectKind)
    assert await office.services.own_follows.of_chat(office.halyna) == []
    await office.confirms(batch.id)
    assert await office.owed(CONFIRMED) == []


async def test_a_wider_follow_is_ended_and_taken_up_by_its_own_chat(office: Office) -> None:
    batch = await agreed_batch(office)
    follows = office.services.follows
    wider = await follows.follow_wider(office.halyna, batch.id, SubjectKind.AGREEMENT)
    with pytest.raises(Unknown):
        await follows.end_wider(office.clara, wider.follow.id)

    await follows.end_wider(office.halyna, wider.follow.id)
    assert await office.services.own_follows.of_chat(office.halyna) == []

    again = await follows.take_up_wider(office.halyna, wider.follow.subject)
    (mine,) = await office.services.own_follows.of_chat(office.halyna)
    assert (mine.follow, mine.of) == (again.follow, again.of)


async def test_a_withdrawn_batch_is_told_to_who_follows_its_exchange(office: Office) -> None:
    batch = await agreed_batch(office)
    await office.services.follows.follow_wider(office.halyna, batch.id, SubjectKind.EXCHANGE)

    await office.withdraws(Proposed.WITHDRAW_BATCH, batch.id)

    assert await office.owed(EventKind.BATCH_WITHDRAWN) == [office.halyna]
