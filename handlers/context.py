"""One update as a conversation: who writes, in which language, and the door to the services."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message, Update
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter
from telegram.ext import CallbackContext, ExtBot

from bot.core.errors import BotError, NotAllowed, StoreUnavailable
from bot.core.follows import Chat, Country
from bot.core.limits import Buckets
from bot.core.log import NOTHING
from bot.core.roles import Role
from bot.ports import Clock
from bot.services.follow import Visitor
from bot.services.together import Services
from handlers.buttons import Act, Press, read
from handlers.contacts import Contact, Contacts, read_contacts
from handlers.limiter import WHEN_IDLE
from handlers.retries import PATIENCE_S, Undelivered, seconds_of
from handlers.wording import Row, Said, Wording, language_of, wording

log = structlog.get_logger()

ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Door:
    """What every handler may use; made once by the assembly.

    Args:
        operator: who is responsible for the data.
        stale_after: how long a moderator's "checked" holds.
        send_rate: alerts a second.
        buckets: how many messages of each person are handled at once.
        moderators: Telegram ids of those who were moderators when that was last looked up.
        later: by person's Telegram id, the question that is tried again for a while.
    """

    services: Services
    clock: Clock
    operator: str
    stale_after: timedelta
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    send_rate: float = 30
    later: "dict[int, asyncio.Task[None]]" = field(default_factory=dict)
    buckets: Buckets = field(default_factory=Buckets)
    moderators: set[int] = field(default_factory=set)
    contacts: Contacts = field(default_factory=read_contacts)


@dataclass(slots=True)
class Talk:
    """One update and the means to answer it."""

    update: Update
    bot: ExtBot[None]
    door: Door
    telegram_id: int
    known: Visitor | StoreUnavailable
    wording: Wording

    @property
    def services(self) -> Services:
        return self.door.services

    @property
    def text(self) -> str:
        """What the person typed; empty if it was no text."""
        message = self.update.effective_message
        return (message.text or "") if message is not None else ""

    @property
    def argument(self) -> str:
        """What stands behind the command, on its line or the next ones."""
        return "".join(self.text.split(maxsplit=1)[1:]).strip()

    @property
    def command(self) -> str:
        """The command without its slash and without the bot's name behind it."""
        return "".join(self.text.split(maxsplit=1)[:1]).partition("@")[0].removeprefix("/")

    @property
    def press(self) -> Press:
        """What the pressed button carries.

        Raises:
            Unknown: the button is forged, or older than this program.
        """
        query = self.update.callback_query
        return read((query.data or "") if query is not None else "")

    @property
    def visitor(self) -> Visitor:
        """Who writes, and what is kept of them.

        Raises:
            StoreUnavailable: what is kept could not be looked up; that is no "nothing".
        """
        if isinstance(self.known, StoreUnavailable):
            raise self.known
        return self.known

    @property
    def chat_id(self) -> str | None:
        """The text id of the person's chat; None of somebody of whom nothing is kept."""
        return self.visitor.chat.id if self.visitor.chat is not None else None

    @property
    def private_address(self) -> str:
        """What opens the private chat with the bot."""
        return f"https://t.me/{self.bot.username}"

    @property
    def in_group(self) -> bool:
        """Whether several people read what is answered."""
        chat = self.update.effective_chat
        return chat is not None and chat.type != ChatType.PRIVATE

    @property
    def country(self) -> Country | None:
        """The country the person chose; None too while that cannot be looked up."""
        if isinstance(self.known, StoreUnavailable) or self.known.chat is None:
            return None
        return self.known.chat.country

    def contact(self) -> Contact | None:
        """Whom to ask first in the country the person chose."""
        return self.door.contacts.first(self.country)

    async def remember(self) -> Chat:
        """Keep the person's chat from now on, because they asked for something to be kept."""
        chat = await self.services.follows.remember(self.visitor)
        self.speak_as(chat)
        return chat

    def speak_as(self, chat: Chat) -> None:
        """Go on with the chat as it now stands."""
        self.known = replace(self.visitor, chat=chat)
        self.wording = wording(self.known.language)

    async def role(self) -> Role | None:
        """Return what the person may do as a moderator, or None."""
        role = await self._role()
        if role is None:
            self.door.moderators.discard(self.telegram_id)
        else:
            self.door.moderators.add(self.telegram_id)
        return role

    async def _role(self) -> Role | None:
        if self.telegram_id in self.services.rights.owners:
            return Role.OWNER
        return await self.services.rights.role(self.chat_id) if self.chat_id is not None else None

    async def reply(self, said: Said) -> None:
        """Write to the chat the update came from.

        Raises:
            Undelivered: it could not be sent; the update is handled again.
        """
        chat = self.update.effective_chat
        if chat is not None:
            await delivered(lambda: send(self.bot, chat.id, said))

    async def mention(self, said: Said) -> None:
        """Write what nobody waits for: it leaves behind replies and alerts.

        Raises:
            Undelivered: it could not be sent; the update is handled again.
        """
        chat = self.update.effective_chat
        if chat is not None:
            await delivered(lambda: send(self.bot, chat.id, said, passes=WHEN_IDLE))

    async def send_picture(self, picture: bytes, said: Said) -> None:
        """Send a picture with words under it.

        Raises:
            Undelivered: it could not be sent; the update is handled again.
        """
        chat = self.update.effective_chat
        if chat is not None:
            await delivered(
                lambda: self.bot.send_photo(
                    chat.id,
                    picture,
                    caption=said.text,
                    parse_mode=ParseMode.HTML,
                    reply_markup=keyboard(said),
                    filename="vdoma.png",
                )
            )

    async def show(self, said: Said) -> None:
        """Write in the place of the message whose button was pressed."""
        query = self.update.callback_query
        message = query.message if query is not None else None
        if not isinstance(message, Message):
            await self.reply(said)
            return
        try:
            await delivered(
                lambda: message.edit_text(
                    said.text,
                    parse_mode=ParseMode.HTML,
                    reply_markup=keyboard(said),
                    link_preview_options=NO_PREVIEW,
                )
            )
        except BadRequest as error:
            if "not modified" not in error.message.lower():
                await self.reply(said)

    async def show_buttons(self, rows: tuple[Row, ...]) -> None:
        """Put other buttons under the message whose button was pressed."""
        query = self.update.callback_query
        message = query.message if query is not None else None
        if not isinstance(message, Message):
            return
        try:
            await delivered(lambda: message.edit_reply_markup(_keyboard(rows)))
        except BadRequest as error:
            if "not modified" not in error.message.lower():
                raise

    async def acknowledge(self) -> None:
        """Let the pressed button come to rest."""
        query = self.update.callback_query
        if query is None:
            return
        try:
            await delivered(query.answer)
        except BadRequest:
            # Telegram no longer waits for this press: an old one, handled after a restart.
            return


NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def keyboard(said: Said) -> InlineKeyboardMarkup | None:
    """Make Telegram's keyboard of a message's buttons."""
    return _keyboard(said.buttons)


@lru_cache(maxsize=64)
def _keyboard(buttons: tuple[Row, ...]) -> InlineKeyboardMarkup | None:
    # Thousands are alerted with the same buttons; making them is a good part of the work.
    rows = [
        [InlineKeyboardButton(b.label, callback_data=b.carries, url=b.url) for b in row] for row in buttons
    ]
    return InlineKeyboardMarkup(rows) if rows else None


async def send(bot: ExtBot[None], telegram_id: int, said: Said, *, passes: str | None = None) -> Message:
    """Send one message; where Telegram refuses the address of a button, without such buttons.

    The addresses come from published lists: one bad address may not hold back an answer.

    Args:
        passes: what the limiter gets as `rate_limit_args`.
    """
    try:
        return await _post(bot, telegram_id, said, passes)
    except BadRequest as error:
        bare = without_addresses(said)
        if bare == said or "url" not in error.message.lower():
            raise
        log.warning("the address of a button is refused")
        return await _post(bot, telegram_id, bare, passes)


async def _post(bot: ExtBot[None], telegram_id: int, said: Said, passes: str | None) -> Message:
    return await bot.send_message(
        telegram_id,
        said.text,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(said),
        link_preview_options=NO_PREVIEW,
        disable_notification=said.silent,
        protect_content=said.protected,
        rate_limit_args=passes,  # type: ignore[arg-type]  # our limiter takes text
    )


def without_addresses(said: Said) -> Said:
    """Leave out the buttons that open an address."""
    rows = (tuple(button for button in row if button.url is None) for row in said.buttons)
    return replace(said, buttons=tuple(row for row in rows if row))


