"""Rows are taken fast and exactly: a short way for what is usual, and never another result by it."""

import json
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.names import read_name
from bot.core.names.spelling import fold
from bot.files import (
    CHAT,
    MERGED,
    AcceptHidden,
    Asks,
    Choices,
    Column,
    Fault,
    FirstRow,
    Order,
    Refused,
    SheetInfo,
    Spool,
    WhatIsFirstRow,
    WhichColumn,
    WhichEncoding,
    WhichSheet,
    refused,
)
from bot.files.rows import _parts, fault_of_cell, read_row
from bot.files.seen import Seen, Years
from bot.files.taking import _USUAL, _worth
from bot.files.wire import (
    answer_from_json,
    asks_to_json,
    fault_from_json,
    fault_to_json,
    order_from_json,
    order_to_json,
    progress_to_json,
    refusal_to_json,
)
from tests.files.reading import take

COLUMNS = (Column.FAMILY, Column.GIVEN, Column.PATRONYMIC, Column.BIRTH)
HEADINGS = "Прізвище;Ім'я;По батькові;Рік народження"
FAMILIES = st.sampled_from(
    [
        "Вербенко",
        "ВЕРБЕНКО",
        "Жук",
        "Нечуй-Левицький",
        "Лоза Тарас",
        "В’юн",
        "",
        " ",
        "Жук2",
        "=1",
        "Cидopенкo",
    ]
)
GIVEN_NAMES = st.sampled_from(
    ["Тарас", "тарас", "Т.", "Т. С.", "Лука", "Лозенко", "Степанович", "", "Жан Поль"]
)
PATRONYMICS = st.sampled_from(["Степанович", "С.", "", "—", "Вербенко", "Ілліч", "Гасан огли"])
BIRTHS = st.sampled_from(["1999", "12.03.1999", "", "-", "1890", "99", "1999 р.н."])
ROWS = st.lists(st.tuples(FAMILIES, GIVEN_NAMES, PATRONYMICS, BIRTHS), min_size=1, max_size=8)


@settings(max_examples=300, deadline=None)
@given(ROWS)
def test_the_short_way_takes_every_row_as_the_long_way_does(rows: list[tuple[str, str, str, str]]) -> None:
    content = "\n".join([HEADINGS, *(";".join(cells) for cells in rows)]).encode()
    try:
        taken = take(content)
    except Refused:
        # All its rows are blank.
        assert not any("".join(cells).strip() for cells in rows)
        return

    merged = {fault.row for fault in taken.repeats}
    of_years = [fault for fault in taken.faults if fault.code != "E41"]
    expected_rows, expected_faults = [], []
    for number, cells in enumerate(rows, 2):
        if number not in merged and any(cell.strip() for cell in cells):
            row, faults = read_row(number, dict(zip(COLUMNS, cells, strict=True)))
            expected_rows += [row] if row is not None else []
            expected_faults += faults
    assert list(taken.rows) == expected_rows
    assert of_years == expected_faults


@given(st.from_regex(_USUAL, fullmatch=True))
def test_what_is_usual_is_folded_as_everything_is(name: str) -> None:
    """By a shorter way, because a long list has more family names than can be remembered."""
    usual, always = _worth(Column.FAMILY, name), fold(name)

    assert (usual.folded, usual.value) == (always, name)
    assert json.dumps(name, ensure_ascii=False) == f'"{name}"'
    assert fault_of_cell(Column.FAMILY, name) is None


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["Вербенко", "Павлович", "Мороз", "Лука", "Іван", "Сковорода", "Verbenko", "Кузьмич"]),
    st.sampled_from(["Тарас", "Лука", "Оксана", "Іван", "Taras", "Ольга", "Микита"]),
    st.sampled_from(["Степанович", "Ілліч", "Лукич", "Петрівна", "Иванович", "Stepanovych", "Кузьмич"]),
)
def test_a_whole_name_in_the_usual_order_is_read_as_a_question_would_be(
    family: str, given_name: str, patronymic: str
) -> None:
    name = f"{family} {given_name} {patronymic}"
    asked = read_name(name).person

    assert _parts(name) == (asked.family, asked.given, asked.patronymic)


