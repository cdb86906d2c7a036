"""Editions of lists: upload, submit, publish as the second person."""

from handlers.context import Talk
from handlers.moderation.forms import go_on

LARGEST = 10 * 1024 * 1024


async def on_file(talk: Talk, moderator: str) -> None:
    """Begin an upload with the file that was sent; it is fetched only when all is answered."""
    message = talk.update.effective_message
    document = message.document if message is not None else None
    if document is None or (document.file_size or 0) > LARGEST:
        await talk.reply(talk.wording.file_too_large())
        return
    fields = {"file_id": document.file_id, "file_name": (document.file_name or "")[:100]}
    await go_on(talk, await talk.services.preparations.begin(moderator, "upload", fields))


async def on_edition(talk: Talk, moderator: str) -> None:
    """Show an edition on its way."""
    view = await talk.services.reviews.view(talk.press.arg(0), moderator=moderator)
    await talk.reply(talk.wording.edition(view))


async def on_submit(talk: Talk, moderator: str) -> None:
    """Ask for a second person."""
    view = await talk.services.reviews.submit(talk.press.arg(0), moderator=moderator)
    await talk.show(talk.wording.edition(view))


async def on_publish(talk: Talk, moderator: str) -> None:
    """Ask the second person for the four characters of the digest."""
    view = await talk.services.reviews.view(talk.press.arg(0), moderator=moderator)
    fields = {"act": "edition", "id": view.edition.id}
    await talk.services.preparations.begin(moderator, "code", fields)
    await talk.reply(talk.wording.ask_for_digest_code(view.edition.digest))


async def on_discard(talk: Talk, moderator: str) -> None:
    """Throw an unpublished edition away."""
    await talk.services.reviews.discard(talk.press.arg(0), moderator=moderator)
    view = await talk.services.reviews.view(talk.press.arg(0), moderator=moderator)
    await talk.show(talk.wording.edition(view))
