"""Who moderates, what they are filling in, and that they looked for new lists."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.core.errors import WrongState
from bot.core.roles import Grant, GrantReview
from bot.ports import Draft
from storage.room import Room, Row, Value
from storage.times import from_ms, to_ms


class ModeratorsReading(Room):
    """Moderators, looked at."""

    async def last_check(self) -> datetime | None:
        row = await self._session.row("last_check")
        return from_ms(row["at"]) if row is not None and row["at"] is not None else None

    async def grants(self) -> Sequence[Grant]:
        return [_grant(row) for row in await self._session.rows("grants")]

    async def grant(self, grant_id: str) -> Grant:
        return _grant(await self._one("grant", grant_id))

    async def grant_of_token(self, token: str) -> Grant | None:
        row = await self._session.row("grant_of_token", token=token)
        return _grant(row) if row is not None else None

    async def draft(self, chat_id: str) -> Draft | None:
        row = await self._session.row("draft", chat_id=chat_id)
        return Draft(row["chat_id"], row["form"], json.loads(row["fields"])) if row is not None else None


class ModeratorsWriting(ModeratorsReading):
    """Moderators, written down."""

    async def add_check(self, moderator: str, at: datetime) -> None:
        await self._session.change("add_check", moderator=moderator, at=to_ms(at))

    async def add_grant(self, grant: Grant) -> None:
        await self._session.change(
            "add_grant",
            id=grant.id,
            token=grant.token,
            name=grant.name,
            invited_by=grant.invited_by,
            invited_at=to_ms(grant.invited_at),
            version=grant.version,
            **_progress(grant),
        )

    async def save_grant(self, grant: Grant) -> None:
        await self._swap("save_grant", "grant", grant.id, grant.version, **_progress(grant))

    async def save_draft(self, draft: Draft) -> None:
        await self._session.change(
            "save_draft", chat_id=draft.chat_id, form=draft.form, fields=_one_form(draft.fields)
        )

    async def drop_draft(self, draft: Draft) -> None:
        dropped = await self._session.change(
            "drop_draft", chat_id=draft.chat_id, form=draft.form, fields=_one_form(draft.fields)
        )
        if dropped == 0:
            raise WrongState(f"draft of chat {draft.chat_id} is used up or changed")


def _grant(row: Row) -> Grant:
    return Grant(
        id=row["id"],
        token=row["token"],
        name=row["name"],
        invited_by=row["invited_by"],
        invited_at=from_ms(row["invited_at"]),
        chat_id=row["chat_id"],
        review=GrantReview(row["review"]),
        agreed_by=row["agreed_by"],
        until=from_ms(row["until"]) if row["until"] is not None else None,
        version=row["version"],
    )


def _progress(grant: Grant) -> dict[str, Value]:
    return {
        "chat_id": grant.chat_id,
        "review": grant.review,
        "agreed_by": grant.agreed_by,
        "until": to_ms(grant.until) if grant.until is not None else None,
    }


def _one_form(fields: Mapping[str, str]) -> str:
    return json.dumps(dict(fields), sort_keys=True)
