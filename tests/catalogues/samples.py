"""Invented values to word. Every letter in them is Greek, so that any other letter on a screen is ours.

Some hold signs that mean something in HTML, to see them escaped.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from types import MappingProxyType

from bot.core.alerts import COMPARISONS, CORRECTIONS, NEWS, PERSONS, Alert, Event, EventKind
from bot.core.answers import (
    Answer,
    Candidate,
    Coverage,
    Likely,
    Listed,
    Match,
    NeedsMore,
    NotListed,
    Possible,
    SeveralListed,
    Standing,
)
from bot.core.changes import Changed, Changes
from bot.core.deliveries import Coming, Delivery
from bot.core.exchanges import (
    Agreement,
    Batch,
    BatchState,
    Category,
    Counted,
    Exchange,
    Figure,
    Localized,
    Party,
    Side,
    Source,
    StatementKind,
    Subject,
    SubjectKind,
)
from bot.core.follows import Country, Follow
from bot.core.lists import Edition, Entry, NameList, Publisher, PublisherClass, PublisherKind, Review
from bot.core.log import SYSTEM, AuditLine, Deed, code_of
from bot.core.names import Closeness, Comparison, Finding, Part, Person
from bot.core.preferences import Preferences
from bot.core.proposals import WITHDRAWALS, Proposal, ProposalReview, Proposed, Reason
from bot.core.reports import Report, ReportKind, ReportReview
from bot.core.roles import Grant, GrantReview, Role
from bot.core.statements import Statement, StatementReview
from bot.core.switches import Switch, TurnedOn
from bot.core.timelines import Group, Stage, Timeline
from bot.core.uploads import ChangeCounts, Upload
from bot.core.watches import Watch
from bot.files import (
    MERGED,
    AcceptHidden,
    Asks,
    Column,
    Fault,
    ListFile,
    ReadAs,
    SheetInfo,
    Spool,
    WhatIsFirstRow,
    WhichColumn,
    WhichEncoding,
    WhichSheet,
)
from bot.ports import Draft, HeldAlerts
from bot.services.batches import BatchView, Page
from bot.services.confirm import StatementView
from bot.services.follow import Choices, Followed, Wider
from bot.services.log import PAGE as LOG_PAGE
from bot.services.log import LogPage
from bot.services.moderators import Desk, GroupView, Shelf
from bot.services.own_follows import Owned
from bot.services.prefer import Chosen
from bot.services.propose import ProposalView
from bot.services.report import ReportView
from bot.services.review import EditionView
from bot.services.switches import Heartbeat
from bot.services.watch import Watched
from handlers.contacts import Contact
from handlers.wording.forms import FORMS

DAY = date(2025, 6, 9)
MOMENT = datetime(2025, 6, 9, 10, 30, tzinfo=UTC)
LINK = "https://example.org/?a=1&b=2"
OPERATOR = "Φορέας & Σία"
DIGEST = "sha256:" + "1234567890" * 6 + "1234"

PERSON = Person("Αλφα", "Βητα", "Γαμμα", 1999)
PEOPLE = (
    PERSON,
    Person("Αλφα", "Βητα", None, 1999),
    Person("Αλφα", "Βητα", "Γαμμα", None),
    Person("Αλφα", "Βητα", None, None),
)
EXCHANGE = Exchange("x1", "a1", DAY)
LASTING = (1, 2, 5, 21)
SEVERAL_DAYS = Exchange("x2", None, DAY, DAY + timedelta(days=3))
AGREEMENT = Agreement("a1", Localized("Δέλτα <έψιλον>", "Δέλτα <έψιλον>", "Δέλτα <έψιλον>"), DAY)
BATCH = Batch("b1", "x1", Side.UKRAINE, Category.SEVERELY_WOUNDED, BatchState.ANNOUNCED, "s1")
STATEMENT = Statement(
    id="s1",
    about=Subject(SubjectKind.BATCH, "b1"),
    party=Party.UKRAINE,
    kind=StatementKind.ANNOUNCEMENT,
    figure=Figure(1200, Counted.NAMES),
    words="Λόγια & <σημεία>",
    source=Source("Εκδότης & Σία", DAY, LINK),
    moves_to=BatchState.ANNOUNCED,
    submitted_by="c1",
)
COVERAGE = Coverage(MOMENT, 3, frozenset(PublisherClass), DAY)
LEFT_OUT = replace(COVERAGE, left_out=True)
CONTACT = Contact(
    country=Country.UKRAINE,
    body_uk="Γραφείο",
    body_ru="Γραφείο",
    body_en="Γραφείο",
    short_uk="Γρ",
    short_ru="Γρ",
    short_en="Γρ",
    contact="0 800 000 000; 0 800 000 001",
    source="Πηγή",
    stated_on=DAY,
)
UNDATED_CONTACT = replace(CONTACT, stated_on=None)
ALERT = Alert(
    "al1", "c1", Event("e1", EventKind.BATCH_CONFIRMED, "b1", "s1", MOMENT), 7, "2345678923", 0, False, 1
)
REPEATED_ALERT = replace(ALERT, uncertain=True)
CALLS = (
    frozenset(EventKind)
    - NEWS
    - CORRECTIONS
    - PERSONS
    - COMPARISONS
    - {
        EventKind.DIGEST,
        EventKind.STATEMENT_HELD,
        EventKind.EDITION_HELD,
        EventKind.DELIVERY_BEGUN,
        EventKind.DELIVERY_SETTLED,
        EventKind.DELIVERY_STOPPED,
    }
)
GRANT = Grant("g1", "token", "Ζήτα & Ήτα", "c1", MOMENT)
EDITION = Edition("ed1", "l1", 2, 21, DIGEST, "c1")
WATCH = Watch("w1", "c1", 2, b"", b"", MOMENT, MOMENT + timedelta(days=9))
FOLLOW = Follow("f1", "c1", Subject(SubjectKind.BATCH, "b1"), frozenset(), MOMENT)
FAULTS_OF_ROWS = (
    Fault("E15", 2, Column.GIVEN, at="Γ2"),
    Fault("E26", 3, told={"found": 6, "wanted": 5}),
    Fault("E34", 4, Column.FAMILY, told={"fix": "Αλφα"}),
    Fault("E34", 5, Column.FULL),
    Fault("E99", 6, Column.LINE),
    *(Fault("E36", row, column) for row, column in enumerate(Column, 7)),
)
MERGED_ROW = Fault(MERGED, 1201, rejects=False, told={"first": 7})
REFUSALS = (
    *(Fault(f"E{number:02}", told={}) for number in (1, 2, 8, 9, 10, 11, 12, 18, 43)),
    Fault("E03", told={"size": 13_002_342, "limit": 10_485_760}),
    Fault("E04", told={"members": 201, "limit": 200}),
    Fault("E04", told={"unpacked": 256_901_120, "limit": 67_108_864}),
    Fault("E04", told={"takes": "memory"}),
    Fault("E04", told={"takes": "time"}),
    Fault("E05", told={"cells": 17_179_869_184, "limit": 200_000}),
    Fault("E06", told={"named": "ΧΛΣΧ", "found": "text"}),
    Fault("E06", told={"named": "ΧΛΣΧ", "found": "picture"}),
    Fault("E07", told={"found": "archive"}),
    *(
        Fault("E19", told={"edition": 2, "by": by, "moment": 1_750_000_000})
        for by in ("you", "another", "terminal")
    ),
    Fault("E19", told={"edition": 2, "by": "you"}),
    Fault("E20", told={"share": 37}),
    Fault("E20", told={"seems": "ΚΠ 866"}),
    Fault("E21", 14, told={"offset": 1_204}),
    Fault("E22", 1),
    Fault("E23", 14),
    Fault("E24", 14),
    Fault("E25", 14),
    Fault("E28", 1),
    Fault("E28", 1, told={"doubled": 3, "heading": "Αλφα"}),
    Fault("E28", 1, told={"columns": 61}),
    Fault("E29", told={"limit": 20_000}),
    Fault("E29", told={"limit": 1_000_000}),
    Fault("E30", told={"expected": 1_204, "found": 1_199}),
    Fault("E31", told={"former": 1_000, "present": 205}),
    Fault("E40", 14),
    Fault("E42", 1, told={"column": 3, "heading": "Αλφα"}),
    Fault("E16", 1, at="Γ1"),
    Fault("E99", 1),
)
UPLOAD = Upload("ed1", MOMENT, 1_204, 3, 2, len(FAULTS_OF_ROWS) + 21, "text", "ΥΤΦ-8")
FILE = ListFile(
    read_as=ReadAs("text", "ΥΤΦ-8", ";"),
    total=1_204,
    accepted=1_180,
    rejected=19,
    merged=3,
    blank=2,
    faults=FAULTS_OF_ROWS,
    fault_count=200,
    digest=DIGEST,
    sample=("Αλφα Βητα",),
    rows=Spool(io.BytesIO()),
    all_faults=Spool(io.BytesIO()),
)
CHANGED = Changed(
    Entry("ed0", 7, "Αλφα Βητα", Person("Αλφα", "Βητα", None, 1998)),
    Entry("ed1", 9, "Αλφα Βητα Γαμμα", PERSON),
)
CHANGES = Changes((CHANGED.present,), (CHANGED.former,), (CHANGED,), ChangeCounts(1, 1, 1))


def questions_about_files() -> Iterator[Asks]:
    rows = (("Αλφα;Βητα",), ("Γαμμα",))
    yield WhichEncoding((("ΚΠ-1251", rows),))
    yield WhichEncoding((("ΚΠ-1251", rows), ("ΚΟΙ-8", rows)))
    yield WhichSheet((SheetInfo(1, "Αλφα", 205, False), SheetInfo(2, "Βητα & Σία", 1, True)))
    yield AcceptHidden("Αλφα", tuple(str(row) for row in range(2, 60)), ("Δ", "Ε"))
    yield AcceptHidden(None, ("2–7",), ())
    yield WhichColumn(3, "Αλφα & Βητα", ("Γαμμα", "Δέλτα"), tuple(Column)[:6], ("Έψιλον", "Ζήτα"))
    yield WhichColumn(3, None, (), (Column.FULL, Column.IGNORED))
    yield WhatIsFirstRow(("Αλφα", "Βητα"))


def standing(
    state: BatchState = BatchState.ANNOUNCED,
    *,
    category: Category = Category.SEVERELY_WOUNDED,
    disputed: bool = False,
    link: str | None = LINK,
) -> Standing:
    """A batch in a state; of a category whose words must stand beside nobody's name."""
    source = replace(STATEMENT.source, link=link)
    statement = replace(STATEMENT, source=source)
    return Standing(replace(BATCH, state=state, category=category), EXCHANGE, statement, disputed)


