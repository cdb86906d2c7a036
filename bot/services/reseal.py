"""Seal with the newest key what is open, or sealed with a former key."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

import structlog

from bot.ports import SealedPlace, Sealer, Store, Writing
from bot.sealing import KeyKind, SealBroken, Sealing

log = structlog.get_logger()

SLICE = 500

Seal = Callable[[Writing, str, bytes], Awaitable[None]]
"""Seals one value of a place anew, given its row's key; raises `SealBroken` if it is damaged."""


@dataclass(frozen=True, slots=True)
class Resealing:
    """A former key can be destroyed once nothing is sealed with it.

    Broken off anywhere, it goes on from there.

    Args:
        at_once: so many values are a slice.
    """

    store: Store
    sealing: Sealing
    at_once: int = SLICE

    async def seal_what_is_open(self) -> int:
        """Seal what an older program left in the open; until then those chats are not found."""
        done, sealed = 0, self.at_once
        while sealed == self.at_once:
            async with self.store.writing() as writing:
                sealed = await writing.seal_open_chats(limit=self.at_once)
            done += sealed
        return done

    async def work(self) -> int:
        """Seal everything anew that a former key sealed, slice by slice; returns how much that was.

        Meanwhile everything is found and opened under either key. What is damaged is passed over and stays
        under its key, which must be kept: a copy of the value in a backup may be whole.
        """
        keyring, done = self.sealing.keyring, 0
        # Places of a kind that is not opened here are those of the other process.
        if KeyKind.COURIER in keyring.opens:
            done = await self._seal_all(SealedPlace.CHAT, KeyKind.COURIER, self._chat_anew)
        for place, (kind, sealer) in _SEALERS.items():
            if kind in keyring.opens:
                seal = partial(self._value_anew, place, sealer(self.sealing))
                done += await self._seal_all(place, kind, seal)
        return done

    async def _seal_all(self, place: SealedPlace, kind: KeyKind, seal: Seal) -> int:
        key_id, after = self.sealing.keyring.sealing_id(kind), None
        done = damaged = 0
        while True:
            async with self.store.writing() as writing:
                former = await writing.sealed_before(place, key_id=key_id, after=after, limit=self.at_once)
                sealed = sum([await _is_sealed(seal, writing, place, key, value) for key, value in former])
            if not former:
                break
            done, damaged, after = done + sealed, damaged + len(former) - sealed, former[-1][1]
            log.info("sealed anew", passed=done)
        if damaged:
            log.error("former keys must not be destroyed", place=place, failures=damaged)
        return done

    async def _chat_anew(self, writing: Writing, chat_id: str, former: bytes) -> None:
        await writing.move_chat(chat_id, self.sealing.chats.open(former, chat_id=chat_id))

    async def _value_anew(
        self, place: SealedPlace, sealer: Sealer, writing: Writing, key: str, former: bytes
    ) -> None:
        await writing.seal_anew(place, key, former=former, sealed=sealer.seal(sealer.open(former)))


async def _is_sealed(seal: Seal, writing: Writing, place: SealedPlace, key: str, former: bytes) -> bool:
    """Seal one value anew; False, and an alarm, if it is damaged."""
    try:
        await seal(writing, key, former)
    except SealBroken as error:
        log.error("sealed value cannot be opened", place=place, id=key, error=type(error).__name__)
        return False
    return True


_SEALERS: Mapping[SealedPlace, tuple[KeyKind, Callable[[Sealing], Sealer]]] = {
    SealedPlace.WATCH_NAME: (KeyKind.MATCHER, lambda sealing: sealing.names),
    SealedPlace.MARKS: (KeyKind.MATCHER, lambda sealing: sealing.names),
    SealedPlace.WATCH_LABEL: (KeyKind.COURIER, lambda sealing: sealing.labels),
    SealedPlace.FOLLOW_LABEL: (KeyKind.COURIER, lambda sealing: sealing.labels),
    SealedPlace.ENDED_LABEL: (KeyKind.COURIER, lambda sealing: sealing.labels),
    SealedPlace.PHRASE: (KeyKind.COURIER, lambda sealing: sealing.phrases),
    SealedPlace.FACTOR: (KeyKind.COURIER, lambda sealing: sealing.factors),
}
