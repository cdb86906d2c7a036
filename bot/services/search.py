"""Search the published lists for the person asked about: cheap complete candidates, compared one by one."""

from collections.abc import Collection, Iterable, Sequence

from bot.core.answers import Candidate, Coverage
from bot.core.errors import Unknown
from bot.core.lists import Entry, Place
from bot.core.names import Asked, Closeness, question_of, search_given_keys, search_keys
from bot.core.watches import mark_of, not_refused
from bot.ports import Reading


async def near_entries(
    reading: Reading, asked: Asked, coverage: Coverage, *, refused: Collection[str] = ()
) -> Sequence[Candidate]:
    """Every entry of the searched editions that may be the person asked about.

    Args:
        refused: marks of rows that are somebody else, as whoever asks has said.
    """
    return await near_among(reading, asked, coverage.editions, refused=refused)


async def near_among(
    reading: Reading, asked: Asked, editions: frozenset[str], *, refused: Collection[str] = ()
) -> Sequence[Candidate]:
    """Every entry of these editions that may be the person asked about.

    Names that sound alike are looked at first, then those that typing errors separate: unless somebody was
    found who agrees in full, with whom no mistyped row can compare. Where somebody likely was found nobody of
    another family is looked for: the likely one is answered (`decide`). A refused row is as if it were not
    there.
    """
    search = _Search(reading, asked, editions)
    near = await search.left(await search.sounding_alike(), refused)
    compared = [search.question.against(entry.person) for entry in near]
    if all(comparison.closeness is not Closeness.SAME for comparison in compared):
        is_likely = any(comparison.is_likely for comparison in compared)
        near += await search.left(await search.mistyped(other_families=not is_likely), refused)
    return await reading.candidates(near) if near else ()


class _Search:
    """One question on its way through the index of names."""

    def __init__(self, reading: Reading, asked: Asked, editions: frozenset[str]) -> None:
        self.question = question_of(asked)
        self._reading = reading
        self._asked = asked
        self._editions = editions
        self._keys = search_keys(asked, mistyped=False)
        self._given_keys = search_given_keys(asked)

    async def sounding_alike(self) -> Sequence[Entry]:
        """Rows whose family name sounds as one that may be meant, and whose given name may be meant."""
        if self._given_keys is not None:
            return await self._reading.entries_under_keys(self._keys, self._given_keys, self._editions)
        names = await self._reading.family_names(self._keys)
        return await self._of_families([name.id for name in names if self.question.is_near(name)])

    async def mistyped(self, *, other_families: bool) -> Sequence[Entry]:
        """The same, of those whose family name only typing errors separate from one that may be meant.

        Args:
            other_families: also where these would be no errors, but another family one letter away.
        """
        keys = search_keys(self._asked, mistyped=True, other_families=other_families)
        # Under a key of letters very many names meet; of these few are spelt nearly so.
        names = await self._reading.family_names(keys, besides=self._keys)
        return await self._of_families([name.id for name in self.question.mistyped(names)])

    async def left(self, entries: Iterable[Entry], refused: Collection[str]) -> list[Entry]:
        """Those of the rows that may be the person, without the refused ones."""
        meant = [e for e in entries if self.question.against(e.person).closeness is not Closeness.DIFFERENT]
        if not refused or not meant:
            return meant
        return [c.entry for c in not_refused(await self._reading.candidates(meant), refused)]

    async def _of_families(self, families: Collection[int]) -> Sequence[Entry]:
        if self._given_keys is not None:
            return await self._reading.entries_named(families, self._editions, given_keys=self._given_keys)
        # No key tells which given names may be meant: each that stands beside is looked at.
        names = await self._reading.given_names(families, self._editions)
        given = [name.id for name in names if self.question.is_near_given(name)]
        return await self._reading.entries_named(families, self._editions, given=given)


async def marks_of(reading: Reading, rows: Iterable[Place]) -> frozenset[str]:
    """The marks of rows; one that is taken down has none, and is met no more."""
    marks: set[str] = set()
    for edition_id, row in rows:
        try:
            entry = await reading.entry(edition_id, row)
            name_list = await reading.list((await reading.edition(edition_id)).list_id)
        except Unknown:
            continue
        marks.add(mark_of(entry, name_list.batch_id))
    return frozenset(marks)
