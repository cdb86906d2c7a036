"""Sealed values of every table, for sealing them anew with another key."""

from collections.abc import Mapping, Sequence

from bot.ports import SealedPlace
from storage.room import Room

_PLACES: Mapping[SealedPlace, Mapping[str, str]] = {
    SealedPlace.WATCH_NAME: {"table_name": "watches", "key_column": "id", "sealed_column": "sealed_name"},
    SealedPlace.WATCH_LABEL: {"table_name": "watches", "key_column": "id", "sealed_column": "sealed_label"},
    SealedPlace.FOLLOW_LABEL: {"table_name": "follows", "key_column": "id", "sealed_column": "sealed_label"},
    SealedPlace.ENDED_LABEL: {
        "table_name": "ended_labels",
        "key_column": "id",
        "sealed_column": "sealed_label",
    },
    SealedPlace.PHRASE: {
        "table_name": "preferences",
        "key_column": "chat_id",
        "sealed_column": "sealed_phrase",
    },
    SealedPlace.MARKS: {"table_name": "firings", "key_column": "event_id", "sealed_column": "sealed_marks"},
    SealedPlace.FACTOR: {
        "table_name": "second_factors",
        "key_column": "chat_id",
        "sealed_column": "sealed_secret",
    },
}


class SealedWriting(Room):
    """Values under former keys."""

    async def sealed_before(
        self, place: SealedPlace, *, key_id: str, limit: int
    ) -> Sequence[tuple[str, bytes]]:
        rows = await self._session.rows_of("sealed_before", _PLACES[place], key_id=key_id, limit=limit)
        return [(row["key"], row["sealed"]) for row in rows]

    async def seal_anew(self, place: SealedPlace, key: str, *, former: bytes, sealed: bytes) -> None:
        await self._session.change_of("seal_anew", _PLACES[place], key=key, former=former, sealed=sealed)
