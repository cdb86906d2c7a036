"""One fixture for each code: what is wrong with a file, and with a row of it."""

import pytest

from bot.files import CHAT, Column, Fault, FirstRow, WhatIsFirstRow, WhichColumn, WhichEncoding
from tests.files.reading import asked, refusal, take

HEADINGS = "Прізвище;Ім'я;По батькові;Рік народження"
GOOD = "Вербенко;Тарас;Степанович;1999"
NAMES = ["Вербенко;Тарас;Степанович", "Шелестова;Оксана;Петрівна", "Зозуля;Захар;Юхимович", "Жук;Лука;Ілліч"]


def a_list(*rows: str, headings: str = HEADINGS) -> bytes:
    return "\n".join((headings, *rows)).encode() + b"\n"


def the_fault(row: str, headings: str = HEADINGS) -> Fault:
    """The one fault of the second row; the good rows around it are taken."""
    read = take(a_list(GOOD, row, "Сокілко;Іван;;", headings=headings))
    (fault,) = read.faults
    assert fault.row == 3
    assert len(read.rows) == 3 - read.file.rejected
    return fault


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf", b"\xff\xfe", b";;;\n;;\n"])
def test_an_empty_file_is_told_as_empty(content: bytes) -> None:
    assert refusal(content).code == "E01"


def test_headings_without_rows_are_told() -> None:
    assert refusal(a_list()).code == "E02"
    assert refusal(a_list(";;;", "")).code == "E02"


def test_a_file_above_ten_megabytes_is_refused_unread() -> None:
    assert refusal(b"x" * (10 * 1024 * 1024 + 1)).code == "E03"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.csv", b"PK\x03\x04rest"),
        ("list.csv", b"%PDF-1.7 rest"),
        ("list.csv", b"<!DOCTYPE html><table>"),
        ("list.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"),
        ("list.csv", b"\x89PNG\r\n\x1a\n"),
        ("list.xlsx", "Прізвище;Ім'я\nВербенко;Тарас\n".encode()),
        ("list.xlsx", b"<html><table>"),
        ("list.xls", b"\n  <HTML>"),
    ],
)
def test_a_name_that_says_another_kind_than_the_content_is_told(name: str, content: bytes) -> None:
    assert refusal(content, name).code == "E06"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"),
        ("list.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"),
        ("list.html", b"<html>"),
        ("list.rtf", b"{\\rtf1"),
        ("list.gz", b"\x1f\x8b\x08"),
    ],
)
def test_other_kinds_of_documents_are_not_read(name: str, content: bytes) -> None:
    assert refusal(content, name).code == "E07"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("scan.pdf", b"%PDF-1.7"),
        ("photo.jpg", b"\xff\xd8\xff\xe0"),
        ("photo", b"RIFF\x00\x00\x00\x00WEBPVP8 "),
        ("photo.heic", b"\x00\x00\x00\x18ftypheic"),
    ],
)
def test_pictures_and_scans_are_never_read(name: str, content: bytes) -> None:
    assert refusal(content, name).code == "E18"


def names_in(codec: str, headings: str, *, capitals: bool) -> bytes:
    names = "\n".join(NAMES)
    text = f"{headings}\n{names.upper() if capitals else names}\n"
    # Old Russian code pages have no Ukrainian letters.
    return (text.replace("і", "и").replace("І", "И") if codec == "cp866" else text).encode(codec)


@pytest.mark.parametrize("codec", ["mac_cyrillic", "cp866", "cp1125", "iso8859_5"])
@pytest.mark.parametrize("headings", ["surname;given name;patronymic", "Прізвище;Імя;По батькові"])
def test_another_old_encoding_is_told_by_its_letters(codec: str, headings: str) -> None:
    assert refusal(names_in(codec, headings, capitals=False)).code == "E20"


@pytest.mark.parametrize("codec", ["mac_cyrillic", "cp866", "cp1125"])
def test_another_old_encoding_is_told_by_its_capitals_too(codec: str) -> None:
    assert refusal(names_in(codec, "surname;given name;patronymic", capitals=True)).code == "E20"


