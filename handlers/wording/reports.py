"""Reports of what is wrong: what anybody reads who makes one, and moderators who deal with it."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.core.exchanges import Batch
from bot.core.reports import Report, ReportKind, ReportReview
from bot.core.statements import Statement
from bot.services.report import ReportView
from handlers.buttons import Act
from handlers.wording.shelf import Shelf
from handlers.wording.terms import Button, Row, Said, _, paragraphs

MOST_STATEMENTS = 8
MOST_REPORTS = 20


class Reports(Shelf):
    """Texts about reports."""

    # for everybody

    def how_to_report(self) -> Said:
        return Said(
            paragraphs(
                self.say(
                    _(
                        "Is something wrong? For a row of a list: write the name as you would ask about it, then press "
                        "“Details” under the answer and “Something is wrong” there. For a statement: open the exchange group "
                        "in /batches and press “Something is wrong” there."
                    )
                ),
                self.say(
                    _(
                        "Anybody may report, also who stands on a list. Moderators look at it within a day; nothing changes "
                        "by itself, and we do not keep who reported it."
                    )
                ),
                self.scam_line(),
            )
        )

    def ask_what_is_wrong(self, edition_id: str, row: str) -> Said:
        text = self.say(
            _("What is wrong with this row? Moderators will look at it; we do not keep who reported it.")
        )
        must_go, differs = ReportKind.ROW_MUST_GO.value, ReportKind.ROW_IS_WRONG.value
        return Said(
            text,
            (
                (self.button(_("The row must be removed"), Act.REPORTED, must_go, edition_id, row),),
                (self.button(_("It differs from its source"), Act.REPORTED, differs, edition_id, row),),
            ),
        )

    def ask_which_statement(self, statements: Sequence[Statement]) -> Said:
        text = self.say(
            _("Which statement is wrong? Moderators will look at it; we do not keep who reported it.")
        )
        wrong = ReportKind.STATEMENT_IS_WRONG.value
        rows: list[Row] = [
            (self._named(self._statement_name(statement), Act.REPORTED, wrong, statement.id),)
            for statement in statements[-MOST_STATEMENTS:]
        ]
        return Said(text, tuple(rows))

    def _statement_name(self, statement: Statement) -> Markup:
        return self.say(
            _("{day} · {party} · {kind}"),
            day=self.day(statement.source.stated_on),
            party=self.party(statement.party),
            kind=self.kind(statement.kind),
        )

    def statement_name(self, statement: Statement) -> str:
        """Name a statement for a choice."""
        return str(self._statement_name(statement).unescape())

    def reported(self) -> Said:
        return Said(
            self.say(
                _(
                    "Thank you. Moderators will look at it within a day. As we do not keep who reported it, no answer "
                    "comes here: please look again later."
                )
            )
        )

    # for moderators

    def reports(self, reports: Sequence[Report]) -> Said:
        if not reports:
            return Said(self.say(_("No report is open. /desk")))
        rows: list[Row] = [
            (self._named(self._report_name(number, report), Act.REPORT_VIEW, report.id),)
            for number, report in enumerate(reports[:MOST_REPORTS], 1)
        ]
        text = self.count(
            "{count} report is open; each is to be dealt with within a day.",
            "{count} reports are open; each is to be dealt with within a day.",
            len(reports),
        )
        return Said(text, tuple(rows))

    def _report_name(self, number: int, report: Report) -> Markup:
        texts = {
            ReportKind.ROW_MUST_GO: _("{number}. A row must be removed"),
            ReportKind.ROW_IS_WRONG: _("{number}. A row is wrong"),
            ReportKind.STATEMENT_IS_WRONG: _("{number}. A statement is wrong"),
        }
        return self.say(texts[report.kind], number=number)

    def report_view(self, view: ReportView) -> Said:
        """A report with what it is about, and what can be done."""
        report = view.report
        texts = {
            ReportKind.ROW_MUST_GO: _("Reported at {moment}: this row must be removed."),
            ReportKind.ROW_IS_WRONG: _("Reported at {moment}: this row differs from its source."),
            ReportKind.STATEMENT_IS_WRONG: _("Reported at {moment}: this statement is wrong."),
        }
        text = paragraphs(
            self.say(texts[report.kind], moment=self.moment(report.at)),
            self._about_batch(view.batch, view.exchange)
            if view.batch is not None and view.exchange is not None
            else None,
            self.statement(view.statement) if view.statement is not None else None,
            *(self._row_reported(view, view.batch) if view.batch is not None else ()),
            self._report_review(report),
        )
        return Said(text, self._report_buttons(view))

    def _row_reported(self, view: ReportView, batch: Batch) -> Sequence[Markup | None]:
        if view.list is None:
            return ()
        return (
            self._list(view.list, batch),
            self._row(view),
            self.say(_("The published edition does not print this row."))
            if not view.still_published
            else None,
            self.say(_("Edition {number} without this row waits."), number=view.taking_down.number)
            if view.taking_down is not None
            else None,
        )

    def _row(self, view: ReportView) -> Markup:
        entry = view.entry
        if entry is None:
            return self.say(_("The row is erased."))
        values = {"row": entry.row, "printed_name": entry.printed_name, "year": entry.person.birth_year}
        if entry.person.birth_year is None:
            return Markup("{row}. {printed_name}").format(**values)
        return Markup("{row}. {printed_name}, {year}").format(**values)

    def _report_review(self, report: Report) -> Markup:
        texts = {
            ReportReview.OPEN: _("It is open."),
            ReportReview.DONE: _("It was dealt with."),
            ReportReview.DISMISSED: _("It was closed: nothing was to be changed."),
        }
        return self.say(texts[report.review])

    def _report_buttons(self, view: ReportView) -> tuple[Row, ...]:
        report = view.report
        if report.review is not ReportReview.OPEN:
            return ((self.button(_("Reports"), Act.REPORTS),),)
        at = (report.id, str(report.version))
        first: list[Button] = []
        if view.taking_down is not None:
            first.append(self.button(_("Open that edition"), Act.EDITION, view.taking_down.id))
        elif view.entry is not None:
            first.append(self.button(_("Take the row down"), Act.TAKE_DOWN, *at))
        if view.statement is not None:
            what = f"statement-{view.statement.id}"
            first.append(self.button(_("Withdraw the statement"), Act.FORM, "withdraw", "what", what))
        return (
            *((button,) for button in first),
            (
                self.button(_("Dealt with"), Act.REPORT_CLOSE, *at, ReportReview.DONE.value),
                self.button(_("Nothing to change"), Act.REPORT_CLOSE, *at, ReportReview.DISMISSED.value),
            ),
            (self.button(_("Reports"), Act.REPORTS),),
        )

    def row_erased(self) -> Said:
        return Said(
            self.say(
                _(
                    "The published edition did not print this row any more. It was erased from the former editions, and "
                    "the report is closed."
                )
            )
        )
