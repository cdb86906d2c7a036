"""The publication log: what was done, by whom, on exactly what; each line tied to the one before."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

# Without the letters and digits that are mistaken for one another (0 O, 1 I L, 8 B, 5 S, 2 Z).
_CODE_LETTERS = "34679ACDEFGHJKMNPQRTUVWXY"

SYSTEM = "system"
"""Stands in the place of a moderator where the program did something by itself."""
NOTHING = "-"
"""Stands in the place of a subject where there is none."""
BEFORE_THE_FIRST = "sha256:" + "0" * 64


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


class Deed(StrEnum):
    """Everything that is ever written to the log. A word here is never changed: lines keep it."""

    AGREEMENT_SET_UP = "agreement set up"
    EXCHANGE_SET_UP = "exchange set up"
    BATCH_SET_UP = "batch set up"
    PUBLISHER_SET_UP = "publisher set up"
    LIST_SET_UP = "list set up"

    FILE_REFUSED = "file refused"
    EDITION_UPLOADED = "edition uploaded"
    EDITION_SUBMITTED = "edition submitted"
    EDITION_HELD = "edition held"
    EDITION_STOPPED = "edition stopped"
    EDITION_PUBLISHED = "edition published"
    EDITION_SUPERSEDED = "edition superseded"
    EDITION_DISCARDED = "edition discarded"
    EDITION_WITHDRAWN = "edition withdrawn"
    ROW_ERASED = "row erased"

    STATEMENT_SUBMITTED = "statement submitted"
    STATEMENT_HELD = "statement held"
    STATEMENT_STOPPED = "statement stopped"
    STATEMENT_PUBLISHED = "statement published"
    STATEMENT_OVERTAKEN = "statement overtaken"
    STATEMENT_WITHDRAWN = "statement withdrawn"
    BATCH_CONFIRMED = "batch confirmed"
    BATCH_WITHDRAWN = "batch withdrawn"

    LIST_SWITCHED_ON = "list switched on"
    LIST_SWITCHED_OFF = "list switched off"

    PROPOSAL_SUBMITTED = "proposal submitted"
    PROPOSAL_AGREED = "proposal agreed"
    PROPOSAL_STOPPED = "proposal stopped"

    MODERATOR_INVITED = "moderator invited"
    INVITATION_TAKEN_UP = "invitation taken up"
    INVITATION_ENDED = "invitation ended"
    RENEWAL_SUBMITTED = "renewal submitted"
    MODERATOR_AGREED = "moderator agreed"
    MODERATOR_ENDED = "moderator ended"

    REPORT_CLOSED = "report closed"
    CHECKED = "checked for new lists"
    EXCHANGE_DAY_BEGUN = "exchange day begun"
    EXCHANGE_DAY_ENDED = "exchange day ended"
    ANSWERS_PAUSED = "answers paused"
    ANSWERS_RESUMED = "answers resumed"
    ALERTS_PAUSED = "alerts paused"
    ALERTS_RESUMED = "alerts resumed"
    FROZEN = "frozen"
    UNFREEZING = "unfreezing asked for"
    UNFROZEN = "unfrozen"
    ALERTS_STOPPED = "alerts stopped"
    ALERTS_RELEASED = "held alerts released"
    ALERTS_DROPPED = "held alerts dropped"
    WATCHES_ALLOWED = "more watches allowed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One act of a moderator. Never holds anything about a relative.

    Args:
        moderator: text id of the moderator's chat; "system" for what the program did by itself.
        act: what was done: a `Deed`, or a word that an earlier version of this program wrote.
        subject: id of what it was done to.
        digest: what exactly it was done to, or None.
    """

    at: datetime
    moderator: str
    act: str
    subject: str
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A line in its place of the chain.

    Args:
        place: counted from 1, without a gap.
        hash: over the line, its place and the hash before it.
    """

    place: int
    line: AuditLine
    hash: str


def hash_of(place: int, line: AuditLine, *, before: str) -> str:
    """Return what ties a line to its place and to everything before it.

    Args:
        before: the hash of the line before, or `BEFORE_THE_FIRST`.
    """
    return digest_of(
        {
            "place": place,
            "at": line.at.astimezone(UTC).isoformat(timespec="milliseconds"),
            "moderator": line.moderator,
            "act": line.act,
            "subject": line.subject,
            "digest": line.digest,
            "before": before,
        }
    )


def first_break(links: Iterable[Link], *, after: Link | None = None) -> int | None:
    """Return the place at which the chain does not hold, or None if it holds.

    Args:
        after: the link that was found good before these; None to begin with the first line.
    """
    place, before = (after.place, after.hash) if after is not None else (0, BEFORE_THE_FIRST)
    for link in links:
        place += 1
        if link.place != place or link.hash != hash_of(place, link.line, before=before):
            return place
        before = link.hash
    return None
