"""Menus, names and descriptions per language and chat, and the files a bot sends."""

import struct
import zlib
from io import BytesIO

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InputFile,
    MenuButtonCommands,
)
from telegram.error import BadRequest, NetworkError

from bot.playground.files import picture_size
from bot.playground.people import EMILY, HALYNA, MARINA, OKSANA
from bot.playground.world import World


def a_png(width: int = 8, height: int = 4) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def test_each_person_is_shown_the_menu_of_their_language_and_chat(bot: Bot, world: World) -> None:
    world.opens(OKSANA.id)
    await bot.set_my_commands([BotCommand("start", "Begin")])
    await bot.set_my_commands(
        [BotCommand("start", "Почати")], scope=BotCommandScopeAllPrivateChats(), language_code="uk"
    )
    await bot.set_my_commands([BotCommand("desk", "Drafts")], scope=BotCommandScopeChat(OKSANA.id))

    menus = {person: world.profile.shown_to(person)["commands"] for person in (HALYNA, MARINA, EMILY, OKSANA)}

    assert menus[HALYNA] == [{"command": "start", "description": "Почати"}]
    assert menus[MARINA] == menus[EMILY] == [{"command": "start", "description": "Begin"}]
    assert menus[OKSANA] == [{"command": "desk", "description": "Drafts"}]


async def test_a_menu_is_read_back_and_taken_away_for_its_scope_and_language_alone(bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("/start", "Begin")])
    await bot.set_my_commands([BotCommand("start", "Почати")], language_code="uk")

    await bot.delete_my_commands(language_code="uk")

    assert await bot.get_my_commands() == (BotCommand("start", "Begin"),)
    assert await bot.get_my_commands(language_code="uk") == ()


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        (("Start", "x"), "Bot_command_invalid"),
        (("старт", "x"), "Bot_command_invalid"),
        (("a" * 33, "x"), "Bot_command_invalid"),
        (("start", ""), "Bot_command_description_invalid"),
        (("start", "x" * 257), "Bot_command_description_invalid"),
    ],
)
async def test_a_command_telegram_does_not_take_is_refused(
    bot: Bot, command: tuple[str, str], problem: str
) -> None:
    with pytest.raises(BadRequest, match=problem):
        await bot.set_my_commands([command])


async def test_more_than_a_hundred_commands_are_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Bot_commands_too_much"):
        await bot.set_my_commands([(f"c{number}", "x") for number in range(101)])


async def test_a_menu_for_a_chat_nobody_opened_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_my_commands([("start", "x")], scope=BotCommandScopeChat(MARINA.id))


