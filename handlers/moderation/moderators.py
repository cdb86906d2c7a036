"""Who moderates: invite, agree as the second person, renew, end."""

from bot.core.errors import Unknown
from handlers.context import Talk
from handlers.moderation import things
from handlers.moderation.things import Kind


async def on_moderators(talk: Talk, moderator: str) -> None:
    """Show who moderates beside the owners."""
    desk = await talk.services.moderators.desk(moderator)
    await talk.reply(talk.wording.moderators(desk.grants, now=talk.door.clock()))


async def on_grant(talk: Talk, moderator: str) -> None:
    """Show a moderator's role that waits for a second moderator's agreement."""
    await things.show(talk, moderator, Kind.GRANT)


async def on_agree(talk: Talk, moderator: str) -> None:
    """Ask the second person for the four characters of the digest."""
    await things.ask_for_code(talk, moderator, Kind.GRANT)


async def on_end(talk: Talk, moderator: str) -> None:
    """End a right to moderate, or refuse one."""

    async def end(grant_id: str) -> None:
        await talk.services.grants.end(grant_id, moderator=moderator)

    await things.act(talk, moderator, Kind.GRANT, end)


async def take_up_invitation(talk: Talk, token: str) -> None:
    """Take up an invitation that was opened as a link; a made-up one leaves no trace."""
    if not await talk.services.grants.is_open(token):
        raise Unknown("invitation")
    chat = await talk.remember()
    await talk.services.grants.accept(chat.id, token)
    await talk.reply(talk.wording.invitation_taken())
