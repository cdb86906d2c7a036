"""`vdoma courier`: one more process that sends alerts, beside the bot and over the same server's database.

It polls nothing, publishes nothing and erases nothing. However many there are, an alert is lent to one at a
time, and all together keep to the rate of the settings.
"""

import asyncio
import signal
from contextlib import suppress
from functools import partial

from telegram.error import InvalidToken, TelegramError

from bot.assembly import (
    WORK_EVERY_S,
    bot_of,
    courier_of,
    keep,
    make_services,
    place_of_settings,
    questions_of,
    sealing_of,
    until_reached,
)
from bot.core.errors import BotError
from bot.core.pace import Pace
from bot.services.outgoing import Outgoing
from bot.settings import Settings
from handlers.intake import TokenRefused
from handlers.transport import NotingBot
from storage.migrate import refuse_other_version
from storage.place import Place

LOOK_AT_TOKEN_S = 30.0


class OnlyOneSends(BotError):
    """Over a file of SQLite the bot itself is the only courier; told to whoever runs this one."""


async def run(settings: Settings) -> None:
    """Send alerts until SIGTERM or SIGINT.

    Raises:
        OnlyOneSends, WrongSchema, WrongKeys, TokenRefused: told to whoever runs it.
    """
    place = place_of_settings(settings)
    if not place.is_shared:
        raise OnlyOneSends("couriers of their own need PostgreSQL: over a file the bot itself sends")
    with place.share_schema():
        await asyncio.to_thread(refuse_other_version, settings.database_url)
        await _send(settings, place)


async def _send(settings: Settings, place: Place) -> None:
    stop = asyncio.Event()
    sealing = await asyncio.to_thread(sealing_of, settings)
    store = place.store(chat_ids=sealing.chats)
    await store.open()
    try:
        services = make_services(store, settings, questions_of(settings), sealing)
        outgoing = Outgoing(Pace(settings.send_rate, settings.chat_rate))
        bot = bot_of(settings, outgoing, services)
        await until_reached(bot.initialize)
        loop = asyncio.get_running_loop()
        # Not before: nothing is in hand so far, and who waits for Telegram must end when told to.
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        try:
            courier = courier_of(settings, place, store, services, bot, outgoing, stop)
            async with asyncio.TaskGroup() as group:
                group.create_task(keep(courier.work, WORK_EVERY_S, stop))
                group.create_task(keep(services.traces.work, WORK_EVERY_S, stop))
                group.create_task(keep(partial(_end_if_refused, bot), LOOK_AT_TOKEN_S, stop))
        finally:
            await bot.shutdown()
    finally:
        await store.close()


async def _end_if_refused(bot: NotingBot) -> None:
    # It does not poll, and so would not learn elsewhere that everything it sends is refused.
    with suppress(TelegramError):
        try:
            await bot.get_me()
        except InvalidToken:
            raise TokenRefused("Telegram refuses the bot's token; see BotFather") from None