def name_list(kind: PublisherKind = PublisherKind.UKRAINE) -> NameList:
    return NameList("l1", "b1", Publisher("p1", "Εκδότης <&>", kind), LINK, DAY)


def candidate(
    kind: PublisherKind = PublisherKind.UKRAINE, *, person: Person = PERSON, of: Standing | None = None
) -> Candidate:
    entry = Entry("ed1", 2, "ΑΛΦΑ Βητα Γαμμα", person)
    return Candidate(entry, EDITION, name_list(kind), of or standing())


def match(found: Candidate, **findings: Finding) -> Match:
    every = dict.fromkeys(Part, Finding.SAME) | {Part[part]: finding for part, finding in findings.items()}
    closeness = Closeness.SIMILAR if findings else Closeness.SAME
    return Match(found, Comparison(closeness, MappingProxyType(every), found.entry.person))


def standings() -> Iterator[Standing]:
    """Every state that families can see, with and without contradicting statements."""
    for state in BatchState:
        if state is not BatchState.DRAFT:
            yield standing(state)
            yield standing(state, disputed=True)


def listed() -> Iterator[Listed]:
    """Every state, every class of publisher, rows with and without a birth year, one list and two."""
    for of in standings():
        for kind in PublisherKind:
            for person in PEOPLE[1:3]:
                found = match(candidate(kind, person=person, of=of))
                yield Listed(PERSON, (found,), COVERAGE)
    yield Listed(PERSON, (match(candidate()),), replace(COVERAGE, exchange_day=True, doubtful=True))
    both = match(candidate()), match(candidate(PublisherKind.MEDIA))
    yield Listed(PERSON, both, COVERAGE)
    yield Listed(PERSON, both * 2, COVERAGE)
    yield Listed(PERSON, both, LEFT_OUT)


