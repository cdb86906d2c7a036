"""Presses that no button of ours made, links that nobody gave, and names where none are looked up.

They go through the whole application, over a Telegram that answers everything at once.
"""

import itertools
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.ext import CallbackContext
from telegram.request import BaseRequest

from bot.core.log import code_of
from bot.core.proposals import Proposed
from bot.core.reports import ReportKind
from bot.core.roles import Role
from bot.services.questions import Questions
from bot.services.together import Services
from handlers.application import BotApplication, make_application
from handlers.buttons import Act
from handlers.context import Door
from handlers.limiter import Open
from handlers.transport import NotingBot
from tests.services.office import HALYNA_TELEGRAM, Dump, Office

BOT = {"id": 7_000_000_000, "is_bot": True, "first_name": "Vdoma", "username": "vdoma_bot"}
ATTACKERS = tuple(range(7_990_000_001, 7_990_000_041))
GROUP = -1_000_000_000_777
NAMES = ("Вигаданець Тарас Петрович, 2002", "Неіснуюк Іван, 2003", "Вигаданець Остап Петрович")

PAIRS = 0.8
"""So many of the presses join an act of ours with the id of something that is there, each pair once."""

# What anybody may do for themselves with ids that everybody can see: no forgery.
ONES_OWN = frozenset(
    {
        Act.LANGUAGE, Act.COUNTRY, Act.FOLLOW, Act.FOLLOW_MORE, Act.FOLLOW_WIDER, Act.WATCH, Act.REPORTED,
        Act.STOP_ALL, Act.RESUME, Act.FORGET, Act.QUIET, Act.ZONE, Act.DIRECT, Act.DIGEST, Act.PHRASE,
        Act.WATCHES_MORE,
    }
)  # fmt: skip


class InstantTelegram(BaseRequest):
    """Takes everything, and remembers how much it was told."""

    def __init__(self) -> None:
        self.told = 0
        self._ids = itertools.count(1)

    @property
    def read_timeout(self) -> float | None:
        return 1

    async def initialize(self) -> None: ...
    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: Any = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        called = url.rpartition("/")[2]
        self.told += 1
        chat = request_data.parameters.get("chat_id", 1) if request_data is not None else 1
        message = {
            "message_id": next(self._ids), "date": 1_749_470_400, "text": "…", "from": BOT,
            "chat": {"id": chat, "type": "private" if chat > 0 else "supergroup", "title": "…"},
        }  # fmt: skip
        result: object = (
            message if called.startswith(("send", "edit")) else BOT if called == "getMe" else True
        )
        return 200, json.dumps({"ok": True, "result": result}).encode()


@dataclass(slots=True)
class Counting(Questions):
    """Counts besides how often a name was to be looked up."""

    lookups: int = 0

    def count(self, *_: object, **__: object) -> None:
        self.lookups += 1