async def test_a_language_has_two_letters(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Invalid language code"):
        await bot.set_my_commands([("start", "x")], language_code="ukr")


async def test_names_and_descriptions_are_kept_per_language(bot: Bot, world: World) -> None:
    await bot.set_my_name("Vdoma list check")
    await bot.set_my_name("Vdoma перевірка списків", language_code="uk")
    await bot.set_my_description("Long", language_code="uk")
    await bot.set_my_short_description("Short")

    assert (await bot.get_my_name(language_code="uk")).name == "Vdoma перевірка списків"
    assert (await bot.get_my_name(language_code="ru")).name == "Vdoma list check"
    assert (await bot.get_my_description("uk")).description == "Long"
    assert (await bot.get_my_short_description()).short_description == "Short"
    shown = world.profile.shown_to(HALYNA)
    assert (shown["name"], shown["description"], shown["short_description"]) == (
        "Vdoma перевірка списків",
        "Long",
        "Short",
    )


async def test_an_empty_text_takes_the_text_of_its_language_away(bot: Bot) -> None:
    await bot.set_my_name("Перевірка", language_code="uk")
    await bot.set_my_name("", language_code="uk")

    assert (await bot.get_my_name("uk")).name == "Vdoma"


async def test_texts_of_the_bot_have_their_lengths(bot: Bot) -> None:
    for set_text, limit in (
        (bot.set_my_name, 64),
        (bot.set_my_short_description, 120),
        (bot.set_my_description, 512),
    ):
        await set_text("x" * limit)
        with pytest.raises(BadRequest, match="is too long"):
            await set_text("x" * (limit + 1))


async def test_the_menu_button_is_kept_for_its_chat(bot: Bot) -> None:
    await bot.set_chat_menu_button(HALYNA.id, MenuButtonCommands())

    assert await bot.get_chat_menu_button(HALYNA.id) == MenuButtonCommands()


async def test_a_document_comes_back_by_its_id_and_as_it_was(bot: Bot, world: World) -> None:
    message = await bot.send_document(HALYNA.id, BytesIO(b"a;b"), filename="report.csv", caption="Звіт")

    assert message.document is not None
    assert (message.document.file_name, message.document.file_size) == ("report.csv", 3)
    assert message.caption == "Звіт"
    again = await bot.send_document(HALYNA.id, message.document.file_id)
    assert again.document == message.document
    assert bytes(await (await bot.get_file(message.document.file_id)).download_as_bytearray()) == b"a;b"
    assert [record.file for record in world.ledger.of(HALYNA.id)] == [message.document.file_id] * 2


async def test_an_attached_file_is_found_by_its_name(bot: Bot) -> None:
    message = await bot.send_document(HALYNA.id, InputFile(b"a", filename="a.txt", attach=True))

    assert message.document is not None
    assert message.document.file_name == "a.txt"


async def test_a_photo_has_its_measures(bot: Bot, world: World) -> None:
    message = await bot.send_photo(HALYNA.id, a_png(320, 200), caption="<b>Час</b>", parse_mode="HTML")

    assert (message.photo[-1].width, message.photo[-1].height) == (320, 200)
    assert [entity.type for entity in message.caption_entities] == ["bold"]
    assert world.chat(HALYNA.id)[0].as_page()["photo"] == message.photo[-1].file_id


async def test_a_caption_is_edited_and_a_photo_has_no_text_to_edit(bot: Bot) -> None:
    message = await bot.send_photo(HALYNA.id, a_png(), caption="перше")

    edited = await bot.edit_message_caption(HALYNA.id, message.message_id, caption="друге")

    assert not isinstance(edited, bool)
    assert edited.caption == "друге"
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("третє", HALYNA.id, message.message_id)


async def test_a_text_has_no_caption_to_edit(bot: Bot) -> None:
    message = await bot.send_message(HALYNA.id, "текст")

    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(HALYNA.id, message.message_id, caption="друге")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"no picture", "Image_process_failed"),
        (b"", "File must be non-empty"),
        (a_png(9000, 2000), "Photo_invalid_dimensions"),
        (a_png(8, 8) + bytes(10 * 1024 * 1024), "Too big for a photo"),
    ],
)
async def test_a_photo_telegram_cannot_show_is_refused(bot: Bot, content: bytes, problem: str) -> None:
    with pytest.raises(BadRequest, match=problem):
        await bot.send_photo(HALYNA.id, content)


async def test_a_file_from_elsewhere_or_nowhere_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_document(HALYNA.id, "https://example.org/list.pdf")
    with pytest.raises(BadRequest, match="Wrong file_id"):
        await bot.get_file("nothing")


async def test_the_bot_sends_at_most_50_mb_and_downloads_at_most_20(bot: Bot, world: World) -> None:
    fits = world.sends_file(HALYNA.id, "20.bin", bytes(20 * 1024 * 1024))
    too_big = world.sends_file(HALYNA.id, "21.bin", bytes(20 * 1024 * 1024 + 1))
    first, second = [update.message for update in await bot.get_updates()]
    assert first is not None
    assert second is not None
    assert first.document is not None
    assert second.document is not None
    assert (first.message_id, second.message_id) == (fits.message_id, too_big.message_id)

    assert (await first.document.get_file()).file_size == 20 * 1024 * 1024
    with pytest.raises(BadRequest, match="File is too big"):
        await second.document.get_file()
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(HALYNA.id, bytes(50 * 1024 * 1024 + 1))


def test_the_measures_of_pictures_are_read() -> None:
    jpeg = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b080010002001011100ffd9")

    assert picture_size(jpeg) == (32, 16)
    assert picture_size(b"GIF89a" + struct.pack("<HH", 3, 5) + b"...") == (3, 5)
    assert picture_size(b"\xff\xd8\xff") is None