async def delivered(call: Callable[[], Awaitable[object]]) -> None:
    """Make one call to Telegram, and again where it asks for patience.

    Raises:
        BadRequest: Telegram can never accept it.
        Undelivered: it did not come through.
    """
    waited_s = 0.0
    for attempt in range(1, ATTEMPTS + 1):
        try:
            await call()
        except Forbidden:
            # The person blocked the bot: nobody is there to be answered.
            return
        except BadRequest:
            # In this library BadRequest is a NetworkError: caught after it, it would be tried again for ever.
            raise
        except RetryAfter as error:
            wait_s = seconds_of(error.retry_after)
            waited_s += wait_s
            if attempt == ATTEMPTS or waited_s > PATIENCE_S:
                raise Undelivered(wait_s=wait_s) from error
            await asyncio.sleep(wait_s)
        except NetworkError as error:
            raise Undelivered from error
        else:
            return


Speaking = Callable[[Talk], Awaitable[None]]


Library = Callable[[Update, "CallbackContext[Any, Any, Any, Any]"], Coroutine[Any, Any, None]]


def conversing(handler: Speaking) -> Library:
    """Make a handler of Telegram's library from one of ours; what goes wrong is told to the person."""

    async def handle(talk: Talk) -> None:
        try:
            await handler(talk)
        except NotAllowed:
            await talk.reply(talk.wording.unknown_command())
        except BotError as error:
            await talk.reply(talk.wording.problem(error))

    return _by_library(handle)


def moderating(handler: Callable[[Talk, str], Awaitable[None]]) -> Library:
    """The same for moderators only; anybody else is answered as if there were no such command.

    The handler also gets the text id of the moderator's chat.
    """

    async def handle(talk: Talk) -> None:
        try:
            role = await talk.role()
        except StoreUnavailable as error:
            await talk.reply(talk.wording.problem(error))
            return
        if role is None:
            await talk.reply(talk.wording.unknown_command())
            return
        await moderate(talk, handler)

    return _by_library(handle)


async def moderate(talk: Talk, handler: Callable[[Talk, str], Awaitable[None]]) -> None:
    """Run a moderator's handler; what goes wrong is told in the moderators' words."""
    try:
        chat = await talk.remember()
        user = talk.update.effective_user
        await talk.services.rights.know(chat.id, user.first_name[:64] if user is not None else "")
        await handler(talk, chat.id)
    except NotAllowed as error:
        await talk.services.rights.note_refusal(talk.chat_id or NOTHING, str(error)[:100])
        await talk.reply(talk.wording.moderator_problem(error))
    except BotError as error:
        await talk.reply(talk.wording.moderator_problem(error))


def _by_library(handle: Speaking) -> Library:
    async def on_update(update: Update, context: "CallbackContext[Any, Any, Any, Any]") -> None:
        chat = update.effective_chat
        in_group = update.callback_query is not None and chat is not None and chat.type != ChatType.PRIVATE
        for_group = in_group and _is_for_group(update)
        talk = await begin(update, context.bot, context.bot_data["door"], for_group=for_group)
        await talk.acknowledge()
        if in_group and not for_group:
            await talk.reply(talk.wording.ask_in_private(talk.private_address))
            return
        await handle(talk)

    return on_update


def _is_for_group(update: Update) -> bool:
    """Whether a button pressed in a group is about the group itself: what it follows and is told."""
    query = update.callback_query
    act = (query.data or "").partition(":")[0] if query is not None else ""
    return act in (Act.FOLLOW, Act.UNFOLLOW, Act.FOLLOW_AGAIN, Act.STOP_ALL, Act.RESUME)


async def begin(update: Update, bot: ExtBot[None], door: Door, *, for_group: bool = False) -> Talk:
    """Find out who writes and which language they read.

    Args:
        for_group: whether what is kept is kept of the group, not of who pressed.
    """
    user = update.effective_user
    chat = update.effective_chat
    telegram_id = user.id if user is not None else 0
    if for_group and chat is not None:
        telegram_id = chat.id
    language = language_of(user.language_code if user is not None else None)
    known: Visitor | StoreUnavailable
    try:
        known = await _known(door, telegram_id, language)
        language = known.language
    except StoreUnavailable as error:
        # They are still answered, in Telegram's language: that we cannot look now.
        known = error
    return Talk(update, bot, door, telegram_id, known, wording(language))


async def _known(door: Door, telegram_id: int, language: str) -> Visitor:
    visitor = await door.services.follows.visitor(telegram_id, language=language)
    if visitor.chat is None or not visitor.chat.blocked:
        return visitor
    return replace(visitor, chat=await door.services.follows.come_back(visitor.chat))
