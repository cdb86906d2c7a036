"""What a file is by its first bytes and the members of its archive, whatever its name says."""

from enum import StrEnum
from typing import BinaryIO

from bot.files.listfile import refused
from bot.files.order import Order

_HEAD = 4096
_SEARCHED = 1 << 20


class Kind(StrEnum):
    """What a file can turn out to be. Only the first three are read."""

    TEXT = "text"
    XLSX = "xlsx"
    ODS = "ods"
    ZIP = "zip"
    """An archive that is not known to be something better; looked into before it is judged."""
    DOCX = "docx"
    NUMBERS = "numbers"
    XLS = "xls"
    ENCRYPTED = "encrypted"
    PDF = "pdf"
    PICTURE = "picture"
    HTML = "html"
    XML = "xml"
    RTF = "rtf"
    ARCHIVE = "archive"


_MAGIC = (
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"PK\x07\x08", Kind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.XLS),
    (b"%PDF-", Kind.PDF),
    (b"\x89PNG", Kind.PICTURE),
    (b"\xff\xd8\xff", Kind.PICTURE),
    (b"GIF8", Kind.PICTURE),
    (b"II*\x00", Kind.PICTURE),
    (b"MM\x00*", Kind.PICTURE),
    (b"{\\rtf", Kind.RTF),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"7z\xbc\xaf", Kind.ARCHIVE),
    (b"Rar!", Kind.ARCHIVE),
    (b"BZh", Kind.ARCHIVE),
    (b"\xfd7zXZ", Kind.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Kind.ARCHIVE),
)
_HTML = ("<!doctype", "<html", "<head", "<meta", "<table", "<body")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

_ENDINGS = {
    **dict.fromkeys(("csv", "tsv", "tab", "txt"), Kind.TEXT),
    **dict.fromkeys(("xlsx", "xlsm", "xltx", "xltm"), Kind.XLSX),
    **dict.fromkeys(("ods", "ots"), Kind.ODS),
    **dict.fromkeys(("docx", "odt", "pptx"), Kind.DOCX),
    **dict.fromkeys(("xls", "doc", "xlt", "xlsb"), Kind.XLS),
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "webp", "tif", "tiff", "heic", "bmp"), Kind.PICTURE),
    **dict.fromkeys(("html", "htm", "mht"), Kind.HTML),
    **dict.fromkeys(("xml", "fods"), Kind.XML),
    **dict.fromkeys(("gz", "tgz", "7z", "rar", "bz2", "xz", "zst"), Kind.ARCHIVE),
    "numbers": Kind.NUMBERS,
    "zip": Kind.ZIP,
    "pdf": Kind.PDF,
    "rtf": Kind.RTF,
}
_PACKED = {Kind.XLSX, Kind.ODS, Kind.DOCX, Kind.NUMBERS}
_READ = {Kind.TEXT, Kind.XLSX, Kind.ODS}
_NEVER_READ = {Kind.PDF, Kind.PICTURE}


def first_kind(file: BinaryIO, order: Order) -> Kind:
    """Tell the kind by the first bytes; of an archive only that it is one.

    Raises:
        Refused: E01 nothing in it; E03 too large.
    """
    size = file.seek(0, 2)
    file.seek(0)
    if size == 0:
        raise refused("E01")
    if size > order.limits.size:
        raise refused("E03", size=size, limit=order.limits.size)
    head = file.read(_HEAD)
    kind = _by_head(head)
    if kind is Kind.XLS and _ENCRYPTED_STREAM in head + file.read(_SEARCHED):
        return Kind.ENCRYPTED
    return kind


def refuse_unread(kind: Kind, ending: str) -> None:
    """Let pass what is read and is what its name says.

    Raises:
        Refused: E06 the name says another kind than the content is; E07 a kind that is not read; E08
            locked with a password; E18 a picture or a scan, which is never read by itself.
    """
    if kind is Kind.ENCRYPTED:
        raise refused("E08")
    refuse_misnamed(kind, ending)
    if kind in _NEVER_READ:
        raise refused("E18")
    if kind not in _READ:
        raise refused("E07", found=kind.value)


def refuse_misnamed(kind: Kind, ending: str) -> None:
    """Let pass what its name says; an archive that was not looked into can be anything that is packed.

    Raises:
        Refused: E06.
    """
    named = _ENDINGS.get(ending, kind)
    if named is not kind and not (kind is Kind.ZIP and named in _PACKED):
        raise refused("E06", named=ending.upper(), found=kind.value)


def _by_head(head: bytes) -> Kind:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:8] == b"ftyp":
        return Kind.PICTURE
    return _by_markup(head)


def _by_markup(head: bytes) -> Kind:
    codec = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    start = head.decode(codec, errors="ignore").lstrip().lower()
    if start.startswith(_HTML):
        return Kind.HTML
    return Kind.XML if start.startswith("<?xml") else Kind.TEXT
