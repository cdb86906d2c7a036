"""What families already see is changed by two people only, for a reason that they can read."""

from dataclasses import replace

import pytest

from bot.core.errors import BadValue, NotAllowed, WrongCode, WrongState
from bot.core.log import code_of
from bot.core.proposals import (
    WITHDRAWALS,
    Proposal,
    ProposalReview,
    Proposed,
    Reason,
    agree,
    check_proposal,
    stop,
)
from tests.builders import ANNA, BOHDAN, NOW, all_but


def a_proposal(kind: Proposed = Proposed.WITHDRAW_EDITION, *, words: str = "", by: str = ANNA) -> Proposal:
    reason = Reason.OUR_MISTAKE if kind in WITHDRAWALS else None
    return Proposal("pr1", kind, "e1", "sha256:1", reason, words, None, by, NOW)


def agreed(proposal: Proposal, *, by: str = BOHDAN, code: str | None = None) -> Proposal:
    return agree(proposal, moderator=by, code=code_of(proposal.digest) if code is None else code)


def test_a_proposal_is_made_by_one_and_agreed_by_another() -> None:
    proposal = agreed(a_proposal())

    assert (proposal.review, proposal.submitted_by, proposal.agreed_by) == (
        ProposalReview.AGREED,
        ANNA,
        BOHDAN,
    )


def test_nobody_agrees_to_their_own_proposal() -> None:
    with pytest.raises(NotAllowed):
        agreed(a_proposal(), by=ANNA)


def test_who_types_another_code_than_the_screens_agrees_to_nothing() -> None:
    with pytest.raises(WrongCode):
        agreed(a_proposal(), code="AAAA")


@pytest.mark.parametrize("review", all_but(ProposalReview.SUBMITTED))
def test_only_what_waits_is_agreed_or_stopped(review: ProposalReview) -> None:
    with pytest.raises(WrongState):
        agreed(replace(a_proposal(), review=review))
    with pytest.raises(WrongState):
        stop(replace(a_proposal(), review=review))


def test_a_proposal_can_be_stopped_until_it_happens() -> None:
    assert stop(a_proposal()).review is ProposalReview.STOPPED


@pytest.mark.parametrize("kind", sorted(WITHDRAWALS))
def test_families_read_why_something_is_withdrawn(kind: Proposed) -> None:
    check_proposal(a_proposal(kind))

    with pytest.raises(BadValue, match="reason"):
        check_proposal(replace(a_proposal(kind), reason=None))


@pytest.mark.parametrize("words", ["", "  \n"])
def test_a_list_of_one_side_alone_is_not_searched_without_its_harm_check(words: str) -> None:
    check_proposal(a_proposal(Proposed.SEARCH_LIST, words="Кому це зашкодить і чому шукаємо"))

    with pytest.raises(BadValue, match="harm"):
        check_proposal(a_proposal(Proposed.SEARCH_LIST, words=words))


def test_a_remark_is_not_longer_than_a_screen() -> None:
    with pytest.raises(BadValue, match="words"):
        check_proposal(a_proposal(words="х" * 501))


@pytest.mark.parametrize(
    "change",
    [
        {"kind": Proposed.WITHDRAW_BATCH},
        {"subject": "e2"},
        {"subject_digest": "sha256:2"},
        {"reason": Reason.NOT_GENUINE},
        {"words": "інші"},
        {"leads_to": "claimed"},
    ],
)
def test_two_people_agree_upon_every_part_of_what_happens(change: dict[str, object]) -> None:
    assert replace(a_proposal(), **change).digest != a_proposal().digest  # type: ignore[arg-type]
