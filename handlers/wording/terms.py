"""The words for single things: sides, states, days; the ground the sentences stand on."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from babel.support import NullTranslations
from markupsafe import Markup, escape

from bot.core.exchanges import BatchState, Category, Counted, Exchange, Figure, Party, Side, StatementKind
from bot.core.follows import Country
from bot.core.lists import PublisherClass, PublisherKind
from bot.files import Column
from handlers.buttons import Act, carry

KYIV = ZoneInfo("Europe/Kyiv")


@dataclass(frozen=True, slots=True)
class Button:
    """One button: it carries something back to us, or opens an address."""

    label: str
    carries: str | None = None
    url: str | None = None


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One message: Telegram's HTML and rows of buttons.

    Args:
        silent: whether it comes without a sound.
        protected: whether it can be neither forwarded nor copied.
    """

    text: Markup
    buttons: tuple[Row, ...] = ()
    silent: bool = False
    protected: bool = False


def _(text: str) -> str:
    """Mark a text for the catalogues; `Terms.say` translates it."""
    return text


def paragraphs(*parts: Markup | str | None) -> Markup:
    """Put whole sentences under one another; parts that do not apply are None, an empty one is a gap."""
    return Markup("\n".join([escape(part) for part in parts if part is not None]))  # noqa: S704  each is escaped


def filled(text: str, /, **values: object) -> Markup:
    """Fill values into a text of our own; they are escaped.

    `Markup.format` does the same with a formatter written in Python, which was half of the price of an alert.
    """
    return Markup(text.format(**{name: escape(value) for name, value in values.items()}))  # noqa: S704  see above


@lru_cache(maxsize=256)
def _in_full(day: date, language: str) -> str:
    return format_date(day, "long", locale=language)


