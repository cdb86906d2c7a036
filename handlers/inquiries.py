"""Questions about one named person."""

import asyncio
import contextlib
from datetime import timedelta
from functools import partial

from telegram import Message
from telegram.constants import MessageEntityType

from bot.core.answers import Answer
from bot.core.errors import CannotCheck, IndexBehind, Slowed, StoreUnavailable, Unknown, UserMistake
from bot.core.names import Asked, Part, read_name, typed_in_other_layout
from handlers import expecting
from handlers.buttons import Act, Again
from handlers.context import Talk
from handlers.retries import Undelivered
from handlers.wording import Said

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
    asked = asked_above(talk)
    if asked is None:
        await talk.reply(talk.wording.ask_again())
        return
    await _answer(talk, asked, knows_no_more=True)


async def on_details(talk: Talk) -> None:
    """Tell everything about an answer, in its place; it is asked anew, so it holds now."""
    await _turn(talk, details=True)


async def on_brief(talk: Talk) -> None:
    """Go back to the first screen of an answer."""
    await _turn(talk, details=False)


async def _turn(talk: Talk, *, details: bool) -> None:
    asked = asked_above(talk)
    if asked is None:
        await talk.reply(talk.wording.ask_again())
        return
    again = Again.read(talk.press.args)
    if again.watch_id:
        said = await watch_looked_at(talk, again.watch_id, details=details)
    else:
        said = await asked_again(talk, asked, again=again, details=details)
    if said is not None:
        await talk.show(said)


async def asked_again(talk: Talk, asked: Asked, *, again: Again, details: bool = False) -> Said | None:
    """Answer a question once more; None if it could not be checked, which is told."""
    try:
        answer = await talk.services.inquiries.answer(
            talk.telegram_id, asked, knows_no_more=again.knows_no_more, left_out=again.left_out
        )
    except CannotCheck as error:
        told = talk.wording.could_not_check(error, asked.person, knows_no_more=again.knows_no_more)
        await talk.reply(told)
        return None
    return talk.wording.direct_answer(
        answer, contact=talk.contact(), further=again.further, details=details, left_out=again.left_out
    )


async def watch_looked_at(talk: Talk, watch_id: str, *, details: bool = False) -> Said | None:
    """The answer of a watch as it stands; None if it could not be checked, which is told."""
    watches, chat_id = talk.services.watches, talk.chat_id
    if chat_id is None:
        raise Unknown("watch")
    try:
        shown = await watches.look(chat_id, watch_id)
    except CannotCheck as error:
        await talk.reply(talk.wording.watch_cannot_check(await watches.one(chat_id, watch_id), error))
        return None
    return talk.wording.watch_answer(shown, contact=talk.contact(), details=details)


async def on_corrections(talk: Talk) -> None:
    """Offer to correct each part of what was understood, under the same answer."""
    asked = asked_above(talk)
    if asked is None:
        await talk.reply(talk.wording.ask_again())
        return
    await talk.show_buttons(talk.wording.corrections(asked.person, Again.read(talk.press.args)))


async def on_correct(talk: Talk) -> None:
    """Take one part of the name anew with the next text; or leave it after all."""
    name = talk.press.arg(0)
    if name == "NONE":
        talk.services.inquiries.leave_as_it_is(talk.telegram_id)
        await talk.show(talk.wording.left_as_it_is())
        return
    if name not in Part.__members__:
        raise Unknown("part")
    asked = asked_above(talk)
    if asked is None:
        await talk.reply(talk.wording.ask_again())
        return
    await expecting.nothing(talk)
    talk.services.inquiries.correct(talk.telegram_id, asked, Part[name])
    await talk.reply(talk.wording.ask_for_part(Part[name]))


async def on_check_later(talk: Talk) -> None:
    """Try again by ourselves for 15 minutes; the question is kept in memory only, one for each person."""
    asked = asked_above(talk)
    if asked is None:
        await talk.reply(talk.wording.ask_again())
        return
    await talk.reply(talk.wording.will_check_later())
    cancel_later(talk)
    knows_no_more = Act.KNOWS_NO_MORE.value in talk.press.args
    task = asyncio.create_task(_check_until_answered(talk, asked, knows_no_more=knows_no_more))
    talk.door.later[talk.telegram_id] = task
    task.add_done_callback(partial(_leave_door, talk))


def cancel_later(talk: Talk) -> None:
    """Forget the person's question that is tried again, if there is one."""
    task = talk.door.later.pop(talk.telegram_id, None)
    if task is not None:
        task.cancel()


def _leave_door(talk: Talk, task: "asyncio.Task[None]") -> None:
    if talk.door.later.get(talk.telegram_id) is task:
        del talk.door.later[talk.telegram_id]


async def _answer(talk: Talk, asked: Asked, *, knows_no_more: bool = False) -> None:
    inquiries = talk.services.inquiries
    try:
        answer = await inquiries.answer(talk.telegram_id, asked, knows_no_more=knows_no_more)
    except Slowed as slowed:
        # The lane rests meanwhile and takes nobody's place; then the question comes again.
        raise Undelivered(wait_s=slowed.wait.total_seconds()) from slowed
    except CannotCheck as error:
        await talk.reply(talk.wording.could_not_check(error, asked.person, knows_no_more=knows_no_more))
        return
    await talk.reply(_worded(talk, answer, asked))


def _worded(talk: Talk, answer: Answer, asked: Asked) -> Said:
    typed = talk.update.callback_query is None
    return talk.wording.direct_answer(
        answer,
        contact=talk.contact(),
        further=asked.further,
        other_layout=typed and typed_in_other_layout(talk.text, asked),
    )


async def _check_until_answered(talk: Talk, asked: Asked, *, knows_no_more: bool) -> None:
    error: CannotCheck | None = None
    rest_s = TRY_EVERY.total_seconds()
    for _ in range(TRY_FOR // TRY_EVERY):
        await talk.door.pause(rest_s)
        rest_s = TRY_EVERY.total_seconds()
        try:
            await talk.reply(await _checked(talk, asked, knows_no_more=knows_no_more))
        except CannotCheck as failed:
            error = failed
        except Undelivered as failed:
            error, rest_s = None, max(rest_s, failed.wait_s or 0)
        else:
            return
    with contextlib.suppress(Undelivered):
        await talk.reply(_closing(talk, asked, error))


async def _checked(talk: Talk, asked: Asked, *, knows_no_more: bool) -> Said:
    try:
        answer = await talk.services.inquiries.answer(talk.telegram_id, asked, knows_no_more=knows_no_more)
    except UserMistake as mistake:
        return talk.wording.problem(mistake)
    return _worded(talk, answer, asked)


def _closing(talk: Talk, asked: Asked, error: CannotCheck | None) -> Said:
    """Say why nothing came of it: only a fault of ours is called one."""
    if error is None or isinstance(error, StoreUnavailable | IndexBehind):
        return talk.wording.still_cannot_check()
    return talk.wording.could_not_check(error, asked.person)


def asked_above(talk: Talk) -> Asked | None:
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
