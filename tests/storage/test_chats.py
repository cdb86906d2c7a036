from dataclasses import replace

import pytest

from bot.core.errors import Unknown, WrongState
from bot.core.follows import Country
from bot.core.log import AuditLine
from bot.core.roles import GrantReview
from bot.ports import Draft, Store
from tests.storage.builders import (
    ANNA,
    NOW,
    OLENA_TELEGRAM,
    PETRO_TELEGRAM,
    a_call,
    a_follow,
    a_grant,
    add_announced_batch,
)


async def test_a_person_is_remembered_once(store: Store) -> None:
    async with store.writing() as writing:
        first = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        again = await writing.remember_chat(OLENA_TELEGRAM, language="ru")

    assert again == first
    async with store.reading() as reading:
        assert await reading.chat_of(OLENA_TELEGRAM) == first
        assert await reading.chat(first.id) == first
        assert await reading.telegram_id(first.id) == OLENA_TELEGRAM


async def test_nobody_is_known_before_they_write(store: Store) -> None:
    async with store.reading() as reading:
        assert await reading.chat_of(OLENA_TELEGRAM) is None
        with pytest.raises(Unknown):
            await reading.chat("nobody")
        with pytest.raises(Unknown):
            await reading.telegram_id("nobody")


async def test_what_a_person_chose_is_kept(store: Store) -> None:
    async with store.writing() as writing:
        chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        chosen = replace(chat, language="en", chosen=True, country=Country.OTHER, paused=True)
        await writing.save_chat(chosen)

    async with store.reading() as reading:
        assert await reading.chat(chat.id) == chosen


async def test_a_choice_of_a_forgotten_chat_is_not_kept(store: Store) -> None:
    async with store.writing() as writing:
        chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        await writing.forget_chat(chat.id)

    with pytest.raises(Unknown):
        async with store.writing() as writing:
            await writing.save_chat(chat)


async def test_forgetting_leaves_nothing_of_the_chat_and_everything_of_the_others(store: Store) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        olena = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        petro = await writing.remember_chat(PETRO_TELEGRAM, language="uk")
        for chat in (olena, petro):
            await writing.add_follow(a_follow(chat.id))
            await writing.save_draft(Draft(chat.id, "batch", {}))
        await writing.owe(a_call(), [olena.id, petro.id], ["o", "p"])

    async with store.writing() as writing:
        await writing.forget_chat(olena.id)

    async with store.reading() as reading:
        assert await reading.chat_of(OLENA_TELEGRAM) is None
        assert await reading.follows(olena.id) == []
        assert await reading.draft(olena.id) is None
        assert len(await reading.follows(petro.id)) == 1
        assert await reading.draft(petro.id) is not None
        assert (await reading.coming("call")).ready == 1


async def test_who_comes_back_after_forgetting_is_a_new_chat(store: Store) -> None:
    async with store.writing() as writing:
        before = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        await writing.forget_chat(before.id)
        after = await writing.remember_chat(OLENA_TELEGRAM, language="uk")

    assert after.id != before.id


async def test_nobody_is_forgotten_twice(store: Store) -> None:
    async with store.writing() as writing:
        chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        await writing.forget_chat(chat.id)
        with pytest.raises(Unknown):
            await writing.forget_chat(chat.id)


async def test_a_moderator_who_forgets_is_none_any_more_but_the_audit_stays(store: Store) -> None:
    line = AuditLine(NOW, "somebody", "edition published", "edition")
    async with store.writing() as writing:
        chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        grant = a_grant(chat_id=chat.id, review=GrantReview.PUBLISHED, agreed_by=ANNA, until=NOW)
        await writing.add_grant(grant)
        await writing.add_to_audit(replace(line, moderator=chat.id))

        await writing.forget_chat(chat.id)

        ended = await writing.grant(grant.id)
        assert (ended.review, ended.chat_id, ended.name) == (GrantReview.ENDED, None, "")
        assert await writing.audit(limit=9) == [replace(line, moderator=chat.id)]
        with pytest.raises(WrongState):
            await writing.save_grant(grant)
