"""The playground's page on somebody's screen, used as people use it: looking, typing, pressing."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, FilePayload, Locator, Page, ViewportSize, expect

from bot.playground.people import Person

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}

ALONE = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Chromium as a test wants it: in any container, and asking nobody outside."""

_PATIENCE_MS = 20_000

# Whatever holds more than its width shows; lines that are meant to end in "…" are not.
_TOO_WIDE = """() => [...document.querySelectorAll(":root, body, body *")]
    .filter((node) => node.checkVisibility() && !node.closest("svg, .visually-hidden"))
    .filter((node) => node.scrollWidth > node.clientWidth + 1)
    .filter((node) => getComputedStyle(node).overflowX !== "visible" || node.matches(":root, body"))
    .filter((node) => getComputedStyle(node).textOverflow !== "ellipsis")
    .map((node) => node.outerHTML.slice(0, 80))"""

_CARRIED_FILE = """([name, text]) => {
    const carried = new DataTransfer();
    carried.items.add(new File([text], name, { type: "text/csv" }));
    return carried;
}"""


@dataclass(slots=True)
class Screen:
    """One open page. Every step waits for what it promises."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    """What the browser's console reported as an error."""

    @property
    def messages(self) -> Locator:
        return self.page.get_by_test_id("message")

    @property
    def composer(self) -> Locator:
        return self.page.get_by_test_id("composer")

    def row(self, person: Person) -> Locator:
        """A person in the list at the left."""
        return self.page.get_by_test_id(f"person-{person.id}")

    def unread(self, person: Person) -> Locator:
        """The mark that says how many messages a person has not read."""
        return self.page.get_by_test_id(f"unread-{person.id}")

    async def counts_unread_in_its_title(self) -> None:
        """Wait until the title counts what nobody has read so far, which is something."""
        await self.page.wait_for_function(
            """() => {
                const marks = [...document.querySelectorAll("[data-testid^='unread-']:not([hidden])")];
                const unread = marks.reduce((sum, mark) => sum + (parseInt(mark.textContent) || 0), 0);
                return unread > 0 && document.title === `(${unread}) Vdoma playground`;
            }"""
        )

    def button(self, label: str) -> Locator:
        """The newest button with these words in the chat."""
        return self.page.get_by_test_id("messages").get_by_role("button", name=label, exact=True).last

    def said(self, words: str) -> Locator:
        """The newest message of the bot with these words."""
        return self.page.locator("[data-testid=message][data-from=bot]").filter(has_text=words).last

    async def opens(self, person: Person) -> None:
        """Choose whose chat to see."""
        await self.row(person).click()
        await expect(self.page.locator("#chat-name")).to_have_text(person.first_name)

    async def starts(self, *, sees: str) -> None:
        """Press Start in a chat in which nothing was said so far."""
        await self.page.get_by_test_id("start").click()
        await expect(self.said(sees)).to_be_visible()

    async def writes(self, text: str, *, sees: str) -> None:
        """Type a text, send it, and wait for an answer with these words."""
        async with self._answered(sees):
            await self.composer.fill(text)
            await self.page.get_by_test_id("send").click()

    async def presses(self, label: str, *, sees: str) -> None:
        """Press a button, and wait for a new message with these words."""
        async with self._answered(sees):
            await self.button(label).click()

    async def chooses(self, command: str, *, sees: str) -> None:
        """Choose a command of the bot's menu."""
        async with self._answered(sees):
            await self.page.get_by_test_id("commands").click()
            menu = self.page.get_by_test_id("commands-menu")
            await menu.get_by_text(f"/{command}", exact=True).click()

    async def types_the_code(self, *, sees: str) -> None:
        """Type the four characters that the newest message asks for."""
        asked = await self.said("Type these four characters").locator(".words").inner_text()
        await self.writes(asked.rpartition(": ")[2].strip(), sees=sees)

    async def drops_file(self, name: str, text: str, *, sees: str) -> None:
        """Drag a file over the chat and let it go."""
        carried = await self.page.evaluate_handle(_CARRIED_FILE, [name, text])
        async with self._answered(sees):
            await self.page.dispatch_event("main", "dragenter", {"dataTransfer": carried})
            await expect(self.page.get_by_text("Drop the file to send it")).to_be_visible()
            await self.page.dispatch_event("main", "drop", {"dataTransfer": carried})
            await expect(self.page.get_by_text("Drop the file to send it")).to_be_hidden()

    async def picks_file(self, name: str, text: str, *, sees: str) -> None:
        """Send a file through the button with the paper clip."""
        async with self._answered(sees):
            async with self.page.expect_file_chooser() as chooser:
                await self.page.get_by_test_id("attach").click()
            file = FilePayload(name=name, mimeType="text/csv", buffer=text.encode())
            await (await chooser.value).set_files(file)

    async def fits(self) -> None:
        """Make sure that nothing reaches beyond its place, so that nothing scrolls sideways."""
        too_wide = await self.page.evaluate(_TOO_WIDE)
        assert too_wide == []

    async def is_pictured(self, path: Path) -> None:
        """Take a picture of what is on the screen when nobody touches anything."""
        await self.page.evaluate("document.activeElement.blur()")
        await self.page.mouse.move(0, 0)
        await self.page.screenshot(path=path, caret="hide", animations="disabled")

    @contextlib.asynccontextmanager
    async def _answered(self, words: str) -> AsyncIterator[None]:
        """Wait until there is, below all that was there before, a message of the bot with these words."""
        before = await self.page.locator("#messages > li").count()
        yield
        fresh = self.page.locator(f"#messages > li:nth-child(n + {before + 1})[data-from=bot]")
        await expect(fresh.filter(has_text=words).last).to_be_visible()


@contextlib.asynccontextmanager
async def open_screen(
    browser: Browser, address: str, size: ViewportSize, *, scale: float = 1
) -> AsyncIterator[Screen]:
    """Open the page on a screen of its own; whatever the console complains of fails the test.

    Args:
        scale: dots of the screen, and so of its pictures, to one of the size.
    """
    expect.set_options(timeout=_PATIENCE_MS)
    is_phone = size["width"] < 720
    context = await browser.new_context(
        viewport=size,
        is_mobile=is_phone,
        has_touch=is_phone,
        device_scale_factor=scale,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/Kyiv",
    )
    context.set_default_timeout(_PATIENCE_MS)
    page = await context.new_page()
    screen = Screen(page)
    page.on("pageerror", lambda error: screen.complaints.append(str(error)))
    page.on("console", lambda line: screen.complaints.append(line.text) if line.type == "error" else None)
    await page.goto(address)
    await expect(page.locator("body[data-ready]")).to_be_attached()
    yield screen
    assert screen.complaints == []
    await context.close()
