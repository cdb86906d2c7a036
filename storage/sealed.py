"""Sealed values of every table, for sealing them anew with another key."""

from collections.abc import Mapping, Sequence

from bot.ports import SealedPlace
from storage.room import Room

_KEY_COLUMNS: Mapping[SealedPlace, str] = {
    SealedPlace.PHRASE: "chat_id",
    SealedPlace.MARKS: "event_id",
    SealedPlace.FACTOR: "chat_id",
}
"""By which a row is found again, where that is not `id`."""


class SealedWriting(Room):
    """Values under former keys."""

    async def sealed_before(
        self, place: SealedPlace, *, key_id: str, after: bytes | None, limit: int
    ) -> Sequence[tuple[str, bytes]]:
        rows = await self._session.rows_of(
            "sealed_before", _words_of(place), key_id=key_id, after=after, limit=limit
        )
        return [(row["key"], row["sealed"]) for row in rows]

    async def seal_anew(self, place: SealedPlace, key: str, *, former: bytes, sealed: bytes) -> None:
        await self._session.change_of("seal_anew", _words_of(place), key=key, former=former, sealed=sealed)


def _words_of(place: SealedPlace) -> Mapping[str, str]:
    table, _, column = place.partition(".")
    return {
        "table_name": table,
        "key_column": _KEY_COLUMNS.get(place, "id"),
        "sealed_column": column,
    }
