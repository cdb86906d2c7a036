"""Exchange groups and following them, as families read it."""

from collections.abc import Collection, Sequence

from markupsafe import Markup

from bot.core.answers import Standing
from bot.core.exchanges import BatchState, Category, SubjectKind
from bot.core.statements import Statement
from bot.services.batches import PAGE, BatchView, Page
from bot.services.follow import Followed
from bot.services.switches import Heartbeat
from handlers.buttons import Act
from handlers.wording.problems import Problems
from handlers.wording.terms import Button, Row, Said, _, paragraphs

# Two such parts and the rest of the text stay under Telegram's 4,096 characters.
LONGEST_STATEMENTS = 1700
MOST_EDITIONS_CARRIED = 3

# In these states something may still come that followers wait for.
OPEN_STATES = frozenset({BatchState.ANNOUNCED, BatchState.CLAIMED, BatchState.POSTPONED})

LETTERS = {
    SubjectKind.BATCH: "b",
    SubjectKind.EXCHANGE: "x",
    SubjectKind.AGREEMENT: "a",
    SubjectKind.CATEGORY: "c",
}


def letters_of(kinds: Collection[SubjectKind]) -> str:
    """Write what is followed as a button carries it."""
    return "".join(letter for kind, letter in LETTERS.items() if kind in kinds)


