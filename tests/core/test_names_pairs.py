"""The table of pairs: what is the same name, what is similar, what is another."""

import csv
from pathlib import Path

import pytest

from bot.core.names import (
    Asked,
    Closeness,
    Finding,
    Part,
    Person,
    compare,
    family_keys,
    read_name,
    search_keys,
    spelt_for_index,
)

TABLE = Path(__file__).parent.parent / "data" / "name_pairs.csv"
with TABLE.open(encoding="utf-8", newline="") as lines:
    PAIRS = list(csv.DictReader(lines, strict=True))


def printed(text: str) -> Person:
    family, given, patronymic, year = text.split("|")
    return Person(family, given, patronymic or None, int(year) if year else None)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['asked']} ~ {pair['printed']}")
def test_each_pair_of_the_table_gets_its_verdict(pair: dict[str, str]) -> None:
    asked, row = read_name(pair["asked"]), printed(pair["printed"])

    assert compare(asked, row).closeness is Closeness(pair["verdict"])
    assert pair["verdict"] == "different" or leads_to(asked, row)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['printed']} ~ {pair['asked']}")
def test_a_pair_is_the_same_the_other_way_round_or_it_is_neither_way(pair: dict[str, str]) -> None:
    read_as = compare(read_name(pair["asked"]), printed(pair["printed"])).read_as

    turned = compare(Asked((printed(pair["printed"]),)), read_as)

    assert (turned.closeness is Closeness.SAME) == (pair["verdict"] == "same")


def leads_to(asked: Asked, row: Person) -> bool:
    keys = family_keys(spelt_for_index(row.family))
    return any(search_keys(asked, mistyped=mistyped) & keys for mistyped in (False, True))


def test_the_table_is_large_and_every_pair_says_why_and_whence() -> None:
    assert len(PAIRS) >= 400
    assert len({(pair["asked"], pair["printed"]) for pair in PAIRS}) == len(PAIRS)
    assert all(pair["reason"] and pair["source"] for pair in PAIRS)
    assert {pair["verdict"] for pair in PAIRS} == {"same", "similar", "different"}


@pytest.mark.parametrize("given_name", ["", "-", "’", "№", "ł", "q"])
def test_a_given_name_without_a_letter_that_is_known_is_another(given_name: str) -> None:
    for asked, row in (("Тарас", given_name), (given_name, "Тарас"), (given_name, "Невідомій")):
        comparison = compare(Asked((Person("Вербенко", asked),)), Person("Вербенко", row, "Петрович", 1999))
        assert comparison.closeness is Closeness.DIFFERENT


def findings(asked: str, row: str) -> dict[Part, Finding]:
    return dict(compare(read_name(asked), printed(row)).findings)


def test_each_part_says_what_was_found() -> None:
    assert findings("Вербенко Тарас Степанович 1999", "Вербенко|Тарас|Степанович|1998") == {
        Part.FAMILY: Finding.SAME,
        Part.GIVEN: Finding.SAME,
        Part.PATRONYMIC: Finding.SAME,
        Part.BIRTH_YEAR: Finding.DIFFERS,
    }


def test_what_is_missing_is_told_by_the_side_that_misses_it() -> None:
    found = findings("Вербенко Тарас", "Вербенко|Тарас|Степанович|")

    assert found[Part.PATRONYMIC] is Finding.NOT_ASKED
    assert found[Part.BIRTH_YEAR] is Finding.NOT_PRINTED


def test_an_initial_that_agrees_is_an_initial_and_one_that_does_not_differs() -> None:
    assert findings("Вербенко Тарас С.", "Вербенко|Тарас|Степанович|")[Part.PATRONYMIC] is Finding.INITIAL
    assert findings("Вербенко Тарас І.", "Вербенко|Тарас|Степанович|")[Part.PATRONYMIC] is Finding.DIFFERS


def test_the_reading_that_came_closest_is_told() -> None:
    asked = read_name("Роман Іван 1999")

    assert compare(asked, printed("Роман|Іван||1999")).read_as == asked.readings[0]
    assert compare(asked, printed("Іван|Роман||1999")).read_as == asked.readings[1]


def test_a_name_without_a_letter_agrees_with_nothing() -> None:
    nothing = Person("’", "’", "’", 1999)

    assert compare(Asked((nothing,)), nothing).closeness is Closeness.DIFFERENT
