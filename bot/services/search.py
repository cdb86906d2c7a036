"""Search the published lists for the person asked about: cheap complete candidates, compared one by one."""

from collections.abc import Collection, Iterable, Sequence
from functools import partial

from bot.core.answers import Candidate, Coverage
from bot.core.errors import Unknown
from bot.core.lists import Place
from bot.core.names import Asked, Closeness, FamilyName, Question, question_of, search_given_keys, search_keys
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
    found who agrees in full, with whom no mistyped row can compare. A refused row is as if it were not there.
    """
    question = question_of(asked)
    given = search_given_keys(asked)
    looked_at: set[int] = set()
    near: list[Candidate] = []
    for mistyped in (False, True):
        keys = search_keys(asked, mistyped=mistyped)
        alike = partial(_alike, question, looked_at, mistyped=mistyped)
        if given is not None:
            found = await reading.entries_under_keys(keys, given, editions, among=alike)
        else:
            # Where any given name could be meant, most rows are passed over for their family name.
            names = alike(await reading.family_names(keys))
            families = [name.id for name in names if question.is_near(name)]
            found = await reading.entries_named(families, editions) if families else ()
        compared = {entry.place: question.against(entry.person).closeness for entry in found}
        like = [entry for entry in found if compared[entry.place] is not Closeness.DIFFERENT]
        meant = not_refused(await reading.candidates(like), refused) if like else ()
        near += meant
        if any(compared[candidate.entry.place] is Closeness.SAME for candidate in meant):
            break
    return near


def _alike(
    question: Question, looked_at: set[int], names: Collection[FamilyName], *, mistyped: bool
) -> Sequence[FamilyName]:
    """Those of the names that are to be compared, and were not looked at yet."""
    fresh = [name for name in names if name.id not in looked_at]
    looked_at.update(name.id for name in fresh)
    # Under a key of letters very many names meet; of these few are spelt nearly so.
    return question.alike(fresh) if mistyped else fresh


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
