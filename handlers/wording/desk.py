"""The desk: what waits for whom, at a glance."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup

from bot.core.alerts import EventKind
from bot.core.deliveries import Delivery
from bot.core.exchanges import Agreement, Exchange, SubjectKind
from bot.core.lists import Edition, Review
from bot.core.proposals import Proposed
from bot.core.reminders import HEARTBEAT
from bot.core.roles import GrantReview, Right, may
from bot.core.statements import Statement, StatementReview
from bot.core.switches import Switch
from bot.services.moderators import Desk, Shelf
from handlers.buttons import Act
from handlers.wording.asking import Asking
from handlers.wording.terms import Button, Row, Said, _, paragraphs

MOST_SHOWN = 6
"""Of each section; once they are dealt with the next ones come up."""
GAP = Markup("")
NOT_RESUMED = frozenset({"code", "done"})


class DeskTexts(Asking):
    """Texts of the desk."""

    def desk(self, desk: Desk, *, stale_after: timedelta, now: datetime, contacts_to_check: int = 0) -> Said:
        mine, others, held, drafts = (items[:MOST_SHOWN] for items in self._sorted(desk))
        left_out = sum(len(items[MOST_SHOWN:]) for items in self._sorted(desk))
        forms = [draft for draft in desk.forms if draft.form not in NOT_RESUMED]
        rows: list[Row] = [(button,) for _text, button in (*mine, *others, *held, *drafts)]
        rows += [
            (
                self._named(
                    self.say(_("Go on: {form}"), form=self.form_name(draft.form)), Act.TAKE_UP, draft.form
                ),
            )
            for draft in forms
        ]
        text = paragraphs(
            self.say(_("Desk")),
            *self._switched(desk),
            self._last_check(desk, stale_after=stale_after, now=now),
            *self._section(self.say(_("Waits for you:")), mine),
            *self._section(self.say(_("Waits for another moderator:")), others),
            *self._section(self.say(_("Held; any moderator can stop it:")), held),
            *self._section(self.say(_("Drafts:")), drafts),
            self.count("And {count} more.", "And {count} more.", left_out) if left_out else None,
            GAP,
            self._reports(desk),
            self.count(
                "{count} official contact was last checked more than 90 days ago: tell the operator.",
                "{count} official contacts were last checked more than 90 days ago: tell the operator.",
                contacts_to_check,
            )
            if contacts_to_check
            else None,
            *(self._progress(delivery) for delivery in desk.news),
            self.count(
                "{count} alert is held: Telegram refuses it in any form.",
                "{count} alerts are held: Telegram refuses them in any form.",
                desk.held_alerts,
            )
            if desk.held_alerts
            else None,
            None if rows else self.say(_("Nothing waits.")),
            self.say(_("To add a list, send its file to this chat. Moderators: /moderators.")),
        )
        return Said(text, (*rows, *self._alerts_buttons(desk), *self._desk_buttons(desk)))

    def _sorted(self, desk: Desk) -> "tuple[_Items, _Items, _Items, _Items]":
        """Sort what is open by whom it waits for: text and button of each."""
        mine: _Items = []
        others: _Items = []
        held: _Items = []
        drafts: _Items = []
        for edition in desk.editions:
            item = self._edition_item(desk, edition)
            if edition.review is Review.SUBMITTED:
                me = desk.waits_for_me(edition.uploaded_by, edition.submitted_by)
                (mine if me else others).append(item)
            else:
                (held if edition.review is Review.HELD else drafts).append(item)
        for statement in desk.statements:
            item = self._statement_item(desk, statement)
            if statement.review is StatementReview.HELD:
                held.append(item)
            else:
                (mine if desk.waits_for_me(statement.submitted_by) else others).append(item)
        for proposal in desk.proposals:
            label = self._proposal_label(proposal.kind)
            item = self._item(desk, label, proposal.submitted_by, Act.PROPOSAL, proposal.id)
            (mine if desk.waits_for_me(proposal.submitted_by) else others).append(item)
        for grant in desk.grants:
            if grant.review is GrantReview.SUBMITTED:
                label = self.say(_("New moderator: waits"))
                item = self._item(desk, label, grant.invited_by, Act.GRANT, grant.id)
                (mine if desk.waits_for_me(grant.invited_by, grant.chat_id) else others).append(item)
        return mine, others, held, drafts

    def _edition_item(self, desk: Desk, edition: Edition) -> "_Item":
        labels = {
            Review.SUBMITTED: _("List edition {number}: waits"),
            Review.HELD: _("List edition {number}: held"),
        }
        label = self.say(labels.get(edition.review, _("List edition {number}: draft")), number=edition.number)
        name_list = desk.lists.get(edition.list_id)
        about = self.list_name(name_list) if name_list is not None else ""
        first = edition.submitted_by or edition.uploaded_by
        return self._item(desk, label, first, Act.EDITION, edition.id, about=about)

    def _statement_item(self, desk: Desk, statement: Statement) -> "_Item":
        held = statement.review is StatementReview.HELD
        label = self.say(
            _("Statement held: {party}") if held else _("Statement waits: {party}"),
            party=self.party(statement.party),
        )
        about = self.say(
            _("{kind}, {subject}"),
            kind=self.kind(statement.kind),
            subject=self._subject(desk.shelf, statement),
        )
        return self._item(desk, label, statement.submitted_by, Act.STATEMENT, statement.id, about=about)

    def _item(
        self, desk: Desk, label: Markup, first: str, act: Act, id_: str, *, about: Markup | str = ""
    ) -> "_Item":
        name = self.who(desk.names.get(first, ""))
        if about:
            text = self.say(_("• {label} · {about} ({name})"), label=label, about=about, name=name)
        else:
            text = self.say(_("• {label} ({name})"), label=label, name=name)
        return text, self._named(label, act, id_)

    def _subject(self, shelf: Shelf, statement: Statement) -> str:
        about = statement.about
        for batch in shelf.batches:
            if about.kind is SubjectKind.BATCH and batch.id == about.id:
                return self.subject_name(batch, shelf.exchange_of(batch))
        others: Sequence[Exchange | Agreement] = (*shelf.exchanges, *shelf.agreements)
        for named in others:
            if named.id == about.id:
                return self.subject_name(named, None)
        return ""

    def _proposal_label(self, kind: Proposed) -> Markup:
        words = {
            Proposed.WITHDRAW_EDITION: _("Withdrawal of an edition: waits"),
            Proposed.WITHDRAW_STATEMENT: _("Withdrawal of a statement: waits"),
            Proposed.WITHDRAW_BATCH: _("Withdrawal of a group: waits"),
            Proposed.SEARCH_LIST: _("Search of a list: waits"),
            Proposed.STOP_SEARCHING_LIST: _("End of a list’s search: waits"),
        }
        return self.say(words[kind])

    def _section(self, title: Markup, items: "_Items") -> Sequence[Markup]:
        return (GAP, title, *(text for text, _button in items)) if items else ()

    def _reports(self, desk: Desk) -> Markup | None:
        if not desk.reports:
            return None
        return self.count(
            "{count} report is open, the oldest since {moment}.",
            "{count} reports are open, the oldest since {moment}.",
            len(desk.reports),
            moment=self.moment(desk.reports[0].at),
        )

    def _progress(self, delivery: Delivery) -> Markup:
        coming = delivery.coming
        texts = {
            EventKind.BATCH_CONFIRMED: _("Alerts of a confirmation: sent {sent}, waiting {ready}."),
            EventKind.BATCH_CHANGED: _("Alerts of a changed state: sent {sent}, waiting {ready}."),
        }
        text = texts.get(delivery.event.kind, _("Corrections: sent {sent}, waiting {ready}."))
        return self.say(text, sent=self.number(coming.sent), ready=self.number(coming.ready))

    def _alerts_buttons(self, desk: Desk) -> tuple[Row, ...]:
        """What is on its way, and what is held."""
        rows: list[Row] = [
            (self.button(_("Alerts on their way"), Act.DELIVERY, delivery.event.id),)
            for delivery in desk.news
        ]
        if desk.held_alerts:
            rows.append((self.button(_("Held alerts"), Act.HELD),))
        return tuple(rows)

    def _switched(self, desk: Desk) -> Sequence[Markup]:
        texts = {
            Switch.ANSWERS_PAUSED: _("Answers are paused since {moment} ({name})."),
            Switch.ALERTS_PAUSED: _("Alerts to families are paused since {moment} ({name})."),
            Switch.EXCHANGE_DAY: _("Exchange day since {moment} ({name})."),
            Switch.FROZEN: _(
                "Everything is frozen since {moment} ({name}). Two of you agree to go on: /unfreeze"
            ),
            Switch.UNFREEZING: _("One agreed to go on at {moment} ({name}); a second one is needed."),
        }
        lines = [
            self.say(
                texts[turned.switch],
                moment=self.moment(turned.at),
                name=self.who(desk.names.get(turned.moderator, "")),
            )
            for turned in desk.switches.values()
        ]
        if desk.broken_at is not None:
            broken = _("The log does not hold at line {place}: nothing can be published or confirmed.")
            lines.insert(0, self.say(broken, place=desk.broken_at))
        return lines

    def _last_check(self, desk: Desk, *, stale_after: timedelta, now: datetime) -> Markup:
        last = desk.last_check
        if last is None:
            return self.say(
                _("Nobody has pressed “I looked for new lists” so far: until then no question is answered.")
            )
        if last < now - stale_after:
            return self.say(
                _(
                    "New lists were last looked for at {moment}. That is too long ago: no question is answered."
                ),
                moment=self.moment(last),
            )
        if Switch.EXCHANGE_DAY in desk.switches and last < now - HEARTBEAT:
            return self.say(
                _("New lists were last looked for at {moment}. That is more than half an hour ago."),
                moment=self.moment(last),
            )
        return self.say(_("New lists were last looked for at {moment}."), moment=self.moment(last))

    def _desk_buttons(self, desk: Desk) -> tuple[Row, ...]:
        groups = (self.button(_("Groups and lists"), Act.GROUPS, "0"), self.button(_("Log"), Act.LOG, "0"))
        reports: tuple[Row, ...] = ()
        if desk.reports:
            label = self.say(_("Reports: {number}"), number=len(desk.reports))
            reports = ((self._named(label, Act.REPORTS),),)
        if not may(desk.role, Right.PREPARE):
            return (*reports, groups)
        day = Switch.EXCHANGE_DAY in desk.switches
        checked = _("Checked: nothing new") if day else _("I looked for new lists now")
        switch = self.button(
            _("End the exchange day") if day else _("Begin an exchange day"),
            Act.SWITCH,
            Switch.EXCHANGE_DAY.value,
            "off" if day else "on",
        )
        return (
            *reports,
            (self.button(checked, Act.CHECKED),),
            (self.button(_("Record a statement"), Act.FORM, "statement"),),
            (
                self.button(_("Set up"), Act.SET_UP),
                self.button(_("Withdraw something"), Act.FORM, "withdraw"),
            ),
            groups,
            (switch,),
        )

    def set_up(self) -> Said:
        """What one moderator may set up alone; families see none of it by itself."""
        return Said(
            self.say(
                _(
                    "What shall be set up? Families see none of it before two moderators have agreed to a statement or a "
                    "list about it. To add a list, just send its file to this chat."
                )
            ),
            (
                (self.button(_("New exchange group"), Act.FORM, "batch"),),
                (
                    self.button(_("New exchange"), Act.FORM, "exchange"),
                    self.button(_("New agreement"), Act.FORM, "agreement"),
                ),
                (
                    self.button(_("New publisher"), Act.FORM, "publisher"),
                    self.button(_("New list"), Act.FORM, "list"),
                ),
                (self.button(_("QR picture of the bot"), Act.SQUARE),),
            ),
        )

    def checked(self, at: datetime) -> Said:
        return Said(self.say(_("Noted: new lists were looked for at {moment}."), moment=self.moment(at)))


_Item = tuple[Markup, Button]
_Items = list[_Item]
