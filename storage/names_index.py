"""The index of names: keys in, published entries out, and what such a search covers."""

from collections.abc import Collection, Sequence
from datetime import date

from bot.core.answers import Candidate, Coverage
from bot.core.errors import ChecksAreStale, IndexBehind, NothingToSearch
from bot.core.exchanges import Side
from bot.core.lists import PublisherClass, PublisherKind, publisher_class
from storage.exchanges import ExchangesReading
from storage.lists import ListsReading, entry_of
from storage.moderators import ModeratorsReading
from storage.room import Row


class NamesReading(ExchangesReading, ListsReading, ModeratorsReading):
    """What a relative's question is answered from."""

    async def coverage(self, searched: Collection[PublisherClass], *, keys_version: int) -> Coverage:
        editions = [
            row for row in await self._session.rows("searchable_editions") if _class_of(row) in searched
        ]
        if not editions:
            raise NothingToSearch("no published edition of a searched class")
        behind = [row["id"] for row in editions if row["keys_version"] != keys_version]
        if behind:
            raise IndexBehind(f"keyed by other rules than {keys_version}: {', '.join(behind)}")
        last_check = await self.last_check()
        if last_check is None:
            raise ChecksAreStale("nobody has ever looked for new lists")
        return Coverage(
            searched_up_to=last_check,
            lists=len({row["digest"] for row in editions}),
            classes=frozenset(_class_of(row) for row in editions),
            newest=max(date.fromisoformat(row["published_on"]) for row in editions),
            unread=sum(row["rejected"] for row in editions),
        )

    async def candidates(
        self, keys: Collection[str], searched: Collection[PublisherClass]
    ) -> Sequence[Candidate]:
        rows = await self._session.rows("searchable_entries", keys=self._session.listed(keys))
        if not rows:
            return []
        entries = [entry_of(row) for row in rows]
        editions = await self._editions_of({entry.edition_id for entry in entries})
        lists = await self._lists_of({edition.list_id for edition in editions.values()})
        standings = await self._standings_of(sorted({name_list.batch_id for name_list in lists.values()}))
        found = []
        for entry in entries:
            edition = editions[entry.edition_id]
            name_list = lists[edition.list_id]
            found.append(Candidate(entry, edition, name_list, standings[name_list.batch_id]))
        return [candidate for candidate in found if candidate.publisher_class in searched]


def _class_of(row: Row) -> PublisherClass:
    return publisher_class(PublisherKind(row["publisher_kind"]), Side(row["side"]))
