"""Every line of the specification's table of bad input, in each language, with its code and its words.

What only a database can tell (a file sent again, a size that needs a reason) is tested with the services;
what only Telegram can tell (a size before the download, a photograph) with the journeys.
"""

from html import unescape

import pytest

from bot.files import (
    AcceptHidden,
    Column,
    Fault,
    WhatIsFirstRow,
    WhichColumn,
    WhichEncoding,
    WhichSheet,
)
from handlers.wording import wording
from handlers.wording.file_refusals import where
from tests.files.cases import REJECTED, TAKEN, WARNED, WHOLE, Case, RowCase, lines
from tests.files.languages import WORDS, Words
from tests.files.reading import asked, refusal, take
from tests.files.workbooks import Odd, ods, xlsx

LANGUAGES = pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
ELSEWHERE = {
    4: "journeys: refused by its announced size",
    21: "services: the very same list again",
    22: "journeys: names of files",
    36: "services: another number than expected",
    37: "services: a fifth fewer, twice as many",
    55: "journeys: no address, no day",
}
HERE_BY_NAME = {15, 16, 17, 18, 23, 24, 34, 49, 51}


def test_no_line_of_the_table_is_left_out() -> None:
    assert {*lines(), *ELSEWHERE, *HERE_BY_NAME} == set(range(1, 56))


@LANGUAGES
@pytest.mark.parametrize("case", WHOLE, ids=str)
def test_a_file_is_refused_by_its_code_in_words(case: Case, words: Words) -> None:
    error = refusal(case.make(words), case.name)

    said = unescape(wording(words.language).refusal(error.faults).text)
    assert {fault.code for fault in error.faults} == {case.code}
    assert said.startswith(f"{case.code} ")
    assert all(str(where(fault)) in said for fault in error.faults if fault.at)


@LANGUAGES
@pytest.mark.parametrize("case", REJECTED, ids=str)
def test_a_row_is_rejected_by_its_code_with_its_place_and_the_rest_is_taken(
    case: RowCase, words: Words
) -> None:
    taken = take(words.csv(case.row))

    assert [(fault.code, fault.rejects) for fault in taken.faults] == [(case.code, True)]
    assert (taken.file.accepted, taken.file.rejected) == (len(words.people), 1)
    (line,) = wording(words.language).faults(taken.faults, count=1)
    assert line.startswith(f"{case.code} ")
    assert str(len(words.people) + 2) in line


@LANGUAGES
@pytest.mark.parametrize("case", WARNED, ids=str)
def test_what_may_be_a_mistake_is_taken_with_a_warning(case: RowCase, words: Words) -> None:
    taken = take(words.one(f"Вербенко;Тарас;Степанович;1999\n{case.row}"))

    assert [(fault.code, fault.row, fault.rejects) for fault in taken.faults] == [(case.code, 3, False)]
    assert taken.file.accepted == 2


@LANGUAGES
@pytest.mark.parametrize("case", TAKEN, ids=str)
def test_usual_spellings_are_taken_as_they_are(case: RowCase, words: Words) -> None:
    taken = take(words.one(case.row))

    assert taken.faults == ()
    assert taken.file.accepted == 1


@LANGUAGES
def test_15_of_several_sheets_none_is_taken_silently(words: Words) -> None:
    def second(sheet: object) -> None:
        sheet.parent.create_sheet("2").append(["x"])  # type: ignore[attr-defined]  # openpyxl's own

    for content, name in (
        (xlsx(words.rows, change=second), "list.xlsx"),
        (ods(words.rows, words.rows), "list.ods"),
    ):
        asks = asked(content, name)

        assert isinstance(asks, WhichSheet)
        assert [sheet.number for sheet in asks.sheets] == [1, 2]
        assert wording(words.language).ask_about_file(asks).text.startswith("E13 ")
        assert take(content, name, sheet=1).file.accepted == len(words.people)


@LANGUAGES
def test_16_what_is_hidden_is_read_only_when_a_person_says_so(words: Words) -> None:
    def hide(sheet: object) -> None:
        sheet.row_dimensions[2].hidden = True  # type: ignore[attr-defined]  # openpyxl's own
        sheet.column_dimensions["C"].hidden = True  # type: ignore[attr-defined]

    by_excel = xlsx(words.rows, change=hide)
    by_libreoffice = ods(
        words.rows,
        columns='<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>',
        row_attributes={2: 'table:visibility="filter"'},
    )
    for content, name in ((by_excel, "list.xlsx"), (by_libreoffice, "list.ods")):
        asks = asked(content, name)

        assert asks == AcceptHidden(None, ("2",), ("C",))
        assert wording(words.language).ask_about_file(asks).text.startswith("E14 ")
        assert take(content, name, hidden=True).file.accepted == len(words.people)


