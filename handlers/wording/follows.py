"""Following more than one exchange group: a whole exchange, an agreement, a category."""

from markupsafe import Markup

from bot.core.exchanges import Agreement, Category, Exchange, SubjectKind
from bot.services.follow import Choices, Wider
from handlers.buttons import Act
from handlers.wording.alerts import Alerts
from handlers.wording.batches import letters_of
from handlers.wording.terms import Row, Said, _, paragraphs


class Follows(Alerts):
    """Texts about follows that bring news of several exchange groups."""

    def follow_more(self, choices: Choices) -> Said:
        """What can be followed beside one batch; of all of it each piece of news comes once."""
        standing, batch_id = choices.standing, choices.standing.batch.id
        if standing.batch.category is Category.REMAINS:
            offered: list[tuple[SubjectKind, str]] = []
        else:
            offered = [(SubjectKind.EXCHANGE, _("The whole exchange"))]
            if choices.agreement is not None:
                offered.append((SubjectKind.AGREEMENT, _("The agreement with all its exchanges")))
        offered.append((SubjectKind.CATEGORY, _("The category in every exchange")))
        rows: list[Row] = [
            (self.button(label, Act.FOLLOW_WIDER, batch_id, letters_of({kind})),)
            for kind, label in offered
            if kind not in choices.followed
        ]
        text = paragraphs(
            self.say(_("Exchange group: {exchange}."), exchange=self.exchange_of(standing)),
            self.say(_("Category: {category}."), category=self.category(standing.batch.category)),
            self.say(_("Agreement: {agreement}."), agreement=self._title(choices.agreement))
            if choices.agreement is not None
            else None,
            self.say(_("What would you like to follow? Each piece of news comes to you once."))
            if rows
            else self.say(_("You follow all of this already.")),
        )
        rows.append((self.button(_("Exchange group"), Act.BATCH, batch_id),))
        return Said(text, tuple(rows))

    def ask_to_follow_category_of_remains(self, batch_id: str) -> Said:
        """The second, informed press before alerts about remains."""
        text = paragraphs(
            self.say(_("These are all repatriations of remains. Do you really want alerts about them?")),
            self.remains_notice(),
        )
        letters = letters_of({SubjectKind.CATEGORY})
        return Said(text, ((self.button(_("Yes, alert me"), Act.FOLLOW_WIDER, batch_id, letters, "y"),),))

    def followed_wider(self, wider: Wider, *, paused: bool) -> Said:
        text = self.say(_("You follow: {what}. What you follow: /my."), what=self.wider_name(wider))
        stop = (self.button(_("Stop following"), Act.UNFOLLOW_WIDER, wider.follow.id),)
        if not paused:
            return Said(text, (stop,))
        off = self.alerts_are_off()
        return Said(paragraphs(text, off.text), (stop, *off.buttons))

    def wider_ended(self, wider: Wider) -> Said:
        subject = wider.follow.subject
        text = self.say(_("You no longer follow: {exchange}."), exchange=self.wider_name(wider))
        undo = self.button(_("Undo"), Act.WIDER_AGAIN, letters_of({subject.kind}), subject.id)
        return Said(text, ((undo,), (self.button(_("Stop all alerts"), Act.STOP_ALL),)))

    def wider_name(self, wider: Wider) -> Markup:
        """Name what is followed."""
        match wider.of:
            case Exchange() as exchange:
                return self.say(_("every exchange group of {day}"), day=self.days(exchange))
            case Agreement() as agreement:
                return self.say(
                    _("every exchange group of the agreement “{title}”"), title=self._title(agreement)
                )
            case Category() as category:
                return self.say(
                    _("every exchange group of the category “{category}”"), category=self.category(category)
                )

    def _title(self, agreement: Agreement) -> str:
        titles = {"uk": agreement.title.uk, "ru": agreement.title.ru}
        return titles.get(self.language, agreement.title.en)
