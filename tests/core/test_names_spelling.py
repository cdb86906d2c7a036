"""One written form, the romanisations, and keys that never lose a candidate."""

from collections.abc import Iterable
from functools import reduce
from itertools import combinations
from zlib import crc32

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.core.names import (
    RULES,
    Asked,
    Closeness,
    IndexedName,
    NamePart,
    Person,
    compare,
    family_keys,
    keys_version,
    search_given_keys,
    search_keys,
    spelt_for_index,
)
from bot.core.names.firstnames import given_nearness
from bot.core.names.keys import given_keys
from bot.core.names.kin import DIFFERENT
from bot.core.names.known import Form, given_classes
from bot.core.names.scripts import read_data, romanise
from bot.core.names.spelling import fold, is_initial
from tests.core.test_names_pairs import PAIRS

SUM_OF_KEYS = 2600664995


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ВЕРБЕНКО", "вербенко"),
        ("В’юн В'юн Вʼюн В`юн В′юн Вʹюн В‘юн", "вюн " * 6 + "вюн"),
        ("Нечуй—Верба", "нечуй верба"),
        ("Королёв", "королев"),
        ("Верба\u0301", "верба"),
        ("Вер\u00adба\u200b", "верба"),
        ("Т. С.", "т с"),
        ("ї й ґ и і є", "ї й ґ и і є"),
        ("и\u0306", "й"),
        ("Cидopенкo", "сидоренко"),
        ("ВECEЛOB", "веселов"),
        ("Кomar", "komar"),
        ("Nowák", "nowák"),
    ],
)
def test_typing_goes_and_letters_stay(text: str, folded: str) -> None:
    assert fold(text) == folded.strip()


def test_a_word_of_one_alphabet_is_never_changed_into_the_other() -> None:
    assert fold("COBA") == "coba"
    assert fold("СОВА") == "сова"


@settings(deadline=None)
@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(st.text(st.sampled_from("еёЁE\u0308\u0301\u0306и'-. aА\u00ad\u200bß"), max_size=12))
def test_folding_twice_changes_nothing_where_marks_meet(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("згуїв", {"zghuiv"}),
        ("єлизавета", {"yelyzaveta"}),
        ("їжакевич", {"yizhakevych"}),
        ("маряна", {"mariana", "maryana"}),
        ("юрій", {"yurii"}),
        ("подъемкин", {"podieemkin", "podyemkin", "podemkin"}),
        ("щукин", {"shchukyn", "shchukin"}),
        ("крылов", {"krylov"}),
        ("taras", {"taras"}),
    ],
)
def test_a_name_is_romanised_by_every_table_that_knows_its_letters(name: str, forms: set[str]) -> None:
    assert romanise(name) == forms


def test_letters_of_two_languages_in_one_word_are_known_to_no_table() -> None:
    assert romanise("їы") == frozenset()


@pytest.mark.parametrize("sign", ["ь", "ъ", "верба ь"])
def test_a_sign_that_is_not_written_is_no_name_in_latin_letters(sign: str) -> None:
    assert not any(form.endswith(" ") or not form for form in romanise(sign))


def test_a_choice_of_a_table_is_made_once_for_a_name() -> None:
    forms = romanise("еремеев евгеньев")

    assert "yeremeyev yevgenyev" in forms
    assert "yeremeyev evgenyev" not in forms


def test_a_name_of_many_choices_stays_small() -> None:
    assert len(romanise(" ".join(["еёий аеый"] * 20))) <= 32 * 3


@pytest.mark.parametrize("table", ["kmu2010.csv", "icao9303.csv", "bgn_pcgn.csv", "endings.csv"])
def test_every_row_of_the_tables_names_its_source(table: str) -> None:
    assert all(row["source"] for row in read_data(table))


@pytest.mark.parametrize(
    "alphabet", ["абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"]
)
def test_every_letter_of_the_alphabets_can_be_romanised(alphabet: str) -> None:
    assert all(form.isascii() for form in romanise(alphabet))
    assert romanise(alphabet)


def test_initials_are_told_from_names() -> None:
    assert all(map(is_initial, ["Т.", "т", "Ю.", "Yu.", "sh."]))
    assert not any(map(is_initial, ["Лі", "Yu", "Юр.", "Т.С.", ""]))


def share_a_key(asked: Person, printed: Person, *, mistyped: bool = False) -> bool:
    """Whether a search for one would lead to the row of the other."""
    of_row = family_keys(spelt_for_index(printed.family))
    return bool(search_keys(Asked((asked,)), mistyped=mistyped) & of_row)


