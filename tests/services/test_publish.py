"""An edition of a batch that is confirmed waits through a hold in which any moderator can stop it."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.alerts import EventKind
from bot.core.answers import Listed, NotListed
from bot.core.errors import RoleTooLow, WrongState
from bot.core.exchanges import BatchState
from bot.core.lists import Edition, Review
from bot.core.log import code_of
from bot.core.proposals import Proposed
from bot.core.roles import Role
from bot.services.together import Services
from tests.builders import HOLD
from tests.services.office import LIST, Office
from tests.services.test_inquire import LISTED, asks
from tests.services.test_review import OTHER_ROW, breaks_everywhere_without_a_trace

INSTANT = timedelta(milliseconds=1)
OTHER = "Небувальний Остап, 1990"


async def confirmed_list(office: Office) -> Edition:
    """A published list of a batch that is confirmed."""
    edition = await office.published_list()
    await office.confirms((await office.batch_of(edition)).id)
    await office.services.moderators.checked(office.anna)
    return edition


async def held_edition(office: Office) -> tuple[Edition, Edition]:
    """A published edition of a confirmed batch, and a newer one that is held."""
    former = await confirmed_list(office)
    held = await office.publishes(await office.submits_edition(former.list_id, OTHER_ROW))
    assert held.review is Review.HELD
    return former, held


async def test_until_the_hold_ends_the_former_edition_is_searched(office: Office) -> None:
    former, _ = await held_edition(office)

    office.clock.moves(HOLD - INSTANT)
    assert await office.services.publications.end_holds() == []

    assert isinstance(await asks(office, LISTED), Listed)
    assert isinstance(await asks(office, OTHER), NotListed)
    assert (await office.edition(former.id)).review is Review.PUBLISHED


async def test_when_the_hold_ends_the_new_edition_is_searched_in_one_step(office: Office) -> None:
    former, held = await held_edition(office)
    office.clock.moves(HOLD)

    assert await office.services.publications.end_holds() == [held.id]

    assert isinstance(await asks(office, LISTED), NotListed)
    assert isinstance(await asks(office, OTHER), Listed)
    assert (await office.edition(former.id)).review is Review.SUPERSEDED
    assert (await office.acts())[-2:] == ["edition superseded", "edition published"]


async def test_an_edition_of_a_batch_whose_confirmation_is_held_is_held_too(office: Office) -> None:
    former = await office.published_list()
    await office.agrees(await office.submits((await office.batch_of(former)).id))

    edition = await office.publishes(await office.submits_edition(former.list_id, OTHER_ROW))

    assert edition.review is Review.HELD


async def test_an_edition_of_a_batch_that_nobody_confirmed_is_published_at_once(office: Office) -> None:
    assert (await office.published_list()).review is Review.PUBLISHED


@pytest.mark.parametrize("by", ["anna", "bohdan", "clara"])
async def test_any_moderator_stops_a_held_edition_and_only_the_log_tells(office: Office, by: str) -> None:
    await office.grants_clara(Role.VIEWER)
    former, held = await held_edition(office)

    await office.services.reviews.discard(held.id, moderator=getattr(office, by))
    office.clock.moves(2 * HOLD)

    assert await office.services.publications.end_holds() == []
    assert isinstance(await asks(office, LISTED), Listed)
    assert (await office.edition(former.id)).review is Review.PUBLISHED
    assert "Небувальний" not in repr(office.everything())
    assert await office.owed(EventKind.EDITION_CORRECTED) == []
    assert (await office.acts())[-1] == "edition stopped"


async def test_a_viewer_stops_what_is_held_and_throws_nothing_else_away(office: Office) -> None:
    await office.grants_clara(Role.VIEWER)
    edition = await office.submits_edition(await office.list_of((await office.announced_batch()).id))

    with pytest.raises(RoleTooLow):
        await office.services.reviews.discard(edition.id, moderator=office.clara)


async def test_all_others_hear_that_an_edition_is_held_and_can_be_stopped(office: Office) -> None:
    await office.grants_clara(Role.VIEWER)
    await held_edition(office)

    assert await office.owed(EventKind.EDITION_HELD) == sorted([office.anna, office.clara])


async def test_a_hold_that_ended_many_times_at_once_takes_effect_once(office: Office) -> None:
    _, held = await held_edition(office)
    office.clock.moves(HOLD)

    ended = await asyncio.gather(*[office.services.publications.end_holds() for _ in range(10)])

    assert sorted(ended, key=len) == [[]] * 9 + [[held.id]]
    assert (await office.acts()).count("edition published") == 2


async def test_of_ending_and_stopping_at_once_one_happens_and_never_both(office: Office) -> None:
    former, held = await held_edition(office)
    office.clock.moves(HOLD)

    stopped, ended = await asyncio.gather(
        office.services.reviews.discard(held.id, moderator=office.anna),
        office.services.publications.end_holds(),
        return_exceptions=True,
    )

    published = (await office.edition(held.id)).review is Review.PUBLISHED
    assert published == (ended == [held.id]) == isinstance(stopped, WrongState)
    assert (await office.edition(former.id)).review is (Review.SUPERSEDED if published else Review.PUBLISHED)


async def test_wherever_the_disk_breaks_the_end_of_a_hold_happens_as_a_whole_or_not_at_all(
    office: Office,
) -> None:
    _, held = await held_edition(office)
    office.clock.moves(HOLD)

    async def end_holds(services: Services) -> None:
        await services.publications.end_holds()

    await breaks_everywhere_without_a_trace(office, end_holds)
    assert (await office.edition(held.id)).review is Review.PUBLISHED


async def test_two_held_editions_of_one_list_end_in_the_newer(office: Office) -> None:
    former, first = await held_edition(office)
    second = await office.publishes(await office.submits_edition(former.list_id, LIST[0]))
    office.clock.moves(HOLD)

    await office.services.publications.end_holds()

    reviews = [(await office.edition(e.id)).review for e in (former, first, second)]
    assert reviews == [Review.SUPERSEDED, Review.SUPERSEDED, Review.PUBLISHED]


async def test_a_held_edition_that_a_newer_one_overtook_is_stopped(office: Office) -> None:
    former, first = await held_edition(office)
    second = await office.submits_edition(former.list_id, LIST[0])
    short = office.services_over(office.store, hold=timedelta(0))
    await short.publications.publish(second.id, moderator=office.bohdan, code=code_of(second.digest))
    await short.publications.end_holds()
    office.clock.moves(HOLD)

    assert await office.services.publications.end_holds() == []

    assert (await office.edition(second.id)).review is Review.PUBLISHED
    assert (await office.edition(first.id)).review is Review.DISCARDED
    assert (await office.acts())[-1] == "edition stopped"


async def test_a_held_edition_whose_batch_was_withdrawn_is_stopped(office: Office) -> None:
    _, held = await held_edition(office)
    batch = await office.batch_of(held)
    await office.withdraws(Proposed.WITHDRAW_BATCH, batch.id)
    assert await office.state(batch.id) is BatchState.WITHDRAWN
    office.clock.moves(HOLD)

    assert await office.services.publications.end_holds() == []

    assert (await office.edition(held.id)).review is Review.DISCARDED


async def test_an_editor_is_never_the_second_person(office: Office) -> None:
    await office.grants_clara(Role.EDITOR)
    edition = await office.submits_edition(await office.list_of((await office.announced_batch()).id))
    before = office.everything()

    with pytest.raises(RoleTooLow):
        await office.publishes(edition, by=office.clara)
    assert office.everything() == before
