"""Whatever one moderator does, in any order and as often as they like, families see nothing of it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

import pytest

from bot.core import lists, proposals, roles, statements
from bot.core.errors import BotError
from bot.core.exchanges import BatchState, Party, StatementKind
from bot.core.lists import Edition, Review
from bot.core.log import code_of
from bot.core.proposals import Proposal, ProposalReview
from bot.core.roles import Grant, GrantReview
from bot.core.statements import Statement, StatementReview
from tests.builders import ANNA, BOHDAN, HOLD, NOW, ROWS, a_draft_edition, a_submitted_statement
from tests.core.test_proposals import a_proposal
from tests.storage.builders import a_grant

Fact = TypeVar("Fact", bound=Hashable)
Act = Callable[[Fact], Fact]
LATER = NOW + timedelta(days=1)


def reachable(start: Fact, acts: Sequence[Act[Fact]]) -> set[Fact]:
    """Every fact that some sequence of these acts leads to."""
    seen, waiting = {start}, [start]
    while waiting:
        fact = waiting.pop()
        for act in acts:
            try:
                led_to = act(fact)
            except BotError:
                continue
            if led_to not in seen:
                seen.add(led_to)
                waiting.append(led_to)
    return seen


def acts_on_an_edition(moderator: str) -> list[Act[Edition]]:
    def publish(edition: Edition) -> Edition:
        code = code_of(edition.digest)
        return lists.publish(
            edition,
            moderator=moderator,
            code=code,
            stored_rows=ROWS,
            now=NOW,
        )

    def publish_with_a_hold(edition: Edition) -> Edition:
        code = code_of(edition.digest)
        return lists.publish(
            edition,
            moderator=moderator,
            code=code,
            stored_rows=ROWS,
            now=NOW,
            hold=HOLD,
        )

    def end_hold(edition: Edition) -> Edition:
        return lists.end_hold(edition, stored_rows=ROWS, now=LATER)

    def supersede(edition: Edition) -> Edition:
        return lists.supersede(edition, newer=replace(edition, number=edition.number + 1))

    submit = partial(lists.submit, moderator=moderator, stored_rows=ROWS)
    return [submit, publish, publish_with_a_hold, end_hold, lists.discard, lists.withdraw, supersede]


def acts_on_a_statement(moderator: str) -> list[Act[Statement]]:
    agree = partial(statements.agree, moderator=moderator, now=NOW, hold=HOLD)
    return [agree, statements.stop, statements.withdraw, partial(statements.end_hold, now=LATER)]


def acts_on_a_grant(moderator: str) -> list[Act[Grant]]:
    def renew(grant: Grant) -> Grant:
        return roles.renewed(
            grant, id_="again", token="-", role=roles.Role.OWNER, days=7, moderator=moderator, now=NOW
        )

    accept = partial(roles.accept, chat_id=moderator, now=NOW)
    return [accept, partial(roles.agree, moderator=moderator, now=NOW), renew, roles.end]


def acts_on_a_proposal(moderator: str) -> list[Act[Proposal]]:
    def agree(proposal: Proposal) -> Proposal:
        return proposals.agree(proposal, moderator=moderator, code=code_of(proposal.digest))

    return [agree, proposals.stop]


ANNOUNCING = a_submitted_statement(
    StatementKind.ANNOUNCEMENT, party=Party.RUSSIA, moves_to=BatchState.ANNOUNCED
)


@pytest.mark.parametrize("uploader", [ANNA, BOHDAN])
def test_no_sequence_of_one_moderators_acts_publishes_an_edition(uploader: str) -> None:
    reached = reachable(a_draft_edition(by=uploader), acts_on_an_edition(ANNA))

    assert {edition.review for edition in reached} == {Review.DRAFT, Review.SUBMITTED, Review.DISCARDED}


@pytest.mark.parametrize("statement", [ANNOUNCING, a_submitted_statement()])
def test_no_sequence_of_one_moderators_acts_publishes_a_statement(statement: Statement) -> None:
    reached = reachable(statement, acts_on_a_statement(ANNA))

    assert {s.review for s in reached} == {StatementReview.SUBMITTED, StatementReview.STOPPED}


def test_no_sequence_of_one_moderators_acts_makes_a_moderator() -> None:
    invited = a_grant(invited_by=ANNA)

    alone = reachable(invited, acts_on_a_grant(ANNA))
    with_the_invited = reachable(invited, [*acts_on_a_grant(ANNA), *acts_on_a_grant("myroslava")])

    assert GrantReview.SUBMITTED not in {grant.review for grant in alone}
    assert GrantReview.PUBLISHED not in {grant.review for grant in with_the_invited}


@pytest.mark.parametrize("kind", list(proposals.Proposed))
def test_no_sequence_of_one_moderators_acts_changes_what_is_published(kind: proposals.Proposed) -> None:
    proposal = replace(a_proposal(by=ANNA), kind=kind)

    alone = reachable(proposal, acts_on_a_proposal(ANNA))
    together = reachable(proposal, [*acts_on_a_proposal(ANNA), *acts_on_a_proposal(BOHDAN)])

    assert {p.review for p in alone} == {ProposalReview.SUBMITTED, ProposalReview.STOPPED}
    assert ProposalReview.AGREED in {p.review for p in together}


def test_a_right_is_neither_prolonged_nor_widened_by_one_moderator() -> None:
    held = replace(
        a_grant(), chat_id="myroslava", review=GrantReview.PUBLISHED, agreed_by=BOHDAN, until=LATER
    )

    alone = reachable(held, acts_on_a_grant(ANNA))

    assert {g.until for g in alone if g.review is GrantReview.PUBLISHED} == {LATER}


def test_two_moderators_reach_what_one_does_not() -> None:
    edition = reachable(a_draft_edition(), [*acts_on_an_edition(ANNA), *acts_on_an_edition(BOHDAN)])
    statement = reachable(a_submitted_statement(), [*acts_on_a_statement(ANNA), *acts_on_a_statement(BOHDAN)])
    accepted = replace(a_grant(), chat_id="myroslava", review=GrantReview.SUBMITTED)
    grant = reachable(accepted, acts_on_a_grant(BOHDAN))

    assert Review.PUBLISHED in {e.review for e in edition}
    assert StatementReview.PUBLISHED in {s.review for s in statement}
    assert GrantReview.PUBLISHED in {g.review for g in grant}


def test_whatever_anybody_does_what_is_published_was_seen_by_two() -> None:
    people = ("anna", "bohdan", "clara")
    acts = [act for moderator in people for act in acts_on_an_edition(moderator)]

    published = [
        e
        for uploader in people
        for e in reachable(a_draft_edition(by=uploader), acts)
        if e.review in {Review.PUBLISHED, Review.SUPERSEDED, Review.WITHDRAWN, Review.HELD}
    ]

    assert published
    assert all(e.published_by not in {e.uploaded_by, e.submitted_by} for e in published)
