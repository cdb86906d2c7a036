"""`vdoma matcher`: the process that opens whom watches are about, where the bot itself must not.

It has the secret half of the matcher's key and none of the courier's: it reads no Telegram id, has no token
and speaks with nobody. It shares the database with the bot, and nothing else.
"""

import asyncio
import signal
from pathlib import Path

from bot.assembly import ERASE_EVERY_S, TIDY_EVERY_S, keep, now_utc
from bot.keys import keyring_of, refuse_missing
from bot.ports import Store
from bot.sealing import Custody, Sealing, WrongKeys
from bot.services.errands import Errands
from bot.services.match import Matching
from bot.services.matcher_watch import ShowsItWorks
from bot.services.reseal import Resealing
from bot.settings import MatcherSettings
from storage.migrate import keys_in_use, refuse_other_version
from storage.place import place_of
from storage.store import text_id

WORK_EVERY_S = 0.2


async def run(settings: MatcherSettings) -> None:
    """Match until SIGTERM or SIGINT.

    Raises:
        WrongKeys, AlreadyRunning, WrongSchema: told to whoever runs it.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    # It writes no file beside the database.
    place = place_of(settings.database_url, Path())
    sealing = await asyncio.to_thread(_sealing_of, settings)
    with place.hold_matcher(), place.share_schema():
        await asyncio.to_thread(refuse_other_version, settings.database_url)
        store = place.store()
        await store.open_beside()
        try:
            await _work(store, sealing, stop)
        finally:
            await store.close()


async def _work(store: Store, sealing: Sealing, stop: asyncio.Event) -> None:
    matching = Matching(store, now_utc, text_id, sealing.names)
    errands = Errands(store, now_utc, matching, sealing.names, sealing.replies)
    shows = ShowsItWorks(store, now_utc)

    async def match() -> None:
        await match_all(errands, matching)
        # After it: who shows that it works has compared everything that was to be compared.
        await shows.work()

    async with asyncio.TaskGroup() as group:
        # Apart: who pressed Show does not wait until a hundred thousand watches are compared.
        group.create_task(keep(errands.work, WORK_EVERY_S, stop))
        group.create_task(keep(match, WORK_EVERY_S, stop))
        # By both processes: either may be the one that is there.
        group.create_task(keep(errands.drop_late, ERASE_EVERY_S, stop))
        group.create_task(keep(Resealing(store, sealing).work, TIDY_EVERY_S, stop))


async def match_all(errands: Errands, matching: Matching) -> None:
    """Do every errand, then compare: people may have refused rows while nobody was here."""
    while await errands.work():
        pass
    await matching.work()


def _sealing_of(settings: MatcherSettings) -> Sealing:
    keyring = keyring_of(settings.keys.get_secret_value())
    if keyring.custody is not Custody.MATCHER:
        raise WrongKeys(
            "the matcher takes the file that ends in .matcher, as `vdoma keys split` writes it: "
            f"with these keys the process would be the {keyring.custody} one"
        )
    refuse_missing(keyring, keys_in_use(settings.database_url))
    return Sealing.with_keys(keyring)
