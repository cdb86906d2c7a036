"""Who moderates: invite, agree as the second person, end."""

from bot.core.errors import Unknown
from handlers.context import Talk


async def on_moderators(talk: Talk, moderator: str) -> None:
    """Show who moderates beside the owners."""
    desk = await talk.services.moderators.desk(moderator)
    await talk.reply(talk.wording.moderators(desk.grants))


async def on_grant(talk: Talk, moderator: str) -> None:
    """Show a new moderator who waits for a second moderator's agreement."""
    desk = await talk.services.moderators.desk(moderator)
    grant_id = talk.press.arg(0)
    grants = [grant for grant in desk.grants if grant.id == grant_id]
    await talk.reply(talk.wording.grant(grants[0]) if grants else talk.wording.moderators(desk.grants))


async def on_agree(talk: Talk, moderator: str) -> None:
    """Ask the second person for the four characters of the digest."""
    desk = await talk.services.moderators.desk(moderator)
    grant_id = talk.press.arg(0)
    for grant in desk.grants:
        if grant.id == grant_id:
            fields = {"act": "grant", "id": grant_id}
            await talk.services.preparations.begin(moderator, "code", fields)
            await talk.reply(talk.wording.ask_for_digest_code(grant.digest))
            return
    await talk.reply(talk.wording.moderators(desk.grants))


async def on_end(talk: Talk, moderator: str) -> None:
    """End a right to moderate, or refuse one."""
    await talk.services.moderators.end(talk.press.arg(0), moderator=moderator)
    await talk.reply(talk.wording.grant_ended())


async def take_up_invitation(talk: Talk, token: str) -> None:
    """Take up an invitation that was opened as a link; a made-up one leaves no trace."""
    if not await talk.services.moderators.is_open(token):
        raise Unknown("invitation")
    chat = await talk.remember()
    await talk.services.moderators.accept(chat.id, token)
    await talk.reply(talk.wording.invitation_taken())
