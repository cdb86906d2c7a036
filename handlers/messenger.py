"""Words alerts in the language of now, and sends them; Telegram's errors become outcomes."""

import html
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, cast

import aiohttp
import structlog
from markupsafe import Markup
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.core.alerts import NEWS, Alert, Delivered, Malformed, Moot, Outcome, Refused, TryLater, Uncertain
from bot.core.errors import StoreUnavailable, Unknown, WrongState
from bot.core.pace import FREE_RATE
from bot.ports import Clock, Letter, NotSent, Reading, Recipient, Store, Unaddressed
from bot.sealing import SealBroken
from bot.services.watch import Watches
from handlers.alerting import word, words_for
from handlers.context import NO_PREVIEW, keyboard, without_addresses
from handlers.limiter import LET_THROUGH
from handlers.retries import Undelivered, seconds_of
from handlers.transport import NotingBot
from handlers.wording import Row, Said, Wording, wording

log = structlog.get_logger()

TOKEN_REST = timedelta(seconds=60)
"""With a token that is refused Telegram is asked so seldom; nothing that is owed is given up."""

_ANCHOR = re.compile(r'<a href="([^"]*)">([^<]*)</a>')
_TAG = re.compile(r"<[^>]*>")
_NO_PREVIEW = NO_PREVIEW.to_json()
_NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


@dataclass(frozen=True, slots=True)
class TelegramMessenger:
    """The messenger of the courier.

    Args:
        rate: alerts a second; for more than 30 Telegram may take its price.
    """

    bot: NotingBot
    store: Store
    clock: Clock
    watches: Watches
    rate: float = FREE_RATE

    async def word(self, alerts: Sequence[Alert]) -> Sequence[Letter | NotSent]:
        """Word alerts, all from one view of the store."""
        try:
            async with self.store.reading() as reading:
                known = await reading.recipients([alert.chat_id for alert in alerts])
                looking = LookingOnce(reading)
                for chat_id, to in known.items():
                    if isinstance(to, Recipient):
                        looking.knows("preferences", chat_id, found=to.preferences)
                words = Worder(cast(Reading, looking), self.clock(), self.watches, self._address, self.rate)
                return [await _letter(words, alert, known.get(alert.chat_id)) for alert in alerts]
        except StoreUnavailable:
            return [NotSent(alert, TryLater()) for alert in alerts]

    def _address(self) -> str:
        return f"https://t.me/{self.bot.username}"

    async def send(self, letter: Letter) -> Outcome:
        """Try once."""
        said = cast(Said, letter.said)
        try:
            message_id = await self._post(letter.chat, said, passes=LET_THROUGH)
        except ChatMigrated as error:
            return await self._follow(letter.alert, error.new_chat_id)
        except BadRequest as error:
            # In this library BadRequest is a NetworkError. Caught after it, a message that
            # Telegram can never accept would be tried again for ever.
            if "chat not found" in error.message.lower():
                return Refused()
            return await self._send_plainly(letter, said, error)
        except TelegramError as error:
            return outcome_of(error, letter.alert)
        return Delivered(message_id, said.silent)

    async def _send_plainly(self, letter: Letter, said: Said, why: BadRequest) -> Outcome:
        """Send once more without what Telegram may have stumbled over: addresses, or all markup."""
        log.error("alert refused as malformed", alert=letter.alert.id)
        try:
            if "url" in why.message.lower():
                message_id = await self._post(letter.chat, without_addresses(said))
            else:
                message_id = await self._post(letter.chat, plainly(said), parse_mode=None)
        except BadRequest:
            log.error("alert held", alert=letter.alert.id)
            return Malformed()
        except Undelivered:
            # It waited for its turn in vain.
            return TryLater()
        except TelegramError as error:
            return outcome_of(error, letter.alert)
        return Delivered(message_id, said.silent)

    async def _post(
        self, chat: int, said: Said, *, parse_mode: str | None = ParseMode.HTML, passes: str | None = None
    ) -> int:
        """Return the number of the message."""
        parameters: dict[str, object] = {
            "text": said.text,
            "parse_mode": parse_mode,
            "reply_markup": _keyboard_as_text(said.buttons),
            "link_preview_options": _NO_PREVIEW,
            "disable_notification": said.silent,
            "protect_content": said.protected,
        }
        if self.rate > FREE_RATE:
            parameters["allow_paid_broadcast"] = True
        return await self.bot.send_text(chat, passes, **parameters)

    async def _follow(self, alert: Alert, new_id: int) -> Outcome:
        """The group has another id from now on; the alert goes there at once."""
        try:
            async with self.store.writing() as writing:
                await writing.move_chat(alert.chat_id, new_id)
        except WrongState:
            return Refused()
        except (StoreUnavailable, Unknown):
            return TryLater()
        return TryLater(timedelta(0))