def test_two_rows_whose_marks_are_alike_are_told_apart() -> None:
    """Whether two rows are one is asked of the rows, never of their hashes."""

    class Alike(str):
        __slots__ = ()

        def __hash__(self) -> int:
            return 7

        def __eq__(self, other: object) -> bool:
            return str.__eq__(self, other) if isinstance(other, str) else NotImplemented

    rows = [Alike("Жук Лука"), Alike("Лоза Степан"), Alike("Жук Лука")]
    seen = Seen(10, lambda at, row: rows[at] == row)

    assert [seen.enter(row, at) for at, row in enumerate(rows)] == [None, None, 0]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1925, 2010)), max_size=200))
def test_a_name_with_another_year_than_its_first_is_told(rows: list[tuple[int, int]]) -> None:
    years = Years(len(rows))
    first: dict[int, int] = {}

    assert [years.differs(("name", name), year) for name, year in rows] == [
        first.setdefault(name, year) != year for name, year in rows
    ]


def test_a_cell_remembered_and_a_cell_forgotten_are_worth_the_same() -> None:
    """Only so many cells are remembered; a list of more names than that is read all the same."""
    letters = product("аеиоуя", "бвгджзклмн", "прстфхцчшщ", "аеиоуя", "бв")
    names = [f"Вигаданець{''.join(some)}о" for some in letters]

    taken = take("\n".join(("Прізвище;Ім'я", *(f"{name};Тарас" for name in names))).encode())

    assert [row.person.family for row in taken.rows] == names


def test_a_spool_gives_back_its_lines_wherever_they_begin() -> None:
    with Spool.temporary() as spool:
        lines = [f"{number} {'x' * number}\n".encode() for number in range(700)]
        at = [spool.add(line) for line in lines]

        assert [spool.line_at(here) for here in reversed(at)] == lines[::-1]
        spool.flush()
        assert [line for some in spool.slices(100) for line in some] == lines


ASKED: tuple[Asks, ...] = (
    WhichEncoding((("CP1251", (("Вербенко;Тарас",), ("Жук",))), ("KOI8-U", ()))),
    WhichSheet((SheetInfo(1, "Аркуш", 205, False), SheetInfo(3, "Другий", 1, True))),
    AcceptHidden("Аркуш", ("5–7", "9"), ("D",)),
    AcceptHidden(None, (), ("D",)),
    WhichColumn(3, "Очі", ("сірі",), (Column.FAMILY, Column.IGNORED), ("Зріст",)),
    WhichColumn(3, None, (), (Column.IGNORED,)),
    WhatIsFirstRow(("Вербенко", "Тарас")),
)


def test_what_the_child_says_its_parent_hears() -> None:
    with Spool.temporary() as rows, Spool.temporary() as faults:
        for asks in ASKED:
            assert answer_from_json(asks_to_json(asks), rows=rows, faults=faults) == asks
        assert answer_from_json(progress_to_json(16_384), rows=rows, faults=faults) == 16_384
        with pytest.raises(Refused) as caught:
            answer_from_json(refusal_to_json(refused("E03", size=1, limit=2)), rows=rows, faults=faults)
        assert caught.value.faults == (Fault("E03", told={"size": 1, "limit": 2}),)
    for fault in (
        Fault("E34", 8, Column.FAMILY, told={"fix": "Сидоренко"}),
        Fault(MERGED, 7, rejects=False, told={"first": 2}),
        Fault("E16", 7, Column.BIRTH, at="B7"),
        Fault("E01"),
    ):
        assert fault_from_json(fault_to_json(fault)) == fault


def test_what_the_parent_orders_the_child_reads() -> None:
    for choices in (
        Choices(),
        Choices("CP1251", 2, True, {3: Column.FAMILY}, Column.IGNORED, FirstRow.PERSON),
    ):
        order = Order("xlsx", CHAT, choices)
        assert order_from_json(order_to_json(order)) == order
