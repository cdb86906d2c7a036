"""The playground's page in a real browser: people ask, follow, publish and are told, by what they see."""

import pytest
from playwright.async_api import expect
from telegram import BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup

from bot.playground.people import EMILY, HALYNA, OKSANA, THOMAS
from bot.playground.world import TOKEN
from handlers.transport import make_bot
from tests.browser.screen import Screen
from tests.house import House
from tests.moderating import LINK, LIST, ROWS
from tests.playground.test_botapi_profile import a_png

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

GROUP = "June 9, 2025 · Ukraine · under 25"


async def chooses_english(screen: Screen) -> None:
    """Let the person whose chat is open choose English."""
    await screen.chooses("language", sees="English")
    await screen.presses("English", sees="The language of this chat is English now.")


async def makes_group(screen: Screen) -> None:
    """Make an exchange and a group in it, which families do not see so far."""
    await screen.chooses("desk", sees="Nothing waits.")
    await screen.presses("Set up", sees="What shall be set up?")
    await screen.presses("New exchange", sees="agreement")
    await screen.presses("No agreement", sees="On which day")
    await screen.writes("9.06.2025", sees="Please check:")
    await screen.presses("Save", sees="Saved.")
    await screen.chooses("desk", sees="Nothing waits.")
    await screen.presses("Set up", sees="What shall be set up?")
    await screen.presses("New exchange group", sees="To which exchange")
    await screen.presses("Exchange of June 9, 2025", sees="Which side")
    await screen.presses("Ukraine", sees="Of which category")
    await screen.presses("under 25", sees="For which day")
    await screen.presses("Leave open", sees="Please check:")
    await screen.presses("Save", sees="Saved. Families do not see")


async def records(screen: Screen, kind: str) -> None:
    """Record what Ukraine stated about the group."""
    await screen.chooses("desk", sees="Nothing waits.")
    await screen.presses("Record a statement", sees="What is the statement about?")
    await screen.presses(GROUP, sees="Who made the statement?")
    await screen.presses("Ukraine", sees="What does it state?")
    await screen.presses(kind, sees="Which number")
    await screen.presses("Leave open", sees="Their own words")
    await screen.presses("Leave open", sees="Who published")
    await screen.writes("Invented Agency", sees="On which day")
    await screen.writes("9.06.2025", sees="The address")
    await screen.writes(LINK, sees="Please check:")
    await screen.presses("Save", sees="It waits for a second moderator.")


async def agrees(screen: Screen, *, sees: str) -> None:
    """Agree as the second person to the statement that waits."""
    await screen.chooses("desk", sees="Waits for you:")
    await screen.presses("Statement waits: Ukraine", sees="It waits for a second moderator.")
    await screen.presses("Agree as the second person", sees="Type these four characters")
    await screen.types_the_code(sees=sees)


async def drops_list(screen: Screen) -> None:
    """Drop a list on the chat and answer what is asked about it."""
    await screen.drops_file("list.csv", LIST, sees="How many rows")
    await screen.writes(str(ROWS), sees="Which exchange group")
    await screen.presses(GROUP, sees="new edition")
    await screen.presses("Another list", sees="Who published")
    await screen.presses("Another publisher", sees="name of the publisher")
    await screen.writes("Invented Headquarters", sees="What is this publisher?")
    await screen.presses("a state body of Ukraine", sees="The address of the list?")
    await screen.writes("https://example.org/list", sees="On which day")
    await screen.writes("9.06.2025", sees="Please check:")
    await screen.presses("Save", sees="Draft: nothing of it is searched.")


async def publishes(screen: Screen) -> None:
    """Publish the submitted list as the second person."""
    await screen.chooses("desk", sees="Waits for you:")
    await screen.presses("List edition 1: waits", sees="Петренко Іван Васильович")
    await screen.presses("Publish as the second person", sees="Type these four characters")
    await screen.types_the_code(sees="Published: it is searched now.")


