"""The index of names: keys lead to family names, and these to published entries; what a search covers.

Every family name and every given name is kept once, however many rows have it, with the keys under which it
is looked up. Rows are staged first; then their names are keyed and they enter the index, both in order, so
that each page of the file is written a few times and not with every slice. No row of a published edition is
outside the index: the last rows of an edition are staged, keyed and entered in one step.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from bot.core.answers import Candidate, Coverage
from bot.core.errors import ChecksAreStale, IndexBehind, NothingToSearch, WrongState
from bot.core.exchanges import Side
from bot.core.lists import Entry, Printed, PublisherClass, PublisherKind, Review, publisher_class
from bot.core.names import (
    FamilyName,
    GivenName,
    IndexedName,
    NamePart,
    keys_in_order,
    keys_version,
    skeleton,
    spelt_for_index,
)
from bot.ports import KnownNames
from storage.exchanges import ExchangesReading, standings_of
from storage.lists import ListsReading, ListsWriting, edition_of, entry_of, name_list_of
from storage.moderators import ModeratorsReading
from storage.room import Row
from storage.times import from_ms

_NO_KEYS = 0
"""In the place of its rules: a name whose keys were dropped, and which may be searched for."""
_NEVER_KEYED = -1
"""A name of rows that are staged and not entered; whoever enters them keys it."""
_MOST_KNOWN = 300_000
"""So many names are remembered while an edition is staged, whatever its length."""


class NamesReading(ExchangesReading, ListsReading, ModeratorsReading):
    """What a relative's question is answered from."""

    async def searched_classes(self) -> frozenset[PublisherClass]:
        return _classes_of(await self._session.rows("searched_classes"))

    async def coverage(self) -> Coverage:
        searchable, classes = await self._session.rows_of_each("searchable_editions", "searched_classes")
        searched = _classes_of(classes)
        editions = [row for row in searchable if row["switched_on"] or _class_of(row) in searched]
        if not editions:
            raise NothingToSearch("no published edition of a searched class")
        rules, last_check = (
            {editions[0]["oldest_rules"], editions[0]["newest_rules"]},
            editions[0]["last_check"],
        )
        if rules != {keys_version()}:
            raise IndexBehind(f"not every name is keyed by rules {keys_version()}")
        if last_check is None:
            raise ChecksAreStale("nobody has ever looked for new lists")
        return Coverage(
            searched_up_to=from_ms(last_check),
            lists=len({row["digest"] for row in editions}),
            classes=frozenset(_class_of(row) for row in editions),
            newest=max(date.fromisoformat(row["published_on"]) for row in editions),
            unread=sum(row["rejected"] for row in editions),
            editions=frozenset(row["id"] for row in editions),
        )

    async def family_names(
        self, keys: Collection[int], *, besides: Collection[int] = ()
    ) -> Sequence[FamilyName]:
        rows = await self._session.rows(
            "names_under_keys", keys=self._session.listed(keys), besides=self._session.listed(besides)
        )
        return [FamilyName(row["id"], row["spelt"], row["letters"], bool(row["known"])) for row in rows]

    async def given_names(self, families: Collection[int], editions: Collection[str]) -> Sequence[GivenName]:
        if not families:
            return ()
        rows = await self._session.rows(
            "given_names_beside",
            families=self._session.listed(families),
            editions=self._session.listed(editions),
        )
        return [GivenName(row["id"], row["spelt"]) for row in rows]

    async def entries_named(
        self,
        families: Collection[int],
        editions: Collection[str],
        *,
        given: Collection[int] = (),
        given_keys: Collection[int] = (),
    ) -> Sequence[Entry]:
        if not families or not (given or given_keys):
            return ()
        rows = await self._session.rows(
            "entries_of_names",
            families=self._session.listed(families),
            given=self._session.listed(given),
            given_keys=self._session.listed(given_keys),
            editions=self._session.listed(editions),
        )
        return [entry_of(row) for row in rows]

    async def entries_under_keys(
        self, keys: Collection[int], given_keys: Collection[int], editions: Collection[str]
    ) -> Sequence[Entry]:
        rows = await self._session.rows(
            "entries_under_keys",
            keys=self._session.listed(keys),
            given_keys=self._session.listed(given_keys),
            editions=self._session.listed(editions),
        )
        return [entry_of(row) for row in rows]

    async def candidates(self, entries: Sequence[Entry]) -> Sequence[Candidate]:
        edition_rows, list_rows, *about_batches = await self._session.rows_of_each(
            "editions_of_ids",
            "lists_of_editions",
            "batches_of_editions",
            "exchanges_of_editions",
            "statements_of_editions",
            ids=self._session.listed({entry.edition_id for entry in entries}),
        )
        editions = {row["id"]: edition_of(row) for row in edition_rows}
        lists = {row["id"]: name_list_of(row) for row in list_rows}
        standings = {standing.batch.id: standing for standing in standings_of(*about_batches)}
        found = []
        for entry in entries:
            edition = editions[entry.edition_id]
            name_list = lists[edition.list_id]
            found.append(Candidate(entry, edition, name_list, standings[name_list.batch_id]))
        return found

    async def unkeyed_names(self, *, limit: int, after: int = 0) -> Sequence[IndexedName]:
        rows = await self._session.rows(
            "names_keyed_otherwise", rules=keys_version(), after=after, limit=limit
        )
        return [_name_of(row) for row in rows]

    async def last_row(self, edition_id: str) -> int:
        row = await self._session.row("last_row", edition_id=edition_id)
        return 0 if row is None else int(row["row_number"])


