"""Text as a table: delimited by semicolons, commas, tabs or bars, or one person on a line."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.files.decode import Text
from bot.files.headings import known_headings, refused_headings
from bot.files.lines import is_a_persons_line
from bot.files.listfile import ReadAs, refused
from bot.files.table import Record

DELIMITERS = (";", ",", "\t", "|")
_LOOKED_AT = 20
_LONGEST_LINE = 10_000
_LEAST_PERSONS = 0.6


@dataclass(frozen=True, slots=True)
class TextTable:
    """A text as records.

    Args:
        delimiter: None if a line is one cell.
    """

    text: Text
    delimiter: str | None

    @property
    def first_column(self) -> None:
        return None

    @property
    def one_cell(self) -> bool:
        return self.delimiter is None

    @property
    def read_as(self) -> ReadAs:
        return ReadAs("text", self.text.encoding, self.delimiter)

    def records(self) -> Iterator[Record]:
        """Yield every record.

        Raises:
            Refused: E21, E23 a quotation mark that is not closed, E24 a field without end, E25.
        """
        if self.delimiter is None:
            return (Record(number, [line.rstrip("\n")]) for number, line in enumerate(self.text.lines(), 1))
        return self._delimited(self.delimiter)

    def _delimited(self, delimiter: str) -> Iterator[Record]:
        reader = csv.reader(self.text.lines(), delimiter=delimiter, strict=True)
        line = 1
        try:
            for cells in reader:
                yield Record(line, cells)
                line = reader.line_num + 1
        except csv.Error as error:
            # A mark that is not closed takes line after line into its field, until that is too long.
            is_field = "field limit" in str(error) and reader.line_num <= line
            raise refused("E24" if is_field else "E23", row=line) from error


def open_text(text: Text) -> TextTable:
    """Find out how the lines are delimited."""
    lines = [line.strip("\ufeff\n")[:_LONGEST_LINE] for line in islice(_filled(text), _LOOKED_AT)]
    return TextTable(text, _delimiter(lines))


def _filled(text: Text) -> Iterator[str]:
    return (line for line in text.lines() if line.strip())


def _delimiter(lines: Sequence[str]) -> str | None:
    """Return the delimiter under which most headings are known; else the one that cuts lines alike."""
    known = {delimiter: _most_known(lines, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: known[delimiter])
    if known[best] > 1:
        return best
    if sum(map(is_a_persons_line, lines)) >= _LEAST_PERSONS * len(lines):
        return None
    alike = {delimiter: _alike(lines, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: alike[delimiter])
    return best if alike[best] > 0 else None


def _most_known(lines: Sequence[str], delimiter: str) -> int:
    several = [_cells(line, delimiter) for line in lines]
    return max((known_headings(cells) + refused_headings(cells) for cells in several), default=0)


def _alike(lines: Sequence[str], delimiter: str) -> int:
    """Count the lines that are cut into the same number of cells, more than one."""
    widths = Counter(len(_cells(line, delimiter)) for line in lines)
    return max((count for width, count in widths.items() if width > 1), default=0)


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])
