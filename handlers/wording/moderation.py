"""What moderators read. They read in a hurry: what it is, what it does, what comes next."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup

from bot.core.errors import (
    BadValue,
    BotError,
    NotAllowed,
    ReaderUnavailable,
    Unknown,
    UserMistake,
    WrongCode,
    WrongState,
)
from bot.core.exchanges import Agreement, Batch, BatchState, Exchange, Statement, StatementReview
from bot.core.lists import Edition, NameList, Review, publisher_class
from bot.core.log import code_of
from bot.core.roles import Grant, GrantReview
from bot.core.uploads import Upload
from bot.files import Fault, Refused
from bot.services.confirm import StatementView
from bot.services.moderators import Desk
from bot.services.review import EditionView
from handlers.buttons import Act
from handlers.wording.files import Files
from handlers.wording.forms import LABELS, QUESTIONS
from handlers.wording.terms import Button, Row, Said, _, paragraphs


class Moderation(Files):
    """Texts of the desk, the forms and the reports."""

    # the desk

    def desk(self, desk: Desk, *, stale_after: timedelta, now: datetime) -> Said:
        lines = [self.say(_("Desk")), self._last_check(desk.last_check, stale_after=stale_after, now=now)]
        rows: list[Row] = []
        for edition in desk.editions:
            label = (
                _("List edition {number}: waits")
                if edition.review is Review.SUBMITTED
                else _("List edition {number}: draft")
            )
            rows.append((self._named(self.say(label, number=edition.number), Act.EDITION, edition.id),))
        rows += [(self._waiting(statement),) for statement in desk.statements]
        rows += [
            (self._named(self.say(_("New moderator: waits")), Act.GRANT, grant.id),)
            for grant in desk.grants
            if grant.review is GrantReview.SUBMITTED
        ]
        lines.append(self.say(_("Waiting:")) if rows else self.say(_("Nothing waits.")))
        rows += [
            (self.button(_("I looked for new lists now"), Act.CHECKED),),
            (
                self.button(_("Record a statement"), Act.FORM, "statement"),
                self.button(_("New exchange group"), Act.FORM, "batch"),
            ),
            (
                self.button(_("New exchange"), Act.FORM, "exchange"),
                self.button(_("New agreement"), Act.FORM, "agreement"),
            ),
        ]
        lines.append(
            self.say(
                _("To add a list, send its file to this chat, or paste its rows. Moderators: /moderators.")
            )
        )
        return Said(paragraphs(*lines), tuple(rows))

    def _waiting(self, statement: Statement) -> Button:
        held = statement.review is StatementReview.HELD
        label = self.say(
            _("Statement held: {party}") if held else _("Statement waits: {party}"),
            party=self.party(statement.party),
        )
        return self._named(label, Act.STATEMENT, statement.id)

    def _named(self, label: Markup | str, act: Act, *args: str) -> Button:
        words = label.unescape() if isinstance(label, Markup) else label
        return Button(words, carries=self.button("", act, *args).carries)

    def _last_check(self, last: datetime | None, *, stale_after: timedelta, now: datetime) -> Markup:
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
        return self.say(_("New lists were last looked for at {moment}."), moment=self.moment(last))

    def checked(self, at: datetime) -> Said:
        return Said(self.say(_("Noted: new lists were looked for at {moment}."), moment=self.moment(at)))

    # forms

    def form_left(self) -> Said:
        return Said(self.say(_("The form was thrown away. /desk")))

    def question(
        self, field: str, options: Sequence[tuple[str, str]], *, skip: bool, next_page: int | None = None
    ) -> Said:
        """One question of a form.

        Args:
            options: label and value of each choice; none if the answer is typed.
            skip: whether the question may be left open.
            next_page: where there are more choices than these, the number of the page that goes on.
        """
        rows: list[Row] = [(self._named(label, Act.PICK, field, value),) for label, value in options]
        if next_page is not None:
            rows.append((self.button(_("Show more"), Act.MORE, field, str(next_page)),))
        if skip:
            rows.append((self.button(_("Leave open"), Act.PICK, field, ""),))
        rows.append((self.button(_("Leave the form"), Act.LEAVE),))
        return Said(self.say(QUESTIONS[field]), tuple(rows))

    def preview(self, lines: Sequence[tuple[str, str]]) -> Said:
        """Everything a form holds, before it is saved: the questions' fields with their answers."""
        text = paragraphs(
            self.say(_("Please check:")),
            *(
                Markup("{label}: {value}").format(label=self.say(LABELS[field]), value=value)
                for field, value in lines
            ),
        )
        return Said(
            text, ((self.button(_("Save"), Act.SAVE),), (self.button(_("Leave the form"), Act.LEAVE),))
        )

    def no_agreement(self) -> str:
        return str(self.say(_("No agreement")))

    def another_publisher(self) -> str:
        return str(self.say(_("Another publisher")))

    def another_list(self) -> str:
        return str(self.say(_("Another list")))

    def list_name(self, name_list: NameList) -> str:
        """Name a list for a choice."""
        text = self.say(
            _("{publisher}, {day}"), publisher=name_list.publisher.name, day=self.day(name_list.published_on)
        )
        return str(text.unescape())

    def saved(self) -> Said:
        return Said(self.say(_("Saved. /desk")))

    def batch_saved(self) -> Said:
        return Said(
            self.say(
                _(
                    "Saved. Families do not see this exchange group until a statement about it is agreed by two "
                    "moderators."
                )
            ),
            ((self.button(_("Record a statement"), Act.FORM, "statement"),),),
        )

    def subject_name(self, subject: Agreement | Exchange | Batch, exchange: Exchange | None) -> str:
        """Name an agreement, exchange or batch for a choice."""
        match subject:
            case Agreement():
                return str(getattr(subject.title, self.language))
            case Exchange():
                return str(self.say(_("Exchange of {day}"), day=self.day(subject.day)).unescape())
            case Batch():
                assert exchange is not None  # noqa: S101  a batch belongs to an exchange
                text = self.say(
                    _("{day} · {side} · {category}"),
                    day=self.day(exchange.day),
                    side=self.side(subject.side),
                    category=self.category(subject.category),
                )
                return str(text.unescape())

    # editions

    def edition(self, view: EditionView) -> Said:
        """An edition on its way, with what was read from its file: each moderator sees the same."""
        edition, name_list = view.edition, view.list
        states = {
            Review.DRAFT: _("Draft: nothing of it is searched."),
            Review.SUBMITTED: _("It waits for a second moderator. Nothing of it is searched."),
            Review.PUBLISHED: _("Published: it is searched now."),
            Review.SUPERSEDED: _("Superseded by a newer edition."),
            Review.WITHDRAWN: _("Withdrawn."),
            Review.DISCARDED: _("Thrown away."),
        }
        text = paragraphs(
            self.say(
                _("List of {publisher} ({class_}), {day}, {link}, edition {number}"),
                publisher=name_list.publisher.name,
                class_=self.publisher_class(publisher_class(name_list.publisher.kind, view.batch.side)),
                day=self.day(name_list.published_on),
                link=self.link(name_list.link, self.say(_("link"))),
                number=edition.number,
            ),
            self.say(
                _("About the exchange group: {name}"), name=self.subject_name(view.batch, view.exchange)
            ),
            self._agreement(view.agreement),
            "",
            self.count("{count} row.", "{count} rows.", edition.rows) if view.upload is None else None,
            *(self._upload(view.upload, edition, view.faults) if view.upload is not None else ()),
            self.count(
                "{count} row of the file was rejected: it is not searched, and answers say so.",
                "{count} rows of the file were rejected: they are not searched, and answers say so.",
                edition.rejected,
            )
            if edition.rejected
            else None,
            "",
            *(self._sample_line(entry.row, entry.printed_name) for entry in view.sample),
            "",
            *self._against_former(view),
            self.say(_("Digest: {digest}"), digest=edition.digest.removeprefix("sha256:")[:16]),
            self.say(_("Published. It is searched once a statement announces the exchange group."))
            if edition.review is Review.PUBLISHED and view.batch.state is BatchState.DRAFT
            else self.say(states[edition.review]),
        )
        return Said(text, self._edition_buttons(view))

    def _upload(self, upload: Upload, edition: Edition, faults: Sequence[Fault]) -> Sequence[Markup]:
        """What was read from the file."""
        return [
            self._counts(
                total=upload.total,
                accepted=edition.rows,
                rejected=edition.rejected,
                merged=upload.merged,
                blank=upload.blank,
            ),
            self._read_as(upload.kind, upload.encoding, upload.sheet),
            *self.faults(faults, count=upload.faults),
        ]

    def _against_former(self, view: EditionView) -> Sequence[Markup]:
        """What the edition changes, while it is not published."""
        former, changes = view.former, view.changes
        if former is None or view.edition.review not in {Review.DRAFT, Review.SUBMITTED}:
            return ()
        lines = [
            self.say(
                _("It supersedes edition {number} (rows: {rows})."),
                number=former.number,
                rows=self.number(former.rows),
            )
        ]
        if changes is not None:
            lines.append(
                self.say(
                    _("Against it, rows added: {added}, removed: {removed}, changed: {changed}."),
                    added=self.number(changes.added),
                    removed=self.number(changes.removed),
                    changed=self.number(changes.changed),
                )
            )
        if view.upload is not None and view.upload.reason:
            lines.append(self._much_changed(former.rows, view.edition.rows))
            lines.append(self.say(_("Reason given: {reason}"), reason=view.upload.reason))
        return lines

    def _sample_line(self, row: int, printed_name: str) -> Markup:
        return Markup("{row}. {name}").format(row=row, name=printed_name)

    def _edition_buttons(self, view: EditionView) -> tuple[Row, ...]:
        edition = view.edition
        discard = (self.button(_("Throw away"), Act.EDITION_DISCARD, edition.id),)
        # There is always something in it: the counts, and where they are, faults and changes.
        report = (self.button(_("Report as a file"), Act.EDITION_REPORT, edition.id),)
        if edition.review is Review.DRAFT:
            return ((self.button(_("Submit"), Act.EDITION_SUBMIT, edition.id),), report, discard)
        if edition.review is Review.SUBMITTED:
            return (
                (self.button(_("Publish as the second person"), Act.EDITION_PUBLISH, edition.id),),
                report,
                discard,
            )
        return ()

    def ask_for_digest_code(self, digest: str) -> Said:
        return Said(
            self.say(
                _("Type these four characters to agree to exactly this: {code}"),
                code=code_of(digest),
            ),
            ((self.button(_("Leave the form"), Act.LEAVE),),),
        )

    # statements

    def statement_view(self, view: StatementView, *, now: datetime) -> Said:
        """A statement on its way, as each moderator sees it."""
        statement = view.statement
        text = paragraphs(
            self._about(view),
            self.statement(statement),
            self._effect(statement),
            self.say(_("Digest: {digest}"), digest=statement.digest.removeprefix("sha256:")[:16]),
            self._statement_review(statement, now),
        )
        return Said(text, self._statement_buttons(statement, now))

    def _about(self, view: StatementView) -> Markup:
        if view.batch is not None and view.exchange is not None:
            about = self.say(
                _("About the exchange group: {name}"), name=self.subject_name(view.batch, view.exchange)
            )
        elif view.exchange is not None:
            about = self.say(_("About the exchange of {day}"), day=self.day(view.exchange.day))
        else:
            about = self.say(_("About the agreement as a whole"))
        return paragraphs(about, self._agreement(view.agreement))

    def _agreement(self, agreement: Agreement | None) -> Markup | None:
        """The agreement in all its languages: families read one of them, the second person checks all."""
        if agreement is None:
            return None
        title = agreement.title
        return self.say(
            _("Agreement: {uk} · {ru} · {en}, {day}"),
            uk=title.uk,
            ru=title.ru,
            en=title.en,
            day=self.day(agreement.agreed_on),
        )

    def _effect(self, statement: Statement) -> Markup:
        if statement.moves_to is None:
            return self.say(_("It stands beside the other statements; no state changes."))
        if statement.moves_to is BatchState.CONFIRMED:
            return self.say(
                _("It changes the state to: {state}. All who follow the exchange group will be told."),
                state=self.state(statement.moves_to),
            )
        return self.say(_("It changes the state to: {state}."), state=self.state(statement.moves_to))

    def _statement_review(self, statement: Statement, now: datetime) -> Markup:
        if statement.held_until is not None and _can_be_stopped(statement, now):
            return self.say(
                _("Agreed. It takes effect at {moment}; until then any moderator can stop it."),
                moment=self.moment(statement.held_until),
            )
        texts = {
            StatementReview.SUBMITTED: _("It waits for a second moderator. Families do not see it."),
            StatementReview.HELD: _("Agreed. It takes effect now."),
            StatementReview.PUBLISHED: _("Published."),
            StatementReview.STOPPED: _("Stopped: it has no effect."),
        }
        return self.say(texts[statement.review])

    def _statement_buttons(self, statement: Statement, now: datetime) -> tuple[Row, ...]:
        stop = (self.button(_("Stop it"), Act.STATEMENT_STOP, statement.id),)
        if statement.review is StatementReview.SUBMITTED:
            return ((self.button(_("Agree as the second person"), Act.STATEMENT_AGREE, statement.id),), stop)
        return (stop,) if _can_be_stopped(statement, now) else ()

    # moderators

    def moderators(self, grants: Sequence[Grant]) -> Said:
        lines = (
            [self.say(_("Moderators beside the owners:"))]
            if grants
            else [self.say(_("There are no moderators beside the owners."))]
        )
        lines += [self._grant_line(grant) for grant in grants]
        rows: list[Row] = [
            (self._named(self.say(_("End: {name}"), name=grant.name), Act.GRANT_END, grant.id),)
            for grant in grants
        ]
        rows.append((self.button(_("Invite a moderator"), Act.FORM, "invite"),))
        return Said(paragraphs(*lines), tuple(rows))

    def _grant_line(self, grant: Grant) -> Markup:
        if grant.review is GrantReview.PUBLISHED and grant.until is not None:
            return self.say(_("• {name}, until {moment}"), name=grant.name, moment=self.moment(grant.until))
        if grant.review is GrantReview.SUBMITTED:
            return self.say(_("• {name}: waits for a second moderator"), name=grant.name)
        return self.say(_("• {name}: invited"), name=grant.name)

    def invitation(self, name: str, address: str) -> Said:
        text = self.say(
            _(
                "Send this address to {name} only. It works once, within a day; then another moderator must agree: "
                "{address}"
            ),
            name=name,
            address=address,
        )
        return Said(text)

    def grant(self, grant: Grant) -> Said:
        text = paragraphs(
            self.say(_("New moderator: {name}"), name=grant.name),
            self.say(_("Digest: {digest}"), digest=grant.digest.removeprefix("sha256:")[:16]),
            self._grant_line(grant),
        )
        if grant.review is not GrantReview.SUBMITTED:
            return Said(text)
        return Said(
            text,
            (
                (self.button(_("Agree as the second person"), Act.GRANT_AGREE, grant.id),),
                (self.button(_("Refuse"), Act.GRANT_END, grant.id),),
            ),
        )

    def invitation_taken(self) -> Said:
        return Said(
            self.say(_("Thank you. Another moderator must agree now; after that /desk works for you."))
        )

    def grant_ended(self) -> Said:
        return Said(self.say(_("Ended. /moderators")))

    # what cannot be done

    def moderator_problem(self, error: BotError) -> Said:
        """Say to a moderator what is wrong and what to do."""
        match error:
            case NotAllowed():
                return Said(
                    self.say(_("You may not do this: another moderator must. The attempt was noted. /desk"))
                )
            case WrongCode():
                return Said(
                    self.say(_("These are other characters than the screen shows. Nothing was changed."))
                )
            case WrongState() | Unknown():
                return Said(
                    self.say(
                        _(
                            "This was done or changed meanwhile, or the button is old. Nothing was changed. /desk"
                        )
                    )
                )
            case Refused(faults=faults):
                return self.refusal(faults)
            case ReaderUnavailable():
                return self.cannot_read_now()
            case BadValue(field=field):
                return Said(self.bad_value(field))
            case UserMistake():
                return self.problem(error)
            case _:
                return self.problem(error)

    def bad_value(self, field: str) -> Markup:
        texts = {
            "day": _("Write a day as 9.06.2025 or 2025-06-09."),
            "link": _(
                "Write a full address that begins with https:// or http://. A statement that changes a state needs one."
            ),
            "title": _("Write three lines: Ukrainian, Russian, English."),
            "number": _("Write a whole number."),
            "expected": _("Write how many rows of names the file has, as a whole number."),
            "source": _(
                "E43 A list needs the full address where it was published, and the day as 9.06.2025."
            ),
            "reason": _(
                "E31 The published edition has another size now, and nobody gave a reason. Throw this edition away and "
                "upload it again."
            ),
            "rows": _("Not one row of the file was accepted, so there is nothing to submit."),
            "category": _("An exchange group of remains holds no lists of names."),
            "kind": _(
                "A draft exchange group needs a statement that announces, claims or confirms it first."
            ),
            "words": _("Write at most 500 characters."),
            "name": _("Write at most 100 characters."),
        }
        return self.say(texts.get(field, _("This cannot be taken. Please choose or write again.")))


def _can_be_stopped(statement: Statement, now: datetime) -> bool:
    """Whether the hold of an agreed confirmation still lasts."""
    held_until = statement.held_until
    return statement.review is StatementReview.HELD and held_until is not None and now < held_until
