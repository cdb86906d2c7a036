"""A thousand times something is taken back in the middle of its broadcast, with all a courier's troubles.

Those who got the wrong alert are exactly those who are owed its correction. Only of an alert whose
sending was cut off does nobody know whether it arrived: its correction is owed too.
"""

import random
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from bot.core.alerts import (
    UNCERTAIN_WAIT,
    Alert,
    Delivered,
    Event,
    EventKind,
    Malformed,
    Moot,
    Outcome,
    Refused,
    TryLater,
    Uncertain,
    what_next,
)
from bot.core.exchanges import Subject, SubjectKind
from bot.core.follows import Follow
from bot.ports import Settling, Writing
from storage.migrate import is_of_server
from tests.storage.builders import NOW, a_statement
from tests.storage.conftest import opened

RETRACTIONS = 1_000
OVER_A_SERVER = 200
"""Each commit there is one of a real disk."""
LEASE = timedelta(seconds=60)
CODES = count()
OUTCOMES: tuple[Outcome, ...] = (
    Delivered(),
    Delivered(),
    Delivered(),
    Uncertain(),
    TryLater(),
    TryLater(timedelta(seconds=3)),
    Refused(),
    Malformed(),
)


@dataclass(slots=True)
class Broadcast:
    """One confirmation on its way to its followers, the courier who carries it, and what became of it.

    Args:
        told: whose telephone showed the wrong alert.
        doubtful: whose alert was cut off on its way.
        corrected: who is owed the correction; their telephone may refuse it, and Telegram too.
    """

    writing: Writing
    number: int
    chance: random.Random
    now: datetime
    followers: list[str] = field(default_factory=list)
    in_hand: deque[Alert] = field(default_factory=deque)
    told: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    corrected: set[str] = field(default_factory=set)
    lent_at: dict[str, datetime] = field(default_factory=dict)
    retracted: bool = False

    @property
    def statement_id(self) -> str:
        return f"said-{self.number}"

    @property
    def correction_id(self) -> str:
        return f"correction-{self.number}"

    @property
    def event(self) -> Event:
        return Event(
            f"event-{self.number}",
            EventKind.BATCH_CONFIRMED,
            f"batch-{self.number}",
            self.statement_id,
            self.now,
        )

    async def begins(self, chats: list[str]) -> None:
        """Let some of the chats follow, and something be confirmed."""
        self.followers = self.chance.sample(chats, self.chance.randint(1, len(chats)))
        for chat_id in chats:
            await self.writing.come_back(chat_id)
        await self.writing.add_statement(a_statement(self.statement_id, about=f"batch-{self.number}"))
        for chat_id in self.followers:
            subject = Subject(SubjectKind.BATCH, f"batch-{self.number}")
            wish = Follow(f"f-{self.number}-{chat_id}", chat_id, subject, frozenset(), self.now)
            await self.writing.add_follow(wish)
        await self.writing.add_event(self.event)

    async def step(self) -> None:
        """Do one of the things that happen while alerts go out."""
        match self.chance.randrange(8):
            case 0 | 1:
                await self._fans_out()
            case 2 | 3:
                await self._lends()
            case 4 | 5 | 6:
                await self._sends()
            case _:
                await self._something_happens()

    async def _fans_out(self) -> None:
        for event in await self.writing.unfinished_events():
            codes = [f"code-{next(CODES)}" for _ in range(self.chance.randint(1, 3))]
            await self.writing.fan_out(event, codes=codes, due=self.now)

    async def _lends(self) -> None:
        self.in_hand.extend(await self._lent(self.chance.randint(1, 4)))

    async def _lent(self, limit: int) -> Sequence[Alert]:
        lent = await self.writing.lend_due_alerts(now=self.now, until=self.now + LEASE, limit=limit)
        assert not self.retracted or all(a.event.id != self.event.id for a in lent), "lent after all"
        self.lent_at |= {alert.id: self.now for alert in lent}
        self.corrected |= {a.chat_id for a in lent if a.event.id == self.correction_id}
        return lent

    async def _sends(self) -> None:
        if not self.in_hand:
            return
        alert = self.in_hand.popleft()
        # As the messenger does: it looks once more before it sends.
        if await self.writing.is_called_off(alert.event.id):
            outcome: Outcome = Moot()
        else:
            outcome = self.chance.choice(OUTCOMES)
            self._arrives(alert, outcome)
            if self.chance.random() < 0.1 and not self.retracted:
                await self.retract()  # between the sending and the settling
        step = what_next(alert.attempts, outcome, now=self.now)
        await self.writing.settle([Settling(alert, step, outcome)], now=self.now)

    def _arrives(self, alert: Alert, outcome: Outcome) -> None:
        if alert.event.id != self.event.id:
            return
        if isinstance(outcome, Delivered):
            self.told.add(alert.chat_id)
        elif isinstance(outcome, Uncertain):
            self.doubtful.add(alert.chat_id)

    async def _something_happens(self) -> None:
        match self.chance.randrange(4):
            case 0:
                await self._is_killed()
            case 1:
                # It sleeps for so long that its loans run out.
                self._passes(LEASE + UNCERTAIN_WAIT)
            case 2:
                await self._comes_back(self.chance.choice(self.followers))
            case _:
                self._passes(timedelta(seconds=self.chance.randint(1, 40)))

    async def _comes_back(self, chat_id: str) -> None:
        """Somebody whose Telegram had refused ours wants what was missed."""
        await self.writing.come_back(chat_id)
        await self.writing.offer_again(chat_id, now=self.now)

    def _passes(self, time: timedelta) -> None:
        """Of what is in hand beyond its loan nobody knows any more whether it was sent."""
        self.now += time
        while self.in_hand and self.now >= self.lent_at[self.in_hand[0].id] + LEASE + UNCERTAIN_WAIT:
            alert = self.in_hand.popleft()
            if alert.event.id == self.event.id:
                self.doubtful.add(alert.chat_id)

    async def _is_killed(self) -> None:
        """What the process had in hand may have arrived."""
        self.doubtful |= {a.chat_id for a in self.in_hand if a.event.id == self.event.id}
        self.in_hand.clear()
        await self.writing.take_back_loans(due=self.now)

    async def retract(self) -> None:
        """Take back what was confirmed."""
        self.retracted = True
        event = replace(
            self.event,
            id=self.correction_id,
            kind=EventKind.STATEMENT_CORRECTED,
            at=self.now,
        )
        await self.writing.add_correction(event, statements=[self.statement_id])

    async def ends(self) -> None:
        """Let the courier come to an end with a Telegram that takes everything now."""
        await self._is_killed()
        for chat_id in self.followers:
            await self._comes_back(chat_id)
        for _ in range(20):
            self.now += timedelta(hours=7)
            await self._fans_out()
            lent = await self._lent(100)
            for alert in lent:
                self._arrives(alert, Delivered())
                step = what_next(alert.attempts, Delivered(), now=self.now)
                await self.writing.settle([Settling(alert, step, Delivered())], now=self.now)
            if not lent and not await self.writing.unfinished_events():
                return
        raise AssertionError("the courier comes to no end")


