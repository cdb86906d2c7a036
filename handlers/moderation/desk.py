"""The moderators' desk: what waits for whom, groups and lists, the log, what is turned on."""

from bot.core.errors import Unknown
from bot.core.switches import Switch
from handlers.context import Talk
from handlers.pictures import square_code


async def on_desk(talk: Talk, moderator: str) -> None:
    """Show what waits."""
    desk = await talk.services.moderators.desk(moderator)
    now = talk.door.clock()
    to_check = talk.door.contacts.to_check(now.date())
    await talk.reply(
        talk.wording.desk(desk, stale_after=talk.door.stale_after, now=now, contacts_to_check=to_check)
    )


async def on_checked(talk: Talk, moderator: str) -> None:
    """Note that somebody has just looked for new lists."""
    await talk.reply(talk.wording.checked(await talk.services.moderators.checked(moderator)))


async def on_set_up(talk: Talk, _: str) -> None:
    """Show what can be set up."""
    await talk.reply(talk.wording.set_up())


async def on_square(talk: Talk, _: str) -> None:
    """Send a QR picture of the bot's own address, or of what opens one exchange group in it."""
    address = talk.private_address
    if talk.press.args:
        view = await talk.services.batches.view(talk.press.arg(0), chat_id=None)
        address = f"{address}?start=b_{view.standing.batch.id}"
    await talk.send_picture(square_code(address), talk.wording.square(address))


async def on_groups(talk: Talk, moderator: str) -> None:
    """Show one page of all exchange groups."""
    shelf = await talk.services.moderators.shelf(moderator)
    await talk.show(talk.wording.groups(shelf, _number(talk.press.arg(0))))


async def on_group(talk: Talk, moderator: str) -> None:
    """Show one exchange group with its lists."""
    group = await talk.services.moderators.group(moderator, talk.press.arg(0))
    await talk.reply(talk.wording.group(group))


async def on_log(talk: Talk, moderator: str) -> None:
    """Show the newest page of the log."""
    await talk.reply(talk.wording.log(await talk.services.log.page(moderator)))


async def on_log_page(talk: Talk, moderator: str) -> None:
    """Turn to another page of the log, in the same message."""
    page = await talk.services.log.page(moderator, _number(talk.press.arg(0)))
    await talk.show(talk.wording.log(page))


async def on_pauses(talk: Talk, _: str) -> None:
    """Show what is paused, and the buttons that pause and resume."""
    await talk.reply(talk.wording.pauses(await talk.services.switches.on()))


async def on_switch(talk: Talk, moderator: str) -> None:
    """Turn a switch on or off."""
    name, to = talk.press.arg(0), talk.press.arg(1)
    if name not in set(Switch) or to not in {"on", "off"}:
        raise Unknown("switch")
    switch, on = Switch(name), to == "on"
    now_on = await talk.services.switches.turn(moderator, switch, on=on)
    if switch is Switch.EXCHANGE_DAY:
        await talk.reply(talk.wording.exchange_day(on=on))
    else:
        await talk.show(talk.wording.pauses(now_on))


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 6:
        raise Unknown("page")
    return int(text)
