"""Whole conversations, written down exactly as people see them: `python -m tests.conversations`.

Each runs against the whole bot in each of the three languages; docs/conversations/ holds the pages.
"""

import asyncio
import re
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

from PIL import Image
from playwright.async_api import async_playwright

from bot.playground.messages import Message
from bot.playground.people import Person
from handlers.wording import wording
from handlers.wording.terms import KYIV
from storage.migrate import sqlite_path, upgrade
from tests.browser.screen import ALONE, PHONE, open_screen
from tests.house import House, Talker, behind_its_back, code_in, open_house
from tests.journeys.test_one_sided import lets_search, uploads_of_one_side
from tests.journeys.test_withdrawals import withdraws
from tests.moderating import (
    agrees,
    announces,
    announces_under_agreement,
    publishes,
    sets_up_batch,
    states,
    two_moderators,
    uploads,
    uploads_anew,
)

PAGES = Path(__file__).parents[1] / "docs" / "conversations"
PICTURES = PAGES / "pictures"
NAMES = {"uk": "Українською", "ru": "На русском", "en": "In English"}
LIST = """Прізвище;Ім'я;По батькові;Рік народження
Петренко;Іван;Васильович;1999
Коваль;Петро;Іванович;1990
Коваль;Петро;Олегович;1990
"""


LIST_OF_ONE_SIDE = """Прізвище;Ім'я;По батькові;Рік народження
Зореграй;Тимофій;Лукич;2002
"""
COLOURS = 48
Camera = Callable[[House, Person, Path], Awaitable[None]]
"""Takes a picture of a person's chat."""


GROUP = -100_200_300
PICTURED_NOWHERE = frozenset({"group", "inline"})
"""The playground shows private chats only."""


@dataclass(slots=True)
class Conversation:
    """One person's talk with the bot, and the page it makes."""

    house: House
    talker: Talker
    language: str
    name: str
    moderators: tuple[Talker, Talker]
    camera: Camera | None
    lines: list[str] = field(default_factory=list)
    seen: int = 0

    def skips(self) -> None:
        """Leave out of the page what has been said so far."""
        self.seen = self.house.world.ledger.seq

    async def is_pictured(self) -> None:
        """Show here what stands on a telephone now."""
        picture = PICTURES / f"{self.language}-{self.name}.png"
        if self.camera is not None:
            await self.camera(self.house, self.talker.person, picture)
        self.lines += [f"![{self.name}](../pictures/{picture.name})", ""]

    async def two_state(self, kind: str, *, party: str = "Ukraine") -> None:
        """Let two moderators record a statement about the newest batch."""
        first, second = self.moderators
        await states(first, kind=kind, party=party)
        await agrees(second)

    async def asks_and_looks_closer(self) -> None:
        """Ask about somebody who is listed."""
        await self.says("Петренко Іван Васильович, 1999")
        await self.is_pictured()
        await self.presses("Details")

    def word(self, text: str, **values: object) -> str:
        """A label or a sentence in the person's language, unmarked."""
        return wording(self.language).say(text, **values).unescape()

    async def says(self, text: str) -> None:
        await self.talker.says(text)
        self._note("**▸** " + " / ".join(text.splitlines()))

    async def sends(self, kind: str) -> None:
        await self.talker.sends(kind)
        self._note(f"**▸** *({kind})*")

    async def presses(self, label: str, *, then: str = "", **values: object) -> None:
        """Press a button.

        Args:
            then: words of the last message that comes of it, where there are several.
        """
        shown = self.word(label, **values)
        await self.talker.presses(shown)
        if then:
            await self.talker.hears(then)
        self._note(f"**▸** [{shown}]")

    @property
    def without_the_row(self) -> str:
        """How an answer begins to say that nobody but somebody else is listed."""
        text = "Apart from what you left out, this name is not on the lists we searched (as of {moment})."
        return self.word(text, moment="|").partition("|")[0]

    async def says_in_group(self, text: str) -> None:
        done = self.house.world.says_in_group(GROUP, self.talker.person.id, text)
        await self.house.world.next_message(GROUP, after=done)
        self._note(f"**▸** {text}", chat_id=GROUP)

    async def presses_in_group(self, label: str, **values: object) -> None:
        world, shown = self.house.world, self.word(label, **values)
        message = next(m for m in reversed(world.chat(GROUP)) if shown in m.labels)
        done = world.presses(self.talker.person.id, message.id, label=shown, chat_id=GROUP)
        await world.next_message(GROUP, after=done)
        self._note(f"**▸** [{shown}]", chat_id=GROUP)

    async def hears_in_group(self, sentence: str) -> None:
        """Wait for something that comes to the group by itself."""
        await self.house.world.until(lambda: any(sentence in (m.text or "") for m in self._of_bot(GROUP)))
        self._note("*…*", chat_id=GROUP)

    async def types_inline(self, text: str) -> None:
        """Type the bot's name and something behind it in any chat, and share the first that is offered."""
        world = self.house.world
        query = world.asks_inline(self.talker.person.id, text)
        await world.until(lambda: world.queries.inline_answers.get(query) is not None)
        offered = world.queries.inline_answers[query] or []
        self.lines += [f"**▸** @{world.bot_user['username']} {text}", ""]
        for result in offered:
            self.lines.append(f"> `{result['title']}` {result['description']}  ")
        first = offered[0]
        self.lines += ["", f"**▸** [{first['title']}]", ""]
        shared = unescape(re.sub(r"<[^>]+>", "", first["input_message_content"]["message_text"]))
        rows = first["reply_markup"]["inline_keyboard"]
        self._show(shared, [[button["text"] for button in row] for row in rows])

    def _of_bot(self, chat_id: int) -> list[Message]:
        return [message for message in self.house.world.chat(chat_id) if message.from_bot]

    async def hears(self, sentence: str) -> None:
        """Wait for something that comes by itself."""
        await self.talker.hears(sentence)
        self._note("*…*")

    @property
    def page(self) -> str:
        return "\n".join(self.lines).rstrip() + "\n"

    def _note(self, done: str, *, chat_id: int | None = None) -> None:
        self.lines += [masked(done, self.language), ""]
        for each in self.house.world.ledger.of(chat_id or self.talker.person.id, after=self.seen):
            self.seen = max(self.seen, each.seq)
            if each.kind in ("sent", "edited"):
                self._show(each.text, [[button["text"] for button in row] for row in each.buttons])

    def _show(self, text: str, buttons: list[list[str]]) -> None:
        self.lines += [f"> {line}  " if line else ">" for line in masked(text, self.language).splitlines()]
        for row in buttons:
            self.lines += [">", "> " + " ".join(f"`{label}`" for label in row)]
        self.lines.append("")


