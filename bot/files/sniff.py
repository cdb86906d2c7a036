"""What a file is by its first bytes, whatever its name says."""

from bot.core.errors import UnreadableList

LARGEST = 10 * 1024 * 1024
"""Bytes of the largest file taken."""

_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
)
_HTML = (b"<!doctype", b"<html", b"<head", b"<meta", b"<table", b"<?xml")
_ENDINGS = {
    "zip": {"xlsx", "xlsm", "ods", "odt", "docx", "numbers", "zip"},
    "ole": {"xls", "doc"},
    "pdf": {"pdf"},
    "picture": {"png", "jpg", "jpeg", "gif", "webp", "tif", "tiff", "heic"},
    "html": {"html", "htm", "xml"},
    "rtf": {"rtf"},
    "archive": {"gz", "tgz", "7z", "rar"},
    "text": {"csv", "tsv", "tab", "txt"},
}
_NEVER_READ = {"pdf", "picture"}


def refuse_other_than_text(content: bytes, file_name: str) -> None:
    """Let pass what may be CSV.

    Raises:
        UnreadableList: E01 empty, E03 too large, E06 the name says another kind than the content is,
            E07 a kind that is not read yet, E18 a picture or PDF, which is never read automatically.
    """
    if not content:
        raise UnreadableList("E01")
    if len(content) > LARGEST:
        raise UnreadableList("E03")
    kind, named = _kind(content), _named(file_name)
    if named is not None and named != kind:
        raise UnreadableList("E06")
    if kind in _NEVER_READ:
        raise UnreadableList("E18")
    if kind != "text":
        raise UnreadableList("E07")


def _kind(content: bytes) -> str:
    head = content[:64]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "picture"
    if head[4:8] == b"ftyp":
        return "picture"
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_HTML):
        return "html"
    return "text"


def _named(file_name: str) -> str | None:
    ending = file_name.rpartition(".")[2].lower()
    return next((kind for kind, endings in _ENDINGS.items() if ending in endings), None)
