"""Given names and patronymics: how close two of them are.

Both are closed classes: two known names are one or they are not. Only an unknown one is compared by letters.
"""

from collections.abc import Callable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.names.kin import DIFFERENT, Kin, Nearness
from bot.core.names.known import (
    Classes,
    Form,
    classes_by_tables,
    given_classes,
    is_female,
    is_known_given,
    is_rare,
    is_usual_given,
    nearest_usual,
    patronymic_classes,
    short_ways_to_say,
    ways_to_say,
)
from bot.core.names.mistakes import FAR, mistakes_between
from bot.core.names.scripts import is_cyrillic
from bot.core.names.sounds import loose_sounds, neutral, sounds
from bot.core.names.spelling import fold, is_initial

_WOMENS_ENDING = ("вна", "ична")
_LEAST_MISHEARD = 4
"""Of shorter sounds every other is one letter from another name."""

# What a Latin initial stands for beyond its own letter: J. for Ю, Y. for Я, C. for Ч.
_LATIN_INITIALS = {
    "y": "иеяю",
    "j": "иеяюж",
    "c": "чцк",
    "s": "сшщ",
    "z": "зж",
    "t": "тц",
    "k": "кг",
    "x": "гк",
    "h": "г",
    "w": "в",
}
# And what it seldom stands for.
_SELDOM = {"i": "еяю"}


@lru_cache(maxsize=8192)
def given_nearness(asked: str, printed: str) -> Nearness:
    """Tell how near a given name asked about is to a printed one."""
    if is_initial(asked) or is_initial(printed):
        return _by_initial(asked, printed, given_letters)
    one, other = given_classes(asked), given_classes(printed)
    if one.keys() & other.keys():
        return _of_one_name(asked, printed, one, other)
    one, other = classes_by_tables(asked), classes_by_tables(printed)
    if not one or not other:
        known, unknown = (asked, printed) if one else (printed, asked)
        misheard = min((_misheard(sound, known) for sound in loose_sounds(unknown)), default=FAR)
        return _by_letters(asked, printed, misheard)
    if is_usual_given(asked) != is_usual_given(printed):
        return _rare_but_mistyped(asked, printed, one, other)
    return DIFFERENT


def _by_initial(
    asked: str, printed: str, letters: Callable[[str], tuple[frozenset[str], frozenset[str]]]
) -> Nearness:
    """Compare where an initial stands on one side at least."""
    (one, one_abroad), (other, other_abroad) = letters(asked), letters(printed)
    if one & other:
        return Nearness(Kin.INITIAL)
    return Nearness(Kin.OTHER_INITIAL) if one & other_abroad or one_abroad & other else DIFFERENT


def _rare_but_mistyped(asked: str, printed: str, one: Classes, other: Classes) -> Nearness:
    """A rare name one letter from a usual one is likelier a typing error, but no woman's is a man's."""
    if is_female(one) != is_female(other):
        return DIFFERENT
    rare, usual = (printed, one) if is_usual_given(asked) else (asked, other)
    near = min(
        (OSA.distance(sound, said) for sound in loose_sounds(rare) for said in ways_to_say(usual)), default=9
    )
    return Nearness(Kin.TYPO, 1.0) if near <= 1 else DIFFERENT


@lru_cache(maxsize=8192)
def patronymic_nearness(asked: str, printed: str) -> Nearness:
    """Tell how near a patronymic asked about is to a printed one."""
    if is_initial(asked) or is_initial(printed):
        return _by_initial(asked, printed, patronymic_letters)
    one, other = patronymic_classes(asked), patronymic_classes(printed)
    if not one or not other:
        return _by_letters(asked, printed)
    if _is_daughters(asked) != _is_daughters(printed):
        return DIFFERENT
    if one.keys() & other.keys():
        return _of_one_name(asked, printed, one, other)
    mistakes = mistakes_between(asked, printed) if is_rare(one) != is_rare(other) else FAR
    # The son of somebody rarely named, one letter from the usual: likelier a typing error.
    return Nearness.mistyped(mistakes, length=len(fold(asked))) if mistakes < 2 else DIFFERENT


