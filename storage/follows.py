"""What chats wish to hear about."""

from collections.abc import Sequence

from bot.core.exchanges import Subject, SubjectKind
from bot.core.follows import Follow
from storage.room import Room, Row
from storage.times import from_ms, to_ms


class FollowsReading(Room):
    """Follows, looked at."""

    async def follows(self, chat_id: str) -> Sequence[Follow]:
        return [_follow(row) for row in await self._session.rows("follows_of_chat", chat_id=chat_id)]

    async def follow(self, follow_id: str) -> Follow:
        return _follow(await self._one("follow", follow_id))


class FollowsWriting(FollowsReading):
    """Follows, begun and ended."""

    async def add_follow(self, follow: Follow) -> Follow:
        row = await self._session.row(
            "add_follow",
            id=follow.id,
            chat_id=follow.chat_id,
            subject_kind=follow.subject.kind,
            subject_id=follow.subject.id,
            edition_id=follow.edition_id,
            since=to_ms(follow.since),
        )
        return _follow(row) if row is not None else follow

    async def drop_follow(self, follow_id: str) -> None:
        await self._must_change("drop_follow", follow_id)


def _follow(row: Row) -> Follow:
    return Follow(
        id=row["id"],
        chat_id=row["chat_id"],
        subject=Subject(SubjectKind(row["subject_kind"]), row["subject_id"]),
        edition_id=row["edition_id"],
        since=from_ms(row["since"]),
    )