def moments(chance: random.Random) -> Iterator[bool]:
    """For each of some steps, whether the retraction comes after it."""
    steps = chance.randint(3, 24)
    yield from (False for _ in range(steps))
    yield True
    yield from (False for _ in range(chance.randint(0, 6)))


async def test_of_a_thousand_retractions_the_correction_reaches_exactly_those_who_were_told(
    address: str,
) -> None:
    seed = random.randrange(1_000_000)
    chance = random.Random(seed)
    retractions, in_the_middle = OVER_A_SERVER if is_of_server(address) else RETRACTIONS, 0
    async with opened(address) as store:
        async with store.writing() as writing:
            chats = [(await writing.remember_chat(n, language="uk")).id for n in range(1, 8)]
        now = NOW
        for number in range(retractions):
            async with store.writing() as writing:
                broadcast = Broadcast(writing, number, chance, now)
                await broadcast.begins(chats)
                for retracts in moments(chance):
                    await broadcast.step()
                    if retracts and not broadcast.retracted:
                        await broadcast.retract()
                already = set(broadcast.told)
                await broadcast.ends()
                now = broadcast.now

            where = f"seed {seed}, retraction {number}"
            assert broadcast.told == already, f"{where}: told after all was taken back"
            assert broadcast.told <= broadcast.corrected, f"{where}: told, and not told again"
            assert broadcast.corrected <= broadcast.told | broadcast.doubtful, f"{where}: never told"
            in_the_middle += 0 < len(broadcast.told) < len(broadcast.followers)

    assert in_the_middle > retractions / 5, "most were taken back before or after, not in the middle"
