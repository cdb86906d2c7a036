"""A moderator at a telephone, with files of every kind: what is asked, what is refused, what is reported."""

import io
from dataclasses import replace
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.playground.people import OKSANA, THOMAS
from tests.files.languages import WORDS
from tests.files.workbooks import ods, xlsx
from tests.house import House, Talker, behind_its_back
from tests.moderating import (
    LIST,
    announces,
    publishes,
    ready_house,
    says_where_from,
    two_moderators,
    uploads,
)

HEADINGS = ["Прізвище", "Ім’я", "По батькові", "Рік народження"]
PEOPLE: list[list[object]] = [["Петренко", "Іван", "Васильович", 1999], ["Сидоренко", "Ольга", None, 2001]]
SHEET: list[list[object]] = [[*HEADINGS], *PEOPLE]
NOTHING_STORED = "Nothing of the file was stored."


@pytest.fixture
async def thomas(house: House) -> Talker:
    """A moderator with an announced batch."""
    first, second = await two_moderators(house)
    await announces(first, second)
    return first


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (xlsx(SHEET), "list.xlsx"),
        (ods(SHEET), "list.ods"),
        (LIST.encode(), "list.csv"),
        (LIST.replace(";", "\t").encode(), "list.tsv"),
        ("1. Петренко Іван Васильович, 1999\n2. Сидоренко Ольга, 2001\n".encode(), "list.txt"),
    ],
    ids=["xlsx", "ods", "csv", "tsv", "txt"],
)
async def test_a_list_of_any_kind_becomes_a_draft(
    house: House, thomas: Talker, content: bytes, name: str
) -> None:
    report = await uploads(thomas, content, name=name)

    assert "Rows in the file: 2. Accepted: 2. Rejected: 0." in report
    assert "Draft: nothing of it is searched." in report
    assert "We hold no list to search" in await house.follower.says("Petrenko Ivan Vasylovych")


async def test_rows_pasted_into_a_message_become_a_draft(thomas: Talker) -> None:
    assert "How many rows of names" in await thomas.says(LIST)

    await thomas.says("2")

    assert "Accepted: 2." in await says_where_from(thomas)


async def test_one_person_a_line_may_be_pasted_under_a_heading(thomas: Talker) -> None:
    assert "How many rows of names" in await thomas.says("ПІБ\n1. Петренко Іван, 1999\n2. Жук Лука")

    await thomas.says("2")

    assert "Accepted: 2." in await says_where_from(thomas)


async def test_a_name_on_one_line_is_a_question_of_a_moderator_too(house: House, thomas: Talker) -> None:
    for name in ("Petrenko\nIvan\nVasylovych", "Petrenko Ivan Vasylovych\n1999"):
        assert "We hold no list to search" in await thomas.says(name)
    assert "How many rows" not in await house.follower.says(LIST)


async def test_an_upload_is_reported_with_every_fault_and_nothing_is_live(
    house: House, thomas: Talker
) -> None:
    rows = LIST + "Бондар;Олег1;;1990\n;Іван;;1990\nCидopенкo;Іван;;1990\nБондар;Олег\n"

    report = await uploads(thomas, rows.encode(), rows=6)

    assert "Rows in the file: 6. Accepted: 2. Rejected: 4." in report
    assert "E36 given name, rows: 4. The name holds digits" in report
    assert "E32 family name, rows: 5. The family name or the given name is empty." in report
    assert "E34 family name, rows: 6 (Сидоренко?)." in report
    assert "E26 Rows: 7 (columns: 2, not 4)." in report
    assert "4 rows of the file were rejected" in report
    assert "We hold no list to search" in await house.follower.says("Petrenko Ivan Vasylovych")


async def test_the_second_person_sees_the_same_findings(house: House, thomas: Talker) -> None:
    report = await uploads(thomas, (LIST + "Бондар;Олег1;;1990\n").encode(), rows=3)
    await thomas.presses("Submit")
    await house.oksana.says("/desk")

    seen = await house.oksana.presses("List edition 1: waits")

    assert report.replace("Draft: nothing of it is searched.", "") in seen.replace(
        "It waits for a second moderator. Nothing of it is searched.", ""
    )


