"""The right to moderate is granted by two, and ends by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.errors import NotAllowed, WrongState
from bot.core.roles import GRANT_LASTS, INVITATION_LASTS, Grant, GrantReview, accept, agree, end
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


@pytest.mark.parametrize("change", [{"id": "other"}, {"name": "Мілана"}, {"chat_id": "other"}])
def test_the_second_moderator_agrees_to_this_name_and_this_chat(change: dict[str, object]) -> None:
    changed = replace(taken_up(), **change)  # type: ignore[arg-type]

    assert changed.digest != taken_up().digest


def test_what_the_second_moderator_agrees_to_does_not_hold_the_invitations_link() -> None:
    assert replace(taken_up(), token="other").digest == taken_up().digest
