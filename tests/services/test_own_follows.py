"""A follow is paused, named and taken up again by its owner alone."""

from datetime import timedelta

import pytest

from bot.core.alerts import EventKind
from bot.core.errors import BadValue, Unknown
from bot.core.exchanges import Category, Side, StatementKind, SubjectKind
from bot.core.expected import LASTS, Wish
from bot.core.proposals import Proposed
from bot.core.watches import UNDO_LASTS
from bot.services.tidy import Tidying
from storage.tombstones import Tombstones
from tests.services.office import Office
from tests.services.test_follow_wider import CONFIRMED, agreed_batch


async def test_a_paused_follow_brings_no_news_and_is_not_counted(office: Office) -> None:
    batch = await office.announced_batch()
    followed = await office.services.follows.follow(office.halyna, batch.id)
    await office.services.follows.follow(office.clara, batch.id)
    await office.services.own_follows.pause(office.halyna, followed.follow.id)
    async with office.store.reading() as reading:
        assert await reading.followers(batch.id) == 1

    await office.confirms(batch.id)

    assert await office.owed(CONFIRMED) == [office.clara]


@pytest.mark.parametrize("kind", [SubjectKind.EXCHANGE, SubjectKind.AGREEMENT, SubjectKind.CATEGORY])
async def test_a_paused_wider_follow_brings_neither_news_nor_the_withdrawal_of_what_it_never_told(
    office: Office, kind: SubjectKind
) -> None:
    batch = await agreed_batch(office)
    wider = await office.services.follows.follow_wider(office.halyna, batch.id, kind)
    await office.services.own_follows.pause(office.halyna, wider.follow.id)

    await office.confirms(batch.id)
    await office.withdraws(Proposed.WITHDRAW_BATCH, batch.id)

    assert await office.owed(CONFIRMED) == []
    assert await office.owed(EventKind.BATCH_WITHDRAWN) == []


async def test_what_was_told_wrongly_is_taken_back_also_where_the_follow_is_paused_since(
    office: Office,
) -> None:
    batch = await office.announced_batch()
    followed = await office.services.follows.follow(office.halyna, batch.id)
    await office.confirms(batch.id)
    assert await office.owed(CONFIRMED) == [office.halyna]
    await office.services.own_follows.pause(office.halyna, followed.follow.id)

    await office.withdraws(Proposed.WITHDRAW_BATCH, batch.id)

    assert await office.owed(EventKind.BATCH_WITHDRAWN) == [office.halyna]


async def test_a_follow_goes_on_by_its_card_or_by_following_again(office: Office) -> None:
    batch = await office.announced_batch()
    follows, own = office.services.follows, office.services.own_follows
    followed = await follows.follow(office.halyna, batch.id)
    await own.pause(office.halyna, followed.follow.id)
    assert not (await office.services.batches.view(batch.id, chat_id=office.halyna)).following
    assert not (await own.go_on(office.halyna, followed.follow.id)).follow.paused

    await own.pause(office.halyna, followed.follow.id)
    await follows.follow(office.halyna, batch.id)

    (mine,) = await own.of_chat(office.halyna)
    assert not mine.follow.paused
    await office.confirms(batch.id)
    assert await office.owed(CONFIRMED) == [office.halyna]


async def test_a_label_is_kept_sealed_and_can_be_taken_away(office: Office) -> None:
    batch = await office.announced_batch()
    own = office.services.own_follows
    followed = await office.services.follows.follow(office.halyna, batch.id)

    assert (await own.label(office.halyna, followed.follow.id, "  school   friend ")).label == "school friend"
    assert (await own.pause(office.halyna, followed.follow.id)).label == "school friend"
    assert "school friend" not in repr(office.everything())
    assert (await own.label(office.halyna, followed.follow.id, "")).label is None
    with pytest.raises(BadValue):
        await own.label(office.halyna, followed.follow.id, "b" * 41)


