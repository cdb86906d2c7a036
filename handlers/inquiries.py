"""Questions about one named person."""

import asyncio
import contextlib
from datetime import timedelta

from telegram import Message
from telegram.constants import MessageEntityType

from bot.core.errors import CannotCheck, UserMistake
from bot.core.names import Asked, read_name
from handlers.context import Talk
from handlers.retries import Undelivered

TRY_EVERY = timedelta(seconds=30)
TRY_FOR = timedelta(minutes=15)


async def on_name(talk: Talk) -> None:
    """Answer a message that holds a name."""
    await _answer(talk, talk.services.inquiries.read(talk.telegram_id, talk.text))


async def on_ask(talk: Talk) -> None:
    """Answer a name that stands behind /ask."""
    await _answer(talk, talk.services.inquiries.read(talk.telegram_id, talk.argument))


async def on_knows_no_more(talk: Talk) -> None:
    """Answer as far as possible without patronymic and birth year."""
    asked = _asked_above(talk)
    if asked is None:
        await talk.reply(talk.wording.ask_again())
        return
    await _answer(talk, asked, knows_no_more=True)


async def on_check_later(talk: Talk) -> None:
    """Try again by ourselves for 15 minutes; the question is kept in memory only."""
    asked = _asked_above(talk)
    if asked is None:
        await talk.reply(talk.wording.ask_again())
        return
    await talk.reply(talk.wording.will_check_later())
    task = asyncio.create_task(_check_until_answered(talk, asked))
    talk.door.later.add(task)
    task.add_done_callback(talk.door.later.discard)


async def _answer(talk: Talk, asked: Asked, *, knows_no_more: bool = False) -> None:
    inquiries = talk.services.inquiries
    try:
        answer = await inquiries.answer(talk.telegram_id, asked, knows_no_more=knows_no_more)
    except CannotCheck as error:
        await talk.reply(talk.wording.could_not_check(error, asked.person))
        return
    await talk.reply(talk.wording.answer(answer, contact=talk.contact()))


async def _check_until_answered(talk: Talk, asked: Asked) -> None:
    ends = talk.door.clock() + TRY_FOR
    while talk.door.clock() < ends:
        await talk.door.pause(TRY_EVERY.total_seconds())
        if await _is_answered(talk, asked):
            return
    with contextlib.suppress(Undelivered):
        await talk.reply(talk.wording.still_cannot_check())


async def _is_answered(talk: Talk, asked: Asked) -> bool:
    try:
        answer = await talk.services.inquiries.answer(talk.telegram_id, asked)
        await talk.reply(talk.wording.answer(answer, contact=talk.contact()))
    except (CannotCheck, Undelivered):
        return False
    except UserMistake as error:
        await talk.reply(talk.wording.problem(error))
    return True


def _asked_above(talk: Talk) -> Asked | None:
    """Read the name from the message under which the button stands, where it is set apart as a quotation."""
    query = talk.update.callback_query
    message = query.message if query is not None else None
    if not isinstance(message, Message):
        return None
    for name in message.parse_entities([MessageEntityType.BLOCKQUOTE]).values():
        try:
            return read_name(name)
        except UserMistake:
            return None
    return None