def masked(text: str, language: str) -> str:
    """Hide what is another each time: codes, moments, days counted from today."""
    words = wording(language)
    today = datetime.now(KYIV).date()
    text = re.sub(r"/verify [a-z2-9]{10}", "/verify ··········", text)
    for days in (0, -1, 1, 179, 180, 181):
        text = text.replace(words.day(today + timedelta(days=days)), "‹day›")
    text = re.sub(r"\d\d\.\d\d\.20\d\d(?: \d\d:\d\d)?", "‹moment›", text)
    return re.sub(r"\b\d\d:\d\d\b", "‹time›", text)


Talking = Callable[[Conversation], Awaitable[None]]


async def _no_list(talk: Conversation) -> None:
    await talk.says("/start")
    await talk.says("Петренко Іван Васильович, 1999")
    await talk.is_pictured()


async def _nobody_looked(talk: Conversation) -> None:
    first, second = talk.moderators
    await announces(first, second)
    await uploads(first, LIST.encode(), rows=3)
    await publishes(first, second)
    await talk.says("Петренко Іван Васильович, 1999")
    await talk.is_pictured()
    await first.says("/desk")
    await first.presses("I looked for new lists now")


async def _first_minute(talk: Conversation) -> None:
    await talk.says("/start")
    await talk.is_pictured()
    await talk.says("/help")
    await talk.says("/language")
    await talk.says("/privacy")


async def _listed(talk: Conversation) -> None:
    await talk.says("Петренко Іван Васильович, 1999")
    await talk.is_pictured()
    await talk.presses("Details")
    await talk.presses("Back")
    await talk.presses("Follow")
    await talk.says("/my")
    await talk.says("/stop")
    await talk.presses("Turn alerts on")


async def _not_the_same_person(talk: Conversation) -> None:
    await talk.says("Петренко Іван Васильович, 1999")
    await talk.presses("Not the same person", then=talk.without_the_row)
    await talk.is_pictured()
    await talk.presses("Details")
    await talk.presses("Watch")


async def _not_listed(talk: Conversation) -> None:
    await talk.says("/contacts")
    await talk.presses("Ukraine")
    await talk.says("Вербенко Остап Юхимович, 2001")
    await talk.is_pictured()
    await talk.presses("Details")
    await talk.presses("Watch")
    await talk.says("/my")


