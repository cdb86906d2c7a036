"""What a taken database reveals; `python -m tests.test_seized` writes it into docs/privacy.md."""

import asyncio
import re
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from bot.sealing import Keyring, SealedElsewhere, Sealing, new_keys
from storage.migrate import upgrade
from storage.store import SqliteStore
from tests.storage.builders import SEALING, a_follow, add_announced_batch

PAGE = Path(__file__).parent.parent / "docs" / "privacy.md"
BEGIN, END = "<!-- seized: written by tests/test_seized.py -->\n", "<!-- /seized -->"
HALYNA = 7_320_000_001
NAME, LABEL = "Вигаданець Тарас Петрович", "золотий ключик"


async def fill(database: Path) -> None:
    store = SqliteStore(database, chat_ids=SEALING.chats)
    await store.open()
    async with store.writing() as writing:
        await add_announced_batch(writing)
        chat = await writing.remember_chat(HALYNA, language="uk")
        await writing.add_follow(a_follow(chat.id))
    await store.close()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "INSERT INTO watches (id, chat_id, number, sealed_name, sealed_label, since, until)"
            " VALUES ('w', ?, 1, ?, ?, 0, 0)",
            (chat.id, SEALING.names.seal(NAME), SEALING.labels.seal(LABEL)),
        )


def revealed(database: Path, sealing: Sealing | None) -> dict[str, bool]:
    """Try to read each secret, with the keys that were taken along."""
    content = b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))
    with closing(sqlite3.connect(database)) as connection:
        ((chat_id, sealed),) = connection.execute("SELECT id, sealed_id FROM chats").fetchall()
        ((name, label),) = connection.execute("SELECT sealed_name, sealed_label FROM watches").fetchall()
        (follows,) = connection.execute("SELECT count(*) FROM follows").fetchone()
    opened = str(HALYNA).encode() in content

    def opens(call: object) -> bool:
        try:
            return callable(call) and bool(call())
        except SealedElsewhere:
            return False

    return {
        "who uses the bot (Telegram ids)": opened
        or (sealing is not None and opens(lambda: sealing.chats.open(sealed, chat_id=chat_id))),
        "whom they watch": NAME.encode() in content
        or (sealing is not None and opens(lambda: sealing.names.open(name))),
        "what they call their watches and follows": LABEL.encode() in content
        or (sealing is not None and opens(lambda: sealing.labels.open(label))),
        "how many follow an exchange group": bool(follows),
        "what was asked": False,
    }


def table(database: Path) -> str:
    chat_side = Sealing.with_keys(Keyring(tuple(key.for_sealing_only for key in SEALING.keyring.keys)))
    cases = [
        ("database or backup alone", revealed(database, None)),
        ("and the keys of the part that talks", revealed(database, chat_side)),
        ("and all keys", revealed(database, SEALING)),
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