def similar() -> Iterator[Likely | Possible]:
    """Whatever can differ or be missing, with and without a printed name to show."""
    sources = (candidate(), candidate(PublisherKind.UNVERIFIED))
    for of in standings():
        for person in PEOPLE[1:3]:
            found = candidate(PublisherKind.UNVERIFIED, person=person, of=of)
            yield Likely(PERSON, match(found, GIVEN=Finding.INITIAL), True, (found,), COVERAGE)
            yield Likely(PERSON, match(found, FAMILY=Finding.NEAR), False, (found,), COVERAGE)
            yield Likely(PERSON, match(found, FAMILY=Finding.NEAR), False, (found,), LEFT_OUT)
    for asked in PEOPLE:
        yield Likely(asked, None, False, sources, COVERAGE)
        yield Likely(asked, None, True, sources, COVERAGE)
        for differs in (
            {Part.BIRTH_YEAR},
            {Part.PATRONYMIC},
            {Part.FAMILY},
            {Part.BIRTH_YEAR, Part.PATRONYMIC},
            {Part.GIVEN},
        ):
            yield Possible(asked, frozenset(differs), sources, COVERAGE)
            yield Possible(asked, frozenset(differs), sources, LEFT_OUT)


def several() -> Iterator[SeveralListed]:
    for asked in PEOPLE:
        yield SeveralListed(asked, (candidate(), candidate(PublisherKind.ICRC)), COVERAGE)
        yield SeveralListed(asked, (candidate(), candidate(PublisherKind.ICRC)), LEFT_OUT)


