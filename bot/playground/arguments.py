"""The arguments of a Bot API request, in whichever of the three ways they were sent."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.playground.refusals import bad_request

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    mime: str
    content: bytes


@dataclass(slots=True)
class Arguments:
    """Values by name: text from forms, anything from JSON; and the uploaded files."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        value = self.values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in ("true", "1", "yes")

    def parsed(self, name: str) -> Any:
        """A JSON value, whether it came as JSON or as text that holds JSON; None when absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def chat_id(self) -> int:
        if not self.has("chat_id"):
            raise bad_request("chat_id is empty")
        try:
            return int(self.values["chat_id"])
        except (TypeError, ValueError):
            # Here no chat has a @name.
            raise bad_request("chat not found") from None

    def chat_if_any(self) -> int | None:
        value = str(self.values.get("chat_id", ""))
        return int(value) if value.lstrip("-").isdigit() else None

    def upload(self, name: str) -> Upload | None:
        """The uploaded file that an argument stands for or refers to as attach://."""
        value = self.text(name)
        if value.startswith("attach://"):
            return self.uploads.get(value.removeprefix("attach://"))
        return self.uploads.get(name)


async def read_arguments(scope: Scope, receive: Receive) -> Arguments:
    """Read query, form, multipart or JSON."""
    found = Arguments()
    if scope["query_string"]:
        found.values.update(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
    if scope["method"] == "GET":
        return found
    kind = next((value for name, value in scope["headers"] if name == b"content-type"), b"")
    if kind.startswith(b"multipart/"):
        await _read_multipart(scope, receive, found)
        return found
    body = await _read_body(receive)
    if kind.startswith(b"application/json"):
        found.values.update(_read_json(body))
    elif body:
        found.values.update(parse_qsl(body.decode(), keep_blank_values=True))
    return found


async def _read_body(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
    return body


def _read_json(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(values, dict):
        raise bad_request("expected an object")
    return values


async def _read_multipart(scope: Scope, receive: Receive, found: Arguments) -> None:
    async with Request(scope, receive).form(max_part_size=8 * 1024 * 1024) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                mime = value.content_type or "application/octet-stream"
                found.uploads[name] = Upload(value.filename or "file", mime, await value.read())
            else:
                found.values[name] = value
