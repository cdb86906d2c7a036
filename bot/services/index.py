"""Keep the index of names keyed by the rules of this program."""

from dataclasses import dataclass

from bot.ports import Store

SLICE = 1_000


@dataclass(frozen=True, slots=True)
class Indexing:
    """What has to be done after the rules of names have changed."""

    store: Store

    async def work(self) -> int:
        """Key every family name that older rules keyed; return how many.

        In slices, each a transaction of its own: broken off, it goes on where it was. Until it is
        done every question is answered with "cannot check".
        """
        keyed = 0
        while True:
            async with self.store.writing() as writing:
                slice_ = await writing.key_anew(limit=SLICE)
            if not slice_:
                return keyed
            keyed += slice_
