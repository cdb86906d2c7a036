"""Whoever was told something wrong is told again, first of all; nobody else is."""

from bot.core.alerts import Alert, Delivered, EventKind, Outcome, Rank, TryLater, Uncertain, what_next
from bot.core.exchanges import Party, StatementKind
from bot.core.lists import Edition
from bot.core.proposals import Proposed
from bot.ports import Settling
from tests.builders import HOLD
from tests.services.office import LIST, Office
from tests.services.test_propose import standing_by
from tests.services.test_review import OTHER_ROW

EDITION, STATEMENT, BATCH = (
    Proposed.WITHDRAW_EDITION,
    Proposed.WITHDRAW_STATEMENT,
    Proposed.WITHDRAW_BATCH,
)
CORRECTED = EventKind.EDITION_CORRECTED
ADDED = "Додатковий;Остап;;1991"


async def supersedes(office: Office, edition: Edition, *rows: str) -> Edition:
    """Publish another edition of the same list."""
    return await office.publishes(await office.submits_edition(edition.list_id, *rows))


async def lends(office: Office, limit: int = 100) -> list[Alert]:
    now = office.clock.now
    async with office.store.writing() as writing:
        return list(await writing.lend_due_alerts(now=now, until=now + HOLD, limit=limit))


async def settles(office: Office, alert: Alert, outcome: Outcome) -> None:
    now = office.clock.now
    async with office.store.writing() as writing:
        await writing.settle([Settling(alert, what_next(alert.attempts, outcome, now=now), outcome)], now=now)


# editions


async def test_who_was_answered_from_a_withdrawn_edition_and_follows_is_told(office: Office) -> None:
    edition = await office.published_list()
    batch = await office.batch_of(edition)
    await office.follows(office.halyna, batch.id, edition.id)
    await office.follows(await office.somebody(1), batch.id)

    await office.withdraws(EDITION, edition.id)

    assert await office.owed(CORRECTED) == [office.halyna]


async def test_who_was_answered_is_told_when_a_row_is_gone_or_changed(office: Office) -> None:
    edition = await office.published_list()
    await office.follows(office.halyna, (await office.batch_of(edition)).id, edition.id)

    await supersedes(office, edition, LIST[0], "Неіснуюк;Іван;;2004")

    assert await office.owed(CORRECTED) == [office.halyna]


async def test_rows_that_are_only_added_are_no_correction(office: Office) -> None:
    edition = await office.published_list()
    await office.follows(office.halyna, (await office.batch_of(edition)).id, edition.id)

    await supersedes(office, edition, *LIST, ADDED)

    assert await office.owed(CORRECTED) == []


async def test_who_was_answered_two_editions_ago_is_told_when_a_row_of_then_goes_now(office: Office) -> None:
    first = await office.published_list()
    await office.follows(office.halyna, (await office.batch_of(first)).id, first.id)
    second = await supersedes(office, first, *LIST, ADDED)
    assert await office.owed(CORRECTED) == []

    await supersedes(office, second, LIST[0], ADDED)

    assert await office.owed(CORRECTED) == [office.halyna]


async def test_a_row_that_came_after_the_answer_and_goes_again_concerns_nobody_answered_before(
    office: Office,
) -> None:
    first = await office.published_list()
    await office.follows(office.halyna, (await office.batch_of(first)).id, first.id)
    second = await supersedes(office, first, *LIST, ADDED)

    await supersedes(office, second, *LIST, OTHER_ROW)

    assert await office.owed(CORRECTED) == []


async def test_who_was_told_of_a_correction_is_not_told_of_the_next_one_about_other_rows(
    office: Office,
) -> None:
    first = await office.published_list()
    await office.follows(office.halyna, (await office.batch_of(first)).id, first.id)
    second = await supersedes(office, first, LIST[0], ADDED)

    await supersedes(office, second, LIST[0], OTHER_ROW)

    assert await office.owed(CORRECTED) == [office.halyna], "once: the rows of the answer stayed"


