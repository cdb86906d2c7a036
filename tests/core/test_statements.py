"""What a statement does to a batch, and who may bring it about."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import BadValue, NotAllowed, WrongState
from bot.core.exchanges import (
    Batch,
    BatchState,
    Counted,
    Figure,
    Party,
    Side,
    StatementKind,
    Subject,
    SubjectKind,
)
from bot.core.statements import (
    Statement,
    StatementReview,
    agree,
    check_statement,
    disputed,
    end_hold,
    move,
    restate,
    state_after,
    stop,
    withdraw,
    withdraw_batch,
)
from tests.builders import (
    ANNA,
    BOHDAN,
    HOLD,
    NOW,
    YOUNG,
    a_batch,
    a_submitted_statement,
    all_but,
    people,
    said,
)

DRAFT, ANNOUNCED, CLAIMED, CONFIRMED = (
    BatchState.DRAFT,
    BatchState.ANNOUNCED,
    BatchState.CLAIMED,
    BatchState.CONFIRMED,
)
POSTPONED, CANCELLED, WITHDRAWN = BatchState.POSTPONED, BatchState.CANCELLED, BatchState.WITHDRAWN
ANNOUNCEMENT, CLAIM, CONFIRMATION = (
    StatementKind.ANNOUNCEMENT,
    StatementKind.CLAIM,
    StatementKind.CONFIRMATION,
)
DENIAL, DELAY, CANCELLATION, COUNT, PLEDGE = (
    StatementKind.DENIAL,
    StatementKind.DELAY,
    StatementKind.CANCELLATION,
    StatementKind.COUNT,
    StatementKind.PLEDGE,
)
UKRAINE, RUSSIA, ICRC, MEDIATOR = Party.UKRAINE, Party.RUSSIA, Party.ICRC, Party.MEDIATOR

# Everything that moves a batch; what stands in neither table changes nothing.
BY_THE_RECEIVING_SIDE = {
    (DRAFT, ANNOUNCEMENT): ANNOUNCED,
    (DRAFT, CONFIRMATION): CONFIRMED,
    (ANNOUNCED, CONFIRMATION): CONFIRMED,
    (ANNOUNCED, DELAY): POSTPONED,
    (CLAIMED, CONFIRMATION): CONFIRMED,
    (CLAIMED, DELAY): POSTPONED,
    (ANNOUNCED, CANCELLATION): CANCELLED,
    (CLAIMED, CANCELLATION): CANCELLED,
    (POSTPONED, ANNOUNCEMENT): ANNOUNCED,
    (POSTPONED, CONFIRMATION): CONFIRMED,
    (POSTPONED, CANCELLATION): CANCELLED,
    (CANCELLED, ANNOUNCEMENT): ANNOUNCED,
    (CANCELLED, CONFIRMATION): CONFIRMED,
    (CANCELLED, DELAY): POSTPONED,
}
BY_ANYBODY_ELSE = {
    (DRAFT, ANNOUNCEMENT): ANNOUNCED,
    (DRAFT, CLAIM): CLAIMED,
    (ANNOUNCED, CLAIM): CLAIMED,
    (POSTPONED, ANNOUNCEMENT): ANNOUNCED,
    (POSTPONED, CLAIM): CLAIMED,
    (CANCELLED, ANNOUNCEMENT): ANNOUNCED,
    (CANCELLED, CLAIM): CLAIMED,
}
SIDES = [(Side.UKRAINE, UKRAINE), (Side.RUSSIA, RUSSIA)]
IN_WORDS = [*product(BatchState, StatementKind)]


def after(batch: Batch, party: Party, kind: StatementKind) -> BatchState | None:
    """What a statement of a day after the present state's would move the batch to."""
    return state_after(batch, party, kind, stated_on=date(2025, 6, 30))


@pytest.mark.parametrize("party", list(Party))
@pytest.mark.parametrize("kind", all_but(CONFIRMATION))
def test_what_was_stated_earlier_and_is_entered_late_moves_nothing(party: Party, kind: StatementKind) -> None:
    """A delay of 7 June entered after the claim of 10 June once made answers say "postponed"."""
    claimed = replace(a_batch(CLAIMED), standing_since=date(2025, 6, 10))

    assert state_after(claimed, party, kind, stated_on=date(2025, 6, 7)) is None


def test_the_receiving_sides_confirmation_confirms_on_whatever_day_it_was_stated() -> None:
    claimed = replace(a_batch(CLAIMED), standing_since=date(2025, 6, 10))

    assert state_after(claimed, UKRAINE, CONFIRMATION, stated_on=date(2025, 6, 9)) is CONFIRMED


