"""Who joins the moderators, by whom, in which role and for how long."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.core.alerts import EventKind
from bot.core.errors import NotAllowed, RoleTooLow, Unknown, WrongCode, WrongState
from bot.core.log import code_of
from bot.core.roles import GRANT_LASTS, INVITATION_LASTS, Grant, GrantReview, Right, Role, may
from bot.core.switches import Switch
from bot.services.together import Services
from tests.services.office import Office
from tests.services.test_review import breaks_everywhere_without_a_trace

INSTANT = timedelta(milliseconds=1)


async def invites(office: Office, *, by: str | None = None) -> Grant:
    return await office.services.grants.invite(await office.draft(by or office.anna), name="Клара")


async def agrees(office: Office, grant: Grant, *, by: str, services: Services | None = None) -> Grant:
    grants = (services or office.services).grants
    return await grants.agree(grant.id, moderator=by, code=code_of(grant.digest))


async def taken_up(office: Office) -> Grant:
    grant = await invites(office)
    return await office.services.grants.accept(office.clara, grant.token)


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
    accepted = await office.services.grants.accept(office.clara, grant.token)
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
        await office.services.grants.accept(office.anna, grant.token)

    accepted = await office.services.grants.accept(office.clara, grant.token)

    assert accepted.review is GrantReview.SUBMITTED


async def test_a_wrong_code_makes_nobody_a_moderator(office: Office) -> None:
    accepted = await taken_up(office)

    with pytest.raises(WrongCode):
        await office.services.grants.agree(accepted.id, moderator=office.bohdan, code="AAAA")
    assert await office.services.rights.role(office.clara) is None


async def test_an_invitation_works_once(office: Office) -> None:
    grant = await invites(office)
    await office.services.grants.accept(office.clara, grant.token)

    with pytest.raises(WrongState):
        await office.services.grants.accept(office.halyna, grant.token)


async def test_an_invitation_works_for_a_day(office: Office) -> None:
    grant = await invites(office)
    office.clock.moves(INVITATION_LASTS + INSTANT)

    with pytest.raises(WrongState):
        await office.services.grants.accept(office.clara, grant.token)


async def test_an_invitation_that_was_taken_back_does_not_work(office: Office) -> None:
    grant = await invites(office)
    await office.services.grants.end(grant.id, moderator=office.bohdan)

    with pytest.raises(WrongState):
        await office.services.grants.accept(office.clara, grant.token)


async def test_a_guessed_invitation_is_unknown(office: Office) -> None:
    await invites(office)

    with pytest.raises(Unknown):
        await office.services.grants.accept(office.clara, "guessed")


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


async def test_an_owner_ends_a_right_at_once(office: Office) -> None:
    grant_id = await office.grants_clara()

    await office.services.grants.end(grant_id, moderator=office.bohdan)

    assert await office.services.rights.role(office.clara) is None
    with pytest.raises(WrongState):
        await office.services.grants.end(grant_id, moderator=office.bohdan)


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

    await office.services.grants.accept(office.clara, grant.token)

    assert [str(row[1]) for row in office.everything()["outbox"]] == [office.anna]


@pytest.mark.parametrize("role", list(Role))
async def test_a_person_gets_the_role_that_two_people_agreed_upon(office: Office, role: Role) -> None:
    await office.grants_clara(role)

    assert await office.services.rights.role(office.clara) is role


async def test_only_owners_invite_renew_and_end(office: Office) -> None:
    grant_id = await office.grants_clara(Role.PUBLISHER)
    grants = office.services.grants
    dmytro = await office.somebody(1)
    other = await grants.invite(await office.draft(office.anna), name="Дмитро", role=Role.EDITOR)
    await agrees(office, await grants.accept(dmytro, other.token), by=office.bohdan)
    before = office.everything()

    with pytest.raises(RoleTooLow):
        await grants.end(other.id, moderator=office.clara)
    assert office.everything() == before
    with pytest.raises(RoleTooLow):
        await invites(office, by=office.clara)
    with pytest.raises(RoleTooLow):
        await grants.renew(await office.draft(office.clara), grant_id=other.id, role=Role.OWNER, days=30)
    with pytest.raises(NotAllowed):
        await grants.renew(await office.draft(office.clara), grant_id=grant_id, role=Role.OWNER, days=30)
    assert await office.services.rights.role(office.clara) is Role.PUBLISHER


async def test_everybody_may_lay_down_their_own_role(office: Office) -> None:
    grant_id = await office.grants_clara(Role.VIEWER)

    await office.services.grants.end(grant_id, moderator=office.clara)

    assert await office.services.rights.role(office.clara) is None


async def test_a_renewal_takes_the_place_of_the_former_right_once_a_second_person_agrees(
    office: Office,
) -> None:
    grant_id = await office.grants_clara(Role.PUBLISHER)
    office.clock.moves(timedelta(days=80))
    grants = office.services.grants

    again = await grants.renew(await office.draft(office.anna), grant_id=grant_id, role=Role.EDITOR, days=30)
    assert await office.services.rights.role(office.clara) is Role.PUBLISHER, "until somebody agreed"
    await agrees(office, again, by=office.bohdan)

    assert await office.services.rights.role(office.clara) is Role.EDITOR
    async with office.store.reading() as reading:
        assert [grant.id for grant in await reading.grants()] == [again.id]
    office.clock.moves(timedelta(days=30))
    assert await office.services.rights.role(office.clara) is None


async def test_a_right_that_has_lapsed_can_be_renewed(office: Office) -> None:
    grant_id = await office.grants_clara()
    office.clock.moves(2 * GRANT_LASTS)

    again = await office.services.grants.renew(
        await office.draft(office.anna), grant_id=grant_id, role=Role.PUBLISHER, days=7
    )
    await agrees(office, again, by=office.bohdan)

    assert await office.services.rights.role(office.clara) is Role.PUBLISHER


async def test_who_renews_does_not_agree_and_neither_does_whose_right_it_is(office: Office) -> None:
    grant_id = await office.grants_clara()
    again = await office.services.grants.renew(
        await office.draft(office.anna), grant_id=grant_id, role=Role.PUBLISHER, days=90
    )

    for moderator in (office.anna, office.clara):
        with pytest.raises(NotAllowed):
            await agrees(office, again, by=moderator)


async def test_only_an_owner_agrees_to_a_new_owner(office: Office) -> None:
    await office.grants_clara(Role.PUBLISHER)
    grants = office.services.grants
    grant = await grants.invite(await office.draft(office.anna), name="Дмитро", role=Role.OWNER)
    asked = await office.owed(EventKind.GRANT_WAITS)
    accepted = await grants.accept(await office.somebody(1), grant.token)

    with pytest.raises(RoleTooLow):
        await agrees(office, accepted, by=office.clara)
    assert await office.owed(EventKind.GRANT_WAITS) == [*asked, office.bohdan], "and nobody else is asked"


async def test_an_owner_who_was_granted_the_role_is_an_owner_like_those_of_the_settings(
    office: Office,
) -> None:
    await office.grants_clara(Role.OWNER)

    grant = await invites(office, by=office.clara)

    assert grant.invited_by == office.clara


ACTS: dict[str, tuple[Right, Callable[[Office, str], Awaitable[object]]]] = {
    "look at the desk": (Right.LOOK, lambda o, who: o.services.moderators.desk(who)),
    "read the log": (Right.LOOK, lambda o, who: o.services.log.page(who)),
    "press checked": (Right.PREPARE, lambda o, who: o.services.moderators.checked(who)),
    "begin an exchange day": (
        Right.PREPARE,
        lambda o, who: o.services.switches.turn(who, Switch.EXCHANGE_DAY, on=True),
    ),
    "pause answers": (
        Right.GOVERN,
        lambda o, who: o.services.switches.turn(who, Switch.ANSWERS_PAUSED, on=True),
    ),
    "resume alerts": (
        Right.GOVERN,
        lambda o, who: o.services.switches.turn(who, Switch.ALERTS_PAUSED, on=False),
    ),
}


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("role", list(Role))
async def test_rights_are_checked_at_the_act_and_not_by_the_menu(
    office: Office, role: Role, act: str
) -> None:
    await office.grants_clara(role)
    right, do = ACTS[act]

    if may(role, right):
        await do(office, office.clara)
    else:
        with pytest.raises(RoleTooLow):
            await do(office, office.clara)