@dataclass(frozen=True, slots=True)
class Terms:
    """One language's words.

    Args:
        phrase: the person's own words that stand in each alert; None if they chose none.
    """

    language: str
    translations: NullTranslations
    phrase: str | None = None

    def say(self, text: str, /, **values: object) -> Markup:
        """Translate a whole text and fill in its values, which are escaped."""
        return filled(self.translations.gettext(text), **values)

    def count(self, one: str, many: str, number: int, /, **values: object) -> Markup:
        """The same for a text with a plural form; it holds `{count}` in every form."""
        chosen = self.translations.ngettext(one, many, number)
        return filled(chosen, count=self.number(number), **values)

    def number(self, number: int) -> str:
        """Write a number as the language groups it."""
        return format_decimal(number, locale=self.language)

    def button(self, text: str, act: Act, *args: str) -> Button:
        """Make a button that carries an act."""
        return Button(self.translations.gettext(text), carries=carry(act, *args))

    def day(self, day: date) -> str:
        """Write a day in full."""
        return _in_full(day, self.language)

    def days(self, exchange: Exchange) -> str:
        """Write on which day or days an exchange is."""
        if exchange.last_day is None:
            return self.day(exchange.day)
        return f"{self.day(exchange.day)} – {self.day(exchange.last_day)}"

    def short_moment(self, moment: datetime) -> str:
        """Write a moment in Kyiv time, for lists of many: day and time in figures."""
        return f"{moment.astimezone(KYIV):%d.%m.%Y %H:%M}"

    def moment(self, moment: datetime) -> Markup:
        """Write a moment in Kyiv time."""
        there = moment.astimezone(KYIV)
        return self.say(_("{day}, {time}, Kyiv time"), day=self.day(there.date()), time=f"{there:%H:%M}")

    def side(self, side: Side) -> Markup:
        return self.say({Side.UKRAINE: _("Ukraine"), Side.RUSSIA: _("Russia")}[side])

    def party(self, party: Party) -> Markup:
        words = {
            Party.UKRAINE: _("Ukraine"),
            Party.RUSSIA: _("Russia"),
            Party.ICRC: _("ICRC"),
            Party.MEDIATOR: _("mediator"),
        }
        return self.say(words[party])

    def category(self, category: Category) -> Markup:
        words = {
            Category.UNDER_25: _("under 25"),
            Category.SEVERELY_WOUNDED: _("severely wounded or ill"),
            Category.PRISONERS_OF_WAR: _("prisoners of war"),
            Category.CIVILIANS: _("civilians"),
            Category.REMAINS: _("remains"),
        }
        return self.say(words[category])

    def state(self, state: BatchState) -> Markup:
        words = {
            BatchState.DRAFT: _("not shown to families: nobody has announced it here"),
            BatchState.ANNOUNCED: _("announced"),
            BatchState.CLAIMED: _("claimed, not confirmed"),
            BatchState.CONFIRMED: _("confirmed by the receiving side"),
            BatchState.POSTPONED: _("postponed"),
            BatchState.CANCELLED: _("cancelled"),
            BatchState.WITHDRAWN: _("withdrawn by us"),
        }
        return self.say(words[state])

    def kind(self, kind: StatementKind) -> Markup:
        words = {
            StatementKind.PLEDGE: _("pledge"),
            StatementKind.ANNOUNCEMENT: _("announcement"),
            StatementKind.CLAIM: _("claim that it took place"),
            StatementKind.CONFIRMATION: _("confirmation that it took place"),
            StatementKind.DENIAL: _("denial"),
            StatementKind.DELAY: _("delay"),
            StatementKind.CANCELLATION: _("cancellation"),
            StatementKind.COUNT: _("count"),
        }
        return self.say(words[kind])

    def counted(self, counted: Counted) -> Markup:
        words = {Counted.PEOPLE: _("people"), Counted.NAMES: _("names"), Counted.BODIES: _("bodies")}
        return self.say(words[counted])

    def figure(self, figure: Figure) -> Markup:
        """Write a number with what it counts, in the form the number asks for."""
        match figure.counted:
            case Counted.PEOPLE:
                return self.count("{count} person", "{count} people", figure.number)
            case Counted.NAMES:
                return self.count("{count} name", "{count} names", figure.number)
            case Counted.BODIES:
                return self.count("{count} body", "{count} bodies", figure.number)

    def column(self, column: str) -> Markup:
        """Name a column of a list."""
        words = {
            Column.NUMBER: _("number"),
            Column.FULL: _("full name"),
            Column.FAMILY: _("family name"),
            Column.GIVEN: _("given name"),
            Column.PATRONYMIC: _("patronymic"),
            Column.BIRTH: _("birth"),
            Column.STATUS: _("word about the person"),
            Column.LINE: _("whole row"),
            Column.IGNORED: _("left out"),
        }
        return self.say(words[Column(column)])

    def publisher_class(self, publisher_class: PublisherClass) -> Markup:
        words = {
            PublisherClass.RECEIVING_SIDE: _("the receiving side"),
            PublisherClass.OTHER_SIDE: _("the other side"),
            PublisherClass.ICRC: _("ICRC"),
            PublisherClass.MEDIA: _("media citing an official"),
            PublisherClass.UNVERIFIED: _("unverified"),
        }
        return self.say(words[publisher_class])

    def publisher_kind(self, kind: PublisherKind) -> Markup:
        words = {
            PublisherKind.UKRAINE: _("a state body of Ukraine"),
            PublisherKind.RUSSIA: _("a state body of Russia"),
            PublisherKind.ICRC: _("ICRC"),
            PublisherKind.MEDIA: _("media citing an official"),
            PublisherKind.UNVERIFIED: _("unverified"),
        }
        return self.say(words[kind])

    def country(self, country: Country) -> Markup:
        words = {
            Country.UKRAINE: _("Ukraine"),
            Country.RUSSIA: _("Russia"),
            Country.OTHER: _("another country"),
        }
        return self.say(words[country])

    def link(self, address: str, label: Markup | str) -> Markup:
        """Make a label that opens an address."""
        return filled('<a href="{address}">{label}</a>', address=address, label=label)