@pytest.mark.parametrize("headings", ["surname;given name;patronymic", "ПРІЗВИЩЕ;ІМЯ;ПО БАТЬКОВІ"])
@pytest.mark.parametrize("capitals", [True, False])
def test_koi8_is_offered_first_by_the_words_it_makes(headings: str, capitals: bool) -> None:
    """In capitals it reads as small letters of CP1251: only words tell the two apart."""
    content = names_in("koi8_u", headings, capitals=capitals)

    asks = asked(content)

    assert isinstance(asks, WhichEncoding)
    assert asks.previews[0][0] == "KOI8-U"
    family = NAMES[0].partition(";")[0]
    assert take(content, encoding="KOI8-U").rows[0].person.family == (family.upper() if capitals else family)


@pytest.mark.parametrize(
    ("read_as", "written_as"), [("cp1251", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "cp1251")]
)
def test_text_that_was_decoded_wrongly_before_is_refused(read_as: str, written_as: str) -> None:
    spoilt = "\n".join(NAMES).encode(written_as).decode(read_as, errors="ignore")

    assert refusal(f"surname;given name;patronymic\n{spoilt}\n".encode()).code == "E20"


def test_bytes_of_two_encodings_are_refused_with_their_row() -> None:
    content = a_list(GOOD, GOOD) + "Сокілко;Іван;;".encode("cp1251")

    assert (refusal(content).code, refusal(content).row) == ("E21", 4)


def test_half_a_letter_at_the_end_of_utf16_is_refused() -> None:
    assert refusal(b"\xff\xfe" + "surname;name\nВерба;Тарас".encode("utf-16-le") + b"\x04").code == "E21"


def test_a_letter_lost_in_a_name_rejects_the_row() -> None:
    assert the_fault("Шев\ufffdенко;Тарас;;") == Fault("E22", 3, Column.FAMILY, rejects=True)


def test_a_letter_lost_in_the_headings_refuses_the_file() -> None:
    assert refusal(a_list(GOOD, headings="Прі\ufffdвище;Ім'я;По батькові;Р.н.")).code == "E22"


def test_a_quote_that_never_closes_is_told_with_the_row_it_opens_in() -> None:
    problem = refusal(a_list(GOOD, '"Сокілко;Іван;;', GOOD))

    assert (problem.code, problem.row) == ("E23", 3)


def test_letters_behind_a_closing_quote_are_refused() -> None:
    assert refusal(a_list('"Сокіл"ко;Іван;;')).code == "E23"


def test_a_cell_above_a_thousand_characters_rejects_the_row() -> None:
    assert the_fault(f"{'ш' * 1001};Тарас;;").code == "E24"


def test_a_field_without_end_refuses_the_file() -> None:
    assert refusal(a_list(f"{'ш' * 140_000};Тарас;;")).code == "E24"


@pytest.mark.parametrize("codec", ["utf-8", "cp1251"])
def test_a_nul_byte_refuses_the_file(codec: str) -> None:
    problem = refusal(a_list(GOOD, "Сокіл\0ко;Іван;;").decode().encode(codec))

    assert (problem.code, problem.row) == ("E25", 3)


@pytest.mark.parametrize(
    ("row", "found"), [("Сокілко;Іван", 2), ("Сокілко;Іван;;;зайве", 5), ("Сокілко,Іван,Петрович,1999", 1)]
)
def test_a_row_with_other_columns_than_the_headings_is_rejected(row: str, found: int) -> None:
    assert the_fault(row) == Fault("E26", 3, told={"found": found, "wanted": 4})


def test_a_new_line_inside_a_name_rejects_the_row() -> None:
    assert the_fault('"Сокілко\nІваненко";Іван;;').code == "E27"


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        ("Прізвище;Ім'я;Прізвище;Рік народження", [{"doubled": 3, "heading": "Прізвище"}]),
        ("Прізвище;По батькові;Рік народження;№", [{}]),
        ("ПІБ;Прізвище;Ім'я;Рік народження", [{}]),
    ],
)
def test_repeated_and_missing_headings_are_refused(headings: str, told: list[dict[str, object]]) -> None:
    problem = refusal(a_list(GOOD, headings=headings))

    assert [(fault.code, fault.row, fault.told) for fault in problem.faults] == [
        ("E28", 1, one) for one in told
    ]