async def test_another_encoding_is_read_after_its_rows_were_looked_at(thomas: Talker) -> None:
    asked = await thomas.sends_file("list.csv", LIST.replace("\n", "\r\n").encode("cp1251"))

    assert "The file is not in UTF-8" in asked
    assert "In CP1251:" in asked
    assert "Петренко;Іван;Васильович;1999" in asked

    assert "How many rows" in await thomas.presses("They read well in CP1251")
    await thomas.says("2")
    assert "Read as CP1251." in await says_where_from(thomas)


async def test_back_takes_what_was_said_of_the_file_back_and_asks_it_anew(thomas: Talker) -> None:
    await thomas.sends_file("list.csv", LIST.replace("\n", "\r\n").encode("cp1251"))
    await thomas.presses("They read well in CP1251")

    assert "The file is not in UTF-8" in await thomas.presses("Back")

    await thomas.presses("They read well in CP1251")
    await thomas.says("2")
    assert "How many rows" in await thomas.presses("Back")
    await thomas.says("2")
    assert "Read as CP1251." in await says_where_from(thomas)


async def test_of_several_sheets_a_person_chooses_one(thomas: Talker) -> None:
    asked = await thomas.sends_file("list.ods", ods([["Список"]], SHEET))
    assert asked.startswith("E13 Several sheets have data.")
    assert thomas.buttons == ["Аркуш1 (rows: 1)", "Аркуш2 (rows: 3)", "Leave the form"]

    await thomas.presses("Аркуш2")
    await thomas.says("2")

    assert "Read from the sheet Аркуш2." in await says_where_from(thomas)


async def test_hidden_rows_are_told_and_read_only_on_demand(thomas: Talker) -> None:
    def hide(sheet: object) -> None:
        sheet.row_dimensions[3].hidden = True  # type: ignore[attr-defined]  # openpyxl's own

    asked = await thomas.sends_file("list.xlsx", xlsx(SHEET, change=hide))
    assert asked.startswith("E14 Part of what would be read is hidden in the sheet.")
    assert "Hidden rows: 3" in asked

    await thomas.presses("Read the hidden part too")
    await thomas.says("2")

    assert "Accepted: 2." in await says_where_from(thomas)


async def test_columns_without_known_headings_are_asked_for_one_by_one(thomas: Talker) -> None:
    content = "Іван;Петренко;сірі;1999\nОльга;Сидоренко;карі;2001\n".encode()

    asked = await thomas.sends_file("list.csv", content)
    assert "Column 1 has no heading that is known." in asked
    assert "In it stands: Іван · Ольга" in asked
    await thomas.presses("given name")
    assert "given name" not in thomas.buttons
    await thomas.presses("family name")
    await thomas.presses("Leave this column out")
    first = await thomas.presses("birth")
    assert "What is the first row: headings, or a person?" in first
    assert "Іван · Петренко · сірі · 1999" in first
    await thomas.presses("A person")
    await thomas.says("2")

    report = await says_where_from(thomas)
    assert "1. Петренко Іван" in report
    assert "сірі" not in report


async def test_unknown_headings_can_be_left_out_all_at_once(thomas: Talker) -> None:
    content = "Прізвище;Ім'я;Очі;Зріст\nПетренко;Іван;сірі;180\n".encode()

    asked = await thomas.sends_file("list.csv", content)
    assert asked.startswith("E28 The heading of column 3 is not known: Очі")
    assert "Not known besides: Зріст" in asked

    assert "How many rows" in await thomas.presses("Leave out all that are not known")


