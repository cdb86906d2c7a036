"""What families already see is taken back, or searched besides, by two people and in one step."""

import asyncio
from collections import Counter

import pytest

from bot.core.answers import Listed, NotListed
from bot.core.errors import BadValue, NotAllowed, NothingToSearch, RoleTooLow, WrongCode, WrongState
from bot.core.exchanges import BatchState, Party, StatementKind
from bot.core.lists import PublisherKind, Review
from bot.core.proposals import ProposalReview, Proposed, Reason
from bot.core.roles import Role
from bot.core.statements import StatementReview
from bot.services.together import Services
from tests.services.office import Office
from tests.services.test_inquire import LISTED, asks
from tests.services.test_review import OTHER_ROW, breaks_everywhere_without_a_trace

EDITION, STATEMENT, BATCH = (
    Proposed.WITHDRAW_EDITION,
    Proposed.WITHDRAW_STATEMENT,
    Proposed.WITHDRAW_BATCH,
)
HARM = "Кому це зашкодить і чому все ж шукаємо"


async def standing_by(office: Office, batch_id: str) -> str:
    """The statement behind the batch's state."""
    standing = (await office.batch(batch_id)).standing_by
    assert standing is not None
    return standing


async def test_what_one_person_proposes_changes_nothing(office: Office) -> None:
    edition = await office.published_list()
    batch = await office.batch_of(edition)

    await office.proposes(EDITION, edition.id)
    await office.proposes(STATEMENT, await standing_by(office, batch.id))
    await office.proposes(BATCH, batch.id)

    assert isinstance(await asks(office, LISTED), Listed)
    assert await office.batch(batch.id) == batch


async def test_a_withdrawn_edition_is_searched_no_more(office: Office) -> None:
    edition = await office.published_list()

    view = await office.withdraws(EDITION, edition.id)

    assert view.proposal.review is ProposalReview.AGREED
    assert (await office.edition(edition.id)).review is Review.WITHDRAWN
    with pytest.raises(NothingToSearch):
        await asks(office, LISTED)
    assert (await office.acts())[-2:] == ["proposal agreed", "edition withdrawn"]


async def test_after_a_withdrawal_the_list_takes_a_new_edition(office: Office) -> None:
    edition = await office.published_list()
    await office.withdraws(EDITION, edition.id)

    newer = await office.publishes(await office.submits_edition(edition.list_id, OTHER_ROW))

    assert (newer.review, newer.number) == (Review.PUBLISHED, 2)
    assert isinstance(await asks(office, LISTED), NotListed)


async def test_a_confirmation_taken_back_leaves_what_was_stated_besides(office: Office) -> None:
    batch = await office.announced_batch()
    await office.agrees(await office.submits(batch.id, StatementKind.CLAIM, party=Party.RUSSIA))
    await office.confirms(batch.id)
    confirmation = await standing_by(office, batch.id)

    view = await office.proposes(STATEMENT, confirmation)
    assert view.proposal.leads_to == BatchState.CLAIMED
    await office.agrees_to(view)

    assert await office.state(batch.id) is BatchState.CLAIMED
    async with office.store.reading() as reading:
        assert (await reading.statement(confirmation)).review is StatementReview.WITHDRAWN
    seen = await office.services.batches.view(batch.id, chat_id=None)
    assert confirmation not in {statement.id for statement in seen.statements}


async def test_a_batch_can_be_confirmed_anew_after_a_confirmation_was_taken_back(office: Office) -> None:
    batch = await office.announced_batch()
    await office.confirms(batch.id)
    await office.withdraws(STATEMENT, await standing_by(office, batch.id))

    await office.confirms(batch.id)

    assert await office.state(batch.id) is BatchState.CONFIRMED


async def test_without_its_only_statement_a_batch_is_withdrawn_and_still_seen_as_that(office: Office) -> None:
    batch = await office.announced_batch()

    view = await office.proposes(STATEMENT, await standing_by(office, batch.id))
    assert view.proposal.leads_to == BatchState.WITHDRAWN
    await office.agrees_to(view)

    seen = await office.services.batches.view(batch.id, chat_id=None)
    assert seen.standing.batch.state is BatchState.WITHDRAWN
    assert (await office.services.batches.page()).standings == (seen.standing,)


async def test_a_statement_that_stood_beside_is_taken_back_without_moving_the_batch(office: Office) -> None:
    batch = await office.announced_batch()
    denial = await office.agrees(await office.submits(batch.id, StatementKind.DENIAL, party=Party.RUSSIA))
    before = await office.batch(batch.id)

    await office.withdraws(STATEMENT, denial.statement.id)

    after = await office.batch(batch.id)
    assert (after.state, after.standing_by) == (before.state, before.standing_by)


