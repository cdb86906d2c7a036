"""Watches: what their owner reads when they begin, tell, rest and end."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from bot.core.alerts import Alert
from bot.core.answers import Answer, Likely, Listed, Match, NeedsMore, SeveralListed, shown_of
from bot.core.errors import CannotCheck
from bot.core.exchanges import BatchState
from bot.core.lists import Place
from bot.core.names import Person
from bot.services.watch import Shown, Watched
from handlers.buttons import LONGEST, MOST_LEFT_OUT, Act, Again, carry, carry_rows, read
from handlers.contacts import Contact
from handlers.wording.follows import Follows
from handlers.wording.sources import MOST_SOURCES, understood
from handlers.wording.terms import Row, Said, _, paragraphs


class Watches(Follows):
    """Texts about watches, for their owners alone."""

    # under an answer

    def direct_answer(
        self,
        answer: Answer,
        *,
        contact: Contact | None,
        further: int = 0,
        details: bool = False,
        other_layout: bool = False,
        left_out: tuple[Place, ...] = (),
    ) -> Said:
        """Word the answer to a question, with what makes a watch of it; the arguments are those of `answer`."""
        said = self.answer(
            answer,
            contact=contact,
            further=further,
            details=details,
            other_layout=other_layout,
            left_out=left_out,
        )
        rows = self._with_watch(said.buttons, answer, left_out)
        if not details and (shown := shown_of(answer)) and len(left_out) < MOST_LEFT_OUT:
            again = Again(further=further, left_out=(*left_out, shown[0].entry.place))
            rows = (*rows, (self.button(_("Not the same person"), Act.LEAVE_OUT, *again.args),))
        return replace(said, buttons=rows)

    def _with_watch(
        self, rows: tuple[Row, ...], answer: Answer, left_out: tuple[Place, ...]
    ) -> tuple[Row, ...]:
        """Put the button Watch under an answer that may change: not under one of a confirmed batch."""
        if isinstance(answer, NeedsMore) or (isinstance(answer, Listed) and _is_confirmed(answer)):
            return rows
        editions, statement = _told(answer)
        without = (carry_rows(left_out),) if left_out else ()
        while len(carry(Act.WATCH, "-".join(editions), statement, *without)) > LONGEST:
            # The oldest ones have no room: they were told by an answer that can be asked for again.
            editions = editions[:-1]
        watch = self.button(_("Watch"), Act.WATCH, "-".join(editions), statement, *without)
        first, *rest = rows
        # Beside Follow where there is one: both are what comes after an answer.
        if _carries(Act.FOLLOW, first):
            return ((*first, watch), *rest)
        return ((watch,), first, *rest)

    def left_out(self, said: Said) -> Said:
        """What follows from a row being somebody else, before the answer without it.

        Args:
            said: that answer.
        """
        offers_watch = any(_carries(Act.WATCH, row) for row in said.buttons)
        return Said(
            paragraphs(
                self.say(
                    _(
                        "Then that row is about another person and says nothing about the one you ask about. The answer "
                        "without it follows; which row you left out we do not keep."
                    )
                ),
                self.say(
                    _(
                        "To leave it out from now on, press “Watch” under that answer: the watch will not write to you about "
                        "this row."
                    )
                )
                if offers_watch
                else None,
            )
        )

    def watched(self, watched: Watched, *, paused: bool) -> Said:
        """Say what is watched now.

        Args:
            paused: whether alerts are off for this chat, so that none would come.
        """
        watch = watched.watch
        text = paragraphs(
            self._whom(watched),
            self.say(
                _(
                    "Watch {n} is on (until {day}). If a list of an exchange group that the receiving side has confirmed "
                    "holds this name, or one very near to it, we will write to you. The alert names nobody, unless you choose so: "
                    "/settings. Your watches: /my."
                ),
                n=watch.number,
                day=self.day(watch.until.date()),
            ),
        )
        stop = (self.button(_("Stop this watch"), Act.UNWATCH, watch.id),)
        if not paused:
            return Said(text, (stop,))
        off = self.alerts_are_off()
        return Said(paragraphs(text, off.text), (stop, *off.buttons))

    # alerts

    def watch_update(self, alert: Alert, watched: Watched) -> Said:
        """Something concerns a watch: the same words for a match, a correction and a renewal."""
        return self._neutral(alert, watched.watch.number, watched.watch.id)

    def watch_over(self, alert: Alert, number: int) -> Said:
        """The same of a watch that is over and erased."""
        return self._neutral(alert, number, None)

    def _neutral(self, alert: Alert, number: int, watch_id: str | None) -> Said:
        text = paragraphs(
            self._repeat(alert),
            self.say(_("There is an update on your watch {n}. Open it when it suits you."), n=number),
            self._footer(alert),
        )
        show = (self.button(_("Show"), Act.SHOW, alert.event.id),)
        stop = (self.button(_("Stop this watch"), Act.UNWATCH, watch_id),) if watch_id is not None else ()
        return Said(text, (show, stop) if stop else (show,))

    def watch_told(self, alert: Alert, shown: Shown, *, contact: Contact | None) -> Said:
        """The whole answer at once, for those who chose so."""
        said = self.watch_answer(shown, contact=contact)
        stop = (self.button(_("Stop this watch"), Act.UNWATCH, shown.watched.watch.id),)
        text = paragraphs(self._repeat(alert), said.text, self._footer(alert))
        return replace(said, text=text, buttons=(*said.buttons, stop))

    # what an alert opens

    def watch_answer(self, shown: Shown, *, contact: Contact | None, details: bool = False) -> Said:
        """The very answer that a watch is about; nobody can forward or copy it."""
        watch_id = shown.watched.watch.id
        said = self.answer(
            shown.answer,
            contact=contact,
            details=details,
            heading=self._heading_of(shown.watched),
            watch_id=watch_id,
        )
        rows = said.buttons
        if not details and (shown_rows := shown_of(shown.answer)):
            edition_id, row = shown_rows[0].entry.place
            not_them = self.button(_("Not the same person"), Act.NOT_THEM, watch_id, edition_id, str(row))
            rows = (*rows, (not_them,))
        return replace(said, buttons=rows, protected=True)

    def watch_cannot_check(self, watched: Watched, error: CannotCheck) -> Said:
        """The lists could not be searched when an update was opened."""
        return Said(paragraphs(self._heading_of(watched), self.cannot_check(error).text), protected=True)

    def not_them(self, watched: Watched) -> Said:
        return Said(
            self.say(
                _(
                    "We have noted that this row is not the person of watch {n}, and will not write about it again. The watch "
                    "goes on."
                ),
                n=watched.watch.number,
            )
        )

    def ask_to_renew(self, watched: Watched) -> Said:
        """A watch ends in a month unless its owner renews it."""
        watch = watched.watch
        text = paragraphs(
            self._heading_of(watched),
            self._whom(watched),
            self.say(
                _("This watch ends on {day}, and is erased then. It can go on for another 180 days."),
                day=self.day(watch.until.date()),
            ),
        )
        return Said(
            text,
            (
                (self.button(_("Go on for 180 days"), Act.WATCH_RENEW, watch.id),),
                (self.button(_("Erase it now"), Act.WATCH_ERASE, watch.id, "y"),),
            ),
            protected=True,
        )

    def watch_is_over(self, number: int) -> Said:
        return Said(
            self.say(
                _(
                    "Watch {n} has ended: its 180 days are over, and it is erased. This says nothing about the person. To "
                    "begin anew, write the name and press “Watch”."
                ),
                n=number,
            )
        )

    # ends

    def watch_ended(self, watched: Watched) -> Said:
        """It was ended at one tap; for an hour that can be undone."""
        text = self.say(
            _(
                "Watch {n} has ended. What it holds is erased within two hours. Of corrections of the answer we can no longer "
                "tell you either."
            ),
            n=watched.watch.number,
        )
        return Said(
            text,
            (
                (self.button(_("Undo: watch again"), Act.WATCH_AGAIN, watched.watch.id),),
                (self.button(_("Stop all alerts"), Act.STOP_ALL),),
            ),
        )

    def watch_goes_on(self, watched: Watched) -> Said:
        return Said(
            self.say(
                _("Watch {n} is on (until {day})."),
                n=watched.watch.number,
                day=self.day(watched.watch.until.date()),
            )
        )

    def ask_to_erase_watch(self, watched: Watched) -> Said:
        watch = watched.watch
        return Said(
            paragraphs(
                self._whom(watched),
                self.say(_("Erase watch {n}? This cannot be undone."), n=watch.number),
            ),
            (
                (self.button(_("Erase it now"), Act.WATCH_ERASE, watch.id, "y"),),
                (self.button(_("Keep it"), Act.WATCH_CARD, watch.id),),
            ),
        )

    def watch_erased(self, watched: Watched) -> Said:
        return Said(self.say(_("Watch {n} is erased. What you follow: /my."), n=watched.watch.number))

    # in /my

    def watch_card(self, watched: Watched) -> Said:
        """One watch with everything its owner can do about it."""
        watch = watched.watch
        until = self.say(_("It is on (until {day})."), day=self.day(watch.until.date()))
        paused = self.say(_("It is paused: it is compared with no list."))
        text = paragraphs(self._heading_of(watched), self._whom(watched), paused if watch.paused else until)
        pause = (_("Go on"), Act.WATCH_ON) if watch.paused else (_("Pause"), Act.WATCH_PAUSE)
        return Said(
            text,
            (
                (self.button(_("Show the answer"), Act.WATCH_SHOW, watch.id),),
                (self.button(*pause, watch.id), self.button(_("Name it"), Act.WATCH_NAME, watch.id)),
                (
                    self.button(_("Renew"), Act.WATCH_RENEW, watch.id),
                    self.button(_("Delete"), Act.WATCH_ERASE, watch.id),
                ),
            ),
        )

    def ask_for_label(self, watched: Watched) -> Said:
        text = self.say(
            _(
                "Write what watch {n} is to be called, at most 40 characters, for example “brother”. Only you will see it; it "
                "stands in /my in the place of the name."
            ),
            n=watched.watch.number,
        )
        return Said(
            text,
            (
                (self.button(_("Without a name of its own"), Act.WATCH_NAME, watched.watch.id, "n"),),
                (self.button(_("Leave it as it is"), Act.WATCH_CARD, watched.watch.id),),
            ),
        )

    # too many

    def more_watches(self, code: str) -> Said:
        return Said(
            paragraphs(
                self.say(
                    _(
                        "A moderator can allow more watches for this chat. Whoever runs this bot is named in /start; write "
                        "to them and give them these characters: {code}. They say nothing about you, nor whom you watch."
                    ),
                    code=code,
                ),
                self.scam_line(),
            )
        )

    def watches_allowed(self, most: int) -> Said:
        """For the moderator who allowed it."""
        return Said(
            self.count(
                "That chat may have {count} watch now.", "That chat may have {count} watches now.", most
            )
        )

    # what they are called

    def _whom(self, watched: Watched) -> Markup | None:
        return self.echo(watched.person) if watched.person is not None else None

    def _heading_of(self, watched: Watched) -> Markup:
        if watched.label is None:
            return self.say(_("Watch {n}."), n=watched.watch.number)
        return self.say(_("Watch {n}: {name}"), n=watched.watch.number, name=watched.label)

    def _called(self, watched: Watched) -> Markup | str:
        if watched.label is not None:
            return watched.label
        return understood(watched.person) if isinstance(watched.person, Person) else "…"


def _carries(act: Act, row: Row) -> bool:
    return any(b.carries is not None and read(b.carries).act is act for b in row)


def _told(answer: Answer) -> tuple[Sequence[str], str]:
    """The editions that an answer shows, and the statement beside the first of them: what a button carries."""
    match answer:
        case Listed(matches=matches):
            shown = [match.candidate for match in matches]
        case SeveralListed(sources=sources):
            shown = list(sources)
        case Likely(shown=Match(candidate=candidate)):
            shown = [candidate]
        case Likely(sources=sources):
            shown = list(sources)
        case _:
            # Possible shows no row: nothing was told that a correction could take back.
            return (), ""
    editions = list(dict.fromkeys(c.edition.id for c in shown[:MOST_SOURCES]))
    return editions, shown[0].standing.statement.id


def _is_confirmed(answer: Listed) -> bool:
    return answer.matches[0].candidate.standing.batch.state is BatchState.CONFIRMED
