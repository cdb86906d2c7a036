"""Known given names: which forms are one name in two languages, for short or abroad; and fathers' names.

Two known names of different classes are different people. An unknown name may be a known one mistyped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.names.endings import follows_a_fathers_name
from bot.core.names.scripts import is_cyrillic, read_data, read_lines
from bot.core.names.sounds import VOWELS, loose_sounds, sounds
from bot.core.names.spelling import fold

_FEMALE = ("ивна", "овна", "евна", "инична", "ична")
_MALE = ("ович", "евич", "ич")
_SURELY_SHORTENING = (
    *(
        "очка",
        "ечка",
        "ичка",
        "очко",
        "ечко",
        "очек",
        "онка",
        "енка",
        "инка",
        "ишка",
        "ешка",
        "ушка",
        "иушка",
    ),
    *("усик", "иусик", "чик", "унчик", "анчик", "сик", "ик", "ок", "ек", "ико", "ко", "ка"),
    *("уша", "иуша", "аша", "ша", "уха", "иуха", "униа", "иуниа", "аниа", "улиа", "иулиа", "усиа", "иусиа"),
    *("асиа", "цио", "ушек"),
)
_SHORTENING = (*_SURELY_SHORTENING, "ус", "иус", "он", "ан", "иан", "ос")
_LEAST_STEM = 3
_LEAST_MISTYPED = 4


class Form(IntEnum):
    """How usual a form of a name is; the more usual the smaller."""

    OFFICIAL = 0
    """As a document of either language writes it."""
    CLOSE = 1
    """A variant that documents write too, but for other people: Антон, Антоній."""
    SHORT = 2
    """For short."""
    ABROAD = 3
    """As other languages write it; in Cyrillic letters it is another name: Jan is Іван, Ян is not."""


Classes = dict[int, Form]
"""Classes of names a word may belong to, and as what."""


@dataclass(frozen=True, slots=True)
class _Names:
    of_sound: dict[str, Classes]
    sounds_of: dict[int, tuple[str, ...]]
    fathers: dict[str, Classes]
    female: frozenset[int]


@lru_cache(maxsize=2048)
def given_classes(word: str) -> Classes:
    """The classes of a given name in the nominative; empty if it is unknown."""
    found = classes_by_tables(word)
    if found and min(found) < _usual_count():
        return found
    # A rare name that ends as full names do is nobody's short form: Лук'ян is not Лука.
    endings = _SHORTENING if not found else _SURELY_SHORTENING
    return _merged([found, *(_shortened(sound, endings) for sound in loose_sounds(word))])


@lru_cache(maxsize=2048)
def classes_by_tables(word: str) -> Classes:
    """The same, of a word that the tables hold; not of one that only looks shortened."""
    rare: Classes = {}
    for heard in dict.fromkeys((sounds(word), loose_sounds(word))):
        found = _classes_of(word, heard)
        if found and min(found) < _usual_count():
            return found
        rare = rare or found
    return rare


def _classes_of(word: str, heard: Iterable[str]) -> Classes:
    """The classes of a word that is heard so, by the tables."""
    found = _merged(_names().of_sound.get(sound, {}) for sound in heard)
    if is_cyrillic(fold(word)):
        found = {one: form for one, form in found.items() if form is not Form.ABROAD}
    if len(found) > 1 and is_spelt_so(word):
        # Documents name a woman Віталія; that Віталій is called Віталя sounds the same.
        genders = {one in _names().female for one, form in found.items() if form is Form.OFFICIAL}
        found = {
            one: form for one, form in found.items() if not genders or (one in _names().female) in genders
        }
    return found


@lru_cache(maxsize=2048)
def is_known_given(word: str) -> bool:
    """Whether a word is a given name as tables have it, not one that only looks shortened."""
    return bool(_classes_of(word, loose_sounds(word)))


@lru_cache(maxsize=2048)
def is_usual_given(word: str) -> bool:
    """Whether a word is a usual given name, or a short form that tables have of one."""
    found = _classes_of(word, loose_sounds(word))
    return bool(found) and min(found) < _usual_count()


def is_spelt_so(word: str) -> bool:
    """Whether documents of one of the two languages write a usual given name letter by letter so."""
    return fold(word) in _spelt()


@cache
def _spelt() -> frozenset[str]:
    return frozenset(fold(word) for row in read_data("given.csv") for word in row["forms"].split())


@lru_cache(maxsize=2048)
def is_official_given(word: str) -> bool:
    """Whether a word is a usual given name as documents write it."""
    return is_usual_given(word) and Form.OFFICIAL in classes_by_tables(word).values()


@lru_cache(maxsize=2048)
def patronymic_classes(word: str) -> Classes:
    """The classes of the father's name; empty if the word is no known patronymic."""
    if " " in (folded := fold(word)):
        father, *behind = folded.split(" ")
        return given_classes(father) if follows_a_fathers_name(behind[-1]) else {}
    return _merged(
        _names().fathers.get(_bare(sound.removesuffix(ending)), {})
        for sound in sounds(word) or loose_sounds(word)
        for ending in (*_FEMALE, *_MALE)
        if sound.endswith(ending)
    )


