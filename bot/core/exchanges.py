"""Agreements, exchanges, batches, and who may speak of them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Localized:
    """One text in the three languages of the bot."""

    uk: str
    ru: str
    en: str


class Side(StrEnum):
    """The side that receives."""

    UKRAINE = "ukraine"
    RUSSIA = "russia"


class Party(StrEnum):
    """Who may make a statement."""

    UKRAINE = "ukraine"
    RUSSIA = "russia"
    ICRC = "icrc"
    MEDIATOR = "mediator"


class Category(StrEnum):
    """Whom a batch consists of; a closed set."""

    UNDER_25 = "under_25"
    SEVERELY_WOUNDED = "severely_wounded"
    PRISONERS_OF_WAR = "prisoners_of_war"
    CIVILIANS = "civilians"
    REMAINS = "remains"


class BatchState(StrEnum):
    """What has been stated of a batch.

    A draft is seen by moderators only: no published statement speaks of it.
    """

    DRAFT = "draft"
    ANNOUNCED = "announced"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


class StatementKind(StrEnum):
    """What a party did by speaking."""

    PLEDGE = "pledge"
    ANNOUNCEMENT = "announcement"
    CLAIM = "claim"
    CONFIRMATION = "confirmation"
    DENIAL = "denial"
    DELAY = "delay"
    CANCELLATION = "cancellation"
    COUNT = "count"


class SubjectKind(StrEnum):
    """What a statement may be about, and what can be followed."""

    AGREEMENT = "agreement"
    EXCHANGE = "exchange"
    BATCH = "batch"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Subject:
    """One agreement, exchange, batch or category; `id` of a category is its value."""

    kind: SubjectKind
    id: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the parties agreed, such as Istanbul, 2 June 2025."""

    id: str
    title: Localized
    agreed_on: date


@dataclass(frozen=True, slots=True)
class Exchange:
    """One stage, carried out on a day or days; belongs to an agreement or to none.

    Args:
        day: the day, or the first of several.
        last_day: the last of several days; None of an exchange of one day.
    """

    id: str
    agreement_id: str | None
    day: date
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """The people of one category whom one side gets back in one exchange.

    Args:
        standing_by: id of the published statement that put the batch in its state; None of a draft.
        standing_since: the day on which that was stated.
        version: grows with every saved change.
        planned_on: the day for which it is expected; moderators alone see it, for it promises.
    """

    id: str
    exchange_id: str
    side: Side
    category: Category
    state: BatchState = BatchState.DRAFT
    standing_by: str | None = None
    standing_since: date | None = None
    version: int = 0
    planned_on: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement can be read.

    Args:
        publisher: who published it, by name.
        stated_on: the day of publication.
        link: a full address, or None where only publisher and day are known.
    """

    publisher: str
    stated_on: date
    link: str | None = None


class Counted(StrEnum):
    """What a number in a statement counts."""

    PEOPLE = "people"
    NAMES = "names"
    BODIES = "bodies"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a party named, with what it counts: never a bare number before a family."""

    number: int
    counted: Counted