@dataclass(slots=True)
class Besieged:
    """An office with everything in it that a forged press could move, and its application."""

    office: Office
    services: Services
    application: BotApplication
    telegram: InstantTelegram
    ids: Sequence[str]
    """Of everything that waits, stands or belongs to somebody."""
    codes: Sequence[str]
    token: str
    """Of an invitation that nobody has taken up."""
    before: Dump
    faults: list[Exception]
    """What no handler foresaw."""

    async def takes(self, raw: dict[str, Any]) -> None:
        """Handle one update as the lanes would."""
        await self.application.process_update(Update.de_json(raw, self.application.bot))

    def effects(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row that is new, gone or changed, but those that are the attackers' own."""
        after = self.office.everything()
        theirs = {row[0] for row in after["chats"]} - {row[0] for row in self.before["chats"]}
        changed = {
            table: sorted(set(rows) ^ set(self.before[table]), key=repr)
            for table, rows in after.items()
            if table not in {"updates", "traces"}
        }
        return {
            table: left
            for table, rows in changed.items()
            if (left := [row for row in rows if not theirs & set(row)])
        }


async def besieged(office: Office) -> Besieged:
    """Fill an office: things published, things that wait for a second person, and a mother's own."""
    services = office.services
    edition = await office.published_list()
    batch = await office.batch_of(edition)
    watched = await office.watches(office.halyna, NAMES[0])
    await office.follows(office.halyna, batch.id, edition.id)
    await office.confirms(batch.id)
    await services.matching.work()
    async with office.store.reading() as reading:
        alerts = [event.id for event in await reading.newest_news(limit=5)]
    other = await office.announced_batch()
    waiting = await office.submits_edition(await office.list_of(other.id))
    statement = (await office.submits(other.id)).statement
    proposal = (await office.proposes(Proposed.WITHDRAW_EDITION, edition.id)).proposal
    invited = await services.grants.invite(await office.draft(office.anna), name="Клара", role=Role.PUBLISHER)
    await services.reports.report(HALYNA_TELEGRAM, ReportKind.ROW_MUST_GO, edition.id, 2)
    async with office.store.reading() as reading:
        reports = [report.id for report in await reading.open_reports()]
        grants = [grant.id for grant in await reading.grants()]
    telegram = InstantTelegram()
    bot = NotingBot(
        "123456:an-invented-token", request=telegram, get_updates_request=telegram, rate_limiter=Open(),
        on_message=services.traces.note,
    )  # fmt: skip
    door = Door(services, office.clock, "", timedelta(days=7))
    application = make_application(bot, door)
    await application.initialize()
    faults: list[Exception] = []

    async def on_fault(_: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        if context.error is not None:
            faults.append(context.error)

    application.add_error_handler(on_fault)
    return Besieged(
        office, services, application, telegram,
        ids=[edition.id, waiting.id, statement.id, proposal.id, invited.id, batch.id, other.id,
             watched.watch.id, office.halyna, office.anna, waiting.list_id, *alerts, *reports, *grants],
        codes=[code_of(what) for what in (waiting.digest, statement.digest, proposal.digest)],
        token=invited.token, before=office.everything(), faults=faults,
    )  # fmt: skip


@dataclass(slots=True)
class Forger:
    """Makes updates, the same for one seed."""

    of: Besieged
    chance: random.Random
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _pairs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        # By chance alone few acts would meet the very thing that they are about.
        seconds = (("",), ("y",), ("on",), *((code,) for code in self.of.codes), (self.of.ids[0], "2"))
        acts = [act for act in Act if act not in ONES_OWN]
        self._pairs = [
            ":".join((act.value, id_, *second)).rstrip(":")[:64]
            for act, id_, second in itertools.product(acts, self.of.ids, seconds)
        ]
        self.chance.shuffle(self._pairs)

    def press(self) -> dict[str, Any]:
        """A press of a button that was never shown to whoever presses it."""
        acts = [act for act in Act if act not in ONES_OWN]
        kinds: Sequence[Callable[[], str]] = (
            lambda: self._written(self.chance.choice(acts)),
            lambda: self._written(self.chance.choice(acts)),
            lambda: self._noise(64),
            lambda: f"{self.chance.choice(list(Act))}:{self._noise(50)}",
            lambda: self._bent(self._written(self.chance.choice(list(Act)))),
        )
        message = {**self._message(), "from": BOT, "text": self.chance.choice(NAMES)}
        query = {"id": "1", "from": message.pop("who"), "chat_instance": "1", "message": message}
        data = (
            self._pairs.pop() if self._pairs and self.chance.random() < PAIRS else self.chance.choice(kinds)()
        )
        return self._update(callback_query={**query, "data": data or "x"})

    def start(self) -> dict[str, Any]:
        """A link that nobody gave."""
        token = self.of.token
        payloads: Sequence[Callable[[], str]] = (
            lambda: f"m_{self._bent(token)}",
            lambda: f"m_{self.chance.choice(self.of.ids)}",
            lambda: f"m_{token[:-1]}",
            lambda: f"m_{token}{token}",
            lambda: f"b_{self._noise(60)}",
            lambda: f"{self.chance.choice('mbxfw')}_{self._id()}",
            lambda: self._noise(200),
            lambda: self.chance.choice(NAMES),
            lambda: "m_' OR 1=1 --",
        )
        payload = self.chance.choice(payloads)()
        message = self._message(private=True)
        said = {**message, "from": message.pop("who"), "text": f"/start {payload}".strip()}
        said.pop("who", None)
        return self._update(message={**said, "entities": [{"type": "bot_command", "offset": 0, "length": 6}]})

    def elsewhere(self) -> dict[str, Any]:
        """A name where none is looked up: a group, a channel, an anonymous administrator, inline mode."""
        who, text = self._who(), self.chance.choice(NAMES)
        group = {"id": GROUP, "type": self.chance.choice(("group", "supergroup")), "title": "A group"}
        channel = {"id": GROUP - 1, "type": "channel", "title": "A channel"}
        said = {"message_id": next(self._numbers), "date": 1_749_470_400, "text": text}
        asked = {
            **said,
            "text": f"/ask {text}",
            "entities": [{"type": "bot_command", "offset": 0, "length": 4}],
        }
        return self._update(
            **self.chance.choice(
                (
                    {"message": {**said, "from": who, "chat": group}},
                    {"message": {**asked, "from": who, "chat": group}},
                    {"edited_message": {**asked, "from": who, "chat": group, "edit_date": 1_749_470_401}},
                    {"message": {**asked, "from": who, "chat": group, "sender_chat": group}},
                    {"channel_post": {**asked, "chat": channel, "sender_chat": channel}},
                    {"inline_query": {"id": "1", "from": who, "query": text, "offset": ""}},
                )
            )
        )

    def _written(self, act: Act) -> str:
        arguments = [self._id() for _ in range(self.chance.randrange(4))]
        return ":".join((act.value, *arguments))[:64]

    def _id(self) -> str:
        return self.chance.choice(
            (
                self.chance.choice(self.of.ids),
                self.chance.choice(self.of.codes),
                self.chance.choice(("y", "n", "on", "off", "0", "1", "2", "99999999999999999999", "-1", "")),
                "".join(self.chance.choices("abcdefghjkmnpqrstuvwxyz23456789", k=10)),
            )
        )

    def _bent(self, text: str) -> str:
        """The same with one character changed."""
        if not text:
            return "x"
        at = self.chance.randrange(len(text))
        # Neither the same character nor another one that is a whole word of ours in that place.
        return text[:at] + ("q" if text[at] != "q" else "z") + text[at + 1 :]

    def _noise(self, longest: int) -> str:
        letters = [chr(self.chance.choice((*range(32, 127), 0x456, 0x44F, 0x202E, 0x1F600, 0x301)))]
        letters += [chr(self.chance.randrange(32, 1200)) for _ in range(self.chance.randrange(longest))]
        return "".join(letters)

    def _who(self) -> dict[str, Any]:
        language = self.chance.choice(("uk", "ru", "en", "de", "xx"))
        someone = self.chance.choice(ATTACKERS)
        return {"id": someone, "is_bot": False, "first_name": "Somebody", "language_code": language}

    def _message(self, *, private: bool = False) -> dict[str, Any]:
        who = self._who()
        chat = {"id": who["id"], "type": "private", "first_name": "Somebody"}
        if not private and self.chance.random() < 0.2:
            chat = {"id": GROUP, "type": "supergroup", "title": "A group"}
        return {"message_id": next(self._numbers), "date": 1_749_470_400, "chat": chat, "who": who}

    def _update(self, **what: object) -> dict[str, Any]:
        return {"update_id": next(self._numbers), **what}
