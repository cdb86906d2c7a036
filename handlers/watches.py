"""Watch a person, and what its owner does about a watch."""

from bot.core.alerts import EventKind
from bot.core.errors import BadValue, Unknown
from bot.core.expected import Wish
from bot.core.lists import Place
from bot.core.names import Asked
from bot.services.watch import Watched
from handlers import expecting
from handlers.buttons import Again, read_rows
from handlers.context import Talk
from handlers.inquiries import asked_above, asked_again, watch_looked_at


async def on_watch(talk: Talk) -> None:
    """Watch the person whose name stands above the button."""
    asked = asked_above(talk)
    if asked is None:
        await talk.reply(talk.wording.ask_again())
        return
    editions, statement_id, left_out = (*talk.press.args, "", "", "")[:3]
    chat = await talk.remember()
    told = frozenset(edition for edition in editions.split("-") if edition)
    watched = await talk.services.watches.begin(
        chat.id, asked, editions=told, statement_id=statement_id or None, left_out=read_rows(left_out)
    )
    await talk.reply(talk.wording.watched(watched, paused=chat.paused))


async def on_show(talk: Talk) -> None:
    """Show what an alert was about: that very answer, the question whether to renew, or that it is over."""
    event = await talk.services.alerts.event_of(_chat_id(talk), talk.press.arg(0))
    if event.kind is EventKind.WATCH_ENDED:
        await talk.reply(talk.wording.watch_is_over(int(event.subject_id)))
    elif event.kind is EventKind.EDITION_CORRECTED:
        await _show_correction(talk, event.id)
    elif event.kind is EventKind.WATCH_RENEWAL:
        watched = await talk.services.watches.one(_chat_id(talk), event.subject_id)
        await talk.reply(talk.wording.ask_to_renew(watched))
    else:
        await _show(talk, event.subject_id)


async def _show_correction(talk: Talk, event_id: str) -> None:
    """Show which list was corrected, and then the answer as it stands since."""
    corrected = await talk.services.alerts.correction(event_id)
    said = talk.wording.what_was_corrected(
        corrected.edition, corrected.list, corrected.standing, corrected.reason
    )
    await talk.reply(said)
    watched = await talk.services.watches.told_of(_chat_id(talk), corrected.list.id)
    if watched is not None:
        await _show(talk, watched.watch.id)


async def on_watch_show(talk: Talk) -> None:
    """Show the answer of a watch as it stands."""
    await _show(talk, talk.press.arg(0))


async def _show(talk: Talk, watch_id: str) -> None:
    said = await watch_looked_at(talk, watch_id)
    if said is not None:
        await talk.reply(said)


async def on_not_them(talk: Talk) -> None:
    """Remember that a row is not the person of a watch, and show its answer without that row."""
    watch_id, edition_id, row = talk.press.arg(0), talk.press.arg(1), talk.press.arg(2)
    if not row.isdigit():
        raise Unknown("row")
    await _refuse(talk, watch_id, (edition_id, int(row)))


async def on_leave_out(talk: Talk) -> None:
    """Show an answer without the row that is somebody else; only a watch of that person remembers it."""
    again, asked = Again.read(talk.press.args), asked_above(talk)
    if not again.left_out:
        raise Unknown("row")
    if asked is None:
        await talk.reply(talk.wording.ask_again())
        return
    watched = await _watch_of(talk, asked)
    if watched is not None:
        await _refuse(talk, watched.watch.id, again.left_out[-1])
        return
    said = await asked_again(talk, asked, again=again)
    if said is not None:
        await talk.reply(talk.wording.left_out(said))
        await talk.reply(said)


async def _watch_of(talk: Talk, asked: Asked) -> Watched | None:
    if talk.chat_id is None:
        return None
    return await talk.services.watches.of_person(talk.chat_id, asked)


async def _refuse(talk: Talk, watch_id: str, row: Place) -> None:
    watched = await talk.services.watches.refuse(_chat_id(talk), watch_id, row)
    await talk.reply(talk.wording.not_them(watched))
    await _show(talk, watch_id)


async def on_unwatch(talk: Talk) -> None:
    """End a watch at one tap; Undo stands under the reply."""
    watched = await talk.services.watches.end(_chat_id(talk), talk.press.arg(0))
    await talk.reply(talk.wording.watch_ended(watched))


async def on_watch_again(talk: Talk) -> None:
    """Take up a watch that was just ended."""
    watched = await talk.services.watches.take_up(_chat_id(talk), talk.press.arg(0))
    await talk.reply(talk.wording.watch_goes_on(watched))


async def on_card(talk: Talk) -> None:
    """Show one watch with what can be done about it."""
    await expecting.nothing(talk)
    await talk.reply(talk.wording.watch_card(await _pressed(talk)))


async def on_pause(talk: Talk) -> None:
    """Put a watch aside."""
    watched = await talk.services.watches.pause(_chat_id(talk), talk.press.arg(0))
    await talk.show(talk.wording.watch_card(watched))


async def on_go_on(talk: Talk) -> None:
    """Compare a watch again."""
    watched = await talk.services.watches.go_on(_chat_id(talk), talk.press.arg(0))
    await talk.show(talk.wording.watch_card(watched))


async def on_renew(talk: Talk) -> None:
    """Let a watch last for another 180 days."""
    watched = await talk.services.watches.renew(_chat_id(talk), talk.press.arg(0))
    await talk.reply(talk.wording.watch_goes_on(watched))


async def on_erase(talk: Talk) -> None:
    """Erase a watch, after a second press."""
    if "y" not in talk.press.args[1:]:
        await talk.show(talk.wording.ask_to_erase_watch(await _pressed(talk)))
        return
    watched = await talk.services.watches.erase(_chat_id(talk), talk.press.arg(0))
    await talk.show(talk.wording.watch_erased(watched))


async def on_name(talk: Talk) -> None:
    """Ask what a watch is to be called; the next text is taken for it."""
    watched = await _pressed(talk)
    if "n" in talk.press.args[1:]:
        await _call(talk, watched.watch.id, "")
        return
    await expecting.text(talk, Wish.WATCH_LABEL, watched.watch.id)
    await talk.reply(talk.wording.ask_for_label(watched))


async def on_label(talk: Talk, watch_id: str) -> None:
    """Take what was typed for what a watch is called."""
    try:
        await _call(talk, watch_id, talk.text)
    except BadValue:
        await expecting.text(talk, Wish.WATCH_LABEL, watch_id)
        await talk.reply(
            talk.wording.ask_for_label(await talk.services.watches.one(_chat_id(talk), watch_id))
        )


async def on_more(talk: Talk) -> None:
    """Say how a larger family is allowed more watches."""
    chat = await talk.remember()
    await talk.reply(talk.wording.more_watches(await talk.services.watches.ask_for_more(chat.id)))


async def on_allow(talk: Talk, moderator: str) -> None:
    """Allow the chat that asked under a code more watches."""
    most = await talk.services.moderators.allow_watches(moderator, talk.argument.strip().lower())
    await talk.reply(talk.wording.watches_allowed(most))


async def _call(talk: Talk, watch_id: str, label: str) -> None:
    watched = await talk.services.watches.label(_chat_id(talk), watch_id, label)
    await talk.reply(talk.wording.watch_card(watched))
    await expecting.nothing(talk)


async def _pressed(talk: Talk) -> Watched:
    return await talk.services.watches.one(_chat_id(talk), talk.press.arg(0))


def _chat_id(talk: Talk) -> str:
    if talk.chat_id is None:
        raise Unknown("watch")
    return talk.chat_id
