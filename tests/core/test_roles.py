"""The right to moderate is granted by two, and ends by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.errors import BadValue, NotAllowed, WrongState
from bot.core.roles import (
    GRANT_LASTS,
    INVITATION_LASTS,
    Grant,
    GrantReview,
    Right,
    Role,
    accept,
    agree,
    check_days,
    end,
    in_force,
    may,
    renewed,
)
from tests.builders import ANNA, BOHDAN, NOW, all_but
from tests.storage.builders import a_grant

MYROSLAVA = "myroslava"
INSTANT = timedelta(microseconds=1)


def taken_up(by: str = MYROSLAVA) -> Grant:
    return accept(a_grant(), chat_id=by, now=NOW)


def test_a_grant_takes_an_invitation_its_acceptance_and_a_second_moderator() -> None:
    grant = agree(taken_up(), moderator=BOHDAN, now=NOW)

    assert (grant.review, grant.chat_id) == (GrantReview.PUBLISHED, MYROSLAVA)
    assert (grant.invited_by, grant.agreed_by) == (ANNA, BOHDAN)


def test_a_grant_ends_by_itself_after_ninety_days() -> None:
    assert agree(taken_up(), moderator=BOHDAN, now=NOW).until == NOW + timedelta(days=90)
    assert timedelta(days=90) == GRANT_LASTS


def test_an_invitation_lasts_a_day_and_not_an_instant_longer() -> None:
    lasts = timedelta(hours=24)
    assert lasts == INVITATION_LASTS
    assert accept(a_grant(), chat_id=MYROSLAVA, now=NOW + lasts).review is GrantReview.SUBMITTED

    with pytest.raises(WrongState):
        accept(a_grant(), chat_id=MYROSLAVA, now=NOW + lasts + INSTANT)


@pytest.mark.parametrize("review", all_but(GrantReview.INVITED))
def test_an_invitation_works_once(review: GrantReview) -> None:
    with pytest.raises(WrongState):
        accept(a_grant(review=review), chat_id="somebody-else", now=NOW)


def test_nobody_takes_up_their_own_invitation() -> None:
    with pytest.raises(NotAllowed):
        accept(a_grant(invited_by=ANNA), chat_id=ANNA, now=NOW)


@pytest.mark.parametrize("moderator", [ANNA, MYROSLAVA])
def test_neither_who_invited_nor_who_was_invited_agrees(moderator: str) -> None:
    with pytest.raises(NotAllowed):
        agree(taken_up(), moderator=moderator, now=NOW)


@pytest.mark.parametrize("review", all_but(GrantReview.SUBMITTED))
def test_only_an_invitation_that_was_taken_up_can_be_agreed(review: GrantReview) -> None:
    with pytest.raises(WrongState):
        agree(replace(taken_up(), review=review), moderator=BOHDAN, now=NOW)


@pytest.mark.parametrize("review", all_but(GrantReview.ENDED))
def test_a_grant_can_be_ended_at_any_stage(review: GrantReview) -> None:
    assert end(replace(taken_up(), review=review)).review is GrantReview.ENDED


def test_a_grant_ends_once() -> None:
    with pytest.raises(WrongState):
        end(end(taken_up()))


@pytest.mark.parametrize(
    "change",
    [{"id": "other"}, {"name": "Мілана"}, {"chat_id": "other"}, {"role": Role.OWNER}, {"days": 7}],
)
def test_the_second_moderator_agrees_to_this_name_chat_role_and_time(change: dict[str, object]) -> None:
    changed = replace(taken_up(), **change)  # type: ignore[arg-type]

    assert changed.digest != taken_up().digest


def test_what_the_second_moderator_agrees_to_does_not_hold_the_invitations_link() -> None:
    assert replace(taken_up(), token="other").digest == taken_up().digest


RIGHTS = {
    Role.VIEWER: {Right.LOOK, Right.STOP},
    Role.EDITOR: {Right.LOOK, Right.STOP, Right.PREPARE},
    Role.PUBLISHER: {Right.LOOK, Right.STOP, Right.PREPARE, Right.AGREE},
    Role.OWNER: set(Right),
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_what_the_one_before_may_and_more(role: Role) -> None:
    assert {right for right in Right if may(role, right)} == RIGHTS[role]


def granted(**changes: object) -> Grant:
    return replace(agree(taken_up(), moderator=BOHDAN, now=NOW), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("days", [1, 7, 366])
def test_a_right_lasts_as_long_as_two_people_agreed(days: int) -> None:
    grant = agree(replace(taken_up(), days=days), moderator=BOHDAN, now=NOW)

    assert in_force(grant, now=NOW + timedelta(days=days) - INSTANT)
    assert not in_force(grant, now=NOW + timedelta(days=days))


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_no_right_is_without_an_end_that_anybody_lives_to_see(days: int) -> None:
    with pytest.raises(BadValue, match="days"):
        check_days(days)


def renewal(by: str = BOHDAN, *, of: Grant | None = None) -> Grant:
    return renewed(
        of or granted(), id_="again", token="unused", role=Role.EDITOR, days=30, moderator=by, now=NOW
    )


def test_a_renewal_waits_for_a_second_person_and_needs_no_link() -> None:
    again = renewal()

    assert (again.review, again.chat_id, again.role, again.days) == (
        GrantReview.SUBMITTED,
        MYROSLAVA,
        Role.EDITOR,
        30,
    )
    assert agree(again, moderator=ANNA, now=NOW).until == NOW + timedelta(days=30)


@pytest.mark.parametrize("moderator", [BOHDAN, MYROSLAVA])
def test_neither_who_renews_nor_whose_right_it_is_agrees(moderator: str) -> None:
    with pytest.raises(NotAllowed):
        agree(renewal(BOHDAN), moderator=moderator, now=NOW)


def test_nobody_renews_their_own_right() -> None:
    with pytest.raises(NotAllowed):
        renewal(MYROSLAVA)


@pytest.mark.parametrize("review", all_but(GrantReview.PUBLISHED))
def test_only_a_right_that_somebody_holds_is_renewed(review: GrantReview) -> None:
    with pytest.raises(WrongState):
        renewal(of=granted(review=review))
