"""What chats wish to hear about."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.core.exchanges import Subject, SubjectKind
from bot.core.follows import Follow
from storage.room import Room, Row
from storage.times import from_ms, to_ms


class FollowsReading(Room):
    """Follows, looked at."""

    async def follows(self, chat_id: str) -> Sequence[Follow]:
        rows = await self._session.rows("follows_of_chat", chat_id=chat_id)
        return [await self._follow_of(row) for row in rows]

    async def follow(self, follow_id: str) -> Follow:
        return await self._follow_of(await self._one("follow", follow_id))

    async def followers(self, batch_id: str) -> int:
        row = await self._session.row("followers", subject_id=batch_id)
        return int(row["followers"]) if row is not None else 0

    async def told_by_language(self, batch_id: str) -> Mapping[str, int]:
        rows = await self._session.rows("told_by_language", subject_id=batch_id)
        return {row["language"]: row["chats"] for row in rows}

    async def _follow_of(self, row: Row) -> Follow:
        editions = await self._session.rows("editions_of_follow", follow_id=row["id"])
        statements = await self._session.rows("statements_of_follow", follow_id=row["id"])
        return Follow(
            id=row["id"],
            chat_id=row["chat_id"],
            subject=Subject(SubjectKind(row["subject_kind"]), row["subject_id"]),
            editions=frozenset(edition["edition_id"] for edition in editions),
            since=from_ms(row["since"]),
            statements=frozenset(statement["statement_id"] for statement in statements),
            paused=bool(row["paused"]),
            sealed_label=row["sealed_label"],
        )


class FollowsWriting(FollowsReading):
    """Follows, begun and ended."""

    async def add_follow(self, follow: Follow) -> Follow:
        row = await self._session.row(
            "add_follow",
            id=follow.id,
            chat_id=follow.chat_id,
            subject_kind=follow.subject.kind,
            subject_id=follow.subject.id,
            since=to_ms(follow.since),
        )
        assert row is not None, "what was just written is returned"  # noqa: S101
        for edition_id in follow.editions:
            await self._session.change("add_edition_of_follow", follow_id=row["id"], edition_id=edition_id)
        for statement_id in follow.statements:
            await self._session.change(
                "add_statement_of_follow", follow_id=row["id"], statement_id=statement_id
            )
        return await self._follow_of(row)

    async def save_follow(self, follow: Follow) -> None:
        await self._must_change(
            "save_follow", follow.id, paused=int(follow.paused), sealed_label=follow.sealed_label
        )

    async def drop_follow(self, follow_id: str) -> None:
        await self._must_change("drop_follow", follow_id)

    async def keep_label(self, follow: Follow, *, ended_at: datetime) -> None:
        await self._session.change(
            "keep_label",
            id=follow.id,
            chat_id=follow.chat_id,
            subject_kind=follow.subject.kind,
            subject_id=follow.subject.id,
            sealed_label=follow.sealed_label,
            ended_at=to_ms(ended_at),
        )

    async def take_label(self, follow: Follow, *, ended_after: datetime) -> bytes | None:
        row = await self._session.row(
            "take_label",
            chat_id=follow.chat_id,
            subject_kind=follow.subject.kind,
            subject_id=follow.subject.id,
        )
        return row["sealed_label"] if row is not None and from_ms(row["ended_at"]) > ended_after else None

    async def drop_labels_before(self, at: datetime) -> None:
        if await self._session.change("drop_labels_before", ended_at=to_ms(at)):
            self._session.erase_after_commit()
