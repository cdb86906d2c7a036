"""Alphabets: which one a word is written in, and how Cyrillic is written in Latin letters.

Three romanisations are known, each a table in `data/` whose every row names its source: the Ukrainian
passport (Cabinet of Ministers of Ukraine, resolution 55 of 27 January 2010), the Russian passport
(ICAO Doc 9303) and the English press (BGN/PCGN 1947, simplified). Everything here takes words that
`spelling` has already brought into lower case.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from math import prod

_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[a-z\u00df-\u00f6\u00f8-\u024f]")
_VOWELS_AND_SIGNS = frozenset("аеёиоуыэюяйъь")

# Letters that look alike in either case, in small letters: a capital B or H is a в or an н.
_LATIN_TWINS = "abcehikmoptxyïë"
_CYRILLIC_TWINS = "авсенікмортхуїё"
_TO_CYRILLIC = str.maketrans(_LATIN_TWINS, _CYRILLIC_TWINS)
_CAPITALS_TO_CYRILLIC = str.maketrans(_LATIN_TWINS.upper(), _CYRILLIC_TWINS.upper())
_TO_LATIN = str.maketrans(_CYRILLIC_TWINS, _LATIN_TWINS)

_TABLES = ("kmu2010", "icao9303", "bgn_pcgn")
_PLACES = ("start", "after vowel or sign", "end", "any")
_LONGEST = 2
_MOST_FORMS = 32


def is_cyrillic(text: str) -> bool:
    """Tell whether any letter is Cyrillic."""
    return _CYRILLIC.search(text) is not None


def mixes_alphabets(word: str) -> bool:
    """Tell whether a lower-case word holds both Cyrillic and Latin letters."""
    return is_cyrillic(word) and _LATIN.search(word) is not None


def in_one_alphabet(word: str) -> str:
    """Replace look-alike letters of the other alphabet in a lower-case word.

    Towards Cyrillic if that leaves no Latin letter, else towards Latin if that leaves no Cyrillic one,
    else the word stays as it is. A word of one alphabet is never changed.
    """
    if not mixes_alphabets(word):
        return word
    for twins in (_TO_CYRILLIC, _TO_LATIN):
        candidate = word.translate(twins)
        if not mixes_alphabets(candidate):
            return candidate
    return word


def like_cyrillic(word: str) -> str:
    """Write a short word in the Cyrillic letters it looks like, or leave it if one looks like none."""
    candidate = word.translate(_CAPITALS_TO_CYRILLIC).translate(_TO_CYRILLIC)
    return word if _LATIN.search(candidate.casefold()) else candidate


@dataclass(frozen=True, slots=True)
class _Rule:
    """What one or two letters become at one place; several spellings where a table leaves a choice."""

    letters: str
    place: str
    latins: tuple[str, ...]


_Table = dict[str, tuple[_Rule, ...]]
"""Letters to what they may become; the rule of the narrowest place first."""


@lru_cache(maxsize=4096)
def romanise(text: str) -> frozenset[str]:
    """Write folded words in Latin letters by every table that knows all their letters.

    A table's choice is made once for a name: never "ye" in its first half and "e" in its second.
    Latin words stay as they are. Empty if no table knows every letter, or writes none of a word.
    """
    if not is_cyrillic(text):
        return frozenset({text})
    words = text.split(" ")
    forms = (form for name in _TABLES for form in _by_table(words, _table(name)))
    return frozenset(form for form in forms if all(form.split(" ")))


def _by_table(words: list[str], table: _Table) -> Iterator[str]:
    spelt = [_rules_for(word, table) for word in words]
    known = [rules for rules in spelt if rules is not None]
    if len(known) < len(spelt):
        return
    open_rules = sorted({rule for rules in known for rule in rules if len(rule.latins) > 1}, key=_key)
    if prod(len(rule.latins) for rule in open_rules) > _MOST_FORMS:
        open_rules = []
    for picked in product(*(rule.latins for rule in open_rules)):
        choice = dict(zip(open_rules, picked, strict=True))
        yield " ".join("".join(choice.get(rule, rule.latins[0]) for rule in rules) for rules in known)


def _rules_for(word: str, table: _Table) -> list[_Rule] | None:
    if not is_cyrillic(word):
        return [_Rule(word, "any", (word,))]
    rules: list[_Rule] = []
    at = 0
    while at < len(word):
        rule = _rule_at(word, at, table)
        if rule is None:
            return None
        rules.append(rule)
        at += len(rule.letters)
    return rules


def _rule_at(word: str, at: int, table: _Table) -> _Rule | None:
    for length in range(_LONGEST, 0, -1):
        for rule in table.get(word[at : at + length], ()):
            if _stands(rule.place, word, at, len(rule.letters)):
                return rule
    return None


def _stands(place: str, word: str, at: int, length: int) -> bool:
    match place:
        case "start":
            return at == 0
        case "end":
            return at + length == len(word)
        case "after vowel or sign":
            return at > 0 and word[at - 1] in _VOWELS_AND_SIGNS
        case _:
            return True


def _key(rule: _Rule) -> tuple[str, str]:
    return rule.letters, rule.place


@cache
def _table(name: str) -> _Table:
    latins: dict[tuple[str, str], list[str]] = {}
    for row in read_data(f"{name}.csv"):
        latins.setdefault((row["letters"], row["place"]), []).append(row["latin"])
    table: _Table = {}
    for letters, place in sorted(latins, key=lambda at: _PLACES.index(at[1])):
        rule = _Rule(letters, place, tuple(latins[letters, place]))
        table[letters] = (*table.get(letters, ()), rule)
    return table


def read_bytes(name: str) -> bytes:
    """Read a file of the data beside this module as it is."""
    return files(__package__).joinpath("data", name).read_bytes()


def read_data(name: str) -> list[dict[str, str]]:
    """Read one of the tables beside this module; each of its rows names its source."""
    text = read_bytes(name).decode()
    return list(csv.DictReader(text.splitlines(), strict=True))


def read_lines(name: str) -> list[str]:
    """Read a list beside this module, one item a line; lines that begin with # say whence it is."""
    text = read_bytes(name).decode()
    return [line for line in text.splitlines() if line and not line.startswith("#")]
