"""The publication log in words, and how an old button is answered."""

from markupsafe import Markup

from bot.core.log import NOTHING, AuditLine, Deed
from bot.services.log import PAGE, LogPage
from handlers.buttons import Act
from handlers.wording.shelf import Shelf
from handlers.wording.terms import Button, Said, _, paragraphs


class Logbook(Shelf):
    """Texts about what was done."""

    def log(self, page: LogPage) -> Said:
        """One page of the log, newest first."""
        lines = [self._log_line(line, page.names.get(line.moderator, "")) for line in page.lines]
        turn: list[Button] = []
        if page.offset:
            turn.append(self.button(_("Newer"), Act.LOG, str(max(0, page.offset - PAGE))))
        if page.earlier is not None:
            turn.append(self.button(_("Earlier"), Act.LOG, str(page.earlier)))
        if not lines:
            return Said(self.say(_("The log is empty.")))
        return Said(paragraphs(self.say(_("Log, from the newest:")), *lines), (tuple(turn),) if turn else ())

    def _log_line(self, line: AuditLine, name: str) -> Markup:
        said = self.say(
            _("• {moment}, {name}: {deed}"),
            moment=self.short_moment(line.at),
            name=self.doer(line.moderator, name),
            deed=self.deed(line.act),
        )
        subject = None if line.subject == NOTHING else line.subject
        digest = line.digest and line.digest.removeprefix("sha256:")[:8]
        return Markup(" · ").join(part for part in (said, subject, digest) if part)

    def settled(self, line: AuditLine | None, name: str) -> Markup:
        """Say to whoever presses an old button what was done meanwhile, when and by whom."""
        if line is None:
            return self.say(_("The button is old. Nothing was changed."))
        return self.say(
            _("This was settled already ({deed}, {moment}, {name}). Nothing was changed now."),
            deed=self.deed(line.act),
            moment=self.moment(line.at),
            name=self.doer(line.moderator, name),
        )

    def moved_on(self) -> Markup:
        """Say that something still waits and cannot be agreed to: what it is about has changed."""
        return self.say(
            _("This cannot be done any more: what it is about has changed since. Nothing was changed.")
        )

    def deed(self, act: str) -> Markup:
        """Name what was done; a word of an earlier version of this program stays as it is."""
        words = {
            Deed.AGREEMENT_SET_UP: _("agreement set up"),
            Deed.EXCHANGE_SET_UP: _("exchange set up"),
            Deed.BATCH_SET_UP: _("exchange group set up"),
            Deed.PUBLISHER_SET_UP: _("publisher set up"),
            Deed.LIST_SET_UP: _("list set up"),
            Deed.FILE_REFUSED: _("file refused"),
            Deed.EDITION_UPLOADED: _("edition uploaded"),
            Deed.EDITION_SUBMITTED: _("edition submitted"),
            Deed.EDITION_HELD: _("edition agreed, held"),
            Deed.EDITION_STOPPED: _("edition stopped"),
            Deed.EDITION_PUBLISHED: _("edition published"),
            Deed.EDITION_SUPERSEDED: _("edition superseded"),
            Deed.EDITION_DISCARDED: _("edition thrown away"),
            Deed.EDITION_WITHDRAWN: _("edition withdrawn"),
            Deed.ROW_ERASED: _("row erased"),
            Deed.STATEMENT_SUBMITTED: _("statement submitted"),
            Deed.STATEMENT_HELD: _("statement agreed, held"),
            Deed.STATEMENT_STOPPED: _("statement stopped"),
            Deed.STATEMENT_PUBLISHED: _("statement published"),
            Deed.STATEMENT_OVERTAKEN: _("statement overtaken by another"),
            Deed.STATEMENT_WITHDRAWN: _("statement withdrawn"),
            Deed.BATCH_CONFIRMED: _("confirmation took effect"),
            Deed.BATCH_WITHDRAWN: _("exchange group withdrawn"),
            Deed.LIST_SWITCHED_ON: _("list searched from now on"),
            Deed.LIST_SWITCHED_OFF: _("list searched no more"),
            Deed.PROPOSAL_SUBMITTED: _("proposal submitted"),
            Deed.PROPOSAL_AGREED: _("proposal agreed"),
            Deed.PROPOSAL_STOPPED: _("proposal stopped"),
            Deed.MODERATOR_INVITED: _("moderator invited"),
            Deed.INVITATION_TAKEN_UP: _("invitation taken up"),
            Deed.INVITATION_ENDED: _("invitation ended"),
            Deed.RENEWAL_SUBMITTED: _("renewal of a role submitted"),
            Deed.MODERATOR_AGREED: _("role granted"),
            Deed.MODERATOR_ENDED: _("role ended"),
            Deed.REPORT_CLOSED: _("report closed"),
            Deed.CHECKED: _("looked for new lists"),
            Deed.EXCHANGE_DAY_BEGUN: _("exchange day begun"),
            Deed.EXCHANGE_DAY_ENDED: _("exchange day ended"),
            Deed.ANSWERS_PAUSED: _("answers paused"),
            Deed.ANSWERS_RESUMED: _("answers resumed"),
            Deed.FROZEN: _("everything frozen"),
            Deed.UNFREEZING: _("agreed to go on, as the first"),
            Deed.UNFROZEN: _("freeze ended"),
            Deed.ALERTS_PAUSED: _("alerts paused"),
            Deed.ALERTS_RESUMED: _("alerts resumed"),
            Deed.ALERTS_STOPPED: _("rest of the alerts stopped"),
            Deed.ALERTS_RELEASED: _("held alerts sent again"),
            Deed.ALERTS_DROPPED: _("held alerts dropped"),
            Deed.WATCHES_ALLOWED: _("more watches allowed to a chat"),
            Deed.REFUSED: _("an attempt refused"),
        }
        known = {deed.value: text for deed, text in words.items()}
        return self.say(known[act]) if act in known else Markup("{act}").format(act=act)
