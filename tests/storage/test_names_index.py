from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.core.errors import CannotCheck, ChecksAreStale, IndexBehind, NothingToSearch
from bot.core.exchanges import BatchState, Side
from bot.core.lists import PublisherClass, PublisherKind, Review
from bot.core.names import Asked, Person, search_given_keys, search_keys, skeleton
from bot.core.watches import mark_of
from bot.ports import Reading, Store, Writing
from bot.services.search import near_entries
from tests.storage.builders import (
    ANNA,
    CHANNEL,
    HEADQUARTERS,
    IVAN,
    JUNE_NINTH,
    MINUTE,
    NEWSROOM,
    NOW,
    TARAS,
    YOUNG,
    add_announced_batch,
    add_edition,
    add_list,
)
from tests.storage.conftest import rows_in


async def find(reading: Reading, person: Person) -> list[tuple[str, int]]:
    coverage = await reading.coverage()
    candidates = await near_entries(reading, Asked((person,)), coverage)
    return [(candidate.entry.edition_id, candidate.entry.row) for candidate in candidates]


async def searched_lists(reading: Reading) -> int:
    return (await reading.coverage()).lists


async def test_a_candidate_carries_everything_an_answer_says_of_it(store: Store) -> None:
    async with store.writing() as writing:
        batch = await add_announced_batch(writing)
        name_list = await add_list(writing)
        edition = await add_edition(writing, "edition", IVAN, TARAS)
        await writing.add_check(ANNA, NOW)

    async with store.reading() as reading:
        (candidate,) = await near_entries(reading, Asked((TARAS,)), await reading.coverage())
        assert candidate.entry.person == TARAS
        assert candidate.entry.printed_name == "Вигаданець Тарас"
        assert candidate.edition == edition
        assert candidate.list == name_list
        assert candidate.standing == await reading.standing(batch.id)
        assert candidate.publisher_class is PublisherClass.RECEIVING_SIDE


async def test_an_entry_with_several_of_the_keys_comes_once(store: Store) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        await add_edition(writing, "edition", TARAS, TARAS)
        await writing.add_check(ANNA, NOW)

    async with store.reading() as reading:
        assert len(search_keys(Asked((TARAS,)), mistyped=True)) > 1
        assert await find(reading, TARAS) == [("edition", 1), ("edition", 2)]


async def test_a_row_is_met_by_keys_of_both_its_names(store: Store) -> None:
    asked = Asked((TARAS,))
    keys, given = search_keys(asked, mistyped=False), search_given_keys(asked)
    assert given is not None
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        await add_edition(writing, "edition", IVAN, replace(TARAS, given="Олег"), TARAS)

        (entry,) = await writing.entries_under_keys(keys, given, ["edition"])
        assert entry.place == ("edition", 3)
        assert await writing.entries_under_keys(keys, given, ["another"]) == []


async def test_family_names_that_were_looked_at_are_not_met_again(store: Store) -> None:
    asked = Asked((TARAS,))
    sounding, mistyped = search_keys(asked, mistyped=False), search_keys(asked, mistyped=True)
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        await add_edition(writing, "edition", TARAS, replace(TARAS, family="Вигадонець"), TARAS)

        (looked_at,) = await writing.family_names(sounding)
        (other,) = await writing.family_names(mistyped, besides=sounding)

    assert (looked_at.spelt, other.spelt) == ("вигаданець", "вигадонець")
    assert other.letters == skeleton(other.spelt)


async def test_a_family_name_says_whether_the_dictionary_has_it(store: Store) -> None:
    people = [replace(TARAS, family=family) for family in ("Шевчук", "Шевшук")]
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        await add_edition(writing, "edition", *people)

        names = await writing.family_names(search_keys(Asked((people[1],)), mistyped=True))

    assert {name.spelt: name.known for name in names} == {"шевчук": True, "шевшук": False}


