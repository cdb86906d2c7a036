"""The publication log: nobody changes it unseen, and over a broken one nothing is published."""

import pytest

from bot.core.alerts import EventKind
from bot.core.answers import Listed
from bot.core.errors import LogBroken, RoleTooLow
from bot.core.lists import Review
from bot.core.log import Deed, code_of
from bot.core.proposals import Proposed
from bot.core.roles import Role
from bot.logbook import WrongCheckpoint, export, verify
from bot.services.log import PAGE
from bot.services.remind import Reminding
from bot.services.tidy import Tidying
from bot.services.together import Services
from storage.store import SqliteStore, text_id
from storage.tombstones import Tombstones
from tests.builders import HOLD
from tests.house import behind_its_back
from tests.services.office import Office
from tests.services.test_inquire import LISTED, asks
from tests.services.test_review import OTHER_ROW

CHANGES = {
    "changed": "UPDATE audit SET moderator = 'somebody' WHERE place = 3",
    "moved in time": "UPDATE audit SET at = at - 1 WHERE place = 3",
    "dropped": "DELETE FROM audit WHERE place = 3",
    "exchanged": "UPDATE audit SET place = CASE place WHEN 3 THEN -4 WHEN 4 THEN 3 ELSE place END",
    "cut off": "DELETE FROM audit WHERE place > 3",
}


async def tampers(office: Office, statement: str) -> None:
    """Change the log as somebody does who reaches the database itself."""
    for verb in ("update", "delete"):
        await behind_its_back(office.path, f"DROP TRIGGER audit_refuses_{verb}")
    await behind_its_back(office.path, statement)


async def watched(office: Office) -> Services:
    """The services of a bot that has looked at the whole log when it began, as every bot does."""
    services = office.services
    await services.log.verify()
    return services


async def test_a_log_that_nobody_touched_holds(office: Office) -> None:
    await office.published_list()

    end = await office.services.log.verify()

    assert end is not None
    assert end.line.act == Deed.CHECKED
    assert end.place == len(await office.acts())


@pytest.mark.parametrize("how", list(CHANGES))
async def test_a_log_that_was_changed_is_noticed(office: Office, how: str) -> None:
    await office.published_list()
    services = await watched(office)
    await tampers(office, CHANGES[how])

    with pytest.raises(LogBroken):
        await services.log.verify()


@pytest.mark.parametrize("how", ["changed", "dropped", "exchanged"])
async def test_what_was_changed_while_the_bot_was_down_is_noticed_when_it_begins(
    office: Office, how: str
) -> None:
    await office.published_list()
    await tampers(office, CHANGES[how])

    with pytest.raises(LogBroken):
        await watched(office)


async def test_over_a_broken_log_nothing_is_published_confirmed_or_withdrawn(office: Office) -> None:
    published = await office.published_list()
    batch = await office.batch_of(published)
    edition = await office.submits_edition(published.list_id, OTHER_ROW)
    statement = await office.submits(batch.id)
    proposal = await office.proposes(Proposed.WITHDRAW_EDITION, published.id)
    services = await watched(office)
    await tampers(office, "DELETE FROM audit WHERE place = (SELECT max(place) FROM audit)")
    before = office.everything()
    with pytest.raises(LogBroken):
        await services.publications.publish(edition.id, moderator=office.bohdan, code=code_of(edition.digest))
    with pytest.raises(LogBroken):
        await office.agrees(statement, services=services)
    with pytest.raises(LogBroken):
        await office.agrees_to(proposal, services=services)
    assert office.everything() == before


async def test_what_is_held_stays_held_while_the_log_is_broken(office: Office) -> None:
    batch = await office.announced_batch()
    await office.agrees(await office.submits(batch.id))
    services = await watched(office)
    await tampers(office, CHANGES["changed"])
    with pytest.raises(LogBroken):
        await services.log.verify()
    office.clock.moves(HOLD)

    assert await services.confirmations.end_holds() == []
    assert await services.publications.end_holds() == []

    view = await services.confirmations.stop(
        (await services.moderators.desk(office.anna)).statements[0].id, moderator=office.anna
    )
    assert view.statement.review == "stopped", "what is held can be stopped all the same"


async def test_answers_say_that_the_log_does_not_hold(office: Office) -> None:
    await office.published_list()
    services = await watched(office)
    await tampers(office, CHANGES["changed"])
    await Tidying(office.store, office.clock, office.questions, services.log, Tombstones(office.path)).work()

    answer = await asks(office, LISTED, services=services)

    assert isinstance(answer, Listed)
    assert answer.coverage.doubtful
    assert (await services.moderators.desk(office.anna)).broken_at == 3


async def test_moderators_are_alarmed_once_a_day_while_the_log_is_broken(office: Office) -> None:
    await office.published_list()
    services = await watched(office)
    await tampers(office, CHANGES["changed"])
    with pytest.raises(LogBroken):
        await services.log.verify()

    for _ in range(3):
        await Reminding(office.store, office.clock, text_id, services.rights, services.log).work()

    assert await office.owed(EventKind.LOG_BROKEN) == sorted([office.anna, office.bohdan])


async def test_a_line_added_by_the_bot_itself_breaks_nothing(office: Office) -> None:
    services = await watched(office)
    published = await office.published_list()

    view = await office.agrees_to(
        await office.proposes(Proposed.WITHDRAW_EDITION, published.id), services=services
    )

    assert view.edition is not None
    assert view.edition.review is Review.WITHDRAWN


async def test_the_log_is_read_page_by_page_by_everybody_who_may_look(office: Office) -> None:
    await office.grants_clara(Role.VIEWER)
    await office.published_list()
    in_all = len(await office.acts())
    log = office.services.log

    first = await log.page(office.clara)
    second = await log.page(office.clara, PAGE)

    assert (len(first.lines), first.earlier) == (PAGE, PAGE)
    assert in_all > PAGE
    assert [line.act for line in (*first.lines, *second.lines)] == (await office.acts())[::-1][: 2 * PAGE]


async def test_what_somebody_may_not_is_noted(office: Office) -> None:
    await office.grants_clara(Role.VIEWER)

    with pytest.raises(RoleTooLow):
        await office.services.moderators.checked(office.clara)
    await office.services.rights.note_refusal(office.clara, "a viewer may not prepare")

    assert (await office.acts())[-1] == "refused"


async def test_the_terminal_finds_a_cut_log_by_a_checkpoint_kept_elsewhere(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    await office.published_list()
    said = await verify(SqliteStore(office.path), expect=None)
    checkpoint = said.rpartition(" ")[2]
    assert await verify(SqliteStore(office.path), expect=checkpoint) == said

    await export(SqliteStore(office.path))
    exported = capsys.readouterr().out.splitlines()
    assert len(exported) == len(await office.acts())
    assert '"act": "edition published"' in "".join(exported)
    assert "Вигаданець" not in "".join(exported)

    await tampers(office, CHANGES["cut off"])
    assert (await verify(SqliteStore(office.path), expect=None)).startswith("The log holds.")
    with pytest.raises(WrongCheckpoint):
        await verify(SqliteStore(office.path), expect=checkpoint)


async def test_the_terminal_finds_a_changed_line(office: Office) -> None:
    await office.published_list()
    await tampers(office, CHANGES["changed"])

    with pytest.raises(LogBroken, match="line 3"):
        await verify(SqliteStore(office.path), expect=None)


async def test_an_empty_log_holds(office: Office) -> None:
    assert await verify(SqliteStore(office.path), expect=None) == "The log is empty."
