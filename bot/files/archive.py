"""An archive looked over before anything in it is read: its members, their sizes, what must not be there.

A sheet is a ZIP of XML. Every member is unpacked once here, piece by piece and into nothing, so that
what it says of its size is known to be true, and no later reader can be surprised by it.
"""

import re
import stat
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from bot.files.listfile import refused
from bot.files.order import Limits
from bot.files.sniff import Kind

_PIECE = 1 << 16
_LOCAL_HEADER = struct.Struct("<4sIHHIIIHH")
_MARKED_AS_ENCRYPTED = 0x1 | 0x40
_HONEST_MARKS = _MARKED_AS_ENCRYPTED | 0x2 | 0x4 | 0x8 | 0x800
"""Besides passwords: how hard the packer tried, that sizes follow the data, that the name is UTF-8."""
_SMALL = 1 << 17
"""A member so small may be packed as tightly as it likes."""

_DECLARED = tuple(
    text.encode(codec) for text in ("<!DOCTYPE", "<!ENTITY") for codec in ("ascii", "utf-16-le", "utf-16-be")
)
_LONGEST_DECLARED = max(map(len, _DECLARED))

# Printer settings are the one binary part that every office program writes.
_MACROS = re.compile(
    r"vbaproject|\bxl/(?:externallinks|embeddings|activex|ctrlprops|macrosheets|dialogsheets|querytables|connections)"
    r"|\bcustomui\b|^basic/|^scripts/|^object[ \d]|^objectreplacements/"
    r"|^xl/(?!printersettings/).*\.bin$|\.(?:exe|dll|js|vbs|com|scr|bat|ps1)$"
)

