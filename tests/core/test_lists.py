"""An edition comes to families by two people, whole, and never of remains."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.errors import BadValue, NotAllowed, WrongCode, WrongState
from bot.core.exchanges import BatchState, Category, Side
from bot.core.lists import (
    Edition,
    PublisherClass,
    PublisherKind,
    Review,
    check_list,
    discard,
    end_hold,
    publish,
    publisher_class,
    submit,
    supersede,
    withdraw,
)
from bot.core.log import code_of
from tests.builders import (
    ANNA,
    BOHDAN,
    CLARA,
    HOLD,
    NOW,
    ROWS,
    a_batch,
    a_draft_edition,
    a_submitted_edition,
    all_but,
)


def superseded(review: Review, *, by_number: int) -> Edition:
    edition = replace(a_submitted_edition(), review=review)
    return supersede(edition, newer=replace(edition, id="another", number=by_number))


def published(edition: Edition, *, by: str, code: str | None = None, stored_rows: int = ROWS) -> Edition:
    code = code_of(edition.digest) if code is None else code
    return publish(edition, moderator=by, code=code, stored_rows=stored_rows, now=NOW)


def test_a_draft_is_submitted_by_one_and_published_by_another() -> None:
    submitted = submit(a_draft_edition(by=ANNA), moderator=ANNA, stored_rows=ROWS)

    edition = published(submitted, by=BOHDAN)

    assert (edition.review, edition.published_by, edition.published_at) == (Review.PUBLISHED, BOHDAN, NOW)
    assert (edition.uploaded_by, edition.submitted_by) == (ANNA, ANNA)


def test_nobody_publishes_the_edition_they_submitted() -> None:
    with pytest.raises(NotAllowed):
        published(a_submitted_edition(uploaded_by=ANNA, by=BOHDAN), by=BOHDAN)


def test_nobody_publishes_the_edition_they_uploaded_even_if_another_submitted_it() -> None:
    with pytest.raises(NotAllowed):
        published(a_submitted_edition(uploaded_by=ANNA, by=BOHDAN), by=ANNA)


def test_a_third_person_publishes_what_one_uploaded_and_another_submitted() -> None:
    assert published(a_submitted_edition(uploaded_by=ANNA, by=BOHDAN), by=CLARA).published_by == CLARA


@pytest.mark.parametrize("stored", [0, ROWS - 1, ROWS + 1])
def test_an_edition_is_submitted_only_if_just_its_rows_are_stored(stored: int) -> None:
    with pytest.raises(WrongState):
        submit(a_draft_edition(), moderator=ANNA, stored_rows=stored)


@pytest.mark.parametrize("stored", [0, ROWS - 1, ROWS + 1])
def test_an_edition_is_published_only_if_just_its_rows_are_stored(stored: int) -> None:
    with pytest.raises(WrongState):
        published(a_submitted_edition(), by=BOHDAN, stored_rows=stored)


def test_an_edition_without_a_row_is_never_searched_as_if_nobody_were_listed() -> None:
    with pytest.raises(BadValue, match="rows"):
        submit(replace(a_draft_edition(), rows=0), moderator=ANNA, stored_rows=0)


@pytest.mark.parametrize("code", ["", "AAAA", "код", code_of("sha256:" + "0" * 64)])
def test_who_types_another_code_than_the_screens_publishes_nothing(code: str) -> None:
    with pytest.raises(WrongCode):
        published(a_submitted_edition(), by=BOHDAN, code=code)


@pytest.mark.parametrize("review", all_but(Review.DRAFT))
def test_only_a_draft_is_submitted(review: Review) -> None:
    with pytest.raises(WrongState):
        submit(replace(a_draft_edition(), review=review), moderator=ANNA, stored_rows=ROWS)


@pytest.mark.parametrize("review", all_but(Review.SUBMITTED))
def test_only_what_was_submitted_is_published(review: Review) -> None:
    with pytest.raises(WrongState):
        published(replace(a_submitted_edition(), review=review), by=BOHDAN)


@pytest.mark.parametrize("review", all_but(Review.PUBLISHED))
def test_only_what_is_published_is_superseded(review: Review) -> None:
    assert superseded(Review.PUBLISHED, by_number=2).review is Review.SUPERSEDED

    with pytest.raises(WrongState):
        superseded(review, by_number=2)


def test_an_older_edition_does_not_supersede_a_newer_one() -> None:
    with pytest.raises(WrongState):
        superseded(Review.PUBLISHED, by_number=0)


@pytest.mark.parametrize("edition", [a_draft_edition(), a_submitted_edition()])
def test_an_edition_can_be_thrown_away_until_it_is_published(edition: Edition) -> None:
    assert discard(edition).review is Review.DISCARDED


@pytest.mark.parametrize("review", all_but(Review.DRAFT, Review.SUBMITTED, Review.HELD))
def test_what_families_saw_is_never_thrown_away(review: Review) -> None:
    with pytest.raises(WrongState):
        discard(replace(a_draft_edition(), review=review))


STEPS: list[Callable[[], Edition]] = [
    lambda: submit(a_draft_edition(), moderator=ANNA, stored_rows=ROWS),
    lambda: published(a_submitted_edition(), by=BOHDAN),
    lambda: superseded(Review.PUBLISHED, by_number=2),
    lambda: discard(a_draft_edition()),
]


@pytest.mark.parametrize("step", STEPS)
def test_what_was_uploaded_never_changes(step: Callable[[], Edition]) -> None:
    before, after = a_draft_edition(), step()

    assert (after.rows, after.digest) == (before.rows, before.digest)


@pytest.mark.parametrize("state", list(BatchState))
def test_remains_hold_no_list_whatever_the_state(state: BatchState) -> None:
    with pytest.raises(BadValue, match="category"):
        check_list(replace(a_batch(state), category=Category.REMAINS))


def test_a_withdrawn_batch_takes_no_list() -> None:
    with pytest.raises(WrongState):
        check_list(a_batch(BatchState.WITHDRAWN))


@pytest.mark.parametrize("state", all_but(BatchState.WITHDRAWN))
@pytest.mark.parametrize("category", all_but(Category.REMAINS))
def test_every_other_batch_may_hold_one(state: BatchState, category: Category) -> None:
    check_list(replace(a_batch(state), category=category))


@pytest.mark.parametrize(
    ("kind", "side", "expected"),
    [
        (PublisherKind.UKRAINE, Side.UKRAINE, PublisherClass.RECEIVING_SIDE),
        (PublisherKind.RUSSIA, Side.UKRAINE, PublisherClass.OTHER_SIDE),
        (PublisherKind.RUSSIA, Side.RUSSIA, PublisherClass.RECEIVING_SIDE),
        (PublisherKind.UKRAINE, Side.RUSSIA, PublisherClass.OTHER_SIDE),
        (PublisherKind.ICRC, Side.RUSSIA, PublisherClass.ICRC),
        (PublisherKind.MEDIA, Side.UKRAINE, PublisherClass.MEDIA),
        (PublisherKind.UNVERIFIED, Side.UKRAINE, PublisherClass.UNVERIFIED),
    ],
)
def test_what_a_publisher_is_to_a_batch_depends_on_who_receives(
    kind: PublisherKind, side: Side, expected: PublisherClass
) -> None:
    assert publisher_class(kind, side) is expected


def held(*, by: str = BOHDAN) -> Edition:
    edition = a_submitted_edition()
    return publish(
        edition,
        moderator=by,
        code=code_of(edition.digest),
        stored_rows=ROWS,
        now=NOW,
        hold=HOLD,
    )


def ended(edition: Edition, *, after: timedelta = HOLD, stored: int = ROWS) -> Edition:
    return end_hold(edition, stored_rows=stored, now=NOW + after)


def test_with_a_hold_an_agreed_edition_waits_until_the_hold_ends() -> None:
    assert (held().review, held().held_until, held().published_at) == (Review.HELD, NOW + HOLD, None)

    published = ended(held())

    assert (published.review, published.published_at) == (Review.PUBLISHED, NOW + HOLD)
    assert published.published_by == BOHDAN


def test_a_hold_does_not_end_before_its_moment() -> None:
    with pytest.raises(WrongState):
        ended(held(), after=HOLD - timedelta(microseconds=1))


@pytest.mark.parametrize("review", all_but(Review.HELD))
def test_only_what_is_held_comes_out_of_a_hold(review: Review) -> None:
    with pytest.raises(WrongState):
        ended(replace(held(), review=review))


def test_an_edition_that_is_not_whole_does_not_come_out_of_its_hold() -> None:
    with pytest.raises(WrongState):
        ended(held(), stored=ROWS - 1)


def test_a_held_edition_can_be_stopped_and_is_gone_then() -> None:
    assert discard(held()).review is Review.DISCARDED


@pytest.mark.parametrize("review", all_but(Review.PUBLISHED))
def test_only_a_published_edition_is_withdrawn(review: Review) -> None:
    assert withdraw(replace(a_draft_edition(), review=Review.PUBLISHED)).review is Review.WITHDRAWN

    with pytest.raises(WrongState):
        withdraw(replace(a_draft_edition(), review=review))