@pytest.mark.parametrize(("side", "receiving"), SIDES)
@pytest.mark.parametrize(("state", "kind"), IN_WORDS)
def test_what_the_receiving_side_says_moves_its_batch_by_the_table(
    side: Side, receiving: Party, state: BatchState, kind: StatementKind
) -> None:
    assert after(a_batch(state, side=side), receiving, kind) is BY_THE_RECEIVING_SIDE.get((state, kind))


@pytest.mark.parametrize(("side", "receiving"), SIDES)
@pytest.mark.parametrize(("state", "kind"), IN_WORDS)
def test_what_all_others_say_moves_a_batch_by_the_other_table(
    side: Side, receiving: Party, state: BatchState, kind: StatementKind
) -> None:
    others = set(Party) - {receiving}

    moves = {after(a_batch(state, side=side), party, kind) for party in others}

    assert moves == {BY_ANYBODY_ELSE.get((state, kind))}


@given(st.lists(st.tuples(st.sampled_from(Party), st.sampled_from(StatementKind))))
def test_only_the_receiving_sides_confirmation_confirms_and_nobody_un_confirms(
    history: list[tuple[Party, StatementKind]],
) -> None:
    batch = a_batch(DRAFT)
    for party, kind in history:
        target = after(batch, party, kind)
        batch = replace(batch, state=target) if target is not None else batch

    assert (batch.state is CONFIRMED) == ((UKRAINE, CONFIRMATION) in history)


def test_a_draft_is_made_visible_only_by_announcement_claim_or_confirmation() -> None:
    reached = {after(a_batch(DRAFT), party, kind) for party in Party for kind in StatementKind}

    assert reached == {None, ANNOUNCED, CLAIMED, CONFIRMED}


@pytest.mark.parametrize("party", list(Party))
@pytest.mark.parametrize("state", list(BatchState))
def test_a_denial_moves_nothing_whoever_makes_it(state: BatchState, party: Party) -> None:
    assert after(a_batch(state), party, DENIAL) is None


def moving(state: BatchState, party: Party, kind: StatementKind) -> Statement:
    return a_submitted_statement(kind, party=party, moves_to=after(a_batch(state), party, kind))


@pytest.mark.parametrize(
    ("state", "party", "kind"),
    [
        (ANNOUNCED, UKRAINE, CONFIRMATION),
        (DRAFT, MEDIATOR, ANNOUNCEMENT),
        (ANNOUNCED, RUSSIA, CLAIM),
        (CLAIMED, UKRAINE, DELAY),
    ],
)
def test_a_statement_that_moves_a_batch_needs_its_link(
    state: BatchState, party: Party, kind: StatementKind
) -> None:
    statement = moving(state, party, kind)
    check_statement(statement, a_batch(state))
    unlinked = replace(statement, source=replace(statement.source, link=None))

    with pytest.raises(BadValue, match="link"):
        check_statement(unlinked, a_batch(state))


def test_a_statement_that_moves_nothing_may_stand_without_a_link() -> None:
    check_statement(a_submitted_statement(DENIAL, party=RUSSIA, moves_to=None, link=None), a_batch(CONFIRMED))


@pytest.mark.parametrize("kind", [DENIAL, DELAY, CANCELLATION, COUNT, PLEDGE])
def test_a_statement_that_would_leave_a_draft_a_draft_is_refused(kind: StatementKind) -> None:
    statement = a_submitted_statement(kind, moves_to=None, figure=people(1))

    with pytest.raises(BadValue, match="kind"):
        check_statement(statement, a_batch(DRAFT))


def test_a_statement_agreed_too_late_is_refused_because_its_batch_moved_on() -> None:
    statement = a_submitted_statement(CLAIM, party=RUSSIA, moves_to=CLAIMED)

    with pytest.raises(WrongState):
        check_statement(statement, a_batch(CONFIRMED))


def test_nobody_confirms_by_writing_confirmed_into_another_partys_statement() -> None:
    forged = a_submitted_statement(CONFIRMATION, party=RUSSIA, moves_to=CONFIRMED)

    with pytest.raises(WrongState):
        check_statement(forged, a_batch(ANNOUNCED))


def test_a_statement_about_an_agreement_moves_nothing() -> None:
    about = Subject(SubjectKind.AGREEMENT, "istanbul")
    check_statement(a_submitted_statement(PLEDGE, moves_to=None, about=about), None)

    with pytest.raises(BadValue, match="about"):
        check_statement(a_submitted_statement(CONFIRMATION, about=about), None)


def test_a_statement_about_a_batch_is_not_checked_without_the_batch() -> None:
    with pytest.raises(BadValue, match="about"):
        check_statement(a_submitted_statement(PLEDGE, moves_to=None), None)


