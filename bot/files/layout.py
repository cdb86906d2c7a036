"""Which column holds what: by its heading, or by what a moderator said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from bot.files.asking import Asks, WhatIsFirstRow, WhichColumn, shown
from bot.files.headings import (
    columns_of,
    folded_heading,
    is_forbidden,
    is_of_the_dead,
    known_headings,
    refused_headings,
)
from bot.files.listfile import Column, Fault, Refused, refused
from bot.files.order import Choices, FirstRow
from bot.files.table import Record, Table, column_letters

LOOKED_AT = 20
_MOST_COLUMNS = 60
_SAMPLES = 3
_WHOLE = frozenset({Column.FULL})
_PARTS = frozenset({Column.FAMILY, Column.GIVEN})
_ASKED_FOR = (Column.FAMILY, Column.GIVEN, Column.PATRONYMIC, Column.FULL, Column.BIRTH, Column.NUMBER)


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns hold, by position; `headings` is the number of their record, 0 if there is none."""

    columns: tuple[Column, ...]
    headings: int


def find_layout(table: Table, choices: Choices) -> Layout | Asks:
    """Find out what the columns hold, or ask.

    Raises:
        Refused: E01 nothing in it; E28 columns that are doubled, missing or too many; E40 of another kind of
            list; E42 of personal data we do not keep; E15, E16, E17, E22 in the headings.
    """
    head = list(islice((record for record in table.records() if not record.is_blank), LOOKED_AT))
    if not head:
        raise refused("E01")
    at = _find_headings(head)
    if at is None:
        return Layout((Column.LINE,), 0) if table.one_cell else _without_headings(head, choices)
    record = head[at]
    cells = _without_empty_end(record.cells)
    _refuse_headings(record, cells, table.first_column or 0)
    if table.one_cell:
        return Layout((Column.LINE,), record.number)
    return _under_headings(record, cells, head[at + 1 :], choices)


def _find_headings(head: Sequence[Record]) -> int | None:
    """Return the record that holds headings; titles may stand above.

    Headings that are refused say so only beside one that is known: people are called Частинський.
    """
    for at, record in enumerate(head):
        known = known_headings(record.cells)
        told = known + refused_headings(record.cells)
        filled = sum(bool(cell.strip()) for cell in record.cells)
        if known and (told > 1 or at == 0 or known == filled):
            return at
    return None


def _refuse_headings(record: Record, cells: list[str], offset: int) -> None:
    row = record.number
    flaws = sorted((record.flaws or {}).items())
    if flaws:
        raise Refused(*(Fault(code, row, at=f"{column_letters(offset + at)}{row}") for at, code in flaws))
    if any("\ufffd" in cell for cell in cells):
        raise refused("E22", row=row)
    folded = [folded_heading(cell) for cell in cells]
    faults = [
        Fault("E42" if is_forbidden(heading) else "E40", row, told={"column": at, "heading": _said(cell)})
        for at, (cell, heading) in enumerate(zip(cells, folded, strict=True), 1)
        if is_forbidden(heading) or is_of_the_dead(heading)
    ]
    if faults:
        raise Refused(*faults)


def _under_headings(
    record: Record, cells: list[str], below: Sequence[Record], choices: Choices
) -> Layout | Asks:
    named = columns_of([folded_heading(cell) for cell in cells])
    _refuse_doubled(record, cells, named)
    columns = _as_chosen(named, choices)
    for position, column in enumerate(columns):
        if column is None:
            values = tuple(row.cells[position] for row in below if position < len(row.cells))
            unknown = [cells[at] for at, later in enumerate(columns) if later is None and at > position]
            return _ask(position, cells[position], values, columns, unknown)
    return Layout(_enough(record.number, columns), record.number)


def _without_headings(head: Sequence[Record], choices: Choices) -> Layout | Asks:
    width = max(len(_without_empty_end(record.cells)) for record in head)
    if width > _MOST_COLUMNS:
        raise refused("E28", row=head[0].number, columns=width)
    columns = _as_chosen([None] * width, choices)
    for position, column in enumerate(columns):
        if column is None:
            values = tuple(row.cells[position] for row in head if position < len(row.cells))
            return _ask(position, None, values, columns, [])
    enough = _enough(head[0].number, columns)
    if choices.first_row is None:
        return WhatIsFirstRow(shown(head[0].cells))
    return Layout(enough, head[0].number if choices.first_row is FirstRow.HEADING else 0)


def _refuse_doubled(record: Record, cells: list[str], columns: list[Column | None]) -> None:
    if len(columns) > _MOST_COLUMNS:
        raise refused("E28", row=record.number, columns=len(columns))
    faults = [
        Fault("E28", record.number, told={"doubled": at, "heading": _said(cells[at - 1])})
        for at, column in enumerate(columns, 1)
        if column is not None and column in columns[: at - 1]
    ]
    if faults:
        raise Refused(*faults)


def _as_chosen(named: list[Column | None], choices: Choices) -> list[Column | None]:
    return [
        column if column is not None else choices.columns.get(position, choices.others)
        for position, column in enumerate(named, 1)
    ]


def _ask(
    position: int,
    heading: str | None,
    values: Sequence[str],
    columns: Sequence[Column | None],
    unknown: list[str],
) -> Asks:
    filled = [value for value in values if value.strip()][:_SAMPLES]
    said = None if heading is None or not heading.strip() else shown([heading])[0]
    besides = [cell for cell in unknown if cell.strip()]
    return WhichColumn(position + 1, said, shown(filled), _free(columns), shown(besides))


def _free(columns: Sequence[Column | None]) -> tuple[Column, ...]:
    """Return what a column may still be said to hold: not twice, and no whole name beside its parts."""
    taken = set(columns)
    of_whole = taken & _WHOLE
    of_parts = taken & (_PARTS | {Column.PATRONYMIC})
    barred = (_PARTS | {Column.PATRONYMIC} if of_whole else set()) | (_WHOLE if of_parts else set())
    return (*(column for column in _ASKED_FOR if column not in taken | barred), Column.IGNORED)


def _enough(row: int, columns: Sequence[Column | None]) -> tuple[Column, ...]:
    """Refuse columns that do not make one name: its parts or the whole, and not both."""
    known = [column for column in columns if column is not None]
    kept = [column for column in known if column is not Column.IGNORED]
    held = set(kept)
    whole, parts = held & _WHOLE, held & (_PARTS | {Column.PATRONYMIC})
    if len(held) < len(kept) or not (whole or held >= _PARTS) or (whole and parts):
        raise refused("E28", row=row)
    return tuple(known)


def _without_empty_end(cells: list[str]) -> list[str]:
    kept = len(cells)
    while kept and not cells[kept - 1].strip():
        kept -= 1
    return cells[:kept]


def _said(cell: str) -> str:
    return shown([cell])[0]
