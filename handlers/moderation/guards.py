"""The moderators' second factor, and the freeze."""

import contextlib

from telegram.error import TelegramError

from handlers.context import Talk


async def on_unlock(talk: Talk, moderator: str) -> None:
    """Take a code of the moderator's authenticator; the message with it is deleted."""
    message = talk.update.effective_message
    try:
        until = await talk.services.factor.unlock(moderator, talk.argument)
    finally:
        with contextlib.suppress(TelegramError):
            if message is not None:
                await message.delete()
    await talk.reply(talk.wording.unlocked(until))


async def on_freeze(talk: Talk, moderator: str) -> None:
    """Stop everything that is grave, at once."""
    await talk.reply(talk.wording.frozen(await talk.services.switches.freeze(moderator)))


async def on_unfreeze(talk: Talk, moderator: str) -> None:
    """Agree to go on; two are needed."""
    await talk.reply(talk.wording.frozen(await talk.services.switches.unfreeze(moderator)))