@pytest.mark.parametrize("batch", [a_batch(), None])
def test_a_count_names_its_number(batch: Batch | None) -> None:
    about = Subject(SubjectKind.BATCH, YOUNG.id) if batch else Subject(SubjectKind.EXCHANGE, "june-9")
    check_statement(a_submitted_statement(COUNT, moves_to=None, about=about, figure=people(0)), batch)

    with pytest.raises(BadValue, match="number"):
        check_statement(a_submitted_statement(COUNT, moves_to=None, about=about), batch)


def test_nobody_agrees_to_the_statement_they_submitted() -> None:
    with pytest.raises(NotAllowed):
        agree(a_submitted_statement(by=ANNA), moderator=ANNA, now=NOW, hold=HOLD)


@pytest.mark.parametrize("review", all_but(StatementReview.SUBMITTED))
def test_only_a_statement_that_waits_can_be_agreed(review: StatementReview) -> None:
    with pytest.raises(WrongState):
        agree(replace(a_submitted_statement(), review=review), moderator=BOHDAN, now=NOW, hold=HOLD)


def test_an_agreed_confirmation_is_held_and_any_other_statement_published() -> None:
    confirmation = agree(a_submitted_statement(), moderator=BOHDAN, now=NOW, hold=HOLD)
    claim = agree(
        a_submitted_statement(CLAIM, party=RUSSIA, moves_to=CLAIMED), moderator=BOHDAN, now=NOW, hold=HOLD
    )

    assert (confirmation.review, confirmation.held_until) == (StatementReview.HELD, NOW + HOLD)
    assert (claim.review, claim.held_until) == (StatementReview.PUBLISHED, None)
    assert confirmation.published_by == claim.published_by == BOHDAN


def test_a_hold_of_no_length_still_ends_by_itself_only() -> None:
    held = agree(a_submitted_statement(), moderator=BOHDAN, now=NOW, hold=timedelta(0))

    assert held.review is StatementReview.HELD
    assert end_hold(held, now=NOW).review is StatementReview.PUBLISHED


def test_a_hold_ends_at_its_moment_and_not_before() -> None:
    held = agree(a_submitted_statement(), moderator=BOHDAN, now=NOW, hold=HOLD)
    assert end_hold(held, now=NOW + HOLD).review is StatementReview.PUBLISHED

    with pytest.raises(WrongState):
        end_hold(held, now=NOW + HOLD - timedelta(microseconds=1))


@pytest.mark.parametrize("review", all_but(StatementReview.HELD))
def test_only_what_is_held_comes_out_of_its_hold(review: StatementReview) -> None:
    with pytest.raises(WrongState):
        end_hold(replace(a_submitted_statement(), review=review, held_until=NOW), now=NOW)


def test_a_statement_can_be_stopped_until_it_takes_effect() -> None:
    waiting = a_submitted_statement()
    held = agree(waiting, moderator=BOHDAN, now=NOW, hold=HOLD)

    assert stop(waiting).review is StatementReview.STOPPED
    assert stop(held).review is StatementReview.STOPPED


@pytest.mark.parametrize("review", [StatementReview.PUBLISHED, StatementReview.STOPPED])
def test_what_took_effect_or_was_stopped_cannot_be_stopped(review: StatementReview) -> None:
    with pytest.raises(WrongState):
        stop(replace(a_submitted_statement(), review=review))


def published(statement: Statement) -> Statement:
    return replace(statement, review=StatementReview.PUBLISHED)


def test_a_published_confirmation_puts_its_batch_in_the_confirmed_state() -> None:
    moved = move(a_batch(ANNOUNCED), published(a_submitted_statement()))

    assert (moved.state, moved.standing_by) == (CONFIRMED, "said")


@pytest.mark.parametrize("review", all_but(StatementReview.PUBLISHED))
def test_a_statement_that_is_not_published_moves_no_batch(review: StatementReview) -> None:
    with pytest.raises(WrongState):
        move(a_batch(), replace(a_submitted_statement(), review=review))


def test_a_statement_moves_no_other_batch() -> None:
    with pytest.raises(WrongState):
        move(replace(a_batch(), id="wounded"), published(a_submitted_statement()))


def test_a_statement_that_only_stands_beside_moves_nothing() -> None:
    with pytest.raises(WrongState):
        move(a_batch(), published(a_submitted_statement(DENIAL, party=RUSSIA, moves_to=None)))


