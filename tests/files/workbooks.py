"""Workbooks made for a test: by a library where it can, by hand where no honest program would make them."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[object]]

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def xlsx(rows: Rows, *, change: Callable[[Worksheet], None] = lambda sheet: None) -> bytes:
    """A workbook of one sheet as openpyxl writes it, changed by hand before it is saved."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    change(sheet)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def raw_xlsx(
    *sheets: str,
    strings: str = "",
    book: str = "",
    more: Mapping[str, bytes] | None = None,
    packed: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A workbook whose sheets are given as the XML inside `worksheet`."""
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="x"/></Types>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{book}<sheets>'
        + "".join(f'<sheet name="Аркуш {n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
        + "".join(
            f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in numbers
        )
        + "</Relationships>",
        **{
            f"xl/worksheets/sheet{n}.xml": _worksheet(sheet) for n, sheet in zip(numbers, sheets, strict=True)
        },
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{strings}</sst>'
    return zip_of({name: text.encode() for name, text in parts.items()} | dict(more or {}), packed=packed)


def _worksheet(inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}">{inside}</worksheet>'


def cells(rows: Rows) -> str:
    """The XML of rows whose cells hold their texts themselves."""
    written = []
    for number, row in enumerate(rows, 1):
        texts = (f'<c t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>' for cell in row)
        written.append(f'<row r="{number}">{"".join(texts)}</row>')
    return f"<sheetData>{''.join(written)}</sheetData>"


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell of an ODS with attributes of its own; `inside` is XML."""

    inside: str = ""
    attributes: str = 'office:value-type="string"'
    tag: str = "table-cell"


def ods(
    *tables: Rows | str,
    styles: str = "",
    columns: str = "",
    row_attributes: Mapping[int, str] | None = None,
    names: Iterable[str] = (),
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """A sheet as LibreOffice writes it; a table may be given as the XML inside it.

    Args:
        row_attributes: by the number of the row, from 1.
        names: attributes of the tables.
    """
    attributes = [*names] or [f'table:name="Аркуш{n}"' for n, _ in enumerate(tables, 1)]
    rows = (table if isinstance(table, str) else _ods_rows(table, row_attributes or {}) for table in tables)
    inside = "".join(
        f"<table:table {named}>{columns}{table}</table:table>"
        for table, named in zip(rows, attributes, strict=True)
    )
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{_OASIS}:office:1.0"'
        f' xmlns:table="{_OASIS}:table:1.0" xmlns:text="{_OASIS}:text:1.0" xmlns:style="{_OASIS}:style:1.0"'
        f' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{inside}</office:spreadsheet></office:body></office:document-content>"
    )
    members = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content.encode(),
        "META-INF/manifest.xml": b"<manifest/>",
    }
    return zip_of(members | dict(more or {}))


def _ods_rows(rows: Rows, attributes: Mapping[int, str]) -> str:
    return "".join(
        f"<table:table-row {attributes.get(number, '')}>{''.join(map(_ods_cell, row))}</table:table-row>"
        for number, row in enumerate(rows, 1)
    )


def _ods_cell(cell: object) -> str:
    match cell:
        case None:
            return "<table:table-cell/>"
        case Odd(inside=inside, attributes=attributes, tag=tag):
            return f"<table:{tag} {attributes}>{inside}</table:{tag}>"
        case int():
            return (
                f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p>'
                "</table:table-cell>"
            )
        case _:
            return (
                f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p>'
                "</table:table-cell>"
            )


def zip_of(members: Mapping[str, bytes], *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packed) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()
