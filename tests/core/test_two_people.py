"""Whatever one moderator does, in any order and as often as they like, families see nothing of it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

import pytest

from bot.core import exchanges, lists, roles
from bot.core.errors import BotError
from bot.core.exchanges import BatchState, Party, Statement, StatementKind, StatementReview
from bot.core.lists import Edition, Review
from bot.core.log import code_of
from bot.core.roles import Grant, GrantReview
from tests.builders import ANNA, BOHDAN, HOLD, NOW, ROWS, a_draft_edition, a_submitted_statement
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

    def supersede(edition: Edition) -> Edition:
        return lists.supersede(edition, newer=replace(edition, number=edition.number + 1))

    submit = partial(lists.submit, moderator=moderator, stored_rows=ROWS)
    return [submit, publish, lists.discard, supersede]


def acts_on_a_statement(moderator: str) -> list[Act[Statement]]:
    agree = partial(exchanges.agree, moderator=moderator, now=NOW, hold=HOLD)
    return [agree, exchanges.stop, partial(exchanges.end_hold, now=LATER)]


def acts_on_a_grant(moderator: str) -> list[Act[Grant]]:
    accept = partial(roles.accept, chat_id=moderator, now=NOW)
    return [accept, partial(roles.agree, moderator=moderator, now=NOW), roles.end]


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
        if e.review in {Review.PUBLISHED, Review.SUPERSEDED}
    ]

    assert published
    assert all(e.published_by not in {e.uploaded_by, e.submitted_by} for e in published)
