"""What a relative reads as the answer to an inquiry."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.core.answers import (
    Answer,
    Candidate,
    Coverage,
    Likely,
    Listed,
    Match,
    NeedsMore,
    NotListed,
    Possible,
    SeveralListed,
    Standing,
)
from bot.core.errors import CannotCheck
from bot.core.exchanges import BatchState
from bot.core.lists import PublisherClass
from bot.core.names import Finding, Part, Person
from handlers.buttons import Act
from handlers.contacts import Contact
from handlers.wording.families import Families
from handlers.wording.terms import Button, Row, Said, _, paragraphs

MOST_SOURCES = 3
GAP = Markup("")
LONGEST_LABEL = 40


def understood(person: Person) -> str:
    """Write a name as we understood it: it can be read back by the reader of names."""
    name = " ".join(part for part in (person.family, person.given, person.patronymic) if part)
    return name if person.birth_year is None else f"{name}, {person.birth_year}"


class Answers(Families):
    """Every answer, with its source, its state and its moment."""

    def whole_answer(self, answer: Answer, *, contact: Contact | None) -> Said:
        """Word an answer with everything that we know about it; the buttons stand on its first screen too.

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

    def _further(self, further: int) -> Markup | None:
        """Say that a message named more people than the one who is answered about."""
        if not further:
            return None
        if further == 1:
            return self.say(
                _(
                    "Your message names two people. This is about the first; write about the second separately."
                )
            )
        return self.say(
            _(
                "Your message names several people. This is about the first; write about the second, the third and "
                "so on separately, one at a time."
            )
        )

    def could_not_check(self, error: CannotCheck, asked: Person, *, knows_no_more: bool = False) -> Said:
        """The lists could not be searched; what was asked stands above, so that we can try again.

        Args:
            knows_no_more: the person said they know neither patronymic nor birth year; the button keeps it.
        """
        said = self.cannot_check(error, knows_no_more=knows_no_more)
        return Said(paragraphs(self.echo(asked), said.text), said.buttons)

    def echo(self, asked: Person) -> Markup:
        """What we understood, set apart; buttons under the message read the name from here."""
        return Markup("<blockquote>{name}</blockquote>").format(name=understood(asked))

    def _listed(self, answer: Listed) -> Said:
        match = answer.matches[0]
        text = paragraphs(
            self.echo(answer.asked),
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
        return Said(text, self._batch_buttons_of([m.candidate for m in answer.matches]))

    def _who_hears_of_corrections(self) -> Markup:
        return self.say(
            _("If the list is corrected, we can tell only those who pressed Follow or Watch here.")
        )

    def _printed(self, match: Match) -> Markup:
        entry = match.candidate.entry
        if entry.person.birth_year is None:
            return self.say(_("This name is on a list: {printed_name}."), printed_name=entry.printed_name)
        return self.say(
            _("This name is on a list: {printed_name}, {year}."),
            printed_name=entry.printed_name,
            year=entry.person.birth_year,
        )

    def _one_sided(self, candidate: Candidate, coverage: Coverage) -> Markup | None:
        values = {
            "publisher": candidate.list.publisher.name,
            "date": self.day(candidate.list.published_on),
            "moment": self.moment(coverage.searched_up_to),
        }
        if candidate.publisher_class not in {PublisherClass.OTHER_SIDE, PublisherClass.UNVERIFIED}:
            return None
        if candidate.standing.batch.state is BatchState.CONFIRMED:
            return self.say(
                _(
                    "This name is on a list that the receiving side has not published ({publisher}, {date}). What that "
                    "side has confirmed is the exchange as a whole, not this list."
                ),
                **values,
            )
        if candidate.publisher_class is PublisherClass.OTHER_SIDE:
            return self.say(
                _(
                    "This name is on a list that one side alone has published ({publisher}, {date}). As of {moment} we "
                    "hold no confirmation from the receiving side. This does not confirm an exchange."
                ),
                **values,
            )
        return self.say(
            _(
                "This name is on a list whose publisher nobody has verified ({publisher}, {date}). As of {moment} we "
                "hold no confirmation from the receiving side. This does not confirm an exchange."
            ),
            **values,
        )

    def _sources(self, candidates: Sequence[Candidate]) -> Sequence[Markup]:
        """Each list with the state of its batch, set apart; of many the newest, so that it stays readable."""
        shown = candidates[:MOST_SOURCES]
        lines = [line for c in shown for line in (self._source(c), self._state(c.standing))]
        if len(candidates) > MOST_SOURCES:
            lines.append(self.say(_("Older lists hold it too; they are left out here.")))
        return [GAP, *lines, GAP]

    def _source(self, candidate: Candidate) -> Markup:
        return self.say(
            _("Source: {publisher} ({class_}), published {date}, {link}, edition {edition}."),
            publisher=candidate.list.publisher.name,
            class_=self.publisher_class(candidate.publisher_class),
            date=self.day(candidate.list.published_on),
            link=self.link(candidate.list.link, self.say(_("link"))),
            edition=candidate.edition.number,
        )

    def _state(self, standing: Standing) -> Markup:
        values = {
            "day": self.days(standing.exchange),
            "side": self.side(standing.batch.side),
            "party": self.party(standing.statement.party),
            "statement_date": self.day(standing.statement.source.stated_on),
        }
        texts = {
            BatchState.ANNOUNCED: _(
                "Exchange of {day}, receiving side: {side}. State of the exchange group: announced "
                "({party}, {statement_date}). We hold no confirmation from the receiving side that the exchange "
                "took place."
            ),
            BatchState.CLAIMED: _(
                "Exchange of {day}, receiving side: {side}. State of the exchange group: claimed, not confirmed "
                "({party}, {statement_date}). We hold no confirmation from the receiving side that the exchange "
                "took place."
            ),
            BatchState.CONFIRMED: _(
                "Exchange of {day}, receiving side: {side}. State of the exchange group: the receiving side has "
                "confirmed that the exchange took place ({party}, {statement_date}). This is about the exchange as a "
                "whole and says nothing about any one person."
            ),
            BatchState.POSTPONED: _(
                "Exchange of {day}, receiving side: {side}. State of the exchange group: postponed "
                "({party}, {statement_date}). We hold no confirmation from the receiving side that the exchange "
                "took place."
            ),
            BatchState.CANCELLED: _(
                "Exchange of {day}, receiving side: {side}. State of the exchange group: cancelled "
                "({party}, {statement_date}). We hold no confirmation from the receiving side that the exchange "
                "took place."
            ),
            BatchState.WITHDRAWN: _(
                "Exchange of {day}, receiving side: {side}. State of the exchange group: withdrawn by us. We hold no "
                "confirmation from the receiving side that the exchange took place."
            ),
        }
        state = self.say(texts[standing.batch.state], **values)
        if standing.disputed:
            return paragraphs(state, self.say(_("The parties’ statements about this exchange group differ.")))
        return state

    def _searched(self, coverage: Coverage) -> Markup:
        moment = self.moment(coverage.searched_up_to)
        searched = _("Searched as of {moment}.")
        if coverage.exchange_day:
            searched = _(
                "Searched as of {moment}. It is an exchange day: our moderators look again and again."
            )
        return paragraphs(self.say(searched, moment=moment), self._doubtful(coverage))

    def _doubtful(self, coverage: Coverage) -> Markup | None:
        if not coverage.doubtful:
            return None
        return self.say(
            _(
                "Attention: our own log of publications does not match itself, and we are looking into it. Please check the "
                "source as well."
            )
        )

    def _batch_buttons_of(self, candidates: Sequence[Candidate]) -> tuple[Row, ...]:
        """Follow carries every edition that the answer shows: a correction of any of them is owed then."""
        first = candidates[0]
        standing = first.standing
        editions = "-".join(dict.fromkeys(c.edition.id for c in candidates[:MOST_SOURCES]))
        return (
            (
                self.button(_("Follow"), Act.FOLLOW, standing.batch.id, editions, "", standing.statement.id),
                Button(str(self.say(_("Source"))), url=first.list.link),
            ),
        )

    def _several(self, answer: SeveralListed) -> Said:
        return Said(
            paragraphs(
                self.echo(answer.asked),
                self.say(
                    _("Several people with this name are listed; we cannot tell which of them you mean.")
                ),
                self._request_for_more(answer.asked),
                *self._sources(answer.sources),
                self.say(
                    _(
                        "A name on a list does not confirm an exchange and says nothing about the person’s fate."
                    )
                ),
                self._searched(answer.coverage),
            )
        )

    def _likely(self, answer: Likely) -> Said:
        if answer.shown is not None:
            return self._did_you_mean(answer, answer.shown)
        return Said(
            paragraphs(
                self.echo(answer.asked),
                self._finding(answer),
                *self._sources(answer.sources),
                self._request_for_more(answer.asked),
                self._searched(answer.coverage),
            ),
            self._source_buttons(answer.sources),
        )

    def _finding(self, answer: Likely | Possible) -> Markup:
        """What was compared and how it came out; no value of a row."""
        return self._what_is_likely(answer) if isinstance(answer, Likely) else self._what_differs(answer)

    def _what_is_likely(self, answer: Likely) -> Markup:
        asked = answer.asked
        if answer.initials:
            return self.say(
                _(
                    "A list holds this family name with the same first letter of the given name; the given name itself is "
                    "not written out there or in your question. We do not know whether this is the same person."
                )
            )
        if asked.patronymic is None and asked.birth_year is None:
            return self.say(
                _(
                    "A list holds this family name and given name, or a near spelling of them. Without the patronymic "
                    "or the birth year we cannot tell whether this is the same person. If you learn one of them, write to us again."
                )
            )
        return self.say(
            _(
                "A list holds this family name and given name, or a near spelling of them, but does not print what "
                "would let us compare further. We do not know whether this is the same person."
            )
        )

    def _did_you_mean(self, answer: Likely, shown: Match) -> Said:
        return Said(
            paragraphs(
                self.echo(answer.asked),
                self._one_sided(shown.candidate, answer.coverage),
                self._did_you_mean_this(shown),
                self._why_not_certain(shown),
                *self._sources([shown.candidate]),
                self.say(
                    _(
                        "A name on a list does not confirm an exchange and says nothing about the person’s fate."
                    )
                ),
                self._who_hears_of_corrections(),
                self._searched(answer.coverage),
            ),
            self._batch_buttons_of([shown.candidate]),
        )

    def _did_you_mean_this(self, shown: Match) -> Markup:
        entry = shown.candidate.entry
        if entry.person.birth_year is None:
            return self.say(_("Did you mean this name: {printed_name}?"), printed_name=entry.printed_name)
        return self.say(
            _("Did you mean this name: {printed_name}, {year}?"),
            printed_name=entry.printed_name,
            year=entry.person.birth_year,
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

    def _possible(self, answer: Possible) -> Said:
        return Said(
            paragraphs(
                self.echo(answer.asked),
                self._finding(answer),
                self._request_for_more(answer.asked),
                *self._sources(answer.sources),
                self._searched(answer.coverage),
            ),
            self._source_buttons(answer.sources),
        )

    def _what_differs(self, answer: Possible) -> Markup:
        texts = {
            frozenset({Part.BIRTH_YEAR}): _(
                "A list holds a similar name, but the birth year differs. We do not know whether this is the same person."
            ),
            frozenset({Part.FAMILY}): _(
                "A list holds a similar name, but the family name differs. We do not know whether this is the same person."
            ),
            frozenset({Part.PATRONYMIC}): _(
                "A list holds a similar name, but the patronymic differs. We do not know whether this is the same person."
            ),
        }
        both = _(
            "A list holds a similar name, but the patronymic and the birth year differ. We do not know whether this is "
            "the same person."
        )
        other_initial = _(
            "A list holds this family name with another initial: it fits the given name only as the other language "
            "writes it. We do not know whether this is the same person."
        )
        return self.say(other_initial if Part.GIVEN in answer.differs else texts.get(answer.differs, both))

    def _request_for_more(self, asked: Person) -> Markup:
        if asked.patronymic is None and asked.birth_year is not None:
            return self.say(_("Write the patronymic, if you know it."))
        if asked.birth_year is None and asked.patronymic is not None:
            return self.say(_("Write the birth year, if you know it."))
        return self.say(_("To ask officially: /contacts."))

    def _source_buttons(self, sources: Sequence[Candidate]) -> tuple[Row, ...]:
        """One button opens the source; several are told apart by their publishers' names."""
        if len(sources) == 1:
            return ((Button(str(self.say(_("Source"))), url=sources[0].list.link),),)
        return tuple(
            (Button(source.list.publisher.name[:LONGEST_LABEL], url=source.list.link),)
            for source in sources[:MOST_SOURCES]
        )

    def _not_listed(self, answer: NotListed, contact: Contact | None) -> Said:
        coverage = answer.coverage
        classes = [str(self.publisher_class(c)) for c in PublisherClass if c in coverage.classes]
        return Said(
            paragraphs(
                self.echo(answer.asked),
                self.say(
                    _("This name is not on the lists we searched (as of {moment})."),
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
                    _(
                        "This says nothing about the person’s fate or whereabouts: not all lists are published."
                    )
                ),
                self._official_step(contact),
                self.scam_line(),
            )
        )

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

    def _needs_more(self, answer: NeedsMore) -> Said:
        text = paragraphs(
            self.echo(answer.asked),
            self.say(
                _(
                    "To tell people of one name apart we need the patronymic or the birth year. Write one of them."
                )
            ),
        )
        return Said(text, ((self.button(_("I don’t know either"), Act.KNOWS_NO_MORE),),))
