"""Every text of the bot, worded once in every variant."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from itertools import product
from re import sub

from markupsafe import Markup

from bot.core.errors import (
    BadValue,
    IndexBehind,
    NameTooShort,
    NotAllowed,
    NotAName,
    NothingToSearch,
    ReaderUnavailable,
    StoreUnavailable,
    TooManyQuestions,
    TooMuchText,
    Unknown,
    WrongCode,
    WrongState,
)
from bot.core.errors import ChecksAreStale as Stale
from bot.core.exchanges import BatchState, Category, Counted, Figure, Party, Side, StatementKind
from bot.core.follows import Country
from bot.core.lists import PublisherClass, PublisherKind, Review
from bot.core.roles import Role
from bot.files import Column, Fault, refused
from bot.services.follow import Followed
from bot.services.moderators import Desk
from handlers.wording import Said, Wording
from handlers.wording.faults import FAULTS
from handlers.wording.forms import LABELS, QUESTIONS
from tests.catalogues import samples
from tests.catalogues.samples import MOMENT

Text = Said | Markup | str | dict[str, str]
Rendered = tuple[str, Text]
"""The method of `Wording` that was called, and what it gave."""

OUR_FAULTS = (StoreUnavailable(), IndexBehind())
CANNOT_CHECK = (*OUR_FAULTS, NothingToSearch(), Stale())
NUMBERS = (1, 2, 5, 11, 21, 101)
ADDRESS = "https://example.org/βδομα"


def renderings(words: Wording) -> Iterator[Rendered]:
    """Word everything."""
    yield from _terms(words)
    yield from _menus(words)
    yield from _families(words)
    yield from _inquiries(words)
    yield from _groups_and_contacts(words)
    yield from _alerts(words)
    yield from _desk(words)
    yield from _reviews(words)
    yield from _files(words)
    yield from _problems(words)


def _terms(words: Wording) -> Iterator[Rendered]:
    yield "moment", words.moment(MOMENT)
    yield from (("side", words.side(side)) for side in Side)
    yield from (("party", words.party(party)) for party in Party)
    yield from (("category", words.category(category)) for category in Category)
    yield from (("state", words.state(state)) for state in BatchState)
    yield from (("kind", words.kind(kind)) for kind in StatementKind)
    yield from (("publisher_class", words.publisher_class(c)) for c in PublisherClass)
    yield from (("publisher_kind", words.publisher_kind(kind)) for kind in PublisherKind)
    yield from (("country", words.country(country)) for country in Country)
    yield from (("column", words.column(column)) for column in Column)
    yield from (("counted", words.counted(counted)) for counted in Counted)
    for counted, number in product(Counted, NUMBERS):
        yield "figure", words.figure(Figure(number, counted))
    yield from (("exchange_of", words.exchange_of(standing)) for standing in samples.standings())
    remains = samples.standing(category=Category.REMAINS)
    yield "exchange_of", words.exchange_of(remains)


def _menus(words: Wording) -> Iterator[Rendered]:
    yield "bot_name", words.bot_name()
    yield "bot_short_description", words.bot_short_description()
    yield "bot_description", words.bot_description()
    yield "commands", words.commands()
    yield "group_commands", words.group_commands()
    yield "moderator_commands", words.moderator_commands()


def _families(words: Wording) -> Iterator[Rendered]:
    yield "scam_line", words.scam_line()
    yield "start", words.start(samples.OPERATOR)
    yield "help", words.help()
    yield "choose_language", words.choose_language()
    yield "language_chosen", words.language_chosen()
    yield "privacy", words.privacy(samples.OPERATOR)
    yield "stopped", words.stopped()
    yield "alerts_are_off", words.alerts_are_off()
    yield "resumed", words.resumed()
    yield "ask_to_forget", words.ask_to_forget()
    yield "forgotten", words.forgotten()
    yield "kept", words.kept()
    yield "missed", words.missed()
    yield "remains_notice", words.remains_notice()
    yield from (("batches", words.batches(page)) for page in samples.pages())
    yield from (("batch", words.batch(view)) for view in samples.batch_views())
    yield from (("batch_name", words.batch_name(standing)) for standing in samples.standings())
    yield from (("statement", words.statement(statement)) for statement in samples.statements())
    for standing in samples.standings():
        for paused in (True, False):
            yield "followed", words.followed(Followed(samples.FOLLOW, standing), paused=paused)
    yield "ask_to_follow_remains", words.ask_to_follow_remains("b1")
    yield "follow_ended", words.follow_ended(samples.followed())
    for number, paused in product((0, *NUMBERS[:3], 21), (True, False)):
        yield "follows", words.follows([samples.followed()] * number, paused=paused)


def _inquiries(words: Wording) -> Iterator[Rendered]:
    yield "echo", words.echo(samples.PERSON)
    for answer, contact in product(samples.answers(), (samples.CONTACT, None)):
        yield "answer", words.answer(answer, contact=contact)
        yield from (("answer", words.answer(answer, contact=contact, further=more)) for more in (1, 2))
    yield from (("cannot_check", words.cannot_check(error)) for error in CANNOT_CHECK)
    yield from (("could_not_check", words.could_not_check(error, samples.PERSON)) for error in CANNOT_CHECK)
    yield "will_check_later", words.will_check_later()
    yield "still_cannot_check", words.still_cannot_check()
    yield "ask_again", words.ask_again()
    yield "type_the_name", words.type_the_name()
    yield from (("too_many_messages", words.too_many_messages(number)) for number in NUMBERS)
    yield "unknown_command", words.unknown_command()
    yield "out_of_order", words.out_of_order("123456")


def _groups_and_contacts(words: Wording) -> Iterator[Rendered]:
    yield "ask_in_private", words.ask_in_private(ADDRESS)
    yield from (("batches", words.batches(page, private=ADDRESS)) for page in samples.pages())
    yield "choose_country", words.choose_country()
    yield "contacts", words.contacts([])
    yield "contacts", words.contacts([samples.CONTACT, samples.UNDATED_CONTACT])
    yield "ask_for_code", words.ask_for_code()
    yield "verified", words.verified(21)
    yield "not_verified", words.not_verified()


def _alerts(words: Wording) -> Iterator[Rendered]:
    for alert in (samples.ALERT, samples.REPEATED_ALERT):
        yield "edition_waits", words.edition_waits(alert)
        yield "statement_waits", words.statement_waits(alert)
        yield "grant_waits", words.grant_waits(alert)
        for category, link in product(Category, (samples.LINK, None)):
            standing = samples.standing(BatchState.CONFIRMED, category=category, link=link)
            yield "batch_confirmed", words.batch_confirmed(alert, standing)


def _desk(words: Wording) -> Iterator[Rendered]:
    editions = [view.edition for view in samples.edition_views()]
    waiting = tuple(edition for edition in editions if edition.review in {Review.DRAFT, Review.SUBMITTED})
    statements = tuple(view.statement for view in samples.statement_views())
    full = Desk(waiting, statements, samples.grants(), MOMENT, Role.OWNER)
    for last_check, now in ((MOMENT, MOMENT), (MOMENT, MOMENT + timedelta(days=8)), (None, MOMENT)):
        desk = Desk((), (), (), last_check, Role.PUBLISHER)
        yield "desk", words.desk(desk, stale_after=timedelta(days=7), now=now)
    yield "desk", words.desk(full, stale_after=timedelta(days=7), now=MOMENT)
    yield "checked", words.checked(MOMENT)
    for field, skip in product(QUESTIONS, (True, False)):
        yield "question", words.question(field, [("Επιλογή", "1")], skip=skip, next_page=1)
    yield "preview", words.preview([(field, "Τιμή & <σημεία>") for field in LABELS])
    yield "form_left", words.form_left()
    yield "no_agreement", words.no_agreement()
    yield "another_publisher", words.another_publisher()
    yield "another_list", words.another_list()
    yield "list_name", words.list_name(samples.name_list())
    yield "saved", words.saved()
    yield "batch_saved", words.batch_saved()
    yield "subject_name", words.subject_name(samples.AGREEMENT, None)
    yield "subject_name", words.subject_name(samples.EXCHANGE, None)
    yield "subject_name", words.subject_name(samples.BATCH, samples.EXCHANGE)


def _reviews(words: Wording) -> Iterator[Rendered]:
    for edition in samples.edition_views():
        yield "edition", words.edition(edition)
        for _, rows in words.report(edition, [*samples.FAULTS_OF_ROWS, samples.MERGED_ROW], samples.CHANGES):
            # An empty cell stands for what a row does not have.
            yield (
                "report",
                {str(at): cell for at, cell in enumerate(cell for row in rows for cell in row) if cell},
            )
    yield "ask_for_digest_code", words.ask_for_digest_code(samples.DIGEST)
    for view, now in product(samples.statement_views(), (MOMENT, MOMENT - timedelta(minutes=5))):
        yield "statement_view", words.statement_view(view, now=now)
    yield "moderators", words.moderators([])
    yield "moderators", words.moderators(samples.grants())
    yield "invitation", words.invitation(samples.GRANT.name, "βδομα?σταρτ=μ")
    yield from (("grant", words.grant(grant)) for grant in samples.grants())
    yield "invitation_taken", words.invitation_taken()
    yield "grant_ended", words.grant_ended()


def _files(words: Wording) -> Iterator[Rendered]:
    yield from (("refusal", words.refusal([fault])) for fault in samples.REFUSALS)
    yield "refusal", words.refusal(samples.REFUSALS)
    yield "cannot_read_now", words.cannot_read_now()
    yield "pictures_are_not_read", words.pictures_are_not_read()
    yield from (("ask_about_file", words.ask_about_file(asks)) for asks in samples.questions_about_files())
    yield "ask_for_reason", words.ask_for_reason(1_000, 205)
    yield from (("number", words.number(number)) for number in NUMBERS)
    yield "megabytes", words.megabytes(13_002_342)
    yield from (("read_from", line) for line in words.read_from(samples.FILE))
    title, rows = words.faults_sheet(samples.FAULTS_OF_ROWS)
    yield "faults_sheet", {str(at): " ".join(row) for at, row in enumerate([[title], *rows])}
    for count in NUMBERS:
        yield from (("faults", line) for line in words.faults(samples.FAULTS_OF_ROWS, count=200 + count))
    yield from (("fault_text", words.fault_text(fault)) for fault in samples.FAULTS_OF_ROWS)
    yield from (("fault_text", words.fault_text(Fault(code))) for code in FAULTS)


def _problems(words: Wording) -> Iterator[Rendered]:
    mistakes = [NameTooShort(), TooMuchText(), NotAName(), *(TooManyQuestions(n * 60) for n in NUMBERS)]
    told = [*mistakes, *CANNOT_CHECK, Unknown(), WrongState(), NotAllowed()]
    yield from (("problem", words.problem(error)) for error in told)
    moderators_only = [WrongCode(), refused("E20", share=37), ReaderUnavailable(), BadValue("day")]
    yield from (("moderator_problem", words.moderator_problem(e)) for e in [*told, *moderators_only])
    fields = ("category", "day", "expected", "kind", "link", "name", "number", "reason", "rows", "source")
    yield from (("bad_value", words.bad_value(field)) for field in (*fields, "title", "words", "?"))


def texts(rendered: Text) -> list[str]:
    """Return everything of it that a person reads: the message as Telegram shows it, and each button."""
    match rendered:
        case Said():
            labels = [button.label for row in rendered.buttons for button in row]
            return [_shown(rendered.text), *labels]
        case Markup():
            return [_shown(rendered)]
        case dict():
            return list(rendered.values())
        case _:
            return [rendered]


def _shown(html: str) -> str:
    return unescape(sub(r"<[^>]*>", "", html))
