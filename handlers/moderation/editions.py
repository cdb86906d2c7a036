"""Editions of lists: upload, submit, publish as the second person."""

import asyncio

from handlers.context import Talk, delivered
from handlers.moderation import things, uploads
from handlers.moderation.forms import go_on
from handlers.moderation.things import Kind
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
    await things.show(talk, moderator, Kind.EDITION)


async def on_findings(talk: Talk, moderator: str) -> None:
    """Send everything that is known of an edition as a workbook."""
    view = await talk.services.reviews.view(talk.press.arg(0), moderator=moderator)
    faults = await talk.services.uploads.faults(view.edition.id)
    changes = await talk.services.comparisons.changes(view.edition.id)
    # In a thread: the findings about a long list take seconds, and questions are answered meanwhile.
    sheets = talk.wording.findings(view, faults, changes)
    content = await asyncio.to_thread(workbook_of, sheets)
    name = f"edition-{view.edition.number}-{view.edition.id}.xlsx"
    await delivered(lambda: talk.bot.send_document(talk.telegram_id, content, filename=name))


async def on_submit(talk: Talk, moderator: str) -> None:
    """Ask for a second person."""

    async def submit(edition_id: str) -> None:
        await talk.services.reviews.submit(edition_id, moderator=moderator)

    await things.act(talk, moderator, Kind.EDITION, submit)


async def on_publish(talk: Talk, moderator: str) -> None:
    """Ask the second person for the four characters of the digest."""
    await things.ask_for_code(talk, moderator, Kind.EDITION)


async def on_discard(talk: Talk, moderator: str) -> None:
    """Throw an unpublished edition away, or stop a held one."""

    async def discard(edition_id: str) -> None:
        await talk.services.reviews.discard(edition_id, moderator=moderator)

    await things.act(talk, moderator, Kind.EDITION, discard)
