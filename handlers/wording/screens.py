"""The first screen of an answer: short enough for a telephone, with everything that no answer may lack.

The whole text stands behind Details: `answers.py` words it.
"""

from collections.abc import Sequence
from datetime import datetime

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
from bot.core.exchanges import BatchState
from bot.core.lists import PublisherClass
from bot.core.names import Finding, Part, Person
from handlers.buttons import Act
from handlers.contacts import Contact
from handlers.wording.answers import Answers
from handlers.wording.terms import Row, Said, _, paragraphs

NOT_OF_THE_RECEIVING_SIDE = frozenset({PublisherClass.OTHER_SIDE, PublisherClass.UNVERIFIED})
MOST_CLASSES = 2


class Screens(Answers):
    """Answers as they first come to a telephone, and what stands behind their buttons."""

    def answer(
        self, answer: Answer, *, contact: Contact | None, further: int = 0, details: bool = False
    ) -> Said:
        """Word an answer.

        Args:
            contact: whom to ask officially in the person's country; None if no country was chosen.
            further: how many more people the message named.
            details: whether everything is told, or as much as a first screen holds.
        """
        whole = self.whole_answer(answer, contact=contact)
        if details:
            text = paragraphs(whole.text, self._further(further))
            back = self._turn(_("Back"), Act.BRIEF, answer, further)
            return Said(text, (*whole.buttons, *self._about_the_list(answer), back))
        text = paragraphs(self._first_screen(answer, contact), self._further_briefly(further))
        turn = (
            () if isinstance(answer, NeedsMore) else (self._turn(_("Details"), Act.DETAILS, answer, further),)
        )
        return Said(text, (*whole.buttons, *turn, *self._corrections(answer.asked)))

    def _turn(self, label: str, act: Act, answer: Answer, further: int) -> Row:
        """The button to the other side of an answer; it carries what the name above it does not tell."""
        asked = answer.asked
        knows_no_more = asked.patronymic is None and asked.birth_year is None
        return (
            self.button(label, act, Act.KNOWS_NO_MORE.value if knows_no_more else "", str(min(further, 2))),
        )

    def _corrections(self, asked: Person) -> tuple[Row, ...]:
        """One button for each part of what was understood; a part that is missing can be added."""
        patronymic = _("Add the patronymic") if asked.patronymic is None else _("Correct the patronymic")
        year = _("Add the birth year") if asked.birth_year is None else _("Correct the year")
        return (
            (
                self.button(_("Correct the family name"), Act.CORRECT, Part.FAMILY.name),
                self.button(_("Correct the given name"), Act.CORRECT, Part.GIVEN.name),
            ),
            (
                self.button(patronymic, Act.CORRECT, Part.PATRONYMIC.name),
                self.button(year, Act.CORRECT, Part.BIRTH_YEAR.name),
            ),
        )

    def ask_for_part(self, part: Part) -> Said:
        """Ask for one part of the name anew."""
        texts = {
            Part.FAMILY: _("Write the family name alone, and we will answer anew."),
            Part.GIVEN: _("Write the given name alone, and we will answer anew."),
            Part.PATRONYMIC: _("Write the patronymic alone, and we will answer anew."),
            Part.BIRTH_YEAR: _("Write the birth year alone, and we will answer anew."),
        }
        return Said(self.say(texts[part]), ((self.button(_("Leave it as it is"), Act.CORRECT, "NONE"),),))

    def left_as_it_is(self) -> Said:
        return Said(self.say(_("Nothing was changed. To ask about somebody, write the name.")))

    def _further_briefly(self, further: int) -> Markup | None:
        if not further:
            return None
        return self.say(_("This is about the first person you named. Write about the others one at a time."))

    def _first_screen(self, answer: Answer, contact: Contact | None) -> Markup:
        match answer:
            case Listed():
                return self._listed_briefly(answer)
            case SeveralListed():
                return self._several_briefly(answer)
            case Likely(shown=Match() as shown):
                return self._did_you_mean_briefly(answer, shown)
            case Likely() | Possible():
                return self._similar_briefly(answer)
            case NotListed():
                return self._not_listed_briefly(answer, contact)
            case NeedsMore():
                return self.whole_answer(answer, contact=contact).text

    def _listed_briefly(self, answer: Listed) -> Markup:
        candidates = [match.candidate for match in answer.matches]
        return paragraphs(
            self.echo(answer.asked),
            *self._found_briefly(candidates, answer.coverage, self._printed(answer.matches[0])),
            self.say(
                _(
                    "A name on a list does not confirm an exchange and says nothing about the person’s fate; "
                    "namesakes exist."
                )
            ),
            self._corrections_briefly(),
            self._doubtful(answer.coverage),
        )

    def _did_you_mean_briefly(self, answer: Likely, shown: Match) -> Markup:
        if Finding.INITIAL in shown.comparison.findings.values():
            why = _("A part is only an initial; we do not know whether it is this person.")
        else:
            why = _("The spelling differs; we do not know whether it is this person.")
        return paragraphs(
            self.echo(answer.asked),
            *self._found_briefly([shown.candidate], answer.coverage, self._did_you_mean_this(shown)),
            self.say(why),
            self.say(
                _("A name on a list does not confirm an exchange and says nothing about the person’s fate.")
            ),
            self._doubtful(answer.coverage),
        )

    def _corrections_briefly(self) -> Markup:
        return self.say(_("Corrections come only with Follow or Watch."))

    def brief_moment(self, moment: datetime) -> Markup:
        """Write a moment in Kyiv time, in figures."""
        return self.say(_("{moment} Kyiv time"), moment=self.short_moment(moment))

    def _several_briefly(self, answer: SeveralListed) -> Markup:
        return paragraphs(
            self.echo(answer.asked),
            self.say(_("Several people of this name are listed; whom you mean we cannot tell.")),
            self._request_for_more(answer.asked),
            *self._found_briefly(answer.sources, answer.coverage),
            self.say(
                _("A name on a list does not confirm an exchange and says nothing about the person’s fate.")
            ),
            self._doubtful(answer.coverage),
        )

    def _similar_briefly(self, answer: Likely | Possible) -> Markup:
        return paragraphs(
            self.echo(answer.asked),
            self._finding_briefly(answer),
            self._request_for_more(answer.asked),
            *self._found_briefly(answer.sources, answer.coverage),
            self._doubtful(answer.coverage),
        )

    def _finding_briefly(self, answer: Likely | Possible) -> Markup:
        if isinstance(answer, Likely) and answer.initials:
            return self.say(
                _(
                    "A list holds this family name with the same first letter of the given name. We do not know whether "
                    "this is the same person."
                )
            )
        if isinstance(answer, Likely) and answer.asked.patronymic is None and answer.asked.birth_year is None:
            return self.say(
                _(
                    "A list holds this family name and given name, or a near spelling of them. Without the patronymic "
                    "or the birth year we cannot tell whether this is the same person."
                )
            )
        return self._finding(answer)

    def _found_briefly(
        self, candidates: Sequence[Candidate], coverage: Coverage, printed: Markup | None = None
    ) -> Sequence[Markup | None]:
        """The newest list, with what it is, before the name that it prints; then the state of its batch."""
        newest = candidates[0]
        one_sided = newest.publisher_class in NOT_OF_THE_RECEIVING_SIDE
        source = self._source_briefly(newest)
        return [
            *((source, printed) if one_sided else (printed, source)),
            self._state_briefly(newest.standing, coverage),
            self.say(_("More: see Details.")) if len(candidates) > 1 else None,
        ]

    def _source_briefly(self, candidate: Candidate) -> Markup:
        publisher_class = candidate.publisher_class
        one_sided = publisher_class in NOT_OF_THE_RECEIVING_SIDE
        text = _("Source: {publisher} ({class_}), {date}, edition {edition}.")
        if publisher_class is PublisherClass.OTHER_SIDE:
            text = _("Published by one side alone: {publisher}, {date}, edition {edition}.")
        if publisher_class is PublisherClass.UNVERIFIED:
            text = _("From an unverified publisher: {publisher}, {date}, edition {edition}.")
        if one_sided and candidate.standing.batch.state is BatchState.CONFIRMED:
            text = _("Not published by the receiving side: {publisher}, {date}, edition {edition}.")
        return self.say(
            text,
            publisher=self.link(candidate.list.link, candidate.list.publisher.name),
            class_=self.publisher_class(publisher_class),
            date=self.day(candidate.list.published_on),
            edition=candidate.edition.number,
        )

    def _state_briefly(self, standing: Standing, coverage: Coverage) -> Markup:
        """The state with who stated it and when; where the sides contradict each other both stand in Details."""
        texts = {
            BatchState.ANNOUNCED: _("Exchange of {day} ({side}): announced ({party}, {statement_date})."),
            BatchState.CLAIMED: _(
                "Exchange of {day} ({side}): claimed, not confirmed ({party}, {statement_date})."
            ),
            BatchState.CONFIRMED: _(
                "Exchange of {day} ({side}): confirmed by the receiving side as a whole ({statement_date}); this is "
                "not about any one person."
            ),
            BatchState.POSTPONED: _("Exchange of {day} ({side}): postponed ({party}, {statement_date})."),
            BatchState.CANCELLED: _("Exchange of {day} ({side}): cancelled ({party}, {statement_date})."),
            BatchState.WITHDRAWN: _("Exchange of {day} ({side}): withdrawn by us."),
        }
        text = texts[standing.batch.state]
        if standing.disputed:
            text = _("Exchange of {day} ({side}): {state}; statements of the sides differ.")
        up_to = _("As of {moment} we hold no confirmation from the receiving side.")
        if standing.batch.state is BatchState.CONFIRMED:
            up_to = _("Searched as of {moment}.")
        return paragraphs(
            self.say(
                text,
                day=self.days(standing.exchange),
                side=self.side(standing.batch.side),
                state=self.state(standing.batch.state),
                party=self.party(standing.statement.party),
                statement_date=self.day(standing.statement.source.stated_on),
            ),
            self.say(up_to, moment=self.brief_moment(coverage.searched_up_to)),
        )

    def _not_listed_briefly(self, answer: NotListed, contact: Contact | None) -> Markup:
        coverage = answer.coverage
        return paragraphs(
            self.echo(answer.asked),
            self.say(
                _("This name is not on the lists we searched (as of {moment})."),
                moment=self.brief_moment(coverage.searched_up_to),
            ),
            self._coverage_briefly(coverage),
            self._unread_briefly(coverage),
            self._doubtful(coverage),
            self.say(
                _("This says nothing about the person’s fate or whereabouts: not all lists are published.")
            ),
            self._official_step_briefly(contact),
            self.scam_line(),
        )

    def _coverage_briefly(self, coverage: Coverage) -> Markup:
        classes = [str(self.publisher_class(c)) for c in PublisherClass if c in coverage.classes]
        more = _("Lists: {count}, the newest of {date} ({classes} and others). We searched no others.")
        few = _("Lists: {count}, the newest of {date} ({classes}). We searched no others.")
        return self.say(
            more if len(classes) > MOST_CLASSES else few,
            count=coverage.lists,
            classes="; ".join(classes[:MOST_CLASSES]),
            date=self.day(coverage.newest),
        )

    def _unread_briefly(self, coverage: Coverage) -> Markup | None:
        if not coverage.unread:
            return None
        return self.say(_("Rows that could not be read: {count}."), count=self.number(coverage.unread))

    def _official_step_briefly(self, contact: Contact | None) -> Markup:
        if contact is None or contact.stated_on is None:
            return self.say(_("To ask officially: /contacts."))
        return self.say(
            _(
                "To ask officially: {body}, {contact} (as stated by {contact_source}, {contact_date}). /contacts"
            ),
            body=contact.short(self.language),
            contact=contact.first_number,
            contact_source=contact.source,
            contact_date=self.day(contact.stated_on),
        )

    def _about_the_list(self, answer: Answer) -> tuple[Row, ...]:
        """What can be done about the row that an answer shows."""
        match answer:
            case Listed(matches=(first, *_rest)):
                shown = first.candidate
            case Likely(shown=Match(candidate=candidate)):
                shown = candidate
            case _:
                return ()
        return (
            (
                self.button(_("Exchange group"), Act.BATCH, shown.standing.batch.id, "new"),
                self.button(
                    _("Something is wrong"), Act.REPORT, "row", shown.edition.id, str(shown.entry.row)
                ),
            ),
        )
