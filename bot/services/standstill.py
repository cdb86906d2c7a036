"""Let nothing happen by itself in a database that is brought back: what was done since is not in it."""

from datetime import datetime

from bot.core.lists import Edition, Review, discard
from bot.core.log import NOTHING, SYSTEM, AuditLine, Deed
from bot.core.statements import Statement, StatementReview, stop
from bot.core.switches import Switch, TurnedOn
from bot.ports import Writing

_TURNED_ON = {
    Switch.ALERTS_PAUSED: Deed.ALERTS_PAUSED,
    Switch.ANSWERS_PAUSED: Deed.ANSWERS_PAUSED,
    Switch.FROZEN: Deed.FROZEN,
}


async def stand_still(writing: Writing, now: datetime) -> int:
    """Stop whatever is held, pause answers and alerts, and freeze the rest; returns how much was stopped.

    A moderator may have stopped what is held, and two may have withdrawn what stands.
    """
    stopped = 0
    for statement in await writing.open_statements():
        if statement.review is StatementReview.HELD:
            await writing.save_statement(stop(statement))
            await _note(writing, now, Deed.STATEMENT_STOPPED, statement)
            stopped += 1
    for edition in await writing.open_editions():
        if edition.review is Review.HELD:
            await writing.save_edition(discard(edition))
            await _note(writing, now, Deed.EDITION_STOPPED, edition)
            stopped += 1
    # One of the two may have agreed to go on before the backup was taken.
    await writing.turn_off(Switch.UNFREEZING)
    for switch, deed in _TURNED_ON.items():
        await writing.turn_on(TurnedOn(switch, now, SYSTEM))
        await writing.add_to_audit(AuditLine(now, SYSTEM, deed, NOTHING))
    return stopped


async def _note(writing: Writing, now: datetime, deed: Deed, subject: Statement | Edition) -> None:
    await writing.add_to_audit(AuditLine(now, SYSTEM, deed, subject.id, subject.digest))
