"""What moderators see on their telephones, and the pictures of it for docs/moderating.md.

`pytest tests/browser --pictures docs/pictures` takes them anew.
"""

from pathlib import Path

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from bot.playground.people import EMILY, OKSANA, THOMAS, Person
from tests.browser.screen import PHONE, open_screen
from tests.house import House, code_in
from tests.moderating import announces, publishes, states, two_moderators, uploads

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

NAME = "Petrenko Ivan Vasylovych, 1999"
_LARGEST = 300_000
"""Bytes: the document is read on telephones too."""


TALL: ViewportSize = {**PHONE, "height": 1240}
"""A telephone on which the whole desk stands."""


async def pictured(
    browser: Browser, house: House, person: Person, path: Path, *, sees: str, size: ViewportSize = PHONE
) -> None:
    """Take a picture of the end of somebody's chat on a telephone."""
    async with open_screen(browser, house.settings.telegram_api, size, scale=2) as phone:
        await phone.opens(person)
        newest = phone.page.get_by_role("button", name="Go to the newest messages")
        if await newest.is_visible():
            await newest.tap()
        await expect(phone.messages.last).to_contain_text(sees)
        await phone.fits()
        await phone.is_pictured(path)
    assert size_of(path) < _LARGEST


def size_of(picture: Path) -> int:
    """Return its bytes."""
    return picture.stat().st_size


async def test_a_moderators_day_is_pictured(browser: Browser, house: House, pictures: Path) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    await uploads(first)
    await publishes(first, second)
    await first.says("/desk")
    await first.presses("Begin an exchange day")
    await first.presses("Checked: nothing new")
    await house.follower.says("/start")
    await house.follower.says(NAME)
    await house.follower.presses("Follow")

    await states(first, kind="claim that it took place", party="Russia")
    await house.follower.presses("Details")
    await house.follower.presses("Something is wrong")
    await house.follower.presses("It differs from its source")
    await second.says("/statement")
    await second.presses(second.buttons[0])
    await second.presses("Ukraine")
    await second.hears("Somebody reported something as wrong")
    await second.says("/desk")
    desk = pictures / "moderating-desk.png"
    await pictured(browser, house, OKSANA, desk, sees="Waits for you:", size=TALL)

    await second.presses("Statement waits")
    await second.presses("Agree as the second person")
    await pictured(browser, house, OKSANA, pictures / "moderating-second.png", sees="Type these four")
    await second.says(code_in(second.last))
    # The call about it may not come between what is pictured; the first was about the announcement.
    await house.world.until(lambda: sum("statement published." in text for text in first.shown) == 2)

    await first.says("/withdraw")
    await first.presses("Edition 1")
    await first.presses("The source has changed")
    await first.presses("Leave open")
    await pictured(browser, house, THOMAS, pictures / "moderating-preview.png", sees="Please check:")
    await first.presses("Save")
    await second.says("/desk")
    await second.presses("Withdrawal of")
    await second.says(code_in(await second.presses("Agree as the second person")))
    await house.follower.hears("There is an update on an answer of ours.")
    await house.follower.presses("Show")
    await pictured(
        browser, house, EMILY, pictures / "moderating-told.png", sees="please write the name again"
    )
