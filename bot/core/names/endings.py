"""What a word's ending tells: patronymics and family names end as given names do not."""

from dataclasses import dataclass
from functools import cache, lru_cache

from bot.core.names.scripts import read_data
from bot.core.names.spelling import fold

_LONG = 12


@dataclass(frozen=True, slots=True)
class _Endings:
    whole: dict[str, frozenset[str]]
    tails: dict[str, dict[int, tuple[str, ...]]]
    """By the length of a word, up to `_LONG`: the endings that a word of that length may have."""

    def fit(self, kind: str, folded: str) -> bool:
        of_length = self.tails[kind].get(min(len(folded), _LONG))
        return of_length is not None and folded.endswith(of_length)


@lru_cache(maxsize=2048)
def is_patronymic(word: str) -> bool:
    """Tell by its ending whether a word may be a patronymic. Some family names end in the same way."""
    folded = fold(word)
    known = endings()
    if any(folded.endswith(f" {tail}") for tail in known.whole["after a father's name"]):
        return True
    if " " in folded:
        return False
    return folded in known.whole["whole patronymic"] or known.fit("patronymic", folded)


@lru_cache(maxsize=2048)
def looks_like_family(word: str) -> bool:
    """Tell whether a word ends as family names do and given names do not."""
    folded = fold(word)
    return folded not in endings().whole["given"] and endings().fit("family", folded)


@cache
def endings() -> _Endings:
    """The table of endings."""
    rows = read_data("endings.csv")
    kinds = {row["kind"] for row in rows}
    return _Endings(
        whole={kind: frozenset(fold(row["ending"]) for row in rows if row["kind"] == kind) for kind in kinds},
        tails={
            kind: {
                length: tuple(
                    fold(row["ending"])
                    for row in rows
                    if row["kind"] == kind and int(row["shortest"]) <= length
                )
                for length in range(1, _LONG + 1)
            }
            for kind in kinds
        },
    )


def follows_a_fathers_name(word: str) -> bool:
    """Tell whether a word is the second half of a Turkic patronymic, such as "огли"."""
    return fold(word) in endings().whole["after a father's name"]
