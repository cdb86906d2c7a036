"""What the courier meets at the other end: Telegrams, networks, machines and people with a will."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core.alerts import Alert, Delivered, Outcome, TryLater
from tests.alerts.office import MINUTE, SECOND, Office, until


@dataclass(slots=True)
class RefusingNetwork:
    """A network that refuses every connection."""

    tried: list[str] = field(default_factory=list)

    async def send(self, alert: Alert) -> Outcome:
        self.tried.append(alert.id)
        return TryLater()


@dataclass(slots=True)
class HangingTelegram:
    """A Telegram that answers nobody but the first, until told to go on."""

    asked: list[str] = field(default_factory=list)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, alert: Alert) -> Outcome:
        self.asked.append(alert.id)
        if len(self.asked) in (1, 3):
            await self.go_on.wait()
        return Delivered()

    async def until_asked(self, times: int) -> None:
        await until(lambda: len(self.asked) >= times)


@dataclass(slots=True)
class WatchedTelegram:
    """The loopback Telegram, and what happens on this machine after a message was accepted."""

    office: Office
    at: list[datetime] = field(default_factory=list)
    refusals_after: int = 0

    async def send(self, alert: Alert) -> Outcome:
        self.at.append(self.office.clock())
        outcome = await self.office.telegram.send(alert)
        self.office.store.refusals = self.refusals_after
        return outcome


@dataclass(slots=True)
class ImpatientTelegram:
    """A Telegram that asks for half a minute's patience at the fifth message."""

    office: Office
    at: list[datetime] = field(default_factory=list)

    async def send(self, _: Alert) -> Outcome:
        self.at.append(self.office.clock())
        return TryLater(30 * SECOND) if len(self.at) == 5 else Delivered()


@dataclass(slots=True)
class SleepingMachine:
    """A machine put to sleep at the seventh message; meanwhile another one works over the same store."""

    office: Office
    asked: list[str] = field(default_factory=list)
    lent_to_another: int = 0

    async def send(self, alert: Alert) -> Outcome:
        self.asked.append(alert.id)
        if len(self.asked) == 7:
            self.office.clock.passes(60 * MINUTE)
            now = self.office.clock()
            async with self.office.store.writing() as writing:
                lent = await writing.lend_due_alerts(now=now, until=now + MINUTE, limit=100)
                self.lent_to_another = len(lent)
        return Delivered()


@dataclass(slots=True)
class HastyPerson:
    """A person who presses /forget or /stop at the moment at which their alert is on its way."""

    office: Office
    forget: bool

    async def send(self, alert: Alert) -> Outcome:
        async with self.office.store.writing() as writing:
            if self.forget:
                await writing.forget_chat(alert.chat_id)
            else:
                await writing.save_chat(replace(await writing.chat(alert.chat_id), paused=True))
        return await self.office.telegram.send(alert)


@dataclass(slots=True)
class OurMistake:
    """A mistake of ours that shows with one person only."""

    office: Office
    over: str

    async def send(self, alert: Alert) -> Outcome:
        if alert.chat_id == self.over:
            raise KeyError("a mistake of ours")
        return await self.office.telegram.send(alert)
