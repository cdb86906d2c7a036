"""`vdoma ask`: the answer of the chat at the terminal, and no fault that looks like a "no"."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.errors import StoreUnavailable
from bot.playground.world import TOKEN
from bot.settings import Settings
from bot.terminal.ask import CannotAsk, ask
from tests.services.office import STALE_AFTER, Office
from tests.storage.builders import AS_SETTING
from tests.test_process import ended, start

LISTED, ABSENT = "Вигаданець Тарас Петрович, 2002", "Небувальний Остап Іванович, 2001"
YEARS = timedelta(days=3650)


async def asks(
    office: Office, text: str, *, language: str = "en", as_json: bool = False, **given: bool
) -> str:
    settings = Settings.model_construct(
        database_url=f"sqlite:///{office.path}",
        owners=frozenset(),
        keys=AS_SETTING,
        hold=STALE_AFTER,
        # The office lives in its own time, the command in ours.
        stale_after=YEARS,
    )
    return await ask(
        settings, text, language=language, as_json=as_json, knows_no_more=given.get("knows_no_more", False)
    )


async def test_the_answer_is_that_of_the_chat_without_its_markup(office: Office) -> None:
    await office.published_list()

    answer = await asks(office, LISTED)

    assert "This name is on a list: Вигаданець Тарас Петрович, 2002." in answer
    assert "link (https://" in answer
    assert "<" not in answer


async def test_a_language_can_be_chosen(office: Office) -> None:
    await office.published_list()

    assert "Таке ім’я є у списку" in await asks(office, LISTED, language="uk")
    assert "В списках, где мы искали, такого имени нет" in await asks(office, ABSENT, language="ru")


async def test_a_script_gets_the_answer_with_source_state_and_moment(office: Office) -> None:
    await office.published_list()

    record = json.loads(await asks(office, LISTED, as_json=True))

    assert record["answer"] == "listed"
    assert record["understood"] == {
        "family": "Вигаданець",
        "given": "Тарас",
        "patronymic": "Петрович",
        "birth_year": 2002,
    }
    assert record["printed"] == [{"name": "Вигаданець Тарас Петрович", "birth_year": 2002}]
    (source,) = record["sources"]
    assert (source["class"], source["state"], source["edition"]) == ("receiving_side", "announced", 1)
    assert record["searched_up_to"]
    assert record["lists_searched"] == 1


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (ABSENT, {"answer": "not_listed"}),
        ("Вигаданець Тарас", {"answer": "needs_more"}),
        (
            "Вигаданець Тарас Петрович 1999",
            {"answer": "similar", "grade": "possible", "differs": ["birth year"]},
        ),
        ("Вигаданець Тарсс Петрович", {"answer": "similar", "grade": "likely"}),
        (f"{ABSENT}, Вербенко Остап 1999", {"answer": "not_listed", "further_people": 1}),
    ],
)
async def test_each_kind_of_answer_has_its_word(office: Office, text: str, answer: dict[str, object]) -> None:
    await office.published_list()

    record = json.loads(await asks(office, text, as_json=True))

    assert {name: record[name] for name in answer} == answer
    assert ("printed" in record and bool(record["printed"])) == (answer.get("grade") == "likely")


async def test_who_knows_no_more_is_not_asked_again(office: Office) -> None:
    await office.published_list()

    record = json.loads(await asks(office, "Вигаданець Тарас", as_json=True, knows_no_more=True))

    assert (record["answer"], record["grade"], record["printed"]) == ("similar", "likely", [])


async def test_what_is_no_name_is_told_and_gets_no_answer(office: Office) -> None:
    await office.published_list()

    with pytest.raises(CannotAsk, match="family name and the given name"):
        await asks(office, "Вигаданець")


async def test_where_nothing_can_be_searched_there_is_no_answer(office: Office) -> None:
    with pytest.raises(CannotAsk, match="says nothing about the person"):
        await asks(office, LISTED)


async def test_a_database_that_is_none_is_a_fault(office: Office) -> None:
    office.path.write_bytes(b"no database" * 100)

    with pytest.raises(StoreUnavailable):
        await asks(office, LISTED)


async def test_the_command_ends_with_three_if_it_could_not_look(tmp_path: Path) -> None:
    process = await start(tmp_path, "ask", LISTED, telegram_token=TOKEN)

    code, printed = await ended(process)

    assert code == 3
    assert "says nothing about the person" in printed
    assert "Traceback" not in printed
