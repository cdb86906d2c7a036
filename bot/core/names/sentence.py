"""A name inside a sentence: of all words that stand side by side, those that are most like a name.

Greetings, relatives, ranks and questions are known in three languages; other words are told from a name by
what a name is made of: a known given name, a patronymic or initials, and a family name beside them.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.errors import FamilyMissing, TooMuchText
from bot.core.names.around import is_also_family, is_common_word, says_who_writes
from bot.core.names.cases import seems_patronymic
from bot.core.names.endings import follows_a_fathers_name, looks_like_family
from bot.core.names.families import is_known_family
from bot.core.names.readings import is_usual_in_any_case, lacks_family, likelihood_of, may_be_family
from bot.core.names.spelling import is_initial
from bot.core.names.years import Years, is_mark, place_of

_LEAST_WORDS, _LONGEST_NAME = 2, 4
_MOST_WORDS = 5
_ENOUGH, _SURELY = 4.0, 6.0
_NEARLY_AS_LIKELY = 3.0
_NEARLY_ENOUGH = _ENOUGH - _NEARLY_AS_LIKELY
_LEAST_LIKENESS = 2.0
"""Of words between common ones, which may be a name or anything else."""
_END = re.compile(r"[!?:;,()«»“”„…]+|(?<=\w\w\w)\.(?=\s|$)|(?<=\.)\.+|\s[-–—]\s")

Piece = list[str]


@dataclass(frozen=True, slots=True)
class Named:
    """The name in a message.

    Args:
        words: those of the name, in their order.
        years: its years of birth; more than one if they contradict each other.
        otherwise: other words of which the name may consist as well.
        further: how many more people are named behind it.
    """

    words: tuple[str, ...]
    years: tuple[int, ...]
    otherwise: tuple[tuple[str, ...], ...] = ()
    further: int = 0


@dataclass(frozen=True, slots=True)
class _Window:
    """Words that stand side by side: [start, end) of a message's words."""

    start: int
    end: int
    words: tuple[str, ...]
    likeness: float
    of_asker: bool
    """Whether it stands where whoever writes says who they are."""

    def overlaps(self, other: "_Window") -> bool:
        return self.start < other.end and other.start < self.end


def pieces_of(text: str) -> list[str]:
    """Cut a text at its punctuation, but not after an initial."""
    return [piece for piece in _END.split(text) if piece.strip()]


def named_in(pieces: Sequence[Piece], years: Years) -> Named:
    """Find the name in the words of a message, cut at every punctuation mark; marks stand for years.

    Raises:
        FamilyMissing: no other words are like a name than a given name and a patronymic.
        TooMuchText: no words are like a name, or there are too many to be one.
    """
    pieces = _joined(pieces)
    whole = tuple(word for piece in pieces for word in piece if not is_mark(word))
    if lacks_family(whole):
        raise FamilyMissing("a given name and a patronymic")
    if _is_one_name(whole) and not any(_is_common_at(p, at) for p in pieces for at in range(len(p))):
        likeness = likelihood_of(list(whole))
        # Two words hold no other name than the one they are.
        surely = likeness >= _SURELY or len(whole) == _LEAST_WORDS
        better = [] if surely else _likeliest(pieces, above=likeness)
        if better and _mixes_small_and_capital(whole):
            return Named(better[0].words, years.years, (whole,))
        return Named(whole, years.years, tuple(window.words for window in better[:1]))
    windows = _likeliest(pieces, above=_NEARLY_ENOUGH)
    # Who writes is not who is asked about, unless nobody else is named.
    others = [window for window in windows if not window.of_asker]
    for named in (others, windows):
        if named and named[0].likeness >= _ENOUGH:
            return _chosen(named, pieces, years)
    left = tuple(word for piece in pieces for part in _without_common_words(piece) for word in part)
    if len(left) == 1 and _is_name_with_common_word(left[0], whole):
        left = whole
    if lacks_family(left):
        raise FamilyMissing("a given name and a patronymic")
    if not _is_one_name(left) or likelihood_of(list(left)) < _LEAST_LIKENESS:
        raise TooMuchText(f"{len(left)} words")
    return Named(left, years.years)


def _is_name_with_common_word(other: str, words: Sequence[str]) -> bool:
    """Tell "Дід Роман" and "Вербенко Слава" from "коли обмін" and "героям слава"."""
    if len(words) != _LEAST_WORDS:
        return False
    is_family = looks_like_family(other) or is_known_family(other)
    return is_usual_in_any_case(other) or (is_family and any(map(is_usual_in_any_case, words)))


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Put a family name back that punctuation cut from the given name and patronymic behind it."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1][-1:] if joined else []
        if before and lacks_family(piece[:2]) and not is_common_word(before[0]) and may_be_family(before[0]):
            joined[-1] = joined[-1] + piece
        else:
            joined.append(piece)
    return joined


def _chosen(windows: list[_Window], pieces: Sequence[Piece], years: Years) -> Named:
    """Take the first of the names, and the year that stands nearest to it."""
    best = windows[0]
    people: list[_Window] = []
    for window in windows:
        if window.likeness >= _SURELY and not any(window.overlaps(other) for other in people):
            people.append(window)
    people = sorted(people, key=lambda window: window.start) or [best]
    first = people[0]
    otherwise = tuple(
        window.words
        for window in windows
        if window.overlaps(first)
        and window is not first
        and window.likeness >= first.likeness - _NEARLY_AS_LIKELY
    )
    return Named(first.words, _years_of(first, people[1:], pieces, years), otherwise[:2], len(people) - 1)


