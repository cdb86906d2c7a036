"""The two sides of an answer, its first screen and its details, with what can be done under each."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.core.answers import (
    Answer,
    Candidate,
    Likely,
    Listed,
    Match,
    NeedsMore,
    NotListed,
    Possible,
    SeveralListed,
    shown_of,
)
from bot.core.lists import Place
from bot.core.names import Part, Person
from handlers.buttons import Act, Again
from handlers.contacts import Contact
from handlers.wording.briefly import Briefly, Line, Yielding
from handlers.wording.sources import MOST_SOURCES
from handlers.wording.terms import Button, Row, Said, _, paragraphs

LONGEST_LABEL = 40


class Screens(Briefly):
    """Answers with their buttons, few at first: a row for each thing somebody may want next."""

    def answer(
        self,
        answer: Answer,
        *,
        contact: Contact | None,
        further: int = 0,
        details: bool = False,
        heading: Markup | None = None,
        other_layout: bool = False,
        left_out: tuple[Place, ...] = (),
        watch_id: str = "",
    ) -> Said:
        """Word an answer.

        Args:
            contact: whom to ask officially in the person's country; None if no country was chosen.
            further: how many more people the message named.
            details: whether everything is told, or as much as a first screen holds.
            heading: what stands above a first screen.
            other_layout: whether the question was read as typed with the keyboard in another layout.
            left_out: rows that it was asked without.
            watch_id: the watch whose answer it is.
        """
        again = Again(_knows_no_more(answer), further, left_out, watch_id)
        if details:
            text = paragraphs(self.whole_answer(answer, contact=contact), self._further(further))
            back = (self.button(_("Back"), Act.BRIEF, *again.args),)
            return Said(text, (*self._follow(answer), *self._about_the_list(answer), back))
        above = self._in_other_layout() if other_layout else heading
        text = self._first_screen(answer, contact, above=above, further=further)
        turn = () if isinstance(answer, NeedsMore) else (self._details(answer, again),)
        correct = (self.button(_("Correct my question"), Act.CORRECTIONS, *again.args),)
        return Said(text, (*self._follow(answer), *turn, *self._leads(answer), correct))

    def _in_other_layout(self) -> Line:
        full = self.say(_("Did you mean (another keyboard layout):"))
        return Yielding(0, full, self.say(_("Did you mean:")))

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

    # buttons

    def _follow(self, answer: Answer) -> tuple[Row, ...]:
        """Follow carries every edition that the answer shows: a correction of any of them is owed then."""
        shown = shown_of(answer)
        if not shown:
            return ()
        standing = shown[0].standing
        editions = "-".join(dict.fromkeys(c.edition.id for c in shown[:MOST_SOURCES]))
        return (
            (self.button(_("Follow"), Act.FOLLOW, standing.batch.id, editions, "", standing.statement.id),),
        )

    def _details(self, answer: Answer, again: Again) -> Row:
        """The button to the other side; beside it the source, where there is one alone."""
        details = self.button(_("Details"), Act.DETAILS, *again.args)
        sources = _sources_of(answer)
        return (self._source_button(sources[0]), details) if len(sources) == 1 else (details,)

    def _source_button(self, source: Candidate) -> Button:
        return Button(str(self.say(_("Source"))), url=source.list.link)

    def _about_the_list(self, answer: Answer) -> tuple[Row, ...]:
        """Where a list comes from, and what can be done about the row that is shown of it."""
        sources, shown = _sources_of(answer), shown_of(answer)
        if not shown:
            # Several are told apart by their publishers' names.
            named = [
                Button(s.list.publisher.name[:LONGEST_LABEL], url=s.list.link) for s in sources[:MOST_SOURCES]
            ]
            return tuple(
                (button,) for button in ([self._source_button(sources[0])] if len(sources) == 1 else named)
            )
        row = shown[0]
        wrong = self.button(_("Something is wrong"), Act.REPORT, "row", row.edition.id, str(row.entry.row))
        group = self.button(_("Exchange group"), Act.BATCH, row.standing.batch.id, "new")
        return ((self._source_button(row), group), (wrong,))

    def _leads(self, answer: Answer) -> tuple[Row, ...]:
        """What would settle an open answer, each by one button."""
        match answer:
            case Listed() | NotListed() | Likely(shown=Match()):
                return ()
            case NeedsMore():
                rest: tuple[Row, ...] = ((self.button(_("I don’t know either"), Act.KNOWS_NO_MORE),),)
            case SeveralListed() | Likely() | Possible():
                rest = ()
        differs = answer.differs if isinstance(answer, Possible) else frozenset[Part]()
        missing = {Part.PATRONYMIC} if answer.asked.patronymic is None else set[Part]()
        missing |= {Part.BIRTH_YEAR} if answer.asked.birth_year is None else set()
        parts = [part for part in Part if part in differs | missing]
        row = tuple(self._correction(part, answer.asked) for part in parts)
        return ((row,) if row else ()) + rest

    def corrections(self, asked: Person, again: Again) -> tuple[Row, ...]:
        """One button for each part of what was understood; a part that is missing can be added.

        Args:
            again: by what the button that opened them leads back.
        """
        family, given, patronymic, year = (self._correction(part, asked) for part in Part)
        return ((family, given), (patronymic, year), (self.button(_("Back"), Act.BRIEF, *again.args),))

    def _correction(self, part: Part, asked: Person) -> Button:
        labels = {
            Part.FAMILY: _("Correct the family name"),
            Part.GIVEN: _("Correct the given name"),
            Part.PATRONYMIC: _("Add the patronymic")
            if asked.patronymic is None
            else _("Correct the patronymic"),
            Part.BIRTH_YEAR: _("Add the birth year") if asked.birth_year is None else _("Correct the year"),
        }
        return self.button(labels[part], Act.CORRECT, part.name)

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


def _knows_no_more(answer: Answer) -> bool:
    asked = answer.asked
    return asked.patronymic is None and asked.birth_year is None and not isinstance(answer, NeedsMore)


def _sources_of(answer: Answer) -> Sequence[Candidate]:
    """The lists that an answer speaks of."""
    match answer:
        case SeveralListed(sources=sources) | Likely(shown=None, sources=sources) | Possible(sources=sources):
            return sources
        case _:
            return shown_of(answer)[:1]
