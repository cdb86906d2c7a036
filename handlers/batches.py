"""Exchanges and their batches, and following them."""

import asyncio
import contextlib
import re
from collections.abc import Sequence
from typing import Any

from telegram import (
    InlineQueryResult,
    InlineQueryResultArticle,
    InputTextMessageContent,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Update,
)
from telegram.constants import ParseMode
from telegram.ext import CallbackContext

from bot.core.answers import Standing
from bot.core.errors import StoreUnavailable, Unknown
from bot.core.exchanges import BatchState, Category, Subject, SubjectKind
from handlers.context import NO_PREVIEW, Talk, begin, delivered, keyboard
from handlers.pictures import timeline_picture
from handlers.wording.batches import LETTERS

INLINE_LASTS_S = 60
"""So long Telegram may show the same answer to the same person again."""
HIDDEN = frozenset({BatchState.WITHDRAWN})
_CODE = re.compile(r"/verify ([a-z2-9]{10})\b")


async def on_batches(talk: Talk) -> None:
    """Show the newest batches."""
    await talk.reply(talk.wording.batches(await talk.services.batches.page()))


async def on_page(talk: Talk) -> None:
    """Turn to another page of batches, in the same message; from the first message in a new one."""
    offset = talk.press.arg(0)
    if not offset.isdigit():
        raise Unknown("page")
    said = talk.wording.batches(await talk.services.batches.page(min(int(offset), 1_000_000)))
    await (talk.reply(said) if talk.press.args[1:] == ("new",) else talk.show(said))


async def on_timeline(talk: Talk) -> None:
    """Show the course of an agreement as a picture, and the same as text for whoever cannot see it."""
    timeline = await talk.services.batches.timeline(talk.press.arg(0))
    texts = talk.wording.timeline_texts(timeline)
    # In a thread: drawing takes longer than anybody else's answer may wait.
    picture = await asyncio.to_thread(timeline_picture, texts)
    await talk.send_picture(picture, talk.wording.timeline_caption(timeline))
    await talk.reply(talk.wording.timeline(timeline))


async def on_batch(talk: Talk) -> None:
    """Open one batch; from an answer in a new message, because no category may take the place of a name."""
    in_place = talk.press.args[1:] != ("new",)
    await show_batch(talk, talk.press.arg(0), in_place=in_place)


async def show_batch(talk: Talk, batch_id: str, *, in_place: bool) -> None:
    """Show one batch with everything that was stated of it."""
    said = talk.wording.batch(await talk.services.batches.view(batch_id, chat_id=talk.chat_id))
    await (talk.show(said) if in_place else talk.reply(said))


async def on_follow(talk: Talk) -> None:
    """Follow a batch; one of remains only after a second, informed press."""
    batch_id, editions, sure, statement_id = (*talk.press.args, "", "", "", "")[:4]
    view = await talk.services.batches.view(batch_id, chat_id=talk.chat_id)
    if view.standing.batch.category is Category.REMAINS and sure != "y":
        await talk.reply(talk.wording.ask_to_follow_remains(batch_id, statement_id))
        return
    chat = await talk.remember()
    told = frozenset(edition for edition in editions.split("-") if edition)
    followed = await talk.services.follows.follow(
        chat.id, batch_id, editions=told, statement_id=statement_id or None
    )
    all_paused = await talk.services.switches.are_alerts_paused()
    await talk.reply(
        talk.wording.followed(followed, paused=chat.paused, all_paused=all_paused, in_group=talk.in_group)
    )


async def on_unfollow(talk: Talk) -> None:
    """End one follow at one tap; Undo stands under the reply."""
    if talk.chat_id is None:
        raise Unknown("follow")
    ended = await talk.services.follows.end_of_batch(talk.chat_id, talk.press.arg(0))
    await talk.reply(talk.wording.follow_ended(ended))


async def on_follow_more(talk: Talk) -> None:
    """Offer what can be followed beside one batch."""
    choices = await talk.services.follows.choices(talk.chat_id, talk.press.arg(0))
    await talk.show(talk.wording.follow_more(choices))


async def on_follow_wider(talk: Talk) -> None:
    """Follow an exchange, an agreement or a category; that of remains only after a second, informed press."""
    batch_id, letters, sure = (*talk.press.args, "", "", "")[:3]
    kind = _kind(letters)
    view = await talk.services.batches.view(batch_id, chat_id=talk.chat_id)
    if view.standing.batch.category is Category.REMAINS and sure != "y":
        await talk.reply(talk.wording.ask_to_follow_category_of_remains(batch_id))
        return
    chat = await talk.remember()
    wider = await talk.services.follows.follow_wider(chat.id, batch_id, kind)
    await talk.reply(talk.wording.followed_wider(wider, paused=chat.paused))


async def on_unfollow_wider(talk: Talk) -> None:
    """End a follow of more than a batch at one tap; Undo stands under the reply."""
    if talk.chat_id is None:
        raise Unknown("follow")
    ended = await talk.services.follows.end_wider(talk.chat_id, talk.press.arg(0))
    await talk.reply(talk.wording.wider_ended(ended))


