"""What families read where a question cannot be answered, and the line about scams."""

from markupsafe import Markup

from bot.core.errors import (
    AnswersPaused,
    BotError,
    CannotCheck,
    ChecksAreStale,
    FamilyMissing,
    ManyPeople,
    NameTooShort,
    NameWithheld,
    NotAName,
    NothingToSearch,
    PartAlone,
    TooManyQuestions,
    TooManyReports,
    TooManyWatches,
    TooMuchText,
    Unknown,
    WrongState,
)
from handlers.buttons import Act
from handlers.wording.menus import Menus
from handlers.wording.terms import Said, _, paragraphs


class Problems(Menus):
    """Texts about mistakes of theirs and faults of ours."""

    def scam_line(self) -> Markup:
        return self.say(_("We never ask for money, documents, tax or phone numbers."))

    def problem(self, error: BotError) -> Said:
        """Say what an error means for the person, and what to do."""
        match error:
            case ManyPeople():
                return Said(
                    self.say(
                        _(
                            "Your message seems to name many people. We answer about one at a time: please write only the "
                            "first name, and the next one after our answer. For example: Petrenko Ivan Vasylovych, 1999."
                        )
                    )
                )
            case PartAlone():
                return Said(
                    self.say(
                        _(
                            "This is only one part of a name, and we keep an unfinished question for 15 minutes only. Please "
                            "write the whole name: family name, given name, and patronymic or birth year."
                        )
                    )
                )
            case FamilyMissing():
                return Said(
                    self.say(
                        _(
                            "We see a given name and a patronymic here, and no family name. Please write the family "
                            "name first, even if it looks like a patronymic. For example: Petrenko Ivan Vasylovych, 1999."
                        )
                    )
                )
            case NameTooShort():
                return Said(
                    self.say(
                        _(
                            "We need both the family name and the given name, and the patronymic or the birth year. "
                            "For example: Petrenko Ivan Vasylovych, 1999."
                        )
                    )
                )
            case TooMuchText():
                return Said(
                    self.say(
                        _(
                            "We could not make out one person’s name in this. Write only the family name, the given "
                            "name, and the patronymic or the birth year; a double family name with a hyphen. For "
                            "example: Petrenko Ivan Vasylovych, 1999."
                        )
                    )
                )
            case NotAName():
                return Said(
                    paragraphs(
                        self.say(
                            _(
                                "This does not look like a name. Write the family name, the given name, and the "
                                "patronymic or the birth year, without other numbers and signs."
                            )
                        ),
                        self.scam_line(),
                    )
                )
            case TooManyQuestions(wait_s=wait_s):
                minutes = max(1, -(-wait_s // 60))
                return Said(
                    self.count(
                        "You have asked about many people in a short time. We can answer about another person in "
                        "{count} minute. Questions about the same people are not limited.",
                        "You have asked about many people in a short time. We can answer about another person in "
                        "{count} minutes. Questions about the same people are not limited.",
                        minutes,
                    )
                )
            case TooManyWatches(most=most):
                return self._too_many_watches(most)
            case TooManyReports():
                return Said(
                    self.say(_("You have reported several things today. Please come again tomorrow."))
                )
            case CannotCheck():
                return self.cannot_check(error)
            case Unknown() | WrongState():
                return Said(
                    self.say(_("This button is out of date. Exchanges: /batches. What you follow: /my."))
                )
            case _:
                return self.unknown_command()

    def _too_many_watches(self, most: int) -> Said:
        text = self.count(
            "This chat has {count} watch, as many as one chat may have. End one of them in /my; or ask for more, if "
            "your family is larger.",
            "This chat has {count} watches, as many as one chat may have. End one of them in /my; or ask for more, "
            "if your family is larger.",
            most,
        )
        return Said(text, ((self.button(_("Ask for more"), Act.WATCHES_MORE),),))

    def cannot_check(self, error: CannotCheck, *, knows_no_more: bool = False) -> Said:
        """Say why the lists could not be searched; never that somebody is not on them."""
        match error:
            case NothingToSearch():
                return Said(
                    self.say(
                        _(
                            "We hold no list to search at present. This is not a “no” and says nothing about the "
                            "person. Official contacts: /contacts."
                        )
                    )
                )
            case NameWithheld():
                return Said(
                    self.say(
                        _(
                            "The name of this watch is sealed, and this part of the bot cannot read it. This is not a “no” and "
                            "says nothing about the person. To see the answer as it stands now, write the name here. Official "
                            "contacts: /contacts."
                        )
                    )
                )
            case AnswersPaused():
                return Said(
                    self.say(
                        _(
                            "We do not answer questions about names for a while. This is not a “no” and says nothing about "
                            "the person. Please ask again later. Official contacts: /contacts."
                        )
                    )
                )
            case ChecksAreStale():
                return Said(
                    self.say(
                        _(
                            "We cannot check now: our moderators have not looked for new lists lately, and an answer "
                            "from old ones could mislead. This is not a “no” and says nothing about the person. "
                            "Please ask again tomorrow. Official contacts: /contacts."
                        )
                    )
                )
            case _:
                text = self.say(
                    _(
                        "We cannot check the lists now: the fault is ours. This is not a “no” and says nothing "
                        "about the person. Press “Check later”: we will try again and write to you. "
                        "Official contacts: /contacts."
                    )
                )
                kept = (Act.KNOWS_NO_MORE.value,) if knows_no_more else ()
                return Said(text, ((self.button(_("Check later"), Act.CHECK_LATER, *kept),),))

    def will_check_later(self) -> Said:
        return Said(
            self.say(
                _(
                    "We will try again for 15 minutes and write to you here. If nothing has come by then, "
                    "please ask again."
                )
            )
        )

    def still_cannot_check(self) -> Said:
        return Said(
            self.say(
                _(
                    "We still cannot check the lists: the fault is ours. This is not a “no” and says nothing "
                    "about the person. Please ask again later. Official contacts: /contacts."
                )
            )
        )

    def ask_again(self) -> Said:
        return Said(self.say(_("We do not keep questions. Please write the name once more.")))

    def type_the_name(self) -> Said:
        return Said(
            paragraphs(
                self.say(
                    _(
                        "We read only typed text. Please type the family name, the given name, and the patronymic or "
                        "the birth year."
                    )
                ),
                self.say(_("We did not open or keep what you sent.")),
                self.scam_line(),
            )
        )

    def number_was_sent(self, *, deleted: bool) -> Said:
        """A telephone, tax or document number came; we need none.

        Args:
            deleted: whether the message with it is gone from the chat.
        """
        gone = _("Your message held a telephone, tax or document number. We have deleted it from this chat.")
        there = _("Your message holds a telephone, tax or document number. Please delete it from this chat.")
        return Said(
            paragraphs(
                self.say(gone if deleted else there),
                self.say(
                    _(
                        "We did not keep it. To check a name, write the family name, the given name, and the patronymic "
                        "or the birth year."
                    )
                ),
                self.scam_line(),
            )
        )

    def picture_was_sent(self) -> Said:
        """A picture or a file came, which may show a document."""
        return Said(
            paragraphs(
                self.say(
                    _(
                        "We did not open or keep what you sent. If it shows a document or a person, please delete it from this "
                        "chat, and send such pictures to nobody who asks for them here."
                    )
                ),
                self.say(
                    _(
                        "To check a name, type the family name, the given name, and the patronymic or the birth year."
                    )
                ),
                self.scam_line(),
            )
        )

    def voice_was_sent(self) -> Said:
        return Said(
            paragraphs(
                self.say(
                    _(
                        "We cannot listen to voice messages. Please type the family name, the given name, and the patronymic "
                        "or the birth year."
                    )
                ),
                self.say(_("We did not open or keep what you sent.")),
            )
        )

    def too_many_messages(self, number: int) -> Said:
        return Said(
            self.count(
                "{count} message came too fast after others and was not read. Please send it again.",
                "{count} messages came too fast after others and were not read. Please send them again, one by one.",
                number,
            )
        )

    def unknown_command(self) -> Said:
        return Said(self.say(_("There is no such command. Write a name, or see /help.")))

    def out_of_order(self, error_id: str) -> Said:
        """Apologise for an error that nobody foresaw."""
        return Said(
            self.say(
                _(
                    "We could not answer: the fault is ours ({error_id}). This says nothing about any person. "
                    "Please try again in a few minutes. Official contacts: /contacts."
                ),
                error_id=error_id,
            )
        )
