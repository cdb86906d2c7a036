"""Ten thousand posts of somebody who does not know the webhook's secret: none is taken, nothing is kept."""

import asyncio
from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from telegram import Bot

from handlers.answered import AnsweredStore
from handlers.lanes import Lanes
from handlers.webhook import SECRET_HEADER, webhook_route

SECRET = "An_invented-secret-of-32-letters"
UPDATE = b'{"update_id": 7}'


class Touched(Exception):
    pass


class Untouchable:
    """Stands where the store and the lanes are: a forged post must not get so far."""

    async def answered_updates(self, update_ids: Collection[int]) -> frozenset[int]:
        raise Touched

    async def mark_answered(self, update_ids: Collection[int], *, at: datetime) -> None:
        raise Touched

    def __getattr__(self, name: str) -> Any:
        raise Touched(name)


def is_genuine(headers: list[tuple[bytes, bytes]]) -> bool:
    return [value for _, value in headers] == [SECRET.encode()]


NEAR = st.one_of(
    st.just(SECRET),
    st.integers(0, len(SECRET)).map(lambda cut: SECRET[:cut]),
    st.integers(0, len(SECRET) - 1).map(lambda at: SECRET[:at] + "x" + SECRET[at + 1 :]),
    st.sampled_from([SECRET + "x", SECRET.upper(), f" {SECRET}x", SECRET * 9, ""]),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=300),
).map(str.encode)
HEADERS = st.lists(st.tuples(st.just(SECRET_HEADER.encode()), NEAR), max_size=3).filter(
    lambda headers: not is_genuine(headers)
)


async def posted(all_headers: list[list[tuple[bytes, bytes]]]) -> set[int]:
    untouchable = Untouchable()
    route = webhook_route(
        Bot("123456:invented"), cast(AnsweredStore, untouchable), cast(Lanes, untouchable), SECRET
    )
    transport = httpx.ASGITransport(app=Starlette(routes=[route]))
    async with httpx.AsyncClient(transport=transport, base_url="https://vdoma.example") as client:
        return {
            (await client.post("/telegram", content=UPDATE, headers=headers)).status_code
            for headers in all_headers
        }


@settings(max_examples=100, deadline=None)
@given(st.lists(HEADERS, min_size=100, max_size=100))
def test_a_post_without_the_secret_is_refused_before_anything_is_looked_at(
    all_headers: list[list[tuple[bytes, bytes]]],
) -> None:
    assert asyncio.run(posted(all_headers)) == {403}


def test_with_the_secret_a_post_gets_through_so_the_others_were_refused_for_want_of_it() -> None:
    genuine = [(SECRET_HEADER.encode(), SECRET.encode())]
    try:
        asyncio.run(posted([genuine]))
    except Touched:
        return
    raise AssertionError("the genuine post was refused too")
