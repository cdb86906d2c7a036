"""The queue of reports: look, take a row down, close."""

from bot.core.errors import Unknown
from bot.core.reports import ReportReview
from handlers.context import Talk
from handlers.moderation import things
from handlers.moderation.things import Kind


async def on_reports(talk: Talk, moderator: str) -> None:
    """Show what is open."""
    desk = await talk.services.moderators.desk(moderator)
    await talk.reply(talk.wording.reports(desk.reports))


async def on_report(talk: Talk, moderator: str) -> None:
    """Show one report."""
    await things.show(talk, moderator, Kind.REPORT)


async def on_close(talk: Talk, moderator: str) -> None:
    """Close a report."""
    word = talk.press.arg(2)
    if word not in {ReportReview.DONE.value, ReportReview.DISMISSED.value}:
        raise Unknown("report")

    async def close(report_id: str) -> None:
        await talk.services.reports.close(report_id, ReportReview(word), moderator=moderator)

    await things.act(talk, moderator, Kind.REPORT, close)


async def on_take_down(talk: Talk, moderator: str) -> None:
    """Prepare an edition without the row; a second person publishes it."""
    edition = await talk.services.take_downs.prepare(talk.press.arg(0), moderator=moderator)
    if edition is None:
        await talk.reply(talk.wording.row_erased())
        return
    await talk.reply((await things.look(talk, moderator, Kind.EDITION, edition.id)).said)