def _years_of(name: _Window, others: list[_Window], pieces: Sequence[Piece], years: Years) -> tuple[int, ...]:
    flat = [word for piece in pieces for word in piece]
    until = others[0].start if others else len(flat)
    beside = [word for at, word in enumerate(flat) if is_mark(word) and at < until]
    behind = [word for word in flat[name.end : until] if is_mark(word)]
    marks = behind if others and behind else beside
    said = [mark for mark in marks if place_of(mark) in years.of_birth]
    return tuple(years.years[place_of(mark)] for mark in said or marks)


def _likeliest(pieces: Sequence[Piece], *, above: float = -math.inf) -> list[_Window]:
    windows = (window for window in _windows(pieces, above) if window.likeness > above)
    return sorted(windows, key=lambda window: -window.likeness)


def _windows(pieces: Sequence[Piece], above: float) -> Iterator[_Window]:
    is_mixed = _mixes_small_and_capital([word for piece in pieces for word in piece])
    start = 0
    for number, piece in enumerate(pieces):
        before = pieces[number - 1] if number else []
        for first in range(len(piece)):
            for last in range(first + _LEAST_WORDS, min(len(piece), first + _LONGEST_NAME + 1) + 1):
                words = tuple(piece[first:last])
                if any(map(is_mark, words)) or len(_of_name(words)) > _LONGEST_NAME:
                    continue
                likeness = likelihood_of(list(words))
                # What stands around it only ever takes from its likeness.
                if likeness > above:
                    likeness += _beside(piece, first, last, is_mixed=is_mixed)
                    of_asker = says_who_writes(before if first == 0 else piece[:first])
                    yield _Window(start + first, start + last, words, likeness, of_asker)
        start += len(piece)


def _beside(piece: Piece, first: int, last: int, *, is_mixed: bool) -> float:
    """What the words of a window and those around it add to its likeness."""
    score = 0.0
    for at in range(first, last):
        if _is_common_at(piece, at):
            score -= 3 if _is_a_family_at(piece, at, first, last) else 8
        elif is_mixed and not is_initial(piece[at]) and not piece[at][0].isupper():
            score -= 4
    if (
        first
        and is_mixed
        and first > 1
        and piece[first - 1][0].isupper()
        and not _is_common_at(piece, first - 1)
    ):
        score -= 2
    if last < len(piece) and _may_belong(piece, last, is_mixed=is_mixed):
        score -= 2
    if first and _may_belong(piece, first - 1, is_mixed=is_mixed) and not is_mixed:
        score -= 0.5
    return score


def _is_a_family_at(piece: Piece, at: int, first: int, last: int) -> bool:
    """Tell "Доля Іван Петрович" from "доля Доленка Івана Петровича"."""
    beside = [*piece[first:at], *piece[at + 1 : last]]
    return piece[at][0].isupper() and is_also_family(piece[at]) and lacks_family(beside)


def _may_belong(piece: Piece, at: int, *, is_mixed: bool) -> bool:
    """Whether a word beside a window could be a part of the name as well."""
    word = piece[at]
    if is_mark(word) or _is_common_at(piece, at):
        return False
    return (
        is_initial(word)
        or is_usual_in_any_case(word)
        or seems_patronymic(word)
        or (is_mixed and word[0].isupper())
    )


def _without_common_words(piece: Piece) -> list[Piece]:
    """Cut a piece where a word stands that is no part of a name."""
    parts: list[Piece] = [[]]
    for at, word in enumerate(piece):
        if is_mark(word):
            continue
        if _is_common_at(piece, at):
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]


def _is_common_at(piece: Piece, at: int) -> bool:
    return is_common_word(piece[at]) and not _is_meant_as_initial(piece, at)


def _is_meant_as_initial(piece: Piece, at: int) -> bool:
    """Tell "Верба В." and "Верба В В" from the preposition in "в списку", and an initial from "Я Ірина"."""
    if not is_initial(piece[at]):
        return False
    if piece[at].endswith("."):
        return True
    beside = [*piece[max(0, at - 1) : at], *piece[at + 1 : at + 2]]
    is_last = at > 0 and at == len(piece) - 1
    in_sentence = not piece[at].isupper() and any(is_common_word(word) for word in piece[:at])
    return (is_last and not in_sentence) or any(map(is_initial, beside))


def _of_name(words: Sequence[str]) -> list[str]:
    return [word for word in words if not follows_a_fathers_name(word)]


def _is_one_name(words: Sequence[str]) -> bool:
    """Whether so many words can be one name: three, or four with a double family name and a patronymic."""
    of_name = _of_name(words)
    double_family = len(of_name) == _LONGEST_NAME and seems_patronymic(of_name[-1])
    return len(of_name) < _LONGEST_NAME or double_family


def _mixes_small_and_capital(words: Sequence[str]) -> bool:
    """Whether small words stand beside capitalised ones: then the small ones are no names.

    Telephones capitalise the first word by themselves, so that one proves nothing.
    """
    told = [word for word in words[1:] if not is_mark(word) and not is_initial(word)]
    return len({word[0].isupper() for word in told}) > 1
