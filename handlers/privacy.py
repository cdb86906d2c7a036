"""What is kept, the export of it, and forgetting."""

from collections.abc import Sequence
from functools import partial

import structlog
from telegram import InputFile
from telegram.error import BadRequest

from handlers.context import Talk, delivered
from handlers.inquiries import cancel_later
from handlers.retries import Undelivered

log = structlog.get_logger()

AT_ONCE = 100
"""So many messages Telegram deletes in one call."""


async def on_privacy(talk: Talk) -> None:
    """Say what is kept and who is responsible."""
    await talk.reply(talk.wording.privacy(talk.door.operator))


async def on_my_data(talk: Talk) -> None:
    """Warn before the file is sent: it lies open in the chat."""
    await talk.reply(talk.wording.ask_for_my_data())


async def on_my_data_sure(talk: Talk) -> None:
    """Send everything that is held about the person, to nobody but them."""
    data = await talk.services.my_data.of(talk.visitor)
    file = InputFile(data.encode(), filename="vdoma.json")
    await delivered(lambda: talk.bot.send_document(talk.telegram_id, file, protect_content=True))


async def on_forget(talk: Talk) -> None:
    """Ask before everything is erased."""
    await talk.reply(talk.wording.ask_to_forget())


async def on_forget_sure(talk: Talk) -> None:
    """Erase everything held about the person, and the messages that Telegram still lets us delete."""
    cancel_later(talk)
    messages = await talk.services.forgetting.forget(talk.visitor)
    whole = await _delete(talk, messages)
    await talk.reply(talk.wording.forgotten(messages_too=whole))
    # The words with which we part are no trace either.
    talk.services.traces.drop_waiting(talk.telegram_id)


async def on_keep(talk: Talk) -> None:
    """Erase nothing after all."""
    await talk.reply(talk.wording.kept())


async def _delete(talk: Talk, messages: Sequence[int]) -> bool:
    """Delete messages of the chat; returns whether Telegram deleted them all."""
    done = True
    for start in range(0, len(messages), AT_ONCE):
        some = messages[start : start + AT_ONCE]
        try:
            await delivered(partial(talk.bot.delete_messages, talk.telegram_id, some))
        except (BadRequest, Undelivered) as error:
            # What is gone from our side stays gone; the person is told that they delete the chat themselves.
            log.warning("messages not deleted", error=type(error).__name__)
            done = False
    return done
