"""Workbooks that the bot sends: whatever is in a cell, it is text, and stays text when it is saved as CSV."""

import csv
import io
import zipfile

from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from handlers.sheets import harmless, workbook_of

ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")

TEXTS = st.text(max_size=30) | st.builds(str.__add__, st.sampled_from([*ACTIVE, " ="]), st.text(max_size=20))


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=20))
@example(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", " =1", "＝1", "=cmd|'/c calc'!A0"])
def test_no_text_is_ever_an_active_cell(texts: list[str]) -> None:
    content = workbook_of([("Texts", [texts])])

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f" not in sheet
    cells = [cell for row in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s"}
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerow([cell.value or "" for cell in cells])
    (read_again,) = csv.reader(io.StringIO(written.getvalue(), newline=""))
    assert not any(cell.lstrip().startswith(ACTIVE[:4]) for cell in read_again)
    assert not any(cell.startswith(ACTIVE) for cell in read_again)


@settings(max_examples=10_000, deadline=None)
@given(TEXTS)
def test_whatever_begins_like_a_formula_begins_with_an_apostrophe(text: str) -> None:
    shown = harmless(text)

    assert not shown.startswith(ACTIVE)
    assert not shown.lstrip().startswith(ACTIVE[:4])


def test_a_harmless_text_is_left_as_it_is() -> None:
    assert harmless("Вербенко-Жук Тарас, 1999") == "Вербенко-Жук Тарас, 1999"


def test_a_text_longer_than_a_cell_is_cut() -> None:
    assert len(harmless("=" + "x" * 40_000)) == 32_767
