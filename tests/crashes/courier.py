"""A courier as a process of its own whose loans are short: `bot.courier`, in a hurry.

python -m tests.crashes.courier ADDRESS API FOLDER RATE, with the keys in VDOMA_KEYS
"""

import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path

from bot.assembly import WORK_EVERY_S, bot_of, courier_of, keep, make_services
from bot.core.pace import Pace
from bot.demo import demo_settings
from bot.keys import keyring_of
from bot.sealing import Sealing
from bot.services.outgoing import Outgoing
from bot.services.questions import Questions
from storage.place import place_of

LEASE = timedelta(seconds=1.5)
REPEAT_AFTER = timedelta(seconds=0.5)


async def send(address: str, url: str, folder: Path, rate: float) -> None:
    """Send until killed."""
    place, sealing = place_of(address, folder), Sealing.with_keys(keyring_of(os.environ["VDOMA_KEYS"]))
    settings = demo_settings(url, folder).model_copy(
        update={"database_url": address, "send_rate": rate, "repeat_after": REPEAT_AFTER}
    )
    store = place.store(chat_ids=sealing.chats)
    await store.open()
    services = make_services(store, settings, Questions(), sealing)
    outgoing = Outgoing(Pace(rate, settings.chat_rate))
    bot = bot_of(settings, outgoing, services)
    await bot.initialize()
    stop = asyncio.Event()
    courier = courier_of(settings, place, store, services, bot, outgoing, stop)
    courier.lease = LEASE
    await keep(courier.work, WORK_EVERY_S, stop)


if __name__ == "__main__":
    asyncio.run(send(sys.argv[1], sys.argv[2], Path(sys.argv[3]), float(sys.argv[4])))
