"""The course of an agreement: its stages by date, states by side, and the numbers that parties named."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.answers import Standing
from bot.core.exchanges import Agreement, Exchange
from bot.core.statements import Statement


@dataclass(frozen=True, slots=True)
class Group:
    """One batch of a stage.

    Args:
        figures: the published statements about it that name a number, oldest first.
    """

    standing: Standing
    figures: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """One exchange of an agreement with its batches that families may see.

    Args:
        figures: the published statements about the exchange as a whole that name a number, oldest first.
    """

    exchange: Exchange
    groups: tuple[Group, ...]
    figures: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """An agreement and how it went so far.

    Args:
        pledges: what was stated about the agreement as a whole, oldest first.
        stages: oldest first.
    """

    agreement: Agreement
    pledges: tuple[Statement, ...]
    stages: tuple[Stage, ...]


def with_figures(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return those that name a number."""
    return tuple(statement for statement in statements if statement.figure is not None)
