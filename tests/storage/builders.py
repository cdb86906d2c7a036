"""Things to store, so that a test says only what matters to it. All people are invented."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from pydantic import SecretStr

from bot.core.alerts import Event, EventKind
from bot.core.exchanges import (
    Batch,
    BatchState,
    Category,
    Exchange,
    Party,
    Side,
    Source,
    StatementKind,
    Subject,
    SubjectKind,
)
from bot.core.follows import Follow
from bot.core.lists import Edition, Entry, NameList, Publisher, PublisherClass, PublisherKind, Review
from bot.core.names import Person
from bot.core.roles import Grant
from bot.core.statements import Statement, StatementReview
from bot.ports import KnownNames, Writing
from bot.sealing import Keyring, Sealing, new_keys

NOW = datetime(2025, 6, 9, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ANNA, BOHDAN = "anna", "bohdan"
OLENA_TELEGRAM, PETRO_TELEGRAM = 7_301_455_901, 7_301_455_902

HEADQUARTERS = Publisher("headquarters", "Вигаданий штаб", PublisherKind.UKRAINE)
NEWSROOM = Publisher("newsroom", "Ґречна газета", PublisherKind.MEDIA)
CHANNEL = Publisher("channel", "Якийсь канал", PublisherKind.UNVERIFIED)
OFFICIAL = frozenset({PublisherClass.RECEIVING_SIDE, PublisherClass.ICRC, PublisherClass.MEDIA})

JUNE_NINTH = Exchange("june-9", None, date(2025, 6, 9))
YOUNG = Batch("young", JUNE_NINTH.id, Side.UKRAINE, Category.UNDER_25)
TARAS = Person("Вигаданець", "Тарас", "Петрович", 2002)
IVAN = Person("Неіснуюк", "Іван", None, 2003)


def a_statement(
    id_: str = "announced",
    *,
    about: str = YOUNG.id,
    party: Party = Party.UKRAINE,
    kind: StatementKind = StatementKind.ANNOUNCEMENT,
    moves_to: BatchState | None = BatchState.ANNOUNCED,
    review: StatementReview = StatementReview.PUBLISHED,
    stated_on: date = date(2025, 6, 9),
    held_until: datetime | None = None,
) -> Statement:
    return Statement(
        id=id_,
        about=Subject(SubjectKind.BATCH, about),
        party=party,
        kind=kind,
        figure=None,
        words="",
        source=Source("Вигаданий штаб", stated_on, "https://example.org/1"),
        moves_to=moves_to,
        submitted_by=ANNA,
        review=review,
        published_by=BOHDAN,
        held_until=held_until,
    )


async def add_announced_batch(writing: Writing, batch: Batch = YOUNG) -> Batch:
    """Store a batch that families may see, with its exchange and the statement behind it."""
    if not any(exchange.id == batch.exchange_id for exchange in await writing.exchanges()):
        await writing.add_exchange(replace(JUNE_NINTH, id=batch.exchange_id))
    await writing.add_batch(batch)
    said = a_statement(f"{batch.id}-announced", about=batch.id)
    await writing.add_statement(said)
    await writing.save_batch(replace(batch, state=BatchState.ANNOUNCED, standing_by=said.id))
    return await writing.batch(batch.id)


async def add_list(
    writing: Writing, id_: str = "list", *, publisher: Publisher = HEADQUARTERS, batch: str = YOUNG.id
) -> NameList:
    if publisher not in await writing.publishers():
        await writing.add_publisher(publisher)
    name_list = NameList(id_, batch, publisher, "https://example.org/list", date(2025, 6, 9))
    await writing.add_list(name_list)
    return name_list


async def stage(writing: Writing, *entries: Entry) -> None:
    """Stage rows, each in its edition."""
    for entry in entries:
        await writing.add_rows(entry.edition_id, [entry.as_printed], KnownNames())


async def add_edition(
    writing: Writing,
    id_: str = "edition",
    *people: Person,
    of: str = "list",
    number: int = 1,
    review: Review = Review.PUBLISHED,
    digest: str | None = None,
) -> Edition:
    """Store an edition with one row for each person."""
    edition = Edition(id_, of, number, len(people), digest or f"sha256:{id_}", ANNA)
    await writing.add_edition(edition)
    entries = [Entry(id_, row, f"{p.family} {p.given}", p) for row, p in enumerate(people, start=1)]
    await stage(writing, *entries)
    if review is not Review.DRAFT:
        published_at = NOW if review is Review.PUBLISHED else None
        await writing.save_edition(
            replace(edition, review=review, submitted_by=ANNA, published_by=BOHDAN, published_at=published_at)
        )
    return await writing.edition(id_)


def a_follow(chat_id: str, *, batch: str = YOUNG.id, since: datetime = NOW, id_: str | None = None) -> Follow:
    return Follow(id_ or f"follow-{chat_id}", chat_id, Subject(SubjectKind.BATCH, batch), frozenset(), since)


def a_confirmation(id_: str = "event", *, batch: str = YOUNG.id, at: datetime = NOW) -> Event:
    return Event(id_, EventKind.BATCH_CONFIRMED, batch, None, at)


def a_call(id_: str = "call", *, at: datetime = NOW) -> Event:
    """An event that only moderators hear of."""
    return Event(id_, EventKind.EDITION_WAITS, "edition", None, at)


def a_grant(id_: str = "grant", **changes: object) -> Grant:
    return replace(Grant(id_, f"token-{id_}", "Мирослава", ANNA, NOW), **changes)  # type: ignore[arg-type]


async def add_followers(writing: Writing, count: int, *, batch: str = YOUNG.id) -> list[str]:
    """Store so many chats that follow the batch; returns their ids in order."""
    chats = [await writing.remember_chat(9_000_000_000 + n, language="uk") for n in range(count)]
    for chat in chats:
        await writing.add_follow(a_follow(chat.id, batch=batch))
    return sorted(chat.id for chat in chats)


def codes(count: int, *, start: int = 0) -> list[str]:
    return [f"code-{n}" for n in range(start, start + count)]


SEALING = Sealing.with_keys(Keyring(new_keys()))
"""Keys of this run of the tests, and of nothing else."""
AS_SETTING = SecretStr(",".join(key.line for key in SEALING.keyring.keys))
"""The same keys, as VDOMA_KEYS gives them."""
