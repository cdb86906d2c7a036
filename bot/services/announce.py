"""Turn what happened into alerts, slice by slice."""

from dataclasses import dataclass

from bot.ports import Clock, NewId, Store

SLICE = 500


@dataclass(frozen=True, slots=True)
class Announcements:
    """Events on their way to those who follow.

    The cursor and the alerts of a slice are written in one transaction, so a crash between
    two slices loses nothing and repeats nothing.
    """

    store: Store
    clock: Clock
    new_id: NewId

    async def work(self) -> int:
        """Write all alerts that are still missing; returns how many followers were passed."""
        async with self.store.reading() as reading:
            waiting = await reading.unfinished_events()
        passed = 0
        for event in waiting:
            in_slice = SLICE
            while in_slice == SLICE:
                async with self.store.writing() as writing:
                    codes = [self.new_id() for _ in range(SLICE)]
                    in_slice = await writing.fan_out(event, codes=codes, due=self.clock())
                passed += in_slice
        return passed
