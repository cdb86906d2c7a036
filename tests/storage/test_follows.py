from dataclasses import replace

import pytest

from bot.core.errors import Unknown
from bot.ports import Store
from tests.storage.builders import (
    MINUTE,
    NOW,
    OLENA_TELEGRAM,
    TARAS,
    a_follow,
    add_announced_batch,
    add_edition,
    add_list,
)


async def test_follows_come_oldest_first(store: Store) -> None:
    async with store.writing() as writing:
        chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        later = a_follow(chat.id, batch="later", since=NOW + MINUTE, id_="a")
        first = a_follow(chat.id, batch="first", since=NOW, id_="b")
        for follow in (later, first):
            assert await writing.add_follow(follow) == follow

    async with store.reading() as reading:
        assert await reading.follows(chat.id) == [first, later]
        assert await reading.follow("a") == later


async def test_following_again_keeps_the_first_follow_and_takes_an_edition_if_it_has_none(
    store: Store,
) -> None:
    async with store.writing() as writing:
        await add_announced_batch(writing)
        await add_list(writing)
        await add_edition(writing, "first", TARAS)
        await add_list(writing, "other")
        await add_edition(writing, "second", TARAS, of="other")
        chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        follow = a_follow(chat.id)
        await writing.add_follow(follow)

        pressed = replace(follow, id="again", since=NOW + MINUTE)
        under_answer = await writing.add_follow(replace(pressed, editions=frozenset({"first"})))
        under_another = await writing.add_follow(replace(pressed, editions=frozenset({"second"})))

        assert under_answer == replace(follow, editions=frozenset({"first"}))
        assert under_another == replace(follow, editions=frozenset({"first", "second"}))
        assert await writing.follows(chat.id) == [under_another]


async def test_an_ended_follow_is_gone_and_ends_once(store: Store) -> None:
    async with store.writing() as writing:
        chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
        follow = await writing.add_follow(a_follow(chat.id))
        await writing.drop_follow(follow.id)

        assert await writing.follows(chat.id) == []
        with pytest.raises(Unknown):
            await writing.follow(follow.id)
        with pytest.raises(Unknown):
            await writing.drop_follow(follow.id)


async def test_nobody_follows_who_is_not_remembered(store: Store) -> None:
    with pytest.raises(Unknown):
        async with store.writing() as writing:
            await writing.add_follow(a_follow("nobody"))