def not_listed() -> Iterator[NotListed]:
    yield NotListed(PERSON, COVERAGE)
    yield NotListed(PERSON, LEFT_OUT)
    yield NotListed(PERSON, replace(COVERAGE, exchange_day=True, doubtful=True))
    yield from (NotListed(PERSON, replace(COVERAGE, unread=unread)) for unread in (1, 2, 5, 21))
    yield NotListed(PERSON, replace(COVERAGE, lists=1, classes=frozenset({PublisherClass.RECEIVING_SIDE})))


def answers() -> Iterator[Answer]:
    """Every kind of answer in every variant."""
    yield from listed()
    yield from similar()
    yield from several()
    yield from not_listed()
    yield NeedsMore(PEOPLE[3])


def crowded() -> Iterator[Answer]:
    """Every answer of a search, from a log that does not hold, with unread rows."""
    for answer in answers():
        if not isinstance(answer, NeedsMore):
            yield replace(answer, coverage=replace(answer.coverage, doubtful=True, unread=21))


def timelines() -> Iterator[Timeline]:
    """Courses of an agreement: short, and with more stages than are shown, remains among them."""
    said = statements()
    groups = tuple(Group(of, said[:2]) for of in standings() if of.batch.state is not BatchState.WITHDRAWN)
    other = standing(BatchState.CLAIMED, category=Category.UNDER_25)
    russian = Group(replace(other, batch=replace(other.batch, side=Side.RUSSIA)), ())
    yield Timeline(AGREEMENT, said, (Stage(EXCHANGE, (*groups, russian), said[:1]),))
    remains = Group(standing(category=Category.REMAINS), ())
    yield Timeline(AGREEMENT, (), (Stage(SEVERAL_DAYS, (remains,), ()),) * 40)


def statements() -> tuple[Statement, ...]:
    """Statements of every party and kind, with and without number, words and link."""
    bare = replace(STATEMENT.source, link=None)
    return tuple(
        replace(STATEMENT, party=party, kind=kind, figure=figure, words=words, source=source)
        for (party, kind) in zip([*Party, *Party], StatementKind, strict=False)
        for figure, words, source in (
            (Figure(640, Counted.NAMES), "Λόγια", STATEMENT.source),
            (Figure(1212, Counted.BODIES), "", bare),
            (Figure(21, Counted.PEOPLE), "", bare),
            (None, "Λόγια", bare),
            (None, "", STATEMENT.source),
        )
    )


def batch_views() -> Iterator[BatchView]:
    some = statements()[:8]
    for of in standings():
        yield BatchView(of, AGREEMENT, some, some, following=True)
    yield BatchView(standing(category=Category.REMAINS), None, some, (), following=False)
    long = (replace(STATEMENT, words="λ" * 500, source=Source("Ε" * 100, DAY, LINK)),) * 40
    yield BatchView(standing(disputed=True), AGREEMENT, long, long, following=True)