class Batches(Problems):
    """Texts about exchange groups."""

    def batches(self, page: Page, *, private: str | None = None) -> Said:
        """One page of batches.

        Args:
            private: in a group, the address that opens the private chat; batches are not opened there.
        """
        if not page.standings and page.offset == 0:
            return Said(self.say(_("No exchange is announced here.")))
        lines: list[Markup | None] = [
            self._heartbeat(page.heartbeat),
            self.say(_("Exchange groups, from the newest:")),
        ]
        lines += [self._numbered_line(*each) for each in enumerate(page.standings, 1)]
        if private is not None:
            return Said(paragraphs(*lines), (*self._follow_rows(page), *self._private_row(private)))
        rows: list[Row] = [
            (Button(self.batch_name(s), carries=self.button("", Act.BATCH, s.batch.id).carries),)
            for s in page.standings
        ]
        rows += self._follow_rows(page)
        turn: list[Button] = []
        if page.offset:
            turn.append(self.button(_("Newer"), Act.BATCHES, str(max(0, page.offset - PAGE))))
        if page.earlier is not None:
            turn.append(self.button(_("Earlier"), Act.BATCHES, str(page.earlier)))
        return Said(paragraphs(*lines), (*rows, tuple(turn)) if turn else tuple(rows))

    def batch_to_share(self, standing: Standing, private: str) -> Said:
        """The state of one batch for any chat, with its source; it names nobody.

        Args:
            private: the address that opens the private chat.
        """
        source = standing.statement.source
        link = source.publisher if source.link is None else self.link(source.link, source.publisher)
        remains = standing.batch.category is Category.REMAINS
        text = paragraphs(
            self._batch_line(standing),
            self.say(
                _("Stated: {party}, {day} ({publisher})."),
                party=self.party(standing.statement.party),
                day=self.day(source.stated_on),
                publisher=link,
            ),
            self.remains_notice()
            if remains
            else self.say(_("There are no names here; this says nothing about any one person.")),
        )
        opens = f"{private}?start=b_{standing.batch.id}"
        return Said(text, ((Button(str(self.say(_("Open in Vdoma"))), url=opens),),))

    def _numbered_line(self, number: int, standing: Standing) -> Markup:
        return Markup("{number}) {line}").format(number=number, line=self._batch_line(standing))

    def _follow_rows(self, page: Page) -> list[Row]:
        """One button to follow each batch of a page, by its number in the text."""
        buttons = [
            Button(
                str(self.say(_("Follow {number}"), number=number)),
                carries=self.button("", Act.FOLLOW, s.batch.id, "", "", s.statement.id).carries,
            )
            for number, s in enumerate(page.standings, 1)
            if s.batch.state is not BatchState.WITHDRAWN
        ]
        return [tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3)]

    def _heartbeat(self, heartbeat: Heartbeat | None) -> Markup | None:
        """On an exchange day: when moderators last looked."""
        if heartbeat is None:
            return None
        if heartbeat.last_check is None:
            return self.say(_("Exchange day: our moderators look for news again and again."))
        return self.say(
            _("Exchange day: our moderators last looked for news at {moment}."),
            moment=self.moment(heartbeat.last_check),
        )

    def batch_name(self, standing: Standing) -> str:
        """Day, side and category in one line, for a button in texts about batches only."""
        return str(
            self.say(
                _("{day} · {side} · {category}"),
                day=self.days(standing.exchange),
                side=self.side(standing.batch.side),
                category=self.category(standing.batch.category),
            )
        )

    def exchange_of(self, standing: Standing) -> Markup:
        """Name a batch in a text that names no person, without its category."""
        values = {"day": self.days(standing.exchange), "side": self.side(standing.batch.side)}
        if standing.batch.category is Category.REMAINS:
            return self.say(_("repatriation of remains on {day}, receiving side: {side}"), **values)
        return self.say(_("exchange of {day}, receiving side: {side}"), **values)

    def _batch_line(self, standing: Standing) -> Markup:
        line = self.say(
            _("{day}. Receiving side: {side}. Category: {category}. State: {state}."),
            day=self.days(standing.exchange),
            side=self.side(standing.batch.side),
            category=self.category(standing.batch.category),
            state=self.state(standing.batch.state),
        )
        if standing.disputed:
            return self.say(_("{line} Statements differ."), line=line)
        return line

    def batch(self, view: BatchView) -> Said:
        """One batch, with everything that was said of it side by side."""
        standing = view.standing
        agreement = view.agreement
        if standing.batch.state is BatchState.WITHDRAWN:
            return self._withdrawn(standing)
        lines = [
            self._heading(standing),
            self.say(_("Agreement: {title}."), title=getattr(agreement.title, self.language))
            if agreement is not None
            else None,
            self.say(_("Receiving side: {side}."), side=self.side(standing.batch.side)),
            self.say(_("Category: {category}."), category=self.category(standing.batch.category)),
            self.say(
                _("State of the exchange group: {state} ({party}, {day})."),
                state=self.state(standing.batch.state),
                party=self.party(standing.statement.party),
                day=self.day(standing.statement.source.stated_on),
            ),
            self.say(_("The parties’ statements about it differ.")) if standing.disputed else None,
            Markup(""),
            self.say(_("What was stated about this exchange group:")),
            *self._newest(view.statements),
            Markup(""),
        ]
        if view.around:
            lines += [
                self.say(_("What was stated about the exchange and the agreement as a whole:")),
                *self._newest(view.around),
                Markup(""),
            ]
        if standing.batch.category is Category.REMAINS:
            lines.append(self.remains_notice())
        else:
            lines.append(self.say(_("There are no names here; this says nothing about any one person.")))
        return Said(paragraphs(*lines), self._batch_buttons(view))

    def _withdrawn(self, standing: Standing) -> Said:
        """An exchange group that was shown by our mistake: nothing of it is repeated."""
        text = paragraphs(
            self._heading(standing),
            self.say(_("Receiving side: {side}."), side=self.side(standing.batch.side)),
            self.say(_("This exchange group was withdrawn by us: it was our mistake to show it.")),
            self.remains_notice()
            if standing.batch.category is Category.REMAINS
            else self.say(_("There are no names here; this says nothing about any one person.")),
        )
        return Said(text, ((self.button(_("All exchange groups"), Act.BATCHES, "0"),),))

    def _heading(self, standing: Standing) -> Markup:
        if standing.batch.category is Category.REMAINS:
            return self.say(_("Repatriation of remains, {day}."), day=self.days(standing.exchange))
        return self.say(_("Exchange of {day}."), day=self.days(standing.exchange))

    def _newest(self, statements: Sequence[Statement]) -> Sequence[Markup]:
        """Word as many statements as fit, oldest first; if not all do, the earlier ones give way."""
        lines: list[Markup] = []
        for statement in reversed(statements):
            line = self.statement(statement)
            if sum(map(len, lines)) + len(line) > LONGEST_STATEMENTS:
                lines.append(self.say(_("• Earlier statements are left out here.")))
                break
            lines.append(line)
        return lines[::-1]

    def remains_notice(self) -> Markup:
        return self.say(
            _(
                "We hold no names. Identity is established only by DNA examination, and officials tell the "
                "family in person. This says nothing about any one person."
            )
        )

    def statement(self, statement: Statement) -> Markup:
        """One statement in one line, with its source."""
        source = statement.source
        publisher = source.publisher if source.link is None else self.link(source.link, source.publisher)
        values = {
            "day": self.day(source.stated_on),
            "party": self.party(statement.party),
            "kind": self.kind(statement.kind),
            "figure": self.figure(statement.figure) if statement.figure is not None else None,
            "words": statement.words,
            "publisher": publisher,
        }
        if statement.figure is not None and statement.words:
            return self.say(_("• {day}, {party}: {kind}, {figure}. “{words}” ({publisher})"), **values)
        if statement.figure is not None:
            return self.say(_("• {day}, {party}: {kind}, {figure} ({publisher})"), **values)
        if statement.words:
            return self.say(_("• {day}, {party}: {kind}. “{words}” ({publisher})"), **values)
        return self.say(_("• {day}, {party}: {kind} ({publisher})"), **values)

    def _batch_buttons(self, view: BatchView) -> tuple[Row, ...]:
        batch_id = view.standing.batch.id
        if view.following:
            follow = self.button(_("Stop following"), Act.UNFOLLOW, batch_id)
        else:
            follow = self.button(_("Follow"), Act.FOLLOW, batch_id, "", "", view.standing.statement.id)
        agreement = view.agreement
        course = () if agreement is None else (self.button(_("Timeline"), Act.TIMELINE, agreement.id),)
        return (
            (follow, self.button(_("Follow more"), Act.FOLLOW_MORE, batch_id)),
            *((course,) if course else ()),
            (self.button(_("Something is wrong"), Act.REPORT, "batch", batch_id),),
            (self.button(_("All exchange groups"), Act.BATCHES, "0"),),
        )

    # follows

    def followed(
        self, followed: Followed, *, paused: bool, all_paused: bool = False, in_group: bool = False
    ) -> Said:
        """Say what is followed now.

        Args:
            paused: whether alerts are off for this chat, so that none would come.
            all_paused: whether we send no alerts to anybody for a while.
            in_group: whether it is a group that follows it; /my is answered in private alone.
        """
        standing = followed.standing
        text = self._followed_by_group(standing) if in_group else self._followed_by_person(standing)
        text = paragraphs(
            text,
            self._outdated(standing) if followed.outdated else None,
            self._all_paused() if all_paused else None,
        )
        stop = self.button(_("Stop following"), Act.UNFOLLOW, standing.batch.id)
        if not paused:
            return Said(text, ((stop,),))
        off = self.alerts_are_off()
        return Said(paragraphs(text, off.text), ((stop,), *off.buttons))

    def _followed_by_person(self, standing: Standing) -> Markup:
        open_ = _(
            "You follow: {exchange}. If the receiving side confirms that it took place, we will write to "
            "you once two moderators have checked this. What you follow: /my."
        )
        settled = _("You follow: {exchange}. State now: {state}. What you follow: /my.")
        return self._followed_in(standing, open_, settled)

    def _followed_by_group(self, standing: Standing) -> Markup:
        open_ = _(
            "This group follows: {exchange}. If the receiving side confirms that it took place, we will write here once two "
            "moderators have checked this."
        )
        settled = _("This group follows: {exchange}. State now: {state}.")
        return self._followed_in(standing, open_, settled)

    def _followed_in(self, standing: Standing, open_: str, settled: str) -> Markup:
        return self.say(
            open_ if standing.batch.state in OPEN_STATES else settled,
            exchange=self.exchange_of(standing),
            state=self.state(standing.batch.state),
        )

    def _outdated(self, standing: Standing) -> Markup:
        """What stood above the pressed button has been corrected since; no alert will say so any more."""
        return self.say(
            _(
                "What stood above that button has been corrected since. State now: {state}. If you asked about a name, please "
                "write it again."
            ),
            state=self.state(standing.batch.state),
        )

    def _all_paused(self) -> Markup:
        return self.say(
            _("We have paused our alerts for a while; this says nothing about any exchange or person.")
        )

    def ask_to_follow_remains(self, batch_id: str, statement_id: str = "") -> Said:
        text = paragraphs(
            self.say(
                _("This is a repatriation of remains. Do you really want alerts about it?"),
            ),
            self.remains_notice(),
        )
        return Said(text, ((self.button(_("Yes, alert me"), Act.FOLLOW, batch_id, "", "y", statement_id),),))

    def follow_ended(self, followed: Followed) -> Said:
        batch_id = followed.standing.batch.id
        # As many as a button holds; the others were told by answers that can be asked for again.
        editions = "-".join(sorted(followed.follow.editions)[:MOST_EDITIONS_CARRIED])
        statement = followed.standing.statement.id
        told = statement if statement in followed.follow.statements else ""
        text = paragraphs(
            self.say(_("You no longer follow: {exchange}."), exchange=self.exchange_of(followed.standing)),
            self.say(_("What brought you the same news has ended with it."))
            if followed.kinds != {SubjectKind.BATCH}
            else None,
            self.say(_("Of corrections of our answers we can no longer tell you either."))
            if followed.follow.editions
            else None,
        )
        return Said(
            text,
            (
                (
                    self.button(
                        _("Undo"), Act.FOLLOW_AGAIN, batch_id, letters_of(followed.kinds), editions, told
                    ),
                ),
                (self.button(_("Stop all alerts"), Act.STOP_ALL),),
            ),
        )

    def alerts_are_off(self) -> Said:
        text = self.say(_("Alerts are off for this chat."))
        return Said(text, ((self.button(_("Turn alerts on"), Act.RESUME),),))

    def _private_row(self, private: str) -> tuple[Row, ...]:
        return ((Button(str(self.say(_("Write in private"))), url=private),),)
