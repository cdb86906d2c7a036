"""What every kind of file is to the rest of the reading: records of cells, as often as they are asked for."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from bot.files.listfile import ReadAs


class Record(NamedTuple):
    """One row as it stands in the file.

    Args:
        number: the line or the row of the sheet where it begins, from 1.
        flaws: by position from 0, the codes of cells that hold no value that can be taken.
    """

    number: int
    cells: list[str]
    flaws: Mapping[int, str] | None = None

    @property
    def is_blank(self) -> bool:
        return not self.flaws and not any(map(str.strip, self.cells))


class Table(Protocol):
    """A file whose records can be read from the start, again and again.

    Args:
        first_column: where the first cell of a record stands in its sheet, from 0; None of a text, whose
            cells have no addresses such as "B7".
    """

    @property
    def first_column(self) -> int | None: ...

    @property
    def one_cell(self) -> bool:
        """Whether every record is one cell."""

    @property
    def read_as(self) -> ReadAs: ...

    def records(self) -> Iterator[Record]:
        """Yield every record, blank ones too.

        Raises:
            Refused: what follows cannot be told apart any more.
        """


def column_letters(position: int) -> str:
    """Name a column of a sheet by its letters; the first is 0."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_position(letters: str) -> int:
    """The other way round: "A" is 0."""
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1