async def test_rows_of_families_are_picked_by_given_names_or_by_keys_of_these(store: Store) -> None:
    keys = search_given_keys(Asked((TARAS,)))
    assert keys is not None
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        await add_edition(writing, "edition", TARAS, replace(TARAS, given="Олег"), IVAN, TARAS)
        (family,) = [
            name.id for name in await writing.family_names(search_keys(Asked((TARAS,)), mistyped=False))
        ]

        given = {name.spelt: name.id for name in await writing.given_names([family], ["edition"])}
        of_oleh = await writing.entries_named([family], ["edition"], given=[given["олег"]])
        of_taras = await writing.entries_named([family], ["edition"], given_keys=keys)
        of_nobody = [
            await writing.entries_named([family], ["another"], given_keys=keys),
            await writing.entries_named([family], ["edition"]),
            await writing.entries_named([], ["edition"], given_keys=keys),
            await writing.given_names([], ["edition"]),
            await writing.given_names([family], ["another"]),
        ]

    assert set(given) == {"тарас", "олег"}
    assert [entry.row for entry in of_oleh] == [2]
    assert [entry.row for entry in of_taras] == [1, 4]
    assert not any(of_nobody)


async def test_another_family_is_looked_for_only_where_nobody_likely_was_found(store: Store) -> None:
    asked = Asked((Person("Шевчук", "Тарас", "Петрович"),))
    likely, other = Person("Шевчук", "Тарас"), Person("Левчук", "Тарас", "Петрович")
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        await add_edition(writing, "edition", likely, other)
        await writing.add_check(ANNA, NOW)

        coverage = await writing.coverage()
        (likely_one,) = await near_entries(writing, asked, coverage)
        refused = [mark_of(likely_one.entry, likely_one.standing.batch.id)]
        (other_one,) = await near_entries(writing, asked, coverage, refused=refused)

    assert (likely_one.entry.person, other_one.entry.person) == (likely, other)


async def test_a_name_that_no_row_has_leads_to_nothing(store: Store) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        await add_edition(writing, "edition", TARAS)
        await writing.add_check(ANNA, NOW)

        assert await find(writing, IVAN) == []
        assert await writing.family_names([]) == []
        assert await writing.candidates([]) == []


@pytest.mark.parametrize("review", [r for r in Review if r is not Review.PUBLISHED])
async def test_only_published_editions_are_searched(store: Store, review: Review) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        await add_edition(writing, "edition", TARAS, review=review)
        await writing.add_check(ANNA, NOW)

        with pytest.raises(NothingToSearch):
            await find(writing, TARAS)


async def in_a_draft(writing: Writing) -> None:
    await writing.add_exchange(JUNE_NINTH)
    await writing.add_batch(YOUNG)


async def in_a_withdrawn_batch(writing: Writing) -> None:
    batch = await add_announced_batch(writing)
    await writing.save_batch(replace(batch, state=BatchState.WITHDRAWN))


@pytest.mark.parametrize("hidden", [in_a_draft, in_a_withdrawn_batch])
async def test_a_list_of_a_batch_that_is_a_draft_or_withdrawn_is_not_searched(
    store: Store, hidden: Callable[[Writing], object]
) -> None:
    async with store.writing() as writing:
        await hidden(writing)  # type: ignore[misc]
        await add_list(writing)
        await add_edition(writing, "edition", TARAS)
        await writing.add_check(ANNA, NOW)

        with pytest.raises(NothingToSearch):
            await find(writing, TARAS)


async def test_a_publisher_of_a_class_that_is_not_searched_is_neither_found_nor_counted(store: Store) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing, "official")
        await add_list(writing, "rumour", publisher=CHANNEL)
        await add_edition(writing, "searched", IVAN, of="official")
        await add_edition(writing, "unverified", TARAS, of="rumour")
        await writing.add_check(ANNA, NOW)

        assert await find(writing, TARAS) == []
        assert await searched_lists(writing) == 1
        await writing.search_classes(frozenset(PublisherClass))
        assert await find(writing, TARAS) == [("unverified", 1)]
        coverage = await writing.coverage()
        assert coverage.classes == {PublisherClass.RECEIVING_SIDE, PublisherClass.UNVERIFIED}


async def test_a_side_is_the_other_side_to_the_batches_it_does_not_receive(store: Store) -> None:
    theirs = replace(YOUNG, id="theirs", side=Side.RUSSIA)
    async with store.writing() as writing:
        await add_announced_batch(writing, theirs)
        await add_list(writing, batch=theirs.id)
        await add_edition(writing, "edition", TARAS)
        await writing.add_check(ANNA, NOW)

        assert HEADQUARTERS.kind is PublisherKind.UKRAINE
        with pytest.raises(NothingToSearch):
            await find(writing, TARAS)