async def test_a_withdrawn_batch_is_neither_searched_nor_stated_about_any_more(office: Office) -> None:
    edition = await office.published_list()
    batch = await office.batch_of(edition)
    waiting = await office.submits(batch.id)
    draft = await office.submits_edition(edition.list_id, OTHER_ROW)

    await office.withdraws(BATCH, batch.id)

    assert await office.state(batch.id) is BatchState.WITHDRAWN
    with pytest.raises(NothingToSearch):
        await asks(office, LISTED)
    with pytest.raises(WrongState):
        await office.agrees(waiting)
    with pytest.raises(WrongState):
        await office.publishes(draft)
    with pytest.raises(WrongState):
        await office.submits(batch.id, StatementKind.CLAIM, party=Party.RUSSIA)


async def test_nobody_agrees_to_their_own_proposal(office: Office) -> None:
    edition = await office.published_list()
    view = await office.proposes(EDITION, edition.id)
    before = office.everything()

    with pytest.raises(NotAllowed):
        await office.agrees_to(view, by=office.anna)
    assert office.everything() == before


async def test_a_wrong_code_agrees_to_nothing(office: Office) -> None:
    view = await office.proposes(EDITION, (await office.published_list()).id)
    before = office.everything()

    with pytest.raises(WrongCode):
        await office.services.proposals.agree(view.proposal.id, moderator=office.bohdan, code="AAAA")
    assert office.everything() == before


async def test_a_stopped_proposal_is_agreed_to_no_more(office: Office) -> None:
    view = await office.proposes(EDITION, (await office.published_list()).id)
    await office.services.proposals.stop(view.proposal.id, moderator=office.anna)

    with pytest.raises(WrongState):
        await office.agrees_to(view)
    assert (await office.acts())[-1] == "proposal stopped"


async def test_the_same_is_not_proposed_twice_at_once(office: Office) -> None:
    edition = await office.published_list()
    await office.proposes(EDITION, edition.id)

    with pytest.raises(WrongState):
        await office.proposes(EDITION, edition.id, by=office.bohdan)


async def test_a_proposal_that_would_lead_elsewhere_by_now_is_not_agreed_to(office: Office) -> None:
    """The second person would agree to another state than the screen shows."""
    batch = await office.announced_batch()
    await office.confirms(batch.id)
    view = await office.proposes(STATEMENT, await standing_by(office, batch.id))
    assert view.proposal.leads_to == BatchState.ANNOUNCED
    await office.agrees(await office.submits(batch.id, StatementKind.CLAIM, party=Party.RUSSIA))

    with pytest.raises(WrongState):
        await office.agrees_to(view)
    foreseen = await office.services.proposals.foresee(office.anna, STATEMENT, view.proposal.subject)
    assert foreseen is BatchState.CLAIMED


async def test_an_edition_superseded_meanwhile_is_not_withdrawn(office: Office) -> None:
    edition = await office.published_list()
    view = await office.proposes(EDITION, edition.id)
    await office.publishes(await office.submits_edition(edition.list_id, OTHER_ROW))

    with pytest.raises(WrongState):
        await office.agrees_to(view)


async def test_a_withdrawal_without_a_reason_is_not_even_proposed(office: Office) -> None:
    edition = await office.published_list()

    with pytest.raises(BadValue, match="reason"):
        await office.proposes(EDITION, edition.id, reason=None)


async def test_what_is_no_longer_or_was_never_published_is_not_withdrawn(office: Office) -> None:
    batch = await office.sets_up_batch()
    draft = await office.uploads(await office.list_of(batch.id))
    waiting = await office.submits(batch.id, StatementKind.ANNOUNCEMENT)

    for kind, subject in ((EDITION, draft.id), (STATEMENT, waiting.statement.id), (BATCH, batch.id)):
        with pytest.raises(WrongState):
            await office.proposes(kind, subject)


async def test_of_fifty_who_agree_at_once_exactly_one_does(office: Office) -> None:
    view = await office.proposes(EDITION, (await office.published_list()).id)

    done = await asyncio.gather(*[office.agrees_to(view) for _ in range(50)], return_exceptions=True)

    assert Counter(type(result).__name__ for result in done) == {"ProposalView": 1, "WrongState": 49}
    assert (await office.acts()).count("edition withdrawn") == 1


@pytest.mark.parametrize("kind", [EDITION, STATEMENT, BATCH])
async def test_wherever_the_disk_breaks_a_withdrawal_happens_as_a_whole_or_not_at_all(
    office: Office, kind: Proposed
) -> None:
    edition = await office.published_list()
    batch = await office.batch_of(edition)
    await office.confirms(batch.id)
    await office.follows(office.halyna, batch.id, edition.id)
    await office.announcements().work()
    subjects = {EDITION: edition.id, STATEMENT: await standing_by(office, batch.id), BATCH: batch.id}
    view = await office.proposes(kind, subjects[kind])

    async def agree(services: Services) -> None:
        await office.agrees_to(view, services=services)

    await breaks_everywhere_without_a_trace(office, agree)
    assert "proposal agreed" in await office.acts()