async def test_who_watches_somebody_by_an_edition_is_told_too(office: Office) -> None:
    edition = await office.published_list()
    await office.watches(office.halyna, "Вигаданець Тарас Петрович, 2002", editions=[edition.id])

    await office.withdraws(EDITION, edition.id)

    assert await office.owed(CORRECTED) == [office.halyna]


async def test_who_ended_the_follow_is_not_told(office: Office) -> None:
    edition = await office.published_list()
    batch = await office.batch_of(edition)
    await office.follows(office.halyna, batch.id, edition.id)
    await office.services.follows.end_of_batch(office.halyna, batch.id)

    await office.withdraws(EDITION, edition.id)

    assert await office.owed(CORRECTED) == []


async def test_who_presses_follow_under_an_answer_that_was_corrected_since_is_told_at_once(
    office: Office,
) -> None:
    edition = await office.published_list()
    batch = await office.batch_of(edition)
    await office.withdraws(EDITION, edition.id)

    followed = await office.follows(office.halyna, batch.id, edition.id)

    assert followed.outdated
    assert followed.follow.editions == frozenset()
    assert await office.owed(CORRECTED) == []


# states


async def test_who_got_the_alert_of_a_confirmation_that_is_taken_back_is_told(office: Office) -> None:
    batch = await office.announced_batch()
    told, late = office.halyna, await office.somebody(1)
    await office.follows(told, batch.id)
    await office.confirms(batch.id)
    await office.announcements().work()
    for alert in await lends(office):
        await settles(office, alert, Delivered())
    await office.follows(late, batch.id)

    await office.withdraws(STATEMENT, await standing_by(office, batch.id))

    assert await office.owed(EventKind.STATEMENT_CORRECTED) == [told]


async def test_who_followed_while_a_wrong_state_was_shown_is_told(office: Office) -> None:
    batch = await office.announced_batch()
    await office.confirms(batch.id)
    shown = await standing_by(office, batch.id)
    await office.follows(office.halyna, batch.id, statement_id=shown)
    await office.follows(await office.somebody(1), batch.id)

    await office.withdraws(STATEMENT, shown)

    assert await office.owed(EventKind.STATEMENT_CORRECTED) == [office.halyna]


async def test_who_presses_follow_under_a_state_that_was_taken_back_since_is_told_at_once(
    office: Office,
) -> None:
    batch = await office.announced_batch()
    await office.confirms(batch.id)
    shown = await standing_by(office, batch.id)
    await office.withdraws(STATEMENT, shown)

    followed = await office.follows(office.halyna, batch.id, statement_id=shown)

    assert followed.outdated
    assert followed.follow.statements == frozenset()


async def test_alerts_that_did_not_go_out_are_called_off_and_corrected_to_nobody(office: Office) -> None:
    batch = await office.announced_batch()
    people = [await office.somebody(number) for number in range(5)]
    for chat_id in people:
        await office.follows(chat_id, batch.id)
    await office.confirms(batch.id)
    await office.announcements().work()
    lent = [a for a in await lends(office) if a.event.kind is EventKind.BATCH_CONFIRMED]
    assert len(lent) == 5
    delivered, cut, refused, *_ = lent
    await settles(office, delivered, Delivered())
    await settles(office, cut, Uncertain())
    await settles(office, refused, TryLater())

    await office.withdraws(STATEMENT, await standing_by(office, batch.id))

    assert await office.owed(EventKind.STATEMENT_CORRECTED) == sorted([delivered.chat_id, cut.chat_id])


async def test_an_alert_that_was_on_its_way_is_corrected_only_if_it_arrives(office: Office) -> None:
    batch = await office.announced_batch()
    for number in range(3):
        await office.follows(await office.somebody(number), batch.id)
    await office.confirms(batch.id)
    await office.announcements().work()
    arrives, cut, refused = [a for a in await lends(office) if a.event.kind is EventKind.BATCH_CONFIRMED]
    await office.withdraws(STATEMENT, await standing_by(office, batch.id))
    assert await office.owed(EventKind.STATEMENT_CORRECTED) == []

    await settles(office, arrives, Delivered())
    await settles(office, cut, Uncertain())
    await settles(office, refused, TryLater())

    assert await office.owed(EventKind.STATEMENT_CORRECTED) == sorted([arrives.chat_id, cut.chat_id])
    async with office.store.reading() as reading:
        assert await reading.unfinished_events() == []