@lru_cache(maxsize=2048)
def is_usual_patronymic(word: str) -> bool:
    """Whether it is the patronymic of a usual name as documents write it: Васильович, not Василькович."""
    return any(
        one < _usual_count() and form is Form.OFFICIAL for one, form in patronymic_classes(word).items()
    )


def is_female(classes: Classes) -> bool | None:
    """Whether all classes are women's names; None if they are not of one gender."""
    female = {one in _names().female for one in classes}
    return female.pop() if len(female) == 1 else None


def is_rare(classes: Classes) -> bool:
    """Whether none of the classes is a usual name."""
    return bool(classes) and min(classes) >= _usual_count()


def ways_to_say(classes: Classes) -> tuple[str, ...]:
    """The official sounds of the names of these classes."""
    return tuple(sound for one in classes for sound in _names().sounds_of[one])


def short_ways_to_say(classes: Classes) -> tuple[str, ...]:
    """The sounds of their short forms, as tables have them."""
    return tuple(sound for one in classes for sound in _short_sounds().get(one, ()))


@cache
def _short_sounds() -> dict[int, tuple[str, ...]]:
    return {
        one: tuple(dict.fromkeys(_sounds_of(f"{row['close']} {row['short']}")))
        for one, row in enumerate(read_data("given.csv"))
    }


@lru_cache(maxsize=2048)
def nearest_usual(sound: str) -> tuple[str, ...]:
    """The usual names a mistyped sound may mean."""
    if len(sound) < _LEAST_MISTYPED:
        return ()
    near = process.extract(sound, _every_sound(), scorer=OSA.distance, score_cutoff=1, limit=4)
    return tuple(name for name, *_ in near)


def _merged(several: Iterable[Classes]) -> Classes:
    merged: Classes = {}
    for classes in several:
        for one, form in classes.items():
            merged[one] = min(form, merged.get(one, form))
    return merged


def _shortened(sound: str, endings: tuple[str, ...]) -> Classes:
    """Take a familiar ending off: "Олександрик", "Ігорьок"; the name must begin with what is left."""
    found: Classes = {}
    if not sound.endswith(endings):
        return found
    for ending in endings:
        if sound.endswith(ending) and len(left := _bare(sound.removesuffix(ending))) >= _LEAST_STEM:
            found |= dict.fromkeys(_by_stem().get(left, ()), Form.SHORT)
    return found


@cache
def _by_stem() -> dict[str, frozenset[int]]:
    """Usual names and their short forms without last vowels."""
    names = _names()
    found: dict[str, set[int]] = {}
    for sound, classes in names.of_sound.items():
        usual = {one for one in classes if one < _usual_count()}
        if usual:
            found.setdefault(_bare(sound), set()).update(usual)
    return {stem: frozenset(classes) for stem, classes in found.items()}


@cache
def _usual_count() -> int:
    return len(read_data("given.csv"))


@cache
def _every_sound() -> tuple[str, ...]:
    return tuple(sound for sound, classes in _names().of_sound.items() if min(classes) < _usual_count())


def _bare(sound: str) -> str:
    return sound.rstrip(VOWELS)


@cache
def _names() -> _Names:
    of_sound: dict[str, Classes] = {}
    sounds_of: dict[int, tuple[str, ...]] = {}
    fathers: dict[str, Classes] = {}
    female: set[int] = set()
    rows = read_data("given.csv")
    for one, row in enumerate(rows):
        official = _sounds_of(row["forms"])
        for form, words in ((Form.OFFICIAL, row["forms"]), (Form.CLOSE, row["close"])):
            _add(of_sound, _sounds_of(words), one, form)
            if row["gender"] == "m":
                _add(fathers, [_bare(sound) for sound in _sounds_of(words)], one, form)
        _add(of_sound, _sounds_of(row["short"]), one, Form.SHORT)
        _add(of_sound, _sounds_of(row["abroad"]), one, Form.ABROAD)
        sounds_of[one] = tuple(official)
        if row["gender"] == "f":
            female.add(one)
    for one, line in enumerate(read_lines("given_more.txt"), start=len(rows)):
        official = [sound for sound in _sounds_of(line) if sound not in of_sound]
        if not official:
            continue
        _add(of_sound, official, one, Form.OFFICIAL)
        sounds_of[one] = tuple(official)
        if official[0].endswith("а"):
            female.add(one)
        else:
            _add(
                fathers,
                [stem for sound in official if (stem := _bare(sound)) not in fathers],
                one,
                Form.OFFICIAL,
            )
    for row in read_data("fathers.csv"):
        (one,) = (
            one for one, form in of_sound[_sounds_of(row["father"])[0]].items() if form is Form.OFFICIAL
        )
        _add(fathers, [row["stem"]], one, Form.OFFICIAL)
    return _Names(of_sound, sounds_of, fathers, frozenset(female))


def _add(table: dict[str, Classes], found: list[str], one: int, form: Form) -> None:
    for sound in found:
        classes = table.setdefault(sound, {})
        classes[one] = min(form, classes.get(one, form))


def _sounds_of(words: str) -> list[str]:
    return [
        sound
        for word in words.split()
        for sound in (sounds(word) if is_cyrillic(fold(word)) else loose_sounds(word))
    ]
