"""What a moderator's CSV becomes when nothing is wrong with it."""

from contextlib import closing, suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.names import Person
from bot.files import MERGED, Fault, Refused, Row, digest_of
from tests.files.reading import file_of, read, take

HEADINGS = "№;Прізвище;Ім’я;По батькові;Рік народження"


def a_list(*rows: str, headings: str = HEADINGS) -> bytes:
    return "\n".join((headings, *rows)).encode() + b"\n"


def the_person(content: bytes) -> Person:
    (row,) = take(content).rows
    return row.person


def test_a_row_keeps_the_printed_name_its_parts_and_its_line() -> None:
    read = take(a_list("1;Вербенко;Тарас;Степанович;1999"))

    person = Person("Вербенко", "Тарас", "Степанович", 1999)
    assert read.rows == (Row(2, "Вербенко Тарас Степанович", person),)
    assert (read.faults, read.file.blank, read.file.merged, read.file.total) == ((), 0, 0, 1)


@pytest.mark.parametrize(
    ("codec", "mark", "named"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8", b"\xef\xbb\xbf", "UTF-8"),
        ("utf-16-le", b"\xff\xfe", "UTF-16"),
        ("utf-16-be", b"\xfe\xff", "UTF-16"),
        ("cp1251", b"", "CP1251"),
    ],
)
def test_the_usual_encodings_give_the_same_rows(codec: str, mark: bytes, named: str) -> None:
    text = "Прізвище;Ім'я;По батькові\r\nҐедзь;Їжак'ян;Ілліч\r\nЩербатий;Емельян;Юрьевич\r\n"

    read = take(mark + text.encode(codec), encoding=None if named == "UTF-8" else named)

    assert read.file.read_as.encoding == named
    assert read.people == ["Ґедзь Їжак'ян Ілліч", "Щербатий Емельян Юрьевич"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_semicolons_commas_and_tabs_delimit(delimiter: str) -> None:
    text = "Фамилия;Имя;Отчество\nПетровский;Иван;Саввич\n".replace(";", delimiter)

    read = take(text.encode())

    assert read.file.read_as.delimiter == delimiter
    assert read.rows[0].person == Person("Петровский", "Иван", "Саввич")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(line_end: str) -> None:
    text = line_end.join(["surname,given name", "Verbenko,Taras", "Sokilko,Ivan"])

    assert [row.number for row in take(text.encode()).rows] == [2, 3]


@pytest.mark.parametrize(
    "headings",
    [
        "Прізвище;Ім'я;По батькові;Дата народження",
        "ПРІЗВИЩЕ;ІМ’Я;ПО БАТЬКОВІ;Р.Н.",
        "Фамилия;Имя;Отчество;Год рождения",
        "Family name;First name;Patronymic;Date of birth",
        "surname;name;patronymic;year_of_birth",
    ],
)
def test_headings_in_three_languages_are_known(headings: str) -> None:
    content = a_list("Вербенко;Тарас;Степанович;12.03.1999", headings=headings)

    assert the_person(content) == Person("Вербенко", "Тарас", "Степанович", 1999)


@pytest.mark.parametrize("heading", ["ПІБ", "П.І.Б.", "ФИО", "Name", "Прізвище, ім'я, по батькові"])
def test_a_whole_name_may_stand_in_one_column(heading: str) -> None:
    content = a_list("1;Вербенко Тарас Степанович;1999", headings=f"№ з/п;{heading};Р.н.")

    assert the_person(content) == Person("Вербенко", "Тарас", "Степанович", 1999)


def test_columns_may_stand_in_any_order() -> None:
    content = a_list("1999;Тарас;Вербенко", headings="Рік народження;Ім'я;Прізвище")

    assert the_person(content) == Person("Вербенко", "Тарас", None, 1999)


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("1999", 1999),
        ("12.03.1999", 1999),
        ("1999-03-12", 1999),
        ("1999 р.н.", 1999),
        ("", None),
        ("—", None),
    ],
)
def test_of_a_birth_only_the_year_is_kept(cell: str, year: int | None) -> None:
    read = take(a_list(f"1;Вербенко;Тарас;Степанович;{cell}"))

    assert read.rows[0].person.birth_year == year
    assert "12" not in read.rows[0].printed_name


def test_a_missing_patronymic_is_none() -> None:
    assert the_person(a_list("1;Вербенко;Тарас;;1999")).patronymic is None
    assert the_person(a_list("1;Вербенко;Тарас;-;1999")).patronymic is None


def test_initials_are_taken_as_printed() -> None:
    assert the_person(a_list("1;Вербенко;Т.;С.;1999")) == Person("Вербенко", "Т.", "С.", 1999)
    assert the_person(a_list("1;Вербенко;Т. С.;;1999")) == Person("Вербенко", "Т.", "С.", 1999)
    assert the_person(a_list("1;Вербенко Т.С.", headings="№;ПІБ")) == Person("Вербенко", "Т.", "С.")


