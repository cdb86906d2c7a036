"""The rows in memory find exactly those of which a watch would be told."""

import pytest

from bot.core.lists import Entry
from bot.core.names import Closeness, compare, read_name
from bot.core.row_index import RowIndex
from bot.core.watches import Wanted
from tests.core.test_names_pairs import PAIRS, printed

ROWS = [Entry("edition", row, pair["printed"], printed(pair["printed"])) for row, pair in enumerate(PAIRS, 1)]
ALL = RowIndex(ROWS)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['asked']} ~ {pair['printed']}")
def test_a_row_is_found_if_it_agrees_or_is_likely_and_in_no_other_case(pair: dict[str, str]) -> None:
    asked, row = read_name(pair["asked"]), printed(pair["printed"])
    verdict = compare(asked, row)
    fires = verdict.closeness is not Closeness.DIFFERENT and verdict.is_likely

    assert bool(RowIndex([Entry("edition", 1, pair["printed"], row)]).likely(asked)) is fires


def test_among_many_rows_exactly_those_are_found_that_would_be_found_alone() -> None:
    for pair in PAIRS[::7]:
        asked = read_name(pair["asked"])
        verdicts = [(row, compare(asked, row.person)) for row in ROWS]
        likely = {row.row for row, v in verdicts if v.closeness is not Closeness.DIFFERENT and v.is_likely}

        assert {row.row for row in ALL.likely(asked)} == likely, pair["asked"]


def test_a_question_is_read_back_from_its_seal_as_it_was() -> None:
    for pair in PAIRS:
        asked = read_name(pair["asked"])
        wanted = Wanted(asked, frozenset({"mark"}))

        read = Wanted.read(wanted.write())

        assert read.asked.readings == asked.readings
        assert read.asked.guesses == asked.guesses
        assert read.refused == {"mark"}
