"""What the next typed text is taken for, if it is no name asked about."""

from bot.core.expected import Expected, Wish
from handlers.context import Talk


async def text(talk: Talk, wish: Wish, subject_id: str = "") -> None:
    """Expect a text of the person who is talking; they asked for something to be kept."""
    chat = await talk.remember()
    await talk.services.expecting.put(chat.id, wish, subject_id)


async def nothing(talk: Talk) -> None:
    """Expect nothing any more."""
    if talk.chat_id is not None:
        await talk.services.expecting.drop(talk.chat_id)


async def expected(talk: Talk) -> Expected | None:
    """Return what was expected of the person who is talking."""
    return await talk.services.expecting.of(talk.chat_id) if talk.chat_id is not None else None
