"""Everything that we know about an answer, in whole sentences; the first screen says it in short."""

from markupsafe import Markup

from bot.core.answers import (
    Answer,
    Coverage,
    Likely,
    Listed,
    Match,
    NeedsMore,
    NotListed,
    Possible,
    SeveralListed,
)
from bot.core.errors import CannotCheck
from bot.core.lists import PublisherClass
from bot.core.names import Finding, Person
from handlers.contacts import Contact
from handlers.wording.sources import Sources
from handlers.wording.terms import Said, _, paragraphs


class Answers(Sources):
    """Every answer, with its source, its state and its moment."""

    def whole_answer(self, answer: Answer, *, contact: Contact | None) -> Markup:
        """Word an answer with everything that we know about it.

        Args:
            contact: whom to ask officially in the person's country; None if no country was chosen.
        """
        match answer:
            case Listed():
                return self._listed(answer)
            case SeveralListed():
                return self._several(answer)
            case Likely():
                return self._likely(answer)
            case Possible():
                return self._possible(answer)
            case NotListed():
                return self._not_listed(answer, contact)
            case NeedsMore():
                return self._needs_more(answer)

    def could_not_check(self, error: CannotCheck, asked: Person, *, knows_no_more: bool = False) -> Said:
        """The lists could not be searched; what was asked stands above, so that we can try again.

        Args:
            knows_no_more: the person said they know neither patronymic nor birth year; the button keeps it.
        """
        said = self.cannot_check(error, knows_no_more=knows_no_more)
        return Said(paragraphs(self.echo(asked), said.text), said.buttons)

    def _listed(self, answer: Listed) -> Markup:
        match = answer.matches[0]
        return paragraphs(
            self._asked_about(answer),
            self._one_sided(match.candidate, answer.coverage),
            self._printed(match),
            *self._sources([m.candidate for m in answer.matches]),
            self.say(
                _(
                    "A name on a list does not confirm an exchange and says nothing about the person’s fate. "
                    "Someone else may have the same name."
                )
            ),
            self._who_hears_of_corrections(),
            self._searched(answer.coverage),
        )

    def _who_hears_of_corrections(self) -> Markup:
        return self.say(
            _("If the list is corrected, we can tell only those who pressed Follow or Watch here.")
        )

    def _several(self, answer: SeveralListed) -> Markup:
        return paragraphs(
            self._asked_about(answer),
            self.say(_("Several people with this name are listed; we cannot tell which of them you mean.")),
            self._request_for_more(answer.asked),
            *self._sources(answer.sources),
            self._confirms_nothing(),
            self._searched(answer.coverage),
        )

    def _likely(self, answer: Likely) -> Markup:
        if answer.shown is not None:
            return self._did_you_mean(answer, answer.shown)
        return paragraphs(
            self._asked_about(answer),
            self._finding(answer),
            *self._sources(answer.sources),
            self._request_for_more(answer.asked),
            self._searched(answer.coverage),
        )

    def _did_you_mean(self, answer: Likely, shown: Match) -> Markup:
        return paragraphs(
            self._asked_about(answer),
            self._one_sided(shown.candidate, answer.coverage),
            self._did_you_mean_this(shown),
            self._why_not_certain(shown),
            *self._sources([shown.candidate]),
            self._confirms_nothing(),
            self._who_hears_of_corrections(),
            self._searched(answer.coverage),
        )

    def _why_not_certain(self, shown: Match) -> str:
        if Finding.INITIAL in shown.comparison.findings.values():
            return self.say(
                _(
                    "A list prints it so. Part of the name is only an initial there or in your question, so we do "
                    "not know whether this is the same person."
                )
            )
        return self.say(
            _(
                "A list prints it so. The spelling is not quite the one in your question, so we do not know whether "
                "this is the same person."
            )
        )

    def _possible(self, answer: Possible) -> Markup:
        return paragraphs(
            self._asked_about(answer),
            self._finding(answer),
            self._request_for_more(answer.asked),
            *self._sources(answer.sources),
            self._searched(answer.coverage),
        )

    def _not_listed(self, answer: NotListed, contact: Contact | None) -> Markup:
        coverage = answer.coverage
        classes = [str(self.publisher_class(c)) for c in PublisherClass if c in coverage.classes]
        return paragraphs(
            self._asked_about(answer),
            self.say(
                self._not_on_lists(coverage),
                moment=self.moment(coverage.searched_up_to),
            ),
            self.say(
                _("Lists: {count}; published by: {classes}; the newest: {date}. We searched no others."),
                count=coverage.lists,
                classes="; ".join(classes),
                date=self.day(coverage.newest),
            ),
            self._unread(coverage),
            self._doubtful(coverage),
            self.say(
                _("This says nothing about the person’s fate or whereabouts: not all lists are published.")
            ),
            self._official_step(contact),
            self.scam_line(),
        )

    def _not_on_lists(self, coverage: Coverage) -> str:
        if coverage.left_out:
            # A list does hold the name, of somebody else as the person said.
            return _(
                "Apart from what you left out, this name is not on the lists we searched (as of {moment})."
            )
        return _("This name is not on the lists we searched (as of {moment}).")

    def _asked_about(self, answer: Answer) -> Markup:
        """Who was asked about, and what was left out."""
        return paragraphs(self.echo(answer.asked), self._without(answer))

    def _without(self, answer: Answer) -> Markup | None:
        if isinstance(answer, NeedsMore | NotListed) or not answer.coverage.left_out:
            return None
        return self.say(_("Left out here: rows of which you said that they are another person."))

    def _unread(self, coverage: Coverage) -> Markup | None:
        if not coverage.unread:
            return None
        return self.count(
            "{count} row of these lists could not be read and was not searched.",
            "{count} rows of these lists could not be read and were not searched.",
            coverage.unread,
        )

    def _official_step(self, contact: Contact | None) -> Markup:
        if contact is None or contact.stated_on is None:
            return self.say(_("To ask officially: /contacts."))
        return self.say(
            _(
                "To ask officially: {body}, {contact} (as stated by {contact_source}, {contact_date}). Others: /contacts."
            ),
            body=contact.body(self.language),
            contact=contact.contact,
            contact_source=contact.source,
            contact_date=self.day(contact.stated_on),
        )

    def _needs_more(self, answer: NeedsMore) -> Markup:
        return paragraphs(
            self._asked_about(answer),
            self._request_for_one_more(),
        )

    def _request_for_one_more(self) -> Markup:
        return self.say(
            _("To tell people of one name apart we need the patronymic or the birth year. Write one of them.")
        )
