"""Alerts on their way, for moderators: how far they have come, stop the rest, settle what is held."""

from bot.core.errors import WrongState
from handlers.context import Talk
from handlers.wording import Said
from handlers.wording.terms import paragraphs


async def on_delivery(talk: Talk, moderator: str) -> None:
    """Show how far the alerts of an event have come."""
    delivery = await talk.services.deliveries.view(talk.press.arg(0), moderator=moderator)
    await talk.show(talk.wording.delivery_view(delivery, now=talk.door.clock()))


async def on_ask_to_stop(talk: Talk, moderator: str) -> None:
    """Show what stopping the rest would mean."""
    delivery = await talk.services.deliveries.view(talk.press.arg(0), moderator=moderator)
    if not delivery.can_be_stopped:
        await talk.reply(await _as_it_is(talk, moderator))
        return
    await talk.reply(talk.wording.ask_to_stop(delivery))


async def on_stop(talk: Talk, moderator: str) -> None:
    """Let nobody more be told."""
    try:
        delivery = await talk.services.deliveries.stop(talk.press.arg(0), moderator=moderator)
    except WrongState:
        await talk.reply(await _as_it_is(talk, moderator))
        return
    await talk.show(talk.wording.delivery_view(delivery, now=talk.door.clock()))


async def _as_it_is(talk: Talk, moderator: str) -> Said:
    """Say that it is over already, and how it stands."""
    event_id = talk.press.arg(0)
    line, name = await talk.services.moderators.last_act(event_id)
    delivery = await talk.services.deliveries.view(event_id, moderator=moderator)
    view = talk.wording.delivery_view(delivery, now=talk.door.clock())
    return Said(paragraphs(talk.wording.settled(line, name), view.text), view.buttons)


async def on_held(talk: Talk, moderator: str) -> None:
    """Show what Telegram takes in no form."""
    await talk.reply(talk.wording.held(await talk.services.deliveries.held(moderator=moderator)))


async def on_release(talk: Talk, moderator: str) -> None:
    """Have held alerts tried again."""
    number = await talk.services.deliveries.release(talk.press.arg(0), moderator=moderator)
    await talk.show(Said(talk.wording.held_released(number)))


async def on_ask_to_drop(talk: Talk, moderator: str) -> None:
    """Ask once more."""
    held = await talk.services.deliveries.held_of(talk.press.arg(0), moderator=moderator)
    await talk.reply(talk.wording.ask_to_drop(held))


async def on_drop(talk: Talk, moderator: str) -> None:
    """Let those go to nobody that were held when this was asked."""
    key, up_to = talk.press.arg(0), talk.press.moment(1)
    number = await talk.services.deliveries.drop(key, up_to=up_to, moderator=moderator)
    await talk.show(Said(talk.wording.held_dropped(number)))
