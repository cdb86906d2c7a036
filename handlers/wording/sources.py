"""What answers are made of: who was understood, what a list prints, its source, its state, its moment."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.core.answers import Candidate, Coverage, Likely, Match, Possible, Standing
from bot.core.exchanges import BatchState
from bot.core.lists import PublisherClass
from bot.core.names import Part, Person
from handlers.wording.families import Families
from handlers.wording.terms import _, paragraphs

MOST_SOURCES = 3
GAP = Markup("")


def understood(person: Person) -> str:
    """Write a name as we understood it: it can be read back by the reader of names."""
    name = " ".join(part for part in (person.family, person.given, person.patronymic) if part)
    return name if person.birth_year is None else f"{name}, {person.birth_year}"


class Sources(Families):
    """What a person reads about a list and about how their question compares with it."""

    def echo(self, asked: Person) -> Markup:
        """What we understood, set apart; buttons under the message read the name from here."""
        return Markup("<blockquote>{name}</blockquote>").format(name=understood(asked))

    def _printed(self, match: Match) -> Markup:
        return self._of_row(
            match,
            _("This name is on a list: {printed_name}."),
            _("This name is on a list: {printed_name}, {year}."),
        )

    def _of_row(self, match: Match, bare: str, with_year: str) -> Markup:
        entry = match.candidate.entry
        sentence = bare if entry.person.birth_year is None else with_year
        return self.say(sentence, printed_name=entry.printed_name, year=entry.person.birth_year)

    def _confirms_nothing(self) -> Markup:
        return self.say(
            _("A name on a list does not confirm an exchange and says nothing about the person’s fate.")
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

    def _did_you_mean_this(self, shown: Match) -> Markup:
        return self._of_row(
            shown,
            _("Did you mean this name: {printed_name}?"),
            _("Did you mean this name: {printed_name}, {year}?"),
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
