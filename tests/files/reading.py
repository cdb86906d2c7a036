"""Reading in this process what the program reads only in a child, and the rows that came out."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from bot.files import (
    CHAT,
    MERGED,
    Asks,
    Choices,
    Fault,
    Limits,
    ListFile,
    Order,
    ReadAs,
    Refused,
    Row,
    Spool,
    ending_of,
    line_of,
    rows_of,
)
from bot.files.listfile import Digest
from bot.files.reader import read_list
from bot.files.wire import fault_from_json


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was read, with everything that went through its spools."""

    file: ListFile
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    repeats: tuple[Fault, ...]

    @property
    def people(self) -> list[str]:
        return [row.printed_name for row in self.rows]


def read(
    content: bytes, name: str = "list.csv", *, limits: Limits = CHAT, choices: Choices | None = None
) -> Taken | Asks:
    """Read a file; what it asks is given back."""
    order = Order(ending_of(name), limits, choices or Choices())
    with Spool.temporary() as rows, Spool.temporary() as faults:
        file = read_list(io.BytesIO(content), order, rows=rows, faults=faults, note=lambda count: None)
        if not isinstance(file, ListFile):
            return file
        told = [fault_from_json(line) for lines in faults.slices(100) for line in lines]
        return Taken(
            file,
            tuple(row for lines in rows.slices(100) for row in rows_of(lines)),
            tuple(fault for fault in told if fault.code != MERGED),
            tuple(fault for fault in told if fault.code == MERGED),
        )


def take(content: bytes, name: str = "list.csv", *, limits: Limits = CHAT, **choices: object) -> Taken:
    """Read a file that asks nothing."""
    taken = read(content, name, limits=limits, choices=Choices(**choices))  # type: ignore[arg-type]  # as they are named
    assert isinstance(taken, Taken), taken
    return taken


def asked(content: bytes, name: str = "list.csv", **choices: object) -> Asks:
    """Read a file that asks something."""
    asks = read(content, name, choices=Choices(**choices))  # type: ignore[arg-type]  # as they are named
    assert not isinstance(asks, Taken), asks
    return asks


def refusal(content: bytes, name: str = "list.csv", *, limits: Limits = CHAT, **choices: object) -> Refused:
    """Read a file that is refused as a whole."""
    with pytest.raises(Refused) as caught:
        read(content, name, limits=limits, choices=Choices(**choices))  # type: ignore[arg-type]  # as they are named
    return caught.value


def file_of(rows: Sequence[Row]) -> ListFile:
    """A file as it comes out of the child, of which these rows were taken; to be closed."""
    spool, digest = Spool.temporary(), Digest()
    for row in rows:
        spool.add(line_of(row))
        digest.add(line_of(row))
    spool.flush()
    return ListFile(
        read_as=ReadAs("text", "UTF-8", ";"),
        total=len(rows),
        accepted=len(rows),
        rejected=0,
        merged=0,
        blank=0,
        faults=(),
        fault_count=0,
        digest=digest.value,
        sample=tuple(row.printed_name for row in rows[:3]),
        rows=spool,
        all_faults=Spool.temporary(),
    )
