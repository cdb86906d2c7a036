"""A name inside a sentence: greetings, relatives, ranks, questions go; what is most like a name stays."""

import re
from functools import cache

from bot.core.names.cases import seems_given, seems_patronymic
from bot.core.names.scripts import read_data
from bot.core.names.spelling import fold, is_initial

_MOST_WORDS = 5
_ENOUGH = 4
_END = re.compile(r"[!?:;,()«»“”„…]+|(?<=\w\w\w)\.(?=\s|$)")

Piece = list[str]


def words_of_name(pieces: list[Piece]) -> list[str]:
    """Choose the words of the name.

    Args:
        pieces: the words of the message, cut at every punctuation mark.
    """
    whole = [word for piece in pieces for word in piece]
    cut = [part for piece in pieces for part in _without_common_words(piece)]
    if sum(map(len, cut)) == len(whole) and len(whole) <= _MOST_WORDS:
        return whole
    left = [word for piece in cut for word in piece]
    if not cut or len(left) < 2:
        return whole
    best = max(cut, key=_likeness)
    if _likeness(best) < _ENOUGH:
        return left
    return _around_the_name(best)


def pieces_of(text: str) -> list[str]:
    """Cut a text at its punctuation, but not after an initial."""
    return [piece for piece in _END.split(text) if piece.strip()]


def _without_common_words(piece: Piece) -> list[Piece]:
    """Cut a piece where a word stands that is no part of a name."""
    parts: list[Piece] = [[]]
    for at, word in enumerate(piece):
        if fold(word) in _common_words() and not _is_meant_as_initial(piece, at):
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]


def _is_meant_as_initial(piece: Piece, at: int) -> bool:
    """Tell "Верба В." and "Верба В В" from the preposition in "в списку", and an initial from "Я Ірина"."""
    if not is_initial(piece[at]):
        return False
    beside = [*piece[max(0, at - 1) : at], *piece[at + 1 : at + 2]]
    return piece[at].endswith(".") or (at > 0 and at == len(piece) - 1) or any(map(is_initial, beside))


def _likeness(piece: Piece) -> int:
    """How like a name: a patronymic, a given name, initials, and a word besides for the family name."""
    if len(piece) < 2:
        return 0
    patronymics = sum(map(seems_patronymic, piece))
    given = sum(seems_given(word) for word in piece if not seems_patronymic(word))
    initials = sum(map(is_initial, piece))
    score = 3 * min(patronymics, 1) + 3 * min(given, 1) + 2 * min(initials, 2)
    return score + (1 if len(piece) > min(patronymics, 1) + min(given, 1) + initials else 0)


def _around_the_name(piece: Piece) -> list[str]:
    """Keep at most five words: those nearest to the given name and patronymic."""
    if len(piece) <= _MOST_WORDS:
        return piece
    marked = [at for at, word in enumerate(piece) if seems_given(word) or seems_patronymic(word)]
    first = max(0, (marked[0] if marked else 0) - 2)
    return piece[first : first + _MOST_WORDS]


@cache
def _common_words() -> frozenset[str]:
    return frozenset(fold(word) for row in read_data("around_names.csv") for word in row["words"].split())
