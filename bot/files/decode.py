"""The encoding of a text: found out from the whole of it, never guessed over the moderator's head."""

import codecs
import contextlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from bot.files.asking import WhichEncoding
from bot.files.letters import known_words, strange_share
from bot.files.listfile import Refused, refused

_SAMPLE = 1 << 18
_PIECE = 1 << 20
_UTF8 = "UTF-8"
_OF_ONE_BYTE = {"CP1251": "cp1251", "KOI8-U": "koi8-u"}
# Known only so that a file in one of them is told so, and not taken for another one.
_NOT_TAKEN = {"CP866": "cp866", "MacCyrillic": "mac-cyrillic", "ISO 8859-5": "iso8859-5"}
_UTF16 = {"UTF-16": "utf-16", "UTF-16LE": "utf-16-le", "UTF-16BE": "utf-16-be"}
_CODECS = {_UTF8: "utf-8-sig", **_OF_ONE_BYTE, **_UTF16}

_UTF8_PAIR = re.compile(rb"[\xd0-\xd2][\x80-\xbf]")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_LINE_END = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Text:
    """A text whose encoding is settled."""

    file: BinaryIO
    encoding: str

    def lines(self) -> Iterator[str]:
        """Yield the lines from the start, each with a bare line feed at its end.

        Raises:
            Refused: E21 bytes that are no letter of this encoding; E25 a zero.
        """
        return _decoded(self.file, self.encoding)


def find_encoding(file: BinaryIO, chosen: str | None) -> Text | WhichEncoding:
    """Settle the encoding, or ask for it: only UTF-8 proves itself.

    Raises:
        Refused: E01 nothing in it; E20 letters of no list; E21 bytes of no one encoding; E25 a zero byte.
    """
    file.seek(0)
    sample = file.read(_SAMPLE)
    possible = _possible(file, sample)
    if chosen in possible:
        return _read_well(file, chosen)
    if possible == [_UTF8]:
        return _read_well(file, _UTF8)
    previews = tuple((encoding, _first_rows(file, encoding)) for encoding in possible)
    if not any(rows for _, rows in previews):
        raise refused("E01")
    return WhichEncoding(previews)


def _possible(file: BinaryIO, sample: bytes) -> list[str]:
    """Return what the encoding can be, the likeliest first."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["UTF-16"]
    if (wide := _of_two_bytes(sample)) is not None:
        return [wide]
    # A zero is in no text of one byte a letter; so it is told before any guess at the encoding.
    _refuse_zero_bytes(file)
    if _fault_of(file, "utf-8") is None:
        return [_UTF8]
    if _is_mostly_utf8(sample):
        raise _unreadable(file, "utf-8")
    return _of_one_byte(sample)


def _of_two_bytes(sample: bytes) -> str | None:
    """Tell UTF-16 without its mark: every other byte is 0 or, of Cyrillic letters, 4."""
    if len(sample) < 4 or len(sample) % 2:
        return None
    for name, high in (("UTF-16LE", sample[1::2]), ("UTF-16BE", sample[0::2])):
        if high.count(0) + high.count(4) > 0.9 * len(high):
            return name
    return None


def _of_one_byte(sample: bytes) -> list[str]:
    """Return the encodings of one byte a letter in which the text reads well.

    Raises:
        Refused: E20 none of those that are taken, or another one reads better.
    """
    texts = {name: _sampled(sample, codec) for name, codec in (_OF_ONE_BYTE | _NOT_TAKEN).items()}
    known = {name: known_words(text) for name, text in texts.items() if text is not None}
    best = max(known, key=lambda name: known[name], default="")
    shares = {name: strange_share(text) for name in _OF_ONE_BYTE if (text := texts[name]) is not None}
    well = sorted((n for n, share in shares.items() if share is None), key=lambda name: -known[name])
    if best in _NOT_TAKEN and known[best] > max(known.get(name, 0) for name in _OF_ONE_BYTE):
        raise refused("E20", seems=best)
    if not well:
        raise refused("E20", share=max((share for share in shares.values() if share), default=100))
    return well


def _sampled(sample: bytes, codec: str) -> str | None:
    try:
        return sample.decode(codec)
    except UnicodeDecodeError:
        return None


def _read_well(file: BinaryIO, encoding: str) -> Text:
    """Take the encoding if what comes out of it reads well.

    Raises:
        Refused: E01, E20, E21, E25.
    """
    text = Text(file, encoding)
    if not any(line.strip() for line in text.lines()):
        raise refused("E01")
    if (share := strange_share(_beginning(text))) is not None:
        raise refused("E20", share=share)
    return text


def _beginning(text: Text) -> str:
    lines, size = [], 0
    for line in text.lines():
        lines.append(line)
        size += len(line)
        if size > _PIECE:
            break
    return "".join(lines)


def _decoded(file: BinaryIO, encoding: str) -> Iterator[str]:
    file.seek(0)
    stream = io.TextIOWrapper(file, encoding=_CODECS[encoding], errors="strict", newline=None)
    try:
        # No "yield from": a generator that is given up closes what it yields from.
        for line in stream if encoding not in _UTF16 else _without_zeros(stream):  # noqa: UP028
            yield line
    except UnicodeDecodeError:
        raise _unreadable(stream.detach(), _codec_of_faults(encoding)) from None
    finally:
        # It would close the file with itself.
        with contextlib.suppress(ValueError):
            stream.detach()


def _without_zeros(lines: Iterable[str]) -> Iterator[str]:
    """Pass lines on; in an encoding of two bytes a letter a zero can only be told by its letter."""
    for row, line in enumerate(lines, 1):
        if "\0" in line:
            raise refused("E25", row=row)
        yield line


def _first_rows(file: BinaryIO, encoding: str) -> tuple[tuple[str, ...], ...]:
    rows = (line.strip() for line in _decoded(file, encoding))
    filled = (row for row in rows if row)
    return tuple((row,) for row, _ in zip(filled, range(3), strict=False))


def _codec_of_faults(encoding: str) -> str:
    # A mark at the start is a letter of UTF-8; the codec that drops it would count from behind it.
    return "utf-8" if encoding == _UTF8 else _CODECS[encoding]


def _fault_of(file: BinaryIO, codec: str) -> int | None:
    """Return the offset of the first byte that the codec cannot read, or None."""
    decoder = codecs.getincrementaldecoder(codec)()
    file.seek(0)
    read = waiting = 0
    piece = b" "
    try:
        while piece:
            waiting = len(decoder.getstate()[0])
            piece = file.read(_PIECE)
            decoder.decode(piece, final=not piece)
            read += len(piece)
    except UnicodeDecodeError as error:
        return read - waiting + error.start
    return None


def _unreadable(file: BinaryIO, codec: str) -> Refused:
    offset = _fault_of(file, codec) or 0
    return refused("E21", row=_row_of(file, offset), offset=offset)


def _refuse_zero_bytes(file: BinaryIO) -> None:
    file.seek(0)
    at = 0
    while piece := file.read(_PIECE):
        if (found := piece.find(b"\0")) >= 0:
            raise refused("E25", row=_row_of(file, at + found))
        at += len(piece)


def _row_of(file: BinaryIO, offset: int) -> int:
    file.seek(0)
    rows = 1
    while offset > 0 and (piece := file.read(min(_PIECE, offset))):
        rows += len(_LINE_END.findall(piece))
        offset -= len(piece)
    return rows


def _is_mostly_utf8(sample: bytes) -> bool:
    return 4 * len(_UTF8_PAIR.findall(sample)) > len(_HIGH_BYTE.findall(sample))
