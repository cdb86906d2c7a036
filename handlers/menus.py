"""The bot's name, descriptions and command menus, in every language; set at each start."""

from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest
from telegram.ext import ExtBot

from handlers.wording import LANGUAGES, Wording, wording


async def introduce(bot: ExtBot[None], moderators: "dict[int, str]") -> None:
    """Set name, descriptions and menus.

    Args:
        moderators: Telegram ids of moderators, each with the language of their chat.
    """
    for language in LANGUAGES:
        words = wording(language)
        # English also serves every language that has no texts of its own.
        codes = [language, None] if language == "en" else [language]
        for code in codes:
            await bot.set_my_name(words.bot_name(), language_code=code)
            await bot.set_my_description(words.bot_description(), language_code=code)
            await bot.set_my_short_description(words.bot_short_description(), language_code=code)
            await bot.set_my_commands(
                _menu(words.commands()), scope=BotCommandScopeAllPrivateChats(), language_code=code
            )
            await bot.set_my_commands(
                _menu(words.group_commands()), scope=BotCommandScopeAllGroupChats(), language_code=code
            )
    for telegram_id, language in moderators.items():
        await set_moderators_menu(bot, telegram_id, wording(language))


async def set_moderators_menu(bot: ExtBot[None], telegram_id: int, words: Wording) -> None:
    """Show the moderators' commands in one moderator's chat."""
    commands = _menu({**words.moderator_commands(), **words.commands()})
    try:
        await bot.set_my_commands(commands, scope=BotCommandScopeChat(telegram_id))
    except BadRequest:
        # They have not written to the bot so far; their menu comes with the next start of the bot.
        return


def _menu(commands: "dict[str, str]") -> list[BotCommand]:
    return [BotCommand(command, description) for command, description in commands.items()]
