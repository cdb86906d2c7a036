"""Keys are changed by three commands, and nothing is left unreadable on the way."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.keys import keyring_of, make_file
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


def test_keys_that_stand_in_the_setting_itself_are_changed_there(database: Path) -> None:
    make_file(database.with_name("keys"))
    lines = ",".join(key.line for key in keyring_of(str(database.with_name("keys"))).keys)
    settings = Settings.model_construct(database_url=f"sqlite:///{database}", keys=SecretStr(lines))

    assert "seals" in show(settings)
    with pytest.raises(WrongKeys, match="vdoma keys new"):
        rotate(settings)
