"""Reports of what is wrong, from anybody; who made one is not kept."""

from bot.core.errors import Unknown
from bot.core.reports import ReportKind
from handlers.context import Talk


async def on_report(talk: Talk) -> None:
    """Say how to report something."""
    await talk.reply(talk.wording.how_to_report())


async def on_ask(talk: Talk) -> None:
    """Ask what is wrong with the row or with which statement of the batch whose button was pressed."""
    what, id_ = talk.press.arg(0), talk.press.arg(1)
    if what == "row":
        await talk.reply(talk.wording.ask_what_is_wrong(id_, str(_row(talk.press.arg(2)))))
        return
    view = await talk.services.batches.view(id_, chat_id=None)
    await talk.reply(talk.wording.ask_which_statement((*view.around, *view.statements)))


async def on_reported(talk: Talk) -> None:
    """Take in a report."""
    word, subject = talk.press.arg(0), talk.press.arg(1)
    if word not in set(ReportKind):
        raise Unknown("report")
    kind = ReportKind(word)
    row = None if kind is ReportKind.STATEMENT_IS_WRONG else _row(talk.press.arg(2))
    await talk.services.reports.report(talk.telegram_id, kind, subject, row)
    await talk.reply(talk.wording.reported())


def _row(text: str) -> int:
    if not text.isdecimal() or len(text) > 7:
        raise Unknown("row")
    return int(text)
