"""The alerts that call a moderator: what waits, what is held, what is overdue."""

from collections.abc import Mapping
from dataclasses import replace

from markupsafe import Markup

from bot.core.alerts import Alert, EventKind
from bot.core.lists import Edition
from bot.core.statements import Statement
from handlers.buttons import Act
from handlers.wording.logbook import Logbook
from handlers.wording.statements import Statements
from handlers.wording.terms import Said, _, paragraphs

_OPENS = {
    EventKind.EDITION_WAITS: Act.EDITION,
    EventKind.EDITION_HELD: Act.EDITION,
    EventKind.STATEMENT_WAITS: Act.STATEMENT,
    EventKind.STATEMENT_HELD: Act.STATEMENT,
    EventKind.GRANT_WAITS: Act.GRANT,
    EventKind.PROPOSAL_WAITS: Act.PROPOSAL,
}


class Calls(Logbook, Statements):
    """Alerts for moderators."""

    def call(self, alert: Alert) -> Said:
        """Call a moderator to what an event is about."""
        texts = {
            EventKind.EDITION_WAITS: _("An edition of a list waits for a second moderator."),
            EventKind.STATEMENT_WAITS: _("A statement waits for a second moderator."),
            EventKind.GRANT_WAITS: _("A moderator’s role waits for a second moderator’s agreement."),
            EventKind.PROPOSAL_WAITS: _("A proposal waits for a second moderator."),
            EventKind.CHECK_DUE: _(
                "Nobody has looked for new lists for a day. If you do, press “I looked for new lists now” at the desk."
            ),
            EventKind.HEARTBEAT_DUE: _(
                "Exchange day: nobody has looked for news for half an hour. Families see when somebody last did."
            ),
            EventKind.REPORTS_WAIT: _(
                "Somebody reported something as wrong; it is to be dealt with within a day."
            ),
            EventKind.ALERTS_HELD: _(
                "Telegram refuses some alerts, even as plain text. They are kept and not tried again. Tell whoever runs the bot."
            ),
            EventKind.RETENTION_STOPPED: _(
                "Unusually many watches or chats were to be erased at once, as if the clock were wrong. Nothing was erased. Tell "
                "whoever runs the bot."
            ),
            EventKind.MATCHER_SILENT: _(
                "The program that compares watches with lists has not worked for ten minutes. Alerts about persons wait until "
                "it does; nothing is lost. Tell whoever runs the bot."
            ),
            EventKind.LOG_BROKEN: _(
                "The log of publications does not hold: somebody changed it outside the bot. Nothing can be published or "
                "confirmed now. Tell whoever runs the bot."
            ),
            EventKind.FROZEN: _(
                "A moderator has frozen everything: nothing is published or confirmed, nothing goes out to families. "
                "Two of you agree to go on: /unfreeze"
            ),
            EventKind.SWEEP: _(
                "Very many different names are being asked about, as if somebody tried out a list or the alphabet. Those "
                "who ask so are answered more slowly; nobody is shut out. If this goes on, an owner can pause answers: /pause"
            ),
            EventKind.FOREIGN_POLLER: _(
                "Somebody else uses this bot’s token and may read what people write. Tell whoever runs the bot: revoke the "
                "token in BotFather, and set the new one."
            ),
            EventKind.FOREIGN_WEBHOOK: _(
                "Somebody has turned this bot’s messages to another address. Tell whoever runs the bot: revoke the token "
                "in BotFather, and set the new one."
            ),
        }
        if alert.event.kind is EventKind.GRAVE_ACT:
            return self._call(self._grave_act(alert), alert)
        return self._call(self.say(texts[alert.event.kind]), alert)

    def statement_held(
        self, alert: Alert, statement: Statement, told: Mapping[str, int], *, rate: float
    ) -> Said:
        """Call a moderator to a confirmation that is held: how many would be told, and how to stop it.

        Args:
            told: how many chats, by language.
            rate: alerts a second.
        """
        held = self.say(_("A confirmation is agreed and held: it can be stopped now."))
        said = self._call(paragraphs(held, self.told(told, rate)), alert)
        stop = self.button(_("Stop it"), Act.STATEMENT_STOP, statement.id, str(statement.version))
        return replace(said, buttons=((stop,), *said.buttons))

    def edition_held(self, alert: Alert, edition: Edition) -> Said:
        """Call a moderator to an edition that is held."""
        said = self._call(
            self.say(_("An edition of a list is agreed and held: it can be stopped now.")), alert
        )
        stop = self.button(_("Stop it"), Act.EDITION_DISCARD, edition.id, str(edition.version))
        return replace(said, buttons=((stop,), *said.buttons))

    def _grave_act(self, alert: Alert) -> Markup:
        return self.say(
            _(
                "Done just now, as the second person: {deed}. Who did it: /log. If none of you did: /freeze stops everything."
            ),
            deed=self.deed(alert.event.subject_id),
        )

    def _call(self, what: Markup, alert: Alert) -> Said:
        kind = alert.event.kind
        text = paragraphs(self._repeat(alert), what, self._footer(alert))
        desk = self.button(_("Desk"), Act.DESK)
        if kind is EventKind.ALERTS_HELD:
            return Said(text, ((self.button(_("Held alerts"), Act.HELD),), (desk,)))
        if kind in _OPENS:
            return Said(text, ((self.button(_("Open"), _OPENS[kind], alert.event.subject_id), desk),))
        if kind is EventKind.HEARTBEAT_DUE:
            return Said(text, ((self.button(_("Checked: nothing new"), Act.CHECKED),), (desk,)))
        if kind is EventKind.REPORTS_WAIT:
            return Said(text, ((self.button(_("Reports"), Act.REPORTS),), (desk,)))
        return Said(text, ((desk,),))
