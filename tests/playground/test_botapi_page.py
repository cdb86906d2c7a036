"""What the page, and tests in other processes, talk to."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.playground.pageapi import PAGE
from bot.playground.people import EMILY, HALYNA
from bot.playground.world import World

BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Follow", callback_data="f:1")]])


@pytest.fixture
async def client(url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=url) as client:
        yield client


async def test_the_people_are_listed(client: httpx.AsyncClient, world: World) -> None:
    world.blocks(EMILY.id)

    people = (await client.get("/api/people")).json()

    assert people[0] == {
        "id": HALYNA.id,
        "name": "Галина П.",
        "language": "uk",
        "role": "relative",
        "about": HALYNA.about,
        "blocked": False,
    }
    assert [person["blocked"] for person in people] == [False, False, True, False, False]
    assert [person["role"] for person in people][2:] == ["follower", "moderator", "moderator"]


async def test_the_bot_is_described_in_the_persons_language(client: httpx.AsyncClient, bot: Bot) -> None:
    await bot.set_my_name("Перевірка", language_code="uk")
    await bot.set_my_commands([("start", "Почати")], language_code="uk")

    described = (await client.get("/api/bot", params={"person": HALYNA.id})).json()

    assert described == {
        "name": "Перевірка",
        "description": "",
        "short_description": "",
        "commands": [{"command": "start", "description": "Почати"}],
    }
    assert (await client.get("/api/bot", params={"person": "x"})).status_code == 404


async def test_a_chat_is_shown_in_its_present_form(client: httpx.AsyncClient, bot: Bot) -> None:
    await client.post(f"/api/people/{HALYNA.id}/text", json={"text": "Доброго дня"})
    message = await bot.send_message(
        HALYNA.id,
        "<b>Так</b> & ні",
        parse_mode="HTML",
        reply_markup=BUTTON,
        disable_notification=True,
        protect_content=True,
        reply_to_message_id=1,
    )
    await bot.edit_message_reply_markup(HALYNA.id, message.message_id, reply_markup=None)
    await bot.edit_message_reply_markup(HALYNA.id, message.message_id, reply_markup=BUTTON)

    chat = (await client.get(f"/api/chats/{HALYNA.id}")).json()

    assert chat["seq"] == 3
    asked, answered = chat["messages"]
    assert (asked["from"], asked["text"], asked["buttons"]) == ("person", "Доброго дня", [])
    assert answered.pop("at").endswith("+00:00")
    assert answered == {
        "id": 2,
        "from": "bot",
        "text": "Так & ні",
        "html": "<b>Так</b> &amp; ні",
        "buttons": [[{"text": "Follow", "data": "f:1"}]],
        "photo": None,
        "document": None,
        "edited": True,
        "silent": True,
        "protected": True,
        "reply_to": 1,
    }


async def test_a_chat_nobody_opened_and_a_group_are_shown_too(
    client: httpx.AsyncClient, world: World
) -> None:
    world.says_in_group(-500, HALYNA.id, "привіт")

    assert (await client.get(f"/api/chats/{EMILY.id}")).json() == {"seq": 0, "messages": []}
    assert (await client.get("/api/chats/-500")).json()["messages"][0]["text"] == "привіт"


async def test_a_button_is_pressed_from_the_page(client: httpx.AsyncClient, bot: Bot) -> None:
    message = await bot.send_message(HALYNA.id, "Питання", reply_markup=BUTTON)
    wanted = {"message_id": message.message_id, "data": "f:1"}

    pressed = await client.post(f"/api/people/{HALYNA.id}/press", json=wanted)

    assert pressed.json()["ok"]
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    await bot.delete_message(HALYNA.id, message.message_id)
    gone = await client.post(f"/api/people/{HALYNA.id}/press", json=wanted)
    assert gone.status_code == 409
    assert "error" in gone.json()


async def test_a_file_is_sent_from_the_page_and_only_ever_saved(
    client: httpx.AsyncClient, world: World
) -> None:
    page = b"<script>alert(1)</script>"

    sent = await client.post(f"/api/people/{HALYNA.id}/file", files={"file": ("a.html", page, "text/html")})

    assert sent.json()["ok"]
    document = world.chat(HALYNA.id)[0].as_page()["document"]
    assert (document["name"], document["size"]) == ("a.html", len(page))
    found = await client.get(f"/api/files/{document['file_id']}")
    assert found.content == page
    assert found.headers["content-type"] == "application/octet-stream"
    assert found.headers["content-disposition"] == "attachment"
    assert (await client.get("/api/files/nothing")).status_code == 404


async def test_a_photo_is_shown_as_a_picture(client: httpx.AsyncClient, world: World) -> None:
    world.sends(HALYNA.id, "photo")

    photo = world.chat(HALYNA.id)[0].as_page()["photo"]

    assert (await client.get(f"/api/files/{photo}")).headers["content-type"] == "image/png"


async def test_a_person_blocks_and_unblocks_from_the_page(client: httpx.AsyncClient, world: World) -> None:
    await client.post(f"/api/people/{HALYNA.id}/block", json={"blocked": True})
    refused = await client.post(f"/api/people/{HALYNA.id}/text", json={"text": "привіт"})
    await client.post(f"/api/people/{HALYNA.id}/block", json={"blocked": False})

    assert refused.status_code == 409
    assert world.says(HALYNA.id, "привіт").update_id


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"/api/people/{HALYNA.id}/text", {"text": " "}),
        (f"/api/people/{HALYNA.id}/text", {"text": "ї" * 4097}),
        (f"/api/people/{HALYNA.id}/text", []),
        (f"/api/people/{HALYNA.id}/press", {"message_id": "1"}),
        (f"/api/people/{HALYNA.id}/file", {}),
        ("/api/people/5/text", {"text": "a"}),
        ("/api/nothing", {}),
    ],
)
async def test_what_makes_no_sense_is_answered_with_an_error(
    client: httpx.AsyncClient, path: str, body: Any
) -> None:
    answer = await client.post(path, json=body)

    assert 400 <= answer.status_code < 500
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:8081"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
async def test_no_website_drives_the_playground(
    client: httpx.AsyncClient, world: World, headers: dict[str, str]
) -> None:
    for path in (f"/api/people/{HALYNA.id}/text", f"/bot{world.token}/getMe", "/"):
        assert (await client.post(path, json={"text": "a"}, headers=headers)).status_code == 403

    assert world.chat(HALYNA.id) == []


async def test_the_page_itself_may_drive_it(client: httpx.AsyncClient, url: str) -> None:
    port = url.rpartition(":")[2]
    for host in (f"127.0.0.1:{port}", f"localhost:{port}"):
        headers = {"Host": host, "Origin": f"http://{host}"}
        path = f"/api/people/{HALYNA.id}/text"
        assert (await client.post(path, json={"text": "a"}, headers=headers)).status_code == 200


async def the_events(client: httpx.AsyncClient, count: int) -> list[tuple[str, Any]]:
    """The next events of the stream; comments are left out."""
    found: list[tuple[str, Any]] = []
    async with client.stream("GET", "/api/events") as stream:
        name = ""
        async for line in stream.aiter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                found.append((name, json.loads(line.removeprefix("data: "))))
            if len(found) == count:
                break
    return found


async def test_everything_is_told_live(client: httpx.AsyncClient, bot: Bot, world: World) -> None:
    telling = asyncio.create_task(the_events(client, 9))
    await world.until(lambda: world.stage.events.listeners == 1)

    world.says(HALYNA.id, "привіт")
    await bot.send_chat_action(HALYNA.id, "typing")
    message = await bot.send_message(HALYNA.id, "Питання", reply_markup=BUTTON)
    world.presses(HALYNA.id, message.message_id, data="f:1")
    (*_, update) = await bot.get_updates()
    assert update.callback_query is not None
    await update.callback_query.answer("Готово", show_alert=True)
    await bot.edit_message_text("Так", HALYNA.id, message.message_id)
    await bot.delete_message(HALYNA.id, message.message_id)
    await bot.set_my_commands([("start", "x")])
    world.says(HALYNA.id, "\n\ndata: ні\n\n")
    world.tell_story({"step": 1, "of": 3, "title": "2 June"})
    told = await telling

    assert [name for name, _ in told] == [
        "message", "action", "message", "toast", "edit", "delete", "commands", "message", "story",
    ]  # fmt: skip
    by_place = [data for _, data in told]
    assert by_place[0]["person"] == HALYNA.id
    assert by_place[0]["message"]["text"] == "привіт"
    assert by_place[1] == {"person": HALYNA.id, "action": "typing"}
    assert by_place[3] == {"person": HALYNA.id, "text": "Готово", "alert": True}
    assert by_place[4]["message"]["edited"]
    assert by_place[5] == {"person": HALYNA.id, "message_id": message.message_id}
    assert by_place[6] == {"person": None}
    assert by_place[8]["title"] == "2 June"


async def test_an_open_page_learns_that_the_bot_describes_itself_anew(
    client: httpx.AsyncClient, bot: Bot, world: World
) -> None:
    telling = asyncio.create_task(the_events(client, 3))
    await world.until(lambda: world.stage.events.listeners == 1)

    await bot.set_my_name("Vdoma")
    await bot.set_my_description("Tells whether a name is on a list")
    await bot.set_my_short_description("Lists")

    assert await telling == [("commands", {"person": None})] * 3


async def test_a_page_that_went_away_is_not_told_any_more(client: httpx.AsyncClient, world: World) -> None:
    telling = asyncio.create_task(the_events(client, 1))
    await world.until(lambda: world.stage.events.listeners == 1)
    world.says(HALYNA.id, "привіт")
    await telling

    await world.until(lambda: world.stage.events.listeners == 0)


async def test_the_ledger_is_read_from_another_process(client: httpx.AsyncClient, bot: Bot) -> None:
    await bot.send_message(HALYNA.id, "так")

    (record,) = (await client.get("/api/ledger")).json()

    assert (record["seq"], record["chat_id"], record["kind"], record["text"]) == (1, HALYNA.id, "sent", "так")
    assert (await client.get("/api/ledger", params={"after": 1})).json() == []


async def test_the_page_is_served_with_what_belongs_to_it(client: httpx.AsyncClient) -> None:
    index = await client.get("/")

    assert index.headers["content-type"].startswith("text/html")
    for path in sorted(PAGE.iterdir()):
        served = await client.get(f"/page/{path.name}")
        assert served.content == path.read_bytes()
        assert served.headers["cache-control"] == "no-cache"
        assert ("javascript" in served.headers["content-type"]) == (path.suffix == ".js")
    assert (await client.get("/page/../server.py")).status_code == 404
    assert (await client.get("/page/%2e%2e/server.py")).status_code == 404


async def test_the_story_plays_once_at_a_time_and_tells_how_far_it_is(
    client: httpx.AsyncClient, world: World
) -> None:
    go_on = asyncio.Event()

    async def story() -> None:
        world.tell_story({"step": 1, "of": 2, "title": "2 June"})
        await go_on.wait()

    assert (await client.post("/api/story")).status_code == 404
    world.on_story = story
    assert (await client.get("/api/story")).json() == {"state": "ready", "step": 0, "of": 0, "title": ""}
    assert (await client.post("/api/story")).json() == {"ok": True}
    await world.until(lambda: world.story["step"] == 1)
    assert (await client.post("/api/story")).status_code == 409
    assert (await client.get("/api/story")).json()["state"] == "playing"
    go_on.set()
    await world.until(lambda: world.story["state"] == "played")


async def test_a_story_that_breaks_off_may_be_played_again(
    client: httpx.AsyncClient, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async def story() -> None:
        raise RuntimeError("no moderator at hand")

    world.on_story = story
    await client.post("/api/story")
    await world.until(lambda: "the story broke off" in caplog.text)

    assert world.story["state"] == "ready"


async def test_a_source_says_who_reported_it_and_when(client: httpx.AsyncClient, world: World) -> None:
    path = world.add_source(
        "pledge",
        publisher="UNN & others",
        date="2 June 2025",
        says="<At least> 1,200 each",
        address="https://example.org/a?b=1&c=2",
    )
    bare = world.add_source("bare", publisher="UNN", date="9 June 2025", says="First stage")

    page = (await client.get(path)).text

    assert "Published by <b>UNN &amp; others</b>, <b>2 June 2025</b>." in page
    assert "&lt;At least&gt; 1,200 each" in page
    assert 'href="https://example.org/a?b=1&amp;c=2"' in page
    assert "Address" not in (await client.get(bare)).text
    assert (await client.get("/sources/none")).status_code == 404