@pytest.mark.parametrize(
    ("headings", "number", "heading"),
    [
        ("Прізвище;Ім'я;Колір очей;Рік народження", 3, "Колір очей"),
        ("Прізвище;;Ім'я;Рік народження", 2, None),
    ],
)
def test_a_column_that_no_heading_explains_must_be_left_out_by_a_person(
    headings: str, number: int, heading: str | None
) -> None:
    rows = [row.split(";") for row in NAMES]
    content = a_list(
        *(";".join((*row[: number - 1], "сірий", *row[number - 1 :])) for row in rows), headings=headings
    )

    asks = asked(content)

    assert isinstance(asks, WhichColumn)
    assert (asks.number, asks.heading, asks.values) == (number, heading, ("сірий",) * 3)
    assert Column.FAMILY not in asks.free
    assert Column.IGNORED in asks.free


def test_a_column_that_was_left_out_is_not_looked_at() -> None:
    content = a_list("Вербенко;Тарас;=1+1", headings="Прізвище;Ім'я;Колір очей")

    assert take(content, columns={3: Column.IGNORED}).people == ["Вербенко Тарас"]
    assert take(content, others=Column.IGNORED).people == ["Вербенко Тарас"]


def test_without_headings_every_column_is_asked_for_and_then_the_first_row() -> None:
    content = a_list("Тарас;Вербенко;1999", headings="Іван;Сокілко;2001")
    columns: dict[int, Column] = {}
    for number, column in enumerate((Column.GIVEN, Column.FAMILY, Column.BIRTH), 1):
        asks = asked(content, columns=columns)
        assert isinstance(asks, WhichColumn)
        assert (asks.number, asks.heading) == (number, None)
        columns[number] = column
    first = asked(content, columns=columns)
    assert first == WhatIsFirstRow(("Іван", "Сокілко", "2001"))

    assert take(content, columns=columns, first_row=FirstRow.PERSON).people == [
        "Сокілко Іван",
        "Вербенко Тарас",
    ]
    assert take(content, columns=columns, first_row=FirstRow.HEADING).people == ["Вербенко Тарас"]


def test_more_rows_than_a_chat_takes_are_refused() -> None:
    content = a_list(*(f"Вербенко;Тарас;;{1950 + at % 50}" for at in range(CHAT.rows + 1)))

    assert refusal(content).code == "E29"
    assert refusal(a_list(GOOD, "\n" * 1_050_000)).code == "E29"


def test_as_many_rows_as_a_chat_takes_are_read() -> None:
    content = a_list(*(GOOD for _ in range(CHAT.rows)), *([";;;"] * 10))

    read = take(content)

    assert (len(read.rows), read.file.merged, read.file.blank) == (1, CHAT.rows - 1, 10)


@pytest.mark.parametrize(("row", "column"), [(";Тарас;;", Column.FAMILY), ("Сокілко; ;;", Column.GIVEN)])
def test_a_missing_family_or_given_name_rejects_the_row(row: str, column: Column) -> None:
    assert the_fault(row) == Fault("E32", 3, column, rejects=True)


def test_one_word_in_the_column_of_whole_names_rejects_the_row() -> None:
    read = take(a_list("Вербенко Тарас", "Сокілко", headings="ПІБ"))

    assert read.faults == (Fault("E32", 3, Column.FULL, rejects=True),)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("Тарас;Лозенко;;", Column.GIVEN),
        ("Лоза Тарас;Степан;;", Column.FAMILY),
        ("Лоза;Тарас Степанович;;", Column.GIVEN),
        ("Степан;Тарас;Лозенко;", Column.PATRONYMIC),
    ],
)
def test_parts_that_seem_to_stand_in_the_wrong_column_are_a_warning(row: str, column: Column) -> None:
    assert the_fault(row) == Fault("E33", 3, column, rejects=False)


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("Cидopенкo", "Сидоренко"),
        ("Вербенкo", "Вербенко"),
        ("Sokіlko", "Sokilko"),
        ("Нечуй-Bерба", "Нечуй-Верба"),
    ],
)
def test_a_word_of_two_alphabets_rejects_the_row_and_a_fix_is_suggested(name: str, fix: str) -> None:
    assert the_fault(f"{name};Тарас;;") == Fault("E34", 3, Column.FAMILY, told={"fix": fix})


