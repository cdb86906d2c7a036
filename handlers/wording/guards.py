"""The second factor and the freeze, in words."""

from collections.abc import Mapping
from datetime import datetime

from bot.core.errors import BotError, FactorBlocked, Frozen, WrongFactor
from bot.core.switches import Switch, TurnedOn
from handlers.buttons import Act
from handlers.wording.shelf import Shelf
from handlers.wording.terms import Said, _


class Guards(Shelf):
    """Texts that keep a stolen account from acting."""

    def unlocked(self, until: datetime) -> Said:
        text = _("Unlocked until {moment}. Press again what you wanted to do.")
        return Said(self.say(text, moment=self.moment(until)))

    def guarded(self, error: BotError) -> Said:
        """Say what stands between a moderator and a grave act."""
        match error:
            case WrongFactor(left=left):
                return Said(
                    self.count(
                        "This is no code of now. {count} more try, then no code is taken for 15 minutes.",
                        "This is no code of now. {count} more tries, then no code is taken for 15 minutes.",
                        left,
                    )
                )
            case FactorBlocked():
                text = _("Too many wrong codes: none is taken for 15 minutes. The attempt was noted.")
            case Frozen():
                text = _(
                    "Everything is frozen: nothing is published or confirmed. Two of you agree to go on: /unfreeze"
                )
            case _:
                text = _(
                    "This needs a code of your authenticator: send /unlock and the six digits, then press again. "
                    "If you have none, whoever runs the bot can give you one."
                )
        return Said(self.say(text))

    def frozen(self, on: Mapping[Switch, TurnedOn]) -> Said:
        """How the freeze stands."""
        if Switch.FROZEN not in on:
            return Said(self.say(_("Nothing is frozen.")))
        if Switch.UNFREEZING in on:
            text = _(
                "One of you has agreed to go on. A second one sends /unfreeze; until then everything stays frozen."
            )
        else:
            text = _(
                "Everything is frozen: nothing is published or confirmed, what is held stays held, nothing goes out to "
                "families. Questions are answered. The others were told. Two of you agree to go on: /unfreeze"
            )
        return Said(self.say(text), ((self.button(_("Desk"), Act.DESK),),))
