"""The index of names: keys lead to family names, and these to published entries; what a search covers.

Every family name and every given name is kept once, however many rows have it, with the keys under which it
is looked up. Rows are staged beside them and not searched before their edition is published.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.answers import Candidate, Coverage
from bot.core.errors import ChecksAreStale, IndexBehind, NothingToSearch, WrongState
from bot.core.exchanges import Side
from bot.core.lists import Entry, Printed, PublisherClass, PublisherKind, Review, publisher_class
from bot.core.names import FamilyName, NamePart, index_keys, keys_version, skeleton, spelt_for_index
from bot.ports import KnownNames
from storage.exchanges import ExchangesReading, standings_of
from storage.lists import ListsReading, ListsWriting, edition_of, entry_of, name_list_of
from storage.moderators import ModeratorsReading
from storage.room import Row, Value
from storage.times import from_ms

_NO_KEYS = 0
_MOST_KNOWN = 300_000
"""So many names are remembered while an edition is staged, whatever its length."""


class NamesReading(ExchangesReading, ListsReading, ModeratorsReading):
    """What a relative's question is answered from."""

    async def coverage(self, searched: Collection[PublisherClass]) -> Coverage:
        editions = [
            row
            for row in await self._session.rows("searchable_editions")
            if row["switched_on"] or _class_of(row) in searched
        ]
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

    async def family_names(self, keys: Collection[int]) -> Sequence[FamilyName]:
        rows = await self._session.rows("names_under_keys", keys=self._session.listed(keys))
        return [FamilyName(row["id"], row["spelt"], row["letters"]) for row in rows]

    async def entries_named(
        self, families: Collection[int], given_keys: Collection[int] | None, editions: Collection[str]
    ) -> Sequence[Entry]:
        listed = {
            "families": self._session.listed(families),
            "editions": self._session.listed(editions),
        }
        if given_keys is None:
            rows = await self._session.rows("entries_of_families", **listed)
        else:
            rows = await self._session.rows(
                "entries_of_families_and_given", given_keys=self._session.listed(given_keys), **listed
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


class NamesWriting(NamesReading, ListsWriting):
    """The index, kept."""

    async def add_rows(self, edition_id: str, rows: Sequence[Printed], known: KnownNames) -> None:
        """Stage one slice of an edition's rows; they are not searched before it is published.

        Raises:
            WrongState: the edition is no draft any more, or holds one of these rows already.
        """
        if (edition := await self.edition(edition_id)).review is not Review.DRAFT:
            raise WrongState(f"edition {edition_id} is {edition.review}")
        await self._know(NamePart.FAMILY, known.families, {row[2] for row in rows})
        await self._know(NamePart.GIVEN, known.given, {row[3] for row in rows})
        await self._session.change_each_by_place(
            "add_entries", [(edition_id, *row, known.families[row[2]], known.given[row[3]]) for row in rows]
        )

    async def drop_entries(self, edition_id: str, *, limit: int) -> int:
        rows = await self._session.rows("names_of_first_entries", edition_id=edition_id, limit=limit)
        dropped = await self._session.change("drop_entries", edition_id=edition_id, limit=limit)
        await self._drop_unused([_name_of(row) for row in rows])
        return dropped

    async def erase_rows(self, rows: Collection[tuple[str, int]]) -> None:
        for edition_id, row in rows:
            place: dict[str, Value] = {"edition_id": edition_id, "row_number": row}
            names = await self._session.rows("names_of_row", **place)
            await self._session.change("erase_row", **place)
            await self._drop_unused([_name_of(found) for found in names])
        self._session.erase_after_commit()

    async def key_anew(self, *, limit: int) -> int:
        in_use = await self._session.row("oldest_and_newest_rules")
        if in_use is not None and not {in_use["oldest"], in_use["newest"]} <= {
            keys_version(),
            _NO_KEYS,
            None,
        }:
            await self._session.change("drop_all_name_keys")
            await self._session.change("forget_name_rules")
        rows = await self._session.rows("names_keyed_otherwise", rules=keys_version(), limit=limit)
        names = [_name_of(row) for row in rows]
        await self._session.change_each(
            "save_name_rules",
            [{"id": name.id, "letters": skeleton(name.spelt), "rules": keys_version()} for name in names],
        )
        await self._session.change_each_by_place("add_name_keys", _keys_of(names))
        return len(names)

    async def _know(self, part: NamePart, known: dict[str, int], printed: set[str]) -> None:
        """Look up the names that are not known yet."""
        if len(known) > _MOST_KNOWN:
            known.clear()
        unknown = {name: spelt_for_index(name) for name in sorted(printed - known.keys())}
        if unknown:
            ids = await self._ids_of(part, unknown.values())
            known |= {name: ids[spelt] for name, spelt in unknown.items()}

    async def _ids_of(self, part: NamePart, spelt: Iterable[str]) -> dict[str, int]:
        """The ids of names, of which those that are new are added."""
        wanted = dict.fromkeys(spelt)
        rows = await self._session.rows("names_spelt", part=part, spelt=self._session.listed(wanted))
        ids: dict[str, int] = {row["spelt"]: row["id"] for row in rows}
        last = await self._session.row("last_name")
        first = int(last["id"]) + 1 if last is not None else 1
        unknown = (name for name in wanted if name not in ids)
        new = [_Name(id_, part, name) for id_, name in enumerate(unknown, start=first)]
        await self._session.change_each_by_place("add_names", [_name_values(name) for name in new])
        await self._session.change_each_by_place("add_name_keys", _keys_of(new))
        return ids | {name.spelt: name.id for name in new}

    async def _drop_unused(self, names: Sequence["_Name"]) -> None:
        """Let no name stay whose last row is gone."""
        ids = self._session.listed([name.id for name in names])
        in_use = {row["id"] for row in await self._session.rows("names_in_use", ids=ids)}
        unused = [name for name in names if name.id not in in_use]
        await self._session.change_each_by_place("drop_name_keys", _keys_of(unused))
        await self._session.change("drop_names", ids=self._session.listed([name.id for name in unused]))


@dataclass(frozen=True, slots=True)
class _Name:
    """One family name or given name of the index."""

    id: int
    part: NamePart
    spelt: str


def _name_of(row: Row) -> _Name:
    return _Name(row["id"], NamePart(row["part"]), row["spelt"])


def _name_values(name: _Name) -> tuple[Value, ...]:
    return name.id, name.part, name.spelt, skeleton(name.spelt), keys_version()


def _keys_of(names: Iterable[_Name]) -> list[tuple[int, int]]:
    # In their order: the table is kept in the order of keys, and grows faster so.
    return sorted((key, name.id) for name in names for key in index_keys(name.part, name.spelt))


def _class_of(row: Row) -> PublisherClass:
    return publisher_class(PublisherKind(row["publisher_kind"]), Side(row["side"]))
