"""Seal with the newest key what is open, or sealed with a former key."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

import structlog

from bot.ports import SealedPlace, Sealer, Store, Writing
from bot.sealing import KeyKind, Sealing

log = structlog.get_logger()

SLICE = 500


@dataclass(frozen=True, slots=True)
class Resealing:
    """A former key can be destroyed once this is done; broken off anywhere, it goes on from there."""

    store: Store
    sealing: Sealing

    async def seal_what_is_open(self) -> int:
        """Seal what an older program left in the open; until then those chats are not found."""
        return await self._in_slices(lambda writing: writing.seal_open_chats(limit=SLICE))

    async def work(self) -> int:
        """Seal everything anew that a former key sealed, slice by slice; returns how much that was.

        Meanwhile everything is found and opened under either key.
        """
        done = 0
        if KeyKind.COURIER in self.sealing.keyring.opens:
            done = await self._in_slices(lambda writing: writing.reseal_chats(limit=SLICE))
        for place, (sealer, kind) in _sealers(self.sealing).items():
            if kind in self.sealing.keyring.opens:
                # The other places are those of the other process.
                done += await self._in_slices(partial(self._seal_anew, place, sealer, kind))
        return done

    async def _seal_anew(self, place: SealedPlace, sealer: Sealer, kind: KeyKind, writing: Writing) -> int:
        key_id = self.sealing.keyring.sealing_id(kind)
        former = await writing.sealed_before(place, key_id=key_id, limit=SLICE)
        for key, sealed in former:
            await writing.seal_anew(place, key, former=sealed, sealed=sealer.seal(sealer.open(sealed)))
        return len(former)

    async def _in_slices(self, seal: Callable[[Writing], Awaitable[int]]) -> int:
        done = 0
        while True:
            async with self.store.writing() as writing:
                sealed = await seal(writing)
            if not sealed:
                return done
            done += sealed
            log.info("sealed anew", passed=done)


def _sealers(sealing: Sealing) -> Mapping[SealedPlace, tuple[Sealer, KeyKind]]:
    return {
        SealedPlace.WATCH_NAME: (sealing.names, KeyKind.MATCHER),
        SealedPlace.MARKS: (sealing.names, KeyKind.MATCHER),
        SealedPlace.WATCH_LABEL: (sealing.labels, KeyKind.COURIER),
        SealedPlace.FOLLOW_LABEL: (sealing.labels, KeyKind.COURIER),
        SealedPlace.ENDED_LABEL: (sealing.labels, KeyKind.COURIER),
        SealedPlace.PHRASE: (sealing.phrases, KeyKind.COURIER),
        SealedPlace.FACTOR: (sealing.factors, KeyKind.COURIER),
    }