@lru_cache(maxsize=2048)
def given_letters(given: str) -> tuple[frozenset[str], frozenset[str]]:
    """The first letters, as they sound, of an initial or a given name.

    Returns:
        its own, and those of its forms in the other language.
    """
    if is_initial(given):
        return letters_of(given), _seldom(given)
    classes = classes_by_tables(given)
    said = ways_to_say(classes)
    if not is_usual_given(given):
        said += tuple(name for sound in loose_sounds(given) for name in nearest_usual(sound))
    return letters_of(given), frozenset(_first(sound) for sound in said)


@lru_cache(maxsize=2048)
def patronymic_letters(patronymic: str) -> tuple[frozenset[str], frozenset[str]]:
    """The same, of a patronymic."""
    if is_initial(patronymic):
        return letters_of(patronymic), _seldom(patronymic)
    classes = patronymic_classes(patronymic)
    return letters_of(patronymic), frozenset(_first(sound) for sound in ways_to_say(classes))


@lru_cache(maxsize=2048)
def letters_of(word: str) -> frozenset[str]:
    """The first letters as which a word may sound."""
    folded = fold(word)
    found = frozenset(_first(sound) for sound in loose_sounds(word) if sound)
    if not is_cyrillic(folded) and is_initial(word):
        found |= frozenset(_LATIN_INITIALS.get(folded[:1], "")) if len(folded) == 1 else frozenset()
    return found


def _seldom(initial: str) -> frozenset[str]:
    return frozenset(_SELDOM.get(fold(initial), ""))


def _first(sound: str) -> str:
    iotated = {"иа": "я", "иу": "ю", "ие": "е"}
    return iotated.get(sound[:2], sound[:1]).replace("х", "г").replace("щ", "ш")


def name_for_counting(word: str) -> str:
    """A text that all forms of one name share, known given names in any language; others may share it too."""
    classes = given_classes(word) if is_known_given(word) else {}
    if classes:
        return str(min(classes, key=lambda one: (classes[one], one)))
    return min(loose_sounds(word), default=word)


def official_names(given: str) -> tuple[str, ...]:
    """The usual names this one is a form of; none if it is an initial, rare or unknown.

    Two given names that both have some are near only if they share one (`given_nearness`).
    """
    if is_initial(given) or not is_usual_given(given):
        return ()
    return tuple(ways_to_say({one: Form.OFFICIAL})[0] for one in given_classes(given))


def _of_one_name(asked: str, printed: str, one: Classes, other: Classes) -> Nearness:
    """Compare two forms of one name; spelt alike they are one form, however usual it is."""
    is_official = any(
        max(form, other[which]) is Form.OFFICIAL for which, form in one.items() if which in other
    )
    return Nearness(Kin.SAME if is_official or sounds(asked) & sounds(printed) else Kin.SHORT)


def _by_letters(asked: str, printed: str, misheard: float = FAR) -> Nearness:
    """Compare two names of which one at least is unknown.

    Args:
        misheard: letters that separate the sounds of the two, where one is known: it is said in several ways.
    """
    one, other = fold(asked), fold(printed)
    if not one or not other:
        return DIFFERENT
    if one == other:
        return Nearness(Kin.SAME)
    if is_cyrillic(one) and is_cyrillic(other):
        if neutral(one) == neutral(other):
            return Nearness(Kin.SAME)
    elif sounds(asked) & sounds(printed):
        return Nearness(Kin.SAME)
    if loose_sounds(asked) & loose_sounds(printed):
        return Nearness(Kin.INFORMAL)
    return Nearness.mistyped(
        min(mistakes_between(asked, printed), misheard), length=min(len(one), len(other))
    )


def _misheard(sound: str, known: str) -> float:
    """Count the letters between a sound and how a known name is said, in full or short; `FAR` if over two."""
    ways = _longer_ways_to_say(known) if len(sound) >= _LEAST_MISHEARD else ()
    nearest = process.extractOne(sound, ways, scorer=OSA.distance, score_cutoff=2, processor=None)
    return FAR if nearest is None else float(nearest[1])


@lru_cache(maxsize=2048)
def _longer_ways_to_say(known: str) -> tuple[str, ...]:
    classes = classes_by_tables(known)
    return tuple(s for s in ways_to_say(classes) + short_ways_to_say(classes) if len(s) >= _LEAST_MISHEARD)


def _is_daughters(patronymic: str) -> bool:
    return any(sound.endswith(_WOMENS_ENDING) for sound in loose_sounds(patronymic))
