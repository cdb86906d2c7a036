"""Choose how to be told."""

from bot.core.errors import BadValue, Unknown
from bot.core.expected import Wish
from bot.core.preferences import ZONES, Quiet
from bot.services.prefer import Chosen
from handlers import expecting
from handlers.context import Talk


async def on_settings(talk: Talk) -> None:
    """Show what is chosen, with buttons to change it."""
    await expecting.nothing(talk)
    await _show(talk, await talk.services.preferring.chosen(talk.chat_id))


async def on_quiet(talk: Talk) -> None:
    """Offer quiet hours, or keep those that were chosen."""
    match talk.press.args:
        case ():
            await talk.reply(talk.wording.choose_quiet())
        case ("n",):
            await _show(talk, await talk.services.preferring.choose_quiet(await _chat_id(talk), None))
        case (start, end) if _is_hour(start) and _is_hour(end):
            quiet = Quiet(int(start), int(end))
            await _show(talk, await talk.services.preferring.choose_quiet(await _chat_id(talk), quiet))
        case _:
            raise Unknown("quiet hours")


async def on_zone(talk: Talk) -> None:
    """Offer time zones, or keep the one that was chosen."""
    if not talk.press.args:
        await talk.reply(talk.wording.choose_zone())
        return
    number = talk.press.arg(0)
    if not number.isdigit() or int(number) >= len(ZONES):
        raise Unknown("zone")
    await _show(talk, await talk.services.preferring.choose_zone(await _chat_id(talk), ZONES[int(number)]))


async def on_direct(talk: Talk) -> None:
    """Say what alerts that name somebody mean; keep it at the second press."""
    wish = talk.press.args[0] if talk.press.args else ""
    if wish not in {"0", "1"}:
        await talk.reply(talk.wording.ask_for_direct())
        return
    chat_id = await _chat_id(talk)
    await _show(talk, await talk.services.preferring.choose_direct(chat_id, direct=wish == "1"))


async def on_digest(talk: Talk) -> None:
    """Tell of batches once a day, or at once."""
    chat_id = await _chat_id(talk)
    await _show(talk, await talk.services.preferring.choose_digest(chat_id, digest=talk.press.arg(0) == "1"))


async def on_phrase(talk: Talk) -> None:
    """Ask for the safe phrase; the next text is taken for it."""
    if "n" in talk.press.args:
        await expecting.nothing(talk)
        await _show(talk, await talk.services.preferring.choose_phrase(await _chat_id(talk), ""))
        return
    await expecting.text(talk, Wish.PHRASE)
    await talk.reply(talk.wording.ask_for_phrase())


async def on_phrase_typed(talk: Talk) -> None:
    """Take what was typed for the safe phrase."""
    try:
        await _show(talk, await talk.services.preferring.choose_phrase(await _chat_id(talk), talk.text))
    except BadValue:
        await expecting.text(talk, Wish.PHRASE)
        await talk.reply(talk.wording.ask_for_phrase())
    else:
        await expecting.nothing(talk)


async def _show(talk: Talk, chosen: Chosen) -> None:
    await talk.reply(talk.wording.preferences(chosen, talk.country))


async def _chat_id(talk: Talk) -> str:
    return (await talk.remember()).id


def _is_hour(text: str) -> bool:
    return text.isdigit() and int(text) < 24
