"""The owners' pauses of answers and alerts."""

from collections.abc import Mapping

from bot.core.switches import Switch, TurnedOn
from handlers.buttons import Act
from handlers.wording.shelf import Shelf
from handlers.wording.terms import Said, _, paragraphs


class Pauses(Shelf):
    """Texts about what is paused."""

    def pauses(self, on: Mapping[Switch, TurnedOn]) -> Said:
        """What is paused, and the buttons that pause and resume."""
        answers, alerts = Switch.ANSWERS_PAUSED in on, Switch.ALERTS_PAUSED in on
        text = paragraphs(
            self.say(
                _("Answers are paused: whoever asks about a name gets one neutral message.")
                if answers
                else _("Questions are answered.")
            ),
            self.say(
                _(
                    "Alerts to families are paused: they are kept and go out later. Moderators still get theirs."
                )
                if alerts
                else _("Alerts go out.")
            ),
        )
        return Said(
            text,
            (
                (
                    self.button(
                        _("Resume answers") if answers else _("Pause answers"),
                        Act.SWITCH,
                        Switch.ANSWERS_PAUSED.value,
                        "off" if answers else "on",
                    ),
                ),
                (
                    self.button(
                        _("Resume alerts") if alerts else _("Pause alerts"),
                        Act.SWITCH,
                        Switch.ALERTS_PAUSED.value,
                        "off" if alerts else "on",
                    ),
                ),
            ),
        )

    def exchange_day(self, *, on: bool) -> Said:
        if not on:
            return Said(self.say(_("The exchange day is ended. /desk")))
        return Said(
            self.say(
                _(
                    "The exchange day is begun. Families see when somebody last looked for news; press the button whenever "
                    "you did. After half an hour you are reminded."
                )
            ),
            ((self.button(_("Checked: nothing new"), Act.CHECKED),),),
        )
