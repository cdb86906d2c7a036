"""What the child and its parent tell each other: lines of JSON, every value checked when it is read."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.files.asking import (
    AcceptHidden,
    Asks,
    SheetInfo,
    WhatIsFirstRow,
    WhichColumn,
    WhichEncoding,
    WhichSheet,
)
from bot.files.listfile import Column, Fault, ListFile, ReadAs, Refused
from bot.files.order import Choices, FirstRow, Limits, Order
from bot.files.spool import Spool

Json = Mapping[str, Any]


class Broken(Exception):
    """The child met a mistake of its own; the message holds the kind of error and its place, nothing else."""


def _line(message: Json) -> bytes:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def order_to_json(order: Order) -> str:
    return json.dumps(asdict(order))


def order_from_json(text: str) -> Order:
    message = json.loads(text)
    said = message["choices"]
    choices = Choices(
        encoding=said["encoding"],
        sheet=said["sheet"],
        hidden=said["hidden"],
        columns={int(position): Column(column) for position, column in said["columns"].items()},
        others=None if said["others"] is None else Column(said["others"]),
        first_row=None if said["first_row"] is None else FirstRow(said["first_row"]),
    )
    return Order(message["ending"], Limits(**message["limits"]), choices)


def fault_to_json(fault: Fault) -> bytes:
    return _line([fault.code, fault.row, fault.column, fault.rejects, fault.at, dict(fault.told)])  # type: ignore[arg-type]  # a list is JSON too


def fault_from_json(line: bytes) -> Fault:
    return _fault(json.loads(line))


def _fault(parts: Any) -> Fault:
    code, row, column, rejects, at, told = parts
    return Fault(
        code=str(code),
        row=None if row is None else int(row),
        column=None if column is None else Column(column),
        rejects=bool(rejects),
        at=None if at is None else str(at),
        told={str(name): value if isinstance(value, int) else str(value) for name, value in told.items()},
    )


def progress_to_json(rows: int) -> bytes:
    return _line({"so_far": rows})


def refusal_to_json(error: Refused) -> bytes:
    return _line({"refused": [json.loads(fault_to_json(fault)) for fault in error.faults]})


def asks_to_json(asks: Asks) -> bytes:
    return _line({"asks": type(asks).__name__, **asdict(asks)})


def file_to_json(file: ListFile) -> bytes:
    return _line(
        {
            "read_as": asdict(file.read_as),
            "counts": [file.total, file.accepted, file.rejected, file.merged, file.blank],
            "faults": [json.loads(fault_to_json(fault)) for fault in file.faults],
            "fault_count": file.fault_count,
            "digest": file.digest,
            "sample": file.sample,
        }
    )


def mistake_to_json(what: str) -> bytes:
    return _line({"broken": what})


def answer_from_json(line: bytes, *, rows: Spool, faults: Spool) -> ListFile | Asks | int:
    """Read what a child says: how far it is, what it asks, or what it read.

    Raises:
        Refused: it refuses the file.
        Broken: it met a mistake of its own.
        ValueError, LookupError, TypeError: no child of ours says this.
    """
    message = json.loads(line)
    if "so_far" in message:
        return int(message["so_far"])
    if "broken" in message:
        raise Broken(str(message["broken"])[:200])
    if "refused" in message:
        raise Refused(*map(_fault, message["refused"]))
    if "asks" in message:
        return _asks(message)
    total, accepted, rejected, merged, blank = map(int, message["counts"])
    return ListFile(
        read_as=ReadAs(**{name: _text(value) for name, value in message["read_as"].items()}),  # type: ignore[arg-type]  # the kind is never None
        total=total,
        accepted=accepted,
        rejected=rejected,
        merged=merged,
        blank=blank,
        faults=tuple(map(_fault, message["faults"])),
        fault_count=int(message["fault_count"]),
        digest=str(message["digest"]),
        sample=tuple(map(str, message["sample"])),
        rows=rows,
        all_faults=faults,
    )


def _asks(message: Json) -> Asks:
    match message["asks"]:
        case "WhichEncoding":
            previews = message["previews"]
            return WhichEncoding(tuple((str(name), tuple(map(_cells, rows))) for name, rows in previews))
        case "WhichSheet":
            return WhichSheet(tuple(map(_sheet, message["sheets"])))
        case "AcceptHidden":
            return AcceptHidden(_text(message["sheet"]), _cells(message["rows"]), _cells(message["columns"]))
        case "WhichColumn":
            free = tuple(map(Column, message["free"]))
            return WhichColumn(
                int(message["number"]),
                _text(message["heading"]),
                _cells(message["values"]),
                free,
                _cells(message["besides"]),
            )
        case "WhatIsFirstRow":
            return WhatIsFirstRow(_cells(message["cells"]))
        case _:
            raise ValueError("an unknown question")


def _sheet(sheet: Json) -> SheetInfo:
    return SheetInfo(int(sheet["number"]), str(sheet["name"]), int(sheet["rows"]), bool(sheet["hidden"]))


def _cells(cells: Any) -> tuple[str, ...]:
    return tuple(map(str, cells))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
