"""What people receive as alerts. They name nobody."""

from markupsafe import Markup, escape

from bot.core.alerts import Alert
from bot.core.answers import Standing
from bot.core.exchanges import Category
from handlers.buttons import Act
from handlers.wording.screens import Screens
from handlers.wording.terms import Said, _, paragraphs


class Alerts(Screens):
    """Alerts, each with its number, its code and the line about scams."""

    def batch_confirmed(self, alert: Alert, standing: Standing) -> Said:
        """The receiving side has confirmed that an exchange took place."""
        if standing.batch.category is Category.REMAINS:
            return self._remains(alert, standing)
        text = paragraphs(
            self._repeat(alert),
            self.confirmed(standing),
            self.say(
                _(
                    "There are no names here; this says nothing about any one person. You can check one name here, or "
                    "ask officially: /contacts."
                )
            ),
            self._footer(alert),
        )
        return self._with_stop(text, standing)

    def confirmed(self, standing: Standing) -> Markup:
        """Which exchange it is, and who has confirmed it."""
        return paragraphs(
            self.say(
                _("Exchange of {exchange_date}. Category: {category}."),
                exchange_date=self.days(standing.exchange),
                category=self.category(standing.batch.category),
            ),
            self.say(
                _(
                    "The receiving side ({side}) has confirmed that the exchange took place: {link}, {statement_at}."
                ),
                side=self.side(standing.batch.side),
                link=self._statement_link(standing),
                statement_at=self.day(standing.statement.source.stated_on),
            ),
        )

    def _remains(self, alert: Alert, standing: Standing) -> Said:
        text = paragraphs(
            self._repeat(alert),
            self.say(
                _(
                    "Repatriation of remains, {date}. Confirmed by the receiving side ({side}): {link}, {statement_at}."
                ),
                date=self.days(standing.exchange),
                side=self.side(standing.batch.side),
                link=self._statement_link(standing),
                statement_at=self.day(standing.statement.source.stated_on),
            ),
            self.remains_notice(),
            self._footer(alert),
        )
        return self._with_stop(text, standing)

    def _with_stop(self, text: Markup, standing: Standing) -> Said:
        batch_id = standing.batch.id
        return Said(
            text,
            (
                (self.button(_("Exchange group"), Act.BATCH, batch_id, "new"),),
                (self.button(_("Stop following"), Act.UNFOLLOW, batch_id),),
            ),
        )

    def _statement_link(self, standing: Standing) -> Markup:
        source = standing.statement.source
        publisher = escape(source.publisher)
        return publisher if source.link is None else self.link(source.link, publisher)

    def _repeat(self, alert: Alert) -> Markup | None:
        if not alert.uncertain:
            return None
        return self.say(_("(Repeated: this alert may have reached you already.)"))

    def ending(self, alert: Alert) -> Markup:
        """What stands at the end of every alert, and alone differs where many are told the same."""
        return self._footer(alert)

    def _footer(self, alert: Alert) -> Markup:
        return paragraphs(
            self.say(
                _("Alert {number}. Check that it is from us: /verify {code}"),
                number=alert.number,
                code=alert.code,
            ),
            Markup("{phrase}").format(phrase=self.phrase) if self.phrase is not None else None,
            self.scam_line(),
        )
