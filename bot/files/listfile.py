"""What reading a file gives: rows, faults, and the count of everything that is neither."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.core.errors import UnreadableList
from bot.core.names import Person

_SAMPLE = 3
_DIGEST_FORM = "vdoma rows 1"


class Column(StrEnum):
    """What a column of a list may hold. Nothing else is taken."""

    NUMBER = "number"
    FULL = "full"
    """The whole name in one column."""
    FAMILY = "family"
    GIVEN = "given"
    PATRONYMIC = "patronymic"
    BIRTH = "birth"


class UnreadableColumns(UnreadableList):
    """A file refused for its headings.

    Args:
        columns: the columns at fault, from 1; empty if a needed one is missing.
    """

    def __init__(self, code: str, *, row: int | None = None, columns: tuple[int, ...] = ()) -> None:
        super().__init__(code, row=row)
        self.columns = columns


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one row, by code and place; never the value itself.

    `rejects` is False for a warning: its row is taken all the same.
    """

    code: str
    row: int | None
    column: str | None
    rejects: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a list. `number` is the line of the file, from 1; the name is never altered."""

    number: int
    printed_name: str
    person: Person


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file as it was read: every line below the headings is a row, a fault, a duplicate or blank.

    `merged` counts rows that repeat an earlier one in every part; `total` the lines read below the headings.
    An encoding other than UTF-8 was told by its letters: `sample` is there for a moderator to confirm.
    """

    encoding: str
    delimiter: str
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    blank: int
    merged: int
    total: int

    def __post_init__(self) -> None:
        counted = len(self.rows) + self.rejected + self.blank + self.merged
        if self.total != counted:
            raise ValueError(f"rows are not conserved: {self.total} read, {counted} accounted for")

    @property
    def rejected(self) -> int:
        """Rows that were not taken, each counted once however many faults it has."""
        return len({fault.row for fault in self.faults if fault.rejects})

    @property
    def sample(self) -> tuple[Row, ...]:
        """The first three rows, to look at."""
        return self.rows[:_SAMPLE]

    @property
    def digest(self) -> str:
        """What two moderators agree on: see `digest_of`."""
        return digest_of(self.rows)


def digest_of(rows: Iterable[Row]) -> str:
    """Digest the rows themselves, so that encoding, delimiter and blank lines make no difference.

    SHA-256 over UTF-8 text: a line "vdoma rows 1", then for each row in the order of the file one line of
    JSON without spaces, `[number, printed name, family, given, patronymic or null, birth year or null]`,
    letters not escaped; each line ends with a line feed.
    """
    hasher = hashlib.sha256(f"{_DIGEST_FORM}\n".encode())
    for row in rows:
        person = row.person
        fields = (person.family, person.given, person.patronymic, person.birth_year)
        line = json.dumps([row.number, row.printed_name, *fields], ensure_ascii=False, separators=(",", ":"))
        hasher.update(f"{line}\n".encode())
    return f"sha256:{hasher.hexdigest()}"