def pages() -> Iterator[Page]:
    some = tuple(standings())[:6]
    yield Page((), 0, None)
    yield Page(some, 0, None)
    yield Page(some, 0, 6)
    yield Page(some, 6, 12)
    yield Page((), 6, None)
    yield Page(some, 0, None, Heartbeat(MOMENT))
    yield Page(some, 0, None, Heartbeat(None))


def watched() -> Iterator[Watched]:
    """With and without a label, paused, and one that cannot be opened."""
    yield Watched(WATCH, PERSON, None)
    yield Watched(replace(WATCH, paused=True), PERSON, "Αδελφός & <Σία>")
    yield Watched(replace(WATCH, sealed_label=None), None, None)


def chosen() -> Iterator[Chosen]:
    """Nothing, and everything."""
    yield Chosen(Preferences(), None)
    yield Chosen(Preferences(quiet=None, direct=True, digest=True), "Λόγια & <σημεία>")


def wider() -> Iterator[Wider]:
    of: tuple[Exchange | Agreement | Category, ...] = (EXCHANGE, AGREEMENT, *Category)
    for kind, what in zip(
        (SubjectKind.EXCHANGE, SubjectKind.AGREEMENT, *[SubjectKind.CATEGORY] * 5), of, strict=True
    ):
        yield Wider(replace(FOLLOW, subject=Subject(kind, "x1")), what)


def owned() -> Iterator[Owned]:
    """Follows, first those of the usual kind; only what may be named has a label."""
    batch = replace(FOLLOW, paused=True)
    yield Owned(FOLLOW, standing())
    yield Owned(batch, standing(BatchState.CONFIRMED), "Δέλτα <&>")
    yield Owned(FOLLOW, standing(category=Category.REMAINS))
    for each in wider():
        label = None if each.follow.subject.kind is SubjectKind.CATEGORY else "Δέλτα <&>"
        yield Owned(each.follow, each.of)
        yield Owned(replace(each.follow, paused=True), each.of, label)


def choices() -> Iterator[Choices]:
    for agreement, followed in product((AGREEMENT, None), (frozenset[SubjectKind](), frozenset(SubjectKind))):
        for category in (Category.CIVILIANS, Category.REMAINS):
            yield Choices(standing(category=category), agreement, followed)


def followed() -> Followed:
    return Followed(FOLLOW, standing())


def grants() -> tuple[Grant, ...]:
    published = replace(GRANT, review=GrantReview.PUBLISHED, until=MOMENT + timedelta(days=20))
    return (
        GRANT,
        replace(GRANT, review=GrantReview.SUBMITTED),
        published,
        replace(published, until=MOMENT - timedelta(days=1)),
        replace(GRANT, review=GrantReview.ENDED),
        *(replace(GRANT, role=role) for role in Role),
    )


def alert_of(kind: EventKind, *, like: Alert = ALERT) -> Alert:
    # Of a grave act the subject is the deed.
    subject = Deed.EDITION_PUBLISHED if kind is EventKind.GRAVE_ACT else like.event.subject_id
    return replace(like, event=replace(like.event, kind=kind, subject_id=subject))


def changes() -> Iterator[tuple[Standing, Statement]]:
    """Whatever followers are told besides a confirmation."""
    for state, category in product(
        (BatchState.POSTPONED, BatchState.CANCELLED, BatchState.ANNOUNCED), Category
    ):
        for link in (LINK, None):
            of = standing(state, category=category, link=link)
            yield of, replace(of.statement, moves_to=state)


def proposal_views() -> Iterator[ProposalView]:
    for kind, review in product(Proposed, ProposalReview):
        for batch, statement in ((BATCH, STATEMENT), (None, STATEMENT)):
            withdrawal = kind in WITHDRAWALS
            proposal = Proposal(
                id="pr1",
                kind=kind,
                subject="x1",
                subject_digest=DIGEST,
                reason=Reason.OUR_MISTAKE if withdrawal else None,
                words="Λόγια & <σημεία>",
                leads_to="claimed" if kind is Proposed.WITHDRAW_STATEMENT and batch else None,
                submitted_by="c1",
                submitted_at=MOMENT,
                review=review,
            )
            edition = EDITION if kind is Proposed.WITHDRAW_EDITION else None
            of_list = name_list() if kind is not Proposed.WITHDRAW_STATEMENT else None
            stated = statement if kind is Proposed.WITHDRAW_STATEMENT else None
            exchange = EXCHANGE if batch is not None else None
            yield ProposalView(proposal, batch, exchange, edition, of_list, stated, "Ζήτα")
            yield ProposalView(replace(proposal, words=""), batch, exchange, edition, of_list, stated)


