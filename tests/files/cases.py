"""The specification's table of bad input, line by line: how each is made, and the code it is told by."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from bot.files import CHAT
from tests.files.languages import Words
from tests.files.workbooks import cells, ods, raw_xlsx, xlsx, zip_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'

Made = Callable[[Words], bytes]


@dataclass(frozen=True, slots=True)
class Case:
    """One file of a line of the table."""

    line: int
    code: str
    name: str
    make: Made

    def __str__(self) -> str:
        return f"{self.line}-{self.code}-{self.make.__name__}"


WHOLE: list[Case] = []
"""Files that are refused as a whole."""


def refused(line: int, code: str, name: str = "list.csv") -> Callable[[Made], Made]:
    """Enter a maker of files among those that are refused."""

    def enter(make: Made) -> Made:
        WHOLE.append(Case(line, code, name, make))
        return make

    return enter


@refused(1, "E01")
def nothing(_: Words) -> bytes:
    return b""


@refused(1, "E01")
def blank_lines(_: Words) -> bytes:
    return b"\n \n;;\n"


@refused(1, "E01", "list.xlsx")
def empty_sheet(_: Words) -> bytes:
    return raw_xlsx("<sheetData/>")


@refused(1, "E01", "list.ods")
def empty_table(_: Words) -> bytes:
    return ods([])


@refused(2, "E02")
def headings_only(words: Words) -> bytes:
    return (";".join(words.headings) + "\n;;;\n").encode()


@refused(2, "E02", "list.xlsx")
def headings_only_in_a_sheet(words: Words) -> bytes:
    return xlsx([words.headings])


@refused(2, "E02", "list.ods")
def headings_only_in_a_table(words: Words) -> bytes:
    return ods([words.headings])


@refused(3, "E03")
def too_large(words: Words) -> bytes:
    return words.csv("x" * (CHAT.size + 1))


@refused(5, "E04", "list.xlsx")
def unpacks_to_too_much(_: Words) -> bytes:
    return _zeros(65)


@refused(5, "E04", "list.xlsx")
def too_many_members(words: Words) -> bytes:
    return raw_xlsx(cells(words.rows), more={f"x/{number}.xml": b"<x/>" for number in range(200)})


@refused(6, "E04", "list.xlsx")
def five_million_rows(_: Words) -> bytes:
    return _five_million_rows()


@refused(7, "E05", "list.xlsx")
def two_cells_far_apart(_: Words) -> bytes:
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    last = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return raw_xlsx(f"<sheetData>{first}{last}</sheetData>")


@refused(7, "E05", "list.ods")
def one_cell_repeated_without_end(_: Words) -> bytes:
    cell = '<table:table-cell table:number-columns-repeated="1000"><text:p>x</text:p></table:table-cell>'
    return ods(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')


@refused(8, "E06", "list.xlsx")
def csv_called_xlsx(words: Words) -> bytes:
    return words.csv()


@refused(8, "E06", "list.xlsx")
def html_called_xlsx(_: Words) -> bytes:
    return b"<!DOCTYPE html><html><table></table></html>"


@refused(8, "E06", "list.xlsx")
def pdf_called_xlsx(_: Words) -> bytes:
    return b"%PDF-1.7"


@refused(8, "E06")
def xlsx_called_csv(words: Words) -> bytes:
    return xlsx(words.rows)


@refused(8, "E06", "list.ods")
def xlsx_called_ods(words: Words) -> bytes:
    return xlsx(words.rows)


@refused(9, "E07", "list.xls")
def old_excel(_: Words) -> bytes:
    return OLE


@refused(9, "E07", "list.doc")
def old_word(_: Words) -> bytes:
    return OLE


@refused(9, "E07", "list.numbers")
def numbers_of_apple(_: Words) -> bytes:
    return zip_of({"Index/Document.iwa": b"x"})


@refused(9, "E07", "list.docx")
def text_document(_: Words) -> bytes:
    return zip_of({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"})


@refused(9, "E07", "list.zip")
def packed_csv(words: Words) -> bytes:
    return zip_of({"list.csv": words.csv()})


@refused(9, "E07", "list.rtf")
def rich_text(_: Words) -> bytes:
    return b"{\\rtf1"


@refused(10, "E08", "list.xlsx")
def xlsx_with_a_password(_: Words) -> bytes:
    return OLE + "EncryptedPackage".encode("utf-16-le")


@refused(10, "E08", "list.ods")
def ods_with_a_password(words: Words) -> bytes:
    return ods(words.rows, more={"META-INF/manifest.xml": b"<manifest:encryption-data/>"})


@refused(11, "E09", "list.xlsm")
def macros(words: Words) -> bytes:
    return raw_xlsx(cells(words.rows), more={"xl/vbaProject.bin": b"x"})


@refused(11, "E09", "list.xlsx")
def dde_link(words: Words) -> bytes:
    return raw_xlsx(cells(words.rows), more={"xl/externalLinks/externalLink1.xml": b"<ddeLink/>"})


@refused(11, "E09", "list.xlsx")
def ole_object(words: Words) -> bytes:
    return raw_xlsx(cells(words.rows), more={"xl/embeddings/oleObject1.bin": b"x"})


@refused(11, "E09", "list.xlsx")
def connections(words: Words) -> bytes:
    return raw_xlsx(cells(words.rows), more={"xl/connections.xml": b"<connections/>"})


@refused(11, "E09", "list.xlsx")
def outside_target(words: Words) -> bytes:
    relation = b'<Relationships><Relationship Type="/oleObject" TargetMode="External" Target="//host/x"/>'
    return raw_xlsx(cells(words.rows), more={"xl/worksheets/_rels/sheet1.xml.rels": relation})


@refused(11, "E09", "list.ods")
def macros_of_libreoffice(words: Words) -> bytes:
    return ods(words.rows, more={"Basic/Standard/Module1.xml": b"<x/>"})


@refused(11, "E09", "list.ods")
def table_of_another_file(_: Words) -> bytes:
    return ods('<table:table-source table:mode="copy-all"/>')


@refused(12, "E10", "list.xlsx")
def entity_bomb(words: Words) -> bytes:
    sheet = f"<?xml version='1.0'?>{ENTITIES}<worksheet>&b;</worksheet>"
    return raw_xlsx(cells(words.rows), more={"xl/worksheets/sheet2.xml": sheet.encode()})


@refused(12, "E10", "list.xlsx")
def entity_bomb_in_utf16(words: Words) -> bytes:
    styles = f"<?xml version='1.0' encoding='utf-16'?>{ENTITIES}<styleSheet/>"
    return raw_xlsx(cells(words.rows), more={"xl/styles.xml": styles.encode("utf-16")})


@refused(12, "E10", "list.ods")
def entity_bomb_in_a_table(words: Words) -> bytes:
    return ods(words.rows, more={"styles.xml": f"{ENTITIES}<x>&b;</x>".encode()})


@refused(13, "E11", "list.xlsx")
def way_out_of_the_folder(words: Words) -> bytes:
    return raw_xlsx(cells(words.rows), more={"../../etc/passwd": b"x"})


@refused(13, "E11", "list.xlsx")
def absolute_path(words: Words) -> bytes:
    return raw_xlsx(cells(words.rows), more={"/etc/passwd": b"x"})


@refused(13, "E11", "list.xlsx")
def path_of_windows(words: Words) -> bytes:
    return raw_xlsx(cells(words.rows), more={"C:list.xml": b"x"})


@refused(13, "E11", "list.xlsx")
def member_twice(_: Words) -> bytes:
    return zip_of({"a.xml": b"<a/>", "b.xml": b"<a/>"}).replace(b"b.xml", b"a.xml")


@refused(13, "E11", "list.xlsx")
def symbolic_link(words: Words) -> bytes:
    content = raw_xlsx(cells(words.rows), more={"xl/link.xml": b"/etc/passwd"})
    at = content.index(b"xl/link.xml", content.index(b"PK\x01\x02")) - 46
    return content[: at + 38] + struct.pack("<I", 0o120777 << 16) + content[at + 42 :]


@refused(13, "E11", "list.xlsx")
def lying_about_its_size(words: Words) -> bytes:
    content = raw_xlsx(cells(words.rows))
    at = content.index(b"PK\x01\x02") + 24
    (size,) = struct.unpack_from("<I", content, at)
    return content[:at] + struct.pack("<I", size - 1) + content[at + 4 :]


@refused(14, "E12", "list.xlsx")
def cut_off(words: Words) -> bytes:
    return xlsx(words.rows)[:-100]


@refused(14, "E12", "list.xlsx")
def one_bit_turned(words: Words) -> bytes:
    content = raw_xlsx(cells(words.rows))
    at = content.index(b"PK\x01\x02") - 20
    return content[:at] + bytes([content[at] ^ 0x10]) + content[at + 1 :]


@refused(14, "E12", "list.xlsx")
def sheet_without_an_end(_: Words) -> bytes:
    return raw_xlsx("<sheetData><row>")


@refused(14, "E12", "list.ods")
def table_without_an_end(_: Words) -> bytes:
    return ods("<table:table-row>")


@refused(20, "E18", "scan.pdf")
def scan(_: Words) -> bytes:
    return b"%PDF-1.7"


@refused(20, "E18", "photo.jpg")
def photo(_: Words) -> bytes:
    return b"\xff\xd8\xff\xe0"


@refused(25, "E20")
def encoding_of_dos(_: Words) -> bytes:
    text = "Фамилия;Имя;Отчество\nВетроградский;Савва;Ильич\nОзеринская;Ольга;Тимуровна\n"
    return text.encode("cp866")


@refused(25, "E20")
def encoding_of_the_mac(_: Words) -> bytes:
    text = "Фамилия;Имя;Отчество\nВетроградский;Савва;Ильич\nОзеринская;Ольга;Тимуровна\n"
    return text.encode("mac-cyrillic")


@refused(26, "E21")
def bytes_of_two_encodings(words: Words) -> bytes:
    return words.csv("Їжакевич;Єва;Іллівна;1990") + "Їжак;Єва;;\n".encode("cp1251")


@refused(27, "E22")
def letter_lost_in_the_headings(words: Words) -> bytes:
    spoilt = (words.headings[0][:2] + "\ufffd" + words.headings[0][3:], *words.headings[1:])
    return words.csv(headings=";".join(spoilt))


@refused(28, "E20")
def decoded_wrongly_before(_: Words) -> bytes:
    text = "Прізвище;Ім'я\nШевченченко;Тарас\nЇжакевич;Єва\n" * 3
    return text.encode().decode("cp1251", errors="ignore").encode()


@refused(29, "E23")
def unclosed_quote(words: Words) -> bytes:
    return words.csv('"Сокілко;Іван;;')


@refused(31, "E25")
def zero_byte(words: Words) -> bytes:
    return words.csv("Сокіл\0ко;Іван;;")


@refused(34, "E28")
def heading_twice(words: Words) -> bytes:
    family, given, *_ = words.headings
    return words.csv(headings=f"{family};{given};{family};№")


@refused(34, "E28")
def heading_missing(words: Words) -> bytes:
    return words.csv(headings=";".join(("№", *words.headings[1:])))


@refused(35, "E29")
def too_many_rows(words: Words) -> bytes:
    return words.csv(*([";".join(words.people[0])] * CHAT.rows))


@refused(50, "E40")
def word_of_another_kind_of_list(words: Words) -> bytes:
    headings, row = (*words.headings, words.status), (*words.people[0], words.dead)
    return words.one(";".join(row), headings=";".join(headings))


@refused(53, "E42")
def personal_data(words: Words) -> bytes:
    family, given, *_ = words.headings
    return words.csv(headings=f"{family};{given};{words.phone};{words.rank}")


@dataclass(frozen=True, slots=True)
class RowCase:
    """One row of a line of the table: family name, given name, patronymic, birth year."""

    line: int
    code: str
    row: str

    def __str__(self) -> str:
        return f"{self.line}-{self.code}-{self.row!a}"


REJECTED = (
    RowCase(19, "E17", "#REF!;Тарас;;1999"),
    RowCase(19, "E17", "Вербенко;Тарас;;#N/A"),
    RowCase(19, "E17", "Вербенко;Тарас;;#Н/Д"),
    RowCase(27, "E22", "Шев\ufffdенко;Тарас;;"),
    RowCase(30, "E24", f"{'ш' * 1001};Тарас;;"),
    RowCase(32, "E26", "Вербенко;Тарас"),
    RowCase(32, "E26", "Вербенко;Тарас;;1999;;зайве"),
    RowCase(32, "E26", "Вербенко,Тарас,Степанович,1999"),
    RowCase(33, "E27", '"Вербенко\nІваненко";Тарас;;'),
    RowCase(38, "E32", ";Тарас;;"),
    RowCase(38, "E32", "Вербенко; ;;"),
    RowCase(40, "E34", "Cидopенкo;Тарас;;"),
    RowCase(43, "E35", "Вер\u200bбенко;Тарас;;"),
    RowCase(43, "E35", "Вер\u202eбенко;Тарас;;"),
    RowCase(43, "E35", "Вер\U000e0041бенко;Тарас;;"),
    RowCase(44, "E36", "Вербенко2;Тарас;;"),
    RowCase(44, "E36", "Вербенко (Іваненко);Тарас;;"),
    *(RowCase(45, "E37", f"{sign}Вербенко;Тарас;;") for sign in ("=", "+", "-", "@", "\t")),
    *(
        RowCase(48, "E38", f"Вербенко;Тарас;;{birth}")
        for birth in ("1890", "2020", "31.02.1990", "99", "12.03.99", "36231", "12.03.2999", "03/25/1999")
    ),
    *(
        RowCase(54, "E36", f"{name};Тарас;;")
        for name in ("Вербенко💙", "<b>Вербенко</b>", "*Вербенко*", "<script>", "tg://user?id=1")
    ),
)
WARNED = (
    RowCase(39, "E33", "Тарас;Вербенко;;"),
    RowCase(39, "E33", "Вербенко Тарас;Степан;;"),
    RowCase(52, "E41", "Вербенко;Тарас;Степанович;1998"),
)
TAKEN = (
    *(RowCase(41, "", f"В{mark}юн;Тарас;;") for mark in "'’ʼ`"),
    RowCase(42, "", "Вербенко\u00a0;Анд\u0440і\u0438\u0306;;"),
    RowCase(42, "", "Вер\u00adбенко;Тарас   Іван;;"),
    RowCase(46, "", "Вербенко;Т.;С.;"),
    RowCase(46, "", "Ґ;Ю;;"),
    RowCase(47, "", "Ёлкин;Пётр;;1990"),
    RowCase(47, "", "Ґедзь;Їжак;;1990"),
)


@cache
def _zeros(megabytes: int) -> bytes:
    return raw_xlsx("<sheetData/>", more={"xl/media/image1.png": bytes(megabytes << 20)})


@cache
def _five_million_rows() -> bytes:
    some = '<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 50_000
    return raw_xlsx(f"<sheetData>{some * 100}</sheetData>")


def lines() -> Iterator[int]:
    """The lines of the table that stand here."""
    yield from (case.line for case in WHOLE)
    yield from (case.line for case in (*REJECTED, *WARNED, *TAKEN))
