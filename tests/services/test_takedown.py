"""A row goes because somebody asked: by two people, and then from everywhere; only digests stay."""

from pathlib import Path

import pytest

from bot.core.alerts import EventKind
from bot.core.answers import Listed, NotListed
from bot.core.errors import NotAllowed, RoleTooLow, StoreUnavailable, TakenDown, WrongState
from bot.core.lists import Edition, Review
from bot.core.log import code_of
from bot.core.reports import ReportReview
from bot.core.roles import Role
from bot.services.together import Services
from tests.builders import HOLD
from tests.services.office import LIST, Office
from tests.services.test_inquire import LISTED, asks
from tests.services.test_publish import confirmed_list
from tests.services.test_report import open_reports, reports
from tests.services.test_review import OTHER_ROW, breaks_everywhere_without_a_trace

FAMILY = "Вигаданець"
STAYS = "Неіснуюк Іван, 2003"


async def prepared(office: Office, edition: Edition) -> Edition:
    """Report the first row, and prepare an edition without it."""
    report = await reports(office, edition)
    newer = await office.services.take_downs.prepare(report.id, moderator=office.anna)
    assert newer is not None
    return newer


def bytes_of(database: Path) -> bytes:
    """Everything that stands in the files of the database."""
    beside = [database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))]
    return b"".join(file.read_bytes() for file in beside if file.exists())


async def test_until_a_second_person_agrees_the_row_is_searched(office: Office) -> None:
    edition = await office.published_list()

    newer = await prepared(office, edition)

    assert (newer.review, newer.number, newer.rows) == (Review.SUBMITTED, 2, 1)
    assert isinstance(await asks(office, LISTED), Listed)
    with pytest.raises(NotAllowed):
        await office.publishes(newer, by=office.anna)


async def test_once_published_the_row_is_gone_and_all_others_stay(office: Office) -> None:
    newer = await prepared(office, await office.published_list())

    await office.publishes(newer)

    assert isinstance(await asks(office, LISTED), NotListed)
    assert isinstance(await asks(office, STAYS), Listed)
    assert await open_reports(office) == []
    assert [a for a in await office.acts() if a.startswith(("row", "report"))] == [
        "row erased",
        "report closed",
    ]


async def test_the_row_is_erased_from_every_file_and_only_digests_stay(office: Office) -> None:
    first = await office.published_list()
    second = await office.publishes(await office.submits_edition(first.list_id, *LIST, OTHER_ROW))
    newer = await prepared(office, second)
    assert FAMILY.encode() in bytes_of(office.path)

    await office.publishes(newer)

    assert FAMILY.encode() not in bytes_of(office.path)
    assert first.digest in repr(office.everything())


async def test_the_second_person_sees_which_row_is_left_out(office: Office) -> None:
    newer = await prepared(office, await office.published_list())

    view = await office.services.reviews.view(newer.id, moderator=office.bohdan)
    assert [entry.person.family for entry in view.taken_down] == [FAMILY]

    await office.publishes(newer)
    view = await office.services.reviews.view(newer.id, moderator=office.bohdan)
    assert view.taken_down == ()


async def test_who_was_answered_from_the_row_is_told_neutrally_like_of_any_correction(
    office: Office,
) -> None:
    edition = await office.published_list()
    await office.follows(office.halyna, (await office.batch_of(edition)).id, edition.id)
    newer = await prepared(office, edition)

    await office.publishes(newer)

    assert await office.owed(EventKind.EDITION_CORRECTED) == [office.halyna]


async def test_what_was_taken_down_does_not_come_again_with_the_next_file(office: Office) -> None:
    edition = await office.published_list()
    await office.publishes(await prepared(office, edition))
    again = await office.uploads(edition.list_id, OTHER_ROW, *LIST)

    with pytest.raises(TakenDown) as refused:
        await office.services.reviews.submit(again.id, moderator=office.anna)

    assert refused.value.rows == (3,), "the line of the file"
    assert FAMILY not in str(refused.value)


async def test_a_take_down_that_was_thrown_away_forbids_nothing(office: Office) -> None:
    edition = await office.published_list()
    newer = await prepared(office, edition)
    await office.services.reviews.discard(newer.id, moderator=office.bohdan)

    again = await office.submits_edition(edition.list_id, *LIST, OTHER_ROW)

    assert again.review is Review.SUBMITTED
    assert len(await open_reports(office)) == 1


