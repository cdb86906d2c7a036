"""What a person follows and watches, page by page, and one follow with what can be done about it."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.core.answers import Standing
from bot.core.exchanges import Category, SubjectKind
from bot.services.follow import Wider
from bot.services.own_follows import Owned
from bot.services.watch import Watched
from handlers.buttons import Act
from handlers.wording.terms import Button, Row, Said, _, paragraphs
from handlers.wording.watches import Watches

ON_A_PAGE = 6


class My(Watches):
    """Texts of /my."""

    def mine(
        self,
        follows: Sequence[Owned],
        watches: Sequence[Watched],
        *,
        page: int,
        paused: bool,
        all_paused: bool = False,
    ) -> Said:
        """One page of what a person watches and follows; watches first.

        Args:
            paused: whether alerts are off for this chat.
            all_paused: whether we send no alerts to anybody for a while.
        """
        if not follows and not watches:
            return Said(self.say(_("You follow nothing. You have no watches. Exchanges: /batches.")))
        every: list[Watched | tuple[int, Owned]] = [*watches, *enumerate(follows, 1)]
        first = page * ON_A_PAGE
        on_page = every[first : first + ON_A_PAGE]
        # A watch is called by a name, a label may be one: then no category stands on the page.
        named = any(isinstance(each, Watched) or each[1].label is not None for each in on_page)
        shown = [
            (self._watch_line(each), self._watch_button(each))
            if isinstance(each, Watched)
            else (self._follow_line(*each, beside_name=named), self._follow_button(*each))
            for each in on_page
        ]
        text = paragraphs(
            self._how_many(len(watches), len(follows)),
            *(line for line, _button in shown),
            self.say(_("Alerts are off for this chat.")) if paused else None,
            self._all_paused() if all_paused else None,
        )
        rows: list[Row] = [(button,) for _line, button in shown]
        turn = (
            *((self.button(_("Back"), Act.MY, str(page - 1)),) if page else ()),
            *((self.button(_("Further"), Act.MY, str(page + 1)),) if len(every) > first + ON_A_PAGE else ()),
        )
        if turn:
            rows.append(turn)
        if paused:
            rows.append((self.button(_("Turn alerts on"), Act.RESUME),))
        return Said(text, tuple(rows))

    def _how_many(self, watches: int, follows: int) -> Markup:
        return paragraphs(
            self.count("You have {count} watch.", "You have {count} watches.", watches) if watches else None,
            self.count("You have {count} follow:", "You have {count} follows:", follows) if follows else None,
        )

    def _watch_line(self, watched: Watched) -> Markup:
        watch, called = watched.watch, self._called(watched)
        if watch.paused:
            return self.say(_("Watch {n}: {name} (paused)"), n=watch.number, name=called)
        return self.say(_("Watch {n}: {name}"), n=watch.number, name=called)

    def _watch_button(self, watched: Watched) -> Button:
        label = self.say(_("Watch {n}"), n=watched.watch.number)
        return Button(str(label), carries=self.button("", Act.WATCH_CARD, watched.watch.id).carries)

    def _follow_line(self, number: int, owned: Owned, *, beside_name: bool) -> Markup:
        line = Markup("{number}) {what}").format(
            number=number, what=self._what(owned, beside_name=beside_name)
        )
        return self.say(_("{line} (paused)"), line=line) if owned.follow.paused else line

    def _follow_button(self, number: int, owned: Owned) -> Button:
        label = self.say(_("Open follow {number}"), number=number)
        return Button(str(label), carries=self.button("", Act.FOLLOW_CARD, owned.follow.id).carries)

    def follow_card(self, owned: Owned) -> Said:
        """One follow with everything its owner can do about it."""
        follow = owned.follow
        text = paragraphs(
            self.say(_("You follow: {what}"), what=self._what(owned)),
            None if isinstance(owned.of, Standing) else self.say(_("All exchange groups: /batches.")),
            self.say(
                _(
                    "It is paused: no news of it comes. If something we told you was wrong, we tell you all the same."
                )
            )
            if follow.paused
            else None,
        )
        pause = (_("Go on"), Act.FOLLOW_ON) if follow.paused else (_("Pause"), Act.FOLLOW_PAUSE)
        name = (self.button(_("Name it"), Act.FOLLOW_NAME, follow.id),) if owned.may_be_named else ()
        return Said(
            text, (*self._of_follow(owned), (self.button(*pause, follow.id), *name), self._end(owned))
        )

    def _of_follow(self, owned: Owned) -> tuple[Row, ...]:
        if not isinstance(owned.of, Standing):
            return ()
        return ((self.button(_("Exchange group"), Act.BATCH, owned.follow.subject.id, "new"),),)

    def _end(self, owned: Owned) -> Row:
        subject = owned.follow.subject
        if subject.kind is SubjectKind.BATCH:
            return (self.button(_("Stop following"), Act.UNFOLLOW, subject.id),)
        return (self.button(_("Stop following"), Act.UNFOLLOW_WIDER, owned.follow.id),)

    def ask_for_follow_label(self, owned: Owned) -> Said:
        text = paragraphs(
            self.say(_("You follow: {what}"), what=self._what(owned)),
            self.say(
                _(
                    "Write what it is to be called, at most 40 characters, for example “school friend”. Only you will see "
                    "it, in /my."
                )
            ),
        )
        without = self.button(_("Without a name of its own"), Act.FOLLOW_NAME, owned.follow.id, "n")
        leave = self.button(_("Leave it as it is"), Act.FOLLOW_CARD, owned.follow.id)
        return Said(text, ((without,), (leave,)))

    def _neutral_line(self, standing: Standing) -> Markup:
        return self.say(
            _("{day}. Receiving side: {side}. State: {state}."),
            day=self.days(standing.exchange),
            side=self.side(standing.batch.side),
            state=self.state(standing.batch.state),
        )

    def _what(self, owned: Owned, *, beside_name: bool = False) -> Markup:
        """What is followed; beside a name, or a label that may be one, without its category."""
        if isinstance(owned.of, Category) and beside_name:
            what = self.say(_("every exchange group of one category"))
        elif not isinstance(owned.of, Standing):
            what = self.wider_name(Wider(owned.follow, owned.of))
        elif owned.label is None:
            return self._neutral_line(owned.of) if beside_name else self._batch_line(owned.of)
        else:
            what = self.say(
                _("{exchange}. State: {state}."),
                exchange=self.exchange_of(owned.of),
                state=self.state(owned.of.batch.state),
            )
        if owned.label is None:
            return what
        return Markup("{label}: {what}").format(label=owned.label, what=what)