async def of_one_side(office: Office, kind: PublisherKind = PublisherKind.RUSSIA) -> str:
    """A published list of a publisher whose class is not searched; returns its id."""
    list_id = await office.list_of((await office.announced_batch()).id, kind=kind)
    await office.publishes(await office.submits_edition(list_id))
    await office.services.moderators.checked(office.anna)
    return list_id


@pytest.mark.parametrize("kind", [PublisherKind.RUSSIA, PublisherKind.UNVERIFIED])
async def test_a_list_of_one_side_alone_is_searched_once_two_people_have_agreed(
    office: Office, kind: PublisherKind
) -> None:
    list_id = await of_one_side(office, kind)
    with pytest.raises(NothingToSearch):
        await asks(office, LISTED)

    view = await office.proposes(Proposed.SEARCH_LIST, list_id, reason=None, words=HARM)
    with pytest.raises(NothingToSearch):
        await asks(office, LISTED)
    await office.agrees_to(view)

    answer = await asks(office, LISTED)
    assert isinstance(answer, Listed)
    assert answer.matches[0].candidate.list.switched_on
    async with office.store.reading() as reading:
        assert (await reading.proposal(view.proposal.id)).words == HARM, "the harm check is kept"


async def test_only_that_one_list_is_searched_and_no_other_of_its_class(office: Office) -> None:
    list_id = await of_one_side(office)
    other = await office.list_of((await office.announced_batch()).id, kind=PublisherKind.RUSSIA)
    await office.publishes(await office.submits_edition(other, OTHER_ROW))
    await office.searches(list_id)

    assert isinstance(await asks(office, "Небувальний Остап, 1990"), NotListed)


async def test_a_list_is_searched_no_more_once_two_people_have_agreed_to_that(office: Office) -> None:
    list_id = await of_one_side(office)
    await office.searches(list_id)

    await office.agrees_to(
        await office.proposes(Proposed.STOP_SEARCHING_LIST, list_id, reason=None, words="")
    )

    with pytest.raises(NothingToSearch):
        await asks(office, LISTED)
    assert [act for act in await office.acts() if act.startswith("list s")][-2:] == [
        "list switched on",
        "list switched off",
    ]


async def test_only_an_owner_proposes_to_search_a_list_and_not_without_a_harm_check(office: Office) -> None:
    list_id = await of_one_side(office)
    await office.grants_clara(Role.PUBLISHER)

    with pytest.raises(RoleTooLow):
        await office.proposes(Proposed.SEARCH_LIST, list_id, reason=None, words=HARM, by=office.clara)
    with pytest.raises(BadValue, match="harm"):
        await office.proposes(Proposed.SEARCH_LIST, list_id, reason=None)


async def test_a_list_that_is_searched_anyway_is_not_switched_on(office: Office) -> None:
    edition = await office.published_list()

    with pytest.raises(WrongState):
        await office.proposes(Proposed.SEARCH_LIST, edition.list_id, reason=None, words=HARM)


async def test_nobody_but_a_moderator_of_enough_rights_proposes_agrees_stops_or_looks(
    office: Office,
) -> None:
    edition = await office.published_list()
    view = await office.proposes(EDITION, edition.id)
    proposals = office.services.proposals
    await office.grants_clara(Role.VIEWER)
    before = office.everything()

    with pytest.raises(NotAllowed):
        await office.agrees_to(view, by=office.halyna)
    with pytest.raises(NotAllowed):
        await proposals.view(view.proposal.id, moderator=office.halyna)
    with pytest.raises(NotAllowed):
        await proposals.stop(view.proposal.id, moderator=office.halyna)
    with pytest.raises(RoleTooLow):
        await office.agrees_to(view, by=office.clara)
    with pytest.raises(RoleTooLow):
        await proposals.stop(view.proposal.id, moderator=office.clara)
    with pytest.raises(RoleTooLow):
        await proposals.foresee(office.clara, EDITION, edition.id)
    assert (await proposals.view(view.proposal.id, moderator=office.clara)).proposal == view.proposal
    assert office.everything() == before


async def test_the_reason_is_one_that_families_can_read(office: Office) -> None:
    edition = await office.published_list()

    view = await office.proposes(EDITION, edition.id, reason=Reason.NOT_GENUINE, words="примітка")

    assert (view.proposal.reason, view.proposal.words) == (Reason.NOT_GENUINE, "примітка")
