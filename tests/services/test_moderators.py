"""Who joins the moderators, by whom, and for how long."""

from datetime import timedelta

import pytest

from bot.core.errors import NotAllowed, Unknown, WrongCode, WrongState
from bot.core.exchanges import StatementKind
from bot.core.log import code_of
from bot.core.roles import GRANT_LASTS, INVITATION_LASTS, Grant, GrantReview, Role
from bot.services import Services
from tests.services.office import HALYNA_TELEGRAM, Office
from tests.services.test_review import breaks_everywhere_without_a_trace

INSTANT = timedelta(milliseconds=1)


async def invites(office: Office, *, by: str | None = None) -> Grant:
    return await office.services.moderators.invite(await office.draft(by or office.anna), name="Клара")


async def agrees(office: Office, grant: Grant, *, by: str, services: Services | None = None) -> Grant:
    moderators = (services or office.services).moderators
    return await moderators.agree(grant.id, moderator=by, code=code_of(grant.digest))


async def taken_up(office: Office) -> Grant:
    grant = await invites(office)
    return await office.services.moderators.accept(office.clara, grant.token)


async def test_owners_are_named_by_the_settings_and_nobody_else_has_a_role(office: Office) -> None:
    rights = office.services.rights

    assert await rights.role(office.anna) is Role.OWNER
    assert await rights.role(office.clara) is None


async def test_a_person_moderates_once_invited_once_they_came_and_once_a_second_agreed(
    office: Office,
) -> None:
    rights = office.services.rights
    grant = await invites(office)
    assert await rights.role(office.clara) is None
    accepted = await office.services.moderators.accept(office.clara, grant.token)
    assert await rights.role(office.clara) is None

    await agrees(office, accepted, by=office.bohdan)

    assert await rights.role(office.clara) is Role.PUBLISHER
    assert (await office.acts())[-3:] == ["moderator invited", "invitation taken up", "moderator agreed"]


async def test_an_owner_does_not_agree_to_their_own_invitation(office: Office) -> None:
    accepted = await taken_up(office)
    before = office.everything()

    with pytest.raises(NotAllowed):
        await agrees(office, accepted, by=office.anna)
    assert office.everything() == before


async def test_who_is_invited_does_not_agree(office: Office) -> None:
    accepted = await taken_up(office)

    with pytest.raises(NotAllowed):
        await agrees(office, accepted, by=office.clara)


async def test_who_is_a_moderator_already_does_not_agree_to_a_second_right_of_their_own(
    office: Office,
) -> None:
    await office.grants_clara()
    accepted = await taken_up(office)

    with pytest.raises(NotAllowed):
        await agrees(office, accepted, by=office.clara)


async def test_an_owner_who_opens_their_own_invitation_does_not_use_it_up(office: Office) -> None:
    grant = await invites(office)
    with pytest.raises(NotAllowed):
        await office.services.moderators.accept(office.anna, grant.token)

    accepted = await office.services.moderators.accept(office.clara, grant.token)

    assert accepted.review is GrantReview.SUBMITTED


async def test_a_wrong_code_makes_nobody_a_moderator(office: Office) -> None:
    accepted = await taken_up(office)

    with pytest.raises(WrongCode):
        await office.services.moderators.agree(accepted.id, moderator=office.bohdan, code="AAAA")
    assert await office.services.rights.role(office.clara) is None


async def test_an_invitation_works_once(office: Office) -> None:
    grant = await invites(office)
    await office.services.moderators.accept(office.clara, grant.token)

    with pytest.raises(WrongState):
        await office.services.moderators.accept(office.halyna, grant.token)


async def test_an_invitation_works_for_a_day(office: Office) -> None:
    grant = await invites(office)
    office.clock.moves(INVITATION_LASTS + INSTANT)

    with pytest.raises(WrongState):
        await office.services.moderators.accept(office.clara, grant.token)


async def test_an_invitation_that_was_taken_back_does_not_work(office: Office) -> None:
    grant = await invites(office)
    await office.services.moderators.end(grant.id, moderator=office.bohdan)

    with pytest.raises(WrongState):
        await office.services.moderators.accept(office.clara, grant.token)


async def test_a_guessed_invitation_is_unknown(office: Office) -> None:
    await invites(office)

    with pytest.raises(Unknown):
        await office.services.moderators.accept(office.clara, "guessed")


async def test_two_invitations_have_different_links_of_twenty_characters(office: Office) -> None:
    tokens = {(await invites(office)).token for _ in range(3)}

    assert len(tokens) == 3
    assert all(len(token) == 20 for token in tokens)


async def test_a_right_ends_by_itself_after_ninety_days(office: Office) -> None:
    await office.grants_clara()
    office.clock.moves(GRANT_LASTS - INSTANT)
    assert await office.services.rights.role(office.clara) is Role.PUBLISHER

    office.clock.moves(INSTANT)

    assert await office.services.rights.role(office.clara) is None
    with pytest.raises(NotAllowed):
        await office.services.moderators.desk(office.clara)


async def test_any_moderator_ends_a_right_at_once(office: Office) -> None:
    grant_id = await office.grants_clara()

    await office.services.moderators.end(grant_id, moderator=office.bohdan)

    assert await office.services.rights.role(office.clara) is None
    with pytest.raises(WrongState):
        await office.services.moderators.end(grant_id, moderator=office.bohdan)


async def test_a_moderator_who_forgets_the_bot_is_none_any_more(office: Office) -> None:
    await office.grants_clara()
    follows = office.services.follows
    async with office.store.reading() as reading:
        telegram_id = await reading.telegram_id(office.clara)
    await office.services.forgetting.forget(await follows.visitor(telegram_id, language="uk"))

    again = await follows.remember(await follows.visitor(telegram_id, language="uk"))

    assert await office.services.rights.role(again.id) is None
    assert "Клара" not in repr(office.everything())


async def test_wherever_the_disk_breaks_a_right_is_granted_with_its_audit_line_or_not_at_all(
    office: Office,
) -> None:
    accepted = await taken_up(office)

    async def agree(services: Services) -> None:
        await agrees(office, accepted, by=office.bohdan, services=services)

    await breaks_everywhere_without_a_trace(office, agree)
    assert await office.services.rights.role(office.clara) is Role.PUBLISHER


async def test_the_others_are_told_that_an_invitation_was_taken_up(office: Office) -> None:
    grant = await invites(office, by=office.bohdan)

    await office.services.moderators.accept(office.clara, grant.token)

    assert [str(row[1]) for row in office.everything()["outbox"]] == [office.anna]


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
        await moderators.end(grant.id, moderator=office.halyna)
    with pytest.raises(NotAllowed):
        await invites(office, by=office.halyna)
    assert office.everything() == before


async def test_what_somebody_tried_and_may_not_is_noted_without_who_they_are(office: Office) -> None:
    await office.services.rights.note_refusal(office.halyna, "publish", "edition-1")

    async with office.store.reading() as reading:
        (line,) = await reading.audit(limit=10)
    assert (line.moderator, line.act, line.subject) == (office.halyna, "refused: publish", "edition-1")
    assert str(HALYNA_TELEGRAM) not in repr(line)
