"""What moderators see at a glance, and that they looked for new lists."""

import pytest

from bot.core.alerts import EventKind
from bot.core.errors import NotAllowed
from bot.core.exchanges import StatementKind
from bot.core.proposals import Proposed
from bot.core.roles import Role
from bot.core.switches import Switch
from tests.services.office import HALYNA_TELEGRAM, Office
from tests.services.test_grants import invites


async def test_the_desk_shows_what_waits(office: Office) -> None:
    list_id = await office.list_of((await office.sets_up_batch()).id)
    edition = await office.uploads(list_id)
    waiting = await office.submits((await office.sets_up_batch()).id, StatementKind.ANNOUNCEMENT)
    grant = await invites(office)
    checked = await office.services.moderators.checked(office.bohdan)

    desk = await office.services.moderators.desk(office.anna)

    assert [e.id for e in desk.editions] == [edition.id]
    assert [s.id for s in desk.statements] == [waiting.statement.id]
    assert [g.id for g in desk.grants] == [grant.id]
    assert (desk.last_check, desk.role) == (checked, Role.OWNER)


async def test_forms_offer_drafts_too(office: Office) -> None:
    batch = await office.sets_up_batch()
    list_id = await office.list_of(batch.id)

    shelf = await office.services.moderators.shelf(office.anna)

    assert [b.id for b in shelf.batches] == [batch.id]
    assert [e.id for e in shelf.exchanges] == [batch.exchange_id]
    assert len(shelf.publishers) == 1
    assert [n.id for n in await office.services.moderators.lists(office.anna, batch.id)] == [list_id]


async def test_nobody_but_a_moderator_looks_checks_invites_or_ends(office: Office) -> None:
    moderators = office.services.moderators
    grant = await invites(office)
    before = office.everything()

    with pytest.raises(NotAllowed):
        await moderators.desk(office.halyna)
    with pytest.raises(NotAllowed):
        await moderators.shelf(office.halyna)
    with pytest.raises(NotAllowed):
        await moderators.lists(office.halyna, "-")
    with pytest.raises(NotAllowed):
        await moderators.checked(office.halyna)
    with pytest.raises(NotAllowed):
        await office.services.grants.end(grant.id, moderator=office.halyna)
    with pytest.raises(NotAllowed):
        await invites(office, by=office.halyna)
    with pytest.raises(NotAllowed):
        await moderators.published(office.halyna)
    with pytest.raises(NotAllowed):
        await moderators.group(office.halyna, "-")
    assert office.everything() == before


async def test_what_somebody_tried_and_may_not_is_noted_without_who_they_are(office: Office) -> None:
    await office.services.rights.note_refusal(office.halyna, "edition-1")

    async with office.store.reading() as reading:
        (line,) = await reading.audit(limit=10)
    assert (line.moderator, line.act, line.subject) == (office.halyna, "refused", "edition-1")
    assert str(HALYNA_TELEGRAM) not in repr(line)


async def test_the_desk_says_what_waits_for_whom(office: Office) -> None:
    await office.grants_clara(Role.EDITOR)
    by_anna = await office.submits((await office.announced_batch()).id, by=office.anna)

    seen = {
        who: await office.services.moderators.desk(who) for who in (office.anna, office.bohdan, office.clara)
    }

    waits = {who: desk.waits_for_me(by_anna.statement.submitted_by) for who, desk in seen.items()}
    assert waits == {office.anna: False, office.bohdan: True, office.clara: False}


async def test_the_desk_shows_what_is_proposed_reported_turned_on_and_on_its_way(office: Office) -> None:
    edition = await office.published_list()
    batch = await office.batch_of(edition)
    await office.follows(office.halyna, batch.id)
    await office.confirms(batch.id)
    await office.announcements().work()
    view = await office.proposes(Proposed.WITHDRAW_EDITION, edition.id)
    await office.services.switches.turn(office.anna, Switch.EXCHANGE_DAY, on=True)

    desk = await office.services.moderators.desk(office.bohdan)

    assert [proposal.id for proposal in desk.proposals] == [view.proposal.id]
    assert set(desk.switches) == {Switch.EXCHANGE_DAY}
    assert [(p.event.kind, p.coming.ready) for p in desk.news] == [(EventKind.BATCH_CONFIRMED, 1)]


async def test_moderators_read_who_did_what_by_the_name_they_are_called(office: Office) -> None:
    await office.services.rights.know(office.anna, "Анна")
    await office.grants_clara()
    await office.services.rights.know(office.clara, "Clara of Telegram")

    desk = await office.services.moderators.desk(office.bohdan)

    assert desk.names == {office.anna: "Анна", office.clara: "Клара"}


async def test_a_group_is_seen_with_its_lists_before_families_see_it(office: Office) -> None:
    batch = await office.sets_up_batch()
    list_id = await office.list_of(batch.id)
    edition = await office.uploads(list_id)

    view = await office.services.moderators.group(office.anna, batch.id)

    assert view.batch == batch
    assert [(name_list.id, [e.id for e in editions]) for name_list, editions in view.lists] == [
        (list_id, [edition.id])
    ]


async def test_what_can_be_withdrawn_or_searched_besides_is_offered(office: Office) -> None:
    edition = await office.published_list()

    published = await office.services.moderators.published(office.anna)

    assert [e.id for e in published.editions] == [edition.id]
    assert [s.kind for s in published.statements] == [StatementKind.ANNOUNCEMENT]
    assert published.others == ()
