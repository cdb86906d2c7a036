"""A browser, and the page on two screens over the whole bot.

One browser serves all tests of this folder; it lives in one event loop, and so do they.
"""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.browser.screen import ALONE, DESK, PHONE, Screen, open_screen
from tests.house import House, open_house


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", type=Path, metavar="FOLDER", help="write the README's pictures there")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is; without it the browser's tests are left out."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("no chromium is at hand (Debian: apt install chromium)")
    return found


@pytest_asyncio.fixture(loop_scope="package", scope="package")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ALONE)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="package")
async def house(tmp_path: Path, template: Path) -> AsyncIterator[House]:
    """The whole bot, in the browser's loop."""
    async with open_house(tmp_path, template) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="package")
async def desk(browser: Browser, house: House) -> AsyncIterator[Screen]:
    """The page on a desk."""
    async with open_screen(browser, house.settings.telegram_api, DESK) as screen:
        yield screen


@pytest_asyncio.fixture(loop_scope="package")
async def phone(browser: Browser, house: House) -> AsyncIterator[Screen]:
    """The page on a phone."""
    async with open_screen(browser, house.settings.telegram_api, PHONE) as screen:
        yield screen


@pytest.fixture
def pictures(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where pictures of the page go: nowhere that lasts, unless `--pictures` says so."""
    folder: Path = request.config.getoption("--pictures", None) or tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return folder