@lru_cache(maxsize=64)
def _keyboard_as_text(buttons: tuple[Row, ...]) -> str | None:
    # Thousands are alerted with the same buttons.
    markup = keyboard(Said(Markup(), buttons))
    return markup.to_json() if markup is not None else None


async def _letter(words: "Worder", alert: Alert, to: Recipient | Unaddressed | None) -> Letter | NotSent:
    if to is None:
        # The person has been forgotten since: nobody is there to be told.
        return NotSent(alert, Refused())
    if isinstance(to, Unaddressed):
        return NotSent(alert, TryLater())
    if to.chat.paused:
        # Stopped since it was lent: not lent again before the person turns alerts on.
        return NotSent(alert, TryLater(timedelta(0)))
    try:
        said = await words.word(alert, to.chat.language, in_public=to.telegram_id < 0)
    except Exception as error:
        if isinstance(error, StoreUnavailable) and not isinstance(error, SealBroken):
            raise
        log.error("alert in trouble", alert=alert.id, error=type(error).__name__)
        return NotSent(alert, TryLater())
    return NotSent(alert, Moot()) if said is None else Letter(alert, to.telegram_id, said)


@dataclass(slots=True)
class Worder:
    """Words several alerts from one view of the store; what is news to many is worded once a language.

    Args:
        address: opens the private chat with the bot.
        rate: alerts a second.
    """

    reading: Reading
    now: datetime
    watches: Watches
    address: Callable[[], str]
    rate: float = FREE_RATE
    _news: dict[tuple[str, str, bool], Said] = field(default_factory=dict)
    """Without their endings."""

    async def word(self, alert: Alert, language: str, *, in_public: bool = False) -> Said | None:
        """Word an alert; None if what it would tell stands no longer."""
        words, key = wording(language), (alert.event.id, language, alert.uncertain)
        if in_public:
            said = await self._anew(words, alert)
            standing = await self.reading.standing(alert.event.subject_id)
            return words.in_public(said, alert, standing, self.address()) if said is not None else None
        if body := self._news.get(key):
            chosen = await self.reading.preferences(alert.chat_id)
            words = words_for(words, chosen, self.watches)
            return replace(body, text=body.text + words.ending(alert), silent=chosen.is_quiet(self.now))
        said = await self._anew(words, alert)
        if said is not None and alert.event.kind in NEWS:
            words = words_for(words, await self.reading.preferences(alert.chat_id), self.watches)
            self._news[key] = replace(said, text=said.text.removesuffix(words.ending(alert)))
        return said

    async def _anew(self, words: Wording, alert: Alert) -> Said | None:
        return await word(self.reading, words, alert, now=self.now, watches=self.watches, rate=self.rate)


class LookingOnce:
    """A view of the store in which the same question is asked once: alerts of one event ask the same."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._known: dict[object, object] = {}

    def knows(self, name: str, *args: object, found: object) -> None:
        """Take in what was looked up for several at once."""
        self._known[name, *args] = found

    def __getattr__(self, name: str) -> Any:
        ask = getattr(self._reading, name)

        async def asked(*args: object, **more: object) -> object:
            question = (name, *args, *more.items())
            if not all(isinstance(part, Hashable) for part in (*args, *more.values())):
                return await ask(*args, **more)
            if question not in self._known:
                self._known[question] = await ask(*args, **more)
            return self._known[question]

        return asked


def plainly(said: Said) -> Said:
    """Say the same without any markup: addresses stand behind their words, and open from no button."""
    # As a plain string: what is put into Markup would be escaped once more.
    text = _ANCHOR.sub(r"\2 (\1)", str(said.text))
    bare = html.unescape(_TAG.sub("", text))
    return replace(without_addresses(said), text=Markup(bare))  # noqa: S704  it is sent as plain text


def outcome_of(error: TelegramError, alert: Alert) -> Outcome:
    """Return what an error says about whether the message arrived; a `BadRequest` is judged elsewhere."""
    match error:
        case RetryAfter():
            return TryLater(timedelta(seconds=seconds_of(error.retry_after)))
        case InvalidToken() | EndPointNotFound():
            # A request to the Bot API itself calls it the second.
            log.error("Telegram refuses the token; alerts wait", alert=alert.id)
            return TryLater(TOKEN_REST, everybody=True)
        case Forbidden():
            return Refused()
        case NetworkError():
            return TryLater() if never_left(error) else Uncertain()
        case _:
            # An answer that cannot be read; whatever it was an answer to has arrived.
            return Uncertain()


def never_left(error: NetworkError) -> bool:
    """Whether no connection was made, so that the message certainly did not arrive.

    What httpx calls it does not tell: over this transport a refused connection, an exhausted
    pool and a message that was delivered before the connection was cut are all `ConnectTimeout`.
    The error beneath does.
    """
    beneath = error.__cause__.__cause__ if error.__cause__ is not None else None
    return isinstance(beneath, _NEVER_LEFT)
