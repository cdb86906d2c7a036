"""An edition on its way from a file to families."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import product

import pytest

from bot.core.answers import Listed, NotListed
from bot.core.errors import (
    BadValue,
    BotError,
    NotAllowed,
    StoreUnavailable,
    UnreadableList,
    WrongCode,
    WrongState,
)
from bot.core.exchanges import Category
from bot.core.lists import Edition, Review
from bot.core.log import code_of
from bot.core.roles import GRANT_LASTS
from bot.services.review import SAMPLE
from bot.services.together import Services
from bot.services.upload import SLICE
from tests.services.office import LIST, Office
from tests.services.test_inquire import LISTED, asks
from tests.storage.builders import HEADQUARTERS
from tests.storage.builders import add_list as store_list

LETTERS = "бвгджзклмнпрстфхцш"
ONE_SLICE_AND_A_ROW = tuple(
    f"Вигадан{a}{b}{c}енко;Остап;;1990" for a, b, c in list(product(LETTERS, repeat=3))[: SLICE + 1]
)
# Of the calls of the store in an upload: after the edition is made and before its last slice.
IN_THE_FIRST_SLICE, AFTER_THE_FIRST_SLICE = 9, 11
OTHER_ROW = "Небувальний;Остап;;1990"
NO_ROW = "Небувальний;;;"


async def a_list(office: Office) -> str:
    return await office.list_of((await office.announced_batch()).id)


async def stored(office: Office, edition: Edition) -> int:
    async with office.store.reading() as reading:
        return await reading.stored_rows(edition.id)


async def editions(office: Office, list_id: str) -> list[Edition]:
    async with office.store.reading() as reading:
        return list(await reading.editions(list_id))


async def test_what_is_uploaded_is_a_draft_with_the_rows_of_every_slice(office: Office) -> None:
    edition = await office.uploads(await a_list(office), *ONE_SLICE_AND_A_ROW)

    assert (edition.review, edition.number, edition.uploaded_by) == (Review.DRAFT, 1, office.anna)
    assert await stored(office, edition) == edition.rows == SLICE + 1


async def test_a_draft_edition_is_not_searched(office: Office) -> None:
    earlier = await office.published_list(OTHER_ROW)
    await office.uploads(earlier.list_id)

    assert isinstance(await asks(office, LISTED), NotListed)


async def test_an_upload_uses_up_the_form_and_is_noted_once(office: Office) -> None:
    await office.uploads(await a_list(office))

    assert await office.services.preparations.draft(office.anna) is None
    assert (await office.acts()).count("edition uploaded") == 1


async def test_another_number_of_rows_than_expected_is_refused_and_leaves_nothing(office: Office) -> None:
    list_id = await a_list(office)

    with pytest.raises(UnreadableList, match="E30"):
        await office.uploads(list_id, expected=len(LIST) + 1)
    assert await editions(office, list_id) == []


async def test_rows_that_were_refused_count_among_those_expected(office: Office) -> None:
    edition = await office.uploads(await a_list(office), *LIST, NO_ROW, expected=3)

    assert edition.rows == 2


async def test_the_same_file_twice_is_refused(office: Office) -> None:
    list_id = await a_list(office)
    await office.uploads(list_id)

    with pytest.raises(UnreadableList, match="E19"):
        await office.uploads(list_id)
    assert len(await editions(office, list_id)) == 1


async def test_the_file_that_is_published_is_refused(office: Office) -> None:
    edition = await office.published_list()

    with pytest.raises(UnreadableList, match="E19"):
        await office.uploads(edition.list_id, by=office.bohdan)


async def test_a_file_that_was_thrown_away_or_superseded_may_be_sent_again(office: Office) -> None:
    list_id = await a_list(office)
    thrown_away = await office.uploads(list_id)
    await office.services.reviews.discard(thrown_away.id, moderator=office.bohdan)
    first = await office.publishes(await office.submits_edition(list_id))
    second = await office.publishes(await office.submits_edition(list_id, OTHER_ROW))

    again = await office.uploads(list_id)

    assert [edition.number for edition in (first, second, again)] == [1, 2, 3]


async def test_the_same_file_may_be_sent_to_another_list(office: Office) -> None:
    await office.uploads(await a_list(office))

    assert (await office.uploads(await a_list(office))).number == 1


async def test_a_file_of_which_no_row_was_taken_is_not_submitted(office: Office) -> None:
    edition = await office.uploads(await a_list(office), NO_ROW, expected=1)

    with pytest.raises(BadValue, match="rows"):
        await office.services.reviews.submit(edition.id, moderator=office.anna)


async def test_wherever_an_upload_breaks_off_the_same_file_sent_again_takes_its_place(
    office: Office,
) -> None:
    list_id = await a_list(office)
    whole = office.breaking(at=0)
    edition = await office.uploads(list_id, *ONE_SLICE_AND_A_ROW, services=office.services_over(whole))
    await office.services.reviews.discard(edition.id, moderator=office.anna)
    noted = Counter(await office.acts())

    last = whole.calls
    for at in (1, 5, IN_THE_FIRST_SLICE, AFTER_THE_FIRST_SLICE, last - 2, last - 1, last):
        broken = office.services_over(office.breaking(at))
        with pytest.raises(StoreUnavailable):
            await office.uploads(list_id, *ONE_SLICE_AND_A_ROW, services=broken)
        assert Counter(await office.acts()) == noted, f"an upload that broke off at {at} is noted"
        assert await office.services.preparations.draft(office.anna) is not None

        edition = await office.uploads(list_id, *ONE_SLICE_AND_A_ROW)

        assert [e.id for e in await editions(office, list_id)] == [edition.id]
        assert await stored(office, edition) == edition.rows
        await office.services.reviews.discard(edition.id, moderator=office.anna)
        noted += Counter({"edition uploaded": 1, "edition discarded": 1})


async def test_a_half_stored_edition_cannot_be_submitted(office: Office) -> None:
    list_id = await a_list(office)
    broken = office.services_over(office.breaking(at=AFTER_THE_FIRST_SLICE))
    with pytest.raises(StoreUnavailable):
        await office.uploads(list_id, *ONE_SLICE_AND_A_ROW, services=broken)
    (half,) = await editions(office, list_id)
    assert 0 < await stored(office, half) < half.rows

    with pytest.raises(WrongState):
        await office.services.reviews.submit(half.id, moderator=office.anna)


async def test_who_sends_again_what_another_left_half_stored_is_its_uploader(office: Office) -> None:
    """Otherwise they would publish as a second person what they themselves had uploaded."""
    list_id = await a_list(office)
    broken = office.services_over(office.breaking(at=AFTER_THE_FIRST_SLICE))
    with pytest.raises(StoreUnavailable):
        await office.uploads(list_id, *ONE_SLICE_AND_A_ROW, by=office.anna, services=broken)
    edition = await office.uploads(list_id, *ONE_SLICE_AND_A_ROW, by=office.bohdan)
    await office.services.reviews.submit(edition.id, moderator=office.anna)
    assert edition.uploaded_by == office.bohdan

    with pytest.raises(NotAllowed):
        await office.publishes(edition, by=office.bohdan)


async def test_of_two_uploads_of_one_file_at_once_one_is_stored_whole(office: Office) -> None:
    list_id = await a_list(office)

    done = await asyncio.gather(
        office.uploads(list_id, *ONE_SLICE_AND_A_ROW, by=office.anna),
        office.uploads(list_id, *ONE_SLICE_AND_A_ROW, by=office.bohdan),
        return_exceptions=True,
    )

    (edition,) = [result for result in done if isinstance(result, Edition)]
    (refused,) = [result for result in done if not isinstance(result, Edition)]
    assert isinstance(refused, WrongState | UnreadableList)
    assert [e.id for e in await editions(office, list_id)] == [edition.id]
    assert await stored(office, edition) == edition.rows


async def test_submitting_tells_all_other_moderators(office: Office) -> None:
    await office.grants_clara()
    edition = await office.uploads(await a_list(office))
    before = office.everything()["outbox"]

    await office.services.reviews.submit(edition.id, moderator=office.anna)

    owed = [row for row in office.everything()["outbox"] if row not in before]
    assert sorted(str(row[1]) for row in owed) == sorted([office.bohdan, office.clara])


async def test_an_edition_is_submitted_once(office: Office) -> None:
    edition = await office.submits_edition(await a_list(office))

    with pytest.raises(WrongState):
        await office.services.reviews.submit(edition.id, moderator=office.anna)


async def test_a_second_person_sees_what_they_agree_to(office: Office) -> None:
    first = await office.published_list()
    second = await office.submits_edition(first.list_id, *(f"Небуваль{a}ний;Остап;;1990" for a in LETTERS))

    view = await office.services.reviews.view(second.id, moderator=office.bohdan)

    assert view.former is not None
    assert view.former.id == first.id
    assert [entry.row for entry in view.sample] == list(range(2, 2 + SAMPLE))


async def test_a_published_edition_is_searched_and_noted(office: Office) -> None:
    edition = await office.published_list()

    assert isinstance(await asks(office, LISTED), Listed)
    assert edition.published_at == office.clock.now
    assert (await office.acts()).count("edition published") == 1


async def test_publishing_supersedes_the_former_edition_in_the_same_step(office: Office) -> None:
    first = await office.published_list()
    second = await office.submits_edition(first.list_id, OTHER_ROW)

    await office.publishes(second)

    assert [e.review for e in await editions(office, first.list_id)] == [Review.PUBLISHED, Review.SUPERSEDED]
    assert isinstance(await asks(office, LISTED), NotListed)
    assert (await office.acts())[-2:] == ["edition superseded", "edition published"]


async def test_an_edition_of_another_list_is_not_superseded(office: Office) -> None:
    first = await office.published_list()
    await office.publishes(await office.submits_edition(await a_list(office), OTHER_ROW))

    assert (await office.edition(first.id)).review is Review.PUBLISHED


async def test_wherever_the_disk_breaks_a_publication_happens_with_its_audit_line_or_not_at_all(
    office: Office,
) -> None:
    first = await office.published_list()
    second = await office.submits_edition(first.list_id, OTHER_ROW)

    async def publish(services: Services) -> None:
        await services.publications.publish(second.id, moderator=office.bohdan, code=code_of(second.digest))

    await breaks_everywhere_without_a_trace(office, publish)
    assert (await office.acts())[-1] == "edition published"


async def test_wherever_the_disk_breaks_a_submission_leaves_nothing(office: Office) -> None:
    edition = await office.uploads(await a_list(office))

    async def submit(services: Services) -> None:
        await services.reviews.submit(edition.id, moderator=office.anna)

    await breaks_everywhere_without_a_trace(office, submit)
    assert (await office.acts())[-1] == "edition submitted"


async def breaks_everywhere_without_a_trace(
    office: Office, act: Callable[[Services], Awaitable[object]]
) -> None:
    """Do something with the disk breaking at its first call, its second, and so on, until it is done."""
    before = office.everything()
    for at in range(1, 100):
        try:
            await act(office.services_over(office.breaking(at)))
        except StoreUnavailable:
            assert office.everything() == before, f"broken at {at}"
        else:
            break
    assert at > 3, "the disk broke nowhere"


async def test_of_fifty_who_publish_at_once_exactly_one_does(office: Office) -> None:
    edition = await office.submits_edition(await a_list(office))

    done = await asyncio.gather(*[office.publishes(edition) for _ in range(50)], return_exceptions=True)

    assert Counter(type(result).__name__ for result in done) == {"Edition": 1, "WrongState": 49}
    assert (await office.acts()).count("edition published") == 1


async def test_of_two_editions_published_at_once_the_newer_is_searched_in_the_end(office: Office) -> None:
    list_id = await a_list(office)
    older, newer = [await office.submits_edition(list_id, row) for row in (LIST[0], OTHER_ROW)]

    first, second = await asyncio.gather(
        office.publishes(older), office.publishes(newer), return_exceptions=True
    )

    assert not isinstance(second, BaseException)
    assert (await office.edition(newer.id)).review is Review.PUBLISHED
    # Whichever was published first: an older edition never supersedes a newer one.
    too_late = isinstance(first, WrongState)
    assert (await office.edition(older.id)).review is (Review.SUBMITTED if too_late else Review.SUPERSEDED)


async def test_a_wrong_code_publishes_nothing(office: Office) -> None:
    edition = await office.submits_edition(await a_list(office))
    before = office.everything()

    with pytest.raises(WrongCode):
        await office.services.publications.publish(edition.id, moderator=office.bohdan, code="AAAA")
    assert office.everything() == before


async def test_who_uploaded_and_submitted_publishes_nothing(office: Office) -> None:
    edition = await office.submits_edition(await a_list(office))
    before = office.everything()

    with pytest.raises(NotAllowed):
        await office.publishes(edition, by=office.anna)
    assert office.everything() == before


async def test_no_short_sequence_of_one_moderators_acts_publishes_anything(office: Office) -> None:
    list_id = await a_list(office)
    reviews = office.services.reviews
    for acts in product(("submit", "publish", "discard"), repeat=3):
        edition = await office.uploads(list_id, by=office.anna)
        for act in acts:
            try:
                match act:
                    case "submit":
                        await reviews.submit(edition.id, moderator=office.anna)
                    case "publish":
                        await office.publishes(edition, by=office.anna)
                    case _:
                        await reviews.discard(edition.id, moderator=office.anna)
            except BotError:
                continue
        review = (await office.edition(edition.id)).review
        assert review in {Review.DRAFT, Review.SUBMITTED, Review.DISCARDED}, acts
        if review is not Review.DISCARDED:
            await reviews.discard(edition.id, moderator=office.anna)


async def test_nobody_but_a_moderator_uploads_submits_publishes_discards_or_looks(office: Office) -> None:
    edition = await office.submits_edition(await a_list(office))
    draft = await office.uploads(await a_list(office))
    reviews, code = office.services.reviews, code_of(edition.digest)
    before = office.everything()

    with pytest.raises(NotAllowed):
        await reviews.submit(draft.id, moderator=office.halyna)
    with pytest.raises(NotAllowed):
        await office.services.publications.publish(edition.id, moderator=office.halyna, code=code)
    with pytest.raises(NotAllowed):
        await reviews.discard(edition.id, moderator=office.halyna)
    with pytest.raises(NotAllowed):
        await reviews.view(edition.id, moderator=office.halyna)
    with pytest.raises(NotAllowed):
        await office.uploads(edition.list_id, OTHER_ROW, by=office.halyna)
    assert office.everything() == before


async def test_a_right_that_ended_by_itself_is_refused_at_the_act(office: Office) -> None:
    await office.grants_clara()
    edition = await office.submits_edition(await a_list(office))
    office.clock.moves(GRANT_LASTS)
    before = office.everything()

    with pytest.raises(NotAllowed):
        await office.publishes(edition, by=office.clara)
    assert office.everything() == before


async def test_a_right_that_was_ended_is_refused_at_the_act(office: Office) -> None:
    grant_id = await office.grants_clara()
    edition = await office.submits_edition(await a_list(office))
    await office.services.grants.end(grant_id, moderator=office.anna)

    with pytest.raises(NotAllowed):
        await office.publishes(edition, by=office.clara)


async def test_a_right_that_ends_during_an_upload_leaves_no_whole_edition(office: Office) -> None:
    await office.grants_clara()
    list_id = await a_list(office)

    during = office.breaking(at=IN_THE_FIRST_SLICE, happens=lambda: office.clock.moves(GRANT_LASTS))

    with pytest.raises(NotAllowed):
        await office.uploads(
            list_id, *ONE_SLICE_AND_A_ROW, by=office.clara, services=office.services_over(during)
        )
    (left,) = await editions(office, list_id)
    assert 0 < await stored(office, left) < left.rows


async def test_throwing_away_takes_the_rows_with_it(office: Office) -> None:
    edition = await office.uploads(await a_list(office))

    await office.services.reviews.discard(edition.id, moderator=office.bohdan)

    assert await stored(office, edition) == 0
    assert "Вигаданець" not in repr(office.everything())
    assert (await office.acts())[-1] == "edition discarded"


async def test_what_is_published_is_never_thrown_away(office: Office) -> None:
    edition = await office.published_list()

    with pytest.raises(WrongState):
        await office.services.reviews.discard(edition.id, moderator=office.bohdan)
    assert isinstance(await asks(office, LISTED), Listed)


async def test_a_list_of_remains_that_is_there_all_the_same_takes_no_name(office: Office) -> None:
    batch = await office.sets_up_batch(Category.REMAINS)
    async with office.store.writing() as writing:
        await store_list(writing, "remains", publisher=HEADQUARTERS, batch=batch.id)

    with pytest.raises(BadValue, match="category"):
        await office.uploads("remains")
    assert await editions(office, "remains") == []
