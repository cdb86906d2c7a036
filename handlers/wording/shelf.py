"""What several of the moderators' texts share: the names of things, and who did what."""

from datetime import datetime

from markupsafe import Markup

from bot.core import log, uploads
from bot.core.exchanges import Agreement, Batch, Exchange
from bot.core.lists import Edition, NameList, publisher_class
from bot.core.log import code_of
from bot.core.roles import Role
from handlers.buttons import Act
from handlers.wording.news import News
from handlers.wording.terms import Button, Said, _


class Shelf(News):
    """Names of things, for moderators only."""

    def _named(self, label: Markup | str, act: Act, *args: str) -> Button:
        words = label.unescape() if isinstance(label, Markup) else label
        return Button(words, carries=self.button("", act, *args).carries)

    def subject_name(self, subject: Agreement | Exchange | Batch, exchange: Exchange | None) -> str:
        """Name an agreement, exchange or batch for a choice."""
        match subject:
            case Agreement():
                return str(getattr(subject.title, self.language))
            case Exchange():
                return str(self.say(_("Exchange of {day}"), day=self.days(subject)).unescape())
            case Batch():
                assert exchange is not None  # noqa: S101  a batch belongs to an exchange
                text = self.say(
                    _("{day} · {side} · {category}"),
                    day=self.days(exchange),
                    side=self.side(subject.side),
                    category=self.category(subject.category),
                )
                return str(text.unescape())

    def list_name(self, name_list: NameList) -> str:
        """Name a list for a choice."""
        text = self.say(
            _("{publisher}, {day}"), publisher=name_list.publisher.name, day=self.day(name_list.published_on)
        )
        return str(text.unescape())

    def edition_name(self, edition: Edition, name_list: NameList) -> str:
        """Name an edition for a choice."""
        text = self.say(_("Edition {number} · {list}"), number=edition.number, list=self.list_name(name_list))
        return str(text.unescape())

    def _list(self, name_list: NameList, batch: Batch) -> Markup:
        return self.say(
            _("List of {publisher} ({class_}), {day}, {link}"),
            publisher=name_list.publisher.name,
            class_=self.publisher_class(publisher_class(name_list.publisher.kind, batch.side)),
            day=self.day(name_list.published_on),
            link=self.link(name_list.link, self.say(_("link"))),
        )

    def _about_batch(self, batch: Batch, exchange: Exchange) -> Markup:
        return self.say(_("About the exchange group: {name}"), name=self.subject_name(batch, exchange))

    def _agreement(self, agreement: Agreement | None) -> Markup | None:
        """The agreement in all its languages: families read one of them, the second person checks all."""
        if agreement is None:
            return None
        title = agreement.title
        return self.say(
            _("Agreement: {uk} · {ru} · {en}, {day}"),
            uk=title.uk,
            ru=title.ru,
            en=title.en,
            day=self.day(agreement.agreed_on),
        )

    def _digest(self, digest: str) -> Markup:
        return self.say(_("Digest: {digest}"), digest=digest.removeprefix("sha256:")[:16])

    def who(self, name: str) -> Markup:
        """Name a moderator, or say that nobody is called so any more."""
        return Markup("{name}").format(name=name) if name else self.say(_("somebody who left"))

    def doer(self, moderator: str, name: str) -> Markup:
        """Name whoever did something, by their text id and what they are called."""
        match moderator:
            case log.SYSTEM:
                return self.say(_("by itself"))
            case uploads.TERMINAL:
                return self.say(_("the terminal"))
            case _:
                return self.who(name)

    def role(self, role: Role) -> Markup:
        words = {
            Role.VIEWER: _("viewer"),
            Role.EDITOR: _("editor"),
            Role.PUBLISHER: _("publisher (second person)"),
            Role.OWNER: _("owner"),
        }
        return self.say(words[role])

    def held_until(self, moment: datetime) -> Markup:
        return self.say(
            _("Agreed. It takes effect at {moment}; until then any moderator can stop it."),
            moment=self.moment(moment),
        )

    def ask_for_digest_code(self, digest: str) -> Said:
        return Said(
            self.say(
                _("Type these four characters to agree to exactly this: {code}"),
                code=Markup("<b>{code}</b>").format(code=code_of(digest)),
            ),
            ((self.button(_("Leave the form"), Act.LEAVE),),),
        )
