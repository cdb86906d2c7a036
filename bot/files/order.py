"""What is to be read, within which limits, and what a moderator has already said about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.files.listfile import Column

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold, and how much its reading may take.

    Args:
        size: bytes of the file.
        unpacked: bytes of everything in an archive; `ratio` times its packed size at most.
        cells: of the rectangle that holds everything in a sheet.
        rows: that name somebody.
        memory: bytes of address space of the process that reads.
        cpu_s, wall_s: seconds of computing, and of waiting for it.
    """

    size: int
    unpacked: int
    ratio: int
    members: int
    cells: int
    rows: int
    memory: int
    cpu_s: int
    wall_s: int


CHAT = Limits(
    size=10 * MEBIBYTE,
    unpacked=64 * MEBIBYTE,
    ratio=100,
    members=200,
    cells=200_000,
    rows=20_000,
    memory=512 * MEBIBYTE,
    cpu_s=20,
    # A handler is cut off after a minute.
    wall_s=40,
)
TERMINAL = Limits(
    size=256 * MEBIBYTE,
    unpacked=1024 * MEBIBYTE,
    ratio=100,
    members=200,
    cells=20_000_000,
    rows=1_000_000,
    memory=512 * MEBIBYTE,
    cpu_s=900,
    wall_s=1800,
)


class FirstRow(StrEnum):
    """What the first row of a sheet without known headings is."""

    HEADING = "heading"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a moderator said about a file that the file does not say itself.

    Args:
        encoding: the encoding whose preview read well.
        sheet: which sheet, from 1.
        hidden: whether hidden rows and columns are to be read like the others.
        columns: what the columns hold whose headings are not known, by position from 1.
        others: what all columns hold that nobody named; only "ignored" may be said of them.
    """

    encoding: str | None = None
    sheet: int | None = None
    hidden: bool = False
    columns: Mapping[int, Column] = field(default_factory=dict)
    others: Column | None = None
    first_row: FirstRow | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One file to be read.

    Args:
        ending: of the file's name, in small letters without its dot; the name itself is used for nothing.
    """

    ending: str = ""
    limits: Limits = CHAT
    choices: Choices = field(default_factory=Choices)


def ending_of(file_name: str) -> str:
    """Return the ending of a name, if it has one that says anything."""
    ending = file_name.rpartition(".")[2].lower() if "." in file_name else ""
    return ending if ending.isascii() and ending.isalnum() and len(ending) <= 10 else ""
