"""Exchange groups and their lists, as moderators see them: those that families do not see too."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.core.exchanges import Batch, BatchState
from bot.core.lists import Edition, NameList, Review
from bot.core.statements import disputed
from bot.services.moderators import GroupView
from bot.services.moderators import Shelf as Choices
from handlers.buttons import Act
from handlers.wording.shelf import Shelf
from handlers.wording.terms import Button, Row, Said, _, paragraphs

GROUPS_ON_A_PAGE = 8
GAP = Markup("")


class Groups(Shelf):
    """Texts about exchange groups, for moderators."""

    def groups(self, shelf: Choices, page: int) -> Said:
        """One page of all exchange groups, those that families do not see too."""
        if not shelf.batches:
            return Said(self.say(_("There is no exchange group. /desk")))
        start = page * GROUPS_ON_A_PAGE
        shown = shelf.batches[start : start + GROUPS_ON_A_PAGE]
        rows: list[Row] = [
            (self._named(self.subject_name(batch, shelf.exchange_of(batch)), Act.GROUP, batch.id),)
            for batch in shown
        ]
        turn: list[Button] = []
        if page:
            turn.append(self.button(_("Newer"), Act.GROUPS, str(page - 1)))
        if start + GROUPS_ON_A_PAGE < len(shelf.batches):
            turn.append(self.button(_("Earlier"), Act.GROUPS, str(page + 1)))
        text = self.say(_("Exchange groups, from the newest:"))
        return Said(text, (*rows, tuple(turn)) if turn else tuple(rows))

    def group(self, view: GroupView) -> Said:
        """One exchange group with its lists, as moderators see it."""
        batch = view.batch
        text = paragraphs(
            self._about_batch(batch, view.exchange),
            self.say(_("State: {state}."), state=self.state(batch.state)),
            self.say(_("The parties’ statements about it differ.")) if disputed(view.statements) else None,
            self.say(_("Planned for {day}; families do not see this."), day=self.day(batch.planned_on))
            if batch.planned_on is not None
            else None,
            self.count("{count} chat follows it.", "{count} chats follow it.", view.followers),
            *self._newest(view.statements),
            *(
                line
                for name_list, editions in view.lists
                for line in self._list_lines(name_list, editions, batch)
            ),
        )
        return Said(text, self._group_buttons(view))

    def _list_lines(self, name_list: NameList, editions: Sequence[Edition], batch: Batch) -> Sequence[Markup]:
        published = [edition for edition in editions if edition.review is Review.PUBLISHED]
        if published:
            state = self.say(
                _("Edition {number} is published, rows: {rows}."),
                number=published[0].number,
                rows=published[0].rows,
            )
        else:
            state = self.say(_("No edition of it is published."))
        searched = (
            self.say(_("It is searched by a decision of two moderators.")) if name_list.switched_on else None
        )
        return [line for line in (GAP, self._list(name_list, batch), state, searched) if line is not None]

    def square(self, address: str) -> Said:
        """Under a QR picture: what it opens; it names nobody."""
        return Said(self.say(_("To print. The camera of a telephone opens: {address}"), address=address))

    def _group_buttons(self, view: GroupView) -> tuple[Row, ...]:
        batch = view.batch
        if batch.state is BatchState.WITHDRAWN:
            return ()
        about = f"batch-{batch.id}"
        rows: list[Row] = [(self.button(_("Record a statement"), Act.FORM, "statement", "about", about),)]
        if batch.state is not BatchState.CONFIRMED:
            rows.append(
                (self.button(_("The receiving side confirms"), Act.FORM, "confirm", "confirmed", batch.id),)
            )
        if batch.state is not BatchState.DRAFT:
            rows.append((self.button(_("QR picture to print"), Act.SQUARE, batch.id),))
            rows.append((self.button(_("Withdraw the group"), Act.FORM, "withdraw", "what", about),))
        return tuple(rows)
