"""Language and country."""

import contextlib

from bot.core.errors import StoreUnavailable, Unknown
from bot.core.follows import Country
from handlers.context import Talk
from handlers.menus import set_moderators_menu
from handlers.wording import LANGUAGES


async def on_language(talk: Talk) -> None:
    """Offer the three languages."""
    await talk.reply(talk.wording.choose_language())


async def on_language_chosen(talk: Talk) -> None:
    """Keep the chosen language and go on in it."""
    language = talk.press.arg(0)
    if language not in LANGUAGES:
        raise Unknown("language")
    chat = await talk.remember()
    talk.speak_as(await talk.services.follows.choose_language(chat, language))
    if await talk.role() is not None:
        await set_moderators_menu(talk.bot, talk.telegram_id, talk.wording)
    await talk.reply(talk.wording.language_chosen())
    await talk.reply(talk.wording.start(talk.door.operator))


async def on_contacts(talk: Talk) -> None:
    """Show the official bodies of the person's country, or ask which country that is."""
    country = talk.country
    if country is None or talk.update.callback_query is not None:
        await talk.reply(talk.wording.choose_country())
        return
    await talk.reply(talk.wording.contacts(talk.door.contacts.of(country)))


async def on_country_chosen(talk: Talk) -> None:
    """Keep the chosen country and show its official bodies."""
    value = talk.press.arg(0)
    if value not in set(Country):
        raise Unknown("country")
    country = Country(value)
    with contextlib.suppress(StoreUnavailable):
        # Not kept then, but shown: these contacts are what we send people to when we cannot answer.
        talk.speak_as(await talk.services.follows.choose_country(await talk.remember(), country))
    await talk.reply(talk.wording.contacts(talk.door.contacts.of(country)))
