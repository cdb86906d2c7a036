"""The whole bot in one test: a loopback Bot API, a real database, and people who talk to it."""

import asyncio
import contextlib
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.assembly import Pause, Running, running
from bot.core.log import code_of
from bot.demo import demo_settings
from bot.playground.messages import Message
from bot.playground.people import EMILY, HALYNA, MARINA, OKSANA, THOMAS, Person
from bot.playground.server import serve
from bot.playground.world import Done, World
from bot.services.together import Services
from bot.settings import Settings

STRANGER = Person(7_000_000_099, "Stranger", "de", "relative", "Somebody whose language we do not speak")


# Every alert ends with the code that /verify takes; it may come between a question and its answer.
_ALERT = re.compile(r"/verify [a-z2-9]{10}$", re.MULTILINE)


@dataclass(slots=True)
class Talker:
    """One person at their telephone."""

    world: World
    person: Person
    _seq: int = 0

    async def says(self, text: str) -> str:
        """Write to the bot; returns its answer."""
        return await self._answer(self.world.says(self.person.id, text).seq)

    async def sends(self, kind: str, text: str = "") -> str:
        """Send something other than text; returns the answer."""
        return await self._answer(self.world.sends(self.person.id, kind, text).seq)

    async def sends_file(self, name: str, content: bytes) -> str:
        """Send a file; returns the answer."""
        return await self._answer(self.world.sends_file(self.person.id, name, content).seq)

    async def presses(self, label: str) -> str:
        """Press the newest button that begins with these words; returns what came of it."""
        message, data = self._button(label)
        return await self._answer(self.world.presses(self.person.id, message.id, data=data).seq)

    async def answer_to(self, done: Done) -> str:
        """Wait for the answer to what was done through the world itself."""
        return await self._answer(done.seq)

    async def gets_file(self, label: str) -> bytes:
        """Press a button that sends a file; returns what is in it."""
        message, data = self._button(label)
        seq = self.world.presses(self.person.id, message.id, data=data).seq
        while True:
            shown = await self.world.next_message(self.person.id, after=seq)
            document = self.world.chat(self.person.id)[-1].as_telegram().get("document")
            if document is not None:
                return self.world.stage.files.by_id[document["file_id"]].content
            seq = shown.seq

    async def forges(self, data: str) -> str:
        """Press a button that was never there."""
        message = self.world.chat(self.person.id)[-1]
        done = self.world.presses(self.person.id, message.id, data=data, forged=True)
        return await self._answer(done.seq)

    async def hears(self, words: str, *, longest_s: float = 10) -> str:
        """Wait for a message that holds these words."""
        await self.world.until(lambda: any(words in (m.text or "") for m in self._from_bot()), longest_s)
        return next(m.text or "" for m in reversed(self._from_bot()) if words in (m.text or ""))

    @property
    def shown(self) -> list[str]:
        """Everything the bot has written to this person, in its present form."""
        return [m.text or "" for m in self._from_bot()]

    @property
    def last(self) -> str:
        return self.shown[-1]

    @property
    def buttons(self) -> list[str]:
        """The words on the buttons of the newest message that has any."""
        for message in reversed(self._from_bot()):
            if message.buttons:
                return [button.text for row in message.buttons for button in row]
        return []

    def _from_bot(self) -> list[Message]:
        return [m for m in self.world.chat(self.person.id) if m.sender["id"] != self.person.id]

    def _button(self, label: str) -> tuple[Message, str]:
        buttons = [
            (button.text, message, button.data)
            for message in reversed(self._from_bot())
            for row in message.buttons
            for button in row
            if button.data is not None
        ]
        whole = [(message, data) for text, message, data in buttons if text == label]
        begun = [(message, data) for text, message, data in buttons if text.startswith(label)]
        if not whole and not begun:
            raise LookupError(f"no button {label!r} in {self.buttons}")
        return [*whole, *begun][0]

    async def _answer(self, seq: int) -> str:
        while True:
            shown = await self.world.next_message(self.person.id, after=seq)
            if not _ALERT.search(shown.text):
                return shown.text
            seq = shown.seq


@dataclass(slots=True)
class House:
    """The running bot and its people."""

    world: World
    bot: Running
    settings: Settings
    stack: contextlib.AsyncExitStack
    talkers: dict[int, Talker] = field(default_factory=dict)

    @property
    def services(self) -> Services:
        return self.bot.services

    async def restarts(self) -> None:
        """Stop the bot, and start it again over the same database."""
        await self.stack.aclose()
        self.bot = await self.stack.enter_async_context(running(self.settings))

    def talker(self, person: Person) -> Talker:
        return self.talkers.setdefault(person.id, Talker(self.world, person))

    @property
    def mother(self) -> Talker:
        """Halyna, who writes Ukrainian."""
        return self.talker(HALYNA)

    @property
    def wife(self) -> Talker:
        """Marina, who writes Russian."""
        return self.talker(MARINA)

    @property
    def follower(self) -> Talker:
        """Emily, who writes English."""
        return self.talker(EMILY)

    @property
    def oksana(self) -> Talker:
        """A moderator who writes Ukrainian."""
        return self.talker(OKSANA)

    @property
    def thomas(self) -> Talker:
        """A moderator who writes English."""
        return self.talker(THOMAS)

    @property
    def stranger(self) -> Talker:
        return self.talker(STRANGER)


@contextlib.asynccontextmanager
async def open_house(
    folder: Path, template: Path, *, pause: Pause = asyncio.sleep, **changes: object
) -> AsyncIterator[House]:
    """Start the whole bot over a fresh database.

    Args:
        template: an empty database at the newest version; copying it is faster than migrating.
        pause: waits before a question is tried again.
        changes: settings that differ from the demo's.
    """
    shutil.copy(template, folder / "vdoma.db")
    world = World(people=[HALYNA, MARINA, EMILY, OKSANA, THOMAS, STRANGER])
    async with serve(world, 0) as url:
        settings = demo_settings(url, folder).model_copy(update=changes)
        async with contextlib.AsyncExitStack() as stack:
            bot = await stack.enter_async_context(running(settings, pause=pause))
            house = House(world, bot, settings, stack)
            yield house


async def behind_its_back(database: Path, statement: str, *rows: Sequence[object]) -> list[Any]:
    """Execute a statement in the running bot's database, once or for each row; returns what it selects.

    In a thread: on the event loop it would wait for the bot, which may hold the writer's turn there.

    Args:
        database: the file, or the folder of the house.
    """

    def work() -> list[Any]:
        path = database / "vdoma.db" if database.is_dir() else database
        with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as connection:
            if rows:
                connection.executemany(statement, rows)
                return []
            return connection.execute(statement).fetchall()

    return await asyncio.to_thread(work)


def code_in(text: str) -> str:
    """Return the four characters that a screen asks for."""
    found = re.search(r": ([0-9A-Z]{4})$", text.strip(), re.MULTILINE)
    assert found is not None, text
    return found[1]


__all__ = ["House", "Talker", "code_in", "code_of", "open_house"]
