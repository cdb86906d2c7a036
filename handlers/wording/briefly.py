"""The first screen of an answer: short enough for a telephone, with everything that no answer may lack.

The whole text stands behind Details: `answers.py` words it. The texts are made to fit with names of usual length;
if something rare comes along (a log that does not hold, more people in one message), lines that Details says
too give way to it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape

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
from bot.core.names import Finding
from handlers.contacts import Contact
from handlers.wording.answers import Answers
from handlers.wording.terms import _, paragraphs

ROOM = 500
"""A first screen has fewer characters than this."""
NOT_OF_THE_RECEIVING_SIDE = frozenset({PublisherClass.OTHER_SIDE, PublisherClass.UNVERIFIED})
MOST_CLASSES = 2
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Yielding:
    """A line that may give way to a shorter one, or to nothing.

    Args:
        rank: lines with a lower rank give way first.
    """

    rank: int
    full: Markup
    brief: Markup | None = None


Line = Markup | Yielding | None


def fitted(*lines: Line) -> Markup:
    """Put lines under one another; while they are too long, those that may give way do so, one by one."""
    ranks = iter(sorted({line.rank for line in lines if isinstance(line, Yielding)}))
    yielded = -1
    while True:
        text = paragraphs(*(_chosen(line, yielded) for line in lines))
        if len(unescape(_TAG.sub("", text))) < ROOM or (yielded := next(ranks, -1)) == -1:
            return text


def _chosen(line: Line, yielded: int) -> Markup | None:
    if not isinstance(line, Yielding):
        return line
    return line.brief if line.rank <= yielded else line.full


class Briefly(Answers):
    """What a first screen says."""

    def _first_screen(
        self, answer: Answer, contact: Contact | None, *, above: Line = None, further: int = 0
    ) -> Markup:
        """Word an answer as it first comes to a telephone.

        Args:
            above: what stands above it, in full and in short.
            further: how many more people the message named.
        """
        return fitted(
            above,
            self.echo(answer.asked),
            self._without_briefly(answer),
            *self._lines(answer, contact),
            self._further_briefly(further),
        )

    def _lines(self, answer: Answer, contact: Contact | None) -> Sequence[Line]:
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
                return [self._request_for_one_more()]

    def _without_briefly(self, answer: Answer) -> Line:
        if self._without(answer) is None:
            return None
        return Yielding(7, self.say(_("Without the rows you left out:")))

    def _further_briefly(self, further: int) -> Line:
        if not further:
            return None
        return Yielding(
            5,
            self.say(_("This is about the first person; write about others separately.")),
            self.say(_("Write about others separately.")),
        )

    def _doubtful_briefly(self, coverage: Coverage) -> Line:
        if not coverage.doubtful:
            return None
        return Yielding(
            5,
            self.say(_("Attention: our log of publications does not match itself.")),
            self.say(_("Our log does not match itself.")),
        )

    def _listed_briefly(self, answer: Listed) -> Sequence[Line]:
        candidates = [match.candidate for match in answer.matches]
        return [
            *self._found_briefly(candidates, answer.coverage, self._printed(answer.matches[0])),
            Yielding(
                1,
                self.say(
                    _(
                        "A name on a list does not confirm an exchange and says nothing about the person’s fate; "
                        "namesakes exist."
                    )
                ),
                self._confirms_nothing(),
            ),
            Yielding(4, self.say(_("Corrections come only with Follow or Watch."))),
            self._doubtful_briefly(answer.coverage),
        ]

    def _did_you_mean_briefly(self, answer: Likely, shown: Match) -> Sequence[Line]:
        if Finding.INITIAL in shown.comparison.findings.values():
            why = _("A part is only an initial; we do not know whether it is this person.")
        else:
            why = _("The spelling differs; we do not know whether it is this person.")
        return [
            *self._found_briefly([shown.candidate], answer.coverage, self._did_you_mean_this(shown)),
            Yielding(6, self.say(why)),
            self._confirms_nothing(),
            self._doubtful_briefly(answer.coverage),
        ]

    def brief_moment(self, moment: datetime) -> Markup:
        """Write a moment in Kyiv time, in figures."""
        return self.say(_("{moment} Kyiv time"), moment=self.short_moment(moment))

    def _several_briefly(self, answer: SeveralListed) -> Sequence[Line]:
        return [
            self.say(_("Several people of this name are listed; whom you mean we cannot tell.")),
            Yielding(4, self._request_for_more(answer.asked)),
            *self._found_briefly(answer.sources, answer.coverage),
            self._confirms_nothing(),
            self._doubtful_briefly(answer.coverage),
        ]

    def _similar_briefly(self, answer: Likely | Possible) -> Sequence[Line]:
        return [
            self._finding_briefly(answer),
            Yielding(4, self._request_for_more(answer.asked)),
            *self._found_briefly(answer.sources, answer.coverage),
            self._doubtful_briefly(answer.coverage),
        ]

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
    ) -> Sequence[Line]:
        """The newest list, with what it is, before the name that it prints; then the state of its batch."""
        newest = candidates[0]
        one_sided = newest.publisher_class in NOT_OF_THE_RECEIVING_SIDE
        source = self._source_briefly(newest)
        return [
            *((source, printed) if one_sided else (printed, source)),
            self._state_briefly(newest.standing),
            self._up_to_briefly(newest.standing, coverage),
            Yielding(2, self.say(_("More: see Details."))) if len(candidates) > 1 else None,
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

    def _state_briefly(self, standing: Standing) -> Yielding:
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
        undated = {
            BatchState.CONFIRMED: _(
                "Exchange of {day} ({side}): confirmed by the receiving side as a whole; this is not about any one person."
            ),
            BatchState.WITHDRAWN: _("Exchange of {day} ({side}): withdrawn by us."),
        }
        full = texts[standing.batch.state]
        brief = undated.get(standing.batch.state, _("Exchange of {day} ({side}): {state} ({party})."))
        if standing.disputed:
            full = brief = _("Exchange of {day} ({side}): {state}; statements of the sides differ.")
        values = {
            "day": self.days(standing.exchange),
            "side": self.side(standing.batch.side),
            "state": self.state(standing.batch.state),
            "party": self.party(standing.statement.party),
            "statement_date": self.day(standing.statement.source.stated_on),
        }
        return Yielding(3, self.say(full, **values), self.say(brief, **values))

    def _up_to_briefly(self, standing: Standing, coverage: Coverage) -> Yielding:
        up_to = _("As of {moment} we hold no confirmation from the receiving side.")
        if standing.batch.state is BatchState.CONFIRMED:
            up_to = _("Searched as of {moment}.")
        return self._as_of(up_to, coverage)

    def _as_of(self, text: str, coverage: Coverage) -> Yielding:
        """Every other time in our texts is Kyiv time too: where there is no room, it goes without saying."""
        moment = coverage.searched_up_to
        return Yielding(
            1,
            self.say(text, moment=self.brief_moment(moment)),
            self.say(text, moment=self.short_moment(moment)),
        )

    def _not_listed_briefly(self, answer: NotListed, contact: Contact | None) -> Sequence[Line]:
        coverage = answer.coverage
        return [
            self._as_of(self._not_on_lists(coverage), coverage),
            self._coverage_briefly(coverage),
            self._unread_briefly(coverage),
            self._doubtful_briefly(coverage),
            self.say(
                _("This says nothing about the person’s fate or whereabouts: not all lists are published.")
            ),
            self._official_step_briefly(contact),
            self.scam_line(),
        ]

    def _coverage_briefly(self, coverage: Coverage) -> Yielding:
        classes = [str(self.publisher_class(c)) for c in PublisherClass if c in coverage.classes]
        more = _("Lists: {count}, the newest of {date} ({classes} and others). We searched no others.")
        few = _("Lists: {count}, the newest of {date} ({classes}). We searched no others.")
        none = _("Lists: {count}, the newest of {date}. We searched no others.")

        def of(most: int) -> Markup:
            return self.say(
                none if not most else more if len(classes) > most else few,
                count=coverage.lists,
                classes="; ".join(classes[:most]),
                date=self.day(coverage.newest),
            )

        return Yielding(6, of(MOST_CLASSES), of(0))

    def _unread_briefly(self, coverage: Coverage) -> Markup | None:
        if not coverage.unread:
            return None
        return self.say(_("Rows that could not be read: {count}."), count=self.number(coverage.unread))

    def _official_step_briefly(self, contact: Contact | None) -> Line:
        where = self.say(_("To ask officially: /contacts."))
        if contact is None or contact.stated_on is None:
            return where
        full = self.say(
            _(
                "To ask officially: {body}, {contact} (as stated by {contact_source}, {contact_date}). /contacts"
            ),
            body=contact.short(self.language),
            contact=contact.first_number,
            contact_source=contact.source,
            contact_date=self.day(contact.stated_on),
        )
        return Yielding(4, full, where)
