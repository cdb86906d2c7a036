"""Methods that send files and fetch them."""

from typing import Any

from bot.playground.arguments import Arguments
from bot.playground.files import DOWNLOAD_LIMIT, PHOTO_LIMIT, UPLOAD_LIMIT, Stored, picture_size
from bot.playground.refusals import Refused, bad_request
from bot.playground.sending import caption_of, new_message
from bot.playground.world import World

Json = dict[str, Any]


def send_document(world: World, arguments: Arguments) -> Json:
    chat = world.stage.chat_for_bot(arguments.chat_id())
    text, entities = caption_of(arguments)
    stored = _stored(world, arguments, "document", "documents")
    return new_message(world, chat, arguments, text, entities, {"document": stored.as_document()})


def send_photo(world: World, arguments: Arguments) -> Json:
    chat = world.stage.chat_for_bot(arguments.chat_id())
    text, entities = caption_of(arguments)
    stored = _stored(world, arguments, "photo", "photos")
    return new_message(world, chat, arguments, text, entities, {"photo": stored.as_photo()})


def _stored(world: World, arguments: Arguments, name: str, folder: str) -> Stored:
    """The file a request uploads, or names by the id of one sent before."""
    upload = arguments.upload(name)
    if upload is None:
        stored = world.stage.files.by_id.get(arguments.text(name))
        if stored is None:
            raise bad_request(
                "wrong file identifier/HTTP URL specified"
                if arguments.has(name)
                else f"there is no {name} in the request"
            )
        return stored
    if len(upload.content) > UPLOAD_LIMIT:
        raise Refused(413, "Request Entity Too Large")
    if not upload.content:
        raise bad_request("file must be non-empty")
    if name == "photo":
        _check_photo(upload.content)
    return world.stage.files.keep(upload.name, upload.content, upload.mime, folder=folder)


def _check_photo(content: bytes) -> None:
    if len(content) > PHOTO_LIMIT:
        raise bad_request("too big for a photo")
    size = picture_size(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def get_file(world: World, arguments: Arguments) -> Json:
    stored = world.stage.files.by_id.get(arguments.text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.content) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_path": stored.path,
    }
