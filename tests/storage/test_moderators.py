from dataclasses import replace

import pytest

from bot.core.errors import Unknown, WrongState
from bot.core.log import AuditLine
from bot.core.roles import GrantReview
from bot.ports import Draft, Store
from tests.storage.builders import ANNA, BOHDAN, MINUTE, NOW, OLENA_TELEGRAM, a_grant


async def test_the_last_check_is_the_newest_whoever_made_it(store: Store) -> None:
    async with store.writing() as writing:
        assert await writing.last_check() is None
        for moderator, at in ((ANNA, NOW), (BOHDAN, NOW - MINUTE), (BOHDAN, NOW), (BOHDAN, NOW)):
            await writing.add_check(moderator, at)

        assert await writing.last_check() == NOW


async def test_a_grant_comes_back_as_it_was_until_it_has_ended(store: Store) -> None:
    grant = a_grant()
    taken_up = replace(grant, chat_id="chat", review=GrantReview.SUBMITTED)
    async with store.writing() as writing:
        await writing.add_grant(grant)
        assert await writing.grants() == [grant]
        assert await writing.grant_of_token(grant.token) == grant
        assert await writing.grant_of_token("no such token") is None

        await writing.save_grant(taken_up)
        assert await writing.grant(grant.id) == replace(taken_up, version=1)

        await writing.save_grant(replace(taken_up, review=GrantReview.ENDED, version=1))
        assert await writing.grants() == []


async def test_an_invitation_is_taken_up_once(store: Store) -> None:
    grant = a_grant()
    async with store.writing() as writing:
        await writing.add_grant(grant)
        await writing.save_grant(replace(grant, chat_id="first", review=GrantReview.SUBMITTED))

        with pytest.raises(WrongState):
            await writing.save_grant(replace(grant, chat_id="second", review=GrantReview.SUBMITTED))
        with pytest.raises(Unknown):
            await writing.save_grant(a_grant("never stored"))


async def test_a_chat_has_one_open_draft_and_uses_it_up_once(store: Store) -> None:
    async with store.writing() as writing:
        chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        former = Draft(chat.id, "batch", {"side": "ukraine"})
        draft = Draft(chat.id, "edition", {"назва": "Їжак", "list": "list"})
        await writing.save_draft(former)
        await writing.save_draft(draft)

        assert await writing.draft(chat.id) == draft
        assert await writing.drafts(chat.id) == [draft, former]
        for other in (replace(draft, fields={}), replace(former, form="edition")):
            with pytest.raises(WrongState):
                await writing.drop_draft(other)
        await writing.drop_draft(replace(draft, fields={"list": "list", "назва": "Їжак"}))
        with pytest.raises(WrongState):
            await writing.drop_draft(draft)
        assert await writing.draft(chat.id) is None


async def test_the_audit_comes_newest_first(store: Store) -> None:
    lines = [AuditLine(NOW, ANNA, f"act {number}", "subject", "sha256:1") for number in range(5)]
    async with store.writing() as writing:
        for line in lines:
            await writing.add_to_audit(line)

        assert await writing.audit(limit=9) == lines[::-1]
        assert await writing.audit(limit=2) == lines[:2:-1]


async def test_an_update_is_marked_with_its_effect_and_dropped_when_it_cannot_come_again(
    store: Store,
) -> None:
    async with store.writing() as writing:
        await writing.mark_answered([1, 2], at=NOW - MINUTE)
        await writing.mark_answered([2, 3], at=NOW)
        assert await writing.answered_updates([1, 2, 3, 4]) == {1, 2, 3}

        await writing.drop_answered_before(NOW)
        assert await writing.answered_updates([1, 2, 3, 4]) == {3}
        assert await writing.answered_updates([]) == frozenset()
