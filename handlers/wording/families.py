"""What families read, but for answers and alerts."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.core.follows import Country
from handlers.buttons import Act
from handlers.contacts import Contact
from handlers.wording.terms import Button, Row, Said, _, paragraphs
from handlers.wording.timelines import Timelines

LANGUAGE_NAMES = {"uk": "Українська", "ru": "Русский", "en": "English"}


class Families(Timelines):
    """Texts for everybody."""

    # first minute

    def start(self, operator: str) -> Said:
        text = paragraphs(
            self.say(
                _(
                    "This is Vdoma. Responsible for it: {operator}. We are not a state body and not "
                    "the Red Cross."
                ),
                operator=operator or self.say(_("not stated")),
            ),
            self.say(
                _(
                    "Write about one person: family name, given name, and patronymic or birth year. We say "
                    "whether that name is on the published lists we search. A name on a list does not confirm "
                    "an exchange. We do not know anyone’s fate or whereabouts. We do not keep questions."
                )
            ),
            self.scam_line(),
        )
        first_steps = (
            self.button(_("Exchanges"), Act.BATCHES, "0", "new"),
            self.button(_("Contacts"), Act.CONTACTS),
        )
        return Said(text, (first_steps, self._languages()))

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
                self.say(_("/my: what you follow and watch")),
                self.say(_("/settings: quiet hours, discreet alerts, daily news, safe phrase")),
                self.say(_("/contacts: official bodies")),
                self.say(_("/verify: check that an alert is from us")),
                self.say(_("/report: something is wrong")),
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
                self.say(
                    _("Responsible for the data: {operator}."), operator=operator or self.say(_("not stated"))
                ),
                self.say(
                    _(
                        "We do not keep what you ask. If you follow or watch something or choose a language, we keep "
                        "the number of this chat and the name you watch, both sealed; your choices; what you follow; "
                        "and the numbers of the alerts we sent you."
                    )
                ),
                self.say(
                    _(
                        "For two days we keep the numbers of this chat’s messages, without their text, so that "
                        "/forget can delete them. How many people you asked about is counted for two days at most, "
                        "without their names."
                    )
                ),
                self.say(
                    _(
                        "Nobody else learns what you ask or follow. Telegram itself can read this chat, and so "
                        "can anyone who holds your telephone."
                    )
                ),
                self.say(
                    _(
                        "/mydata sends you everything we keep about you. /forget erases it at once; copies kept in "
                        "case of a fault are thrown away within 30 days."
                    )
                ),
                self.scam_line(),
            )
        )

    def ask_for_my_data(self) -> Said:
        text = self.say(
            _(
                "The file holds everything we keep about you, in the open: whoever can read this chat can read it. "
                "Delete it here when you have seen it."
            )
        )
        return Said(text, ((self.button(_("Send the file"), Act.MY_DATA),),))

    # stop and forget

    def stopped(self) -> Said:
        text = self.say(
            _("No more alerts will come to this chat. What you follow is kept; you can turn alerts on again.")
        )
        return Said(text, ((self.button(_("Turn alerts on"), Act.RESUME),),))

    def resumed(self, *, in_group: bool = False) -> Said:
        return Said(self.say(_("Alerts are on.") if in_group else _("Alerts are on. What you follow: /my.")))

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

    def forgotten(self, *, messages_too: bool) -> Said:
        erased = (
            _(
                "We have erased everything we kept about you, and the messages of the last two days in this chat. "
                "Older ones we cannot erase: to remove them, delete the chat in Telegram."
            )
            if messages_too
            else _(
                "We have erased everything we kept about you. We cannot erase the messages of this chat: "
                "to remove them, delete the chat in Telegram."
            )
        )
        return Said(self.say(erased))

    def kept(self) -> Said:
        return Said(self.say(_("Nothing was erased.")))

    def missed(self) -> Said:
        text = self.say(_("There are alerts that Telegram could not deliver to you. We can send them now."))
        return Said(text, ((self.button(_("Send them"), Act.MISSED),),))

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

    def forwarded_from_us(self) -> Said:
        text = self.say(_("Ours: Telegram says that our bot wrote this message."))
        return Said(paragraphs(text, self.scam_line()))

    def forwarded_from_another(self) -> Said:
        text = self.say(
            _("Not ours: Telegram says that somebody else wrote this message, whatever name stands in it.")
        )
        return Said(paragraphs(text, self.scam_line()))

    def cannot_tell_who_wrote(self) -> Said:
        text = self.say(
            _(
                "We cannot tell: the writer hides who they are. Send the code that stands in the alert: /verify and the "
                "code after it. Without a code, do not take it for ours."
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