async def _one_part_is_missing(talk: Conversation) -> None:
    await talk.says("Петренко Іван")
    await talk.is_pictured()
    await talk.presses("I don’t know either")
    await talk.presses("Add the birth year")
    await talk.says("1999")


async def _spelling_differs(talk: Conversation) -> None:
    await talk.says("Петрекно Иван Васильевич, 1999")
    await talk.is_pictured()
    await talk.presses("Correct my question")
    await talk.presses("Correct the family name")
    await talk.says("Петренко")


async def _year_differs(talk: Conversation) -> None:
    await talk.says("Petrenko Ivan Vasylovych 1978")
    await talk.is_pictured()
    await talk.presses("Details")
    await talk.presses("Back")
    await talk.presses("Correct the year")
    await talk.says("1999")


async def _several(talk: Conversation) -> None:
    await talk.says("Коваль Петро, 1990")
    await talk.is_pictured()
    await talk.presses("Add the patronymic")
    await talk.says("Олегович")


async def _initials(talk: Conversation) -> None:
    await talk.says("Петренко І. В., 1999")
    await talk.is_pictured()
    await talk.presses("Details")


async def _mistakes(talk: Conversation) -> None:
    await talk.sends("voice")
    await talk.sends("photo")
    await talk.sends("contact")
    await talk.says("1234567890")
    await talk.says("1999")
    await talk.says("Петренко")
    await talk.says("\n".join(f"Петренко Іван Васильович {1980 + number}" for number in range(20)))
    await talk.is_pictured()


async def _other_layout(talk: Conversation) -> None:
    await talk.says("Gtnhtyrj Sdfy Dfcbkmjdbx 1999")
    await talk.is_pictured()


async def _out_of_a_sentence(talk: Conversation) -> None:
    await talk.says("Доброго дня! Чи є мій син Петренко Іван Васильович, 12.03.1999 р.н., у списках?")
    await talk.says("Петренко Іван Васильович 1999, Вербенко Остап Юхимович 2001")
    await talk.is_pictured()


async def _batches(talk: Conversation) -> None:
    await talk.says("/start")
    await talk.presses("Exchanges")
    await talk.presses("Follow {number}", number=1)
    await talk.is_pictured()
    await talk.presses("Stop following")


async def _my(talk: Conversation) -> None:
    await talk.says("/batches")
    await talk.presses("Follow {number}", number=1)
    await talk.says("/my")
    await talk.presses("Open follow {number}", number=1)
    await talk.presses("Name it")
    await talk.says("Оксана")
    await talk.presses("Pause")
    await talk.is_pictured()
    await talk.says("/my")


async def _settings(talk: Conversation) -> None:
    await talk.says("/settings")
    await talk.presses("Quiet hours")
    await talk.is_pictured()
    await talk.presses("No quiet hours")
    await talk.presses("Say it at once in alerts")
    await talk.presses("Say it at once in alerts")
    await talk.presses("Safe phrase")
    await talk.says("ромашка")


async def _verify(talk: Conversation) -> None:
    await talk.says("/verify")
    await talk.says("/verify abcdefghjk")
    await talk.sends("forwarded")
    await talk.is_pictured()


async def _report(talk: Conversation) -> None:
    await talk.says("Петренко Іван Васильович, 1999")
    await talk.presses("Details")
    await talk.presses("Something is wrong")
    await talk.presses("It differs from its source")
    await talk.is_pictured()


async def _forget(talk: Conversation) -> None:
    await talk.says("/start")
    await talk.says("Петренко Іван Васильович, 1999")
    await talk.presses("Follow")
    await talk.says("/forget")
    await talk.is_pictured()
    await talk.presses("Erase everything")
    await talk.says("/my")


async def _paused(talk: Conversation) -> None:
    first, _ = talk.moderators
    await first.says("/pause")
    await first.presses("Pause answers")
    await talk.says("Петренко Іван Васильович, 1999")
    await talk.is_pictured()
    await first.says("/resume")
    await first.presses("Resume answers")


async def _fault_of_ours(talk: Conversation) -> None:
    database = sqlite_path(talk.house.settings.database_url)
    await behind_its_back(database, "ALTER TABLE names RENAME TO gone")
    await talk.says("Петренко Іван Васильович, 1999")
    await talk.is_pictured()
    await behind_its_back(database, "ALTER TABLE gone RENAME TO names")
    await talk.says("Петренко Іван Васильович, 1999")


