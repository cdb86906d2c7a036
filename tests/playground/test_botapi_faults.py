"""Faults on demand, as python-telegram-bot sees them."""

from typing import Any

import httpx
import pytest
from httpx_aiohttp import AiohttpTransport
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.playground.faults import Faults
from bot.playground.people import HALYNA, MARINA
from bot.playground.world import World


def shown(world: World) -> list[str]:
    return [record.text for record in world.ledger.of(HALYNA.id)]


async def test_being_told_to_slow_down_carries_the_seconds(bot: Bot, world: World) -> None:
    world.faults.add("429", retry_after=3, times=2)
    for _ in range(2):
        with pytest.raises(RetryAfter) as told:
            await bot.send_message(HALYNA.id, "раз")
        assert getattr(told.value.retry_after, "seconds", None) == 3

    await bot.send_message(HALYNA.id, "раз")

    assert shown(world) == ["раз"]


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        ("500", NetworkError, "Internal Server Error"),
        ("502", NetworkError, "Bad Gateway"),
        ("401", InvalidToken, "Unauthorized"),
        ("403", Forbidden, "bot was blocked by the user"),
        ("drop_before", NetworkError, "Server disconnected"),
    ],
)
async def test_a_fault_strikes_once_instead_of_the_message(
    bot: Bot, world: World, kind: Any, error: type[Exception], words: str
) -> None:
    world.faults.add(kind, method="sendMessage")

    with pytest.raises(error, match=words):
        await bot.send_message(HALYNA.id, "перше")
    await bot.send_message(HALYNA.id, "друге")

    assert shown(world) == ["друге"]


@pytest.mark.parametrize("kind", ["drop_after", "502_after"])
async def test_a_message_may_arrive_although_the_bot_never_hears_of_it(
    bot: Bot, world: World, kind: Any
) -> None:
    world.faults.add(kind, method="sendMessage")

    with pytest.raises(NetworkError):
        await bot.send_message(HALYNA.id, "прийшло")

    assert shown(world) == ["прийшло"]


async def test_over_the_aiohttp_transport_a_cut_after_acceptance_is_a_network_error_too(
    world: World, url: str
) -> None:
    request = HTTPXRequest(httpx_kwargs={"transport": AiohttpTransport()})
    async with Bot(world.token, base_url=f"{url}/bot", request=request) as bot:
        world.faults.add("drop_after", method="sendMessage")
        with pytest.raises(NetworkError):
            await bot.send_message(HALYNA.id, "прийшло")

    assert shown(world) == ["прийшло"]


async def test_a_slow_answer_is_a_time_out_and_the_message_arrives_all_the_same(
    bot: Bot, world: World
) -> None:
    world.faults.add("latency", seconds=0.2, method="sendMessage")

    with pytest.raises(TimedOut):
        await bot.send_message(HALYNA.id, "прийшло", read_timeout=0.05)

    await world.until(lambda: shown(world) == ["прийшло"])


async def test_a_share_of_requests_is_struck_and_the_seed_repeats_it(bot: Bot, world: World) -> None:
    async def struck() -> list[int]:
        world.faults.clear()
        world.faults.add("500", method="sendChatAction", share=0.3, seed=7)
        found = []
        for number in range(60):
            try:
                await bot.send_chat_action(HALYNA.id, "typing")
            except NetworkError:
                found.append(number)
        return found

    first = await struck()

    assert 8 <= len(first) <= 28
    assert await struck() == first


async def test_a_fault_may_be_one_persons_and_one_methods_alone(bot: Bot, world: World) -> None:
    world.opens(MARINA.id)
    world.faults.add("500", chat_id=MARINA.id, method="sendMessage", share=1)

    await bot.send_message(HALYNA.id, "раз")
    await bot.send_chat_action(MARINA.id, "typing")
    with pytest.raises(NetworkError):
        await bot.send_message(MARINA.id, "раз")

    world.faults.clear()
    await bot.send_message(MARINA.id, "раз")


async def test_latency_adds_to_another_fault(world: World) -> None:
    world.faults.add("latency", seconds=1)
    world.faults.add("latency", seconds=2)
    world.faults.add("500")

    latency, fault = world.faults.due("sendmessage", None)

    assert latency == 3
    assert fault is not None
    assert fault.kind == "500"
    assert world.faults.due("sendmessage", None) == (0, None)


async def test_a_group_becomes_a_supergroup_and_its_old_id_is_refused_from_then_on(
    bot: Bot, world: World
) -> None:
    world.says_in_group(-500, HALYNA.id, "/batches")
    world.faults.add("migrate", chat_id=-500)

    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-500, "раз")
    with pytest.raises(ChatMigrated):
        await bot.send_message(-500, "раз")

    message = await bot.send_message(moved.value.new_chat_id, "раз")
    assert message.chat.type == "supergroup"
    notes = [update.message for update in await bot.get_updates() if update.message]
    assert [note.migrate_to_chat_id for note in notes][1:] == [moved.value.new_chat_id, None]
    assert notes[-1].migrate_from_chat_id == -500


async def test_a_person_is_no_group_and_cannot_migrate(bot: Bot, world: World) -> None:
    world.faults.add("migrate", chat_id=HALYNA.id)

    with pytest.raises(BadRequest, match="Only a group can be upgraded"):
        await bot.send_message(HALYNA.id, "раз")


async def test_polling_is_struck_too(bot: Bot, world: World) -> None:
    world.faults.add("502", method="getUpdates")
    world.says(HALYNA.id, "раз")

    with pytest.raises(NetworkError):
        await bot.get_updates()

    assert len(await bot.get_updates()) == 1


@pytest.mark.parametrize(
    "wanted",
    [
        {"kind": "flood"},
        {"kind": "500", "share": 2},
        {"kind": "latency"},
        {"kind": "500", "unknown": 1},
        {},
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(wanted: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        Faults().from_json(wanted)


async def test_faults_are_set_and_cleared_from_another_process(bot: Bot, world: World, url: str) -> None:
    async with httpx.AsyncClient(base_url=url) as client:
        wanted = {"kind": "429", "retry_after": 3, "times": 2, "chat_id": HALYNA.id}
        assert (await client.post("/api/faults", json=wanted)).json()["ok"]
        with pytest.raises(RetryAfter):
            await bot.send_message(HALYNA.id, "раз")
        (fault,) = (await client.get("/api/faults")).json()
        assert (fault["hits"], fault["times"]) == (1, 2)
        assert (await client.post("/api/faults", json={"kind": "flood"})).status_code == 400
        await client.delete("/api/faults")

    await bot.send_message(HALYNA.id, "раз")
