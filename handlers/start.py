"""The first minute: who we are, help, and deep links."""

from handlers.batches import show_batch
from handlers.context import Talk
from handlers.menus import set_moderators_menu
from handlers.moderation.moderators import take_up_invitation


async def on_start(talk: Talk) -> None:
    """Say who we are; or open what the link was made for."""
    kind, _, rest = talk.argument.partition("_")
    if kind == "b" and rest:
        await show_batch(talk, rest, in_place=False)
        return
    if kind == "m" and rest:
        await take_up_invitation(talk, rest)
        return
    await talk.reply(talk.wording.start(talk.door.operator))
    if await talk.role() is not None:
        await set_moderators_menu(talk.bot, talk.telegram_id, talk.wording)
    chat = talk.visitor.chat
    if chat is not None and chat.paused:
        await talk.reply(talk.wording.alerts_are_off())
    elif chat is not None and await talk.services.alerts.missed(chat.id):
        await talk.reply(talk.wording.missed())


async def on_help(talk: Talk) -> None:
    """Say what can be done here."""
    await talk.reply(talk.wording.help())


async def on_unknown_command(talk: Talk) -> None:
    """Say kindly that there is no such command."""
    await talk.reply(talk.wording.unknown_command())


async def on_group(talk: Talk) -> None:
    """In a group names are never looked up; batches are shown, and the way to the private chat."""
    if talk.command == "batches":
        page = await talk.services.batches.page()
        await talk.reply(talk.wording.batches(page, private=talk.private_address))
        return
    await talk.reply(talk.wording.ask_in_private(talk.private_address))
