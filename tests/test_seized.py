"""What a taken database reveals; `python -m tests.test_seized` writes it into docs/privacy.md."""

import asyncio
import re
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.assembly import make_services, now_utc
from bot.core.errors import CannotCheck
from bot.core.names import read_name
from bot.core.watches import Errand, ErrandKind
from bot.ports import Sealer
from bot.sealing import Keyring, SealedElsewhere, Sealing, new_keys
from bot.services.questions import Questions
from bot.settings import Settings
from storage.migrate import upgrade
from storage.store import SqliteStore
from tests.storage.builders import SEALING, a_follow, add_announced_batch

PAGE = Path(__file__).parent.parent / "docs" / "privacy.md"
BEGIN, END = "<!-- seized: written by tests/test_seized.py -->\n", "<!-- /seized -->"
HALYNA = 7_320_000_001
NAME, LABEL, PHRASE = "Вигаданець Тарас Петрович, 2002", "золотий ключик", "сріблястий міст"
ASKED = "Неіснуюк Іван, 2003"


async def fill(database: Path) -> None:
    """Leave behind what a family and a moderator leave behind, through the doors that they use."""
    store = SqliteStore(database, chat_ids=SEALING.chats)
    await store.open()
    settings = Settings.model_construct(
        database_url=f"sqlite:///{database}", owners=frozenset({HALYNA}), second_factor="totp",
        hold=timedelta(0), stale_after=timedelta(days=7),
    )  # fmt: skip
    services = make_services(store, settings, Questions(), SEALING)
    async with store.writing() as writing:
        await add_announced_batch(writing)
        chat = await writing.remember_chat(HALYNA, language="uk")
        await writing.add_follow(a_follow(chat.id))
    with suppress(CannotCheck):
        await services.inquiries.answer(HALYNA, services.inquiries.read(HALYNA, ASKED))
    watched = await services.watches.begin(chat.id, read_name(NAME))
    await services.watches.label(chat.id, watched.watch.id, LABEL)
    await services.preferring.choose_phrase(chat.id, PHRASE)
    await services.factor.enrol(HALYNA)
    async with store.writing() as writing:
        # As if a list held the name, and the bot had died before it fetched the answer.
        await writing.add_errand(Errand("shown", watched.watch.id, ErrandKind.SHOW, None, now_utc()))
        await writing.reply_to_errand("shown", SEALING.replies.seal(NAME))
    await store.close()


SEALED: dict[str, tuple[str, Callable[[Sealing], Sealer]]] = {
    "whom they watch": ("SELECT sealed_name FROM watches", lambda keys: keys.names),
    "what they call their watches and follows": (
        "SELECT sealed_label FROM watches",
        lambda keys: keys.labels,
    ),
    "their safe phrases": ("SELECT sealed_phrase FROM preferences", lambda keys: keys.phrases),
    "an answer to Show on its way (half a minute at most)": (
        "SELECT sealed_reply FROM errands",
        lambda keys: keys.replies,
    ),
    "moderators’ authenticators": ("SELECT sealed_secret FROM second_factors", lambda keys: keys.factors),
}


def revealed(database: Path, sealing: Sealing | None) -> dict[str, bool]:
    """Try to read each secret, with the keys that were taken along."""
    content = b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))
    with closing(sqlite3.connect(database)) as connection:
        ((chat_id, sealed),) = connection.execute("SELECT id, sealed_id FROM chats").fetchall()
        (follows,) = connection.execute("SELECT count(*) FROM follows").fetchone()
        values = {what: connection.execute(sql).fetchone()[0] for what, (sql, _) in SEALED.items()}
    who = str(HALYNA).encode() in content
    if sealing is not None:
        keys = sealing
        who |= _opens(lambda: keys.chats.open(sealed, chat_id=chat_id))
    told = {"who uses the bot (Telegram ids)": who}
    for what, (_, sealer) in SEALED.items():
        told[what] = sealing is not None and _opens(partial(sealer(sealing).open, values[what]))
    for text in (NAME, LABEL, PHRASE, ASKED):
        assert text.split()[0].casefold() not in content.decode("utf-8", "ignore").casefold()
    return told | {
        "how many follow an exchange group": bool(follows),
        "what was asked": ASKED.split()[0].encode() in content,
    }


def _opens(call: Callable[[], object]) -> bool:
    try:
        return bool(call())
    except SealedElsewhere:
        return False


def table(database: Path) -> str:
    bot, matcher = (Sealing.with_keys(keys) for keys in SEALING.keyring.split())
    cases = [
        ("database or backup alone", revealed(database, None)),
        ("level 2: and the bot’s keys", revealed(database, bot)),
        ("level 2: and the matcher’s keys", revealed(database, matcher)),
        ("level 1, or both: and all keys", revealed(database, SEALING)),
    ]
    rows = [
        f"| {what} | " + " | ".join("yes" if case[what] else "no" for _, case in cases) + " |"
        for what in cases[0][1]
    ]
    head = "| Taken | " + " | ".join(name for name, _ in cases) + " |\n|---|" + "---|" * len(cases)
    return head + "\n" + "\n".join(rows) + "\n"


def test_the_page_says_what_a_taken_database_reveals(tmp_path: Path) -> None:
    database = tmp_path / "vdoma.db"
    upgrade(f"sqlite:///{database}")
    asyncio.run(fill(database))

    written = re.search(re.escape(BEGIN) + "(.*?)" + re.escape(END), PAGE.read_text(), re.DOTALL)
    assert written is not None
    assert written[1] == table(database)


def test_keys_of_somebody_else_open_nothing(tmp_path: Path) -> None:
    database = tmp_path / "vdoma.db"
    upgrade(f"sqlite:///{database}")
    asyncio.run(fill(database))

    others = Sealing.with_keys(Keyring(new_keys()))
    seen = revealed(database, others)
    assert [what for what, is_seen in seen.items() if is_seen] == ["how many follow an exchange group"]


def write() -> None:
    """Write the table into the page."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "vdoma.db"
        upgrade(f"sqlite:///{database}")
        asyncio.run(fill(database))
        before, _, rest = PAGE.read_text().partition(BEGIN)
        PAGE.write_text(before + BEGIN + table(database) + END + rest.partition(END)[2])


if __name__ == "__main__":
    write()