_DAMAGES = (
    BadZipFile,
    LargeZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    zlib.error,
    struct.error,
    ValueError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that was looked over; its members may be read by name."""

    zip: ZipFile
    kind: Kind
    names: frozenset[str]

    def pieces(self, name: str) -> Iterator[bytes]:
        """Unpack a member piece by piece.

        Raises:
            Refused: E12 the library makes less of it than the look before did.
        """
        try:
            with self.zip.open(name) as member:
                while piece := member.read(_PIECE):
                    yield piece
        except _DAMAGES as error:
            raise refused("E12") from error

    def read(self, name: str) -> bytes:
        """Unpack a whole member; empty if there is none of this name."""
        return b"".join(self.pieces(name)) if name in self.names else b""


def open_archive(file: BinaryIO, limits: Limits) -> Archive:
    """Look an archive over and open it.

    Raises:
        Refused: E04 it unpacks to too much; E08 locked with a password; E09 macros, links, embedded
            objects; E10 an XML that declares entities; E11 members that no honest program packs; E12 damaged.
    """
    try:
        # Before any list of members is made in memory.
        _refuse_too_many(_entries(file), limits)
        packed = ZipFile(file)
        members = packed.infolist()
        _look_over(members, limits)
        _refuse_overlaps(file, members)
        for member in members:
            _unpack(file, member)
        kind = _kind_of(packed)
    except _DAMAGES as error:
        raise refused("E12") from error
    return Archive(packed, kind, frozenset(member.filename for member in members))


def _entries(file: BinaryIO) -> int:
    """Return how many members the end of the archive declares."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        raise BadZipFile("no end of the archive")
    (entries,) = struct.unpack_from("<H", tail, at + 10)
    return int(entries)


def _refuse_too_many(members: int, limits: Limits) -> None:
    if members > limits.members:
        raise refused("E04", members=members, limit=limits.members)


def _look_over(members: Sequence[ZipInfo], limits: Limits) -> None:
    _refuse_too_many(len(members), limits)
    if any(member.flag_bits & _MARKED_AS_ENCRYPTED for member in members):
        raise refused("E08")
    names = [member.filename.casefold() for member in members]
    if len(set(names)) < len(names) or any(map(_is_strange, members)):
        raise refused("E11")
    unpacked = sum(member.file_size for member in members)
    tight = [m for m in members if m.file_size > max(_SMALL, limits.ratio * m.compress_size)]
    if unpacked > limits.unpacked or tight:
        raise refused("E04", unpacked=unpacked, limit=limits.unpacked)
    if any(map(_MACROS.search, names)):
        raise refused("E09")


def _is_strange(member: ZipInfo) -> bool:
    """Whether a member would leave the folder it is unpacked to, is a link, or is packed in a rare way."""
    # ZipInfo itself cuts the name at a NUL and turns backslashes round; the original is looked at.
    name = member.orig_filename
    parts = re.split(r"[/\\]", name)
    return (
        ".." in parts
        or name.startswith(("/", "\\"))
        or "\\" in name
        or "\0" in name
        or ":" in parts[0]
        or stat.S_ISLNK(member.external_attr >> 16)
        or member.compress_type not in (ZIP_STORED, ZIP_DEFLATED)
        or bool(member.flag_bits & ~_HONEST_MARKS)
    )


def _refuse_overlaps(file: BinaryIO, members: Sequence[ZipInfo]) -> None:
    """Refuse members that share their bytes: so a small file can unpack to anything."""
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end:
            raise refused("E11")
        end = _data_at(file, member) + member.compress_size


def _data_at(file: BinaryIO, member: ZipInfo) -> int:
    """Return where a member's packed bytes begin, by its own header."""
    file.seek(member.header_offset)
    header = file.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise BadZipFile("no header where a member should begin")
    name_length, extra_length = struct.unpack_from("<HH", header, 26)
    name = file.read(name_length)
    if name != member.orig_filename.encode("utf-8" if member.flag_bits & 0x800 else "cp437"):
        raise refused("E11")
    return int(member.header_offset + 30 + name_length + extra_length)


def _unpack(file: BinaryIO, member: ZipInfo) -> None:
    """Unpack a member into nothing; hardly more of it than it says it holds.

    Raises:
        Refused: E10, E11 it holds more or less than it says.
        BadZipFile: it is damaged.
    """
    size = checksum = 0
    before = b""
    for piece in _unpacked(file, member):
        size += len(piece)
        checksum = zlib.crc32(piece, checksum)
        if size > member.file_size + _PIECE:
            raise refused("E11")
        seen = before + piece
        if any(declared in seen for declared in _DECLARED):
            raise refused("E10")
        before = seen[-_LONGEST_DECLARED:]
    if checksum != member.CRC:
        raise BadZipFile("damaged")
    if size != member.file_size:
        # Whole, and not what it said of itself: no transfer does that.
        raise refused("E11")


def _unpacked(file: BinaryIO, member: ZipInfo) -> Iterator[bytes]:
    file.seek(_data_at(file, member))
    left = member.compress_size
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if member.compress_type == ZIP_DEFLATED else None
    while left:
        packed = file.read(min(_PIECE, left))
        if not packed:
            raise BadZipFile("cut off")
        left -= len(packed)
        while packed:
            yield packed if inflate is None else inflate.decompress(packed, _PIECE)
            packed = b"" if inflate is None else inflate.unconsumed_tail
    if inflate is not None:
        yield inflate.flush()


def _kind_of(packed: ZipFile) -> Kind:
    names = set(packed.namelist())
    if "[Content_Types].xml" in names:
        return _office_kind(packed, names)
    if "mimetype" in names and "content.xml" in names:
        return _document_kind(packed, names)
    return Kind.NUMBERS if any(name.startswith("Index/") for name in names) else Kind.ZIP


def _office_kind(packed: ZipFile, names: set[str]) -> Kind:
    if "xl/workbook.xml" not in names:
        return Kind.DOCX
    if b"macroEnabled" in packed.read("[Content_Types].xml"):
        raise refused("E09")
    for name in names:
        # An address behind a cell is no link to data; every other outside target is.
        if name.startswith("xl/") and name.endswith(".rels") and _reaches_outside(packed.read(name)):
            raise refused("E09")
    return Kind.XLSX


def _reaches_outside(relations: bytes) -> bool:
    return any(
        b'TargetMode="External"' in relation and b"/hyperlink" not in relation
        for relation in relations.split(b"<Relationship ")
    )


def _document_kind(packed: ZipFile, names: set[str]) -> Kind:
    if b"opendocument.spreadsheet" not in packed.read("mimetype"):
        return Kind.DOCX
    if "META-INF/manifest.xml" in names and b"encryption-data" in packed.read("META-INF/manifest.xml"):
        raise refused("E08")
    return Kind.ODS
