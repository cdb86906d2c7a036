"""Whole conversations, written down exactly as people see them: `python -m tests.conversations`.

Each runs against the whole bot in each of the three languages; docs/conversations/ holds the pages.
"""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.playground.people import Person
from handlers.wording import wording
from handlers.wording.terms import KYIV
from storage.migrate import upgrade
from tests.house import House, Talker, open_house
from tests.moderating import agrees, announces, publishes, states, two_moderators, uploads

PAGES = Path(__file__).parents[1] / "docs" / "conversations"
NAMES = {"uk": "Українською", "ru": "На русском", "en": "In English"}
LIST = """Прізвище;Ім'я;По батькові;Рік народження
Петренко;Іван;Васильович;1999
Коваль;Петро;Іванович;1990
Коваль;Петро;Олегович;1990
"""


@dataclass(slots=True)
class Conversation:
    """One person's talk with the bot, and the page it makes."""

    house: House
    talker: Talker
    language: str
    lines: list[str] = field(default_factory=list)
    seen: int = 0

    def word(self, text: str, **values: object) -> str:
        """A label or a sentence in the person's language, unmarked."""
        return wording(self.language).say(text, **values).unescape()

    async def says(self, text: str) -> None:
        await self.talker.says(text)
        self._note("**▸** " + " / ".join(text.splitlines()))

    async def sends(self, kind: str) -> None:
        await self.talker.sends(kind)
        self._note(f"**▸** *({kind})*")

    async def presses(self, label: str, **values: object) -> None:
        shown = self.word(label, **values)
        await self.talker.presses(shown)
        self._note(f"**▸** [{shown}]")

    async def hears(self, sentence: str) -> None:
        """Wait for something that comes by itself."""
        await self.talker.hears(sentence)
        self._note("*…*")

    @property
    def page(self) -> str:
        return "\n".join(self.lines).rstrip() + "\n"

    def _note(self, done: str) -> None:
        self.lines += [masked(done, self.language), ""]
        shown = [each for each in self.house.world.ledger.of(self.talker.person.id) if each.seq > self.seen]
        for each in shown:
            self.seen = max(self.seen, each.seq)
            if each.kind not in ("sent", "edited"):
                continue
            text = masked(each.text, self.language).splitlines()
            self.lines += [f"> {line}  " if line else ">" for line in text]
            for row in each.buttons:
                self.lines += [">", "> " + " ".join(f"`{button['text']}`" for button in row)]
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


async def _first_minute(talk: Conversation) -> None:
    await talk.says("/start")
    await talk.says("/help")
    await talk.says("/language")
    await talk.says("/privacy")


async def _listed(talk: Conversation) -> None:
    await talk.says("Петренко Іван Васильович, 1999")
    await talk.presses("Details")
    await talk.presses("Back")
    await talk.presses("Follow")
    await talk.says("/my")
    await talk.says("/stop")
    await talk.presses("Turn alerts on")


async def _not_listed(talk: Conversation) -> None:
    await talk.says("/contacts")
    await talk.presses("Ukraine")
    await talk.says("Вербенко Остап Юхимович, 2001")
    await talk.presses("Details")
    await talk.presses("Watch")
    await talk.says("/my")


async def _one_part_is_missing(talk: Conversation) -> None:
    await talk.says("Петренко Іван")
    await talk.presses("I don’t know either")
    await talk.presses("Add the birth year")
    await talk.says("1999")


async def _spelling_differs(talk: Conversation) -> None:
    await talk.says("Петрекно Иван Васильевич, 1999")
    await talk.presses("Correct my question")
    await talk.presses("Correct the family name")
    await talk.says("Петренко")


async def _year_differs(talk: Conversation) -> None:
    await talk.says("Petrenko Ivan Vasylovych 1978")
    await talk.presses("Details")
    await talk.presses("Back")
    await talk.presses("Correct the year")
    await talk.says("1999")


async def _several(talk: Conversation) -> None:
    await talk.says("Коваль Петро, 1990")
    await talk.presses("Add the patronymic")
    await talk.says("Олегович")


async def _initials(talk: Conversation) -> None:
    await talk.says("Петренко І. В., 1999")
    await talk.presses("Details")


async def _mistakes(talk: Conversation) -> None:
    await talk.sends("voice")
    await talk.sends("photo")
    await talk.sends("contact")
    await talk.says("1234567890")
    await talk.says("1999")
    await talk.says("Петренко")
    await talk.says("\n".join(f"Петренко Іван Васильович {1980 + number}" for number in range(20)))


