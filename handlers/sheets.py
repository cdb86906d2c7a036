"""Workbooks that the bot sends: every cell is text, and none does anything when it is opened."""

import io
import re
from collections.abc import Iterable, Sequence

Sheet = tuple[str, Iterable[Sequence[str]]]

_LONGEST_CELL = 32_767
_ACTIVE = re.compile("\\s*[=+@＝＋－＠-]|[\t\r\n\0]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def workbook_of(sheets: Iterable[Sheet]) -> bytes:
    """Write sheets, each a title and its rows; the first row holds the headings."""
    # Imported here: workbooks are seldom, and it is large.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    workbook = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = workbook.create_sheet(title)
        for number, row in enumerate(rows):
            cells = [WriteOnlyCell(sheet, value=harmless(text)) for text in row]
            for cell in cells:
                cell.data_type = "s"
                if number == 0:
                    cell.font = Font(bold=True)
            sheet.append(cells)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, also when it is saved as CSV and read again."""
    shown = _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    return f"'{shown}"[:_LONGEST_CELL] if _ACTIVE.match(text) else shown[:_LONGEST_CELL]