def test_decomposed_letters_soft_hyphens_and_stray_spaces_are_put_right() -> None:
    assert the_person(a_list("1;Вер\u00adбенко;Анд\u00a0рі\u0438\u0306;;")).given == "Анд рій"
    assert the_person(a_list("1; Вер\u00adбенко  ;Тарас;;")).family == "Вербенко"


@pytest.mark.parametrize(
    "name", ["В'юн", "В’юн", "Вʼюн", "В`юн", "Нечуй-Вербенко", "Нечуй – Вербенко", "O'Verben"]
)
def test_apostrophes_and_dashes_belong_to_names(name: str) -> None:
    assert the_person(a_list(f"1;{name};Тарас;;")).family == name


def test_blank_lines_are_counted_and_nothing_else() -> None:
    read = take(a_list("", "1;Вербенко;Тарас;;", ";;;;", "   "))

    assert (len(read.rows), read.file.blank, read.file.total) == (1, 3, 4)


def test_empty_columns_at_the_end_are_let_be() -> None:
    content = a_list("Вербенко;Тарас;;", headings="Прізвище;Ім'я;;")

    assert the_person(content) == Person("Вербенко", "Тарас")


def test_a_repeated_row_is_merged_into_the_first_and_counted() -> None:
    read = take(a_list("1;Вербенко;Тарас;;1999", "2;ВЕРБЕНКО;ТАРАС;;1999", "3;Сокілко;Іван;;"))

    assert [row.number for row in read.rows] == [2, 4]
    assert read.repeats == (Fault(MERGED, 3, rejects=False, told={"first": 2}),)
    assert (read.file.merged, read.file.total) == (1, 3)


def test_rows_that_differ_only_by_a_year_are_not_merged() -> None:
    read = take(a_list("1;Вербенко;Тарас;;1999", "2;Вербенко;Тарас;;"))

    assert (len(read.rows), read.file.merged) == (2, 0)


def test_a_quoted_cell_may_hold_the_delimiter() -> None:
    read = take(b'name,birth year\n"Verbenko, Taras",1999\n')

    assert read.faults[0].code == "E36"


def test_the_line_numbers_of_rows_count_blank_lines_and_lines_above_the_headings() -> None:
    content = b"\n\nsurname,given name\n\nVerbenko,Taras\n"

    assert take(content).rows[0].number == 5


def test_the_sample_is_the_first_three_rows() -> None:
    names = ["Вербенко", "Сокілко", "Лозенко", "Тополенко"]

    read = take(a_list(*(f"1;{name};Тарас;;" for name in names)))

    assert read.file.sample == tuple(f"{name} Тарас" for name in names[:3])


def test_the_digest_depends_on_the_rows_and_not_on_how_they_were_written() -> None:
    rows = ["1;Вербенко;Тарас;Степанович;1999", "2;Сокілко;Іван;;"]
    one = take(a_list(*rows))
    other = take(a_list(*rows).decode().replace("\n", "\r\n").encode("cp1251"), encoding="CP1251")
    third = take(a_list(rows[0], "2;Сокілко;Іван;;1990"))

    assert one.file.digest == other.file.digest == digest_of(one.rows)
    assert one.file.digest != third.file.digest


def test_the_form_of_the_digest_never_changes() -> None:
    rows = (
        Row(2, "Вербенко Тарас Степанович", Person("Вербенко", "Тарас", "Степанович", 1999)),
        Row(3, "Сокілко Іван", Person("Сокілко", "Іван")),
    )

    assert digest_of(rows) == "sha256:68b1caca4580eb89c6e519f9ac551b8dc02f8c7064a792c5079edbbc83bbf753"


def test_a_file_that_loses_a_row_cannot_be_made() -> None:
    file = file_of([Row(2, "Сокілко Іван", Person("Сокілко", "Іван"))])

    with closing(file), pytest.raises(ValueError, match="not conserved"):
        replace(file, total=2)


def test_a_row_with_two_faults_is_rejected_once() -> None:
    read = take(a_list("1;Сокілко2;Іван;;1890", "2;Лоза;Степан;;"))

    assert [fault.code for fault in read.faults] == ["E36", "E38"]
    assert (read.file.rejected, read.file.accepted) == (1, 1)


CELLS = st.text(st.sampled_from("Вербнко Іїт1.9-;,\"'\n\t=@💙x\u200b\ufffd"), max_size=12)


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=8))
def test_whatever_the_cells_hold_rows_are_conserved(records: list[list[str]]) -> None:
    content = "\n".join([HEADINGS, *(";".join(cells) for cells in records)]).encode()

    try:
        taken = take(content)
    except Refused:
        return

    file = taken.file
    assert len(taken.rows) + file.rejected + file.merged + file.blank == file.total
    assert len(taken.rows) == file.accepted
    assert len(taken.repeats) == file.merged
    assert len({fault.row for fault in taken.faults if fault.rejects}) == file.rejected


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(Refused):
        read(b"surname,name\n" + content)
