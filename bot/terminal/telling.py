"""What the commands print: sentences in the moderators' own words, or one JSON object."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from html import unescape
from typing import Any

from bot.core.lists import Edition
from bot.core.uploads import ChangeCounts
from bot.files import (
    AcceptHidden,
    Asks,
    Fault,
    ListFile,
    WhatIsFirstRow,
    WhichColumn,
    WhichEncoding,
    WhichSheet,
)
from handlers.wording import Said, Wording

Json = dict[str, Any]


def plain(said: Said) -> str:
    """Write a message of the chat without its markup and its buttons."""
    return unescape(re.sub(r"<[^>]+>", "", said.text))


def read_lines(file: ListFile, words: Wording) -> Iterable[str]:
    """Say what was read from a file."""
    yield from (unescape(line) for line in words.read_from(file))
    yield file.digest


def read_json(file: ListFile) -> Json:
    """The same for scripts; no name stands in it."""
    return {
        "read_as": asdict(file.read_as),
        "total": file.total,
        "accepted": file.accepted,
        "rejected": file.rejected,
        "merged": file.merged,
        "blank": file.blank,
        "faults": file.fault_count,
        "first_faults": [_fault_json(fault) for fault in file.faults],
        "digest": file.digest,
    }


def refused_json(faults: Sequence[Fault]) -> Json:
    return {"refused": [_fault_json(fault) for fault in faults]}


def asks_json(asks: Asks) -> Json:
    return {"asks": type(asks).__name__, **asdict(asks), "say": hint(asks)}


def hint(asks: Asks) -> str:
    """Say with which option the question is answered."""
    match asks:
        case WhichEncoding(previews=previews):
            names = " or ".join(name for name, _ in previews)
            return f"If the rows read well, repeat with --encoding {names}."
        case WhichSheet():
            return "Repeat with --sheet NUMBER."
        case AcceptHidden():
            return "To read it like the rest, repeat with --hidden."
        case WhichColumn(number=number, free=free):
            held = "|".join(free)
            return f"Repeat with --column {number}={held}, or with --leave-out-unknown."
        case WhatIsFirstRow():
            return "Repeat with --first-row heading or --first-row person."


def stored_lines(edition: Edition, changes: ChangeCounts | None) -> Iterable[str]:
    """Say what was stored, and what comes next."""
    if changes is not None:
        counts = f"{changes.added} added, {changes.removed} removed, {changes.changed} changed"
        yield f"Against the published edition: {counts}."
    yield f"Stored as a draft: edition {edition.number} of list {edition.list_id}, {edition.id}."
    yield "One moderator submits it under /desk, another one publishes it."


def stored_json(edition: Edition, changes: ChangeCounts | None) -> Json:
    counts = asdict(changes) if changes is not None else None
    return {"edition": edition.id, "list": edition.list_id, "number": edition.number, "changes": counts}


def as_json(told: Json) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2)


def _fault_json(fault: Fault) -> Json:
    # What is suggested in the place of a name is a name.
    told = {name: value for name, value in fault.told.items() if name != "fix"}
    return {
        "code": fault.code,
        "row": fault.row,
        "cell": fault.at,
        "column": fault.column,
        "rejects": fault.rejects,
        **told,
    }
