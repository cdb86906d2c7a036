"""What stands in a sheet comes out of it as it is seen there, and nothing is computed or passed over."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from bot.files import AcceptHidden, Column, Fault, Refused, WhichSheet
from tests.files.reading import asked, refusal, take
from tests.files.workbooks import Odd, cells, ods, raw_xlsx, xlsx

HEADINGS: list[object] = ["№", "Прізвище", "Ім’я", "По батькові", "Дата народження"]
TARAS: list[object] = [1, "Вербенко", "Тарас", "Степанович", 1999]
OKSANA: list[object] = [2, "Шелестова", "Оксана", None, 2001]
LIST: list[list[object]] = [[*HEADINGS], TARAS, OKSANA]


@pytest.mark.parametrize(("content", "name"), [(xlsx(LIST), "list.xlsx"), (ods(LIST), "list.ods")])
def test_rows_come_out_as_they_stand_with_their_numbers(content: bytes, name: str) -> None:
    taken = take(content, name)

    assert taken.people == ["Вербенко Тарас Степанович", "Шелестова Оксана"]
    assert [(row.number, row.person.birth_year) for row in taken.rows] == [(2, 1999), (3, 2001)]
    assert taken.faults == ()


def test_a_sheet_and_a_csv_of_the_same_rows_have_the_same_digest() -> None:
    lines = (";".join("" if cell is None else str(cell) for cell in row) for row in LIST)
    text = "\n".join(lines).encode()

    assert take(xlsx(LIST), "list.xlsx").file.digest == take(text).file.digest


@pytest.mark.parametrize("born", [date(1999, 3, 12), datetime(1999, 3, 12, 10, 30)])  # noqa: DTZ001  as Excel has it
def test_of_a_date_in_a_cell_only_the_year_is_kept(born: date) -> None:
    taken = take(xlsx([HEADINGS, [*TARAS[:4], born]]), "list.xlsx")

    assert taken.rows[0].person.birth_year == 1999


def test_days_are_counted_from_where_the_workbook_says() -> None:
    """Old workbooks of the Mac count from 1904."""
    sheet = '<sheetData><row><c t="str"><v>ПІБ</v></c><c t="str"><v>Р.н.</v></c></row><row>'
    sheet += '<c t="str"><v>Вербенко Тарас</v></c><c s="1"><v>34769</v></c></row></sheetData>'
    styles = b'<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    of_1900 = raw_xlsx(sheet, more={"xl/styles.xml": styles})
    of_1904 = raw_xlsx(sheet, more={"xl/styles.xml": styles}, book='<workbookPr date1904="1"/>')

    assert take(of_1900, "list.xlsx").rows[0].person.birth_year == 1995
    assert take(of_1904, "list.xlsx").rows[0].person.birth_year == 1999


def test_a_bare_number_of_days_is_no_year() -> None:
    taken = take(xlsx([HEADINGS, [*TARAS[:4], 36231]]), "list.xlsx")

    assert taken.faults == (Fault("E38", 2, Column.BIRTH, at="E2"),)


def test_a_date_of_libreoffice_is_taken_by_its_value() -> None:
    born = Odd("<text:p>12 бер. 99</text:p>", 'office:value-type="date" office:date-value="1999-03-12"')

    assert take(ods([HEADINGS, [*TARAS[:4], born]]), "list.ods").rows[0].person.birth_year == 1999


def test_a_comment_beside_a_cell_is_none_of_its_text() -> None:
    named = Odd("<office:annotation><text:p>перевірити</text:p></office:annotation><text:p>Вербенко</text:p>")

    assert take(ods([HEADINGS, [1, named, *TARAS[2:]]]), "list.ods").people == ["Вербенко Тарас Степанович"]


def test_spaces_and_spans_inside_a_cell_are_read() -> None:
    named = Odd('<text:p>Нечуй<text:s text:c="1"/>-<text:s/><text:span>Вербенко</text:span></text:p>')

    assert (
        take(ods([HEADINGS, [1, named, *TARAS[2:]]]), "list.ods").rows[0].person.family == "Нечуй - Вербенко"
    )


def test_texts_that_cells_share_are_joined_from_their_runs_without_how_they_sound() -> None:
    strings = "<si><r><t>Верб</t></r><r><t>енко</t></r><rPh><t>X</t></rPh></si><si><t>Тарас</t></si>"
    strings += "<si><t>ПІБ_x0020_</t></si>"
    own = "<is><t>Жук </t><rPh><t>X</t></rPh><r><t>Лука</t></r></is>"
    shared = (f'<row><c t="s"><v>{number}</v></c></row>' for number in (2, 0))
    sheet = f'<row><c t="inlineStr">{own}</c></row>'.join(shared)

    taken = take(raw_xlsx(f"<sheetData>{sheet}</sheetData>", strings=strings), "list.xlsx")
    assert taken.people == ["Жук Лука"]
    assert taken.faults == (Fault("E32", 3, Column.FULL, at="A3"),)


def test_rows_that_a_file_leaves_out_are_blank() -> None:
    def gap(sheet: Worksheet) -> None:
        sheet.append([3, "Зозуля", "Захар", None, 1987])
        sheet.move_range("A3:E4", rows=3)

    taken = take(xlsx(LIST, change=gap), "list.xlsx")

    assert [row.number for row in taken.rows] == [2, 6, 7]
    assert (taken.file.blank, taken.file.total) == (3, 6)


def test_empty_columns_before_the_list_shift_no_address() -> None:
    def shift(sheet: Worksheet) -> None:
        sheet.move_range("A1:E3", cols=2)
        sheet["D3"] = "=A1"

    assert take(xlsx(LIST, change=shift), "list.xlsx").faults == (Fault("E16", 3, Column.FAMILY, at="D3"),)


@pytest.mark.parametrize("above", [["Список на обмін 9 червня"], ["Додаток 1", None, "від 9.06.2025"]])
def test_titles_may_stand_above_the_headings(above: list[str | None]) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:B1")

    taken = take(xlsx([above, [], *LIST], change=merge), "list.xlsx")

    assert [row.number for row in taken.rows] == [4, 5]
    assert (taken.faults, taken.file.total) == ((), 2)


def test_one_column_of_whole_rows_is_read_wherever_it_stands() -> None:
    rows = [[None, "1. Петренко Іван Васильович, 1999"], [None, "2. Жук Лука"], [None, "3. Список на обмін"]]
    for content, name in ((xlsx(rows), "list.xlsx"), (ods(rows), "list.ods")):
        taken = take(content, name)

        assert taken.people == ["Петренко Іван Васильович", "Жук Лука"]
        assert taken.faults == (Fault("E36", 3, Column.FULL, at="B3"),)


def test_a_formula_in_the_headings_refuses_the_sheet() -> None:
    problem = refusal(xlsx([[*HEADINGS[:4], "=A1"], TARAS]), "list.xlsx")

    assert problem.faults == (Fault("E16", 1, at="E1"),)


def test_merged_headings_refuse_the_sheet_with_their_addresses() -> None:
    content = xlsx([HEADINGS, [], TARAS], change=lambda sheet: sheet.merge_cells("B1:B2"))

    assert refusal(content, "list.xlsx").faults == (Fault("E15", 1, at="B1"),)


def test_a_hidden_sheet_is_told_and_an_empty_one_is_not() -> None:
    def hide(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        sheet.parent.create_sheet("порожній")
        other = sheet.parent.create_sheet("другий")
        other.append(["x"])
        other.sheet_state = "hidden"

    asks = asked(xlsx(LIST, change=hide), "list.xlsx")

    assert isinstance(asks, WhichSheet)
    assert [(sheet.number, sheet.hidden) for sheet in asks.sheets] == [(1, False), (3, True)]
    assert asked(xlsx(LIST, change=hide), "list.xlsx", sheet=3) == AcceptHidden("другий", (), ())


def test_a_sheet_that_libreoffice_does_not_show_is_told() -> None:
    styles = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
    content = ods(LIST, styles=styles, names=['table:name="Аркуш" table:style-name="ta1"'])

    assert asked(content, "list.ods") == AcceptHidden("Аркуш", (), ())


def test_hidden_columns_without_anything_in_them_are_nobodys_business() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.column_dimensions["Z"].hidden = True
        sheet.row_dimensions[900].hidden = True

    assert take(xlsx(LIST, change=hide), "list.xlsx").file.accepted == 2


def test_a_row_repeated_by_libreoffice_is_so_many_rows() -> None:
    content = ods(LIST, row_attributes={3: 'table:number-rows-repeated="3"'})

    taken = take(content, "list.ods")

    assert (taken.file.accepted, taken.file.merged, taken.file.total) == (2, 2, 4)


@pytest.mark.parametrize(
    "sheet",
    [
        '<sheetData><row r="2"/><row r="2"/></sheetData>',
        '<sheetData><row r="1"><c r="B1"><v>1</v></c><c r="B1"><v>2</v></c></row></sheetData>',
        '<sheetData><row r="1"><c r="?"><v>1</v></c></row></sheetData>',
        '<sheetData><row r="x"/></sheetData>',
        '<sheetData><row><c t="s"><v>7</v></c></row></sheetData>',
        "<sheetData><row><c><v>seven</v></c></row></sheetData>",
        '<sheetData><row r="1048577"><c><v>1</v></c></row></sheetData>',
        '<sheetData><row><c r="XFE1"><v>1</v></c></row></sheetData>',
    ],
)
def test_a_sheet_that_says_two_things_of_one_place_is_damaged(sheet: str) -> None:
    """Whichever was taken, a row would be lost without a word."""
    assert refusal(raw_xlsx(sheet), "list.xlsx").code == "E12"


@pytest.mark.parametrize(
    "table",
    [
        '<table:table-row table:number-rows-repeated="0"/>',
        '<table:table-row table:number-rows-repeated="99999999999"/>',
        '<table:table-row><table:table-cell table:number-columns-repeated="-1"/></table:table-row>',
        '<table:table-row><table:table-cell office:value-type="float"/></table:table-row>',
    ],
)
def test_a_table_with_impossible_numbers_is_damaged(table: str) -> None:
    assert refusal(ods(table), "list.ods").code == "E12"


def test_an_address_behind_a_cell_is_no_link_to_data() -> None:
    def link(sheet: Worksheet) -> None:
        sheet["B2"].hyperlink = "https://example.org/"

    assert take(xlsx(LIST, change=link), "list.xlsx").file.accepted == 2


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), min_size=1, max_size=6))
def test_whatever_texts_stand_in_a_sheet_rows_are_conserved(rows: list[list[str]]) -> None:
    listed: list[list[object]] = [HEADINGS[1:]]
    listed += [list(row) for row in rows]
    for content, name in ((raw_xlsx(cells(listed)), "list.xlsx"), (ods(listed), "list.ods")):
        try:
            file = take(content, name).file
        except Refused:
            continue
        assert file.accepted + file.rejected + file.merged + file.blank == file.total
        assert file.accepted + file.rejected + file.merged <= len(rows)
