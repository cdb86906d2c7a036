"""Every text of the bot, worded once in every variant."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from html import unescape
from itertools import product
from re import sub

from markupsafe import Markup

from bot.core.alerts import EventKind
from bot.core.errors import (
    AnswersPaused,
    BadValue,
    FactorBlocked,
    FactorNeeded,
    FamilyMissing,
    Frozen,
    IndexBehind,
    LogBroken,
    ManyPeople,
    NameTooShort,
    NameWithheld,
    NotAllowed,
    NotAName,
    NothingToSearch,
    PartAlone,
    ReaderUnavailable,
    RoleTooLow,
    StoreUnavailable,
    TakenDown,
    TooManyQuestions,
    TooManyReports,
    TooManyWatches,
    TooMuchText,
    Unknown,
    WrongCode,
    WrongFactor,
    WrongState,
)
from bot.core.errors import ChecksAreStale as Stale
from bot.core.exchanges import BatchState, Category, Counted, Figure, Party, Side, StatementKind
from bot.core.follows import Country
from bot.core.lists import PublisherClass, PublisherKind, Review
from bot.core.log import SYSTEM, Deed
from bot.core.names import Part
from bot.core.proposals import Proposed, Reason
from bot.core.roles import Role
from bot.core.switches import Switch, TurnedOn
from bot.core.uploads import TERMINAL
from bot.core.watches import fires
from bot.files import Column, Fault, refused
from bot.services.confirm import Foresight
from bot.services.follow import Followed
from bot.services.moderators import Desk, Shelf
from bot.services.watch import Shown
from handlers.buttons import Again
from handlers.wording import Said, Wording
from handlers.wording.faults import FAULTS
from handlers.wording.forms import FORMS, LABELS, QUESTIONS
from handlers.wording.timelines import TimelineTexts
from tests.catalogues import samples
from tests.catalogues.samples import MOMENT

Text = Said | Markup | str | dict[str, str]
Rendered = tuple[str, Text]
"""The method of `Wording` that was called, and what it gave."""

OUR_FAULTS = (StoreUnavailable(), IndexBehind())
CANNOT_CHECK = (*OUR_FAULTS, NothingToSearch(), Stale(), AnswersPaused(), NameWithheld("w"))
LOCKED = (FactorNeeded(), FactorBlocked(), Frozen(), *(WrongFactor(left) for left in range(5)))
STOPPED = (*LOCKED, RoleTooLow(), LogBroken(7), TakenDown([3, 5]))
NUMBERS = (1, 2, 5, 11, 21, 101)
ADDRESS = "https://example.org/βδομα"


@lru_cache(maxsize=4)
def renderings(words: Wording) -> tuple[Rendered, ...]:
    """Word everything; of one language once for all tests."""
    return tuple(_everything(words))


def _everything(words: Wording) -> Iterator[Rendered]:
    yield from _terms(words)
    yield from _menus(words)
    yield from _families(words)
    yield from _watches(words)
    yield from _inquiries(words)
    yield from _groups_and_contacts(words)
    yield from _alerts(words)
    yield from _deliveries(words)
    yield from _desk(words)
    yield from _reviews(words)
    yield from _files(words)
    yield from _reports(words)
    yield from _problems(words)


def _terms(words: Wording) -> Iterator[Rendered]:
    yield "moment", words.moment(MOMENT)
    yield "brief_moment", words.brief_moment(MOMENT)
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
    yield from (("start", words.start(operator)) for operator in (samples.OPERATOR, ""))
    yield "help", words.help()
    yield "choose_language", words.choose_language()
    yield "language_chosen", words.language_chosen()
    yield from (("privacy", words.privacy(operator)) for operator in (samples.OPERATOR, ""))
    yield "stopped", words.stopped()
    yield "alerts_are_off", words.alerts_are_off()
    yield from (("resumed", words.resumed(in_group=in_group)) for in_group in (True, False))
    yield "ask_to_forget", words.ask_to_forget()
    yield "forgotten", words.forgotten(messages_too=True)
    yield "forgotten", words.forgotten(messages_too=False)
    yield "ask_for_my_data", words.ask_for_my_data()
    yield "kept", words.kept()
    yield "missed", words.missed()
    yield "remains_notice", words.remains_notice()
    yield from (("batches", words.batches(page)) for page in samples.pages())
    yield from (("batch", words.batch(view)) for view in samples.batch_views())
    for timeline in samples.timelines():
        yield "timeline", words.timeline(timeline)
        yield "timeline_caption", words.timeline_caption(timeline)
        drawn = words.timeline_texts(timeline)
        yield "timeline_texts", {str(at): line for at, line in enumerate(lines_of(drawn))}
    yield from (("batch_name", words.batch_name(standing)) for standing in samples.standings())
    yield from (("statement", words.statement(statement)) for statement in samples.statements())
    for standing in samples.standings():
        for paused, outdated in product((True, False), (True, False)):
            followed = Followed(samples.FOLLOW, standing, outdated)
            yield "followed", words.followed(followed, paused=paused, all_paused=outdated)
            yield "followed", words.followed(followed, paused=paused, in_group=True)
    for owned in samples.owned():
        yield "follow_card", words.follow_card(owned)
        yield "mine", words.mine([owned], [], page=0, paused=False)
        yield "mine", words.mine([owned], [next(samples.watched())], page=0, paused=False)
        if owned.may_be_named:
            yield "ask_for_follow_label", words.ask_for_follow_label(owned)
    yield "ask_to_follow_remains", words.ask_to_follow_remains("b1")
    yield "follow_ended", words.follow_ended(samples.followed())
    yield from (("follow_more", words.follow_more(choices)) for choices in samples.choices())
    yield "ask_to_follow_category_of_remains", words.ask_to_follow_category_of_remains("b1")
    for wider in samples.wider():
        yield from (("followed_wider", words.followed_wider(wider, paused=p)) for p in (True, False))
        yield "wider_ended", words.wider_ended(wider)
        yield "wider_name", words.wider_name(wider)
    of_all = Followed(samples.FOLLOW, samples.standing(), others=tuple(w.follow for w in samples.wider()))
    yield "follow_ended", words.follow_ended(of_all)
    told = replace(samples.FOLLOW, editions=frozenset({"ed1"}), statements=frozenset({"s1"}))
    yield "follow_ended", words.follow_ended(Followed(told, samples.standing()))


def _watches(words: Wording) -> Iterator[Rendered]:
    # Every answer is worded elsewhere; here it is what stands around it.
    answers = list(samples.answers())[::15]
    for answer in answers:
        said = words.direct_answer(answer, contact=None)
        yield "direct_answer", said
        yield "left_out", words.left_out(said)
    for watched in samples.watched():
        yield from (("watched", words.watched(watched, paused=paused)) for paused in (True, False))
        for alert in (samples.ALERT, samples.REPEATED_ALERT):
            yield "watch_update", words.watch_update(alert, watched)
            yield "watch_over", words.watch_over(alert, 21)
        for answer in answers:
            shown = Shown(watched, answer)
            yield "watch_answer", words.watch_answer(shown, contact=samples.CONTACT)
            if fires(answer):
                yield "watch_told", words.watch_told(samples.ALERT, shown, contact=None)
        for error in CANNOT_CHECK:
            yield "watch_cannot_check", words.watch_cannot_check(watched, error)
        yield "not_them", words.not_them(watched)
        yield "ask_to_renew", words.ask_to_renew(watched)
        yield "watch_ended", words.watch_ended(watched)
        yield "watch_goes_on", words.watch_goes_on(watched)
        yield "ask_to_erase_watch", words.ask_to_erase_watch(watched)
        yield "watch_erased", words.watch_erased(watched)
        yield "watch_card", words.watch_card(watched)
        yield "ask_for_label", words.ask_for_label(watched)
    for chosen, country in product(samples.chosen(), (None, *Country)):
        yield "preferences", words.preferences(chosen, country)
    yield "choose_quiet", words.choose_quiet()
    yield "choose_zone", words.choose_zone()
    yield "ask_for_direct", words.ask_for_direct()
    yield "ask_for_phrase", words.ask_for_phrase()
    for alert in (samples.ALERT, samples.REPEATED_ALERT):
        yield "digest", words.digest(alert, list(samples.standings()))
        yield "digest", words.digest(alert, [samples.standing(BatchState.CONFIRMED, link=None)] * 20)
    yield "watch_is_over", words.watch_is_over(2)
    yield "more_watches", words.more_watches("2345678923")
    yield from (("watches_allowed", words.watches_allowed(most)) for most in NUMBERS)
    for watches, follows in ((0, 0), (1, 0), (0, 1), (2, 5), (5, 2), (21, 21), (0, 5)):
        several = [
            replace(w, watch=replace(w.watch, number=n))
            for n, w in enumerate(list(samples.watched()) * watches, start=1)
        ]
        for page, paused in ((0, True), (1, False)):
            if page * 6 < watches + follows or page == 0:
                yield (
                    "mine",
                    words.mine(
                        (list(samples.owned()) * 2)[:follows],
                        several[:watches],
                        page=page,
                        paused=paused,
                        all_paused=paused,
                    ),
                )


def lines_of(drawn: TimelineTexts) -> list[str]:
    """Every line of a picture, from the top."""
    stages = [
        line
        for stage in drawn.stages
        for line in (stage.day, *stage.about, *(x for side in stage.sides for x in (side.side, *side.lines)))
    ]
    return [drawn.title, drawn.pledges_heading, *drawn.pledges, *stages, drawn.closing]


def _inquiries(words: Wording) -> Iterator[Rendered]:
    yield "echo", words.echo(samples.PERSON)
    for answer, contact in product(samples.answers(), (samples.CONTACT, None)):
        yield "answer", words.answer(answer, contact=contact)
        yield "whole_answer", words.whole_answer(answer, contact=contact)
    for answer, more in product(list(samples.answers())[::7], (0, 1, 2)):
        yield "answer", words.answer(answer, contact=None, further=more)
        yield "answer", words.answer(answer, contact=None, further=more, details=True)
    for answer in samples.crowded():
        yield "answer", words.answer(answer, contact=samples.CONTACT, further=2, other_layout=True)
    yield from (("ask_for_part", words.ask_for_part(part)) for part in Part)
    yield "left_as_it_is", words.left_as_it_is()
    yield from (("cannot_check", words.cannot_check(error)) for error in CANNOT_CHECK)
    yield from (("could_not_check", words.could_not_check(error, samples.PERSON)) for error in CANNOT_CHECK)
    yield "will_check_later", words.will_check_later()
    yield "still_cannot_check", words.still_cannot_check()
    yield "ask_again", words.ask_again()
    yield "type_the_name", words.type_the_name()
    yield from (("number_was_sent", words.number_was_sent(deleted=deleted)) for deleted in (True, False))
    yield "picture_was_sent", words.picture_was_sent()
    yield "voice_was_sent", words.voice_was_sent()
    for person in samples.PEOPLE:
        labels = [button.label for row in words.corrections(person, Again()) for button in row]
        yield "corrections", {str(at): label for at, label in enumerate(labels)}
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
    yield "forwarded_from_us", words.forwarded_from_us()
    yield "forwarded_from_another", words.forwarded_from_another()
    yield "cannot_tell_who_wrote", words.cannot_tell_who_wrote()
    for standing in (*samples.standings(), samples.standing(category=Category.REMAINS, link=None)):
        yield "batch_to_share", words.batch_to_share(standing, "βδομα")


def _alerts(words: Wording) -> Iterator[Rendered]:
    for alert in (samples.ALERT, samples.REPEATED_ALERT):
        for kind in samples.CALLS:
            yield "call", words.call(samples.alert_of(kind, like=alert))
        for delivery in samples.deliveries():
            yield "delivery", words.delivery(alert, delivery, now=MOMENT)
        held = samples.alert_of(EventKind.STATEMENT_HELD, like=alert)
        for chats in ({}, {"uk": 20, "ru": 1}):
            yield "statement_held", words.statement_held(held, samples.STATEMENT, chats, rate=30)
        held_edition = samples.alert_of(EventKind.EDITION_HELD, like=alert)
        yield "edition_held", words.edition_held(held_edition, samples.EDITION)
        for category, link in product(Category, (samples.LINK, None)):
            standing = samples.standing(BatchState.CONFIRMED, category=category, link=link)
            told = words.batch_confirmed(alert, standing)
            yield "batch_confirmed", told
            yield "in_public", words.in_public(told, alert, standing, "https://t.me/vdoma_bot")
        for of, statement in samples.changes():
            yield "batch_changed", words.batch_changed(alert, of, statement)
            for reason in Reason:
                yield "statement_corrected", words.statement_corrected(alert, of, statement, reason)
                yield "batch_withdrawn", words.batch_withdrawn(alert, of, reason)
        yield "edition_corrected", words.edition_corrected(alert)
    for review, why in product((Review.WITHDRAWN, Review.SUPERSEDED), (Reason.OUR_MISTAKE, None)):
        edition = replace(samples.EDITION, review=review)
        standing = samples.standing()
        yield "what_was_corrected", words.what_was_corrected(edition, samples.name_list(), standing, why)


def _deliveries(words: Wording) -> Iterator[Rendered]:
    for delivery in samples.deliveries():
        yield "delivery_view", words.delivery_view(delivery, now=MOMENT)
        yield "ask_to_stop", words.ask_to_stop(delivery)
    held = list(samples.held_alerts())
    yield from (("held", words.held(some)) for some in ([], held, held[6:], held[:5] * 2))
    yield from (("held_kind", words.held_kind(one.kind)) for one in held)
    yield from (("ask_to_drop", words.ask_to_drop(one)) for one in held)
    yield from (("held_released", words.held_released(number)) for number in NUMBERS)
    yield from (("held_dropped", words.held_dropped(number)) for number in NUMBERS)
    yield from (("told", words.told(told, 30)) for told in ({}, {"ru": 1}, {"uk": 100_000}))


def _desk(words: Wording) -> Iterator[Rendered]:
    for last_check, now in ((MOMENT, MOMENT), (MOMENT, MOMENT + timedelta(days=8)), (None, MOMENT)):
        for role in (Role.PUBLISHER, Role.VIEWER):
            desk = Desk((), (), (), last_check, role)
            yield "desk", words.desk(desk, stale_after=timedelta(days=7), now=now)
    for now in (MOMENT, MOMENT + timedelta(hours=1)):
        yield "desk", words.desk(samples.full_desk(), stale_after=timedelta(days=7), now=now)
    for on in ({}, samples.full_desk().switches):
        yield "pauses", words.pauses(on)
    yield from (("exchange_day", words.exchange_day(on=on)) for on in (True, False))
    yield "square", words.square("βδομα")
    for shelf, page in ((Shelf(), 0), (samples.full_desk().shelf, 0)):
        yield "groups", words.groups(shelf, page)
    yield "groups", words.groups(samples.long_shelf(), 1)
    yield from (("group", words.group(view)) for view in samples.group_views())
    yield "checked", words.checked(MOMENT)
    yield "set_up", words.set_up()
    for field, skip in product(QUESTIONS, (True, False)):
        yield "question", words.question(field, [("Επιλογή", "1")], skip=skip, next_page=1, back=skip)
    yield "preview", words.preview([(field, "Τιμή & <σημεία>") for field in LABELS])
    yield "form_left", words.form_left()
    yield "form_aside", words.form_aside()
    yield from (("form_unfinished", words.form_unfinished(form)) for form in FORMS)
    yield from (("days_name", words.days_name(days)) for days in NUMBERS)
    yield "list_saved", words.list_saved()
    for number in NUMBERS:
        yield (
            "desk",
            words.desk(
                Desk((), (), (), None, Role.VIEWER),
                stale_after=timedelta(days=7),
                now=MOMENT,
                contacts_to_check=number,
            ),
        )
    yield "days", words.days(samples.SEVERAL_DAYS)
    yield "edition_name", words.edition_name(samples.EDITION, samples.name_list())
    yield "statement_name", words.statement_name(samples.STATEMENT)
    yield "grant_name", words.grant_name(samples.GRANT)
    yield from (("form_name", words.form_name(form)) for form in FORMS)
    yield from (("role", words.role(role)) for role in Role)
    yield from (("reason", words.reason(reason)) for reason in Reason)
    yield "unlocked", words.unlocked(MOMENT)
    yield from (("guarded", words.guarded(error)) for error in LOCKED)
    off: dict[Switch, TurnedOn] = {}
    frozen = {Switch.FROZEN: TurnedOn(Switch.FROZEN, MOMENT, "anna")}
    asked = frozen | {Switch.UNFREEZING: TurnedOn(Switch.UNFREEZING, MOMENT, "anna")}
    yield from (("frozen", words.frozen(on)) for on in (off, frozen, asked))
    yield from (("deed", words.deed(act)) for act in Deed)
    yield from (("who", words.who(name)) for name in ("Ζήτα", ""))
    yield "held_until", words.held_until(MOMENT)
    yield "short_moment", words.short_moment(MOMENT)
    for kind, leads_to in product(Proposed, (None, "claimed")):
        yield "what_it_does", words.what_it_does(kind, leads_to)
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
        for _, rows in words.findings(
            edition, [*samples.FAULTS_OF_ROWS, samples.MERGED_ROW], samples.CHANGES
        ):
            # An empty cell stands for what a row does not have.
            yield (
                "findings",
                {str(at): cell for at, cell in enumerate(cell for row in rows for cell in row) if cell},
            )
    yield "ask_for_digest_code", words.ask_for_digest_code(samples.DIGEST)
    for view, now in product(samples.statement_views(), (MOMENT, MOMENT - timedelta(minutes=5))):
        yield "statement_view", words.statement_view(view, now=now, rate=30)
    for moves_to in (None, *BatchState):
        yield "foresight", words.foresight(Foresight(moves_to, {"uk": 20, "en": 1}), rate=30)
    yield "moderators", words.moderators([], now=MOMENT)
    yield "moderators", words.moderators(samples.grants(), now=MOMENT)
    yield "invitation", words.invitation(samples.GRANT.name, "βδομα?σταρτ=μ")
    yield from (("grant", words.grant(grant, now=MOMENT)) for grant in samples.grants())
    for days in samples.LASTING:
        yield "grant", words.grant(replace(samples.grants()[1], days=days), now=MOMENT)
    yield "invitation_taken", words.invitation_taken()
    yield "grant_ended", words.grant_ended()
    yield from (("proposal_view", words.proposal_view(view)) for view in samples.proposal_views())
    for page in samples.log_pages():
        yield "log", words.log(page)
        for line in page.lines[:2]:
            yield "settled", words.settled(line, "Ζήτα")
    yield "settled", words.settled(None, "")
    yield "moved_on", words.moved_on()
    yield from (("doer", words.doer(moderator, "")) for moderator in (SYSTEM, TERMINAL, "c1"))


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


def _reports(words: Wording) -> Iterator[Rendered]:
    yield "how_to_report", words.how_to_report()
    yield "ask_what_is_wrong", words.ask_what_is_wrong("ed1", "2")
    yield "ask_which_statement", words.ask_which_statement(samples.statements()[::5])
    yield "reported", words.reported()
    for number in (0, 1, 2, 5, 21):
        yield "reports", words.reports(samples.reports()[:1] * number)
    yield "reports", words.reports(samples.reports())
    yield from (("report_view", words.report_view(view)) for view in samples.report_views())
    yield "row_erased", words.row_erased()


def _problems(words: Wording) -> Iterator[Rendered]:
    mistakes = [
        PartAlone(),
        FamilyMissing(),
        ManyPeople(),
        NameTooShort(),
        TooMuchText(),
        NotAName(),
        *(TooManyQuestions(n * 60) for n in NUMBERS),
    ]
    mistakes += [TooManyWatches(n) for n in NUMBERS]
    told = [*mistakes, *CANNOT_CHECK, Unknown(), WrongState(), NotAllowed(), TooManyReports()]
    yield from (("problem", words.problem(error)) for error in told)
    moderators_only = [
        WrongCode(), refused("E20", share=37), ReaderUnavailable(), BadValue("day"), *STOPPED,
    ]  # fmt: skip
    yield from (("moderator_problem", words.moderator_problem(e)) for e in [*told, *moderators_only])
    fields = (
        "category", "day", "days", "days_of", "expected", "harm", "kind", "link", "name", "number", "rows",
        "size_reason", "source", "title", "words", "?",
    )  # fmt: skip
    yield from (("bad_value", words.bad_value(field)) for field in fields)


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
