"""What followers receive besides a confirmation: that an exchange was moved, or that we were wrong."""

from markupsafe import Markup

from bot.core.alerts import Alert, EventKind
from bot.core.answers import Standing
from bot.core.exchanges import BatchState, Category
from bot.core.lists import Edition, NameList, Review, publisher_class
from bot.core.proposals import Reason
from bot.core.statements import Statement
from handlers.buttons import Act
from handlers.wording.alerts import Alerts
from handlers.wording.terms import Button, Said, _, paragraphs


class News(Alerts):
    """Alerts of changes and corrections. They name nobody."""

    def batch_changed(self, alert: Alert, standing: Standing, statement: Statement) -> Said:
        """An exchange was postponed, cancelled, or announced anew."""
        texts = {
            BatchState.POSTPONED: _(
                "The receiving side ({side}) has stated that this is postponed: {link}, {statement_at}."
            ),
            BatchState.CANCELLED: _(
                "The receiving side ({side}) has stated that this is cancelled: {link}, {statement_at}."
            ),
        }
        anew = _(
            "This was announced anew ({party}; {link}, {statement_at}). We hold no confirmation from the receiving "
            "side that it took place."
        )
        text = paragraphs(
            self._repeat(alert),
            self._what_it_is_about(standing),
            self.say(
                texts.get(statement.moves_to or standing.batch.state, anew),
                side=self.side(standing.batch.side),
                party=self.party(statement.party),
                link=self._source_of(statement),
                statement_at=self.day(statement.source.stated_on),
            ),
            self._nobody_is_named(standing),
            self._footer(alert),
        )
        return self._with_stop(text, standing)

    def statement_corrected(
        self, alert: Alert, standing: Standing, statement: Statement, reason: Reason
    ) -> Said:
        """The statement behind a state that we told of was our mistake."""
        text = paragraphs(
            self._repeat(alert),
            self.say(_("Correction.")),
            self._what_it_is_about(standing),
            self.say(_("We told you of this statement, and take it back:")),
            self.statement(statement),
            self.reason(reason),
            self.say(_("State of the exchange group now: {state}."), state=self.state(standing.batch.state)),
            self._no_confirmation(standing),
            self.say(_("We apologise for it.")),
            self._nobody_is_named(standing),
            self._footer(alert),
        )
        return self._with_stop(text, standing)

    def batch_withdrawn(self, alert: Alert, standing: Standing, reason: Reason) -> Said:
        """It was our mistake to show an exchange group at all."""
        text = paragraphs(
            self._repeat(alert),
            self.say(_("Correction.")),
            self._what_it_is_about(standing),
            self.say(_("We take back everything that we told you about this exchange group.")),
            self.reason(reason),
            self.say(_("We apologise for it.")),
            self._nobody_is_named(standing),
            self._footer(alert),
        )
        return Said(text, ((self.button(_("All exchange groups"), Act.BATCHES, "0"),),))

    def in_public(self, said: Said, alert: Alert, standing: Standing, address: str) -> Said:
        """What is news to followers, as a channel shows it: nobody can press anything there, nor be called by number.

        Args:
            address: opens the private chat with the bot.
        """
        body = said.text.removesuffix(self.ending(alert))
        if alert.event.kind is EventKind.BATCH_CONFIRMED and standing.batch.category is not Category.REMAINS:
            body = self.confirmed(standing)
        text = paragraphs(
            body.rstrip("\n"),
            self.say(
                _(
                    "Nobody is named here. To check one name, or to be told of exchanges, write to the bot in private."
                )
            ),
            self.scam_line(),
        )
        return Said(text, ((Button(str(self.say(_("Write in private"))), url=address),),))

    def edition_corrected(self, alert: Alert) -> Said:
        """What an answer was drawn from was corrected; it concerns a person, so nothing more stands here."""
        text = paragraphs(
            self._repeat(alert),
            self.say(_("There is an update on an answer of ours. Open it when it suits you.")),
            self._footer(alert),
        )
        return Said(text, ((self.button(_("Show"), Act.CORRECTION, alert.event.id),),))

    def what_was_corrected(
        self, edition: Edition, name_list: NameList, standing: Standing, reason: Reason | None
    ) -> Said:
        """What the person sees who opens that update.

        Args:
            edition: the one that was wrong.
            reason: why it was withdrawn; None if it was replaced.
        """
        replaced = _(
            "We answered you from this list: {publisher} ({class_}), published {date}, {link}. Its edition {edition} "
            "was replaced, because rows of it were removed or changed."
        )
        withdrawn = _(
            "We answered you from this list: {publisher} ({class_}), published {date}, {link}. We have withdrawn its "
            "edition {edition}."
        )
        text = paragraphs(
            self.say(
                withdrawn if edition.review is Review.WITHDRAWN else replaced,
                publisher=name_list.publisher.name,
                class_=self.publisher_class(publisher_class(name_list.publisher.kind, standing.batch.side)),
                date=self.day(name_list.published_on),
                link=self.link(name_list.link, self.say(_("link"))),
                edition=edition.number,
            ),
            self.reason(reason) if reason is not None else None,
            self.say(
                _(
                    "What we told you from it may no longer hold. We do not keep whom you asked about: please write the "
                    "name again. This says nothing about any person’s fate or whereabouts."
                )
            ),
            self.say(_("We apologise for it.")),
            self.scam_line(),
        )
        return Said(text)

    def reason(self, reason: Reason) -> Markup:
        """Say what was wrong."""
        words = {
            Reason.OUR_MISTAKE: _("We had entered it wrongly."),
            Reason.SOURCE_CHANGED: _("The source has changed or withdrawn it."),
            Reason.NOT_GENUINE: _("It does not come from the source that we had named."),
        }
        return self.say(words[reason])

    def _no_confirmation(self, standing: Standing) -> Markup | None:
        if standing.batch.state is BatchState.CONFIRMED:
            return None
        return self.say(_("We hold no confirmation from the receiving side that it took place."))

    def _what_it_is_about(self, standing: Standing) -> Markup:
        if standing.batch.category is Category.REMAINS:
            return self._heading(standing)
        return self.say(
            _("Exchange of {exchange_date}. Category: {category}."),
            exchange_date=self.days(standing.exchange),
            category=self.category(standing.batch.category),
        )

    def _nobody_is_named(self, standing: Standing) -> Markup:
        if standing.batch.category is Category.REMAINS:
            return self.remains_notice()
        return self.say(
            _(
                "There are no names here; this says nothing about any one person. You can check one name here, or "
                "ask officially: /contacts."
            )
        )

    def _source_of(self, statement: Statement) -> Markup:
        source = statement.source
        publisher = Markup("{name}").format(name=source.publisher)
        return publisher if source.link is None else self.link(source.link, publisher)
