"""What moderators read where something cannot be done."""

from markupsafe import Markup

from bot.core.errors import (
    BadValue,
    BotError,
    FactorBlocked,
    FactorNeeded,
    Frozen,
    LogBroken,
    NotAllowed,
    ReaderUnavailable,
    RoleTooLow,
    TakenDown,
    Unknown,
    WrongCode,
    WrongFactor,
    WrongState,
)
from bot.files import Refused
from handlers.wording.guards import Guards
from handlers.wording.terms import Said, _
from handlers.wording.workbooks import Workbooks

SHOWN_ROWS = 20


class Refusals(Guards, Workbooks):
    """Texts about mistakes of moderators, and about rules."""

    def moderator_problem(self, error: BotError) -> Said:
        """Say to a moderator what is wrong and what to do."""
        match error:
            case FactorNeeded() | FactorBlocked() | WrongFactor() | Frozen():
                return self.guarded(error)
            case RoleTooLow():
                return Said(
                    self.say(_("Your role does not allow this; another moderator’s may. It was noted. /desk"))
                )
            case NotAllowed():
                return Said(
                    self.say(_("You may not do this: another moderator must. The attempt was noted. /desk"))
                )
            case WrongCode():
                return Said(
                    self.say(_("These are other characters than the screen shows. Nothing was changed."))
                )
            case LogBroken(place=place):
                return Said(
                    self.say(
                        _(
                            "The log of publications does not hold at line {place}: nothing can be published or confirmed. "
                            "Tell whoever runs the bot."
                        ),
                        place=place,
                    )
                )
            case WrongState() | Unknown():
                return Said(
                    self.say(
                        _(
                            "This was done or changed meanwhile, or the button is old. Nothing was changed. /desk"
                        )
                    )
                )
            case TakenDown(rows=rows):
                return Said(
                    self.say(
                        _(
                            "These rows were taken down from this list because somebody asked: {rows}. Remove them from the "
                            "file and send it again."
                        ),
                        rows=", ".join(map(str, rows[:SHOWN_ROWS])),
                    )
                )
            case Refused(faults=faults):
                return self.refusal(faults)
            case ReaderUnavailable():
                return self.cannot_read_now()
            case BadValue(field=field):
                return Said(self.bad_value(field))
            case _:
                return self.problem(error)

    def bad_value(self, field: str) -> Markup:
        texts = {
            "day": _("Write a day as 9.06.2025 or 2025-06-09."),
            "days_of": _(
                "Write a day as 9.06.2025, or two days as 9.06.2025 - 12.06.2025, the earlier one first."
            ),
            "link": _(
                "Write a full address that begins with https:// or http://. A statement that changes a state needs one."
            ),
            "title": _("Write three lines: Ukrainian, Russian, English."),
            "number": _("Write a whole number."),
            "days": _("Write a number of days from 1 to 366."),
            "expected": _("Write how many rows of names the file has, as a whole number."),
            "source": _(
                "E43 A list needs the full address where it was published, and the day as 9.06.2025."
            ),
            "size_reason": _(
                "E31 The published edition has another size now, and nobody gave a reason. Throw this edition away and "
                "upload it again."
            ),
            "rows": _("Not one row of the file was accepted, so there is nothing to submit."),
            "category": _("An exchange group of remains holds no lists of names."),
            "kind": _(
                "A draft exchange group needs a statement that announces, claims or confirms it first."
            ),
            "words": _("Write at most 500 characters."),
            "harm": _(
                "Write what harm could come of it, and why it is searched all the same: 20 to 500 characters."
            ),
            "name": _("Write at most 100 characters."),
        }
        return self.say(texts.get(field, _("This cannot be taken. Please choose or write again.")))
