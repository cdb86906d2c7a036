"""`vdoma factor`: moderators' authenticators. Their secrets never pass through Telegram."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.assembly import now_utc, place_of_settings, sealing_of
from bot.services.factor import SecondFactor
from bot.settings import Settings
from storage.migrate import refuse_other_version


async def enrol(settings: Settings, telegram_id: int) -> str:
    """Give a moderator a new authenticator, also while the bot runs."""
    async with _factors(settings) as factors:
        address = await factors.enrol(telegram_id)
    return (
        f"{address}\n"
        "Show this address (as a QR code, or typed) to the moderator in person, and to nobody else;\n"
        "do not send it through Telegram. A former authenticator of theirs is worth nothing any more."
    )


async def drop(settings: Settings, telegram_id: int) -> str:
    """Take a moderator's authenticator away, also while the bot runs."""
    async with _factors(settings) as factors:
        was_there = await factors.drop(telegram_id)
    return "The authenticator is worth nothing any more." if was_there else "There was none."


@asynccontextmanager
async def _factors(settings: Settings) -> AsyncIterator[SecondFactor]:
    place = place_of_settings(settings)
    with place.share_schema():
        refuse_other_version(settings.database_url)
        sealing = sealing_of(settings)
        store = place.store(chat_ids=sealing.chats)
        await store.open_beside()
        try:
            yield SecondFactor(store, now_utc, sealing.factors, required=True)
        finally:
            await store.close()
