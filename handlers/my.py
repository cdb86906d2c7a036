"""What a person watches and follows, and what they do about a follow."""

from bot.core.errors import BadValue, Unknown
from bot.core.expected import Wish
from bot.services.own_follows import Owned
from handlers import expecting
from handlers.context import Talk

MOST_PAGES = 100


async def on_my(talk: Talk) -> None:
    """Show what the person watches and follows; a page that was turned to takes the place of the former."""
    pressed = talk.update.callback_query is not None
    page = talk.press.arg(0) if pressed else "0"
    if not page.isdigit() or int(page) > MOST_PAGES:
        raise Unknown("page")
    chat = talk.visitor.chat
    follows = await talk.services.own_follows.of_chat(chat.id) if chat is not None else ()
    watches = await talk.services.watches.of_chat(chat.id) if chat is not None else ()
    said = talk.wording.mine(
        follows,
        watches,
        page=int(page),
        paused=chat is not None and chat.paused,
        all_paused=await talk.services.switches.are_alerts_paused(),
    )
    await (talk.show(said) if pressed else talk.reply(said))


async def on_card(talk: Talk) -> None:
    """Show one follow with what can be done about it."""
    await expecting.nothing(talk)
    await talk.reply(talk.wording.follow_card(await _pressed(talk)))


async def on_pause(talk: Talk) -> None:
    """Bring no news of a follow."""
    owned = await talk.services.own_follows.pause(_chat_id(talk), talk.press.arg(0))
    await talk.show(talk.wording.follow_card(owned))


async def on_go_on(talk: Talk) -> None:
    """Bring news of a follow again; the card says how it stands."""
    owned = await talk.services.own_follows.go_on(_chat_id(talk), talk.press.arg(0))
    await talk.show(talk.wording.follow_card(owned))


async def on_name(talk: Talk) -> None:
    """Ask what a follow is to be called; the next text is taken for it."""
    owned = await _pressed(talk)
    if not owned.may_be_named:
        raise Unknown("label")
    if "n" in talk.press.args[1:]:
        await _call(talk, owned.follow.id, "")
        return
    await expecting.text(talk, Wish.FOLLOW_LABEL, owned.follow.id)
    await talk.reply(talk.wording.ask_for_follow_label(owned))


async def on_label(talk: Talk, follow_id: str) -> None:
    """Take what was typed for what a follow is called."""
    try:
        await _call(talk, follow_id, talk.text)
    except BadValue:
        await expecting.text(talk, Wish.FOLLOW_LABEL, follow_id)
        owned = await talk.services.own_follows.one(_chat_id(talk), follow_id)
        await talk.reply(talk.wording.ask_for_follow_label(owned))


async def _call(talk: Talk, follow_id: str, label: str) -> None:
    owned = await talk.services.own_follows.label(_chat_id(talk), follow_id, label)
    await talk.reply(talk.wording.follow_card(owned))
    await expecting.nothing(talk)


async def _pressed(talk: Talk) -> Owned:
    return await talk.services.own_follows.one(_chat_id(talk), talk.press.arg(0))


def _chat_id(talk: Talk) -> str:
    if talk.chat_id is None:
        raise Unknown("follow")
    return talk.chat_id
