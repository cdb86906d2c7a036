"""What typed text means: an answer to a moderator's open form, or a name."""

from handlers.context import Talk, moderate
from handlers.inquiries import on_name
from handlers.moderation.forms import on_typed, takes


async def on_text(talk: Talk) -> None:
    """Hand typed text to the form that waits for it, or answer it as a name."""
    if await _form_waits(talk):
        await moderate(talk, on_typed)
    else:
        await on_name(talk)


async def _form_waits(talk: Talk) -> bool:
    if talk.chat_id is None:
        return False
    draft = await talk.services.preparations.draft(talk.chat_id)
    return draft is not None and takes(talk, draft) and await talk.role() is not None
