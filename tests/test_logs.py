"""Logs hold events and ids: no name, no text, no person's number and not the token."""

import asyncio
import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.logs import ALLOWED, set_up_logs
from bot.playground.people import EMILY, HALYNA, MARINA, OKSANA, THOMAS
from bot.playground.world import TOKEN
from tests.house import House, open_house
from tests.moderating import agrees, ready_house, states

ROOT = Path(__file__).parent.parent
TYPED = ("Petrenko Ivan Vasylovych, 1999", "Kovalenko Oleh Petrovych, 1990", "Небувальний")
NAMES = ("Петренко", "Petrenko", "Васильович", "Vasylovych", "Kovalenko", "Sydorenko", "Небувальний")
TEXTS = ("This name is", "Invented", "Vdoma", "example.org/list")
PEOPLE = tuple(str(person.id) for person in (HALYNA, MARINA, EMILY, OKSANA, THOMAS))


# Run in a process of its own: setting up logs is for the whole program.


async def journey(folder: Path, template: Path) -> None:
    """A list, questions, a follow, a confirmation, an alert, a stranger's nonsense, and a refusal."""
    async with open_house(folder, template) as house:
        first, second = await ready_house(house)
        for text in TYPED:
            await house.follower.says(text)
        await house.follower.says(TYPED[0])
        await house.follower.presses("Follow")
        await states(first, kind="confirmation that it took place")
        await agrees(second)
        await house.follower.hears("has confirmed that the exchange took place")
        await house.follower.says("/forget")
        await goes_wrong(house)


async def goes_wrong(house: House) -> None:
    """What may quote a text when it goes wrong."""
    await house.stranger.says("4096 " * 800)
    await house.stranger.forges("forged:button:data")


def libraries_talk() -> None:
    """Say what libraries say, as they say it."""
    address = f"https://api.telegram.org/bot{TOKEN}/sendMessage"
    for name in (
        "httpx",
        "httpcore.http11",
        "telegram.ext.Updater",
        "aiosqlite",
        "uvicorn.access",
        "botocore",
    ):
        library = logging.getLogger(name)
        for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
            library.log(level, "HTTP Request: POST %s %s", address, NAMES[0], extra={"url": address})
        library.error(f"broken {address}")
        library.error("one %s of two %s", address)
        try:
            raise ValueError(address)
        except ValueError:
            library.exception("failed for %s", NAMES[0], stack_info=True)
    for line in (f"bare {address}", NAMES[0]):
        logging.getLogger().warning(line)


def we_talk() -> None:
    """Say more than may be said, by our own loggers of both kinds."""
    ours: structlog.stdlib.BoundLogger = structlog.get_logger("bot.services.example")
    ours.info("alert settled", alert="alert-1", name=NAMES[0], text=TYPED[0], chat_id=HALYNA.id)
    ours.debug("detail", id="detail-1", token=TOKEN)
    plain = logging.getLogger("handlers.example")
    plain.error("update unreadable", extra={"update": 17, "text": TYPED[0], "token": TOKEN})
    try:
        raise ValueError(NAMES[0], TOKEN)
    except ValueError as error:
        ours.exception("story broke off", error=type(error).__name__)
        plain.exception("update broke off", extra={"error": type(error).__name__})


def main(what: str, level: str, folder: str, template: str) -> None:
    set_up_logs(level)
    match what:
        case "journey":
            asyncio.run(journey(Path(folder), Path(template)))
        case "libraries":
            libraries_talk()
        case _:
            we_talk()


def logged(what: str, folder: Path, template: Path, *, level: str = "DEBUG") -> str:
    """Everything that a process writes to its errors and its output while it does this."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.test_logs", what, level, str(folder), str(template)],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    assert done.stdout == ""
    return done.stderr


def lines_of(log: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.splitlines()]


@pytest.fixture(scope="module")
def log_of_a_journey(tmp_path_factory: pytest.TempPathFactory, template: Path) -> str:
    return logged("journey", tmp_path_factory.mktemp("journey"), template)


def test_a_whole_journey_leaves_no_name_text_person_or_token_in_its_log(log_of_a_journey: str) -> None:
    events = {line["event"] for line in lines_of(log_of_a_journey)}
    assert "alert settled" in events, "the journey was really logged"

    for secret in (*NAMES, *TYPED, *TEXTS, *PEOPLE, TOKEN, TOKEN.partition(":")[2]):
        assert secret not in log_of_a_journey
        assert json.dumps(secret)[1:-1] not in log_of_a_journey


def test_every_line_is_one_object_of_allowed_fields(log_of_a_journey: str) -> None:
    fields = {field for line in lines_of(log_of_a_journey) for field in line}

    assert {"event", "level", "timestamp", "logger"} <= fields <= ALLOWED


def test_a_librarys_own_words_never_pass_even_at_debug(tmp_path: Path, template: Path) -> None:
    """httpx quotes the address with the token at INFO, telegram whole updates when they break."""
    log = logged("libraries", tmp_path, template)

    assert {line["event"] for line in lines_of(log)} == {"a library reports"}
    assert {line["level"] for line in lines_of(log) if line["logger"] == "httpx"} == {"warning", "error"}
    for secret in (TOKEN, "api.telegram.org", NAMES[0], json.dumps(NAMES[0])[1:-1]):
        assert secret not in log
    for trace in ("Traceback", "Stack", "libraries_talk"):
        assert trace not in log


def test_a_field_that_is_not_on_the_list_is_dropped_and_the_others_stay(
    tmp_path: Path, template: Path
) -> None:
    log = logged("ours", tmp_path, template)
    settled, detail, unreadable, story, update = lines_of(log)

    assert (settled["event"], settled["alert"]) == ("alert settled", "alert-1")
    assert (detail["event"], detail["id"]) == ("detail", "detail-1")
    assert (unreadable["event"], unreadable["update"]) == ("update unreadable", 17)
    assert (story["error"], update["error"]) == ("ValueError", "ValueError")
    assert {field for line in lines_of(log) for field in line} <= ALLOWED
    for secret in (NAMES[0], TYPED[0], TOKEN, str(HALYNA.id), "Traceback"):
        assert secret not in log
        assert json.dumps(secret)[1:-1] not in log


def test_at_the_usual_level_details_are_left_out(tmp_path: Path, template: Path) -> None:
    lines = lines_of(logged("ours", tmp_path, template, level="INFO"))

    assert "detail" not in {line["event"] for line in lines}


if __name__ == "__main__":
    main(*sys.argv[1:])
