"""What people do in the playground, and what the bot hears of it."""

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.playground.markup import units
from bot.playground.people import EMILY, HALYNA, MARINA, OKSANA, crowd
from bot.playground.world import World


async def the_update(bot: Bot) -> Update:
    (update,) = await bot.get_updates()
    return update


async def test_a_text_arrives_with_its_writer_and_its_command(bot: Bot, world: World) -> None:
    world.says(HALYNA.id, " /start b_9june ")

    message = (await the_update(bot)).message

    assert message is not None
    assert message.text == "/start b_9june"
    assert message.from_user is not None
    assert (message.from_user.id, message.from_user.language_code) == (HALYNA.id, "uk")
    assert [entity.type for entity in message.entities] == ["bot_command"]


async def test_a_reply_carries_what_it_replies_to(bot: Bot, world: World) -> None:
    question = await bot.send_message(HALYNA.id, "Рік народження?")

    world.says(HALYNA.id, "1999", reply_to=question.message_id)

    message = (await the_update(bot)).message
    assert message is not None
    assert message.reply_to_message is not None
    assert message.reply_to_message.text == "Рік народження?"


async def test_a_changed_text_arrives_as_an_edit(bot: Bot, world: World) -> None:
    done = world.says(HALYNA.id, "Іваненко")

    world.edits(HALYNA.id, done.message_id, "Іваненко Іван")

    _, update = await bot.get_updates()
    assert update.edited_message is not None
    assert update.edited_message.text == "Іваненко Іван"
    assert update.edited_message.edit_date is not None


def test_nobody_edits_what_they_did_not_write(world: World) -> None:
    with pytest.raises(LookupError):
        world.edits(HALYNA.id, 5, "щось")


@pytest.mark.parametrize(
    "kind",
    ["sticker", "voice", "photo", "contact", "location", "video", "audio", "video_note", "animation", "dice"],
)
async def test_what_is_no_text_arrives_as_telegram_sends_it(bot: Bot, world: World, kind: str) -> None:
    world.sends(HALYNA.id, kind)

    message = (await the_update(bot)).message

    assert message is not None
    assert getattr(message, kind)
    assert not message.text


async def test_a_forwarded_message_says_that_it_is_one(bot: Bot, world: World) -> None:
    world.sends(HALYNA.id, "forwarded", "Список")

    message = (await the_update(bot)).message

    assert message is not None
    assert message.forward_origin is not None
    assert message.text == "Список"


def test_nobody_sends_what_telegram_does_not_know(world: World) -> None:
    with pytest.raises(ValueError, match="nobody can send a smell"):
        world.sends(HALYNA.id, "smell")


async def test_only_buttons_that_are_there_can_be_pressed_unless_forged(bot: Bot, world: World) -> None:
    message = await bot.send_message(HALYNA.id, "без кнопок")

    with pytest.raises(LookupError, match="has no button 'f:1'"):
        world.presses(HALYNA.id, message.message_id, data="f:1")

    world.presses(HALYNA.id, message.message_id, data="f:1", forged=True)
    update = await the_update(bot)
    assert update.callback_query is not None
    assert update.callback_query.data == "f:1"


async def test_a_button_under_a_message_that_is_gone_names_it_by_its_id(bot: Bot, world: World) -> None:
    message = await bot.send_message(HALYNA.id, "зникне")
    await bot.delete_message(HALYNA.id, message.message_id)

    world.presses(HALYNA.id, message.message_id, data="old", forged=True)

    query = (await the_update(bot)).callback_query
    assert query is not None
    assert query.message is not None
    assert not query.message.is_accessible
    assert query.message.message_id == message.message_id


async def test_blocking_and_unblocking_are_told_as_telegram_tells_them(bot: Bot, world: World) -> None:
    world.blocks(HALYNA.id)
    world.blocks(HALYNA.id)
    world.unblocks(HALYNA.id)

    changes = [update.my_chat_member for update in await bot.get_updates()]

    assert [
        (change.old_chat_member.status, change.new_chat_member.status) for change in changes if change
    ] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]


def test_who_blocked_the_bot_cannot_write_to_it(world: World) -> None:
    world.blocks(HALYNA.id)

    with pytest.raises(LookupError, match="has blocked the bot"):
        world.says(HALYNA.id, "привіт")


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(bot: Bot, world: World) -> None:
    said = [
        world.says_in_group(-500, HALYNA.id, text)
        for text in (
            "просто розмова",
            "/batches",
            f"/batches@{world.username}",
            "/batches@another_bot",
            f"привіт, @{world.username}",
        )
    ]
    answer = await bot.send_message(-500, "Так?")
    said.append(world.says_in_group(-500, MARINA.id, "так", reply_to=answer.message_id))

    heard = [update.message.text for update in await bot.get_updates() if update.message]

    assert [done.update_id is not None for done in said] == [False, True, True, False, True, True]
    assert heard == ["/batches", f"/batches@{world.username}", f"привіт, @{world.username}", "так"]
    assert answer.chat.type == "group"


async def test_a_button_in_a_group_is_pressed_there(bot: Bot, world: World) -> None:
    world.says_in_group(-500, HALYNA.id, "/batches")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Follow", callback_data="f:1")]])
    message = await bot.send_message(-500, "Стан", reply_markup=keyboard)

    world.presses(MARINA.id, message.message_id, label="Follow", chat_id=-500)

    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.message == message
    assert query.from_user.id == MARINA.id


async def test_many_people_are_cheap(bot: Bot, world: World) -> None:
    people = crowd(10_000)
    world.adds(*people)
    world.opens(*(person.id for person in people))

    message = await bot.send_message(people[-1].id, "вам")

    assert message.chat.first_name == "Person 10000"
    assert not world.inbox.pending


async def test_a_file_is_sent_fetched_and_downloaded(bot: Bot, world: World) -> None:
    world.sends_file(OKSANA.id, "список.csv", "Іваненко;1999".encode("cp1251"), "text/csv", caption="ось")

    message = (await the_update(bot)).message
    assert message is not None
    assert message.document is not None
    assert (message.document.file_name, message.caption) == ("список.csv", "ось")
    file = await message.document.get_file()
    content = await file.download_as_bytearray()

    assert content.decode("cp1251") == "Іваненко;1999"
    assert file.file_size == len(content)


async def test_waiting_for_a_message_ends_with_what_was_shown_before(bot: Bot, world: World) -> None:
    await bot.send_message(HALYNA.id, "last words")

    with pytest.raises(TimeoutError, match="last words"):
        await world.next_message(HALYNA.id, timeout=0.01)


def test_every_person_of_the_demo_has_a_name_a_language_and_a_word_about_them(world: World) -> None:
    assert [person.language_code for person in world.people.values()] == ["uk", "ru", "en", "uk", "en"]
    assert all(person.about and units(person.first_name) < 20 for person in world.people.values())
    assert EMILY.role == "follower"
