"""What the courier meets at the other end: Telegrams, networks, machines and people with a will."""

import asyncio
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core.alerts import Alert, Delivered, Outcome, TryLater
from bot.ports import Letter, NotSent
from tests.alerts.office import MINUTE, SECOND, Office, until


class Wordless:
    """One that has no words of its own: it only looks at what it is given."""

    async def word(self, alerts: Sequence[Alert]) -> Sequence[Letter | NotSent]:
        # Each in a chat of its own, which nobody else writes to.
        return [Letter(alert, 1 + zlib.crc32(alert.chat_id.encode()), None) for alert in alerts]


@dataclass(slots=True)
class Worded:
    """One whose words are the real ones."""

    office: Office

    async def word(self, alerts: Sequence[Alert]) -> Sequence[Letter | NotSent]:
        return await self.office.telegram.word(alerts)


@dataclass(slots=True)
class RefusingNetwork(Wordless):
    """A network that refuses every connection."""

    tried: list[str] = field(default_factory=list)

    async def send(self, letter: Letter) -> Outcome:
        self.tried.append(letter.alert.id)
        return TryLater()


@dataclass(slots=True)
class HangingTelegram(Wordless):
    """A Telegram that answers nobody but the first, until told to go on."""

    asked: list[str] = field(default_factory=list)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, letter: Letter) -> Outcome:
        self.asked.append(letter.alert.id)
        if len(self.asked) in (1, 3):
            await self.go_on.wait()
        return Delivered()

    async def until_asked(self, times: int) -> None:
        await until(lambda: len(self.asked) >= times)


@dataclass(slots=True)
class WatchedTelegram(Worded):
    """The loopback Telegram, and what happens on this machine after a message was accepted."""

    at: list[datetime] = field(default_factory=list)
    refusals_after: int = 0

    async def send(self, letter: Letter) -> Outcome:
        self.at.append(self.office.clock())
        outcome = await self.office.telegram.send(letter)
        self.office.store.refusals = self.refusals_after
        return outcome


@dataclass(slots=True)
class ImpatientTelegram(Wordless):
    """A Telegram that asks for half a minute's patience at the fifth and the sixth message."""

    office: Office
    at: list[datetime] = field(default_factory=list)

    async def send(self, _: Letter) -> Outcome:
        self.at.append(self.office.clock())
        return TryLater(30 * SECOND) if 5 <= len(self.at) <= 6 else Delivered()


@dataclass(slots=True)
class SleepingMachine(Wordless):
    """A machine put to sleep at the seventh message; meanwhile another one works over the same store."""

    office: Office
    asked: list[str] = field(default_factory=list)
    lent_to_another: int = 0

    async def send(self, letter: Letter) -> Outcome:
        self.asked.append(letter.alert.id)
        if len(self.asked) == 7:
            self.office.clock.passes(60 * MINUTE)
            now = self.office.clock()
            async with self.office.store.writing() as writing:
                lent = await writing.lend_due_alerts(now=now, until=now + MINUTE, limit=100)
                self.lent_to_another = len(lent)
        return Delivered()


@dataclass(slots=True)
class HastyPerson(Worded):
    """A person who presses /forget or /stop at the moment at which their alert is on its way."""

    forget: bool

    async def word(self, alerts: Sequence[Alert]) -> Sequence[Letter | NotSent]:
        async with self.office.store.writing() as writing:
            for alert in alerts:
                if self.forget:
                    await writing.forget_chat(alert.chat_id)
                else:
                    await writing.save_chat(replace(await writing.chat(alert.chat_id), paused=True))
        return await self.office.telegram.word(alerts)

    async def send(self, letter: Letter) -> Outcome:
        return await self.office.telegram.send(letter)


@dataclass(slots=True)
class OurMistake(Worded):
    """A mistake of ours that shows with one person only."""

    over: str

    async def send(self, letter: Letter) -> Outcome:
        if letter.alert.chat_id == self.over:
            raise KeyError("a mistake of ours")
        return await self.office.telegram.send(letter)