def test_where_more_than_look_alikes_is_wrong_nothing_is_suggested() -> None:
    assert the_fault("Verbенко;Тарас;;") == Fault("E34", 3, Column.FAMILY)


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\u2066", "\ufeff", "\U000e0041", "\x07"])
def test_characters_that_cannot_be_seen_reject_the_row(sign: str) -> None:
    assert the_fault(f"Сокіл{sign}ко;Іван;;").code == "E35"


@pytest.mark.parametrize(
    "name",
    [
        "Сокілко2",
        "Сокілко (Іваненко)",
        "Сокілко💙",
        "<b>Сокілко</b>",
        "tg://user",
        "Сокілко/Верба",
        "Сок.ілко",
    ],
)
def test_digits_marks_and_markup_in_a_name_reject_the_row(name: str) -> None:
    assert the_fault(f"{name};Іван;;") == Fault("E36", 3, Column.FAMILY, rejects=True)


@pytest.mark.parametrize("cell", ["=1+1", "+Сокілко", "-Сокілко", "@Сокілко", " =cmd", "\tСокілко"])
def test_a_cell_that_a_spreadsheet_would_run_rejects_the_row(cell: str) -> None:
    assert the_fault(f"{cell};Іван;;") == Fault("E37", 3, Column.FAMILY, rejects=True)


def test_a_formula_is_found_in_any_column() -> None:
    headings = f"№;{HEADINGS}"
    read = take(a_list("=A1;Сокілко;Іван;;", headings=headings))

    assert read.faults == (Fault("E37", 2, Column.NUMBER, rejects=True),)


@pytest.mark.parametrize(
    "cell",
    [
        "1890",
        "2020",
        "31.02.1990",
        "90",
        "12.03.90",
        "36231",
        "12.03.2999",
        "03/25/1999",
        "весна 1999",
        "1999.0",
    ],
)
def test_a_birth_that_cannot_be_is_rejected(cell: str) -> None:
    assert the_fault(f"Сокілко;Іван;;{cell}") == Fault("E38", 3, Column.BIRTH, rejects=True)


def test_one_name_with_two_birth_years_is_a_warning() -> None:
    assert the_fault("ВЕРБЕНКО;Тарас;Степанович;1998") == Fault("E41", 3, Column.BIRTH, rejects=False)


@pytest.mark.parametrize(
    "heading",
    [
        *("Телефон", "Phone number", "Паспорт", "№ паспорта", "ИНН", "E-mail", "Фото", "Позывной"),
        *("Звання", "Воинское звание", "Rank", "Військова частина", "Unit"),
        *("Діагноз", "Характер поранення", "Diagnosis", "Адреса", "Address", "Місце народження"),
    ],
)
def test_columns_of_personal_data_we_do_not_keep_are_refused(heading: str) -> None:
    problem = refusal(a_list(GOOD, headings=f"Прізвище;Ім'я;{heading};Рік народження"))

    assert problem.faults == (Fault("E42", 1, told={"column": 3, "heading": heading}),)


def test_a_person_whose_name_looks_like_a_refused_heading_is_a_person() -> None:
    """Without headings the first row is asked about, not refused."""
    content = a_list("Смертін;Іван;Ілліч", headings="Частинський;Тарас;Степанович")
    columns = {1: Column.FAMILY, 2: Column.GIVEN, 3: Column.PATRONYMIC}

    assert isinstance(asked(content), WhichColumn)
    assert len(take(content, columns=columns, first_row=FirstRow.PERSON).rows) == 2


def test_all_faults_of_all_rows_are_told_at_once() -> None:
    read = take(a_list("Сокілко2;=Іван;;1890", GOOD, "Лоза;;;"))

    told = [(fault.code, fault.row, fault.column) for fault in read.faults]
    assert told == [
        ("E36", 2, Column.FAMILY),
        ("E37", 2, Column.GIVEN),
        ("E38", 2, Column.BIRTH),
        ("E32", 4, Column.GIVEN),
    ]
    assert (read.file.rejected, len(read.rows)) == (2, 1)


def test_no_fault_holds_what_the_cell_held() -> None:
    read = take(a_list("Сокілко2;=Іван;;1890"))

    assert "Сокілко" not in repr(read.faults)
    assert "1890" not in repr(read.faults)
