"""Sixty files made to break a reader, or the machine it runs on, each with the codes it may be refused by."""

import gzip
import io
import random
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from tests.files.cases import ENTITIES, OLE, WHOLE
from tests.files.languages import WORDS
from tests.files.workbooks import cells, ods, raw_xlsx, xlsx, zip_of

UK = WORDS["uk"]


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file; it may be refused by any of the codes, and by nothing else."""

    what: str
    name: str
    content: bytes
    codes: frozenset[str]


def hostile_files() -> Iterator[Hostile]:
    """Every one of them."""
    for case in WHOLE:
        # Bombs, wrong names, locks, macros, entities, tricks of archives, damage.
        if case.line in {5, 6, 7, 8, 10, 11, 12, 13, 14}:
            yield _hostile(case.make.__name__, case.name, case.make(UK), case.code)
    yield from _bombs()
    yield from _tricks()
    yield from _damaged()
    yield from _texts()


def _hostile(what: str, name: str, content: bytes, *codes: str) -> Hostile:
    return Hostile(what, name, content, frozenset(codes))


def _bombs() -> Iterator[Hostile]:
    row = '<row><c t="inlineStr"><is><t>Вербенко Тарас</t></is></c></row>'
    yield _hostile(
        "a million short rows", "a.xlsx", raw_xlsx(f"<sheetData>{row * 400_000}</sheetData>"), "E04", "E05"
    )
    deep = "<a>" * 300_000
    yield _hostile("elements in elements", "a.xlsx", raw_xlsx(f"<sheetData>{deep}"), "E12", "E04")
    strings = "<si><t>" + "ш" * 20_000_000 + "</t></si>"
    yield _hostile("one endless shared text", "a.xlsx", raw_xlsx("<sheetData/>", strings=strings), "E04")
    attribute = "x" * 3_000_000
    yield _hostile("an endless attribute", "a.xlsx", raw_xlsx(f'<sheetData z="{attribute}"/>'), "E01", "E04")
    merged = '<mergeCell ref="A1:XFD1048576"/>' * 50_000
    filled = cells([["ПІБ"], ["Жук Лука"]])
    yield _hostile(
        "everything merged", "a.xlsx", raw_xlsx(f"{filled}<mergeCells>{merged}</mergeCells>"), "E04", "E15"
    )
    columns = '<col min="1" max="16384" hidden="1"/>' * 100_000
    yield _hostile("everything hidden", "a.xlsx", raw_xlsx(f"<cols>{columns}</cols>{filled}"), "E04", "E14")
    spaces = "<table:table-row><table:table-cell><text:p>" + '<text:s text:c="2000000000"/>' * 10_000
    yield _hostile(
        "endless spaces",
        "a.ods",
        ods(f"{spaces}</text:p></table:table-cell></table:table-row>"),
        "E24",
        "E04",
        "E01",
    )
    nested = zip_of({"list.xlsx": raw_xlsx("<sheetData/>")})
    for _ in range(20):
        nested = zip_of({"a.zip": nested})
    yield _hostile("archives in archives", "a.zip", nested, "E07")
    yield _hostile("a gzip of zeros", "a.gz", gzip.compress(bytes(50 << 20)), "E07")
    yield _hostile("a gzip called csv", "a.csv", gzip.compress(UK.csv()), "E06")


def _tricks() -> Iterator[Hostile]:
    sheet = raw_xlsx(cells(UK.rows))
    yield _hostile("sixty thousand members by the count alone", "a.xlsx", _with_count(sheet, 60_000), "E04")
    yield _hostile("members over one another", "a.xlsx", _overlapping(), "E11")
    yield _hostile("a name that its header does not know", "a.xlsx", _renamed(sheet), "E11")
    yield _hostile("a size of four gigabytes", "a.xlsx", _with_size(sheet, 0xFFFF_FFF0), "E04", "E11")
    yield _hostile("a member packed by another method", "a.xlsx", _packed_by_lzma(), "E11")
    yield _hostile("a member that is locked", "a.xlsx", _marked(sheet, 0x1), "E08")
    yield _hostile("a member locked in a rare way", "a.xlsx", _marked(sheet, 0x41), "E08")
    yield _hostile("a member that is a patch of another", "a.xlsx", _marked(sheet, 0x20), "E11")
    yield _hostile(
        "an archive behind another file", "a.xlsx", b"MZ" + bytes(510) + sheet, "E06", "E25", "E07"
    )
    yield _hostile("a program called xlsx", "a.xlsx", b"\x7fELF" + bytes(1000), "E06")
    yield _hostile("a program inside", "a.xlsx", raw_xlsx("", more={"xl/run.exe": b"MZ"}), "E09")
    outside = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>'
    yield _hostile(
        "a document type from elsewhere",
        "a.xlsx",
        raw_xlsx("", more={"xl/styles.xml": outside.encode()}),
        "E10",
    )
    reads = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    yield _hostile("an entity that reads a file", "a.ods", ods([], more={"meta.xml": reads.encode()}), "E10")
    in_ebcdic = f'<?xml version="1.0" encoding="cp037"?>{ENTITIES}<x/>'.encode("cp037")
    yield _hostile(
        "entities in a rare encoding", "a.xlsx", raw_xlsx("", more={"xl/styles.xml": in_ebcdic}), "E10", "E12"
    )
    yield _hostile("a sheet that is elsewhere", "a.xlsx", _relation("../../../../etc/passwd"), "E12")
    yield _hostile("a sheet that is no sheet", "a.xlsx", _relation("../[Content_Types].xml"), "E01", "E12")
    yield _hostile("a relation without a target", "a.xlsx", _relation(None), "E12")
    yield _hostile("OLE called ods", "a.ods", OLE, "E06")
    yield _hostile("HTML in UTF-16", "a.csv", "<html><script>alert(1)</script>".encode("utf-16"), "E06")


def _damaged() -> Iterator[Hostile]:
    chance = random.Random(7)
    good = xlsx(UK.rows)
    for share in (0.1, 0.5, 0.9):
        yield _hostile(f"the first {share:.0%}", "a.xlsx", good[: int(len(good) * share)], "E12")
    for number in range(5):
        spoilt = bytearray(good)
        for _ in range(30):
            spoilt[chance.randrange(4, len(spoilt))] = chance.randrange(256)
        yield _hostile(
            f"thirty bytes changed, {number}", "a.xlsx", bytes(spoilt), "E12", "E11", "E08", "E04", "E10"
        )
    yield _hostile("an end without an archive", "a.xlsx", b"PK\x05\x06" + bytes(18), "E07", "E12")
    yield _hostile("random bytes", "a.csv", chance.randbytes(50_000), "E20", "E21", "E25")
    yield _hostile("random bytes called xlsx", "a.xlsx", b"PK\x03\x04" + chance.randbytes(50_000), "E12")


def _texts() -> Iterator[Hostile]:
    yield _hostile("one endless line", "a.csv", b"a" * 9_000_000, "E24", "E32", "E28")
    yield _hostile("nothing but quotation marks", "a.csv", b'"' * 1_000_001, "E23", "E24")
    yield _hostile("nothing but separators", "a.csv", b";" * 9_000_000, "E01", "E24")
    yield _hostile("nothing but line ends", "a.csv", b"\r\n" * 2_000_000, "E01")
    yield _hostile("sixty-one columns", "a.csv", (";".join(map(str, range(61))) + "\n").encode() * 3, "E28")
    yield _hostile("zeros", "a.csv", bytes(100_000), "E25", "E01")
    yield _hostile("an unclosed quotation mark", "a.csv", UK.csv('"Сокілко;') * 9_000, "E23")
    yield _hostile("UTF-32", "a.csv", UK.csv().decode().encode("utf-32"), "E25", "E20", "E21")
    yield _hostile("half of UTF-16", "a.csv", UK.csv().decode().encode("utf-16")[:-1], "E21")


def _with_count(content: bytes, count: int) -> bytes:
    at = content.rindex(b"PK\x05\x06")
    return content[: at + 8] + struct.pack("<HH", count, count) + content[at + 12 :]


def _with_size(content: bytes, size: int) -> bytes:
    at = content.index(b"PK\x01\x02") + 24
    return content[:at] + struct.pack("<I", size) + content[at + 4 :]


def _overlapping() -> bytes:
    """Let one member lie within the bytes of another: so a small archive unpacks to anything."""
    inner = zip_of({"b.xml": b"<b/>"}, packed=zipfile.ZIP_STORED)
    local, entry = inner[: inner.index(b"PK\x01\x02")], inner[inner.index(b"PK\x01\x02") : -22]
    outer = zip_of({"a.xml": local}, packed=zipfile.ZIP_STORED)
    moved = entry[:42] + struct.pack("<I", outer.index(local)) + entry[46:]
    end = bytearray(outer[-22:])
    (size,) = struct.unpack_from("<I", end, 12)
    struct.pack_into("<HHI", end, 8, 2, 2, size + len(moved))
    return outer[:-22] + moved + bytes(end)


def _renamed(content: bytes) -> bytes:
    at = content.index(b"xl/workbook.xml")
    return content[:at] + b"xl/workbooc.xml" + content[at + 15 :]


def _marked(content: bytes, marks: int) -> bytes:
    at = content.index(b"PK\x01\x02") + 8
    return content[:at] + struct.pack("<H", marks) + content[at + 2 :]


def _packed_by_lzma() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
    return file.getvalue()


def _relation(target: str | None) -> bytes:
    written = "" if target is None else f'Target="{target}"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    relations = f'<Relationships><Relationship Id="r1" Type="{kind}" {written}/></Relationships>'
    members = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": b'<workbook><sheets><sheet name="x" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations.encode(),
    }
    return zip_of(members)
