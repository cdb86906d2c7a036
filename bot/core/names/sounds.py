"""What a name sounds like, whatever the language and alphabet: in layers, each coarser.

    neutral   a Cyrillic word with the letters merged that Ukrainian and Russian write differently
    sounds    that, without what romanisations lose; of a Latin word every way to read it
    skeleton  the bare letters: one for each that was typed; г and х, щ and ш, у and ю, а and я are one
    stem      a skeleton without the endings of gender and case

Where two people type the same name in two languages, the neutral form agrees; in two alphabets, the sounds.
Retrieval goes by skeletons and stems: they never make two names one, only worth comparing.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from itertools import product
from typing import Any

from bot.core.names.scripts import in_one_alphabet, is_cyrillic, read_data
from bot.core.names.spelling import APOSTROPHES, TIES, fold, without_invisible

_MOST_READINGS = 12
_MARKS = str.maketrans("", "", APOSTROPHES + TIES)
_NEUTRAL = str.maketrans({"ы": "и", "і": "и", "ї": "и", "є": "е", "э": "е", "ё": "е", "ґ": "г", "ў": "у"})
_SOUNDS = str.maketrans({"й": "и", "ю": "иу", "я": "иа", "ь": None, "ъ": None})
_BARE = str.maketrans({"й": "и", "ю": "у", "я": "а", "ь": None, "ъ": None})
_COARSE = str.maketrans("хщ", "гш")


def _in_turn(*tables: Mapping[int, Any]) -> Mapping[int, str]:
    """One table that does what several do one after another: a name is gone through once."""
    letters = {letter: chr(letter) for table in tables for letter in table}
    for table in tables:
        letters = {letter: text.translate(table) for letter, text in letters.items()}
    return letters


_NEUTRAL_SOUNDS = _in_turn(_NEUTRAL, _SOUNDS)
_BARE_LETTERS = _in_turn(_NEUTRAL, _BARE, _COARSE, {ord(" "): None})
VOWELS = "аеиоу"
_SOFT_O = re.compile("[ьй]о")
_SOFT_BEFORE_VOWEL = re.compile("[ьъ](?=[еиюя])|(?<=[сц])ь(?=к)")
_SOFT_AT_THE_END = re.compile("(?<=ец|ар)ь$")
_ADJECTIVE = re.compile("(?:ой|ий)$")
_RUSSIAN_WOMAN = re.compile(r"(?<=\w{3})аиа\b")
_RUSSIAN_WOMAN_LETTERS = re.compile(r"(?<=\w{3})ая$")
_LAST_E = re.compile(f"е(?=[^{VOWELS}]$)")
_AFTER_HISSING = re.compile("(?<=[жчшц])о")
_I_BEFORE_VOWEL = re.compile("и(?=[аеоу])")
_DOUBLED = re.compile(r"(.)\1+")
_LONGEST_LATIN = 5
# DSTU 9112:2021 and scholarly tables write ь as j: "Kačurovsjkyj".
_SOFT_SIGN = re.compile("(?<=[bcdfghklmnprstvzčšž])j(?=[bcdfghklmnprstvzčšž]|$)")


@lru_cache(maxsize=2048)
def neutral(folded: str) -> str:
    """Write a Cyrillic name as both languages would.

    и=і=ї=ы, е=є=ё=э, г=ґ, ьо=йо=ё, -ой=-ий, -ая=-а, -ець=-ец, -арь=-ар.
    """
    text = _SOFT_O.sub("е", folded).translate(_NEUTRAL)
    words = (_SOFT_AT_THE_END.sub("", _SOFT_BEFORE_VOWEL.sub("", word)) for word in text.split(" "))
    return " ".join(_RUSSIAN_WOMAN_LETTERS.sub("а", _ADJECTIVE.sub("ий", word)) for word in words)


@lru_cache(maxsize=8192)
def sounds(text: str) -> frozenset[str]:
    """Every way a name sounds by an official spelling; one for most names."""
    return _sounds(text, informal=False)


@lru_cache(maxsize=8192)
def loose_sounds(text: str) -> frozenset[str]:
    """The same, by informal Latin spellings too: "Ivanow", "Tsaryov", "Kovalchuc"."""
    if is_cyrillic(fold(text)):
        return sounds(text)
    return _sounds(text, informal=True) | sounds(text)


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """What retrieval goes by; at least one, unless no letter is left."""
    found = frozenset(stem(sound) for sound in loose_sounds(text))
    return found - {""} or frozenset({fold(text)}) - {""}


@lru_cache(maxsize=8192)
def skeleton(text: str) -> str:
    """The bare letters of a name, so that one typing error changes one letter and nothing around it."""
    folded = fold(text)
    if is_cyrillic(folded):
        return folded.translate(_BARE_LETTERS)
    heard = min(sounds(text) or loose_sounds(text), key=lambda sound: (len(sound), sound), default=folded)
    return _I_BEFORE_VOWEL.sub("", heard).replace(" ", "").translate(_COARSE)


@lru_cache(maxsize=2048)
def stem(sound: str) -> str:
    """Reduce one way to sound to what gender, case, softness and doubling do not change."""
    return "".join(_stem_of_word(word) for word in sound.split(" "))


def _stem_of_word(word: str) -> str:
    word = _DOUBLED.sub(r"\1", _I_BEFORE_VOWEL.sub("", word.translate(_COARSE)))
    word = _AFTER_HISSING.sub("е", word)
    short = word.rstrip(VOWELS)
    word = short if len(short) >= 2 else word
    return _LAST_E.sub("о", word) if len(word) > 3 else word


def _sounds(text: str, *, informal: bool) -> frozenset[str]:
    folded = fold(text)
    if is_cyrillic(folded):
        return _cyrillic_sounds(folded)
    letters = _latin_letters(text)
    if _latin().keys().isdisjoint(letters):
        return frozenset({folded}) if folded else frozenset()
    return frozenset(_settled(sound) for sound in _latin_readings(letters, informal=informal))


def _cyrillic_sounds(folded: str) -> frozenset[str]:
    # The passport of 2010 writes nothing for ь: Ковальов is Kovalov there, and Kovaliov elsewhere.
    hard = {folded, folded.replace("ьо", "о")}
    return frozenset(_settled(_SOFT_O.sub("е", form).translate(_NEUTRAL_SOUNDS)) for form in hard)


def _settled(sound: str) -> str:
    sound = sound.replace("тс", "ц").replace("шч", "щ").replace("ии", "и")
    return _RUSSIAN_WOMAN.sub("а", sound.replace("ио", "е").replace("ие", "е"))


@lru_cache(maxsize=64)
def _latin_letters(text: str) -> str:
    """Lower case, without apostrophes, and without marks that no table knows."""
    text = unicodedata.normalize("NFC", without_invisible(text).casefold().translate(_MARKS))
    text = " ".join(map(in_one_alphabet, text.split(" ")))
    known = _latin()
    letters = (letter if letter in known else unicodedata.normalize("NFD", letter)[:1] for letter in text)
    words = "".join(letter if letter.isalnum() else " " for letter in letters).split()
    return " ".join(_SOFT_SIGN.sub("", word) for word in words)


def _latin_readings(letters: str, *, informal: bool) -> list[str]:
    pieces: list[tuple[str, ...]] = []
    at = 0
    count = 1
    while at < len(letters):
        length, official, loose = _longest(letters, at)
        choices = official + loose if informal else official
        if not choices:
            # No table writes this: the word has no official reading.
            return []
        if count * len(choices) > _MOST_READINGS:
            choices = choices[:1]
        count *= len(choices)
        pieces.append(choices)
        at += length
    return ["".join(picked) for picked in product(*pieces)]


def _longest(letters: str, at: int) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    table = _latin()
    for length in range(_LONGEST_LATIN, 0, -1):
        found = table.get(letters[at : at + length])
        if found is not None and len(letters[at : at + length]) == length:
            return length, *found
    return 1, (letters[at],), ()


@cache
def _latin() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Latin letters, how they sound officially, and how else."""
    table: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for row in read_data("latin.csv"):
        official, loose = table.get(row["latin"], ((), ()))
        read = tuple(row["sounds"].split(" "))
        if row["kind"] == "official":
            table[row["latin"]] = (official + read, loose)
        else:
            table[row["latin"]] = (official, loose + read)
    # Letters that no official table joins are read in the groups that one does join: "Matveev", "Beschastna".
    joined = {latin for latin, (official, _) in table.items() if official}
    for latin, (official, loose) in table.items():
        if not official:
            apart = (
                "".join(pieces) for pieces in product(*(table[part][0] for part in _parted(latin, joined)))
            )
            table[latin] = (tuple(apart), loose)
    return table


def _parted(latin: str, joined: Collection[str]) -> list[str]:
    """Part letters into the longest groups that are known, from the left."""
    if not latin:
        return []
    length = next((length for length in range(len(latin), 0, -1) if latin[:length] in joined), 1)
    return [latin[:length], *_parted(latin[length:], joined)]
