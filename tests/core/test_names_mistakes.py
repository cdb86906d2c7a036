"""Typing errors: what a hand does to a name, and what makes it another one."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core.names import (
    Asked,
    Closeness,
    FamilyName,
    Finding,
    Part,
    Person,
    Question,
    compare,
    families,
    family_keys,
    keys,
    meant,
    read_name,
    search_keys,
    skeleton,
    spelt_for_index,
)
from bot.core.names.families import is_known_family, sounds_like_a_family
from bot.core.names.mistakes import FAR, mistakes_between
from bot.core.names.sounds import stems
from bot.core.names.spelling import fold

UKRAINIAN = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
LATIN = "abcdefghijklmnopqrstuvwxyz"

LETTERS = st.sampled_from("абвгдежзиклмнопрстуфцчш")
WORDS = st.text(LETTERS, min_size=6, max_size=12)


@pytest.mark.parametrize("letter", sorted(set(UKRAINIAN + RUSSIAN + LATIN) - {"ё"}))
def test_folding_loses_no_letter(letter: str) -> None:
    assert fold(letter) == fold(letter.upper()) == letter


@pytest.mark.parametrize("letter", sorted(set(UKRAINIAN + RUSSIAN) - {"ь", "ъ"}))
def test_of_the_bare_letters_only_the_signs_are_gone(letter: str) -> None:
    assert len(skeleton(f"к{letter}к")) == 3


@pytest.mark.parametrize(
    ("one", "other", "mistakes"),
    [
        ("вербенко", "вербенко", 0.0),
        ("вербенко", "верненко", 1.5),  # б and н lie apart
        ("вербенко", "вепбенко", 1.0),  # р and п side by side
        ("вербенко", "вербенжо", 1.5),
        ("вербенко", "вербенка", 1.0),  # о and а are one by ear
        ("вербенко", "верблнко", 1.5),
        ("вербенко", "вербнко", 1.0),
        ("вербенко", "вербеенко", 1.0),
        ("вербенко", "вербнеко", 1.0),
        ("вербенко", "вебренок", 2.0),
        ("вербенко", "вербиченко", FAR),  # two letters more make another name
        ("вербенко", "вербееенко", 2.0),  # unless a key was held too long
        ("вербенко", "гербанка", FAR),
        ("вербенко", "verbenko", 0.2),
        ("вербенко", "verbensko", 1.2),
        ("verbenko", "verbemko", 1.0),
    ],
)
def test_errors_are_counted_by_how_likely_a_hand_makes_them(one: str, other: str, mistakes: float) -> None:
    assert mistakes_between(one, other) == pytest.approx(mistakes)


@settings(deadline=None)
@given(WORDS, WORDS)
def test_errors_between_two_words_are_the_same_in_both_directions(one: str, other: str) -> None:
    assert mistakes_between(one, other) == mistakes_between(other, one)


@st.composite
def mistyped(draw: st.DrawFn) -> tuple[str, str]:
    """A word, and the same after one slip of a hand."""
    word = draw(WORDS)
    at = draw(st.integers(0, len(word) - 2))
    slips = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + draw(LETTERS) + word[at + 1 :],
    )
    return word, draw(st.sampled_from(slips))


@settings(deadline=None)
@given(mistyped())
def test_a_slip_in_an_unknown_family_name_is_found_and_similar(pair: tuple[str, str]) -> None:
    family, typed = pair
    assume(not is_known_family(typed) or not is_known_family(family))
    row = Person(family, "Тарас", "Петрович", 1999)
    asked = Asked((Person(typed, "Тарас", "Петрович", 1999),))

    keys = family_keys(spelt_for_index(family))

    assert compare(asked, row).closeness is not Closeness.DIFFERENT
    assert search_keys(asked, mistyped=True) & keys


@contextmanager
def every_name_known() -> Iterator[None]:
    """As if the dictionary had every family name."""
    with ExitStack() as stack:
        for module in (families, keys, meant, sys.modules["bot.core.names.compare"]):
            stack.enter_context(patch.object(module, "is_known_family", lambda _: True))
        families.family_nearness.cache_clear()
        stack.callback(families.family_nearness.cache_clear)
        yield


@settings(deadline=None)
@given(mistyped(), st.sampled_from(["", "а", "о", "ова"]))
def test_a_slip_between_two_known_family_names_is_found_although_fewer_keys_lead_there(
    pair: tuple[str, str], ending: str
) -> None:
    family, typed = pair
    row = Person(family + ending, "Тарас", "Петрович", 1999)
    asked = Asked((Person(typed, "Тарас", "Петрович", 1999),))

    with every_name_known():
        spelt = spelt_for_index(row.family)
        sounding, by_letters = (search_keys(asked, mistyped=mistyped) for mistyped in (False, True))
        name = FamilyName(1, spelt, skeleton(spelt), known=True)
        if compare(asked, row).closeness is not Closeness.DIFFERENT and sounding.isdisjoint(
            family_keys(spelt)
        ):
            assert by_letters & family_keys(spelt)
            assert Question(asked).mistyped([name]) == [name]


@pytest.mark.parametrize(
    ("asked", "row", "closeness"),
    [
        # Both are family names: another family, shown only because all the rest agrees.
        ("Шевчук Тарас Петрович", Person("Левчук", "Тарас", "Петрович"), Closeness.SIMILAR),
        ("Шевчук Тарас", Person("Левчук", "Тарас"), Closeness.DIFFERENT),
        ("Шевчук Тарас Петрович", Person("Левчук", "Тарас", "Іванович"), Closeness.DIFFERENT),
        ("Шевчук Володмрий", Person("Левчук", "Володимир", "Петрович"), Closeness.DIFFERENT),
        # The typed one is none: a slip.
        ("Шевчкук Тарас Петрович", Person("Шевчук", "Тарас", "Петрович"), Closeness.SIMILAR),
        # The printed one is none: the list is mistyped.
        ("Шевчук Тарас Петрович", Person("Шевчкук", "Тарас", "Петрович"), Closeness.SIMILAR),
        # A slip beside an initial says nothing.
        ("Шевчкук Т.", Person("Шевчук", "Тарас", "Петрович"), Closeness.DIFFERENT),
        ("Шевчкук Т. П.", Person("Шевчук", "Тарас", "Петрович"), Closeness.SIMILAR),
        # Nor does one beside a part that conflicts.
        ("Шевчкук Тарас Іванович", Person("Шевчук", "Тарас", "Петрович"), Closeness.DIFFERENT),
        ("Шевчкук Тарас 1999", Person("Шевчук", "Тарас", None, 1990), Closeness.DIFFERENT),
        # In another case a word is no mistyped name if it is a family name in the nominative.
        (
            "Панасенка Олександра Максимовича",
            Person("Апанасенко", "Олександр", "Максимович"),
            Closeness.SIMILAR,
        ),
    ],
)
def test_what_a_near_family_name_is_worth(asked: str, row: Person, closeness: Closeness) -> None:
    assert compare(read_name(asked), row).closeness is closeness


def test_another_family_is_never_told_as_likely() -> None:
    comparison = compare(read_name("Шевчук Тарас Петрович"), Person("Левчук", "Тарас", "Петрович"))

    assert comparison.findings[Part.FAMILY] is Finding.DIFFERS
    assert not comparison.is_likely


def test_two_slips_with_nothing_but_the_given_name_beside_are_possible_at_most() -> None:
    comparison = compare(read_name("Вербанкл Тарас"), Person("Вербенко", "Тарас"))

    assert comparison.closeness is Closeness.SIMILAR
    assert not comparison.is_likely
    assert compare(read_name("Вербанкл Тарас Петрович"), Person("Вербенко", "Тарас", "Петрович")).is_likely


@pytest.mark.parametrize(
    ("word", "sounds"), [("Вербенко", True), ("Хмарчук", True), ("Врбнкео", False), ("Щщук", False)]
)
def test_letters_tell_a_family_name_from_a_mistyped_one(word: str, sounds: bool) -> None:
    assert sounds_like_a_family(word) is sounds


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Dth,tyrj Nfhfc", ("Вербенко", "Тарас")),
        ("Dth,tyrj N. C.", ("Вербенко", "Т.")),
        ("RJY.[ LTYBC", ("КОНЮХ", "ДЕНИС")),
        ("Мукиутлщ Ефкфы", ("Verbenko", "Taras")),
        ("xb ' Dth,tyrj Nfhfc e cgbcre", ("Вербенко", "Тарас")),
    ],
)
def test_a_name_in_the_wrong_keyboard_layout_is_meant_in_the_other(
    text: str, person: tuple[str, str]
) -> None:
    asked = read_name(text)

    assert person in {(one.family, one.given) for one in (*asked.readings, *asked.guesses)}


SPELT = ("коваленко", "ковальчук", "шевченко", "мельничук", "кравченко", "бондаренко", "лисенко", "поліщук")
MISTYPED = tuple(
    f"{name[:at]}{letter}{name[at + 1 :]}" for name in SPELT for at, letter in ((2, "ж"), (4, "и"), (6, "т"))
)
TWICE = tuple(f"{name[:1]}я{name[2:-2]}ж{name[-1]}" for name in SPELT)


@pytest.mark.parametrize("asked", [*SPELT, *MISTYPED[::3], *TWICE[:1], "kovalenko"])
def test_the_names_left_by_letters_are_those_that_the_comparison_finds_near(asked: str) -> None:
    person = Person(asked.capitalize(), "Тарас", None, 1999)
    others = [name for name in (*SPELT, *MISTYPED, *TWICE) if shares_no_stem(asked, name)]
    names = [FamilyName(at, name, skeleton(name), is_known_family(name)) for at, name in enumerate(others)]

    left = {name.spelt for name in Question(Asked((person,))).mistyped(names)}

    near = {
        name
        for name in others
        if compare(Asked((person,)), Person(name.capitalize(), "Тарас", None, 1999)).closeness
        is not Closeness.DIFFERENT
    }
    assert near
    assert left == near


def shares_no_stem(one: str, other: str) -> bool:
    return stems(one).isdisjoint(stems(other))
