"""Who moderates, what they are filling in, and that they looked for new lists."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.core.errors import Unknown, WrongState
from bot.core.roles import Grant, GrantReview, Role
from bot.core.switches import Switch, TurnedOn
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
        row = await self._session.row("open_draft_of", chat_id=chat_id)
        return _draft(row) if row is not None else None

    async def drafts(self, chat_id: str) -> Sequence[Draft]:
        return [_draft(row) for row in await self._session.rows("drafts", chat_id=chat_id)]

    async def switches(self) -> Mapping[Switch, TurnedOn]:
        rows = await self._session.rows("switches")
        on = [TurnedOn(Switch(row["switch"]), from_ms(row["at"]), row["moderator"]) for row in rows]
        return {turned.switch: turned for turned in on}

    async def moderator_names(self) -> Mapping[str, str]:
        return {row["chat_id"]: row["name"] for row in await self._session.rows("moderator_names")}


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
            role=grant.role,
            days=grant.days,
            **_progress(grant),
        )

    async def save_grant(self, grant: Grant) -> None:
        await self._swap("save_grant", "grant", grant.id, grant.version, **_progress(grant))

    async def save_draft(self, draft: Draft) -> None:
        await self.close_drafts(draft.chat_id)
        await self._session.change(
            "save_draft", chat_id=draft.chat_id, form=draft.form, fields=_one_form(draft.fields)
        )

    async def drop_draft(self, draft: Draft) -> None:
        dropped = await self._session.change(
            "drop_draft", chat_id=draft.chat_id, form=draft.form, fields=_one_form(draft.fields)
        )
        if dropped == 0:
            raise WrongState(f"draft of chat {draft.chat_id} is used up or changed")

    async def close_drafts(self, chat_id: str) -> None:
        await self._session.change("close_drafts", chat_id=chat_id)

    async def open_draft(self, chat_id: str, form: str) -> None:
        await self.close_drafts(chat_id)
        if await self._session.change("open_draft", chat_id=chat_id, form=form) == 0:
            raise Unknown(f"form {form} of chat {chat_id}")

    async def turn_on(self, turned: TurnedOn) -> None:
        await self._session.change(
            "turn_on", switch=turned.switch, at=to_ms(turned.at), moderator=turned.moderator
        )

    async def turn_off(self, switch: Switch) -> None:
        await self._session.change("turn_off", switch=switch)

    async def name_moderator(self, chat_id: str, name: str) -> None:
        await self._session.change("name_moderator", chat_id=chat_id, name=name)


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
        role=Role(row["role"]),
        days=row["days"],
    )


def _draft(row: Row) -> Draft:
    return Draft(row["chat_id"], row["form"], json.loads(row["fields"]))


def _progress(grant: Grant) -> dict[str, Value]:
    return {
        "chat_id": grant.chat_id,
        "review": grant.review,
        "agreed_by": grant.agreed_by,
        "until": to_ms(grant.until) if grant.until is not None else None,
    }


def _one_form(fields: Mapping[str, str]) -> str:
    return json.dumps(dict(fields), sort_keys=True)
