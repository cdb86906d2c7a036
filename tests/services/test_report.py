"""Anybody reports what is wrong; it makes a queue, has no effect by itself, and does not say who did it."""

from datetime import timedelta

import pytest

from bot.core.answers import Listed
from bot.core.errors import NotAllowed, RoleTooLow, TooManyReports, Unknown, WrongState
from bot.core.exchanges import StatementKind
from bot.core.lists import Edition
from bot.core.reports import Report, ReportKind, ReportReview
from bot.core.roles import Role
from bot.services.report import PER_DAY
from tests.services.office import HALYNA_TELEGRAM, Office
from tests.services.test_inquire import LISTED, asks
from tests.services.test_propose import standing_by

MUST_GO, IS_WRONG, STATEMENT = (
    ReportKind.ROW_MUST_GO,
    ReportKind.ROW_IS_WRONG,
    ReportKind.STATEMENT_IS_WRONG,
)
FIRST_ROW = 2


async def reports(
    office: Office,
    edition: Edition,
    *,
    kind: ReportKind = MUST_GO,
    row: int = FIRST_ROW,
    person: int = HALYNA_TELEGRAM,
) -> Report:
    await office.services.reports.report(person, kind, edition.id, row)
    async with office.store.reading() as reading:
        return (await reading.open_reports())[-1]


async def open_reports(office: Office) -> list[Report]:
    async with office.store.reading() as reading:
        return list(await reading.open_reports())


async def test_a_report_has_no_effect_by_itself(office: Office) -> None:
    edition = await office.published_list()

    await reports(office, edition)

    assert isinstance(await asks(office, LISTED), Listed)
    assert len((await office.services.moderators.desk(office.anna)).reports) == 1


async def test_who_reported_stands_nowhere(office: Office) -> None:
    edition = await office.published_list()
    stranger = 7_320_000_098
    before = office.everything()

    await reports(office, edition, person=stranger)

    after = office.everything()
    assert {table for table in after if after[table] != before[table]} == {"reports"}
    assert str(stranger) not in repr(after)
    assert office.halyna not in repr(after["reports"])


async def test_the_same_report_made_again_is_one_report(office: Office) -> None:
    edition = await office.published_list()

    for person in range(3):
        await reports(office, edition, person=person)
    office.clock.moves(timedelta(minutes=1))
    await reports(office, edition, kind=IS_WRONG)

    assert [report.kind for report in await open_reports(office)] == [MUST_GO, IS_WRONG]


async def test_nobody_reports_more_than_they_find_wrong_in_a_day(office: Office) -> None:
    edition = await office.published_list(*(f"Вигаданець;Тарас;;{1950 + n}" for n in range(PER_DAY + 2)))
    services = office.services
    for row in range(PER_DAY):
        await services.reports.report(HALYNA_TELEGRAM, MUST_GO, edition.id, FIRST_ROW + row)

    with pytest.raises(TooManyReports):
        await services.reports.report(HALYNA_TELEGRAM, MUST_GO, edition.id, FIRST_ROW + PER_DAY)
    await services.reports.report(HALYNA_TELEGRAM + 1, MUST_GO, edition.id, FIRST_ROW + PER_DAY)

    office.clock.moves(timedelta(days=1))
    await services.reports.report(HALYNA_TELEGRAM, IS_WRONG, edition.id, FIRST_ROW)


async def test_only_what_families_can_see_is_reported(office: Office) -> None:
    edition = await office.published_list()
    draft = await office.uploads(edition.list_id, "Небувальний;Остап;;1990")
    waiting = await office.submits((await office.batch_of(edition)).id)
    services = office.services

    for kind, subject, row in (
        (MUST_GO, draft.id, FIRST_ROW),
        (MUST_GO, edition.id, 999),
        (MUST_GO, edition.id, None),
        (MUST_GO, "forged", FIRST_ROW),
        (STATEMENT, waiting.statement.id, None),
        (STATEMENT, edition.id, None),
    ):
        with pytest.raises(Unknown):
            await services.reports.report(HALYNA_TELEGRAM, kind, subject, row)
    assert await open_reports(office) == []


async def test_a_statement_is_reported_and_seen_with_its_batch(office: Office) -> None:
    batch = await office.announced_batch()
    statement = await standing_by(office, batch.id)
    await office.services.reports.report(HALYNA_TELEGRAM, STATEMENT, statement, None)
    (report,) = await open_reports(office)

    view = await office.services.reports.view(report.id, moderator=office.anna)

    assert view.statement is not None
    assert (view.statement.kind, view.batch) == (StatementKind.ANNOUNCEMENT, batch)


async def test_a_row_is_seen_with_its_list_and_whether_it_is_published_still(office: Office) -> None:
    edition = await office.published_list()
    report = await reports(office, edition)

    view = await office.services.reports.view(report.id, moderator=office.anna)

    assert view.entry is not None
    assert (view.entry.row, view.still_published, view.taking_down) == (FIRST_ROW, True, None)


@pytest.mark.parametrize("review", [ReportReview.DONE, ReportReview.DISMISSED])
async def test_a_report_is_closed_once_and_that_is_noted(office: Office, review: ReportReview) -> None:
    report = await reports(office, await office.published_list())

    view = await office.services.reports.close(report.id, review, moderator=office.anna)

    assert (view.report.review, view.report.closed_by) == (review, office.anna)
    assert await open_reports(office) == []
    assert (await office.acts())[-1] == "report closed"
    with pytest.raises(WrongState):
        await office.services.reports.close(report.id, review, moderator=office.bohdan)


async def test_what_was_closed_can_be_reported_again(office: Office) -> None:
    edition = await office.published_list()
    report = await reports(office, edition)
    await office.services.reports.close(report.id, ReportReview.DISMISSED, moderator=office.anna)

    again = await reports(office, edition)

    assert again.id != report.id


async def test_nobody_but_a_moderator_of_enough_rights_looks_or_closes(office: Office) -> None:
    report = await reports(office, await office.published_list())
    await office.grants_clara(Role.VIEWER)

    with pytest.raises(NotAllowed):
        await office.services.reports.view(report.id, moderator=office.halyna)
    with pytest.raises(RoleTooLow):
        await office.services.reports.close(report.id, ReportReview.DONE, moderator=office.clara)
