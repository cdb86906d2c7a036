"""A relative asks. What could not be looked up is never a "no", and the question leaves no trace."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from bot.core.answers import Answer, Likely, Listed, NeedsMore, NotListed, SeveralListed, shown_of
from bot.core.errors import (
    CannotCheck,
    ChecksAreStale,
    IndexBehind,
    NothingToSearch,
    StoreUnavailable,
    TooManyQuestions,
    UserMistake,
)
from bot.core.lists import Review
from bot.core.names import Person
from bot.services.index import Indexing
from bot.services.together import Services
from tests.services.office import HALYNA_TELEGRAM, STALE_AFTER, Office
from tests.storage.builders import CHANNEL, TARAS, add_announced_batch, add_edition, add_list

LISTED, ABSENT = "Вигаданець Тарас Петрович, 2002", "Небувальний Остап Іванович, 2001"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
INSTANT = timedelta(microseconds=1)


async def asks(
    office: Office,
    text: str,
    *,
    asker: int = HALYNA_TELEGRAM,
    knows_no_more: bool = False,
    services: Services | None = None,
) -> Answer:
    inquiries = (services or office.services).inquiries
    return await inquiries.answer(asker, inquiries.read(asker, text), knows_no_more=knows_no_more)


def another_person(number: int) -> str:
    """A name that nobody else has."""
    letters = "бвгджзклмнпрст"
    return f"Вигадан{letters[number % 14]}{letters[number // 14 % 14]}енко Тарас, 2002"


async def test_who_is_listed_is_answered_with_the_list_and_the_moment(office: Office) -> None:
    edition = await office.published_list()

    answer = await asks(office, LISTED)

    assert isinstance(answer, Listed)
    assert [match.candidate.edition.id for match in answer.matches] == [edition.id]
    assert answer.coverage.searched_up_to == office.clock.now


async def test_who_is_nowhere_is_not_listed(office: Office) -> None:
    await office.published_list()

    assert isinstance(await asks(office, ABSENT), NotListed)


async def test_with_no_published_list_nothing_is_answered(office: Office) -> None:
    await office.services.moderators.checked(office.anna)

    with pytest.raises(NothingToSearch):
        await asks(office, ABSENT)


@pytest.mark.parametrize("review", [Review.DRAFT, Review.SUBMITTED, Review.SUPERSEDED, Review.WITHDRAWN])
async def test_an_edition_that_is_not_published_is_nothing_to_search(office: Office, review: Review) -> None:
    async with office.store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        await add_edition(writing, "edition", TARAS, review=review)
    await office.services.moderators.checked(office.anna)

    with pytest.raises(NothingToSearch):
        await asks(office, LISTED)


async def test_a_list_of_an_unverified_channel_alone_is_nothing_to_search(office: Office) -> None:
    async with office.store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing, publisher=CHANNEL)
        await add_edition(writing, "edition", TARAS)
    await office.services.moderators.checked(office.anna)

    with pytest.raises(NothingToSearch):
        await asks(office, LISTED)


async def test_a_list_of_a_batch_that_nobody_announced_is_nothing_to_search(office: Office) -> None:
    list_id = await office.list_of((await office.sets_up_batch()).id)
    await office.publishes(await office.submits_edition(list_id))
    await office.services.moderators.checked(office.anna)

    with pytest.raises(NothingToSearch):
        await asks(office, LISTED)


async def test_before_anybody_looked_for_new_lists_nothing_is_answered(office: Office) -> None:
    list_id = await office.list_of((await office.announced_batch()).id)
    await office.publishes(await office.submits_edition(list_id))

    with pytest.raises(ChecksAreStale):
        await asks(office, ABSENT)


async def test_a_check_holds_for_a_week_and_not_an_instant_longer(office: Office) -> None:
    await office.published_list()
    office.clock.moves(STALE_AFTER)
    assert isinstance(await asks(office, ABSENT), NotListed)
    office.clock.moves(INSTANT)

    with pytest.raises(ChecksAreStale):
        await asks(office, ABSENT)


async def test_a_new_check_makes_answers_possible_again(office: Office) -> None:
    await office.published_list()
    office.clock.moves(STALE_AFTER + DAY)
    await office.services.moderators.checked(office.bohdan)

    assert isinstance(await asks(office, ABSENT), NotListed)


async def test_a_stale_check_keeps_back_even_a_name_that_is_listed(office: Office) -> None:
    await office.published_list()
    office.clock.moves(STALE_AFTER + DAY)

    with pytest.raises(ChecksAreStale):
        await asks(office, LISTED)


async def test_one_name_keyed_by_other_rules_keeps_back_every_answer(office: Office) -> None:
    await office.published_list()
    with closing(sqlite3.connect(office.path)) as connection, connection:
        connection.execute("UPDATE names SET rules = rules + 1 WHERE id = 1")

    with pytest.raises(IndexBehind):
        await asks(office, ABSENT)


async def test_a_store_that_is_closed_is_never_told_as_not_listed(office: Office) -> None:
    await office.published_list()
    await office.store.close()

    with pytest.raises(StoreUnavailable):
        await asks(office, ABSENT)


async def test_wherever_the_disk_breaks_the_answer_is_that_we_cannot_check(office: Office) -> None:
    await office.published_list()
    whole = office.breaking(at=0)
    await asks(office, ABSENT, services=office.services_over(whole))
    assert whole.calls > 1

    for at in range(1, whole.calls + 1):
        with pytest.raises(StoreUnavailable):
            await asks(office, ABSENT, services=office.services_over(office.breaking(at)))


@pytest.mark.parametrize("fault", [StoreUnavailable, IndexBehind, NothingToSearch, ChecksAreStale])
def test_every_reason_why_we_could_not_look_is_told_as_cannot_check(fault: type[Exception]) -> None:
    assert issubclass(fault, CannotCheck)


async def test_what_is_missing_is_asked_for_in_the_same_way_whether_or_not_a_row_is_near(
    office: Office,
) -> None:
    await office.published_list()

    near, far = await asks(office, "Вигаданець Тарас"), await asks(office, "Небувальний Остап")

    assert near == NeedsMore(Person("Вигаданець", "Тарас"))
    assert far == NeedsMore(Person("Небувальний", "Остап"))


async def test_nothing_more_is_asked_for_when_we_could_not_look_anyway(office: Office) -> None:
    with pytest.raises(CannotCheck):
        await asks(office, "Вигаданець Тарас")


async def test_who_knows_no_more_is_answered_with_a_similar_name_at_most(office: Office) -> None:
    await office.published_list()

    answer = await asks(office, "Вигаданець Тарас", knows_no_more=True)

    assert isinstance(answer, Likely)
    assert answer.shown is None


@pytest.mark.parametrize("more", ["2002", "12.03.2002", "Петрович", "народився 2002"])
async def test_an_unfinished_question_is_completed_by_the_missing_part(office: Office, more: str) -> None:
    await office.published_list()
    await asks(office, "Вигаданець Тарас")

    assert isinstance(await asks(office, more), Listed)


async def test_an_unfinished_question_is_completed_within_fifteen_minutes(office: Office) -> None:
    await office.published_list()
    await asks(office, "Вигаданець Тарас")
    office.clock.moves(15 * MINUTE - INSTANT)

    assert isinstance(await asks(office, "2002"), Listed)


async def test_an_unfinished_question_is_forgotten_after_fifteen_minutes(office: Office) -> None:
    await office.published_list()
    await asks(office, "Вигаданець Тарас")
    office.clock.moves(15 * MINUTE)

    with pytest.raises(UserMistake):
        office.services.inquiries.read(HALYNA_TELEGRAM, "2002")


async def test_an_unfinished_question_is_completed_once(office: Office) -> None:
    await office.published_list()
    await asks(office, "Вигаданець Тарас")
    await asks(office, "2002")

    with pytest.raises(UserMistake):
        office.services.inquiries.read(HALYNA_TELEGRAM, "2003")


async def test_nobody_completes_another_persons_question(office: Office) -> None:
    await office.published_list()
    await asks(office, "Вигаданець Тарас")

    with pytest.raises(UserMistake):
        office.services.inquiries.read(HALYNA_TELEGRAM + 1, "2002")


async def test_a_new_name_after_an_unfinished_question_is_a_new_question(office: Office) -> None:
    await office.published_list()
    await asks(office, "Вигаданець Тарас")

    answer = await asks(office, ABSENT)

    assert isinstance(answer, NotListed)
    assert answer.asked.family == "Небувальний"


async def test_two_hundred_questions_leave_no_row_anywhere(office: Office) -> None:
    await office.published_list()
    before = office.everything()

    for number in range(200):
        text = (LISTED, ABSENT, "Вигаданець Тарас", another_person(number))[number % 4]
        await asks(office, text, asker=HALYNA_TELEGRAM + number % 20)

    assert office.everything() == before


async def test_a_question_that_cannot_be_answered_leaves_no_row_either(office: Office) -> None:
    before = office.everything()

    with pytest.raises(CannotCheck):
        await asks(office, LISTED)
    assert office.everything() == before


async def test_nothing_of_a_question_is_kept_in_readable_form_but_the_one_that_is_unfinished(
    office: Office,
) -> None:
    await office.published_list()
    await asks(office, LISTED)

    assert "Вигаданець" not in repr(office.questions)


async def test_the_eleventh_person_in_an_hour_is_refused_with_the_wait(office: Office) -> None:
    await office.published_list()
    for number in range(10):
        await asks(office, another_person(number))
        office.clock.moves(MINUTE)

    with pytest.raises(TooManyQuestions) as refused:
        await asks(office, another_person(10))
    assert refused.value.wait_s == 50 * 60


async def test_who_comes_again_when_told_is_answered(office: Office) -> None:
    await office.published_list()
    for number in range(10):
        await asks(office, another_person(number))
    office.clock.moves(timedelta(milliseconds=600))
    with pytest.raises(TooManyQuestions) as refused:
        await asks(office, another_person(10))

    office.clock.moves(timedelta(seconds=refused.value.wait_s))

    assert isinstance(await asks(office, another_person(10)), NotListed)


async def test_the_thirty_first_person_in_a_day_is_refused(office: Office) -> None:
    await office.published_list()
    for number in range(30):
        await asks(office, another_person(number))
        office.clock.moves(HOUR / 9)

    with pytest.raises(TooManyQuestions) as refused:
        await asks(office, another_person(30))
    assert refused.value.wait_s == 20 * 60 * 60 + 40 * 60


async def test_a_refused_question_does_not_count(office: Office) -> None:
    await office.published_list()
    for number in range(10):
        await asks(office, another_person(number))
    for number in range(10, 20):
        with pytest.raises(TooManyQuestions):
            await asks(office, another_person(number))
    office.clock.moves(HOUR)

    for number in range(10, 20):
        assert isinstance(await asks(office, another_person(number)), NotListed)


async def test_the_same_person_is_asked_about_as_often_as_one_likes(office: Office) -> None:
    await office.published_list()

    for _ in range(50):
        assert isinstance(await asks(office, LISTED), Listed)


async def test_one_person_in_every_order_and_spelling_counts_once(office: Office) -> None:
    await office.published_list()
    for number in range(9):
        await asks(office, another_person(number))

    for text in (
        "Вигаданець Тарас",
        "Тарас Вигаданець",
        "ВИГАДАНЕЦЬ ТАРАС",
        "вигаданець тарас",
        "Вигаданець Тарас Петрович",
        "Тарас Петрович Вигаданець",
        "Петрович Тарас Вигаданець",
        "Вигаданець Тарас, 2002",
        "2002 Тарас Вигаданець",
    ):
        assert not isinstance(await asks(office, text), NotListed), text


async def test_completing_a_question_is_no_second_person(office: Office) -> None:
    await office.published_list()
    for number in range(9):
        await asks(office, another_person(number))

    await asks(office, "Тарас Вигаданець")

    assert isinstance(await asks(office, "2002"), Listed)


async def test_given_names_that_begin_alike_are_different_people(office: Office) -> None:
    await office.published_list()
    for given in (
        "Тарас",
        "Тимофій",
        "Тихон",
        "Теодор",
        "Трохим",
        "Терентій",
        "Тит",
        "Тимур",
        "Тома",
        "Лука",
    ):
        await asks(office, f"Небувальний {given}, 2001")

    with pytest.raises(TooManyQuestions):
        await asks(office, "Небувальний Талимон, 2001")


async def test_one_persons_limit_is_not_anothers(office: Office) -> None:
    await office.published_list()
    for number in range(10):
        await asks(office, another_person(number))

    assert isinstance(await asks(office, another_person(10), asker=HALYNA_TELEGRAM + 1), NotListed)


async def test_what_is_remembered_of_questions_is_dropped_after_its_time(office: Office) -> None:
    await office.published_list()
    await asks(office, "Вигаданець Тарас")
    office.questions.tidy(now=office.clock.now)
    assert office.questions.unfinished(HALYNA_TELEGRAM, now=office.clock.now) is not None
    assert office.questions.counted(HALYNA_TELEGRAM) == 1

    office.clock.moves(2 * DAY)
    office.questions.tidy(now=office.clock.now)

    assert office.questions.counted(HALYNA_TELEGRAM) == 0
    assert not office.questions.waits(HALYNA_TELEGRAM)


async def test_an_index_that_is_behind_is_keyed_anew_and_answers_again(office: Office) -> None:
    await office.published_list()
    with closing(sqlite3.connect(office.path)) as connection, connection:
        connection.execute("UPDATE names SET rules = rules - 1")
    with pytest.raises(IndexBehind):
        await asks(office, LISTED)

    keyed = await Indexing(office.store).work()

    assert keyed > 0
    assert isinstance(await asks(office, LISTED), Listed)
    assert await Indexing(office.store).work() == 0


# a row that is somebody else


async def test_without_the_row_that_is_somebody_else_the_next_one_is_answered(office: Office) -> None:
    edition = await office.published_list("Вигаданець;Тарас;Петрович;2002", "Вигаданець;Тарас;;2002")
    inquiries = office.services.inquiries
    asked = inquiries.read(HALYNA_TELEGRAM, LISTED)
    rows = [(edition.id, 2), (edition.id, 3)]

    answers = [
        await inquiries.answer(HALYNA_TELEGRAM, asked, left_out=left_out)
        for left_out in ((), rows[:1], rows, rows[1:])
    ]

    shown = [[c.entry.row for c in shown_of(answer)[:1]] for answer in answers]
    assert shown == [[2], [3], [], [2]], "a row that is not shown is not left out"
    assert [isinstance(answer, NotListed) for answer in answers] == [False, False, True, False]
    assert [a.coverage.left_out for a in answers if not isinstance(a, NeedsMore)] == [
        False,
        True,
        True,
        False,
    ]


async def test_forged_rows_show_nobody_of_several_people_of_one_name(office: Office) -> None:
    edition = await office.published_list("Вигаданець;Тарас;Петрович;2002", "Вигаданець;Тарас;Іванович;2002")
    inquiries = office.services.inquiries
    asked = inquiries.read(HALYNA_TELEGRAM, "Вигаданець Тарас, 2002")

    for row in (2, 3):
        answer = await inquiries.answer(HALYNA_TELEGRAM, asked, left_out=[(edition.id, row)])
        assert isinstance(answer, SeveralListed)
        assert not answer.coverage.left_out


async def test_a_row_that_is_gone_leaves_nothing_out(office: Office) -> None:
    await office.published_list()
    inquiries = office.services.inquiries

    answer = await inquiries.answer(
        HALYNA_TELEGRAM, inquiries.read(HALYNA_TELEGRAM, LISTED), left_out=[("nothing", 2)]
    )

    assert isinstance(answer, Listed)