def test_a_cyrillic_and_a_latin_row_share_a_key_in_both_directions() -> None:
    cyrillic, latin = Person("Вербенко", "Григорій"), Person("Verbenko", "Hryhorii")

    assert share_a_key(cyrillic, latin)
    assert share_a_key(latin, cyrillic)


@pytest.mark.parametrize("half", ["Нечуй", "Вербенко", "Вербенко-Нечуй"])
def test_each_half_of_a_double_name_leads_to_the_whole(half: str) -> None:
    assert share_a_key(Person(half, "Тарас"), Person("Нечуй-Вербенко", "Тарас"))
    assert share_a_key(Person("Нечуй-Вербенко", "Тарас"), Person(half, "Тарас"))


@pytest.mark.parametrize("mistyped", ["Вепбенко", "Вербнко", "Вербренко", "Вербнеко", "Воербенк", "Верпенку"])
def test_up_to_two_typing_errors_still_lead_to_the_name(mistyped: str) -> None:
    assert not share_a_key(Person(mistyped, "Тарас"), Person("Вербенко", "Тарас"))
    assert share_a_key(Person(mistyped, "Тарас"), Person("Вербенко", "Тарас"), mistyped=True)


UNKNOWN, KNOWN, KNOWN_LATIN = 1, 2, 3


def by_letters(mark: int, kept: Iterable[str]) -> set[int]:
    return {reduce(lambda key, letter: key << 5 | ord(letter) - ord("а"), letters, mark) for letters in kept}


def test_the_keys_of_a_short_family_name_are_its_sound_and_its_letters_less_one() -> None:
    letters = by_letters(KNOWN, ["жук", "ук", "жк", "жу"])

    assert family_keys("жук") == frozenset({1 << 40 | crc32("жук".encode()), *letters})


@pytest.mark.parametrize("length", [6, 7, 9])
def test_the_keys_of_a_longer_name_are_every_five_letters_of_its_beginning(length: int) -> None:
    """Who shares six or seven letters in their order shares five of them: those need no keys of their own."""
    name = "абвгдежзи"[:length]

    assert {key for key in family_keys(name) if key < 1 << 40} == by_letters(
        UNKNOWN, map("".join, combinations(name[:7], 5))
    )


@pytest.mark.parametrize(
    ("printed", "mark"), [("шевчук", KNOWN), ("shevchuk", KNOWN_LATIN), ("шевшук", UNKNOWN)]
)
def test_known_names_are_kept_apart_from_others(printed: str, mark: int) -> None:
    of_letters = [key for key in family_keys(printed) if key < 1 << 40]

    assert {key >> 25 for key in of_letters} == {mark}


def keys_for(family: str, mark: int, *, year: int | None = 1999) -> set[int]:
    keys = search_keys(Asked((Person(family, "Тарас", None, year),)), mistyped=True)
    return {key for key in keys if key >> 25 == mark}


def test_from_a_known_name_fewer_keys_lead_to_others() -> None:
    """Between two known names one letter may differ: four keys are enough, or six before a last vowel."""
    assert len(keys_for("Ковальчук", UNKNOWN)) == len(keys_for("Ковельчук", KNOWN)) == 21
    assert [len(keys_for("Ковальчук", mark)) for mark in (KNOWN, KNOWN_LATIN)] == [4, 4]
    assert len(keys_for("Іванова", KNOWN)) == 6
    # Of another family a row is told only for the sake of a year or a patronymic.
    assert not keys_for("Ковальчук", KNOWN, year=None)
    # Between two spellings in Latin letters one error can change two bare letters.
    assert [len(keys_for("Kovalchuk", mark)) for mark in (KNOWN, KNOWN_LATIN)] == [4, 21]


def test_the_rules_have_another_number_whenever_a_key_changes() -> None:
    """If this fails because a key changed: raise RULES if code changed it, and write the new sum here."""
    names = sorted({part for pair in PAIRS for part in pair["printed"].split("|")[:2]})
    keys = [sorted(IndexedName(1, part, spelt_for_index(name)).keys) for part in NamePart for name in names]

    assert (RULES, crc32(repr(keys).encode())) == (7, SUM_OF_KEYS)


def test_the_tables_are_a_part_of_the_rules() -> None:
    assert keys_version() >> 32 == RULES
    assert keys_version() & 0xFFFFFFFF != 0


