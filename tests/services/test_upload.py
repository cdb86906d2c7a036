"""A file on its way to an edition: what is stored of it, and what is refused before anything is."""

from contextlib import closing
from dataclasses import replace

import pytest

from bot.core.errors import BadValue, ReaderUnavailable, WrongState
from bot.core.lists import Edition, Review
from bot.core.names import Person
from bot.core.uploads import TERMINAL, ChangeCounts
from bot.files import Column, Fault, ListFile, Refused, Row, refused
from bot.services.tidy import Tidying
from bot.services.upload import SLICE
from handlers.wording import wording
from storage.tombstones import Tombstones
from tests.files.languages import WORDS
from tests.files.reading import file_of
from tests.services.office import LIST, Office, csv_of
from tests.services.test_review import ONE_SLICE_AND_A_ROW, a_list, editions, stored

LANGUAGES = pytest.mark.parametrize("language", WORDS)


def said(error: Refused, language: str) -> str:
    return str(wording(language).refusal(error.faults).text)


async def refusal(
    office: Office, list_id: str, *rows: str, by: str | None = None, reason: str = ""
) -> Refused:
    with pytest.raises(Refused) as caught:
        await office.uploads(list_id, *rows, by=by, reason=reason)
    return caught.value


async def test_what_was_read_of_the_file_is_kept_with_the_edition(office: Office) -> None:
    rows = (*LIST, LIST[0], "Сокілко2;Іван;;", "Cидopенкo;Іван;;")

    edition = await office.uploads(await a_list(office), *rows)

    view = await office.services.reviews.view(edition.id, moderator=office.bohdan)
    assert view.upload is not None
    assert (view.upload.total, edition.rows, edition.rejected, view.upload.merged) == (5, 2, 2, 1)
    assert (view.upload.kind, view.upload.encoding, view.upload.at) == ("text", "UTF-8", office.clock.now)
    assert [(fault.code, fault.row) for fault in view.faults] == [("merged", 4), ("E36", 5), ("E34", 6)]


async def test_what_is_suggested_in_the_place_of_a_name_is_not_kept(office: Office) -> None:
    await office.uploads(await a_list(office), *LIST, "Cидopенкo;Іван;;")

    assert "Сидоренко" not in repr(office.everything())


@LANGUAGES
async def test_36_another_number_of_rows_than_expected_is_told_with_both(
    office: Office, language: str
) -> None:
    with pytest.raises(Refused) as caught:
        await office.uploads(await a_list(office), expected=1204)

    text = said(caught.value, language)
    assert text.startswith("E30 ")
    assert {"1204", "2"} <= {word.strip(".;") for word in text.replace("\xa0", "").replace(",", "").split()}


@LANGUAGES
async def test_21_the_same_list_again_is_told_with_who_and_when(office: Office, language: str) -> None:
    list_id = await a_list(office)
    edition = await office.uploads(list_id)

    mine = await refusal(office, list_id)
    theirs = await refusal(office, list_id, by=office.bohdan)

    for error in (mine, theirs):
        text = said(error, language)
        assert text.startswith("E19 ")
        assert str(edition.number) in text
        assert str(wording(language).moment(office.clock.now)) in text
    assert said(mine, language) != said(theirs, language)


@LANGUAGES
async def test_37_a_fifth_fewer_or_twice_as_many_need_a_reason(office: Office, language: str) -> None:
    published = await office.published_list()

    fewer = await refusal(office, published.list_id, LIST[0])
    more = await refusal(office, published.list_id, *ONE_SLICE_AND_A_ROW[:4], reason="   ")

    for error, present in ((fewer, 1), (more, 4)):
        assert error.faults == (Fault("E31", told={"former": 2, "present": present}),)
        assert said(error, language).startswith("E31 ")
    assert [edition.review for edition in await editions(office, published.list_id)] == [Review.PUBLISHED]


async def test_a_size_that_wants_a_reason_since_another_edition_was_published_is_not_published(
    office: Office,
) -> None:
    """The edition was of the usual size when it was uploaded."""
    published = await office.published_list()
    small = await office.uploads(published.list_id, "Жук;Лука;;", "Лоза;Степан;;", reason="")
    await office.services.reviews.submit(small.id, moderator=office.anna)
    large = await office.submits_edition(published.list_id, *ONE_SLICE_AND_A_ROW[:20])
    await office.publishes(large)

    with pytest.raises(BadValue, match="size_reason"):
        await office.publishes(small)


async def test_both_moderators_see_what_changes(office: Office) -> None:
    published = await office.published_list()
    changed = LIST[0].replace("2002", "2001")
    edition = await office.uploads(published.list_id, changed, LIST[1], "Жук;Лука;;")

    changes = await office.services.comparisons.changes(edition.id)
    view = await office.services.reviews.view(edition.id, moderator=office.bohdan)

    assert changes is not None
    assert view.changes == changes.counts == ChangeCounts(1, 0, 1)
    assert await office.services.comparisons.changes(published.id) is None