async def test_a_mother_asks_and_a_follower_is_told_once_two_moderators_have_agreed(
    desk: Screen,
) -> None:
    for moderator in (OKSANA, THOMAS):
        await desk.opens(moderator)
        await desk.starts(sees="Vdoma")
        await chooses_english(desk)
    await makes_group(desk)
    await records(desk, "announcement")
    await desk.opens(OKSANA)
    await agrees(desk, sees="Published.")

    await desk.opens(THOMAS)
    await drops_list(desk)
    report = desk.said("Rows in the file: 2. Accepted: 2. Rejected: 0.")
    place = await report.get_attribute("data-message-id")
    await desk.button("Submit").click()
    edited = desk.page.locator(f'[data-message-id="{place}"]')
    await expect(edited).to_contain_text("It waits for a second moderator.")
    await expect(edited.locator(".meta")).to_contain_text("edited")
    await desk.opens(OKSANA)
    await publishes(desk)
    await desk.chooses("desk", sees="Nobody has pressed")
    await desk.presses("I looked for new lists now", sees="Noted: new lists were looked for")

    await desk.opens(HALYNA)
    await desk.starts(sees="Vdoma")
    await desk.writes("петренко іван васильович 1999", sees="Петренко Іван Васильович, 1999")
    await expect(desk.said("Петренко Іван Васильович, 1999")).to_contain_text("Invented Headquarters")

    await desk.opens(EMILY)
    await desk.starts(sees="This is Vdoma.")
    await desk.writes("/batches", sees="State: announced.")
    await desk.button(GROUP).click()
    await expect(desk.said("What was stated about this exchange group:")).to_be_visible()
    await desk.presses("Follow", sees="You follow")

    await desk.opens(THOMAS)
    await records(desk, "confirmation that it took place")
    await desk.opens(OKSANA)
    await expect(desk.unread(EMILY)).to_be_hidden()
    await agrees(desk, sees="Agreed.")

    await expect(desk.unread(EMILY)).to_have_text("1 unread")
    await expect(desk.row(EMILY)).to_contain_text("has confirmed that the exchange took place")
    # Moderators are told of the alerts meanwhile, in as many messages as that takes.
    await desk.counts_unread_in_its_title()
    await desk.opens(EMILY)
    await expect(desk.unread(EMILY)).to_be_hidden()
    alert = desk.said("has confirmed that the exchange took place")
    await expect(alert).to_contain_text("Alert 1.")
    await expect(desk.page.locator(".new-line + li")).to_contain_text("has confirmed")
    await alert.get_by_role("button", name="Stop following").click()
    await expect(desk.said("You no longer follow")).to_be_visible()
    await desk.fits()


async def test_on_a_phone_one_goes_from_the_people_to_a_chat_and_back(phone: Screen) -> None:
    await expect(phone.row(EMILY)).to_be_visible()
    await expect(phone.composer).to_be_hidden()
    await phone.fits()

    await phone.row(EMILY).tap()
    await expect(phone.row(EMILY)).to_be_hidden()
    await expect(phone.page.locator("#intro-hint")).to_contain_text("Write /batches")
    await phone.page.get_by_test_id("start").tap()
    await expect(phone.said("This is Vdoma.")).to_be_visible()
    await phone.fits()
    await phone.composer.fill("Petrenko Ivan Vasylovych, 1999\n" + "w" * 400)
    await phone.fits()
    await phone.page.get_by_test_id("send").tap()
    await expect(phone.composer).to_have_value("")
    await expect(phone.said("We could not make out one person’s name")).to_be_in_viewport()
    await phone.fits()

    await phone.page.get_by_test_id("details").tap()
    await expect(phone.page.get_by_role("dialog", name="About this person")).to_be_visible()
    await phone.fits()
    await phone.page.get_by_role("button", name="Close").tap()

    await phone.page.get_by_test_id("back").tap()
    await expect(phone.row(EMILY)).to_contain_text("We could not make out")
    await phone.row(HALYNA).tap()
    await expect(phone.page.get_by_test_id("start")).to_be_visible()
    await phone.page.go_back()
    await expect(phone.row(HALYNA)).to_be_visible()


async def test_what_arrives_while_the_list_of_people_is_open_is_marked_on_a_phone(
    phone: Screen, house: House
) -> None:
    await house.follower.says("/start")

    await expect(phone.unread(EMILY)).to_have_text("1 unread")
    await phone.row(EMILY).tap()
    await phone.page.get_by_test_id("back").tap()
    await expect(phone.unread(EMILY)).to_be_hidden()


