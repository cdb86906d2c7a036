"""Words that stand around a name in a message, and those before the name of whoever writes."""

from collections.abc import Sequence
from functools import cache

from bot.core.names.scripts import read_data
from bot.core.names.spelling import fold

_ALSO_FAMILY = "also a family name"


def is_common_word(word: str) -> bool:
    """Whether a word stands beside names and is no part of one."""
    return fold(word) in _common_words()


def is_also_family(word: str) -> bool:
    """Whether a common word is a family name as well, such as "Доля"."""
    return fold(word) in _also_families()


def says_who_writes(words: Sequence[str]) -> bool:
    """Whether a message that begins so goes on with the name of whoever writes it."""
    folded = tuple(map(fold, words))
    return any(folded[-len(phrase) :] == phrase for phrase in _before_who_writes())


@cache
def _common_words() -> frozenset[str]:
    return frozenset(fold(word) for row in read_data("around_names.csv") for word in row["words"].split())


@cache
def _also_families() -> frozenset[str]:
    rows = (row for row in read_data("around_names.csv") if row["kind"] == _ALSO_FAMILY)
    return frozenset(fold(word) for row in rows for word in row["words"].split())


@cache
def _before_who_writes() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(fold(row["phrase"]).split()) for row in read_data("who_writes.csv"))
