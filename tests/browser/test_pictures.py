"""The June 2025 story on the page, a list with faults, and pictures of both for the documents.

`pytest tests/browser --pictures docs/pictures` takes them anew.
"""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from bot.playground.people import DEMO_PEOPLE, EMILY, HALYNA, MARINA, THOMAS
from bot.playground.story import Story
from bot.playground.story_names import SON
from tests.browser.screen import PHONE, open_screen
from tests.house import House
from tests.moderating import announces, says_where_from, two_moderators

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

_DESK = ViewportSize(width=1440, height=900)
_WIDTH = 1280
"""Dots of the picture of the desk: an answer and an alert stand on it together."""
_ROMANISED_SON = "Polynotsvit Nazar Ostapovych, 2003"
_LARGEST = 250_000
"""Bytes: a README is read on telephones too."""


async def test_the_story_is_played_from_the_page_and_pictured(
    browser: Browser, house: House, pictures: Path
) -> None:
    alerted, go_on = asyncio.Event(), asyncio.Event()
    address = house.settings.telegram_api

    async def pause(_: float) -> None:
        """Between two steps: the follower asks on her own, and looks at the alert that comes later."""
        asked = any(message.text == _ROMANISED_SON for message in house.world.chat(EMILY.id))
        if house.world.chat(MARINA.id) and not asked:
            await desk.writes(_ROMANISED_SON, sees=f"This name is on a list: {SON}.")
        if any("has confirmed" in said for said in house.follower.shown) and not alerted.is_set():
            alerted.set()
            await go_on.wait()

    house.world.people = {person.id: person for person in DEMO_PEOPLE}
    house.world.on_story = Story(house.world, house.services, address, pause).play
    async with open_screen(browser, address, _DESK, scale=_WIDTH / _DESK["width"]) as desk:
        await desk.opens(EMILY)
        await desk.page.get_by_test_id("story").click()
        await asyncio.wait_for(alerted.wait(), 30)
        alert = desk.said("has confirmed that the exchange took place:")
        await expect(alert).to_contain_text("Alert 1.")
        await alert.evaluate("node => node.scrollIntoView({ block: 'end' })")
        await desk.is_pictured(pictures / "desk.png")
        go_on.set()
        await expect(desk.page.get_by_text("The story has been played")).to_be_visible()
        await desk.fits()

    async with open_screen(browser, address, PHONE, scale=2) as phone:
        await phone.opens(HALYNA)
        await phone.page.get_by_role("button", name="Go to the newest messages").tap()
        await expect(phone.messages.last).to_contain_text(SON)
        await phone.fits()
        await phone.is_pictured(pictures / "phone.png")

    for picture in ("desk.png", "phone.png"):
        assert (pictures / picture).stat().st_size < _LARGEST


_LIST = """\
Прізвище;Ім’я;По батькові;Рік народження
Верболоз;Максим;Юхимович;2001
Зореграй;Тимофій;Лукич;2002
Tихоліс;Богдан;Зенонович;2004
Ясенець;Данило2;Гордійович;31.02.2005
"""


async def test_a_list_with_faults_is_sent_from_the_page_and_its_findings_pictured(
    browser: Browser, house: House, pictures: Path
) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    async with open_screen(browser, house.settings.telegram_api, PHONE, scale=2) as phone:
        await phone.opens(THOMAS)
        await phone.picks_file("list.csv", _LIST, sees="How many rows of names does the file have?")
        await phone.writes("4", sees="Which exchange group is the list about?")
        report = await says_where_from(first)
        assert "E34 family name, rows: 4 (Тихоліс?)." in report
        shown = phone.said("Rows in the file: 4.")
        await expect(shown).to_be_visible()
        await shown.evaluate("node => node.scrollIntoView({ block: 'start' })")
        await phone.fits()
        await phone.is_pictured(pictures / "findings.png")

    assert (pictures / "findings.png").stat().st_size < _LARGEST