def reports() -> tuple[Report, ...]:
    return tuple(
        Report("r1", kind, "ed1", None if kind is ReportKind.STATEMENT_IS_WRONG else 2, MOMENT)
        for kind in ReportKind
    )


def report_views() -> Iterator[ReportView]:
    entry = Entry("ed1", 2, "Αλφα & Βητα", PERSON)
    yearless = replace(entry, person=PEOPLE[2])
    for report, review in product(reports(), ReportReview):
        of = replace(report, review=review)
        if report.row is None:
            yield ReportView(of, BATCH, EXCHANGE, statement=STATEMENT)
            yield ReportView(of, None, None, statement=STATEMENT)
            continue
        for row, published, waits in product((entry, yearless, None), (True, False), (EDITION, None)):
            yield ReportView(of, BATCH, EXCHANGE, row, EDITION, name_list(), published, waits)


def log_pages() -> Iterator[LogPage]:
    acts = [*Deed, "μια παλιά πράξη"]
    by_somebody = tuple(AuditLine(MOMENT, "c1", act, "σ1", DIGEST) for act in acts)
    by_itself = tuple(AuditLine(MOMENT, SYSTEM, act, "σ1") for act in acts)
    yield LogPage((), {}, 0, None)
    for start in range(0, len(acts), LOG_PAGE):
        page = slice(start, start + LOG_PAGE)
        yield LogPage(by_somebody[page], {"c1": "Ζήτα"}, 12, 24)
        yield LogPage(by_itself[page], {}, 0, None)
        yield LogPage(by_somebody[page], {}, 0, 12)


def group_views() -> Iterator[GroupView]:
    published = replace(EDITION, review=Review.PUBLISHED)
    lists = ((name_list(), (published,)), (replace(name_list(PublisherKind.RUSSIA), switched_on=True), ()))
    differing = tuple(
        replace(STATEMENT, party=party, kind=kind, review=StatementReview.PUBLISHED)
        for party, kind in ((Party.UKRAINE, StatementKind.CLAIM), (Party.RUSSIA, StatementKind.DENIAL))
    )
    for state, followers in product(BatchState, (1, 5, 21)):
        batch = replace(BATCH, state=state, planned_on=DAY)
        yield GroupView(batch, EXCHANGE, statements()[:3], lists, followers)
    yield GroupView(BATCH, SEVERAL_DAYS, differing, (), 0)


def long_shelf() -> Shelf:
    """More exchange groups than stand on two pages."""
    days = [DAY + timedelta(days=number) for number in range(20)]
    exchanges = tuple(replace(EXCHANGE, id=f"x{day}", day=day) for day in days)
    batches = tuple(replace(BATCH, id=f"b{x.id}", exchange_id=x.id) for x in exchanges)
    return Shelf((), exchanges, batches, ())


def full_desk() -> Desk:
    """Everything that can wait, for this moderator and for others, with everything turned on."""
    editions = tuple(
        replace(EDITION, review=review, uploaded_by=first)
        for review, first in product((Review.DRAFT, Review.SUBMITTED, Review.HELD), ("c1", "c2"))
    )
    stated = tuple(
        replace(STATEMENT, review=review, about=about)
        for review, about in product(
            (StatementReview.SUBMITTED, StatementReview.HELD),
            (
                STATEMENT.about,
                Subject(SubjectKind.EXCHANGE, "x1"),
                Subject(SubjectKind.AGREEMENT, "a1"),
                Subject(SubjectKind.AGREEMENT, "gone"),
            ),
        )
    )
    return Desk(
        editions=editions,
        statements=stated,
        grants=grants(),
        last_check=MOMENT,
        role=Role.OWNER,
        chat_id="c1",
        proposals=tuple(replace(view.proposal, id=view.proposal.kind) for view in proposal_views()),
        reports=reports(),
        forms=tuple(Draft("c1", form, {}) for form in [*FORMS, "code", "done"]),
        switches={switch: TurnedOn(switch, MOMENT, "c1") for switch in Switch},
        news=tuple(deliveries())[::7],
        held_alerts=21,
        names={"c1": "Ζήτα & Ήτα"},
        broken_at=7,
        shelf=Shelf((AGREEMENT,), (EXCHANGE,), (BATCH,), ()),
        lists={"l1": name_list()},
    )