async def _too_many_questions(talk: Conversation) -> None:
    allowed = talk.house.settings.persons_per_hour
    for letter in "бвгджзклмнпрст"[:allowed]:
        await talk.talker.says(f"Вигадан{letter}енко Тарас, 2002")
    talk.skips()
    await talk.says("Петренко Іван Васильович, 1999")
    await talk.is_pictured()


async def _one_sided(talk: Conversation) -> None:
    first, second = talk.moderators
    await uploads_of_one_side(first, LIST_OF_ONE_SIDE, rows=1)
    await publishes(first, second)
    await lets_search(first, second)
    await talk.says("Зореграй Тимофій Лукич, 2002")
    await talk.is_pictured()
    await talk.presses("Details")


async def _postponed(talk: Conversation) -> None:
    await talk.two_state("delay")
    await talk.asks_and_looks_closer()


async def _claimed(talk: Conversation) -> None:
    await talk.two_state("claim that it took place", party="Russia")
    await talk.asks_and_looks_closer()


async def _statements_differ(talk: Conversation) -> None:
    await talk.two_state("denial")
    await talk.asks_and_looks_closer()


async def _confirmed(talk: Conversation) -> None:
    await talk.says("Петренко Іван Васильович, 1999")
    await talk.presses("Follow")
    await talk.two_state("confirmation that it took place")
    await talk.hears("/verify")
    await talk.asks_and_looks_closer()


async def _watch_is_told(talk: Conversation) -> None:
    first, second = talk.moderators
    await talk.says("Вербенко Остап Юхимович, 2001")
    await talk.presses("Watch")
    await uploads_anew(first, f"{LIST}Вербенко;Остап;Юхимович;2001\n", rows=4)
    await first.presses("Submit")
    await second.says("/desk")
    await second.presses("List edition 2: waits")
    await second.says(code_in(await second.presses("Publish as the second person")))
    await talk.hears("/verify")
    await talk.is_pictured()
    await talk.presses("Show")
    await talk.presses("Not the same person", then=talk.without_the_row)


async def _withdrawn_list(talk: Conversation) -> None:
    await talk.says("Петренко Іван Васильович, 1999")
    await talk.presses("Follow")
    await withdraws(*talk.moderators, "Edition 2", reason="It does not come from the source")
    await talk.hears("/verify")
    await talk.presses("Show")
    await talk.is_pictured()
    await talk.says("Петренко Іван Васильович, 1999")


async def _remains(talk: Conversation) -> None:
    first, second = talk.moderators
    await sets_up_batch(first, day="11.06.2025", category="remains")
    await states(first)
    await agrees(second)
    await talk.says("/batches")
    await talk.presses("Follow {number}", number=1)
    await talk.presses("Yes, alert me")
    await talk.two_state("confirmation that it took place")
    await talk.hears("/verify")
    await talk.is_pictured()


async def _cancelled(talk: Conversation) -> None:
    first, second = talk.moderators
    await sets_up_batch(first, day="14.06.2025")
    await states(first)
    await agrees(second)
    await talk.says("/batches")
    await talk.presses("Follow {number}", number=1)
    await talk.two_state("cancellation")
    await talk.hears("/verify")
    await talk.is_pictured()


async def _withdrawn_group(talk: Conversation) -> None:
    await talk.says("/batches")
    await talk.presses("Follow {number}", number=1)
    await withdraws(*talk.moderators, "June 14, 2025 · Ukraine · under 25")
    await talk.hears("/verify")
    await talk.is_pictured()
    await talk.says("/batches")


async def _timeline(talk: Conversation) -> None:
    await announces_under_agreement(*talk.moderators)
    await talk.says("/batches")
    name = talk.talker.buttons[0]
    await talk.presses(name)
    side = talk.word("Receiving side: {side}", side=talk.word("Ukraine"))
    await talk.presses("Timeline", then=f"{side}\n")
    await talk.is_pictured()


async def _group(talk: Conversation) -> None:
    await talk.says_in_group("/start")
    await talk.says_in_group("/ask Петренко Іван Васильович, 1999")
    await talk.says_in_group("/batches")
    await talk.presses_in_group("Follow {number}", number=1)
    await talk.two_state("confirmation that it took place")
    text = "Nobody is named here. To check one name, or to be told of exchanges, write to the bot in private."
    await talk.hears_in_group(talk.word(text))
    await talk.presses_in_group("Stop following")
    await talk.presses_in_group("Undo")


async def _inline(talk: Conversation) -> None:
    await talk.types_inline("Петренко Іван Васильович, 1999")


