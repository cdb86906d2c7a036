"""Things that are made in a thread while the ones before are worked on."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import aclosing

import pytest

from bot.services.ahead import beside, made_ahead

LONG_S = 10


async def test_everything_comes_once_and_in_its_order() -> None:
    assert [item async for item in made_ahead(range(5))] == [0, 1, 2, 3, 4]
    assert [item async for item in made_ahead(range(0))] == []


async def test_the_next_one_is_made_while_the_present_one_is_worked_on() -> None:
    made = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        made.set()
        yield 2

    async with aclosing(made_ahead(items())) as coming:
        assert await anext(coming) == 1
        assert await asyncio.to_thread(made.wait, LONG_S)


async def test_a_fault_in_the_making_is_told_in_its_place() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("the second")

    async with aclosing(made_ahead(items())) as coming:
        assert await anext(coming) == 1
        with pytest.raises(ValueError, match="the second"):
            await anext(coming)


async def test_whoever_is_cancelled_goes_only_when_nothing_is_made_any_more() -> None:
    begun, may_end = threading.Event(), threading.Event()
    ended = []

    def items() -> Iterator[int]:
        yield 1
        begun.set()
        may_end.wait(LONG_S)
        ended.append(True)
        yield 2

    async def work() -> None:
        async with aclosing(made_ahead(items())) as coming:
            async for _ in coming:
                await asyncio.Event().wait()

    working = asyncio.create_task(work())
    await asyncio.to_thread(begun.wait, LONG_S)
    for _ in range(2):
        working.cancel()
        await asyncio.wait([working], timeout=0)
    assert not working.done()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await working

    assert ended == [True]


async def test_work_is_done_beside_a_block_and_before_it_is_left() -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), []

    async def work() -> None:
        begun.set()
        await may_end.wait()
        await asyncio.sleep(0)
        ended.append(True)

    async with beside(work()):
        await asyncio.wait_for(begun.wait(), LONG_S)
        may_end.set()

    assert ended == [True]


async def test_work_beside_a_block_that_fails_is_given_up() -> None:
    begun, ended = asyncio.Event(), []

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    async def fails() -> None:
        async with beside(work()):
            await begun.wait()
            raise ValueError("the block")

    with pytest.raises(ValueError, match="the block"):
        await fails()
    assert ended == [True]


async def test_a_fault_of_the_work_is_told_as_its_own() -> None:
    async def work() -> None:
        raise ValueError("the work")

    async def waits() -> None:
        async with beside(work()):
            await asyncio.sleep(0)

    with pytest.raises(ValueError, match="the work"):
        await waits()
