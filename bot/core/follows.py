"""Chats, and what they wish to hear about."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.exchanges import Subject


class Country(StrEnum):
    """Whose official contacts a person wants to see."""

    UKRAINE = "ukraine"
    RUSSIA = "russia"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Chat:
    """One conversation, known by a text id; its Telegram id stands in the store's table of chats only.

    Args:
        language: uk, ru or en.
        chosen: whether the person chose the language; otherwise Telegram's is followed.
        paused: whether alerts are stopped until the person says otherwise.
        blocked: whether their Telegram refuses our messages.
    """

    id: str
    language: str
    chosen: bool = False
    country: Country | None = None
    paused: bool = False
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Follow:
    """The wish to hear about a batch, an exchange, an agreement or a category.

    Args:
        editions: the editions of the answers under which it was pressed, so that a correction
            can reach exactly those who were told; none from the list of batches.
        statements: those that stood behind the state of the batch as it was shown there.
        paused: whether it brings no news until its owner says otherwise; corrections come all the same.
        sealed_label: what the owner calls it, sealed; None of one that has no label.
    """

    id: str
    chat_id: str
    subject: Subject
    editions: frozenset[str]
    since: datetime
    statements: frozenset[str] = frozenset()
    paused: bool = False
    sealed_label: bytes | None = None