PAIRS_OF_LETTERS = ("yu", "ya", "ye", "yi", "yo", "iu", "ia", "ie", "zh", "kh", "ts", "ch", "sh")
INITIALS = [f"{letter}." for letter in (*"абвгґдеєжзиіїйклмнопрстуфхцчшщьюяэ", *"abcdefghijklmnopqrstuvwxyz")]
INITIALS += [f"{letters}." for letters in PAIRS_OF_LETTERS]
USUAL = [word for row in read_data("given.csv") for word in f"{row['forms']} {row['short']}".split()]


@settings(deadline=None, max_examples=500)
@given(st.sampled_from(USUAL), st.sampled_from([*USUAL, *INITIALS]))
def test_given_names_of_different_people_share_no_key(one: str, other: str) -> None:
    """Rows are left out by these keys, so that nobody may be lost by them."""
    keys = search_given_keys(Asked((Person("Вербенко", one),)))

    assert keys is not None
    shared = not keys.isdisjoint(given_keys(spelt_for_index(other)))
    assert shared or given_nearness(one, other) is DIFFERENT


@pytest.mark.parametrize("given_name", ["Т.", "Невідомій", "Тарсс", ""])
def test_an_initial_or_an_unknown_given_name_leads_to_every_row(given_name: str) -> None:
    asked = Asked((Person("Вербенко", "Тарас"),))

    assert search_given_keys(Asked((Person("Вербенко", given_name),))) is None
    assert (search_given_keys(asked) or frozenset()) & given_keys(spelt_for_index(given_name))


def test_an_initial_leads_to_names_that_begin_with_it_in_either_language() -> None:
    keys = search_given_keys(Asked((Person("Вербенко", "Олександр"),)))

    assert keys is not None
    shown = [initial for initial in ("о.", "а.", "o.", "a.", "т.", "yu.") if keys & given_keys(initial)]
    assert shown == ["о.", "а.", "o.", "a."]


LETTERS = st.sampled_from("абгґеєёжзиіїйхщьъыюя" + "aeghijkstuyzAЕCоKТ" + "'’- .")
WORDS = st.one_of(
    st.text(LETTERS, min_size=1, max_size=3),
    st.sampled_from(
        ["Юрій", "Юрий", "Yurii", "Iurii", "Yury", "Ю.", "Yu.", "Y.", "I.", "Ё", "Дж.", "Джон", "ўы"]
    ),
)
YEARS = st.one_of(st.none(), st.integers(1998, 1999))
PEOPLE = st.builds(Person, WORDS, WORDS, st.one_of(st.none(), WORDS), YEARS)


@st.composite
def respelt(draw: st.DrawFn, part: str) -> str:
    """The same part as another person may write it: other case, other alphabet, an initial."""
    folded = fold(part)
    ways = [part, part.upper(), folded, *sorted(romanise(folded)), f"{folded[:1]}.", draw(WORDS)]
    return draw(st.sampled_from(ways))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Person, Person]:
    one = draw(PEOPLE)
    family, given_name = draw(respelt(one.family)), draw(respelt(one.given))
    return one, Person(family, given_name, one.patronymic, draw(YEARS))


@example((Person("A", "ь"), Person("A", "ь")))
@example((Person("gі", "AA"), Person("gi", "AA")))
@settings(deadline=None)
@given(pairs())
def test_names_that_are_the_same_share_a_key(pair: tuple[Person, Person]) -> None:
    for asked, printed in (pair, pair[::-1]):
        verdict = compare(Asked((asked,)), printed).closeness
        assert verdict is not Closeness.SAME or share_a_key(asked, printed)


@settings(deadline=None)
@given(pairs())
def test_whether_two_names_are_the_same_does_not_depend_on_who_asks(pair: tuple[Person, Person]) -> None:
    one, other = pair

    verdicts = [compare(Asked((one,)), other).closeness, compare(Asked((other,)), one).closeness]
    assert verdicts.count(Closeness.SAME) != 1


FULL_NAMES = st.tuples(st.sampled_from("БГЖДLNR"), st.text(LETTERS, max_size=5), st.sampled_from("аuїё")).map(
    "".join
)


@settings(deadline=None)
@given(FULL_NAMES, FULL_NAMES, st.one_of(st.none(), FULL_NAMES), st.integers(1925, 2010))
def test_a_name_with_a_year_is_the_same_as_itself(
    family: str, given_name: str, patronymic: str | None, year: int
) -> None:
    person = Person(family, given_name, patronymic, year)
    # A short form may be of two names.
    assume(all(form is Form.OFFICIAL for form in given_classes(given_name).values()))

    assert compare(Asked((person,)), person).closeness is Closeness.SAME
