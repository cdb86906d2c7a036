"""Methods about the bot itself: who it is, its menus and its texts."""

import re
from typing import Any

from bot.playground.arguments import Arguments
from bot.playground.profile import DEFAULT, Scope
from bot.playground.refusals import bad_request
from bot.playground.world import World

Json = dict[str, Any]

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_PLAIN_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")


def get_me(world: World, _: Arguments) -> Json:
    return {
        **world.bot_user,
        "can_join_groups": True,
        "can_read_all_group_messages": world.sees_all_in_groups,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(world: World, arguments: Arguments) -> Json:
    chat = world.stage.chat_for_bot(arguments.chat_id())
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    return {
        **chat.as_telegram(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def set_my_commands(world: World, arguments: Arguments) -> bool:
    commands = arguments.parsed("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    key = _key(world, arguments)
    world.profile.commands[key] = [_command(each) for each in commands]
    _tell(world, key[0])
    return True


def _command(command: Json) -> Json:
    name, description = str(command.get("command", "")).removeprefix("/"), str(command.get("description", ""))
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def get_my_commands(world: World, arguments: Arguments) -> list[Json]:
    return world.profile.commands.get(_key(world, arguments), [])


def delete_my_commands(world: World, arguments: Arguments) -> bool:
    key = _key(world, arguments)
    world.profile.commands.pop(key, None)
    _tell(world, key[0])
    return True


def _tell(world: World, scope: Scope) -> None:
    person = scope[1] if scope[0] == "chat" else None
    world.stage.events.tell("commands", lambda: {"person": person})


def _key(world: World, arguments: Arguments) -> tuple[Scope, str]:
    wanted = arguments.parsed("scope") or {"type": "default"}
    kind = wanted.get("type")
    if kind in _PLAIN_SCOPES:
        return (kind, 0, 0), _language(arguments)
    if kind not in ("chat", "chat_administrators", "chat_member"):
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if int(wanted["chat_id"]) not in world.stage.chats:
        raise bad_request("chat not found")
    return (kind, int(wanted["chat_id"]), int(wanted.get("user_id", 0))), _language(arguments)


def _language(arguments: Arguments) -> str:
    language = arguments.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _set(world: World, texts: dict[str, str], arguments: Arguments, name: str, limit: int) -> bool:
    text = arguments.text(name).strip()
    if len(text) > limit:
        raise bad_request(f"the bot's {name.replace('_', ' ')} is too long")
    language = _language(arguments)
    if text:
        texts[language] = text
    elif language or name != "name":
        texts.pop(language, None)
    _tell(world, DEFAULT)
    return True


def set_my_name(world: World, arguments: Arguments) -> bool:
    return _set(world, world.profile.names, arguments, "name", 64)


def set_my_description(world: World, arguments: Arguments) -> bool:
    return _set(world, world.profile.descriptions, arguments, "description", 512)


def set_my_short_description(world: World, arguments: Arguments) -> bool:
    return _set(world, world.profile.short_descriptions, arguments, "short_description", 120)


def get_my_name(world: World, arguments: Arguments) -> Json:
    names = world.profile.names
    return {"name": names.get(_language(arguments)) or names[""]}


def get_my_description(world: World, arguments: Arguments) -> Json:
    return {"description": world.profile.descriptions.get(_language(arguments), "")}


def get_my_short_description(world: World, arguments: Arguments) -> Json:
    return {"short_description": world.profile.short_descriptions.get(_language(arguments), "")}


def set_chat_menu_button(world: World, arguments: Arguments) -> bool:
    world.profile.menu_buttons[arguments.integer("chat_id")] = arguments.parsed("menu_button") or {
        "type": "default"
    }
    return True


def get_chat_menu_button(world: World, arguments: Arguments) -> Json:
    return world.profile.menu_buttons.get(arguments.integer("chat_id"), {"type": "commands"})
