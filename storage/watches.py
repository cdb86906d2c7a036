"""Watches, and with what they are compared."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.core.alerts import Event
from bot.core.watches import Errand, ErrandKind, Watch
from bot.ports import Comparing, SealedWatch
from storage.corrections import event_of
from storage.room import Room, Row, Value
from storage.times import from_ms, to_ms


class WatchesReading(Room):
    """Watches, looked at."""

    async def watch(self, watch_id: str) -> Watch:
        return _watch(await self._one("watch", watch_id))

    async def watches(self, chat_id: str) -> Sequence[Watch]:
        return [_watch(row) for row in await self._session.rows("watches_of_chat", chat_id=chat_id)]

    async def watches_after(self, cursor: str, *, limit: int) -> Sequence[SealedWatch]:
        rows = await self._session.rows("watches_after", cursor=cursor, limit=limit)
        return [SealedWatch(row["id"], row["version"], row["sealed_name"]) for row in rows]

    async def watch_told_of(self, chat_id: str, list_id: str) -> Watch | None:
        row = await self._session.row("watch_told_of_list", chat_id=chat_id, list_id=list_id)
        return _watch(row) if row is not None else None

    async def told_marks(self, watch_ids: Collection[str]) -> Mapping[str, Sequence[bytes]]:
        told: dict[str, list[bytes]] = {}
        for row in await self._session.rows("told_marks", ids=self._session.listed(watch_ids)):
            told.setdefault(row["watch_id"], []).append(row["sealed_marks"])
        return told

    async def watches_of_ids(self, watch_ids: Collection[str]) -> Mapping[str, Watch]:
        rows = await self._session.rows("watches_of_ids", ids=self._session.listed(watch_ids))
        return {row["id"]: _watch(row) for row in rows}

    async def editions_told(self, watch_id: str) -> frozenset[str]:
        rows = await self._session.rows("editions_told", watch_id=watch_id)
        return frozenset(row["edition_id"] for row in rows)

    async def standing_firings(self, watch_id: str) -> Sequence[tuple[str, str]]:
        rows = await self._session.rows("standing_firings", watch_id=watch_id)
        return [(row["edition_id"], row["batch_id"]) for row in rows]

    async def errands(self, *, limit: int) -> Sequence[Errand]:
        rows = await self._session.rows("errands", limit=limit)
        return [
            Errand(
                row["id"],
                row["watch_id"],
                ErrandKind(row["kind"]),
                row["sealed_given"],
                from_ms(row["at"]),
            )
            for row in rows
        ]

    async def errand_reply(self, errand_id: str) -> bytes | None:
        row = await self._session.row("errand_reply", id=errand_id)
        return row["sealed_reply"] if row is not None else None

    async def unfinished_comparisons(self) -> Sequence[Comparing]:
        rows = await self._session.rows("unfinished_comparisons")
        return [Comparing(event_of(row, row["id"]), row["cursor"]) for row in rows]

    async def published_of_batch(self, batch_id: str) -> frozenset[str]:
        rows = await self._session.rows("published_of_batch", batch_id=batch_id)
        return frozenset(row["id"] for row in rows)

    async def watches_to_renew(self, before: datetime, *, limit: int) -> Sequence[Watch]:
        rows = await self._session.rows("watches_to_renew", before=to_ms(before), limit=limit)
        return [_watch(row) for row in rows]

    async def watches_over(self, now: datetime, *, ended_before: datetime, limit: int) -> Sequence[Watch]:
        rows = await self._session.rows(
            "watches_over", now=to_ms(now), ended_before=to_ms(ended_before), limit=limit
        )
        return [_watch(row) for row in rows]

    async def count_watches(self, now: datetime) -> tuple[int, int]:
        row = await self._session.row("count_watches", now=to_ms(now))
        return (int(row["all_watches"]), int(row["over"])) if row is not None else (0, 0)


class WatchesWriting(WatchesReading):
    """Watches, begun, changed, told and ended."""

    async def add_watch(self, watch: Watch) -> None:
        await self._session.change(
            "add_watch",
            id=watch.id,
            chat_id=watch.chat_id,
            number=watch.number,
            sealed_name=watch.sealed_name,
            sealed_label=watch.sealed_label,
            since=to_ms(watch.since),
            until=to_ms(watch.until),
        )

    async def save_watch(self, watch: Watch) -> None:
        await self._swap(
            "save_watch",
            "watch",
            watch.id,
            watch.version,
            sealed_name=watch.sealed_name,
            sealed_label=watch.sealed_label,
            since=to_ms(watch.since),
            until=to_ms(watch.until),
            paused=int(watch.paused),
            renewal_asked=int(watch.renewal_asked),
            ended_at=to_ms(watch.ended_at) if watch.ended_at is not None else None,
        )

    async def mark_renewal_asked(self, watch_id: str) -> None:
        await self._must_change("mark_renewal_asked", watch_id)

    async def add_errand(self, errand: Errand) -> None:
        await self._session.change(
            "add_errand",
            id=errand.id,
            watch_id=errand.watch_id,
            kind=errand.kind,
            sealed_given=errand.sealed_given,
            at=to_ms(errand.at),
        )

    async def reply_to_errand(self, errand_id: str, sealed_reply: bytes) -> None:
        await self._session.change("reply_to_errand", id=errand_id, sealed_reply=sealed_reply)

    async def drop_errand(self, errand_id: str) -> None:
        await self._session.change("drop_errand", id=errand_id)

    async def drop_shows_before(self, at: datetime) -> None:
        if await self._session.change("drop_shows_before", at=to_ms(at)):
            self._session.erase_after_commit()

    async def drop_watch(self, watch_id: str) -> None:
        await self._must_change("drop_watch", watch_id)
        self._session.erase_after_commit()

    async def tell_watch(
        self, watch_id: str, *, editions: Collection[str], statements: Collection[str]
    ) -> None:
        of_editions: list[dict[str, Value]] = [{"watch_id": watch_id, "edition_id": e} for e in editions]
        of_statements: list[dict[str, Value]] = [
            {"watch_id": watch_id, "statement_id": s} for s in statements
        ]
        await self._session.change_each("add_edition_of_watch", of_editions)
        await self._session.change_each("add_statement_of_watch", of_statements)

    async def move_comparison(self, event: Event, cursor: str, *, finished: bool) -> None:
        await self._session.change("move_cursor", id=event.id, cursor=cursor, finished=int(finished))


def _watch(row: Row) -> Watch:
    return Watch(
        id=row["id"],
        chat_id=row["chat_id"],
        number=row["number"],
        sealed_name=row["sealed_name"],
        sealed_label=row["sealed_label"],
        since=from_ms(row["since"]),
        until=from_ms(row["until"]),
        paused=bool(row["paused"]),
        renewal_asked=bool(row["renewal_asked"]),
        ended_at=from_ms(row["ended_at"]) if row["ended_at"] is not None else None,
        version=row["version"],
    )
