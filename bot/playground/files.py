"""Files that people and the bot sent, kept in memory for as long as the playground runs."""

import mimetypes
import struct
from dataclasses import dataclass
from typing import Any

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stored:
    """One file; `path` is what getFile names."""

    id: str
    unique_id: str
    name: str
    mime: str
    content: bytes
    path: str

    def as_document(self) -> dict[str, Any]:
        """The Document object of the Bot API."""
        return {
            "file_name": self.name,
            "mime_type": self.mime,
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
        }

    def as_photo(self) -> list[dict[str, Any]]:
        """The sizes of a photo, as the Bot API lists them; here there is one."""
        width, height = picture_size(self.content) or (800, 600)
        return [
            {
                "file_id": self.id,
                "file_unique_id": self.unique_id,
                "file_size": len(self.content),
                "width": width,
                "height": height,
            }
        ]


class Files:
    """Every file of the playground, by its id and by its path."""

    def __init__(self) -> None:
        self.by_id: dict[str, Stored] = {}
        self.by_path: dict[str, Stored] = {}

    def keep(
        self, name: str, content: bytes, mime: str | None = None, *, folder: str = "documents"
    ) -> Stored:
        number = len(self.by_id) + 1
        mime = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        ending = "." + name.rpartition(".")[2] if "." in name else ""
        path = f"{folder}/file_{number}{ending if ending.isascii() and ' ' not in ending else ''}"
        stored = Stored(f"playground-file-{number:06d}", f"unique-{number:06d}", name, mime, content, path)
        self.by_id[stored.id] = self.by_path[path] = stored
        return stored


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF or JPEG; None when it is no picture of these kinds."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:4] == b"GIF8" and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content[:2] == b"\xff\xd8":
        return _jpeg_size(content)
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None
