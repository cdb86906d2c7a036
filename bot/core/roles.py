"""Who may moderate, granted by two people and for a time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.errors import BadValue, NotAllowed, WrongState
from bot.core.log import digest_of

INVITATION_LASTS = timedelta(hours=24)
GRANT_LASTS = timedelta(days=90)
"""Unless those who grant it say otherwise."""
MOST_DAYS = 366


class Role(StrEnum):
    """What a moderator may do; owners are named in the settings or granted, the others are granted."""

    VIEWER = "viewer"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    OWNER = "owner"


class Right(StrEnum):
    """One thing that a role allows."""

    LOOK = "look"
    STOP = "stop"
    """Stop what is held: the brake, which everybody has who may look."""
    PREPARE = "prepare"
    """Set up, upload, record, submit, propose; press "checked"."""
    AGREE = "agree"
    """Be the second person."""
    GOVERN = "govern"
    """Grant and end roles, pause and resume, propose to search a list of one side alone."""


_RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.LOOK, Right.STOP}),
    Role.EDITOR: frozenset({Right.LOOK, Right.STOP, Right.PREPARE}),
    Role.PUBLISHER: frozenset({Right.LOOK, Right.STOP, Right.PREPARE, Right.AGREE}),
    Role.OWNER: frozenset(Right),
}


def may(role: Role, right: Right) -> bool:
    """Whether a role allows something."""
    return right in _RIGHTS[role]


class GrantReview(StrEnum):
    """How far a grant has come."""

    INVITED = "invited"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Grant:
    """The right to moderate, given to one chat.

    Args:
        token: what the invitation's link carries; it works once and for a day.
        name: what the moderators call the person.
        chat_id: the chat that opened the link, or None until somebody did.
        until: UTC; the right ends by itself.
        days: how long it lasts from the moment at which the second person agrees.
    """

    id: str
    token: str
    name: str
    invited_by: str
    invited_at: datetime
    chat_id: str | None = None
    review: GrantReview = GrantReview.INVITED
    agreed_by: str | None = None
    until: datetime | None = None
    version: int = 0
    role: Role = Role.PUBLISHER
    days: int = GRANT_LASTS.days

    @property
    def digest(self) -> str:
        """What the second moderator agrees upon."""
        return digest_of(
            {
                "grant": self.id,
                "name": self.name,
                "chat": self.chat_id,
                "role": self.role,
                "days": self.days,
            }
        )


def check_days(days: int) -> None:
    """Refuse a right without an end that anybody will live to see.

    Raises:
        BadValue: it would last no day, or longer than a year.
    """
    if not 1 <= days <= MOST_DAYS:
        raise BadValue("days")


def in_force(grant: Grant, *, now: datetime) -> bool:
    """Whether the right holds at this moment."""
    return grant.review is GrantReview.PUBLISHED and grant.until is not None and now < grant.until


def is_open(grant: Grant, *, now: datetime) -> bool:
    """Whether the invitation can be taken up: it works once and for a day."""
    return grant.review is GrantReview.INVITED and now <= grant.invited_at + INVITATION_LASTS


def accept(grant: Grant, *, chat_id: str, now: datetime) -> Grant:
    """Return the grant as taken up by the chat that opened the invitation.

    Raises:
        WrongState: the invitation was used, or is older than a day.
        NotAllowed: who invited opened the invitation themselves.
    """
    if not is_open(grant, now=now):
        raise WrongState(f"grant {grant.id} is {grant.review}")
    if chat_id == grant.invited_by:
        raise NotAllowed(f"moderator {chat_id} opened their own invitation {grant.id}")
    return replace(grant, chat_id=chat_id, review=GrantReview.SUBMITTED)


def renewed(
    grant: Grant, *, id_: str, token: str, role: Role, days: int, moderator: str, now: datetime
) -> Grant:
    """Return a grant that will take the place of this one once a second person agrees.

    The person is known already, so nothing has to be taken up.

    Args:
        token: nobody can ever use it; every grant has one of its own.

    Raises:
        WrongState: nobody holds the grant.
        NotAllowed: the moderator is the person.
    """
    if grant.review is not GrantReview.PUBLISHED or grant.chat_id is None:
        raise WrongState(f"grant {grant.id} is {grant.review}")
    if moderator == grant.chat_id:
        raise NotAllowed(f"moderator {moderator} renews their own grant {grant.id}")
    check_days(days)
    return Grant(
        id=id_,
        token=token,
        name=grant.name,
        invited_by=moderator,
        invited_at=now,
        chat_id=grant.chat_id,
        review=GrantReview.SUBMITTED,
        role=role,
        days=days,
    )


def agree(grant: Grant, *, moderator: str, now: datetime) -> Grant:
    """Return the grant as agreed by a second moderator.

    Raises:
        WrongState: it does not wait for a second person.
        NotAllowed: the moderator invited the person, or is the person.
    """
    if grant.review is not GrantReview.SUBMITTED:
        raise WrongState(f"grant {grant.id} is {grant.review}")
    if moderator in {grant.invited_by, grant.chat_id}:
        raise NotAllowed(f"moderator {moderator} takes part in grant {grant.id}")
    until = now + timedelta(days=grant.days)
    return replace(grant, review=GrantReview.PUBLISHED, agreed_by=moderator, until=until)


def end(grant: Grant) -> Grant:
    """Return the grant as ended.

    Raises:
        WrongState: it has ended already.
    """
    if grant.review is GrantReview.ENDED:
        raise WrongState(f"grant {grant.id} is {grant.review}")
    return replace(grant, review=GrantReview.ENDED)
