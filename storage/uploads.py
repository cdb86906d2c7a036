"""How editions came from their files: counts, faults, and what changed."""

import json
from collections.abc import Sequence

from bot.core.uploads import ChangeCounts, Upload
from bot.files import Column, Fault
from storage.room import Room, Row, Value
from storage.times import from_ms, to_ms

_SUGGESTED = "fix"
"""What a fault suggests in the place of a name is a name: it is told once and not kept."""


class UploadsReading(Room):
    """Uploads, looked at."""

    async def upload(self, edition_id: str) -> Upload | None:
        row = await self._session.row("upload", edition_id=edition_id)
        return None if row is None else Upload(**{**row, "at": from_ms(row["at"])})

    async def faults(self, edition_id: str, *, after: int, limit: int) -> Sequence[Fault]:
        rows = await self._session.rows("faults", edition_id=edition_id, after=after, limit=limit)
        return [_fault(row) for row in rows]

    async def discarded_with_rows(self) -> Sequence[str]:
        return [row["id"] for row in await self._session.rows("discarded_with_rows")]

    async def change_counts(self, edition_id: str, former_id: str) -> ChangeCounts | None:
        row = await self._session.row("change_counts", edition_id=edition_id, former_id=former_id)
        if row is None:
            return None
        return ChangeCounts(row["added"], row["removed"], row["changed"], bool(row["paired"]))


class UploadsWriting(UploadsReading):
    """Uploads, written down."""

    async def add_upload(self, upload: Upload) -> None:
        await self._session.change(
            "add_upload",
            edition_id=upload.edition_id,
            at=to_ms(upload.at),
            total=upload.total,
            merged=upload.merged,
            blank=upload.blank,
            faults=upload.faults,
            kind=upload.kind,
            encoding=upload.encoding,
            sheet=upload.sheet,
            reason=upload.reason,
        )

    async def add_faults(self, edition_id: str, faults: Sequence[Fault], *, after: int) -> None:
        rows = [(edition_id, place, *_fault_values(fault)) for place, fault in enumerate(faults, after + 1)]
        await self._session.add_each("add_faults", rows)

    async def drop_faults(self, edition_id: str) -> None:
        await self._session.change("drop_faults", edition_id=edition_id)

    async def save_change_counts(self, edition_id: str, former_id: str, counts: ChangeCounts) -> None:
        await self._session.change(
            "save_change_counts",
            edition_id=edition_id,
            former_id=former_id,
            added=counts.added,
            removed=counts.removed,
            changed=counts.changed,
            paired=int(counts.paired),
        )


def _fault(row: Row) -> Fault:
    return Fault(
        code=row["code"],
        row=row["row_number"],
        column=None if row["column_held"] is None else Column(row["column_held"]),
        rejects=bool(row["rejects"]),
        at=row["address"],
        told=json.loads(row["told"]),
    )


def _fault_values(fault: Fault) -> tuple[Value, ...]:
    told = {name: value for name, value in fault.told.items() if name != _SUGGESTED}
    return (
        fault.code,
        fault.row,
        fault.column,
        int(fault.rejects),
        fault.at,
        json.dumps(told, ensure_ascii=False),
    )