@pytest.mark.parametrize("state", [CONFIRMED, POSTPONED, WITHDRAWN])
def test_a_batch_that_moved_on_is_not_moved_back(state: BatchState) -> None:
    with pytest.raises(WrongState):
        move(a_batch(state), published(a_submitted_statement(DELAY, moves_to=POSTPONED)))


CHANGES: list[dict[str, object]] = [
    {"about": Subject(SubjectKind.BATCH, "wounded")},
    {"about": Subject(SubjectKind.EXCHANGE, YOUNG.id)},
    {"party": RUSSIA},
    {"kind": CLAIM},
    {"figure": people(1)},
    {"words": "слово"},
    {"moves_to": None},
    {"source": replace(a_submitted_statement().source, publisher="Інша газета")},
    {"source": replace(a_submitted_statement().source, link="https://example.org/other")},
    {"source": replace(a_submitted_statement().source, stated_on=NOW.date() + timedelta(days=1))},
]


@pytest.mark.parametrize("change", CHANGES)
def test_every_part_that_a_family_could_read_is_in_what_two_people_agree_upon(
    change: dict[str, object],
) -> None:
    changed = replace(a_submitted_statement(), **change)  # type: ignore[arg-type]

    assert changed.digest != a_submitted_statement().digest


def test_how_far_two_people_have_come_is_no_part_of_what_they_agree_upon() -> None:
    held = agree(a_submitted_statement(), moderator=BOHDAN, now=NOW, hold=HOLD)

    assert held.digest == a_submitted_statement().digest


@pytest.mark.parametrize(("yes", "no"), [*product([CLAIM, CONFIRMATION], [DENIAL, DELAY, CANCELLATION])])
def test_a_claim_or_confirmation_against_a_denial_delay_or_cancellation_is_a_dispute(
    yes: StatementKind, no: StatementKind
) -> None:
    assert disputed([said(UKRAINE, yes), said(RUSSIA, no)])
    assert disputed([said(RUSSIA, no), said(UKRAINE, yes)])


AGREEING = [
    [],
    [said(UKRAINE, CONFIRMATION)],
    [said(UKRAINE, CONFIRMATION), said(RUSSIA, CLAIM)],
    [said(UKRAINE, DENIAL), said(RUSSIA, DELAY)],
    [said(UKRAINE, CONFIRMATION), said(RUSSIA, ANNOUNCEMENT), said(MEDIATOR, PLEDGE, figure=people(7))],
    [said(UKRAINE, COUNT, figure=people(500)), said(RUSSIA, COUNT, figure=people(500))],
    [said(UKRAINE, COUNT, figure=people(500)), said(RUSSIA, COUNT)],
    [said(UKRAINE, COUNT, figure=people(500)), said(UKRAINE, COUNT, figure=people(501))],
    [said(UKRAINE, COUNT, figure=people(500)), said(RUSSIA, COUNT, figure=Figure(480, Counted.NAMES))],
    [said(UKRAINE, CLAIM), said(UKRAINE, DENIAL)],
    [said(UKRAINE, CONFIRMATION), said(RUSSIA, DENIAL, review=StatementReview.SUBMITTED)],
    [said(UKRAINE, CONFIRMATION), said(RUSSIA, DENIAL, review=StatementReview.STOPPED)],
    [said(UKRAINE, DENIAL), said(RUSSIA, CONFIRMATION, review=StatementReview.HELD)],
]


@pytest.mark.parametrize("statements", AGREEING)
def test_statements_that_do_not_contradict_each_other_are_no_dispute(statements: list[Statement]) -> None:
    assert not disputed(statements)


def test_counts_that_differ_are_a_dispute() -> None:
    assert disputed([said(UKRAINE, COUNT, figure=people(500)), said(RUSSIA, COUNT, figure=people(501))])
    assert disputed([said(ICRC, COUNT, figure=people(0)), said(RUSSIA, COUNT, figure=people(501))])


def test_only_the_newest_statement_of_each_party_counts() -> None:
    denied, confirmed = said(RUSSIA, DENIAL, day=9), said(UKRAINE, CONFIRMATION, day=9)
    corrected = said(RUSSIA, CLAIM, day=10)
    assert disputed([denied, confirmed])

    assert not disputed([denied, confirmed, corrected])
    assert not disputed([corrected, denied, confirmed]), (
        "the day counts, not the order in which it was entered"
    )
    assert disputed([denied, confirmed, corrected, said(RUSSIA, DELAY, day=11)])


def test_of_two_statements_of_one_day_the_one_entered_later_is_the_newer() -> None:
    confirmed = said(UKRAINE, CONFIRMATION)

    assert not disputed([confirmed, said(RUSSIA, DENIAL), said(RUSSIA, CLAIM)])
    assert disputed([confirmed, said(RUSSIA, CLAIM), said(RUSSIA, DENIAL)])


