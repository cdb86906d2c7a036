"""Messages as a real python-telegram-bot sends them to the loopback Bot API."""

import asyncio

import httpx
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken

from bot.playground.people import EMILY, HALYNA, MARINA
from bot.playground.world import World


def a_keyboard(text: str = "Follow", data: str = "f:1") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=data)]])


async def test_the_bot_learns_who_it_is(bot: Bot, world: World) -> None:
    me = await bot.get_me()

    assert (me.username, me.is_bot, me.id) == (world.username, True, int(world.token.split(":")[0]))


async def test_a_message_comes_back_as_telegram_returns_it(bot: Bot, world: World) -> None:
    asked = world.says(HALYNA.id, "Доброго дня")

    message = await bot.send_message(
        HALYNA.id,
        "Вітаємо",
        reply_markup=a_keyboard(),
        protect_content=True,
        disable_notification=True,
        reply_parameters=ReplyParameters(asked.message_id),
    )

    assert message.message_id == asked.message_id + 1
    assert message.text == "Вітаємо"
    assert message.chat.id == HALYNA.id
    assert message.chat.type == "private"
    assert message.from_user is not None
    assert message.from_user.is_bot
    assert message.has_protected_content
    assert message.reply_to_message is not None
    assert message.reply_to_message.text == "Доброго дня"
    assert message.reply_markup == a_keyboard()
    assert abs(message.date.timestamp() - world.stage.now()) < 5


async def test_the_ledger_holds_what_was_shown_and_how(bot: Bot, world: World) -> None:
    await bot.send_message(
        HALYNA.id, "Тихо", reply_markup=a_keyboard(), disable_notification=True, protect_content=True
    )

    (record,) = world.ledger.of(HALYNA.id)
    assert (record.kind, record.text, record.silent, record.protected) == ("sent", "Тихо", True, True)
    assert record.buttons == (({"text": "Follow", "data": "f:1"},),)


async def test_an_edited_message_keeps_its_place_and_says_that_it_was_edited(bot: Bot, world: World) -> None:
    message = await bot.send_message(HALYNA.id, "перше", reply_markup=a_keyboard())

    edited = await bot.edit_message_text("друге", chat_id=HALYNA.id, message_id=message.message_id)

    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup) == ("друге", None)
    assert edited.edit_date is not None
    assert [each.text for each in world.chat(HALYNA.id)] == ["друге"]
    assert [record.kind for record in world.ledger.of(HALYNA.id)] == ["sent", "edited"]


async def test_only_the_buttons_of_a_message_change(bot: Bot, world: World) -> None:
    message = await bot.send_message(HALYNA.id, "перше", reply_markup=a_keyboard())

    await bot.edit_message_reply_markup(HALYNA.id, message.message_id, reply_markup=a_keyboard("Stop", "s:1"))

    (shown,) = world.chat(HALYNA.id)
    assert (shown.text, shown.labels) == ("перше", ["Stop"])


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot) -> None:
    message = await bot.send_message(HALYNA.id, "те саме")

    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("те саме", chat_id=HALYNA.id, message_id=message.message_id)


