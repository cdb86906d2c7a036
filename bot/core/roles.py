"""Who may moderate, granted by two people and for a time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.errors import NotAllowed, WrongState
from bot.core.log import digest_of

GRANT_LASTS = timedelta(days=90)
INVITATION_LASTS = timedelta(hours=24)


class Role(StrEnum):
    """What a moderator may do; owners are named in the settings, publishers by two moderators."""

    PUBLISHER = "publisher"
    OWNER = "owner"


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

    @property
    def digest(self) -> str:
        """What the second moderator agrees upon."""
        return digest_of({"grant": self.id, "name": self.name, "chat": self.chat_id})


def is_open(grant: Grant, *, now: datetime) -> bool:
    """Whether the invitation can be taken up: it works once and for a day."""
    return grant.review is GrantReview.INVITED and now <= grant.invited_at + INVITATION_LASTS


def accept(grant: Grant, *, chat_id: str, now: datetime) -> Grant:
    """Return the grant as taken up by the chat that opened the invitation.

    Raises:
        WrongState: the invitation was used, or is older than a day.
    """
    if not is_open(grant, now=now):
        raise WrongState(f"grant {grant.id} is {grant.review}")
    if chat_id == grant.invited_by:
        raise NotAllowed(f"moderator {chat_id} opened their own invitation {grant.id}")
    return replace(grant, chat_id=chat_id, review=GrantReview.SUBMITTED)


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
    return replace(grant, review=GrantReview.PUBLISHED, agreed_by=moderator, until=now + GRANT_LASTS)


def end(grant: Grant) -> Grant:
    """Return the grant as ended.

    Raises:
        WrongState: it has ended already.
    """
    if grant.review is GrantReview.ENDED:
        raise WrongState(f"grant {grant.id} is {grant.review}")
    return replace(grant, review=GrantReview.ENDED)