async def on_wider_again(talk: Talk) -> None:
    """Undo: follow an exchange, an agreement or a category again."""
    kind = _kind(talk.press.arg(0))
    chat = await talk.remember()
    wider = await talk.services.follows.take_up_wider(chat.id, Subject(kind, talk.press.arg(1)))
    await talk.reply(talk.wording.followed_wider(wider, paused=chat.paused))


async def on_follow_again(talk: Talk) -> None:
    """Undo: follow everything again that brought news of a batch."""
    batch_id, letters, editions, statement_id = (*talk.press.args, "", "", "", "")[:4]
    chat, follows, kinds = await talk.remember(), talk.services.follows, _kinds(letters)
    for kind in kinds:
        if kind is not SubjectKind.BATCH:
            said = talk.wording.followed_wider(
                await follows.follow_wider(chat.id, batch_id, kind), paused=chat.paused
            )
    if SubjectKind.BATCH in kinds or not kinds:
        told = frozenset(edition for edition in editions.split("-") if edition)
        followed = await follows.follow(chat.id, batch_id, editions=told, statement_id=statement_id or None)
        all_paused = await talk.services.switches.are_alerts_paused()
        said = talk.wording.followed(
            followed, paused=chat.paused, all_paused=all_paused, in_group=talk.in_group
        )
    await talk.reply(said)


def _kind(letters: str) -> SubjectKind:
    """Read the one kind that a button carries; without a letter it is a batch."""
    kinds = _kinds(letters) or [SubjectKind.BATCH]
    if len(kinds) > 1:
        raise Unknown("kind")
    return kinds[0]


def _kinds(letters: str) -> Sequence[SubjectKind]:
    return [kind for kind, letter in LETTERS.items() if letter in letters]


async def on_verify(talk: Talk) -> None:
    """Say whether an alert with this code is ours."""
    if not talk.argument:
        await talk.reply(talk.wording.ask_for_code())
        return
    alert = (
        await talk.services.alerts.verify(talk.chat_id, talk.argument) if talk.chat_id is not None else None
    )
    await talk.reply(
        talk.wording.verified(alert.number) if alert is not None else talk.wording.not_verified()
    )


async def on_forwarded(talk: Talk) -> None:
    """Say whether a forwarded message is ours: by the code in it, or by who wrote it as Telegram says."""
    message = talk.update.effective_message
    origin = message.forward_origin if message is not None else None
    code = _CODE.search(talk.text)
    alert = None
    if code is not None and talk.chat_id is not None:
        alert = await talk.services.alerts.verify(talk.chat_id, code[1])
    if alert is not None:
        await talk.reply(talk.wording.verified(alert.number))
    elif isinstance(origin, MessageOriginUser) and origin.sender_user.id == talk.bot.id:
        await talk.reply(talk.wording.forwarded_from_us())
    elif isinstance(origin, MessageOriginHiddenUser):
        await talk.reply(talk.wording.cannot_tell_who_wrote())
    else:
        await talk.reply(talk.wording.forwarded_from_another())


async def on_inline(update: Update, context: "CallbackContext[Any, Any, Any, Any]") -> None:
    """Offer the newest batches to share in any chat, whatever was typed: no name is looked up there."""
    query = update.inline_query
    if query is None:
        return
    talk = await begin(update, context.bot, context.bot_data["door"])
    results: list[InlineQueryResult] = []
    # An inline question has no place for an apology: it then offers nothing.
    with contextlib.suppress(StoreUnavailable):
        page = await talk.services.batches.page()
        results = [
            _article(talk, standing) for standing in page.standings if standing.batch.state not in HIDDEN
        ]
    await delivered(lambda: query.answer(results, cache_time=INLINE_LASTS_S, is_personal=True))


def _article(talk: Talk, standing: Standing) -> InlineQueryResult:
    said = talk.wording.batch_to_share(standing, talk.private_address)
    return InlineQueryResultArticle(
        standing.batch.id,
        talk.wording.batch_name(standing),
        InputTextMessageContent(said.text, ParseMode.HTML, link_preview_options=NO_PREVIEW),
        reply_markup=keyboard(said),
        description=talk.wording.state(standing.batch.state).unescape(),
    )


async def on_missed(talk: Talk) -> None:
    """Send the alerts that the person's Telegram refused."""
    if talk.chat_id is None:
        raise Unknown("missed")
    await talk.services.alerts.offer_again(talk.chat_id)


async def on_stop(talk: Talk) -> None:
    """Send no more alerts; a person of whom nothing is kept gets none anyway."""
    if talk.visitor.chat is not None:
        talk.speak_as(await talk.services.follows.stop(talk.visitor.chat))
    await talk.reply(talk.wording.stopped())


async def on_resume(talk: Talk) -> None:
    """Send alerts again."""
    if talk.visitor.chat is not None:
        talk.speak_as(await talk.services.follows.resume(talk.visitor.chat))
    await talk.reply(talk.wording.resumed(in_group=talk.in_group))
