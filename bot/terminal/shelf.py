"""What a list can belong to, with the ids that the other commands take."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.exchanges import Batch
from bot.core.lists import NameList, Publisher
from bot.ports import Reading


@dataclass(frozen=True, slots=True)
class Place:
    """A batch, the day of its exchange, and its lists with how many editions each has."""

    batch: Batch
    day: str
    lists: Sequence[tuple[NameList, int]]


@dataclass(frozen=True, slots=True)
class Places:
    """All batches, newest exchange first, and all publishers."""

    batches: Sequence[Place]
    publishers: Sequence[Publisher]

    def lines(self) -> Iterable[str]:
        """One line for each, the id first."""
        for place in self.batches:
            batch = place.batch
            yield f"{batch.id}  exchange group of {place.day}, {batch.side}, {batch.category}, {batch.state}"
            for name_list, editions in place.lists:
                published = f"{name_list.publisher.name}, {name_list.published_on}, {name_list.link}"
                yield f"    {name_list.id}  list of {published}, editions: {editions}"
        for publisher in self.publishers:
            yield f"{publisher.id}  publisher {publisher.name}, {publisher.kind}"

    def as_json(self) -> dict[str, Any]:
        """The same for scripts."""
        return {
            "batches": [_batch_json(place) for place in self.batches],
            "publishers": [{"id": one.id, "name": one.name, "kind": one.kind} for one in self.publishers],
        }


async def places(reading: Reading) -> Places:
    """Look up everything that a list can belong to."""
    found = []
    for batch in await reading.batches():
        exchange = await reading.exchange(batch.exchange_id)
        lists = [(one, len(await reading.editions(one.id))) for one in await reading.lists(batch.id)]
        found.append(Place(batch, exchange.day.isoformat(), lists))
    return Places(found, await reading.publishers())


def _batch_json(place: Place) -> dict[str, Any]:
    batch = place.batch
    return {
        "id": batch.id,
        "day": place.day,
        "side": batch.side,
        "category": batch.category,
        "state": batch.state,
        "lists": [
            {
                "id": name_list.id,
                "publisher": name_list.publisher.name,
                "published_on": name_list.published_on.isoformat(),
                "link": name_list.link,
                "editions": editions,
            }
            for name_list, editions in place.lists
        ],
    }
