"""A statement on its way to families, by two people; and a confirmation through its hold."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.core.alerts import EventKind
from bot.core.answers import Listed, Standing
from bot.core.errors import BadValue, NotAllowed, Unknown, WrongCode, WrongState
from bot.core.exchanges import BatchState, Party, StatementKind
from bot.core.roles import GRANT_LASTS
from bot.core.statements import StatementReview
from bot.services.together import Services
from tests.builders import HOLD
from tests.services.office import Office
from tests.services.test_inquire import LISTED, asks
from tests.services.test_review import breaks_everywhere_without_a_trace

INSTANT = timedelta(milliseconds=1)
ANNOUNCED, CLAIMED, CONFIRMED = BatchState.ANNOUNCED, BatchState.CLAIMED, BatchState.CONFIRMED


async def confirmations_announced(office: Office) -> list[str]:
    """The batches of whose confirmation followers are to hear."""
    async with office.store.reading() as reading:
        events = await reading.unfinished_events()
    return [event.subject_id for event in events if event.kind is EventKind.BATCH_CONFIRMED]


async def test_a_batch_is_invisible_until_two_people_agree_on_its_announcement(office: Office) -> None:
    batch = await office.sets_up_batch()
    waiting = await office.submits(batch.id, StatementKind.ANNOUNCEMENT)
    with pytest.raises(Unknown):
        await office.services.batches.view(batch.id, chat_id=office.halyna)
    assert (await office.services.batches.page()).standings == ()

    await office.agrees(waiting)

    view = await office.services.batches.view(batch.id, chat_id=office.halyna)
    assert view.standing.batch.state is ANNOUNCED
    assert [standing.batch.id for standing in (await office.services.batches.page()).standings] == [batch.id]


@pytest.mark.parametrize(
    ("party", "kind"),
    [
        (Party.UKRAINE, StatementKind.CONFIRMATION),
        (Party.UKRAINE, StatementKind.DENIAL),
        (Party.UKRAINE, StatementKind.DELAY),
        (Party.RUSSIA, StatementKind.CLAIM),
    ],
)
async def test_what_one_person_submitted_has_no_effect(
    office: Office, party: Party, kind: StatementKind
) -> None:
    batch = await office.announced_batch()
    before = await office.services.batches.view(batch.id, chat_id=None)

    await office.submits(batch.id, kind, party=party)
    office.clock.moves(10 * HOLD)

    assert await office.services.confirmations.end_holds() == []
    assert await office.services.batches.view(batch.id, chat_id=None) == before


async def test_nobody_agrees_to_their_own_statement(office: Office) -> None:
    batch = await office.announced_batch()
    waiting = await office.submits(batch.id, by=office.anna)
    before = office.everything()

    with pytest.raises(NotAllowed):
        await office.agrees(waiting, by=office.anna)
    assert office.everything() == before


async def test_a_claim_agreed_by_two_takes_effect_at_once(office: Office) -> None:
    batch = await office.announced_batch()

    await office.agrees(await office.submits(batch.id, StatementKind.CLAIM, party=Party.RUSSIA))

    assert await office.state(batch.id) is CLAIMED
    assert await confirmations_announced(office) == []


async def test_the_other_sides_confirmation_changes_no_state(office: Office) -> None:
    batch = await office.announced_batch()

    await office.agrees(await office.submits(batch.id, party=Party.RUSSIA))
    office.clock.moves(HOLD)

    assert await office.services.confirmations.end_holds() == []
    assert await office.state(batch.id) is ANNOUNCED


async def test_until_the_hold_ends_the_batch_keeps_its_old_state_everywhere(office: Office) -> None:
    edition = await office.published_list()
    async with office.store.reading() as reading:
        batch_id = (await reading.list(edition.list_id)).batch_id
    follows = office.services.follows
    await follows.follow(office.halyna, batch_id)
    view = await office.agrees(await office.submits(batch_id))
    assert view.statement.review is StatementReview.HELD

    office.clock.moves(HOLD - INSTANT)
    assert await office.services.confirmations.end_holds() == []

    answer = await asks(office, LISTED)
    assert isinstance(answer, Listed)
    (followed,) = await office.services.own_follows.of_chat(office.halyna)
    assert isinstance(followed.of, Standing)
    seen = await office.services.batches.view(batch_id, chat_id=None)
    (listed,) = (await office.services.batches.page()).standings
    states = [answer.matches[0].candidate.standing, followed.of, seen.standing, listed]
    assert [standing.batch.state for standing in states] == [ANNOUNCED] * 4
    assert [statement.kind for statement in seen.statements] == [StatementKind.ANNOUNCEMENT]
    assert await confirmations_announced(office) == []


async def test_when_the_hold_ends_the_batch_is_confirmed_and_its_followers_are_to_be_told(
    office: Office,
) -> None:
    batch = await office.announced_batch()
    view = await office.agrees(await office.submits(batch.id))
    office.clock.moves(HOLD)

    assert await office.services.confirmations.end_holds() == [batch.id]

    confirmed = await office.batch(batch.id)
    assert (confirmed.state, confirmed.standing_by) == (CONFIRMED, view.statement.id)
    assert await confirmations_announced(office) == [batch.id]
    assert (await office.acts())[-2:] == ["statement held", "batch confirmed"]


async def test_a_hold_that_ended_twice_is_told_once(office: Office) -> None:
    batch = await office.announced_batch()
    await office.agrees(await office.submits(batch.id))
    office.clock.moves(HOLD)

    ended = await asyncio.gather(*[office.services.confirmations.end_holds() for _ in range(10)])
    again = await office.services.confirmations.end_holds()

    assert sorted(ended, key=len) == [[]] * 9 + [[batch.id]]
    assert again == []
    assert await confirmations_announced(office) == [batch.id]
    assert (await office.acts()).count("batch confirmed") == 1


async def test_a_hold_of_no_length_ends_at_the_next_look(office: Office) -> None:
    batch = await office.announced_batch()
    services = office.services_over(office.store, hold=timedelta(0))
    await office.agrees(await office.submits(batch.id), services=services)
    assert await office.state(batch.id) is ANNOUNCED

    assert await services.confirmations.end_holds() == [batch.id]


async def test_a_clock_that_is_set_back_while_holds_end_breaks_nothing(office: Office) -> None:
    batch = await office.announced_batch()
    await office.agrees(await office.submits(batch.id))
    office.clock.moves(HOLD)
    moments = iter([office.clock.now])

    def set_back_after_the_first_look() -> datetime:
        return next(moments, office.clock.now - INSTANT)

    confirmations = replace(office.services.confirmations, clock=set_back_after_the_first_look)

    assert await confirmations.end_holds() == [batch.id]


@pytest.mark.parametrize("by", ["anna", "bohdan", "clara"])
async def test_any_moderator_stops_a_held_confirmation_and_only_the_audit_tells(
    office: Office, by: str
) -> None:
    await office.grants_clara()
    batch = await office.announced_batch()
    seen = await office.services.batches.view(batch.id, chat_id=None)
    view = await office.agrees(await office.submits(batch.id))

    await office.services.confirmations.stop(view.statement.id, moderator=getattr(office, by))
    office.clock.moves(2 * HOLD)

    assert await office.services.confirmations.end_holds() == []
    assert await office.services.batches.view(batch.id, chat_id=None) == seen
    assert await confirmations_announced(office) == []
    assert (await office.acts())[-1] == "statement stopped"


async def test_a_stopped_confirmation_may_be_submitted_again(office: Office) -> None:
    batch = await office.announced_batch()
    view = await office.agrees(await office.submits(batch.id))
    await office.services.confirmations.stop(view.statement.id, moderator=office.anna)

    await office.confirms(batch.id)

    assert await office.state(batch.id) is CONFIRMED


async def test_what_took_effect_is_not_stopped(office: Office) -> None:
    batch = await office.announced_batch()
    view = await office.agrees(await office.submits(batch.id))
    office.clock.moves(HOLD)
    await office.services.confirmations.end_holds()

    with pytest.raises(WrongState):
        await office.services.confirmations.stop(view.statement.id, moderator=office.anna)
    assert await office.state(batch.id) is CONFIRMED


async def test_a_confirmation_overtaken_by_another_is_stopped_and_nobody_is_told_twice(
    office: Office,
) -> None:
    batch = await office.announced_batch()
    first = await office.agrees(await office.submits(batch.id))
    second = await office.agrees(await office.submits(batch.id, by=office.bohdan), by=office.anna)
    office.clock.moves(HOLD)

    assert await office.services.confirmations.end_holds() == [batch.id]

    assert (await office.batch(batch.id)).standing_by == first.statement.id
    async with office.store.reading() as reading:
        assert (await reading.statement(second.statement.id)).review is StatementReview.STOPPED
    assert await confirmations_announced(office) == [batch.id]
    assert (await office.acts())[-1] == "statement overtaken"


async def test_an_overtaken_confirmation_does_not_keep_back_those_of_other_batches(office: Office) -> None:
    batch, other = await office.announced_batch(), await office.announced_batch()
    for batch_id in (batch.id, batch.id, other.id):
        await office.agrees(await office.submits(batch_id))
    office.clock.moves(HOLD)

    assert await office.services.confirmations.end_holds() == [batch.id, other.id]


async def test_a_claim_during_the_hold_does_not_keep_the_confirmation_back(office: Office) -> None:
    batch = await office.announced_batch()
    await office.agrees(await office.submits(batch.id))
    await office.agrees(await office.submits(batch.id, StatementKind.CLAIM, party=Party.RUSSIA))
    assert await office.state(batch.id) is CLAIMED
    office.clock.moves(HOLD)

    assert await office.services.confirmations.end_holds() == [batch.id]


async def test_a_denial_after_the_confirmation_is_shown_beside_it_as_disputed(office: Office) -> None:
    batch = await office.announced_batch()
    await office.confirms(batch.id)

    await office.agrees(await office.submits(batch.id, StatementKind.DENIAL, party=Party.RUSSIA))

    view = await office.services.batches.view(batch.id, chat_id=None)
    assert view.standing.batch.state is CONFIRMED
    assert view.standing.disputed


async def test_a_statement_whose_batch_moved_on_is_agreed_no_more(office: Office) -> None:
    batch = await office.announced_batch()
    claim = await office.submits(batch.id, StatementKind.CLAIM, party=Party.RUSSIA)
    await office.confirms(batch.id)

    with pytest.raises(WrongState):
        await office.agrees(claim)
    assert await office.state(batch.id) is CONFIRMED


async def test_a_confirmation_without_its_link_is_not_even_submitted(office: Office) -> None:
    batch = await office.announced_batch()

    with pytest.raises(BadValue, match="link"):
        await office.submits(batch.id, link=None)
    assert (await office.services.moderators.desk(office.anna)).statements == ()
    assert await office.services.preparations.draft(office.anna) is not None, "it can be put right"


async def test_a_count_without_its_number_is_not_even_submitted(office: Office) -> None:
    batch = await office.announced_batch()

    with pytest.raises(BadValue, match="number"):
        await office.submits(batch.id, StatementKind.COUNT)


async def test_a_form_is_submitted_once(office: Office) -> None:
    batch = await office.announced_batch()
    view = await office.submits(batch.id)
    draft = await office.draft(office.anna)
    await office.services.preparations.leave(office.anna)
    said = view.statement

    with pytest.raises(WrongState):
        await office.services.confirmations.submit(
            draft,
            about=said.about,
            party=said.party,
            kind=said.kind,
            figure=None,
            words="",
            source=said.source,
        )
    assert len((await office.services.moderators.desk(office.anna)).statements) == 1


async def test_a_wrong_code_agrees_to_nothing(office: Office) -> None:
    waiting = await office.submits((await office.announced_batch()).id)
    before = office.everything()

    with pytest.raises(WrongCode):
        await office.services.confirmations.agree(waiting.statement.id, moderator=office.bohdan, code="AAAA")
    assert office.everything() == before


async def test_of_fifty_who_agree_at_once_exactly_one_does(office: Office) -> None:
    waiting = await office.submits((await office.announced_batch()).id)

    done = await asyncio.gather(*[office.agrees(waiting) for _ in range(50)], return_exceptions=True)

    assert Counter(type(result).__name__ for result in done) == {"StatementView": 1, "WrongState": 49}
    assert (await office.acts()).count("statement held") == 1


async def test_of_agreeing_and_stopping_at_once_the_batch_is_confirmed_or_not_but_never_both(
    office: Office,
) -> None:
    batch = await office.announced_batch()
    view = await office.agrees(await office.submits(batch.id))
    office.clock.moves(HOLD)
    confirmations = office.services.confirmations

    stopped, ended = await asyncio.gather(
        confirmations.stop(view.statement.id, moderator=office.anna),
        confirmations.end_holds(),
        return_exceptions=True,
    )

    confirmed = await office.state(batch.id) is CONFIRMED
    assert confirmed == (ended == [batch.id]) == isinstance(stopped, WrongState)
    assert await confirmations_announced(office) == ([batch.id] if confirmed else [])


async def test_wherever_the_disk_breaks_an_agreement_leaves_nothing(office: Office) -> None:
    batch = await office.announced_batch()
    claim = await office.submits(batch.id, StatementKind.CLAIM, party=Party.RUSSIA)

    async def agree(services: Services) -> None:
        await office.agrees(claim, services=services)

    await breaks_everywhere_without_a_trace(office, agree)
    assert (await office.acts())[-1] == "statement published"


async def test_wherever_the_disk_breaks_state_event_and_audit_of_a_confirmation_come_together(
    office: Office,
) -> None:
    batch = await office.announced_batch()
    await office.agrees(await office.submits(batch.id))
    office.clock.moves(HOLD)

    async def end_holds(services: Services) -> None:
        await services.confirmations.end_holds()

    await breaks_everywhere_without_a_trace(office, end_holds)
    assert await office.state(batch.id) is CONFIRMED
    assert await confirmations_announced(office) == [batch.id]
    assert (await office.acts())[-1] == "batch confirmed"


async def test_submitting_tells_all_other_moderators(office: Office) -> None:
    await office.grants_clara()
    batch = await office.announced_batch()
    before = office.everything()["outbox"]

    await office.submits(batch.id, by=office.bohdan)

    owed = [row for row in office.everything()["outbox"] if row not in before]
    assert sorted(str(row[1]) for row in owed) == sorted([office.anna, office.clara])


async def test_nobody_but_a_moderator_submits_agrees_stops_or_looks(office: Office) -> None:
    batch = await office.announced_batch()
    waiting = await office.submits(batch.id)
    before = office.everything()

    with pytest.raises(NotAllowed):
        await office.agrees(waiting, by=office.halyna)
    with pytest.raises(NotAllowed):
        await office.services.confirmations.stop(waiting.statement.id, moderator=office.halyna)
    with pytest.raises(NotAllowed):
        await office.services.confirmations.view(waiting.statement.id, moderator=office.halyna)
    with pytest.raises(NotAllowed):
        await office.submits(batch.id, by=office.halyna)
    assert office.everything() == before


async def test_a_right_that_ended_by_itself_is_refused_at_the_act(office: Office) -> None:
    await office.grants_clara()
    waiting = await office.submits((await office.announced_batch()).id)
    office.clock.moves(GRANT_LASTS)
    before = office.everything()

    with pytest.raises(NotAllowed):
        await office.agrees(waiting, by=office.clara)
    assert office.everything() == before