async def test_a_bad_file_is_refused_before_anything_is_asked(thomas: Talker, tmp_path: Path) -> None:
    phone = "Прізвище;Ім'я;Телефон\nПетренко;Іван;1\n"
    for content, name, told in (
        (b"", "list.csv", "E01 The file is empty."),
        (
            phone.encode(),
            "list.csv",
            "E42 Personal data that we do not keep stands in these columns: Телефон.",
        ),
        (b"%PDF-1.7", "scan.pdf", "E18 Pictures and scans are not read."),
        (xlsx(SHEET)[:-50], "list.xlsx", "E12 The file is damaged."),
        (LIST.encode(), "list.xlsx", "E06 The name of the file says XLSX, its content is plain text."),
        (b"x" * (10 * 1024 * 1024 + 1), "list.csv", "E03 The file has 10 MB; the limit is 10 MB."),
    ):
        reply = await thomas.sends_file(name, content)

        assert reply.startswith(told)
        assert reply.endswith(NOTHING_STORED)
    assert "List edition" not in await thomas.says("/desk")
    refusals = "SELECT subject FROM audit WHERE act = 'file refused' ORDER BY place"
    codes = [code for (code,) in await behind_its_back(tmp_path, refusals)]
    assert codes == ["E01", "E42", "E18", "E12", "E06"]
    digests = await behind_its_back(tmp_path, "SELECT digest FROM audit WHERE subject = 'E42'")
    assert digests == [(f"sha256:{sha256(phone.encode()).hexdigest()}",)]


async def test_what_telegram_announces_as_too_large_is_not_fetched(thomas: Talker) -> None:
    done = thomas.world.sends_file(THOMAS.id, "list.csv", b"x" * (10 * 1024 * 1024 + 1))
    # Were it fetched, this would be told as a fault of ours.
    thomas.world.stage.files.by_id.clear()

    reply = await thomas.answer_to(done)

    assert reply.startswith("E03 ")


async def test_a_file_that_telegram_no_longer_has_is_a_fault_of_ours(thomas: Talker) -> None:
    done = thomas.world.sends_file(THOMAS.id, "list.csv", LIST.encode())
    thomas.world.stage.files.by_id.clear()

    assert "We could not read the file: the fault is ours." in await thomas.answer_to(done)


@pytest.mark.parametrize("path", ["/etc/hostname", "../../../../etc/hostname"])
async def test_no_path_that_telegram_names_reaches_a_file_of_this_machine(thomas: Talker, path: str) -> None:
    """The library takes a path that exists here for a file of a Bot API server of ours, and opens it."""
    done = thomas.world.sends_file(THOMAS.id, "list.csv", LIST.encode())
    files = thomas.world.stage.files.by_id
    files.update({id_: replace(stored, path=path) for id_, stored in files.items()})

    assert "We could not read the file: the fault is ours." in await thomas.answer_to(done)


@pytest.mark.parametrize("person", [THOMAS, OKSANA], ids=["en", "uk"])
async def test_a_photograph_of_a_list_is_refused_in_the_moderators_language(
    house: House, person: object
) -> None:
    told = {
        THOMAS.id: "E18 Pictures and scans are not read.",
        OKSANA.id: "E18 Зображень і сканів ми не читаємо.",
    }
    talker = house.talker(person)  # type: ignore[arg-type]  # one of the two
    await talker.says("/start")

    assert told[talker.person.id] in await talker.sends("photo")


async def test_another_number_of_rows_than_expected_refuses_the_file_as_a_whole(thomas: Talker) -> None:
    await thomas.sends_file("list.csv", LIST.encode())

    reply = await thomas.says("1204")

    assert reply.startswith("E30 You expected 1,204 rows; the file has 2.")
    assert reply.endswith(NOTHING_STORED)
    assert "We hold no list to search" in await thomas.says("Petrenko Ivan Vasylovych")


async def test_a_list_without_an_address_or_a_day_is_not_taken(thomas: Talker) -> None:
    await thomas.sends_file("list.csv", LIST.encode())
    await thomas.says("2")
    await thomas.presses(thomas.buttons[0])
    await thomas.presses("Another list")
    await thomas.presses("Another publisher")
    await thomas.says("Invented Headquarters")
    await thomas.presses("a state body of Ukraine")

    assert (await thomas.says("in the newspaper")).startswith("E43 A list needs the full address")
    await thomas.says("https://example.org/list")
    assert (await thomas.says("yesterday")).startswith("E43 A list needs the full address")
    await thomas.says("9.06.2025")
    assert "Accepted: 2." in await thomas.presses("Save")