async def test_photos_files_and_edits_are_shown_as_they_arrive(desk: Screen, house: House) -> None:
    await house.follower.says("/start")
    await desk.opens(EMILY)
    row = InlineKeyboardMarkup([[InlineKeyboardButton("Source", url="https://example.org/")]])
    async with make_bot(TOKEN, api=house.settings.telegram_api) as bot:
        sent = await bot.send_message(EMILY.id, "<b>First</b> form", parse_mode="HTML")
        await expect(desk.said("First form").locator("b")).to_have_text("First")

        await bot.edit_message_text("Second form", EMILY.id, sent.message_id, reply_markup=row)
        await expect(desk.said("Second form").locator(".meta")).to_contain_text("edited")
        await expect(desk.said("First form")).to_be_hidden()
        link = desk.page.get_by_role("link", name="Source")
        await expect(link).to_have_attribute("href", "https://example.org/")

        await bot.send_message(EMILY.id, "<blockquote>Asked</blockquote>\nAnswer", parse_mode="HTML")
        await expect(desk.said("Answer")).to_be_visible()
        assert await desk.said("Answer").locator(".words").inner_text() == "Asked\nAnswer"

        await bot.send_photo(EMILY.id, a_png(), caption="A picture")
        picture = desk.said("A picture").get_by_role("img", name="Picture")
        await expect(picture).to_have_js_property("naturalWidth", 8)

        await bot.send_document(EMILY.id, b"a;b\n", filename="report.csv")
        async with desk.page.expect_download() as download:
            await desk.said("report.csv").get_by_test_id("document").click()
        assert (await download.value).suggested_filename == "report.csv"

        await desk.opens(HALYNA)
        await bot.edit_message_text("Third form", EMILY.id, sent.message_id)
        await expect(desk.page.get_by_test_id(f"changed-{EMILY.id}")).to_be_visible()
        await desk.opens(EMILY)
        await expect(desk.page.get_by_test_id(f"changed-{EMILY.id}")).to_be_hidden()
        await expect(desk.said("Third form")).to_be_visible()


async def test_a_file_of_anybody_else_is_refused_and_what_people_write_is_never_run(desk: Screen) -> None:
    await desk.opens(EMILY)
    await desk.starts(sees="This is Vdoma.")

    await desk.picks_file("list.csv", LIST, sees="We did not open or keep what you sent.")
    await desk.writes("<img src=x onerror=alert(1)>", sees="This does not look like a name.")

    mine = desk.page.locator("[data-testid=message][data-from=person]")
    await expect(mine.filter(has_text="list.csv")).to_contain_text("download")
    await expect(mine.last).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(desk.page.locator("#messages .words img")).to_have_count(0)


async def test_a_person_who_blocked_the_bot_is_told_so_and_may_come_back(desk: Screen) -> None:
    await desk.opens(EMILY)
    await desk.starts(sees="This is Vdoma.")

    await desk.page.get_by_test_id("block").check()

    await expect(desk.page.get_by_text("Emily R. has blocked the bot.")).to_be_visible()
    await expect(desk.composer).to_be_hidden()
    await expect(desk.row(EMILY)).to_contain_text("blocked")
    await desk.page.get_by_test_id("unblock").click()
    await expect(desk.composer).to_be_focused()
    await desk.page.keyboard.type("/stop\n")
    await expect(desk.said("No more alerts will come to this chat.")).to_be_visible()


async def test_commands_are_offered_while_one_types_and_chosen_by_keyboard(
    desk: Screen, house: House
) -> None:
    await desk.opens(EMILY)
    await desk.starts(sees="This is Vdoma.")
    menu = desk.page.get_by_test_id("commands-menu")

    await desk.composer.press_sequentially("/ba")

    await expect(menu.get_by_role("button")).to_have_count(1)
    await desk.composer.press("ArrowDown")
    await desk.page.keyboard.press("Enter")
    await expect(menu).to_be_hidden()
    await expect(desk.said("No exchange is announced here.")).to_be_visible()
    await desk.composer.press_sequentially("/")
    await expect(menu).to_be_visible()
    async with make_bot(TOKEN, api=house.settings.telegram_api) as bot:
        await bot.set_my_commands([("anew", "Set just now")], scope=BotCommandScopeChat(EMILY.id))
    await expect(menu.get_by_role("button")).to_have_text(["/anew Set just now"])
    await desk.page.keyboard.press("Escape")
    await expect(menu).to_be_hidden()
