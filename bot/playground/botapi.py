"""The Bot API itself: requests in, Telegram's answers out, and the faults in between."""

import inspect
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from bot.playground import describing, receiving, sending, sending_files
from bot.playground.arguments import Arguments, Receive, Scope, read_arguments
from bot.playground.faults import Fault
from bot.playground.refusals import Refused, bad_request, blocked, migrated, slow_down
from bot.playground.world import World

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Method = Callable[[World, Arguments], Any]


def _true(_: World, __: Arguments) -> bool:
    return True


METHODS: dict[str, Method] = {
    "getMe": describing.get_me,
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "sendMessage": sending.send_message,
    "editMessageText": sending.edit_message_text,
    "editMessageCaption": sending.edit_message_caption,
    "editMessageReplyMarkup": sending.edit_message_reply_markup,
    "deleteMessage": sending.delete_message,
    "deleteMessages": sending.delete_messages,
    "sendChatAction": sending.send_chat_action,
    "answerCallbackQuery": sending.answer_callback_query,
    "answerInlineQuery": sending.answer_inline_query,
    "sendDocument": sending_files.send_document,
    "sendPhoto": sending_files.send_photo,
    "getFile": sending_files.get_file,
    "getChat": describing.get_chat,
    "setMyCommands": describing.set_my_commands,
    "getMyCommands": describing.get_my_commands,
    "deleteMyCommands": describing.delete_my_commands,
    "setMyName": describing.set_my_name,
    "getMyName": describing.get_my_name,
    "setMyDescription": describing.set_my_description,
    "getMyDescription": describing.get_my_description,
    "setMyShortDescription": describing.set_my_short_description,
    "getMyShortDescription": describing.get_my_short_description,
    "setChatMenuButton": describing.set_chat_menu_button,
    "getChatMenuButton": describing.get_chat_menu_button,
    "logOut": _true,
    "close": _true,
}

_BY_LOWER_NAME = {name.lower(): method for name, method in METHODS.items()}
_BAD_GATEWAY = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    b"<center><h1>502 Bad Gateway</h1></center>\r\n"
    b"<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)


class Dropped(Exception):
    """The connection is to be cut without an answer."""


class BotApi:
    """An ASGI application for `/bot{token}/{method}` and `/file/bot{token}/{path}`."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        try:
            if path.startswith("/file/"):
                await _respond(send, 200, self._file(path), b"application/octet-stream")
                return
            result = await self._called(scope, receive, path)
        except Refused as no:
            await _respond(send, no.code, json.dumps(no.as_answer()).encode())
        except BadGateway:
            await _respond(send, 502, _BAD_GATEWAY, b"text/html")
        except Dropped:
            await _cut(scope, receive)
        else:
            await _respond(send, 200, json.dumps({"ok": True, "result": result}).encode())

    async def _called(self, scope: Scope, receive: Receive, path: str) -> Any:
        token, _, name = path[len("/bot") :].partition("/")
        arguments = await read_arguments(scope, receive)
        if token != self.world.token:
            raise Refused(401, "Unauthorized")
        name = name.lower()
        method = _BY_LOWER_NAME.get(name)
        if method is None:
            raise Refused(404, "Not Found")
        if not self.world.faults.waiting:
            return await _result(method, self.world, arguments)
        return await self._called_with_faults(name, method, arguments)

    async def _called_with_faults(self, name: str, method: Method, arguments: Arguments) -> Any:
        latency, fault = self.world.faults.due(name, arguments.chat_if_any())
        if latency:
            await self.world.stage.events.pause(latency)
        if fault is None:
            return await _result(method, self.world, arguments)
        if fault.kind not in ("drop_after", "502_after"):
            self._strike(fault, arguments)
        await _result(method, self.world, arguments)
        raise Dropped if fault.kind == "drop_after" else BadGateway

    def _strike(self, fault: Fault, arguments: Arguments) -> None:
        match fault.kind:
            case "429":
                raise slow_down(fault.retry_after)
            case "400":
                raise bad_request("can't parse entities: unsupported start tag")
            case "401":
                raise Refused(401, "Unauthorized")
            case "403":
                raise blocked()
            case "500":
                raise Refused(500, "Internal Server Error")
            case "502":
                raise BadGateway
            case "drop_before":
                raise Dropped
            case "migrate":
                raise migrated(self._migrate(arguments.chat_id()))

    def _migrate(self, chat_id: int) -> int:
        chat = self.world.stage.chat_for_bot(chat_id)
        if chat.kind != "group":
            raise bad_request("only a group can be upgraded")
        return self.world.migrates(chat_id)

    def _file(self, path: str) -> bytes:
        token, _, wanted = path[len("/file/bot") :].partition("/")
        if token != self.world.token:
            raise Refused(401, "Unauthorized")
        stored = self.world.stage.files.by_path.get(wanted)
        if stored is None:
            raise Refused(404, "Not Found")
        return stored.content


class BadGateway(Exception):
    """The answer is a 502 in HTML, as a proxy before Telegram gives it."""


async def _result(method: Method, world: World, arguments: Arguments) -> Any:
    result = method(world, arguments)
    return await result if inspect.isawaitable(result) else result


async def _cut(scope: Scope, receive: Receive) -> None:
    """Close the connection under the request, so that the client is never answered."""
    scope["state"]["transport"].abort()
    while (await receive())["type"] != "http.disconnect":
        pass


async def _respond(send: Send, status: int, body: bytes, kind: bytes = b"application/json") -> None:
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