async def test_a_message_that_is_not_there_cannot_be_edited(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("друге", chat_id=HALYNA.id, message_id=99)


async def test_what_a_person_wrote_cannot_be_edited_by_the_bot(bot: Bot, world: World) -> None:
    asked = world.says(HALYNA.id, "Доброго дня")

    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("друге", chat_id=HALYNA.id, message_id=asked.message_id)


async def test_messages_are_taken_away_one_by_one_and_together(bot: Bot, world: World) -> None:
    first, second, third = [await bot.send_message(HALYNA.id, text) for text in "абв"]

    await bot.delete_message(HALYNA.id, first.message_id)
    await bot.delete_messages(HALYNA.id, [second.message_id, third.message_id, 999])

    assert world.chat(HALYNA.id) == []
    assert [record.kind for record in world.ledger.of(HALYNA.id)][3:] == ["deleted"] * 3


async def test_a_message_cannot_be_taken_away_twice(bot: Bot) -> None:
    message = await bot.send_message(HALYNA.id, "раз")
    await bot.delete_message(HALYNA.id, message.message_id)

    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(HALYNA.id, message.message_id)


async def test_at_most_a_hundred_messages_are_taken_away_at_once(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Too many message identifiers"):
        await bot.delete_messages(HALYNA.id, list(range(1, 102)))


@pytest.mark.parametrize("length", [1, 4096])
async def test_a_text_may_have_4096_characters(bot: Bot, length: int) -> None:
    message = await bot.send_message(HALYNA.id, "ї" * length)

    assert len(message.text or "") == length


@pytest.mark.parametrize(
    ("text", "problem"),
    [("ї" * 4097, "Message is too long"), ("", "text is empty"), (" \n ", "text is empty")],
)
async def test_a_text_too_long_or_empty_is_refused(bot: Bot, text: str, problem: str) -> None:
    with pytest.raises(BadRequest, match=problem):
        await bot.send_message(HALYNA.id, text)


async def test_a_text_is_measured_after_its_markup_is_read(bot: Bot) -> None:
    message = await bot.send_message(HALYNA.id, "<b>" + "ї" * 4096 + "</b>", parse_mode=ParseMode.HTML)

    assert len(message.text or "") == 4096


async def test_a_caption_may_have_1024_characters_and_no_more(bot: Bot) -> None:
    await bot.send_document(HALYNA.id, b"1", caption="ї" * 1024)

    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(HALYNA.id, b"1", caption="ї" * 1025)


async def test_a_button_carries_at_most_64_bytes(bot: Bot) -> None:
    await bot.send_message(HALYNA.id, "так", reply_markup=a_keyboard(data="ї" * 32))

    with pytest.raises(BadRequest, match="Button_data_invalid"):
        await bot.send_message(HALYNA.id, "ні", reply_markup=a_keyboard(data="ї" * 32 + "a"))


async def test_a_button_with_an_address_nobody_can_open_is_refused(bot: Bot) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Source", url="not an address")]])

    with pytest.raises(BadRequest, match="is invalid: wrong http url"):
        await bot.send_message(HALYNA.id, "ні", reply_markup=keyboard)


async def test_a_button_may_open_a_page_of_this_machine(bot: Bot, url: str) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Source", url=f"{url}/sources/1")]])

    message = await bot.send_message(HALYNA.id, "так", reply_markup=keyboard)

    assert message.reply_markup == keyboard


async def test_more_than_a_hundred_buttons_are_refused(bot: Bot) -> None:
    row = [InlineKeyboardButton("x", callback_data="x")]

    with pytest.raises(BadRequest, match="Reply markup is too long"):
        await bot.send_message(HALYNA.id, "ні", reply_markup=InlineKeyboardMarkup([row] * 101))


async def test_a_keyboard_of_another_kind_is_taken_but_not_returned(bot: Bot) -> None:
    message = await bot.send_message(HALYNA.id, "так", reply_markup=ReplyKeyboardMarkup([["1"]]))

    assert message.reply_markup is None


async def test_somebody_who_never_wrote_cannot_be_written_to(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(MARINA.id, "Добрый день")


async def test_somebody_who_blocked_the_bot_cannot_be_written_to(bot: Bot, world: World) -> None:
    world.blocks(HALYNA.id)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(HALYNA.id, "Доброго дня")

    world.unblocks(HALYNA.id)
    await bot.send_message(HALYNA.id, "Доброго дня")


async def test_a_reply_to_what_is_gone_is_refused_unless_allowed(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(HALYNA.id, "ні", reply_parameters=ReplyParameters(99))

    anyway = ReplyParameters(99, allow_sending_without_reply=True)
    await bot.send_message(HALYNA.id, "так", reply_parameters=anyway)


async def test_a_press_is_answered_once_and_the_person_sees_the_words(bot: Bot, world: World) -> None:
    message = await bot.send_message(HALYNA.id, "Питання", reply_markup=a_keyboard())
    world.presses(HALYNA.id, message.message_id, label="Follow")
    (update,) = await bot.get_updates()
    query = update.callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("f:1", HALYNA.id)
    assert query.message == message
    assert query.chat_instance

    await query.answer("Готово", show_alert=True)

    assert world.ledger.of(HALYNA.id)[-1].text == "Готово"
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer("Ще раз")


async def test_a_press_nobody_answered_in_time_cannot_be_answered(bot: Bot, world: World) -> None:
    message = await bot.send_message(HALYNA.id, "Питання", reply_markup=a_keyboard())
    world.presses(HALYNA.id, message.message_id, data="f:1")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None

    world.expires_queries()

    with pytest.raises(BadRequest, match="Query is too old and response timeout expired"):
        await update.callback_query.answer()


async def test_a_question_in_another_chat_is_answered_inline(bot: Bot, world: World) -> None:
    query_id = world.asks_inline(EMILY.id, "June")
    (update,) = await bot.get_updates()
    assert update.inline_query is not None

    await update.inline_query.answer([InlineQueryResultArticle("1", "9 June", InputTextMessageContent("x"))])

    answer = world.queries.inline_answers[query_id]
    assert answer is not None
    assert answer[0]["title"] == "9 June"


async def test_a_chat_action_is_taken_if_telegram_knows_it(bot: Bot) -> None:
    assert await bot.send_chat_action(HALYNA.id, ChatAction.TYPING)

    with pytest.raises(BadRequest, match="Wrong parameter action"):
        await bot.send_chat_action(HALYNA.id, "dancing")


async def test_a_chat_tells_who_it_is(bot: Bot) -> None:
    chat = await bot.get_chat(HALYNA.id)

    assert (chat.first_name, chat.type) == (HALYNA.first_name, "private")


async def test_logging_out_and_closing_are_accepted(bot: Bot) -> None:
    assert await bot.log_out()
    assert await bot.close()


async def test_a_wrong_token_is_unauthorized(url: str) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("1:wrong", base_url=f"{url}/bot"):
            pass


async def test_arguments_come_as_query_form_or_json_alike(world: World, url: str) -> None:
    address = f"{url}/bot{world.token}/sendMessage"
    wanted = {"chat_id": str(HALYNA.id), "text": "так"}
    async with httpx.AsyncClient() as client:
        answers = [
            await client.get(address, params=wanted),
            await client.post(address, data=wanted),
            await client.post(address.replace("sendMessage", "SENDMESSAGE"), json=wanted),
            await client.post(address, data=wanted, files={"unused": b"1"}),
        ]

    assert [answer.json()["result"]["text"] for answer in answers] == ["так"] * 4


async def test_requests_nobody_understands_are_refused_in_telegrams_words(world: World, url: str) -> None:
    async with httpx.AsyncClient(base_url=f"{url}/bot{world.token}") as client:
        unknown = await client.get("/sendTelepathy")
        no_chat = await client.get("/sendMessage", params={"text": "x"})
        no_json = await client.post(
            "/sendMessage", content=b"{", headers={"Content-Type": "application/json"}
        )

    assert unknown.json() == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert no_chat.json()["description"] == "Bad Request: chat_id is empty"
    assert no_json.status_code == 400


async def test_many_messages_at_once_all_arrive(bot: Bot, world: World) -> None:
    texts = [f"повідомлення {number}" for number in range(100)]

    await asyncio.gather(*(bot.send_message(HALYNA.id, text) for text in texts))

    assert sorted(each.text for each in world.chat(HALYNA.id)) == sorted(texts)
