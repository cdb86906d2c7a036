"""Statements on their way, as moderators see them."""

from collections.abc import Mapping
from datetime import datetime

from markupsafe import Markup

from bot.core.exchanges import BatchState
from bot.core.statements import Statement, StatementReview
from bot.services.confirm import Foresight, StatementView
from handlers.buttons import Act
from handlers.wording.catalogues import LANGUAGES
from handlers.wording.shelf import Shelf
from handlers.wording.terms import Row, Said, _, paragraphs

TOLD = frozenset({BatchState.CONFIRMED, BatchState.POSTPONED, BatchState.CANCELLED})


class Statements(Shelf):
    """Texts about statements."""

    def statement_view(self, view: StatementView, *, now: datetime, rate: float) -> Said:
        """A statement on its way, as each moderator sees it.

        Args:
            rate: alerts a second.
        """
        statement = view.statement
        coming = statement.review in {StatementReview.SUBMITTED, StatementReview.HELD}
        text = paragraphs(
            self._about(view),
            self.statement(statement),
            self._effect(statement.moves_to),
            self.told(view.told, rate) if coming and statement.moves_to in TOLD else None,
            self.say(_("Recorded by: {name}"), name=self.who(view.first)),
            self._digest(statement.digest),
            self._statement_review(statement, now),
        )
        return Said(text, self._statement_buttons(statement, now))

    def foresight(self, foresight: Foresight, *, rate: float) -> Markup:
        """What a statement would do, for the preview of its form."""
        told = self.told(foresight.told, rate) if foresight.moves_to in TOLD else None
        return paragraphs(self._effect(foresight.moves_to), told)

    def _about(self, view: StatementView) -> Markup:
        if view.batch is not None and view.exchange is not None:
            about = self._about_batch(view.batch, view.exchange)
        elif view.exchange is not None:
            about = self.say(_("About the exchange of {day}"), day=self.days(view.exchange))
        else:
            about = self.say(_("About the agreement as a whole"))
        return paragraphs(about, self._agreement(view.agreement))

    def _effect(self, moves_to: BatchState | None) -> Markup:
        if moves_to is None:
            return self.say(_("It stands beside the other statements; no state changes."))
        if moves_to in TOLD:
            return self.say(
                _("It changes the state to: {state}. All who follow the exchange group will be told."),
                state=self.state(moves_to),
            )
        return self.say(_("It changes the state to: {state}."), state=self.state(moves_to))

    def told(self, by_language: Mapping[str, int], rate: float) -> Markup:
        """How many would be told, in which languages, and how long it would take.

        Args:
            rate: alerts a second.
        """
        chats = sum(by_language.values())
        if chats == 0:
            return self.say(_("Nobody would be told: nobody follows it who can be reached."))
        minutes = max(1, -(-round(chats / rate) // 60))
        return paragraphs(
            self.count(
                "{count} chat would be told; that takes about this many minutes: {minutes}.",
                "{count} chats would be told; that takes about this many minutes: {minutes}.",
                chats,
                minutes=self.number(minutes),
            ),
            self.say(
                _("Of them in Ukrainian: {uk}, in Russian: {ru}, in English: {en}."),
                **{language: self.number(by_language.get(language, 0)) for language in LANGUAGES},
            ),
        )

    def _statement_review(self, statement: Statement, now: datetime) -> Markup:
        if statement.held_until is not None and _can_be_stopped(statement, now):
            return self.held_until(statement.held_until)
        texts = {
            StatementReview.SUBMITTED: _("It waits for a second moderator. Families do not see it."),
            StatementReview.HELD: _("Agreed. It takes effect now."),
            StatementReview.PUBLISHED: _("Published."),
            StatementReview.STOPPED: _("Stopped: it has no effect."),
            StatementReview.WITHDRAWN: _("Withdrawn by us; families do not see it any more."),
        }
        return self.say(texts[statement.review])

    def _statement_buttons(self, statement: Statement, now: datetime) -> tuple[Row, ...]:
        at = (statement.id, str(statement.version))
        stop = (self.button(_("Stop it"), Act.STATEMENT_STOP, *at),)
        if statement.review is StatementReview.SUBMITTED:
            return ((self.button(_("Agree as the second person"), Act.STATEMENT_AGREE, *at),), stop)
        if statement.review is StatementReview.PUBLISHED:
            withdraw = self.button(_("Withdraw"), Act.FORM, "withdraw", "what", f"statement-{statement.id}")
            return ((withdraw,),)
        return (stop,) if _can_be_stopped(statement, now) else ()


def _can_be_stopped(statement: Statement, now: datetime) -> bool:
    """Whether the hold of an agreed confirmation still lasts."""
    held_until = statement.held_until
    return statement.review is StatementReview.HELD and held_until is not None and now < held_until
