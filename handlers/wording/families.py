"""What families read, but for answers and alerts."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.core.answers import Standing
from bot.core.exchanges import BatchState, Category, Statement
from bot.core.follows import Country
from bot.services.batches import PAGE, BatchView, Page
from bot.services.follow import Followed
from handlers.buttons import Act
from handlers.contacts import Contact
from handlers.wording.problems import Problems
from handlers.wording.terms import Button, Row, Said, _, paragraphs

# Two such parts and the rest of the text stay under Telegram's 4,096 characters.
LONGEST_STATEMENTS = 1700
MOST_FOLLOWS = 20
MOST_EDITIONS_CARRIED = 3

# In these states something may still come that followers wait for.
OPEN_STATES = frozenset({BatchState.ANNOUNCED, BatchState.CLAIMED, BatchState.POSTPONED})

LANGUAGE_NAMES = {"uk": "Українська", "ru": "Русский", "en": "English"}


class Families(Problems):
    """Texts for everybody."""

    # first minute

    def start(self, operator: str) -> Said:
        text = paragraphs(
            self.say(
                _(
                    "This is Vdoma. Responsible for it: {operator}. We are not a state body and not "
                    "the Red Cross."
                ),
                operator=operator,
            ),
            self.say(
                _(
                    "Write about one person: family name, given name, and patronymic or birth year. We say "
                    "whether that name is on the published lists we search. A name on a list does not confirm "
                    "an exchange. We do not know anyone’s fate or whereabouts. We do not keep questions."
                )
            ),
            self.say(_("Exchanges: /batches. Contacts: /contacts. Language: /language.")),
            self.scam_line(),
        )
        return Said(text, (self._languages(),))

    def _languages(self) -> Row:
        return tuple(
            Button(name, carries=self.button("", Act.LANGUAGE, code).carries)
            for code, name in LANGUAGE_NAMES.items()
        )

    def help(self) -> Said:
        return Said(
            paragraphs(
                self.say(
                    _(
                        "Write one person’s family name, given name, and patronymic or birth year. "
                        "For example: Petrenko Ivan Vasylovych, 1999."
                    )
                ),
                self.say(_("/batches: exchanges, what the parties stated, and alerts about them")),
                self.say(_("/my: what you follow")),
                self.say(_("/contacts: official bodies")),
                self.say(_("/verify: check that an alert is from us")),
                self.say(_("/language: the language of this chat")),
                self.say(_("/stop: no more alerts")),
                self.say(_("/privacy: what we keep, and who is responsible")),
                self.say(_("/forget: erase everything we keep about you")),
                self.scam_line(),
            )
        )

    def choose_language(self) -> Said:
        return Said(self.say(_("Choose the language of this chat.")), (self._languages(),))

    def language_chosen(self) -> Said:
        return Said(self.say(_("The language of this chat is English now.")))

    def privacy(self, operator: str) -> Said:
        return Said(
            paragraphs(
                self.say(_("Responsible for the data: {operator}."), operator=operator),
                self.say(
                    _(
                        "We do not keep what you ask. If you follow something or choose a language, we keep the "
                        "number of this chat, your choices, what you follow, and the numbers of the alerts "
                        "we sent you. Technical numbers of messages are kept for two days, without their text."
                    )
                ),
                self.say(
                    _(
                        "Nobody else learns what you ask or follow. Telegram itself can read this chat, and so "
                        "can anyone who holds your telephone."
                    )
                ),
                self.say(_("/forget erases everything we keep about you, at once.")),
                self.scam_line(),
            )
        )

    # stop and forget

    def stopped(self) -> Said:
        text = self.say(
            _("No more alerts will come to this chat. What you follow is kept; you can turn alerts on again.")
        )
        return Said(text, ((self.button(_("Turn alerts on"), Act.RESUME),),))

    def alerts_are_off(self) -> Said:
        text = self.say(_("Alerts are off for this chat."))
        return Said(text, ((self.button(_("Turn alerts on"), Act.RESUME),),))

    def resumed(self) -> Said:
        return Said(self.say(_("Alerts are on. What you follow: /my.")))

    def ask_to_forget(self) -> Said:
        return Said(
            self.say(
                _(
                    "Erase everything we keep about you: your choices and what you follow? You will get no "
                    "alerts, and no corrections of what we told you."
                )
            ),
            (
                (self.button(_("Erase everything"), Act.FORGET),),
                (self.button(_("Keep it"), Act.KEEP),),
            ),
        )

    def forgotten(self) -> Said:
        return Said(
            self.say(
                _(
                    "We have erased everything we kept about you. We cannot erase the messages of this chat: "
                    "to remove them, delete the chat in Telegram."
                )
            )
        )

    def kept(self) -> Said:
        return Said(self.say(_("Nothing was erased.")))

    def missed(self) -> Said:
        text = self.say(_("There are alerts that Telegram could not deliver to you. We can send them now."))
        return Said(text, ((self.button(_("Send them"), Act.MISSED),),))

    # batches

    def batches(self, page: Page, *, private: str | None = None) -> Said:
        """One page of batches.

        Args:
            private: in a group, the address that opens the private chat; batches are not opened there.
        """
        if not page.standings and page.offset == 0:
            return Said(self.say(_("No exchange is announced here.")))
        lines = [self.say(_("Exchange groups, from the newest:"))]
        lines += [self._batch_line(standing) for standing in page.standings]
        if private is not None:
            return Said(paragraphs(*lines), self._private_row(private))
        rows: list[Row] = [
            (Button(self.batch_name(s), carries=self.button("", Act.BATCH, s.batch.id).carries),)
            for s in page.standings
        ]
        turn: list[Button] = []
        if page.offset:
            turn.append(self.button(_("Newer"), Act.BATCHES, str(max(0, page.offset - PAGE))))
        if page.earlier is not None:
            turn.append(self.button(_("Earlier"), Act.BATCHES, str(page.earlier)))
        return Said(paragraphs(*lines), (*rows, tuple(turn)) if turn else tuple(rows))

    def batch_name(self, standing: Standing) -> str:
        """Day, side and category in one line, for a button in texts about batches only."""
        return str(
            self.say(
                _("{day} · {side} · {category}"),
                day=self.day(standing.exchange.day),
                side=self.side(standing.batch.side),
                category=self.category(standing.batch.category),
            )
        )

    def exchange_of(self, standing: Standing) -> Markup:
        """Name a batch in a text that names no person, without its category."""
        values = {"day": self.day(standing.exchange.day), "side": self.side(standing.batch.side)}
        if standing.batch.category is Category.REMAINS:
            return self.say(_("repatriation of remains on {day}, receiving side: {side}"), **values)
        return self.say(_("exchange of {day}, receiving side: {side}"), **values)

    def _batch_line(self, standing: Standing) -> Markup:
        line = self.say(
            _("{day}. Receiving side: {side}. Category: {category}. State: {state}."),
            day=self.day(standing.exchange.day),
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

    def _heading(self, standing: Standing) -> Markup:
        if standing.batch.category is Category.REMAINS:
            return self.say(_("Repatriation of remains, {day}."), day=self.day(standing.exchange.day))
        return self.say(_("Exchange of {day}."), day=self.day(standing.exchange.day))

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
            follow = self.button(_("Follow"), Act.FOLLOW, batch_id)
        return ((follow,), (self.button(_("All exchange groups"), Act.BATCHES, "0"),))

    # follows

    def followed(self, followed: Followed, *, paused: bool) -> Said:
        """Say what is followed now.

        Args:
            paused: whether alerts are off for this chat, so that none would come.
        """
        standing = followed.standing
        values = {"exchange": self.exchange_of(standing), "state": self.state(standing.batch.state)}
        if standing.batch.state in OPEN_STATES:
            text = self.say(
                _(
                    "You follow: {exchange}. If the receiving side confirms that it took place, we will write to "
                    "you once two moderators have checked this. What you follow: /my."
                ),
                **values,
            )
        else:
            text = self.say(_("You follow: {exchange}. State now: {state}. What you follow: /my."), **values)
        stop = self.button(_("Stop following"), Act.UNFOLLOW, standing.batch.id)
        if not paused:
            return Said(text, ((stop,),))
        off = self.alerts_are_off()
        return Said(paragraphs(text, off.text), ((stop,), *off.buttons))

    def ask_to_follow_remains(self, batch_id: str) -> Said:
        text = paragraphs(
            self.say(
                _("This is a repatriation of remains. Do you really want alerts about it?"),
            ),
            self.remains_notice(),
        )
        return Said(text, ((self.button(_("Yes, alert me"), Act.FOLLOW, batch_id, "", "sure"),),))

    def follow_ended(self, followed: Followed) -> Said:
        batch_id = followed.standing.batch.id
        # As many as a button holds; the others were told by answers that can be asked for again.
        editions = "-".join(sorted(followed.follow.editions)[:MOST_EDITIONS_CARRIED])
        return Said(
            self.say(_("You no longer follow: {exchange}."), exchange=self.exchange_of(followed.standing)),
            (
                (self.button(_("Undo"), Act.FOLLOW, batch_id, editions, "sure"),),
                (self.button(_("Stop all alerts"), Act.STOP_ALL),),
            ),
        )

    def follows(self, follows: Sequence[Followed], *, paused: bool) -> Said:
        if not follows:
            return Said(self.say(_("You follow nothing. Exchanges: /batches.")))
        shown = list(enumerate(follows[-MOST_FOLLOWS:], 1))
        lines: list[Markup | None] = [
            self.count(
                "You follow {count} exchange group:",
                "You follow {count} exchange groups:",
                len(follows),
            ),
            *(self._numbered(number, followed) for number, followed in shown),
            self.say(_("The earlier ones are left out here; they are in /batches."))
            if len(follows) > len(shown)
            else None,
            self.say(_("Alerts are off for this chat.")) if paused else None,
        ]
        rows: list[Row] = [
            (
                Button(
                    str(self.say(_("Stop following {number}"), number=number)),
                    carries=self.button("", Act.UNFOLLOW, followed.standing.batch.id).carries,
                ),
            )
            for number, followed in shown
        ]
        if paused:
            rows.append((self.button(_("Turn alerts on"), Act.RESUME),))
        return Said(paragraphs(*lines), tuple(rows))

    def _numbered(self, number: int, followed: Followed) -> Markup:
        return Markup("{number}) {line}").format(number=number, line=self._batch_line(followed.standing))

    # contacts

    def choose_country(self) -> Said:
        rows = tuple(
            (Button(str(self.country(country)), carries=self.button("", Act.COUNTRY, country.value).carries),)
            for country in Country
        )
        return Said(self.say(_("Official bodies of which country?")), rows)

    def contacts(self, contacts: Sequence[Contact]) -> Said:
        if not contacts:
            text = self.say(
                _(
                    "For this country we hold no contact that we could name a source for. The National "
                    "Information Bureau (NIB) of Ukraine: press “Another country”, then “Ukraine”."
                )
            )
        else:
            text = paragraphs(
                self.say(_("Official bodies, as the named sources state them:")),
                *(self._contact(contact) for contact in contacts),
                self.scam_line(),
            )
        return Said(text, ((self.button(_("Another country"), Act.CONTACTS),),))

    def _contact(self, contact: Contact) -> Markup:
        if contact.stated_on is None:
            return self.say(
                _("• {body}: {contact} (as stated by {source}, day not given)"),
                body=contact.body(self.language),
                contact=contact.contact,
                source=contact.source,
            )
        return self.say(
            _("• {body}: {contact} (as stated by {source}, {day})"),
            body=contact.body(self.language),
            contact=contact.contact,
            source=contact.source,
            day=self.day(contact.stated_on),
        )

    # verify

    def ask_for_code(self) -> Said:
        return Said(self.say(_("Send the code that stands in the alert: /verify and the code after it.")))

    def verified(self, number: int) -> Said:
        text = self.say(_("Yes: alert {number} with this code was sent to you by us."), number=number)
        return Said(paragraphs(text, self.scam_line()))

    def not_verified(self) -> Said:
        text = self.say(
            _(
                "We sent no alert with this code to this chat. If a message with it asks for money or "
                "documents, it is not from us."
            )
        )
        return Said(paragraphs(text, self.scam_line()))

    # groups

    def ask_in_private(self, private: str) -> Said:
        text = self.say(
            _(
                "Names are not looked up in groups. Write to us in private; nobody else will see your question."
            )
        )
        return Said(text, self._private_row(private))

    def _private_row(self, private: str) -> tuple[Row, ...]:
        return ((Button(str(self.say(_("Write in private"))), url=private),),)