async def test_beside_a_category_and_beside_remains_no_name_can_come_to_stand(office: Office) -> None:
    batch = await agreed_batch(office)
    own = office.services.own_follows
    category = await office.services.follows.follow_wider(office.halyna, batch.id, SubjectKind.CATEGORY)
    remains = await office.services.preparations.add_batch(
        await office.draft(office.anna),
        exchange_id=batch.exchange_id,
        side=Side.UKRAINE,
        category=Category.REMAINS,
    )
    await office.agrees(await office.submits(remains.id, StatementKind.ANNOUNCEMENT))
    of_remains = await office.services.follows.follow(office.halyna, remains.id)

    for follow_id in (category.follow.id, of_remains.follow.id):
        with pytest.raises(Unknown):
            await own.label(office.halyna, follow_id, "Taras")
    assert [owned.label for owned in await own.of_chat(office.halyna)] == [None, None]


async def test_the_follows_of_another_chat_are_neither_seen_nor_changed(office: Office) -> None:
    batch = await office.announced_batch()
    own = office.services.own_follows
    followed = await office.services.follows.follow(office.halyna, batch.id)

    for change in (own.one, own.pause, own.go_on):
        with pytest.raises(Unknown):
            await change(office.clara, followed.follow.id)
    with pytest.raises(Unknown):
        await own.label(office.clara, followed.follow.id, "mine")
    assert (await own.one(office.halyna, followed.follow.id)).follow == followed.follow


async def test_undo_brings_a_label_back_for_an_hour_and_then_nothing_is_left_of_it(office: Office) -> None:
    batch = await agreed_batch(office)
    own, follows = office.services.own_follows, office.services.follows
    followed = await follows.follow(office.halyna, batch.id)
    wider = await follows.follow_wider(office.halyna, batch.id, SubjectKind.EXCHANGE)
    for follow in (followed.follow, wider.follow):
        await own.label(office.halyna, follow.id, "school friend")
    await follows.end_of_batch(office.halyna, batch.id)
    office.clock.moves(UNDO_LASTS - timedelta(seconds=1))

    await follows.follow(office.halyna, batch.id)
    await tidied(office)
    await follows.take_up_wider(office.halyna, wider.follow.subject)

    assert [mine.label for mine in await own.of_chat(office.halyna)] == ["school friend"] * 2
    assert not office.everything()["ended_labels"]


async def test_a_label_that_nobody_wanted_back_is_erased_and_does_not_come_again(office: Office) -> None:
    batch = await agreed_batch(office)
    own, follows = office.services.own_follows, office.services.follows
    followed = await follows.follow(office.halyna, batch.id)
    await own.label(office.halyna, followed.follow.id, "school friend")
    await follows.end(office.halyna, followed.follow.id)
    office.clock.moves(UNDO_LASTS)

    await follows.follow(office.clara, batch.id)
    assert office.everything()["ended_labels"], "another chat's follow takes nothing"
    await tidied(office)

    assert not office.everything()["ended_labels"]
    again = await follows.follow(office.halyna, batch.id)
    assert again.follow.sealed_label is None


async def test_a_label_is_too_old_before_it_is_erased(office: Office) -> None:
    batch = await agreed_batch(office)
    own, follows = office.services.own_follows, office.services.follows
    followed = await follows.follow(office.halyna, batch.id)
    await own.label(office.halyna, followed.follow.id, "school friend")
    await follows.end(office.halyna, followed.follow.id)
    office.clock.moves(UNDO_LASTS)

    assert (await follows.follow(office.halyna, batch.id)).follow.sealed_label is None


async def test_what_was_asked_for_is_expected_for_a_quarter_of_an_hour(office: Office) -> None:
    expecting = office.services.expecting
    await expecting.put(office.halyna, Wish.FOLLOW_LABEL, "f1")
    await expecting.put(office.halyna, Wish.PHRASE)
    office.clock.moves(LASTS - timedelta(seconds=1))
    expected = await expecting.of(office.halyna)
    assert expected is not None
    assert expected.wish is Wish.PHRASE
    assert await expecting.of(office.clara) is None

    office.clock.moves(timedelta(seconds=1))

    assert await expecting.of(office.halyna) is None
    await tidied(office)
    assert not office.everything()["expected"]


async def tidied(office: Office) -> None:
    """Drop what has outlived its use."""
    tombstones = Tombstones(office.path)
    await Tidying(office.store, office.clock, office.questions, office.services.log, tombstones).work()
