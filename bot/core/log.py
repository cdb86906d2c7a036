"""Digests of what moderators agree upon, and the lines of the audit."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

# Without the letters and digits that are mistaken for one another (0 O, 1 I L, 8 B, 5 S, 2 Z).
_CODE_LETTERS = "34679ACDEFGHJKMNPQRTUVWXY"


def digest_of(fields: Mapping[str, str | int | None]) -> str:
    """Return `sha256:` and 64 hexadecimal digits over the fields in one canonical form."""
    canonical = json.dumps(dict(fields), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


def code_of(digest: str) -> str:
    """Return the four characters that the second person types to show they saw this very digest."""
    number = int(digest.removeprefix("sha256:"), 16)
    letters = []
    for _ in range(4):
        number, rest = divmod(number, len(_CODE_LETTERS))
        letters.append(_CODE_LETTERS[rest])
    return "".join(letters)


def same_code(typed: str, digest: str) -> bool:
    """Whether the typed characters are the digest's code; case and spaces do not matter."""
    return "".join(typed.split()).upper() == code_of(digest)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One act of a moderator. Never holds anything about a relative.

    Args:
        moderator: text id of the moderator's chat; "system" for what the program did by itself.
        act: what was done, such as "edition published".
        subject: id of what it was done to.
        digest: what exactly it was done to, or None.
    """

    at: datetime
    moderator: str
    act: str
    subject: str
    digest: str | None = None
