"""Lists, their editions and entries, and who published them."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.core.errors import BadValue, NotAllowed, WrongCode, WrongState
from bot.core.exchanges import Batch, BatchState, Category, Side
from bot.core.log import same_code
from bot.core.names import Person


class PublisherKind(StrEnum):
    """What a publisher is, apart from any batch."""

    UKRAINE = "ukraine"
    RUSSIA = "russia"
    ICRC = "icrc"
    MEDIA = "media"
    UNVERIFIED = "unverified"


class PublisherClass(StrEnum):
    """What a publisher is to one batch: shown in words beside every answer."""

    RECEIVING_SIDE = "receiving_side"
    OTHER_SIDE = "other_side"
    ICRC = "icrc"
    MEDIA = "media"
    UNVERIFIED = "unverified"


def publisher_class(kind: PublisherKind, side: Side) -> PublisherClass:
    """Return the class of a publisher for a batch that `side` receives."""
    match kind:
        case PublisherKind.UKRAINE | PublisherKind.RUSSIA:
            receiving = kind.value == side.value
            return PublisherClass.RECEIVING_SIDE if receiving else PublisherClass.OTHER_SIDE
        case PublisherKind.ICRC:
            return PublisherClass.ICRC
        case PublisherKind.MEDIA:
            return PublisherClass.MEDIA
        case PublisherKind.UNVERIFIED:
            return PublisherClass.UNVERIFIED


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes lists; `MEDIA` are media that cite an official."""

    id: str
    name: str
    kind: PublisherKind


@dataclass(frozen=True, slots=True)
class NameList:
    """A document of names that a publisher issued about a batch.

    Args:
        switched_on: whether it is searched though its publisher's class is not: an owner proposed
            so after a recorded harm check, and a second moderator agreed.
    """

    id: str
    batch_id: str
    publisher: Publisher
    link: str
    published_on: date
    switched_on: bool = False


Printed = tuple[int, str, str, str, str | None, int | None]
"""A row to be staged: its number, the printed name, family name, given name, patronymic, birth year."""


class Review(StrEnum):
    """How far an edition has come: what we have done with it, not what a side said."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    HELD = "held"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Edition:
    """One numbered upload of a list. Its rows never change.

    Args:
        rows: entries that were accepted; publishing refuses if the store holds another number.
        rejected: rows of the file that could not be taken: whoever they name is not found.
        digest: over the accepted rows, see bot.files.
    """

    id: str
    list_id: str
    number: int
    rows: int
    digest: str
    uploaded_by: str
    rejected: int = 0
    review: Review = Review.DRAFT
    submitted_by: str | None = None
    published_by: str | None = None
    published_at: datetime | None = None
    version: int = 0
    held_until: datetime | None = None


Place = tuple[str, int]
"""Where a row stands: the id of its edition, and its number."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of an edition.

    Args:
        row: the row's number in the file, from 1.
        printed_name: exactly as published.
        person: its parts, as far as the row prints them.
    """

    edition_id: str
    row: int
    printed_name: str
    person: Person

    @property
    def place(self) -> Place:
        return self.edition_id, self.row

    @property
    def as_printed(self) -> Printed:
        """The row as it is staged."""
        p = self.person
        return self.row, self.printed_name, p.family, p.given, p.patronymic, p.birth_year


def check_list(batch: Batch) -> None:
    """Refuse a list for a batch that can hold none.

    Raises:
        BadValue: the batch is of remains; no names are ever held for it.
        WrongState: the batch is withdrawn.
    """
    if batch.category is Category.REMAINS:
        raise BadValue("category")
    if batch.state is BatchState.WITHDRAWN:
        raise WrongState(f"batch {batch.id} is {batch.state}")


def submit(edition: Edition, *, moderator: str, stored_rows: int) -> Edition:
    """Return the edition as waiting for a second person.

    Raises:
        WrongState: it is no draft, or not all of its rows are stored.
        BadValue: not one row of the file was accepted.
    """
    if edition.review is not Review.DRAFT:
        raise WrongState(f"edition {edition.id} is {edition.review}")
    if edition.rows == 0:
        raise BadValue("rows")
    if stored_rows != edition.rows:
        raise WrongState(f"edition {edition.id} holds {stored_rows} of {edition.rows} rows")
    return replace(edition, review=Review.SUBMITTED, submitted_by=moderator)


def publish(
    edition: Edition,
    *,
    moderator: str,
    code: str,
    stored_rows: int,
    now: datetime,
    hold: timedelta | None = None,
) -> Edition:
    """Return the edition as agreed by a second person: published, or held if there is a hold.

    Args:
        hold: how long it can still be stopped; None where nobody could be told by it.

    Raises:
        WrongState: it does not wait for a second person, or not all of its rows are stored.
        NotAllowed: the moderator uploaded or submitted it themselves.
        WrongCode: other characters were typed than the screen shows.
    """
    if edition.review is not Review.SUBMITTED:
        raise WrongState(f"edition {edition.id} is {edition.review}")
    if moderator in {edition.submitted_by, edition.uploaded_by}:
        raise NotAllowed(f"moderator {moderator} submitted edition {edition.id}")
    if not same_code(code, edition.digest):
        raise WrongCode(edition.id)
    _check_whole(edition, stored_rows=stored_rows)
    if hold is not None:
        return replace(edition, review=Review.HELD, published_by=moderator, held_until=now + hold)
    return replace(edition, review=Review.PUBLISHED, published_by=moderator, published_at=now)


def _check_whole(edition: Edition, *, stored_rows: int) -> None:
    if stored_rows != edition.rows:
        raise WrongState(f"edition {edition.id} holds {stored_rows} of {edition.rows} rows")


def end_hold(edition: Edition, *, stored_rows: int, now: datetime) -> Edition:
    """Return a held edition as published.

    Raises:
        WrongState: it is not held, its hold has not ended, or not all of its rows are stored.
    """
    if edition.review is not Review.HELD or edition.held_until is None:
        raise WrongState(f"edition {edition.id} is {edition.review}")
    if now < edition.held_until:
        raise WrongState(f"edition {edition.id} is held until {edition.held_until}")
    _check_whole(edition, stored_rows=stored_rows)
    return replace(edition, review=Review.PUBLISHED, published_at=now)


def withdraw(edition: Edition) -> Edition:
    """Return a published edition as withdrawn: nothing of its list is searched any more.

    Raises:
        WrongState: it is not published.
    """
    if edition.review is not Review.PUBLISHED:
        raise WrongState(f"edition {edition.id} is {edition.review}")
    return replace(edition, review=Review.WITHDRAWN)


def supersede(edition: Edition, *, newer: Edition) -> Edition:
    """Return a published edition as replaced by a newer one.

    Raises:
        WrongState: it is not published, or the other edition is in truth the older one.
    """
    if edition.review is not Review.PUBLISHED or newer.number < edition.number:
        raise WrongState(f"edition {edition.id} is {edition.review}")
    return replace(edition, review=Review.SUPERSEDED)


def discard(edition: Edition) -> Edition:
    """Return an edition as thrown away before it took effect: a held one is stopped so.

    Raises:
        WrongState: it is already published or gone.
    """
    if edition.review not in {Review.DRAFT, Review.SUBMITTED, Review.HELD}:
        raise WrongState(f"edition {edition.id} is {edition.review}")
    return replace(edition, review=Review.DISCARDED)