async def test_counts_of_changes_belong_to_the_edition_they_were_counted_against(office: Office) -> None:
    published = await office.published_list()
    waiting = await office.submits_edition(published.list_id, *LIST, "Жук;Лука;;")
    await office.services.comparisons.changes(waiting.id)
    await office.publishes(await office.submits_edition(published.list_id, "Лоза;Степан;;", "Верба;Ганна;;"))

    view = await office.services.reviews.view(waiting.id, moderator=office.bohdan)
    assert view.changes is None

    await office.services.comparisons.changes(waiting.id)
    view = await office.services.reviews.view(waiting.id, moderator=office.bohdan)
    assert view.changes == ChangeCounts(3, 2, 0)


async def test_a_long_edition_is_compared_row_by_row(office: Office) -> None:
    rows = list(ONE_SLICE_AND_A_ROW) * 1
    published = await office.published_list(*rows)
    rows[250] = rows[250].replace("1990", "1991")

    edition = await office.uploads(published.list_id, *rows[:-1])
    changes = await office.services.comparisons.changes(edition.id)

    assert changes is not None
    assert changes.counts == ChangeCounts(0, 1, 1)


async def test_a_file_refused_is_noted_by_its_code_alone(office: Office) -> None:
    await office.services.uploads.note_refusal(office.anna, refused("E42", heading="Телефон"))

    page = await office.services.log.page(office.anna)
    assert (page.lines[0].act, page.lines[0].subject) == ("file refused", "E42")
    assert "Телефон" not in repr(office.everything())


async def test_rows_that_are_not_those_that_were_read_make_no_edition(office: Office) -> None:
    """The parent counts and digests what comes out of the spool."""
    list_id = await a_list(office)
    with closing(file_of([Row(2, "Жук Лука", Person("Жук", "Лука"))])) as file:
        for wrong in (replace(file, digest="sha256:0"), replace(file, accepted=2, total=2)):
            with pytest.raises(ReaderUnavailable):
                await office.services.uploads.store_file(
                    await office.draft(office.anna), wrong, list_id=list_id, expected=wrong.total
                )

    for edition in await editions(office, list_id):
        assert await stored(office, edition) == 0
        with pytest.raises(WrongState):
            await office.services.reviews.submit(edition.id, moderator=office.anna)


async def test_of_the_terminal_an_edition_is_a_draft_of_nobody(office: Office) -> None:
    list_id = await a_list(office)
    rests = []

    async def rest() -> None:
        rests.append(1)

    with closing(await _read(office, *ONE_SLICE_AND_A_ROW)) as file:
        stored_so_far: list[int] = []
        edition = await office.services.uploads.store_from_terminal(
            file, list_id=list_id, expected=SLICE + 1, reason="", note=stored_so_far.append, pace=rest
        )

    assert (edition.uploaded_by, edition.review) == (TERMINAL, Review.DRAFT)
    assert stored_so_far == [SLICE, SLICE + 1]
    assert len(rests) >= 4, "after two slices of rows, one of keys, one of rows that enter the index"
    await office.services.reviews.submit(edition.id, moderator=office.anna)
    assert (await office.publishes(edition, by=office.bohdan)).review is Review.PUBLISHED


async def _read(office: Office, *rows: str) -> ListFile:
    file = await office.services.uploads.read(csv_of(*rows), "list.csv")
    assert isinstance(file, ListFile)
    return file


async def test_rows_that_a_crash_left_of_a_discarded_edition_are_erased_by_the_next_tidying(
    office: Office,
) -> None:
    edition = await office.uploads(await a_list(office), *ONE_SLICE_AND_A_ROW)
    # Saving, noting and leaving the first step come before the erasure.
    breaks = office.services_over(office.breaking(at=6))
    await breaks.reviews.discard(edition.id, moderator=office.anna)
    assert (await office.edition(edition.id)).review is Review.DISCARDED
    assert await stored(office, edition) == SLICE + 1

    await Tidying(
        office.store, office.clock, office.questions, office.services.log, Tombstones(office.path)
    ).work()

    assert await stored(office, edition) == 0
    async with office.store.reading() as reading:
        assert await reading.faults(edition.id, after=0, limit=10) == []


async def test_every_fault_is_kept_for_the_findings(office: Office) -> None:
    rows = [f"Сокілко{number};Іван;;" for number in range(SLICE + 1)]

    edition: Edition = await office.uploads(await a_list(office), *rows, *LIST)

    faults = await office.services.uploads.faults(edition.id)
    assert len(faults) == SLICE + 1
    assert faults[-1] == Fault("E36", SLICE + 2, Column.FAMILY)
