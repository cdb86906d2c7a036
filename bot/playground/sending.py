"""Methods that show, change and take away messages."""

from typing import Any

from bot.playground.arguments import Arguments
from bot.playground.keyboards import read_keyboard
from bot.playground.markup import parse_html
from bot.playground.messages import Chat, Message
from bot.playground.refusals import bad_request
from bot.playground.rendering import trimmed, with_found_entities
from bot.playground.world import World

Json = dict[str, Any]

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_TOAST_LIMIT = 200
_MOST_IDS = 100
_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
        "record_audio",
        "upload_audio",
    ]
)
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def read_text(arguments: Arguments, name: str, entities_name: str) -> tuple[str, list[Json]]:
    """The text of a request with its entities, trimmed.

    Raises:
        Refused: 400, the markup is malformed or of a kind this server does not read.
    """
    text = arguments.text(name)
    entities: list[Json] = []
    match arguments.text("parse_mode").lower():
        case "":
            entities = list(arguments.parsed(entities_name) or [])
        case "html":
            text, entities = parse_html(text)
        case _:
            raise bad_request("unsupported parse_mode")
    text, entities = trimmed(text, entities)
    return text, with_found_entities(text, entities)


def caption_of(arguments: Arguments) -> tuple[str, list[Json]]:
    text, entities = read_text(arguments, "caption", "caption_entities")
    if len(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return text, entities


def _text_of(arguments: Arguments) -> tuple[str, list[Json]]:
    text, entities = read_text(arguments, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if len(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text, entities


def _replied(chat: Chat, arguments: Arguments) -> Message | None:
    wanted = arguments.parsed("reply_parameters") or {}
    message_id = int(wanted.get("message_id", 0)) or arguments.integer("reply_to_message_id")
    if not message_id:
        return None
    message = chat.messages.get(message_id)
    anyway = wanted.get("allow_sending_without_reply") or arguments.flag("allow_sending_without_reply")
    if message is None and not anyway:
        raise bad_request("message to be replied not found")
    return message


def new_message(
    world: World,
    chat: Chat,
    arguments: Arguments,
    text: str,
    entities: list[Json],
    media: Json | None = None,
) -> Json:
    """Show a message of the bot and return it as Telegram does."""
    keyboard = read_keyboard(arguments)
    reply_to = _replied(chat, arguments)
    message = Message(
        chat.next_id(),
        chat,
        world.bot_user,
        world.stage.now(),
        text,
        entities,
        keyboard,
        media or {},
        reply_to,
        arguments.flag("disable_notification"),
        arguments.flag("protect_content"),
    )
    return world.stage.put(message).as_telegram()


def send_message(world: World, arguments: Arguments) -> Json:
    chat = world.stage.chat_for_bot(arguments.chat_id())
    text, entities = _text_of(arguments)
    return new_message(world, chat, arguments, text, entities)


def _to_edit(world: World, arguments: Arguments) -> Message:
    chat = world.stage.chat_for_bot(arguments.chat_id())
    message = chat.messages.get(arguments.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def _rewritten(
    world: World, message: Message, text: str, entities: list[Json], keyboard: Json | None
) -> Json:
    if (message.text, message.entities, message.markup) == (text, entities, keyboard):
        raise bad_request(_NOT_MODIFIED)
    message.text, message.entities, message.markup = text, entities, keyboard
    world.stage.rewrite(message)
    return message.as_telegram()


def edit_message_text(world: World, arguments: Arguments) -> Json:
    message = _to_edit(world, arguments)
    text, entities = _text_of(arguments)
    if message.has_caption:
        raise bad_request("there is no text in the message to edit")
    return _rewritten(world, message, text, entities, read_keyboard(arguments))


def edit_message_caption(world: World, arguments: Arguments) -> Json:
    message = _to_edit(world, arguments)
    if not message.has_caption:
        raise bad_request("there is no caption in the message to edit")
    text, entities = caption_of(arguments)
    return _rewritten(world, message, text, entities, read_keyboard(arguments))


def edit_message_reply_markup(world: World, arguments: Arguments) -> Json:
    message = _to_edit(world, arguments)
    return _rewritten(world, message, message.text, message.entities, read_keyboard(arguments))


def delete_message(world: World, arguments: Arguments) -> bool:
    chat = world.stage.chat_for_bot(arguments.chat_id())
    message = chat.messages.get(arguments.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if not message.from_bot and not chat.is_private:
        raise bad_request("message can't be deleted")
    world.stage.take_away(message)
    return True


def delete_messages(world: World, arguments: Arguments) -> bool:
    """Take away what is still there; Telegram skips the rest without a word."""
    chat = world.stage.chat_for_bot(arguments.chat_id())
    wanted = arguments.parsed("message_ids")
    if not isinstance(wanted, list) or not wanted:
        raise bad_request("message identifiers are not specified")
    if len(wanted) > _MOST_IDS:
        raise bad_request("too many message identifiers specified")
    for message in [chat.messages[each] for each in wanted if each in chat.messages]:
        if message.from_bot or chat.is_private:
            world.stage.take_away(message)
    return True


def send_chat_action(world: World, arguments: Arguments) -> bool:
    chat = world.stage.chat_for_bot(arguments.chat_id())
    action = arguments.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.stage.events.tell("action", lambda: {"person": chat.id, "action": action})
    return True


def answer_callback_query(world: World, arguments: Arguments) -> bool:
    text = arguments.text("text")
    if len(text) > _TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query = world.queries.close_press(arguments.text("callback_query_id"))
    if text:
        alert = arguments.flag("show_alert")
        world.stage.toast(query.person, query.chat_id, query.message_id, text, alert=alert)
    else:
        world.stage.events.ring()
    return True


def answer_inline_query(world: World, arguments: Arguments) -> bool:
    results = list(arguments.parsed("results") or [])
    world.queries.answer_inline(arguments.text("inline_query_id"), results)
    world.stage.events.ring()
    return True
