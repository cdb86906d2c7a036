"""The moderators' desk: what waits for whom."""

from handlers.context import Talk


async def on_desk(talk: Talk, moderator: str) -> None:
    """Show what waits."""
    desk = await talk.services.moderators.desk(moderator)
    await talk.reply(talk.wording.desk(desk, stale_after=talk.door.stale_after, now=talk.door.clock()))


async def on_checked(talk: Talk, moderator: str) -> None:
    """Note that somebody has just looked for new lists."""
    await talk.reply(talk.wording.checked(await talk.services.moderators.checked(moderator)))
