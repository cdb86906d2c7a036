"""Given names and patronymics: how close two of them are.

Both are closed classes: two known names are one or they are not. Only an unknown one is compared by letters.
"""

from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.core.names.families import Kin, distance_of, mistakes_in
from bot.core.names.known import (
    Classes,
    Form,
    given_classes,
    is_female,
    is_rare,
    nearest_usual,
    patronymic_classes,
    ways_to_say,
)
from bot.core.names.scripts import is_cyrillic
from bot.core.names.sounds import loose_sounds, neutral, sounds
from bot.core.names.spelling import fold, is_initial

_WOMENS_ENDING = ("вна", "ична")

# What a Latin initial may stand for beyond its own letter: J. for Ю, Ya. for Я, C. for Ч.
_LATIN_INITIALS = {
    "y": "иеау",
    "j": "иеауж",
    "i": "иеау",
    "c": "чцк",
    "s": "сшщ",
    "z": "зж",
    "t": "тц",
    "k": "кг",
    "x": "гк",
}
_LATIN_INITIALS |= {"h": "г", "e": "е", "w": "в"}


@lru_cache(maxsize=16384)
def given_kin(asked: str, printed: str) -> Kin:
    """Tell how near a given name asked about is to a printed one."""
    if is_initial(asked) or is_initial(printed):
        same = given_letters(asked) & given_letters(printed)
        return Kin.INITIAL if same else Kin.NONE
    one, other = given_classes(asked), given_classes(printed)
    if one and other:
        kin = _of_classes(one, other)
        return kin if kin is not Kin.NONE else _rare_but_mistyped(asked, printed, one, other)
    return _by_letters(asked, printed, one or other)


def _rare_but_mistyped(asked: str, printed: str, one: Classes, other: Classes) -> Kin:
    """A rare name one letter from the other is likelier a typing error; a woman's name is none of a man's."""
    if is_rare(one) == is_rare(other) or is_female(one) != is_female(other):
        return Kin.NONE
    rare, usual = (asked, other) if is_rare(one) else (printed, one)
    near = min(
        (OSA.distance(sound, said) for sound in loose_sounds(rare) for said in ways_to_say(usual)), default=9
    )
    return Kin.TYPO if near <= 1 else Kin.NONE


@lru_cache(maxsize=16384)
def patronymic_kin(asked: str, printed: str) -> Kin:
    """Tell how near a patronymic asked about is to a printed one."""
    if is_initial(asked) or is_initial(printed):
        same = patronymic_letters(asked) & patronymic_letters(printed)
        return Kin.INITIAL if same else Kin.NONE
    one, other = patronymic_classes(asked), patronymic_classes(printed)
    if one and other:
        kin = _of_classes(one, other)
        of_a_woman = _is_daughters(asked), _is_daughters(printed)
        return kin if of_a_woman[0] == of_a_woman[1] else Kin.NONE
    return _by_letters(asked, printed, {})


def given_letters(given: str) -> frozenset[str]:
    """The first letters, as they sound, of an initial or of any official form of a given name."""
    if is_initial(given):
        return letters_of(given)
    classes = given_classes(given)
    said = ways_to_say(classes)
    if not classes or is_rare(classes):
        said += tuple(name for sound in loose_sounds(given) for name in nearest_usual(sound))
    return letters_of(given) | frozenset(_first(sound) for sound in said)


def patronymic_letters(patronymic: str) -> frozenset[str]:
    """The same, of a patronymic."""
    if is_initial(patronymic):
        return letters_of(patronymic)
    classes = patronymic_classes(patronymic)
    return letters_of(patronymic) | frozenset(_first(sound) for sound in ways_to_say(classes))


@lru_cache(maxsize=8192)
def letters_of(word: str) -> frozenset[str]:
    """The first letters as which a word may sound."""
    folded = fold(word)
    found = frozenset(_first(sound) for sound in loose_sounds(word) if sound)
    if not is_cyrillic(folded) and is_initial(word):
        found |= frozenset(_LATIN_INITIALS.get(folded[:1], ""))
    return found


def _first(sound: str) -> str:
    if len(sound) > 1 and sound[0] == "и" and sound[1] in "аеоу":
        sound = sound[1:]
    return sound[:1].replace("х", "г").replace("щ", "ш")


def _of_classes(one: Classes, other: Classes) -> Kin:
    shared = [max(form, other[which]) for which, form in one.items() if which in other]
    if not shared:
        return Kin.NONE
    return Kin.SAME if min(shared) is Form.OFFICIAL else Kin.SHORT


def _by_letters(asked: str, printed: str, known: Classes) -> Kin:
    one, other = fold(asked), fold(printed)
    if not one or not other:
        return Kin.NONE
    if one == other:
        return Kin.SAME
    if is_cyrillic(one) and is_cyrillic(other):
        if neutral(one) == neutral(other):
            return Kin.SAME
    elif sounds(asked) & sounds(printed):
        return Kin.SAME
    if loose_sounds(asked) & loose_sounds(printed):
        return Kin.INFORMAL
    distance, length = distance_of(asked, printed)
    unknown = printed if given_classes(asked) else asked
    for said in ways_to_say(known):
        for heard in loose_sounds(unknown):
            distance, length = min(
                (distance, length), (OSA.distance(heard, said), max(len(heard), len(said)))
            )
    if distance > mistakes_in(length):
        return Kin.NONE
    return Kin.TYPO if distance <= 1 else Kin.TWO_TYPOS


def _is_daughters(patronymic: str) -> bool:
    return any(sound.endswith(_WOMENS_ENDING) for sound in loose_sounds(patronymic))