def test_a_newer_count_takes_the_place_of_the_same_partys_older_one() -> None:
    counts = [said(UKRAINE, COUNT, figure=people(500)), said(RUSSIA, COUNT, figure=people(480), day=8)]

    assert disputed(counts)
    assert not disputed([*counts, said(RUSSIA, COUNT, figure=people(500), day=10)])


def test_a_count_does_not_take_back_what_its_party_said_before() -> None:
    assert disputed(
        [
            said(UKRAINE, CONFIRMATION),
            said(RUSSIA, DENIAL, day=8),
            said(RUSSIA, COUNT, figure=people(1), day=10),
        ]
    )


def published_on(day: int, party: Party, kind: StatementKind, *, at: int, link: bool = True) -> Statement:
    """A published statement, as `at` counts the order in which statements took effect."""
    statement = said(party, kind, day=day, figure=people(1))
    source = statement.source if link else replace(statement.source, link=None)
    return replace(statement, id=f"s{at}", source=source, turn=at)


def by_day(statements: list[Statement]) -> list[Statement]:
    """As the store gives them, which is not the order in which they took effect."""
    return sorted(statements, key=lambda s: s.source.stated_on)


HISTORIES = st.lists(
    st.tuples(st.integers(1, 5), st.sampled_from(Party), st.sampled_from(StatementKind)), max_size=12
)


@given(HISTORIES)
def test_a_batch_read_anew_from_all_its_statements_stands_as_it_stood(
    history: list[tuple[int, Party, StatementKind]],
) -> None:
    """Else taking back a statement that moved nothing could move a batch."""
    batch, statements = a_batch(DRAFT), []
    for at, (day, party, kind) in enumerate(history):
        statement = published_on(day, party, kind, at=at)
        target = state_after(batch, party, kind, stated_on=statement.source.stated_on)
        if batch.state is DRAFT and target is None:
            continue
        statements.append(replace(statement, moves_to=target, about=Subject(SubjectKind.BATCH, batch.id)))
        batch = move(batch, statements[-1]) if target is not None else batch
    if batch.state is not DRAFT:
        again = restate(batch, by_day(statements))
        assert (again.state, again.standing_by) == (batch.state, batch.standing_by)


def test_without_its_confirmation_a_batch_is_what_was_stated_besides() -> None:
    announced = published_on(8, MEDIATOR, ANNOUNCEMENT, at=1)
    claimed = published_on(9, RUSSIA, CLAIM, at=2)
    confirmed = replace(a_batch(CONFIRMED), standing_by="s3")

    again = restate(confirmed, [announced, claimed])

    assert (again.state, again.standing_by) == (CLAIMED, "s2")
    assert again.standing_since == claimed.source.stated_on


def test_a_batch_without_any_statement_was_shown_by_mistake() -> None:
    assert restate(a_batch(ANNOUNCED), []).state is WITHDRAWN


def test_what_stood_beside_without_a_link_puts_a_batch_in_no_state() -> None:
    beside = published_on(9, UKRAINE, CONFIRMATION, at=2, link=False)

    again = restate(a_batch(CONFIRMED), [published_on(8, MEDIATOR, ANNOUNCEMENT, at=1), beside])

    assert again.state is ANNOUNCED


def test_only_what_is_published_is_taken_back() -> None:
    assert withdraw(published(a_submitted_statement())).review is StatementReview.WITHDRAWN
    for review in all_but(StatementReview.PUBLISHED):
        with pytest.raises(WrongState):
            withdraw(replace(a_submitted_statement(), review=review))


@pytest.mark.parametrize("state", all_but(DRAFT, WITHDRAWN))
def test_a_batch_that_families_saw_can_be_withdrawn_from_any_state(state: BatchState) -> None:
    withdrawn = withdraw_batch(a_batch(state))

    assert withdrawn.state is WITHDRAWN
    assert withdrawn.standing_by == a_batch(state).standing_by, "it can still be told which state it was"


@pytest.mark.parametrize("state", [DRAFT, WITHDRAWN])
def test_what_nobody_saw_or_is_withdrawn_already_is_not_withdrawn(state: BatchState) -> None:
    with pytest.raises(WrongState):
        withdraw_batch(a_batch(state))


@pytest.mark.parametrize("kind", list(StatementKind))
def test_no_statement_is_made_about_a_withdrawn_batch(kind: StatementKind) -> None:
    statement = a_submitted_statement(kind, moves_to=None, figure=people(1))

    with pytest.raises(WrongState):
        check_statement(statement, a_batch(WITHDRAWN))
