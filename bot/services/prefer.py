"""Choose how to be told."""

from dataclasses import dataclass, replace

from bot.core.errors import BadValue, BotError
from bot.core.preferences import LONGEST_PHRASE, ZONES, Preferences, Quiet
from bot.ports import Clock, Sealer, Store


@dataclass(frozen=True, slots=True)
class Chosen:
    """How a person wishes to be told, as they see it.

    Args:
        phrase: the safe phrase; None if there is none.
    """

    preferences: Preferences
    phrase: str | None


@dataclass(frozen=True, slots=True)
class Preferring:
    """The preferences of one chat."""

    store: Store
    clock: Clock
    phrases: Sealer

    async def chosen(self, chat_id: str | None) -> Chosen:
        """Return what the chat chose; None is somebody of whom nothing is kept."""
        if chat_id is None:
            return Chosen(Preferences(), None)
        async with self.store.reading() as reading:
            return self._seen(await reading.preferences(chat_id))

    async def choose_quiet(self, chat_id: str, quiet: Quiet | None) -> Chosen:
        """Keep the hours in which alerts come without a sound."""
        return await self._change(chat_id, quiet=quiet)

    async def choose_zone(self, chat_id: str, zone: str) -> Chosen:
        """Keep the person's time zone.

        Raises:
            BadValue: it is not among those that are offered.
        """
        if zone not in ZONES:
            raise BadValue("zone")
        return await self._change(chat_id, zone=zone)

    async def choose_direct(self, chat_id: str, *, direct: bool) -> Chosen:
        """Keep whether person alerts say at once what they are about."""
        return await self._change(chat_id, direct=direct)

    async def choose_digest(self, chat_id: str, *, digest: bool) -> Chosen:
        """Keep whether states of batches come once a day; what waits comes at once if not any more."""
        chosen = await self._change(chat_id, digest=digest)
        if not digest:
            async with self.store.writing() as writing:
                await writing.digest_now(chat_id, now=self.clock())
        return chosen

    async def choose_phrase(self, chat_id: str, phrase: str) -> Chosen:
        """Keep the words that stand in each alert; an empty phrase takes them away.

        Raises:
            BadValue: they are too long.
        """
        phrase = " ".join(phrase.split())
        if len(phrase) > LONGEST_PHRASE:
            raise BadValue("phrase")
        return await self._change(chat_id, sealed_phrase=self.phrases.seal(phrase) if phrase else None)

    async def _change(self, chat_id: str, **changes: "bool | str | bytes | Quiet | None") -> Chosen:
        async with self.store.writing() as writing:
            changed = replace(await writing.preferences(chat_id), **changes)  # type: ignore[arg-type]  # by name
            await writing.save_preferences(chat_id, changed)
        return self._seen(changed)

    def _seen(self, preferences: Preferences) -> Chosen:
        if preferences.sealed_phrase is None:
            return Chosen(preferences, None)
        try:
            return Chosen(preferences, self.phrases.open(preferences.sealed_phrase))
        except BotError:
            return Chosen(preferences, None)