async def test_a_loan_that_ran_out_while_it_was_taken_back_may_have_arrived(office: Office) -> None:
    batch = await office.announced_batch()
    await office.follows(office.halyna, batch.id)
    await office.confirms(batch.id)
    await office.announcements().work()
    await lends(office)
    await office.withdraws(STATEMENT, await standing_by(office, batch.id))

    office.clock.moves(3 * HOLD)

    assert await office.owed(EventKind.STATEMENT_CORRECTED) == [office.halyna]
    assert EventKind.BATCH_CONFIRMED not in {alert.event.kind for alert in await lends(office)}


async def test_followers_whom_the_broadcast_did_not_reach_are_never_told_of_it(office: Office) -> None:
    batch = await office.announced_batch()
    await office.follows(office.halyna, batch.id)
    await office.confirms(batch.id)

    await office.withdraws(STATEMENT, await standing_by(office, batch.id))

    await office.announcements().work()
    assert EventKind.BATCH_CONFIRMED not in {alert.event.kind for alert in await lends(office)}
    assert await office.owed(EventKind.STATEMENT_CORRECTED) == []


async def test_corrections_go_out_before_everything_else(office: Office) -> None:
    edition = await office.published_list()
    batch = await office.batch_of(edition)
    await office.follows(office.halyna, batch.id, edition.id)
    await office.follows(await office.somebody(1), batch.id)
    await office.confirms(batch.id)
    await office.announcements().work()
    office.clock.moves(HOLD)
    await office.withdraws(EDITION, edition.id)
    await office.announcements().work()

    kinds = [alert.event.kind for alert in await lends(office)]

    assert kinds[0] is CORRECTED
    assert kinds[-1] is EventKind.BATCH_CONFIRMED
    assert min(Rank) is Rank.CORRECTION


async def test_of_a_withdrawn_batch_all_are_told_who_were_told_anything_or_follow(office: Office) -> None:
    edition = await office.published_list()
    batch = await office.batch_of(edition)
    follower, answered, alerted, stranger = [await office.somebody(number) for number in range(4)]
    await office.follows(answered, batch.id, edition.id)
    await office.follows(alerted, batch.id)
    await office.confirms(batch.id)
    await office.announcements().work()
    for alert in await lends(office):
        await settles(office, alert, Delivered())
    await office.services.follows.end_of_batch(alerted, batch.id)
    await office.follows(follower, batch.id)
    assert stranger

    await office.withdraws(BATCH, batch.id)

    assert await office.owed(EventKind.BATCH_WITHDRAWN) == sorted([follower, answered, alerted])


# what moves a batch besides


async def test_followers_are_told_that_an_exchange_is_postponed_cancelled_and_announced_anew(
    office: Office,
) -> None:
    batch = await office.announced_batch()
    await office.follows(office.halyna, batch.id)

    for kind in (StatementKind.DELAY, StatementKind.CANCELLATION, StatementKind.ANNOUNCEMENT):
        await office.agrees(await office.submits(batch.id, kind))

    assert await office.owed(EventKind.BATCH_CHANGED) == [office.halyna] * 3


async def test_nobody_is_woken_by_a_first_announcement_or_by_what_another_party_claims(
    office: Office,
) -> None:
    batch = await office.announced_batch()
    await office.follows(office.halyna, batch.id)

    await office.agrees(await office.submits(batch.id, StatementKind.CLAIM, party=Party.RUSSIA))

    assert await office.owed(EventKind.BATCH_CHANGED) == []


async def test_a_postponement_that_was_our_mistake_is_corrected(office: Office) -> None:
    batch = await office.announced_batch()
    await office.follows(office.halyna, batch.id)
    delay = await office.agrees(await office.submits(batch.id, StatementKind.DELAY))
    await office.announcements().work()
    for alert in await lends(office):
        await settles(office, alert, Delivered())

    await office.withdraws(STATEMENT, delay.statement.id)

    assert await office.owed(EventKind.STATEMENT_CORRECTED) == [office.halyna]