CONVERSATIONS: Mapping[str, Talking] = {
    "no-list": _no_list,
    "nobody-looked": _nobody_looked,
    "first-minute": _first_minute,
    "listed": _listed,
    "not-the-same-person": _not_the_same_person,
    "not-listed": _not_listed,
    "one-part-is-missing": _one_part_is_missing,
    "spelling-differs": _spelling_differs,
    "year-differs": _year_differs,
    "several": _several,
    "initials": _initials,
    "mistakes": _mistakes,
    "other-layout": _other_layout,
    "out-of-a-sentence": _out_of_a_sentence,
    "batches": _batches,
    "my": _my,
    "settings": _settings,
    "verify": _verify,
    "report": _report,
    "forget": _forget,
    "answers-paused": _paused,
    "fault-of-ours": _fault_of_ours,
    "too-many-questions": _too_many_questions,
    "one-sided": _one_sided,
    "postponed": _postponed,
    "claimed": _claimed,
    "statements-differ": _statements_differ,
    "confirmed": _confirmed,
    "watch-is-told": _watch_is_told,
    "withdrawn-list": _withdrawn_list,
    "remains": _remains,
    "cancelled": _cancelled,
    "withdrawn-group": _withdrawn_group,
    "timeline": _timeline,
    "group": _group,
    "inline": _inline,
}
"""In this order: what moderators do in one holds in the next."""


async def pages(
    language: str, folder: Path, template: Path, camera: Camera | None = None
) -> AsyncIterator[tuple[str, str]]:
    """Hold every conversation in one language; yields each one's file name and page.

    Args:
        camera: takes the pictures that the pages show; None leaves them as they are.
    """
    async with open_house(folder, template) as house:
        moderators = await two_moderators(house)
        for number, (name, talking) in enumerate(CONVERSATIONS.items()):
            person = Person(7_100_000_000 + number, "Somebody", language, "relative", "Writes to the bot")
            house.world.adds(person)
            talk = Conversation(house, house.talker(person), language, name, moderators, camera)
            talk.skips()
            await talking(talk)
            yield f"{language}/{name}.md", f"# {name}\n\n{talk.page}"


def index() -> str:
    """The page that leads to all others."""
    lines = [
        "# Conversations",
        "",
        "What people write (▸) and exactly what the bot shows, with its buttons. All names are invented.",
        "Codes, moments and days counted from today are hidden. `python -m tests.conversations` writes the",
        "pages anew; a test holds them to the program. `python -m tests.conversations --pictures` takes the",
        "pictures anew too, from the playground in Chromium, as wide as a telephone.",
        "",
        "| | " + " | ".join(NAMES.values()) + " |",
        "|---|" + "---|" * len(NAMES),
    ]
    for name in CONVERSATIONS:
        cells = " | ".join(f"[{name}]({language}/{name}.md)" for language in NAMES)
        lines.append(f"| {name} | {cells} |")
    return "\n".join(lines) + "\n"


@asynccontextmanager
async def fresh() -> AsyncIterator[tuple[Path, Path]]:
    """A folder for a house, and an empty database."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.db"
        await asyncio.to_thread(upgrade, f"sqlite:///{template}")
        house = Path(folder) / "house"
        house.mkdir()
        yield house, template


@asynccontextmanager
async def a_camera() -> AsyncIterator[Camera]:
    """A telephone that takes small pictures of a chat."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ALONE)

        async def takes(house: House, person: Person, path: Path) -> None:
            async with open_screen(browser, house.settings.telegram_api, PHONE) as phone:
                await phone.opens(person)
                newest = phone.page.get_by_role("button", name="Go to the newest messages")
                if await newest.is_visible():
                    await newest.tap()
                await phone.is_pictured(path)
            # Few colours: a picture of words stays sharp and becomes small.
            with Image.open(path) as picture:
                picture.quantize(COLOURS).save(path, optimize=True)

        yield takes
        await browser.close()


async def _write(languages: tuple[str, ...], camera: Camera | None) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PAGES / "README.md").write_text(index(), encoding="utf-8")
    for language in languages:
        (PAGES / language).mkdir(exist_ok=True)
        async with fresh() as (folder, template):
            async for name, page in pages(language, folder, template, camera):
                (PAGES / name).write_text(page, encoding="utf-8")


async def main(*, pictures: bool) -> None:
    """Write the pages, and take the pictures too if that is asked for."""
    if not pictures:
        await _write(tuple(NAMES), None)
        return
    async with a_camera() as camera:
        await _write(tuple(NAMES), camera)


if __name__ == "__main__":
    asyncio.run(main(pictures="--pictures" in sys.argv))
