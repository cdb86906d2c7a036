"""Serving the playground on 127.0.0.1: the Bot API, the page and what the page talks to."""

import argparse
import asyncio
import contextlib
import errno
import json
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.playground.arguments import Receive, Scope
from bot.playground.botapi import BotApi, Send
from bot.playground.pageapi import PageApi
from bot.playground.people import DEMO_PEOPLE, crowd
from bot.playground.world import TOKEN, World

_LOCAL = (b"127.0.0.1", b"localhost")
_GRACE = 0.3
"""Seconds in which open requests may end before they are cut."""


class Playground:
    """The whole of it as one ASGI application; it answers only those who call it by a local name."""

    def __init__(self, world: World) -> None:
        self.bot_api = BotApi(world)
        self.page_api = PageApi(world)
        self._page_app = self.page_api.app()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise RuntimeError(f"the playground speaks HTTP, not {scope['type']}")
        refusal = _refusal(scope["headers"])
        if refusal:
            await _refuse(send, refusal)
        elif scope["path"].startswith(("/bot", "/file/bot")):
            await self.bot_api(scope, receive, send)
        else:
            await self._page_app(scope, receive, send)


def _refusal(headers: list[tuple[bytes, bytes]]) -> str | None:
    """Why a request is refused: a website made the browser send it."""
    host = origin = b""
    for name, value in headers:
        if name == b"host":
            host = value
        elif name == b"origin":
            origin = value
    if host.partition(b":")[0] not in _LOCAL:
        return "this address is for this machine only"
    if origin and urlsplit(origin).netloc != host:
        return "another website may not do this"
    return None


async def _refuse(send: Send, why: str) -> None:
    body = json.dumps({"error": why}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class _CuttableProtocol(H11Protocol):
    """HTTP whose requests know their connection, so that a fault can cut it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.stopped = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the program the playground is a part of."""
        yield

    async def main_loop(self) -> None:
        """As uvicorn's own, but it ends as soon as it is told to."""
        counter = 0
        while not await self.on_tick(counter):
            counter += 1
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.1):
                    await self.stopped.wait()

    def stop(self) -> None:
        self.should_exit = True
        self.stopped.set()

    def cut_all(self) -> None:
        self.force_exit = True
        for connection in list(self.server_state.connections):
            connection.transport.abort()


@contextlib.asynccontextmanager
async def serve(world: World, port: int = 8081) -> AsyncIterator[str]:
    """Serve a world in the running event loop and yield the base URL, without a slash at its end.

    Another free port is used when the wanted one is taken. Leaving ends open polls and streams
    within a second and closes the world.
    """
    listener = _listen(port)
    playground = Playground(world)
    config = uvicorn.Config(
        playground,
        http=_CuttableProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        playground.page_api.close()
        world.close()
        server.stop()
        cut = asyncio.get_running_loop().call_later(_GRACE, server.cut_all)
        await serving
        cut.cancel()


def _listen(port: int) -> socket.socket:
    for wanted in (port, 0):
        # Only with its protocol named does asyncio switch Nagle's algorithm off, which would
        # hold every answer back for 40 ms.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", wanted))
        except OSError as error:
            listener.close()
            if wanted == 0 or error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            continue
        # Connections are taken from here on: whoever is given the address may use it at once.
        listener.listen(2048)
        listener.setblocking(False)
        return listener
    raise AssertionError("unreachable")


async def _main(options: Any) -> None:
    people = [*DEMO_PEOPLE, *crowd(options.people)]
    world = World(token=options.token, people=people, ledger_file=options.ledger)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with serve(world, options.port) as url:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    """Run the server by itself and print its address, for tests that want it in its own process."""
    parser = argparse.ArgumentParser(prog="python -m bot.playground.server", description=main.__doc__)
    parser.add_argument("--port", type=int, default=8081, help="0 for any free one")
    parser.add_argument("--ledger", type=Path, help="append what each person is shown to this file")
    parser.add_argument("--token", default=TOKEN, help="the token the bot must use")
    parser.add_argument("--people", type=int, default=0, metavar="N", help="that many more people")
    asyncio.run(_main(parser.parse_args()))


if __name__ == "__main__":
    main()