def deliveries() -> Iterator[Delivery]:
    """Alerts of every event, however they stand."""
    stop = alert_of(EventKind.DELIVERY_STOPPED).event
    on_way = Coming(100_000, 21_000, 11, 5, called_off=2, silent=1_001, asleep=3, later=4, persons=21)
    for kind in sorted(NEWS | CORRECTIONS):
        delivery = Delivery(alert_of(kind).event, on_way, BATCH, EXCHANGE)
        yield delivery
        yield replace(delivery, rate=29.6)
        yield replace(delivery, coming=Coming(0, 1, 0, 0))
        yield replace(delivery, coming=Coming(0, 1, 0, 0, complete=False))
        yield replace(delivery, coming=Coming(3, 1, 0, 5, asleep=3, later=4))
        yield replace(delivery, coming=Coming(1, 0, 0, 0), rate=0.5)
        yield replace(delivery, is_halted=True)
        yield replace(delivery, stop=stop, stopped_by="Ζήτα & Ήτα")
        yield replace(delivery, is_taken_back=True)


def held_alerts() -> Iterator[HeldAlerts]:
    """Everything that can be held."""
    for kind in sorted(NEWS | CORRECTIONS | PERSONS | {EventKind.DIGEST, EventKind.CHECK_DUE}):
        yield HeldAlerts(f"key-{kind}"[:48], kind, 1_001, MOMENT)


def edition_views() -> Iterator[EditionView]:
    sample = (Entry("ed1", 2, "Αλφα & Βητα", PERSON),)
    held = replace(EDITION, review=Review.HELD, held_until=MOMENT)
    yield EditionView(held, name_list(), BATCH, EXCHANGE, None, sample, None, first="Ζήτα", taken_down=sample)
    one_sided = replace(EDITION, review=Review.PUBLISHED)
    yield EditionView(one_sided, name_list(PublisherKind.RUSSIA), BATCH, EXCHANGE, None, sample, None)
    for review in Review:
        for rejected, batch in product((0, 1, 5), (BATCH, replace(BATCH, state=BatchState.DRAFT))):
            edition = replace(EDITION, review=review, rejected=rejected)
            former = replace(EDITION, id="ed0", number=1)
            yield EditionView(edition, name_list(), batch, EXCHANGE, None, sample, None)
            yield EditionView(
                edition, name_list(), batch, EXCHANGE, AGREEMENT, sample, former, UPLOAD, FAULTS_OF_ROWS
            )
            upload = replace(UPLOAD, encoding=None, sheet="Φύλλο & Σία", reason="Αιτία & <σημεία>", faults=0)
            yield EditionView(
                edition, name_list(), batch, EXCHANGE, None, sample, former, upload, (), CHANGES.counts
            )


def statement_views() -> Iterator[StatementView]:
    for review in StatementReview:
        yield StatementView(replace(STATEMENT, review=review), BATCH, EXCHANGE, AGREEMENT)
    held = replace(STATEMENT, review=StatementReview.HELD, held_until=MOMENT, moves_to=BatchState.CONFIRMED)
    for chats in (0, 1, 5, 21, 100_000):
        yield StatementView(held, BATCH, EXCHANGE, None, "Ζήτα", {"uk": chats})
    beside = replace(STATEMENT, moves_to=None)
    yield StatementView(replace(beside, about=Subject(SubjectKind.EXCHANGE, "x1")), None, EXCHANGE, AGREEMENT)
    yield StatementView(replace(beside, about=Subject(SubjectKind.AGREEMENT, "a1")), None, None, AGREEMENT)


def digests() -> Iterator[str]:
    """What the screens show of digests: computed, so it may hold Latin letters."""
    shown = [view.statement.digest for view in statement_views()] + [grant.digest for grant in grants()]
    shown += [replace(grants()[1], days=days).digest for days in LASTING]
    shown += [view.proposal.digest for view in proposal_views()]
    for digest in [*shown, DIGEST]:
        yield digest.removeprefix("sha256:")[:16]
        yield code_of(digest)
