"""What people send by mistake: it is not opened, and taken out of the chat where Telegram lets us."""

import re

from telegram.error import BadRequest

from handlers.context import Talk, delivered

# Nine digits and more are no date: a telephone, a tax or a document number, a bank card.
_NUMBER = re.compile(r"(?<![\d./])\+?\d(?:[\s()\-–]{0,2}\d){8,18}(?![\d./])")


def holds_number(text: str) -> bool:
    """Whether a text holds a telephone, tax, document or card number."""
    return _NUMBER.search(text) is not None


async def on_number(talk: Talk) -> None:
    """Take a message with such a number out of the chat, and say why."""
    await talk.reply(talk.wording.number_was_sent(deleted=await _taken_away(talk)))


async def on_contact(talk: Talk) -> None:
    """Do the same with the card of somebody's contact."""
    await talk.reply(talk.wording.number_was_sent(deleted=await _taken_away(talk)))


async def on_picture(talk: Talk) -> None:
    """Ask to delete a picture or a file: it may show a document. It is never fetched."""
    await talk.reply(talk.wording.picture_was_sent())


async def on_voice(talk: Talk) -> None:
    """Say that nobody listens."""
    await talk.reply(talk.wording.voice_was_sent())


async def on_anything_else(talk: Talk) -> None:
    """Somebody sent a sticker, a place, a poll: it is neither opened nor kept."""
    await talk.reply(talk.wording.type_the_name())


async def _taken_away(talk: Talk) -> bool:
    """Delete the person's message in their chat with us; Telegram may refuse."""
    message = talk.update.effective_message
    if message is None:
        return False
    try:
        await delivered(message.delete)
    except BadRequest:
        return False
    return True