async def test_the_very_same_list_again_is_refused_with_who_and_when(house: House, thomas: Talker) -> None:
    await uploads(thomas)

    async def again(talker: Talker) -> str:
        await talker.sends_file("another-name.csv", LIST.replace(";", ",").encode())
        await talker.says("2")
        await talker.presses(talker.buttons[0])
        await talker.presses("Invented Headquarters, June 9, 2025")
        return await talker.presses("Save")

    assert "E19 This very list is edition 1 already: you uploaded it on" in await again(thomas)
    assert "E19 This very list is edition 1 already: another moderator uploaded it on" in await again(
        house.oksana
    )


async def test_a_fifth_fewer_rows_need_a_reason_that_both_moderators_read(house: House) -> None:
    first, second = await ready_house(house)
    await first.sends_file("list.csv", "Прізвище;Ім'я\nБондар;Олег\n".encode())
    await first.says("1")
    await first.presses(first.buttons[0])

    asked = await first.presses("Invented Headquarters, June 9, 2025")
    assert asked.startswith("E31 The edition has 1 rows, the published one has 2.")
    await first.says("The headquarters took a name back.")
    report = await first.presses("Save")
    await first.presses("Submit")
    await second.says("/desk")
    seen = await second.presses("List edition 2: waits")

    for text in (report, seen):
        assert "Against it, rows added: 1, removed: 2, changed: 0." in text
        assert "Reason given: The headquarters took a name back." in text


async def test_the_findings_show_every_fault_and_every_change_and_no_cell_is_active(house: House) -> None:
    first, _ = await ready_house(house)
    rows = ("Петренко;Іван;Васильович;1998", "Бондар;Олег;;", "=1+1;Іван;;")
    await first.sends_file("list.csv", "\n".join((";".join(HEADINGS), *rows)).encode())
    await first.says("3")
    await first.presses(first.buttons[0])
    await first.presses("Invented Headquarters, June 9, 2025")
    await first.presses("Save")

    workbook = load_workbook(io.BytesIO(await first.gets_file("Findings as a file")))

    assert workbook.sheetnames == ["Overview", "Faults", "Changes"]
    faults = [[cell.value for cell in row] for row in workbook["Faults"].iter_rows(min_row=2)]
    changes = [[cell.value for cell in row] for row in workbook["Changes"].iter_rows(min_row=2)]
    assert [row[:2] for row in faults] == [["E37", "4"]]
    assert [
        "changed",
        "2",
        "2",
        "Петренко Іван Васильович, 1999",
        "Петренко Іван Васильович, 1998",
        "Петренко Іван Васильович [1999 → 1998]",
    ] in changes
    assert ["removed", "3", None, "Sydorenko Olha, 2001", None, None] in changes
    assert ["added", None, "3", None, "Бондар Олег", None] in changes
    every = [
        cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]
    assert {cell.data_type for cell in every} == {"s"}


async def test_whatever_a_file_is_called_it_is_read(thomas: Talker) -> None:
    for name in (
        "../../etc/passwd.csv",
        "/etc/passwd",
        "список\u202evsc.csv",
        "💙" * 50 + ".csv",
        "x" * 300 + ".csv",
        "a\x00b\n.csv",
        "",
    ):
        assert "How many rows" in await thomas.sends_file(name, LIST.encode()), name


async def test_a_half_answered_upload_survives_a_restart(house: House, thomas: Talker) -> None:
    await thomas.sends_file("list.csv", LIST.encode("cp1251"))

    await house.restarts()

    assert "How many rows" in await thomas.presses("They read well in CP1251")


async def test_an_upload_can_be_left_and_nothing_of_it_stays(thomas: Talker) -> None:
    await thomas.says(LIST)
    await thomas.presses("Leave the form")

    assert "We hold no list to search" in await thomas.says("Petrenko Ivan Vasylovych")


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
async def test_a_list_in_each_language_goes_all_the_way(house: House, language: str) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    words = WORDS[language]

    await uploads(first, xlsx(words.rows), rows=len(words.people), name="list.xlsx")
    await publishes(first, second)
    await first.says("/desk")
    await first.presses("I looked for new lists now")

    family, given, patronymic, year = words.people[0]
    answer = unescape(await house.follower.says(f"{family} {given} {patronymic}, {year}"))
    assert f"This name is on a list: {family} {given} {patronymic}, {year}." in answer