async def test_an_edition_that_waited_with_the_row_in_it_is_thrown_away(office: Office) -> None:
    edition = await office.published_list()
    newer = await prepared(office, edition)
    waiting = await office.uploads(edition.list_id, *LIST, OTHER_ROW)

    await office.publishes(newer)

    assert (await office.edition(waiting.id)).review is Review.DISCARDED
    assert FAMILY not in repr(office.everything())


async def test_a_row_that_is_published_no_more_is_erased_at_once(office: Office) -> None:
    edition = await office.published_list()
    report = await reports(office, edition)
    await office.publishes(await office.submits_edition(edition.list_id, LIST[1], OTHER_ROW))

    assert await office.services.take_downs.prepare(report.id, moderator=office.anna) is None

    assert FAMILY not in repr(office.everything())
    async with office.store.reading() as reading:
        assert (await reading.report(report.id)).review is ReportReview.DONE


async def test_a_row_reported_in_an_older_edition_is_taken_down_from_the_published_one(
    office: Office,
) -> None:
    edition = await office.published_list()
    report = await reports(office, edition)
    await office.publishes(await office.submits_edition(edition.list_id, OTHER_ROW, *LIST))

    newer = await office.services.take_downs.prepare(report.id, moderator=office.anna)
    assert newer is not None
    await office.publishes(newer)

    assert isinstance(await asks(office, LISTED), NotListed)
    assert isinstance(await asks(office, "Небувальний Остап, 1990"), Listed)


async def test_a_take_down_of_a_confirmed_batch_is_held_like_any_edition(office: Office) -> None:
    edition = await confirmed_list(office)
    newer = await office.publishes(await prepared(office, edition))
    assert newer.review is Review.HELD
    assert isinstance(await asks(office, LISTED), Listed)
    office.clock.moves(HOLD)

    await office.services.publications.end_holds()

    assert isinstance(await asks(office, LISTED), NotListed)
    assert FAMILY not in repr(office.everything())


async def test_while_another_edition_waits_no_take_down_is_prepared(office: Office) -> None:
    edition = await office.published_list()
    await office.submits_edition(edition.list_id, OTHER_ROW)
    report = await reports(office, edition)

    with pytest.raises(WrongState):
        await office.services.take_downs.prepare(report.id, moderator=office.anna)


async def test_a_copy_that_broke_off_is_made_anew(office: Office) -> None:
    edition = await office.published_list()
    report = await reports(office, edition)
    broken = office.breaking(at=0)
    await office.services_over(broken).take_downs.prepare(report.id, moderator=office.anna)
    in_all = broken.calls
    (waiting,) = [e for e in await editions(office, edition) if e.review is Review.SUBMITTED]
    await office.services.reviews.discard(waiting.id, moderator=office.anna)

    for at in range(1, in_all + 1, 3):
        services = office.services_over(office.breaking(at))
        with pytest.raises(StoreUnavailable):
            await services.take_downs.prepare(report.id, moderator=office.anna)
        newer = await office.services.take_downs.prepare(report.id, moderator=office.anna)
        assert newer is not None
        assert newer.review is Review.SUBMITTED
        await office.services.reviews.discard(newer.id, moderator=office.anna)


async def editions(office: Office, edition: Edition) -> list[Edition]:
    async with office.store.reading() as reading:
        return list(await reading.editions(edition.list_id))


async def test_wherever_the_disk_breaks_a_take_down_takes_effect_as_a_whole_or_not_at_all(
    office: Office,
) -> None:
    edition = await office.published_list()
    newer = await prepared(office, edition)

    async def publish(services: Services) -> None:
        await services.publications.publish(newer.id, moderator=office.bohdan, code=code_of(newer.digest))

    await breaks_everywhere_without_a_trace(office, publish)
    assert FAMILY not in repr(office.everything())


async def test_nobody_but_an_editor_prepares_a_take_down(office: Office) -> None:
    report = await reports(office, await office.published_list())
    await office.grants_clara(Role.VIEWER)

    with pytest.raises(RoleTooLow):
        await office.services.take_downs.prepare(report.id, moderator=office.clara)
    with pytest.raises(NotAllowed):
        await office.services.take_downs.prepare(report.id, moderator=office.halyna)
