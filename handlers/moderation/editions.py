"""Editions of lists: upload, submit, publish as the second person."""

import asyncio

from handlers.context import Talk, delivered
from handlers.moderation import uploads
from handlers.moderation.finishing import edition_said
from handlers.moderation.forms import go_on
from handlers.sheets import workbook_of


async def on_file(talk: Talk, moderator: str) -> None:
    """Begin an upload with the file that was sent: it is looked at before anything is asked."""
    message = talk.update.effective_message
    document = uploads.check_document(message.document if message is not None else None)
    fields = {"file_id": document.file_id, "file_name": (document.file_name or "")[:100]}
    await go_on(talk, await talk.services.preparations.begin(moderator, "upload", fields))


async def on_pasted(talk: Talk, moderator: str) -> None:
    """Begin an upload with rows that were pasted into a message."""
    draft = await talk.services.preparations.begin(moderator, "upload", {"pasted": talk.text})
    await go_on(talk, draft)


async def on_picture(talk: Talk, _: str) -> None:
    """Say that no names are read out of pictures."""
    await talk.reply(talk.wording.pictures_are_not_read())


async def on_edition(talk: Talk, moderator: str) -> None:
    """Show an edition on its way."""
    await talk.reply(await edition_said(talk, talk.press.arg(0), moderator))


async def on_report(talk: Talk, moderator: str) -> None:
    """Send everything that is known of an edition as a workbook."""
    view = await talk.services.reviews.view(talk.press.arg(0), moderator=moderator)
    faults = await talk.services.uploads.faults(view.edition.id)
    changes = await talk.services.comparisons.changes(view.edition.id)
    # In a thread: the report of a long list takes seconds, and questions are answered meanwhile.
    sheets = talk.wording.report(view, faults, changes)
    content = await asyncio.to_thread(workbook_of, sheets)
    name = f"edition-{view.edition.number}-{view.edition.id}.xlsx"
    await delivered(lambda: talk.bot.send_document(talk.telegram_id, content, filename=name))


async def on_submit(talk: Talk, moderator: str) -> None:
    """Ask for a second person."""
    await talk.services.reviews.submit(talk.press.arg(0), moderator=moderator)
    await talk.show(await edition_said(talk, talk.press.arg(0), moderator))


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
