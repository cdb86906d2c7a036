"""What reading a file gives: counts, faults, a digest, and a spool of the rows that were taken."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.errors import UnreadableList
from bot.core.lists import Printed
from bot.core.names import Person
from bot.files.spool import Spool

SHOWN_FAULTS = 50
"""So many faults are told at once; the spool of faults holds all of them."""
MERGED = "merged"
"""In the place of a code: the row repeats an earlier one and was merged into it; that is no fault."""
_DIGEST_FORM = "vdoma rows 1"

Told = Mapping[str, str | int]


class Column(StrEnum):
    """What a column of a list may hold. Of these only the name and the year of birth are kept."""

    NUMBER = "number"
    FULL = "full"
    """The whole name in one column."""
    FAMILY = "family"
    GIVEN = "given"
    PATRONYMIC = "patronymic"
    BIRTH = "birth"
    STATUS = "status"
    """Looked at and not kept: a word that does not belong in an exchange list stops it."""
    LINE = "line"
    """A whole row in one cell: "1. Петренко Іван Васильович, 1999"."""
    IGNORED = "ignored"
    """A moderator said to leave it out."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file or a row, by code and place; never the value itself.

    Args:
        row: the line of the file or the row of the sheet, from 1; None of the file as a whole.
        column: what the column holds, where that is known.
        rejects: False for a warning: its row is taken all the same.
        at: the cell's address in a sheet, such as "B7".
        told: what the sentence about it says besides, by name.
    """

    code: str
    row: int | None = None
    column: str | None = None
    rejects: bool = True
    at: str | None = None
    told: Told = field(default_factory=dict)


class Refused(UnreadableList):
    """A file refused as a whole, with everything that refuses it.

    Args:
        faults: at least one.

    Attributes:
        digest: of the file itself, where that was at hand.
    """

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults[0].code, row=faults[0].row)
        self.faults = faults
        self.digest: str | None = None


def refused(code: str, *, row: int | None = None, at: str | None = None, **told: str | int) -> Refused:
    """Make the refusal of a file for one fault."""
    return Refused(Fault(code, row, at=at, told=told))


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a list. `number` is the line of the file, from 1; the name is never altered."""

    number: int
    printed_name: str
    person: Person


@dataclass(frozen=True, slots=True)
class ReadAs:
    """As what a file was read; None where that has no meaning for its kind."""

    kind: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file as it was read: every row below the headings was accepted, rejected, merged or is blank.

    Args:
        merged: rows that repeat an earlier one in every part.
        faults: the first of them; `fault_count` counts all.
        digest: what two moderators agree on: SHA-256 over the rows themselves, so that encoding, delimiter
            and blank lines make no difference; see `Digest`.
        sample: the first three rows, to look at.
        rows: the accepted rows, in the order of the file.
        all_faults: every fault and every merged row, in the order of the file.
    """

    read_as: ReadAs
    total: int
    accepted: int
    rejected: int
    merged: int
    blank: int
    faults: tuple[Fault, ...]
    fault_count: int
    digest: str
    sample: tuple[str, ...]
    rows: Spool
    all_faults: Spool

    def __post_init__(self) -> None:
        counted = self.accepted + self.rejected + self.blank + self.merged
        if self.total != counted:
            raise ValueError(f"rows are not conserved: {self.total} read, {counted} accounted for")

    def close(self) -> None:
        """Let go of the spools."""
        self.rows.close()
        self.all_faults.close()

    @property
    def named(self) -> int:
        """Rows that are not blank: what a moderator counts."""
        return self.total - self.blank


class Digest:
    """Digests rows line by line.

    SHA-256 over UTF-8 text: a line "vdoma rows 1", then for each row in the order of the file one line of
    JSON without spaces, `[number, printed name, family, given, patronymic or null, birth year or null]`,
    letters not escaped; each line ends with a line feed. The spool of rows is these same lines.
    """

    def __init__(self) -> None:
        self._hasher = hashlib.sha256(f"{_DIGEST_FORM}\n".encode())

    def add(self, lines: bytes) -> None:
        """Add whole lines."""
        self._hasher.update(lines)

    @property
    def value(self) -> str:
        return f"sha256:{self._hasher.hexdigest()}"


def line_of(row: Row) -> bytes:
    """Write a row as its line of the digest and the spool."""
    person = row.person
    fields = (person.family, person.given, person.patronymic, person.birth_year)
    line = json.dumps([row.number, row.printed_name, *fields], ensure_ascii=False, separators=(",", ":"))
    return f"{line}\n".encode()


def rows_of(lines: Sequence[bytes]) -> list[Row]:
    """Read rows back from their lines."""
    return [Row(row[0], row[1], Person(*row[2:])) for row in printed_of(lines)]


def printed_of(lines: Sequence[bytes]) -> list[Printed]:
    """Read rows back from their lines as they are staged."""
    return list(map(tuple, json.loads(b"[" + b",".join(lines) + b"]")))


def digest_of(rows: Iterable[Row]) -> str:
    """Digest rows that are at hand."""
    digest = Digest()
    for row in rows:
        digest.add(line_of(row))
    return digest.value
