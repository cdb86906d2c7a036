"""What changed from one edition to the next."""

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.core.changes import MOST_PAIRED, Changed, Kept, changes_of, compare
from bot.core.lists import Entry
from bot.core.names import Person
from bot.core.uploads import ChangeCounts


def printed(row: int, name: str, year: int | None = None, *, of: str = "one") -> Entry:
    """A row as a list prints it: family name, given name, patronymic."""
    family, given_name, *rest = name.split()
    return Entry(of, row, name, Person(family, given_name, rest[0] if rest else None, year))


def words(pair: Changed) -> str:
    marks = {Kept.SAME: "", Kept.REMOVED: "-", Kept.ADDED: "+"}
    return " ".join(f"{marks[word.kept]}{word.text}" for word in pair.words)


TARAS = printed(2, "Вербенко Тарас Степанович", 1999)
OKSANA = printed(3, "Шелестова Оксана Петрівна", 2001)


def test_the_same_rows_in_another_order_are_no_change() -> None:
    again = [printed(2, OKSANA.printed_name, 2001, of="two"), printed(3, TARAS.printed_name, 1999, of="two")]

    changes = compare([TARAS, OKSANA], again)

    assert changes.counts == ChangeCounts(0, 0, 0)


def test_rows_that_stand_on_one_side_only_are_added_and_removed() -> None:
    new = printed(3, "Жук Лука", of="two")

    changes = compare([TARAS, OKSANA], [TARAS, new])

    assert (changes.removed, changes.added, changes.changed) == ((OKSANA,), (new,), ())


def test_a_changed_row_shows_which_words_went_and_which_came() -> None:
    for now, shown in (
        (printed(2, "Вербенко Тарас Степанович", 1998), "Вербенко Тарас Степанович -1999 +1998"),
        (printed(2, "Вербенко Тарас Семенович", 1999), "Вербенко Тарас -Степанович +Семенович 1999"),
        (printed(2, "Вербенко Тарас", None), "Вербенко Тарас -Степанович -1999"),
        (printed(2, "Вербинко Тарас Степанович", 1999), "-Вербенко +Вербинко Тарас Степанович 1999"),
        (printed(2, "ВЕРБЕНКО Тарас Степанович", 1999), "-Вербенко +ВЕРБЕНКО Тарас Степанович 1999"),
    ):
        (pair,) = compare([TARAS], [now]).changed

        assert words(pair) == shown


def test_other_people_are_not_taken_for_one_that_changed() -> None:
    for now in ("Вербенко Оксана", "Шелест Тарас", "Жук Лука Ілліч"):
        changes = compare([printed(2, "Вербенко Тарас Степанович", 1999)], [printed(2, now, 1980)])

        assert changes.counts == ChangeCounts(1, 1, 0), now
    # What neither row prints is nothing they have in common.
    assert compare([printed(2, "Жук Лука")], [printed(2, "Жук Оксана")]).counts == ChangeCounts(1, 1, 0)


def test_of_several_who_may_have_changed_the_closest_is_taken() -> None:
    former = [printed(2, "Вербенко Тарас Степанович", 1980), printed(3, "Вербенко Тарас Ілліч", 1999)]
    now = printed(2, "Вербенко Тарас Степанович", 1981)

    changes = compare(former, [now])

    assert [pair.former.row for pair in changes.changed] == [2]
    assert [entry.row for entry in changes.removed] == [3]


def test_namesakes_are_paired_in_the_order_of_their_rows() -> None:
    former = [printed(row, "Жук Лука", 1980 + row) for row in (2, 3, 4)]
    present = [printed(row, "Жук Лука", 1990 + row) for row in (2, 3)]

    changes = compare(former, present)

    assert [(pair.former.row, pair.present.row) for pair in changes.changed] == [(2, 2), (3, 3)]
    assert [entry.row for entry in changes.removed] == [4]


def test_where_too_much_differs_rows_are_counted_and_not_paired() -> None:
    counts = changes_of([TARAS], [OKSANA], added_count=MOST_PAIRED + 1, removed_count=2).counts

    assert counts == ChangeCounts(MOST_PAIRED + 1, 2, 0, paired=False)


NAMES = st.sampled_from(["Жук Лука", "Жук Лука Ілліч", "Жук Оксана", "Верба Лука", "Верба Оксана Петрівна"])
EDITIONS = st.lists(st.tuples(NAMES, st.sampled_from([None, 1990, 1991])), unique=True, max_size=10)


@given(EDITIONS, EDITIONS)
def test_every_row_of_both_editions_is_accounted_for_once(
    before: list[tuple[str, int | None]], now: list[tuple[str, int | None]]
) -> None:
    former = [printed(row, name, year) for row, (name, year) in enumerate(before, 2)]
    present = [printed(row, name, year, of="two") for row, (name, year) in enumerate(now, 2)]

    changes = compare(former, present)

    same = len(set(before) & set(now))
    assert len(changes.removed) + len(changes.changed) + same == len(former)
    assert len(changes.added) + len(changes.changed) + same == len(present)
    assert changes.counts == ChangeCounts(len(changes.added), len(changes.removed), len(changes.changed))


@given(EDITIONS, st.randoms())
def test_the_order_of_rows_makes_no_difference(
    rows: list[tuple[str, int | None]], chance: random.Random
) -> None:
    former = [printed(row, name, year) for row, (name, year) in enumerate(rows, 2)]
    mixed = chance.sample(former, len(former))

    assert compare(former, mixed).counts == ChangeCounts(0, 0, 0)