class NamesWriting(NamesReading, ListsWriting):
    """The index, kept."""

    async def stage_rows(self, edition_id: str, rows: Sequence[Printed], known: KnownNames) -> None:
        await self._check_draft(edition_id)
        await self._know(NamePart.FAMILY, known.families, {row[2] for row in rows})
        await self._know(NamePart.GIVEN, known.given, {row[3] for row in rows})
        await self._session.add_each(
            "add_entries", [(edition_id, *row, known.families[row[2]], known.given[row[3]]) for row in rows]
        )

    async def add_rows(self, edition_id: str, rows: Sequence[Printed], known: KnownNames) -> None:
        await self.stage_rows(edition_id, rows, known)
        ids = {id_ for row in rows for id_ in (known.families[row[2]], known.given[row[3]])}
        unkeyed = await self._session.rows("names_never_keyed", ids=self._session.listed(ids))
        names = [_name_of(row) for row in unkeyed]
        await self.add_name_keys(keys_in_order(names))
        await self.settle_keyed(names)
        numbers = [row[0] for row in rows]
        await self.enter_rows(edition_id, after=min(numbers, default=1) - 1, up_to=max(numbers, default=0))

    async def search_classes(self, classes: Collection[PublisherClass]) -> None:
        await self._session.change("forget_searched_classes")
        await self._session.add_each("add_searched_classes", [(class_,) for class_ in sorted(classes)])

    async def enter_rows(self, edition_id: str, *, after: int, up_to: int) -> None:
        await self._check_draft(edition_id)
        await self._session.change("enter_by_name", edition_id=edition_id, after=after, up_to=up_to)

    async def _check_draft(self, edition_id: str) -> None:
        edition = await self.edition(edition_id)
        if edition.review is not Review.DRAFT:
            raise WrongState(f"edition {edition_id} is {edition.review}")

    async def forget_other_keys(self) -> None:
        in_use = await self._session.row("oldest_and_newest_rules")
        if in_use is None or {in_use["oldest"], in_use["newest"]} <= {keys_version(), _NO_KEYS, None}:
            return
        await self._session.change("drop_all_name_keys")
        await self._session.change("forget_name_rules")

    async def add_name_keys(self, keys: Sequence[tuple[int, int]]) -> None:
        await self._session.add_each("add_name_keys", keys)

    async def settle_keyed(self, names: Sequence[IndexedName]) -> None:
        there = {name.id: name for name in await self._names_of({name.id for name in names})}
        await self._session.change_each_by_place(
            "save_name_rules",
            [
                (skeleton(n.spelt), int(n.is_known), keys_version(), n.id)
                for n in names
                if there.get(n.id) == n
            ],
        )
        gone = [name for name in names if there.get(name.id) != name]
        # A new name may have got the number of one that is gone, and may have keys already.
        of_others = {pair for name in gone if name.id in there for pair in there[name.id].numbered_keys}
        stray = {pair for name in gone for pair in name.numbered_keys} - of_others
        await self._session.change_each_by_place("drop_name_keys", sorted(stray))

    async def _names_of(self, ids: Collection[int]) -> Sequence[IndexedName]:
        rows = await self._session.rows("names_of_ids", ids=self._session.listed(ids))
        return [_name_of(row) for row in rows]

    async def drop_entries(self, edition_id: str, *, limit: int) -> int:
        rows = await self._session.rows("names_of_first_entries", edition_id=edition_id, limit=limit)
        await self._drop_rows(edition_id, rows)
        return len(rows)

    async def erase_rows(self, rows: Collection[tuple[str, int]]) -> None:
        for edition_id, row in rows:
            found = await self._session.rows("names_of_row", edition_id=edition_id, row_number=row)
            await self._drop_rows(edition_id, found)
        self._session.erase_after_commit()

    async def _drop_rows(self, edition_id: str, rows: Sequence[Row]) -> None:
        """Let rows go, and every name whose last row that was."""
        named = [(row["family_id"], row["given_id"], row["row_number"]) for row in rows]
        by_name = [(family, given, edition_id, number) for family, given, number in named]
        await self._session.change_each_by_place("leave_by_name", by_name)
        await self._session.change_each_by_place("drop_row", [(edition_id, number) for _, _, number in named])
        ids = {id_ for family, given, _ in named for id_ in (family, given)}
        unused = await self._session.rows("names_out_of_use", ids=self._session.listed(ids))
        names = [_name_of(row) for row in unused]
        await self._session.change_each_by_place("drop_name_keys", keys_in_order(names))
        await self._session.change("drop_names", ids=self._session.listed([name.id for name in names]))

    async def _know(self, part: NamePart, known: dict[str, int], printed: set[str]) -> None:
        """Look up the names that are not known yet."""
        if len(known) > _MOST_KNOWN:
            known.clear()
        unknown = {name: spelt_for_index(name) for name in sorted(printed - known.keys())}
        if unknown:
            ids = await self._ids_of(part, unknown.values())
            known |= {name: ids[spelt] for name, spelt in unknown.items()}

    async def _ids_of(self, part: NamePart, spelt: Iterable[str]) -> dict[str, int]:
        """The ids of names, of which those that are new are added, without keys."""
        wanted = dict.fromkeys(spelt)
        rows = await self._session.rows("names_spelt", part=part, spelt=self._session.listed(wanted))
        ids: dict[str, int] = {row["spelt"]: row["id"] for row in rows}
        last = await self._session.row("last_name")
        first = int(last["id"]) + 1 if last is not None else 1
        new = {name: id_ for id_, name in enumerate((n for n in wanted if n not in ids), start=first)}
        await self._session.add_each(
            "add_names", [(id_, part, name, _NEVER_KEYED) for name, id_ in new.items()]
        )
        return ids | new


def _name_of(row: Row) -> IndexedName:
    return IndexedName(row["id"], NamePart(row["part"]), row["spelt"])


def _classes_of(rows: Sequence[Row]) -> frozenset[PublisherClass]:
    return frozenset(PublisherClass(row["class"]) for row in rows)


def _class_of(row: Row) -> PublisherClass:
    return publisher_class(PublisherKind(row["publisher_kind"]), Side(row["side"]))
