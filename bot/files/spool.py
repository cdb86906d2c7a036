"""What is too much to be held in memory goes through an unnamed temporary file, line by line."""

import os
import tempfile
from collections.abc import Iterator
from typing import BinaryIO

_FLUSH_AT = 1 << 18
_USUAL_LINE, _LONGEST_LINE = 1 << 9, 1 << 16


class Spool:
    """Lines of bytes written one after another and read again from the start.

    The file is handed over open and has no name: nobody else can open it, and it is gone with the last
    process that holds it.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self.size = 0

    @classmethod
    def temporary(cls) -> "Spool":
        """Open a spool; whoever opened it closes it."""
        return cls(tempfile.TemporaryFile())

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def fileno(self) -> int:
        return self._file.fileno()

    def close(self) -> None:
        self._file.close()

    def add(self, line: bytes) -> int:
        """Write a line, its end included; returns where it begins."""
        at = self.size
        self._waiting.append(line)
        self._waiting_bytes += len(line)
        self.size += len(line)
        if self._waiting_bytes >= _FLUSH_AT:
            self.flush()
        return at

    def flush(self) -> bytes:
        """Write out what waits; returns it."""
        lines = b"".join(self._waiting)
        self._file.write(lines)
        self._file.flush()
        self._waiting, self._waiting_bytes = [], 0
        return lines

    def line_at(self, at: int) -> bytes:
        """Read again the line that begins there."""
        if self._waiting:
            self.flush()
        for enough in (_USUAL_LINE, _LONGEST_LINE):
            line, end, _ = os.pread(self.fileno(), enough, at).partition(b"\n")
            if end:
                break
        return line + end

    def slices(self, lines: int) -> Iterator[list[bytes]]:
        """Read everything from the start, so many lines at a time."""
        self._file.seek(0)
        some: list[bytes] = []
        for line in self._file:
            some.append(line)
            if len(some) == lines:
                yield some
                some = []
        if some:
            yield some
