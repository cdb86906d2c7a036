"""Keys are changed by three commands, and nothing is left unreadable on the way."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.keys import keyring_of, make_file
from bot.ports import SealedPlace
from bot.sealing import Sealing, WrongKeys
from bot.services.reseal import Resealing
from bot.settings import Settings
from bot.terminal.keys import retire, rotate, show
from storage.store import SqliteStore
from tests.storage.builders import OLENA_TELEGRAM


async def test_after_a_rotation_and_resealing_the_former_keys_can_be_destroyed(database: Path) -> None:
    file = database.with_name("keys")
    make_file(file)
    former = keyring_of(str(file))
    settings = Settings.model_construct(database_url=f"sqlite:///{database}", keys=None)
    store = SqliteStore(database, chat_ids=Sealing.with_keys(former).chats)
    await store.open()
    async with store.writing() as writing:
        chat = await writing.remember_chat(OLENA_TELEGRAM, language="uk")
    await store.close()

    rotate(settings)
    assert show(settings).count("opens only") == 2
    assert "values in chats: 1" in show(settings)
    assert former.keys[1].id not in retire(settings), "the chat is still sealed with it"

    rotated = SqliteStore(database, chat_ids=Sealing.with_keys(keyring_of(str(file))).chats)
    await rotated.open()
    assert await Resealing(rotated, Sealing.with_keys(keyring_of(str(file)))).work() == 1
    await rotated.close()
    assert former.keys[1].id in retire(settings)

    last = keyring_of(str(file))
    assert not former.ids & last.ids
    alone = SqliteStore(database, chat_ids=Sealing.with_keys(last).chats)
    await alone.open()
    async with alone.reading() as reading:
        assert await reading.telegram_id(chat.id) == OLENA_TELEGRAM
    await alone.close()


def test_whatever_is_sealed_and_kept_can_be_sealed_anew(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        columns = connection.execute(
            "SELECT t.name || '.' || c.name FROM sqlite_master AS t, pragma_table_info(t.name) AS c"
            " WHERE t.type = 'table' AND c.name LIKE 'sealed!_%' ESCAPE '!'"
        ).fetchall()

    # What is asked of the matcher and what it answers are gone in seconds, or hold their key in use.
    errands = {"errands.sealed_given", "errands.sealed_reply"}
    assert {column for (column,) in columns} - errands == set(SealedPlace)


def test_keys_that_stand_in_the_setting_itself_are_changed_there(database: Path) -> None:
    make_file(database.with_name("keys"))
    lines = ",".join(key.line for key in keyring_of(str(database.with_name("keys"))).keys)
    settings = Settings.model_construct(database_url=f"sqlite:///{database}", keys=SecretStr(lines))

    assert "seals" in show(settings)
    with pytest.raises(WrongKeys, match="vdoma keys new"):
        rotate(settings)
