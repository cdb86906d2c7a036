"""What the page, and tests in other processes, talk to: people, chats, live events, faults, the story."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.playground.people import Person
from bot.playground.world import Done, World

log = logging.getLogger(__name__)

PAGE = Path(__file__).parent / "page"
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")

Endpoint = Callable[[Request], Awaitable[Response]]


class _FreshFiles(StaticFiles):
    """Files a browser asks for again each time: after an update no old one may meet a new one."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


class PageApi:
    """The endpoints over one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._playing: asyncio.Task[None] | None = None

    def app(self) -> Starlette:
        routes: list[BaseRoute] = [
            Route("/", self.index),
            Mount("/page", _FreshFiles(directory=PAGE, check_dir=False)),
            Route("/sources/{slug}", self.source),
            Route("/api/people", self.people),
            Route("/api/bot", self.bot),
            Route("/api/chats/{id:int}", self.chat),
            Route("/api/chats/-{id:int}", self.group),
            Route("/api/events", self.events),
            Route("/api/people/{id:int}/text", self.text, methods=["POST"]),
            Route("/api/people/{id:int}/press", self.press, methods=["POST"]),
            Route("/api/people/{id:int}/file", self.file, methods=["POST"]),
            Route("/api/people/{id:int}/block", self.block, methods=["POST"]),
            Route("/api/story", self.story),
            Route("/api/story", self.play, methods=["POST"]),
            Route("/api/files/{id}", self.download),
            Route("/api/ledger", self.ledger),
            Route("/api/faults", self.faults),
            Route("/api/faults", self.add_fault, methods=["POST"]),
            Route("/api/faults", self.clear_faults, methods=["DELETE"]),
        ]
        handlers: Any = {HTTPException: _in_json}
        return Starlette(routes=routes, exception_handlers=handlers)

    async def index(self, _: Request) -> Response:
        return FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-store"})

    async def source(self, request: Request) -> Response:
        source = self.world.sources.by_slug.get(request.path_params["slug"])
        if source is None:
            raise HTTPException(404, "there is no such source")
        return HTMLResponse(source.as_page())

    async def people(self, _: Request) -> Response:
        return JSONResponse([self._person(person) for person in self.world.people.values()])

    def _person(self, person: Person) -> dict[str, Any]:
        chat = self.world.stage.chats.get(person.id)
        return {
            "id": person.id,
            "name": person.first_name,
            "language": person.language_code,
            "role": person.role,
            "about": person.about,
            "blocked": chat is not None and chat.blocked,
        }

    async def bot(self, request: Request) -> Response:
        asked = request.query_params.get("person", "")
        return JSONResponse(self.world.profile.shown_to(self._known(int(asked) if asked.isdigit() else 0)))

    async def chat(self, request: Request) -> Response:
        return self._chat(request.path_params["id"])

    async def group(self, request: Request) -> Response:
        return self._chat(-request.path_params["id"])

    def _chat(self, chat_id: int) -> Response:
        messages = [message.as_page() for message in self.world.chat(chat_id)]
        return JSONResponse({"seq": self.world.ledger.seq, "messages": messages})

    async def events(self, _: Request) -> Response:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        stream = self.world.stage.events.stream()
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def text(self, request: Request) -> Response:
        person = self._known(request.path_params["id"])
        text = (await _body(request)).get("text")
        if not isinstance(text, str) or not text.strip():
            raise HTTPException(400, "write something first")
        if len(text) > 4096:
            raise HTTPException(400, "a message has at most 4,096 characters")
        return self._done(lambda: self.world.says(person.id, text))

    async def press(self, request: Request) -> Response:
        person = self._known(request.path_params["id"])
        body = await _body(request)
        message_id, data = body.get("message_id"), body.get("data")
        if not isinstance(message_id, int) or not isinstance(data, str):
            raise HTTPException(400, "message_id and data are needed")
        return self._done(lambda: self.world.presses(person.id, message_id, data=data))

    async def file(self, request: Request) -> Response:
        person = self._known(request.path_params["id"])
        async with request.form() as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise HTTPException(400, "no file came")
            name, content, mime = file.filename or "file", await file.read(), file.content_type
        return self._done(lambda: self.world.sends_file(person.id, name, content, mime))

    async def block(self, request: Request) -> Response:
        person = self._known(request.path_params["id"])
        if (await _body(request)).get("blocked") is True:
            self.world.blocks(person.id)
        else:
            self.world.unblocks(person.id)
        return JSONResponse({"ok": True})

    def _done(self, act: Callable[[], Done]) -> Response:
        try:
            done = act()
        except LookupError as error:
            raise HTTPException(409, str(error)) from error
        return JSONResponse({"ok": True, "seq": done.seq, "message_id": done.message_id})

    async def story(self, _: Request) -> Response:
        return JSONResponse(self.world.story)

    async def play(self, _: Request) -> Response:
        if self.world.on_story is None:
            raise HTTPException(404, "no story is at hand")
        if self._playing and not self._playing.done():
            raise HTTPException(409, "the story is already playing")
        self._playing = asyncio.create_task(self._play(self.world.on_story))
        return JSONResponse({"ok": True})

    async def _play(self, on_story: Callable[[], Awaitable[None]]) -> None:
        self.world.tell_story({"state": "playing"})
        try:
            await on_story()
        except BaseException as error:
            if not isinstance(error, asyncio.CancelledError):
                log.exception("the story broke off")
            self.world.tell_story({"state": "ready"})
            raise
        self.world.tell_story({"state": "played"})

    def close(self) -> None:
        if self._playing:
            self._playing.cancel()

    async def download(self, request: Request) -> Response:
        stored = self.world.stage.files.by_id.get(request.path_params["id"])
        if stored is None:
            raise HTTPException(404, "there is no such file")
        # Whatever else somebody sent is only ever saved, never run by the browser.
        mime = stored.mime if stored.mime in _PICTURES else "application/octet-stream"
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
        if mime not in _PICTURES:
            headers["Content-Disposition"] = "attachment"
        return Response(stored.content, media_type=mime, headers=headers)

    async def ledger(self, request: Request) -> Response:
        """The whole ledger, or what came after a record number."""
        after = request.query_params.get("after", "0")
        if not after.isdigit():
            raise HTTPException(400, "after is a record number")
        return JSONResponse([record.as_json() for record in self.world.ledger.records[int(after) :]])

    async def faults(self, _: Request) -> Response:
        return JSONResponse([fault.as_json() for fault in self.world.faults.waiting])

    async def add_fault(self, request: Request) -> Response:
        try:
            fault = self.world.faults.from_json(await _body(request))
        except ValueError as error:
            raise HTTPException(400, str(error)) from error
        return JSONResponse({"ok": True, "fault": fault.as_json()})

    async def clear_faults(self, _: Request) -> Response:
        self.world.faults.clear()
        return JSONResponse({"ok": True})

    def _known(self, person_id: int) -> Person:
        person = self.world.people.get(person_id)
        if person is None:
            raise HTTPException(404, "there is no such person")
        return person


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        raise HTTPException(400, "JSON is expected") from None
    if not isinstance(body, dict):
        raise HTTPException(400, "a JSON object is expected")
    return body


async def _in_json(_: Request, error: HTTPException) -> Response:
    return JSONResponse({"error": error.detail}, status_code=error.status_code)