async def _other_layout(talk: Conversation) -> None:
    await talk.says("Gtnhtyrj Sdfy Dfcbkmjdbx 1999")


async def _out_of_a_sentence(talk: Conversation) -> None:
    await talk.says("Доброго дня! Чи є мій син Петренко Іван Васильович, 12.03.1999 р.н., у списках?")
    await talk.says("Петренко Іван Васильович 1999, Вербенко Остап Юхимович 2001")


async def _batches(talk: Conversation) -> None:
    await talk.says("/start")
    await talk.presses("Exchanges")
    await talk.presses("Follow {number}", number=1)
    await talk.presses("Stop following")


async def _verify(talk: Conversation) -> None:
    await talk.says("/verify")
    await talk.says("/verify abcdefghjk")
    await talk.sends("forwarded")


async def _report(talk: Conversation) -> None:
    await talk.says("Петренко Іван Васильович, 1999")
    await talk.presses("Details")
    await talk.presses("Something is wrong")
    await talk.presses("It differs from its source")


async def _forget(talk: Conversation) -> None:
    await talk.says("/start")
    await talk.says("Петренко Іван Васильович, 1999")
    await talk.presses("Follow")
    await talk.says("/forget")
    await talk.presses("Erase everything")
    await talk.says("/my")


async def _paused(talk: Conversation) -> None:
    await talk.house.thomas.says("/pause")
    await talk.house.thomas.presses("Pause answers")
    await talk.says("Петренко Іван Васильович, 1999")
    await talk.house.thomas.says("/resume")
    await talk.house.thomas.presses("Resume answers")


async def _claimed(talk: Conversation) -> None:
    await states(talk.house.thomas, kind="claim that it took place", party="Russia")
    await agrees(talk.house.oksana)
    await talk.says("Петренко Іван Васильович, 1999")
    await talk.presses("Details")


async def _confirmed(talk: Conversation) -> None:
    await talk.says("Петренко Іван Васильович, 1999")
    await talk.presses("Follow")
    await states(talk.house.thomas, kind="confirmation that it took place")
    await agrees(talk.house.oksana)
    await talk.hears("/verify")
    await talk.says("Петренко Іван Васильович, 1999")
    await talk.presses("Details")


BEFORE: Mapping[str, Talking] = {"no-list": _no_list}
CONVERSATIONS: Mapping[str, Talking] = {
    "first-minute": _first_minute,
    "listed": _listed,
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
    "verify": _verify,
    "report": _report,
    "forget": _forget,
    "answers-paused": _paused,
    "claimed": _claimed,
    "confirmed": _confirmed,
}
"""In this order: what moderators do in one holds in the next."""


async def pages(language: str, folder: Path, template: Path) -> AsyncIterator[tuple[str, str]]:
    """Hold every conversation in one language; yields each one's file name and page."""
    async with open_house(folder, template) as house:
        for number, (name, talking) in enumerate({**BEFORE, **CONVERSATIONS}.items()):
            if number == len(BEFORE):
                await _make_ready(house)
            person = Person(7_100_000_000 + number, "Somebody", language, "relative", "Writes to the bot")
            house.world.adds(person)
            talk = Conversation(house, house.talker(person), language)
            talk.seen = house.world.ledger.seq
            await talking(talk)
            yield f"{language}/{name}.md", f"# {name}\n\n{talk.page}"


async def _make_ready(house: House) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    await uploads(first, LIST.encode(), rows=3)
    await publishes(first, second)
    await first.says("/desk")
    await first.presses("I looked for new lists now")


def index() -> str:
    """The page that leads to all others."""
    lines = [
        "# Conversations",
        "",
        "What people write (▸) and exactly what the bot shows, with its buttons. All names are invented.",
        "Codes, moments and days counted from today are hidden. `python -m tests.conversations` writes the",
        "pages anew; a test holds them to the program.",
        "",
        "| | " + " | ".join(NAMES.values()) + " |",
        "|---|" + "---|" * len(NAMES),
    ]
    for name in {**BEFORE, **CONVERSATIONS}:
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


async def _write(languages: tuple[str, ...]) -> None:
    PAGES.mkdir(exist_ok=True)
    (PAGES / "README.md").write_text(index(), encoding="utf-8")
    for language in languages:
        (PAGES / language).mkdir(exist_ok=True)
        async with fresh() as (folder, template):
            async for name, page in pages(language, folder, template):
                (PAGES / name).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(_write(tuple(NAMES)))