async def test_ten_reposts_of_one_document_are_one_source(store: Store) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        for number in range(10):
            await add_list(writing, f"repost-{number}", publisher=NEWSROOM)
            await add_edition(writing, f"e-{number}", TARAS, of=f"repost-{number}", digest="sha256:same")
        await add_list(writing, "another")
        await add_edition(writing, "another", IVAN, of="another")
        await writing.add_check(ANNA, NOW)

        assert await searched_lists(writing) == 2


async def test_coverage_says_up_to_when_and_how_new(store: Store) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        name_list = await add_list(writing)
        await writing.add_list(replace(name_list, id="newer", published_on=date(2025, 6, 12)))
        await add_edition(writing, "first", TARAS)
        await add_edition(writing, "second", IVAN, of="newer")
        await writing.add_check(ANNA, NOW)
        await writing.add_check(ANNA, NOW - MINUTE)

        coverage = await writing.coverage()

    assert (coverage.searched_up_to, coverage.lists, coverage.newest) == (NOW, 2, date(2025, 6, 12))


async def test_nothing_to_search_is_not_told_as_not_listed(store: Store) -> None:
    async with store.reading() as reading:
        with pytest.raises(NothingToSearch):
            await reading.coverage()


async def test_lists_that_nobody_has_ever_checked_cannot_be_answered_from(store: Store) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        await add_edition(writing, "edition", TARAS)

        with pytest.raises(ChecksAreStale):
            await writing.coverage()


async def test_an_index_keyed_by_other_rules_stops_answers_and_is_no_no(store: Store, address: str) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        await add_edition(writing, "edition", TARAS)
        await writing.add_check(ANNA, NOW)
    key_by_older_rules(address)

    async with store.reading() as reading:
        with pytest.raises(IndexBehind):
            await reading.coverage()
    assert issubclass(IndexBehind, CannotCheck)


async def test_an_index_is_keyed_anew_in_slices_and_answers_again(store: Store, address: str) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        await add_edition(writing, "edition", TARAS, IVAN)
        await writing.add_check(ANNA, NOW)
    key_by_older_rules(address)

    async with store.writing() as writing:
        await writing.forget_other_keys()
    keyed = 0
    while True:
        async with store.writing() as writing:
            names = await writing.unkeyed_names(limit=1)
            await writing.add_name_keys(sorted((key, name.id) for name in names for key in name.keys))
            await writing.settle_keyed(names)
        if not names:
            break
        keyed += 1
        if keyed < 4:
            async with store.reading() as reading:
                with pytest.raises(IndexBehind):
                    await reading.coverage()

    assert keyed == 4, "two family names and two given names"
    async with store.reading() as reading:
        assert await find(reading, TARAS) == [("edition", 1)]
        assert await find(reading, IVAN) == [("edition", 2)]


async def test_a_family_name_is_kept_once_and_goes_with_its_last_row(store: Store, address: str) -> None:
    cousin = replace(TARAS, given="Остап")
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing, "one")
        await add_list(writing, "other")
        await add_edition(writing, "first", TARAS, cousin, of="one", review=Review.DRAFT)
        await add_edition(writing, "second", TARAS, IVAN, of="other", review=Review.DRAFT)
    assert families_in(address) == [TARAS.family.casefold(), IVAN.family.casefold()]

    async with store.writing() as writing:
        await writing.drop_entries("first", limit=10)
    assert families_in(address) == [TARAS.family.casefold(), IVAN.family.casefold()]

    async with store.writing() as writing:
        await writing.drop_entries("second", limit=10)
    assert families_in(address) == []
    assert rows_in(address, "SELECT * FROM name_keys") == []


def key_by_older_rules(address: str) -> None:
    rows_in(address, "UPDATE names SET rules = rules - 1")
    rows_in(address, "UPDATE name_keys SET key = key + 1")


def families_in(address: str) -> list[str]:
    return [
        str(row[0]) for row in rows_in(address, "SELECT spelt FROM names WHERE part = 'family' ORDER BY id")
    ]