@LANGUAGES
def test_17_merged_cells_reject_their_rows_with_their_addresses(words: Words) -> None:
    by_excel = xlsx(words.rows, change=lambda sheet: sheet.merge_cells("B3:B4"))
    merged = Odd("<text:p>X</text:p>", 'office:value-type="string" table:number-rows-spanned="2"')
    rows: list[list[object]] = [list(row) for row in words.rows]
    rows[2][1], rows[3][1] = merged, Odd(attributes="", tag="covered-table-cell")
    for content, name in ((by_excel, "list.xlsx"), (ods(rows), "list.ods")):
        taken = take(content, name)

        assert taken.faults == tuple(Fault("E15", row, Column.GIVEN, at=f"B{row}") for row in (3, 4))
        assert taken.file.accepted == 1
        (line,) = wording(words.language).faults(taken.faults, count=2)
        assert "B3, B4" in line


@LANGUAGES
def test_18_a_formula_rejects_its_row_with_its_address(words: Words) -> None:
    rows: list[list[object]] = [list(row) for row in words.rows]
    rows[1][0] = "=A3"
    by_excel = xlsx(rows)
    rows[1][0] = Odd("<text:p>X</text:p>", 'table:formula="of:=[.A3]" office:value-type="string"')
    for content, name in ((by_excel, "list.xlsx"), (ods(rows), "list.ods")):
        taken = take(content, name)

        assert taken.faults == (Fault("E16", 2, Column.FAMILY, at="A2"),)
        (line,) = wording(words.language).faults(taken.faults, count=1)
        assert "A2" in line


@LANGUAGES
def test_19_an_error_of_the_spreadsheet_rejects_its_row(words: Words) -> None:
    rows: list[list[object]] = [list(row) for row in words.rows]
    rows[1][0] = "#REF!"
    for content, name in ((xlsx(rows), "list.xlsx"), (ods(rows), "list.ods")):
        assert take(content, name).faults == (Fault("E17", 2, Column.FAMILY, at="A2"),)


@LANGUAGES
def test_23_a_mark_before_utf8_is_no_letter(words: Words) -> None:
    taken = take(b"\xef\xbb\xbf" + words.csv())

    assert taken.file.accepted == len(words.people)


@LANGUAGES
@pytest.mark.parametrize("encoding", ["CP1251", "KOI8-U", "UTF-16"])
def test_24_another_encoding_is_read_when_a_person_has_seen_three_rows(words: Words, encoding: str) -> None:
    text = words.csv().decode()
    content = text.replace("’", "").encode("koi8-u") if encoding == "KOI8-U" else text.encode(encoding)
    if content == text.replace("’", "").encode():
        # Latin letters alone are the same in all encodings of one byte: there is nothing to confirm.
        assert take(content).file.accepted == len(words.people)
        return

    asks = asked(content)

    assert isinstance(asks, WhichEncoding)
    assert asks.previews[0][0] == encoding
    assert [row[0].split(";")[0] for row in asks.previews[0][1]][1:] == [row[0] for row in words.people[:2]]
    assert words.people[0][0] in wording(words.language).ask_about_file(asks).text
    assert take(content, encoding=encoding).file.accepted == len(words.people)


@LANGUAGES
def test_34_an_unknown_column_must_be_left_out_by_a_person(words: Words) -> None:
    family, given, patronymic, _ = words.headings
    content = words.csv(headings=f"{family};{given};{patronymic};{words.unknown}")

    asks = asked(content)

    assert isinstance(asks, WhichColumn)
    assert (asks.number, asks.heading) == (4, words.unknown)
    said = wording(words.language).ask_about_file(asks).text
    assert said.startswith("E28 ")
    assert words.unknown in said
    assert take(content, columns={4: Column.IGNORED}).file.accepted == len(words.people)


@LANGUAGES
def test_34_without_any_heading_a_person_says_what_the_columns_hold(words: Words) -> None:
    content = words.csv(headings=";".join(words.people[0]))
    columns = dict(enumerate((Column.FAMILY, Column.GIVEN, Column.PATRONYMIC, Column.BIRTH), 1))

    assert isinstance(asked(content), WhichColumn)
    assert isinstance(asked(content, columns=columns), WhatIsFirstRow)


@LANGUAGES
def test_49_a_word_about_the_person_is_taken_from_a_short_list_only(words: Words) -> None:
    headings = ";".join((*words.headings, words.status))
    rows = [";".join((*row, words.allowed)) for row in words.people[:2]]
    strange = ";".join((*words.people[2], "VIP"))

    taken = take("\n".join((headings, *rows, strange)).encode())

    assert taken.faults == (Fault("E39", 4, Column.STATUS),)
    assert taken.file.accepted == 2


@LANGUAGES
def test_51_a_repeated_row_is_merged_and_reported(words: Words) -> None:
    taken = take(words.csv(";".join(words.people[1]).upper()))

    assert taken.file.merged == 1
    assert [fault.row for fault in taken.repeats] == [len(words.people) + 2]
    assert "3" in wording(words.language).fault_text(taken.repeats[0])
