"""What only a person can tell about a file, with what they must see to tell it."""

from dataclasses import dataclass

from bot.files.listfile import Column

Cells = tuple[str, ...]
LONGEST_SHOWN = 40
MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class WhichEncoding:
    """The letters decide: the first rows in each encoding that is possible, the likeliest first."""

    previews: tuple[tuple[str, tuple[Cells, ...]], ...]


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """One sheet that holds something; `number` from 1, in the order of the workbook."""

    number: int
    name: str
    rows: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class WhichSheet:
    """Several sheets hold something."""

    sheets: tuple[SheetInfo, ...]


@dataclass(frozen=True, slots=True)
class AcceptHidden:
    """Some of what would be read cannot be seen in the sheet: rows such as "5–7", columns such as "D"."""

    sheet: str | None
    rows: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhichColumn:
    """A column whose heading is not known, or that has none.

    Args:
        number: its position, from 1.
        values: the first things in it.
        free: what it may be said to hold.
        besides: other headings that are not known and will be asked for next.
    """

    number: int
    heading: str | None
    values: Cells
    free: tuple[Column, ...]
    besides: Cells = ()


@dataclass(frozen=True, slots=True)
class WhatIsFirstRow:
    """No heading is known: the first row may hold headings, or a person."""

    cells: Cells


Asks = WhichEncoding | WhichSheet | AcceptHidden | WhichColumn | WhatIsFirstRow


def shown(cells: "list[str] | Cells") -> Cells:
    """Cut cells to what a screen shows."""
    cut = (" ".join(cell.split()) for cell in cells[:MOST_SHOWN])
    return tuple(cell if len(cell) <= LONGEST_SHOWN else f"{cell[: LONGEST_SHOWN - 1]}…" for cell in cut)
