"""The second factor outside Telegram: a stolen account alone publishes and confirms nothing."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pyotp

from bot.core.errors import FactorBlocked, FactorNeeded, WrongFactor
from bot.ports import Clock, Sealer, Store

UNLOCKED_FOR = timedelta(minutes=15)
TRIES = 5
STEP_S = 30


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """Codes of an authenticator, each taken once; what they unlock is locked again after 15 minutes.

    Args:
        sealer: seals the secrets of authenticators.
        required: whether grave acts need a code at all (VDOMA_SECOND_FACTOR).
    """

    store: Store
    clock: Clock
    sealer: Sealer
    required: bool
    _until: dict[str, datetime] = field(default_factory=dict)
    _wrong: dict[str, list[datetime]] = field(default_factory=dict)

    def require(self, chat_id: str) -> None:
        """Let those pass who have given a code lately.

        Raises:
            FactorNeeded: a code is needed first.
        """
        if self.required and self._until.get(chat_id, self.clock()) <= self.clock():
            raise FactorNeeded(f"chat {chat_id} is locked")

    async def unlock(self, chat_id: str, code: str) -> datetime:
        """Take a code; returns until when grave acts need none.

        Raises:
            FactorBlocked: five wrong codes were given within a quarter of an hour.
            WrongFactor: it is no code of now, it was used, or no authenticator is enrolled.
        """
        now = self.clock()
        wrong = [at for at in self._wrong.get(chat_id, []) if at > now - UNLOCKED_FOR]
        if len(wrong) >= TRIES:
            raise FactorBlocked(f"chat {chat_id} gave {TRIES} wrong codes")
        # Counted before it is looked at: tries that come at the same moment count each.
        self._wrong[chat_id] = [*wrong, now]
        async with self.store.writing() as writing:
            known = await writing.factor(chat_id)
            step = None if known is None else _step_of(self.sealer.open(known.sealed_secret), code, now)
            if known is None or step is None or not await writing.use_factor(chat_id, step=step):
                raise WrongFactor(TRIES - len(wrong) - 1)
        del self._wrong[chat_id]
        self._until[chat_id] = now + UNLOCKED_FOR
        return self._until[chat_id]

    def lock(self, chat_id: str) -> None:
        """End the unlocking at once."""
        self._until.pop(chat_id, None)

    async def enrol(self, telegram_id: int) -> str:
        """Make a new secret for a person; returns the address that an authenticator reads."""
        secret = pyotp.random_base32()
        async with self.store.writing() as writing:
            chat = await writing.remember_chat(telegram_id, language="en")
            await writing.save_factor(chat.id, sealed_secret=self.sealer.seal(secret), at=self.clock())
        return pyotp.TOTP(secret).provisioning_uri(name=str(telegram_id), issuer_name="Vdoma")

    async def drop(self, telegram_id: int) -> bool:
        """Take the secret away from a person; returns whether there was one."""
        async with self.store.writing() as writing:
            chat = await writing.chat_of(telegram_id)
            return chat is not None and await writing.drop_factor(chat.id)


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """Return to which half minute a code belongs: this one or its neighbours; None if to none."""
    typed = "".join(code.split())
    at = int(now.timestamp()) // STEP_S
    totp = pyotp.TOTP(secret)
    # All three are always compared, each in constant time.
    fits = [
        step for step in (at - 1, at, at + 1) if pyotp.utils.strings_equal(typed, totp.generate_otp(step))
    ]
    return fits[-1] if fits else None
