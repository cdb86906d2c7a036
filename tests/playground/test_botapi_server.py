"""The server as a whole: its address, its end, its own process."""

import asyncio
import json
import signal
import socket
import sys
import time
from pathlib import Path

import httpx
import pytest

from bot.playground.people import DEMO_PEOPLE, HALYNA
from bot.playground.server import serve
from bot.playground.world import TOKEN, World


async def test_another_port_is_used_when_the_usual_one_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with serve(World(), port=port) as url:
            assert url.startswith("http://127.0.0.1:")
            assert not url.endswith(f":{port}")


async def test_it_ends_within_a_second_although_polls_and_streams_are_open() -> None:
    world = World(people=DEMO_PEOPLE)
    world.opens(HALYNA.id)
    world.faults.add("latency", seconds=60, method="sendMessage")
    async with httpx.AsyncClient() as client:
        async with serve(world, port=0) as url:
            api = f"{url}/bot{TOKEN}"
            poll = asyncio.create_task(client.get(f"{api}/getUpdates", params={"timeout": 50}, timeout=60))
            slow = asyncio.create_task(
                client.get(f"{api}/sendMessage", params={"chat_id": HALYNA.id, "text": "a"}, timeout=60)
            )
            stream = asyncio.create_task(client.get(f"{url}/api/events", timeout=60))
            await world.until(lambda: world.inbox.is_polled and world.stage.events.listeners)
            await world.until(lambda: world.faults.waiting[0].hits)
            began = time.monotonic()
        took = time.monotonic() - began

        assert took < 1
        assert (await poll).json() == {"ok": True, "result": []}
        assert (await slow).status_code == 200
        assert (await stream).text.startswith(": welcome")


async def test_a_client_that_hangs_does_not_hold_back_the_end() -> None:
    head = (
        b"POST /bot1/getMe HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n"
    )
    async with serve(World(), port=0) as url:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
        writer.write(head)
        assert b"100" in await reader.readuntil(b"\r\n\r\n")
        began = time.monotonic()
    took = time.monotonic() - began
    writer.close()

    assert 0.1 < took < 1


async def test_a_server_that_ended_refuses_connections() -> None:
    async with serve(World(), port=0) as url:
        pass

    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(url)


async def test_it_runs_in_a_process_of_its_own_and_its_ledger_outlives_a_kill(tmp_path: Path) -> None:
    file = tmp_path / "ledger.jsonl"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.playground.server", "--port", "0", "--ledger", str(file), "--people", "3",
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip()
    async with httpx.AsyncClient(base_url=url) as client:
        people = (await client.get("/api/people")).json()
        await client.post(f"/api/people/{HALYNA.id}/text", json={"text": "/start"})
        wanted = {"chat_id": HALYNA.id, "text": "Вітаємо"}
        await client.post(f"/bot{TOKEN}/sendMessage", json=wanted)
    process.kill()
    await process.wait()

    assert len(people) == 8
    (line,) = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["text"] == "Вітаємо"


async def test_it_ends_cleanly_when_asked_to() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.playground.server", "--port", "0",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert (await process.stdout.readline()).startswith(b"http://127.0.0.1:")

    process.send_signal(signal.SIGTERM)
    _, errors = await process.communicate()

    assert process.returncode == 0
    assert errors == b""
