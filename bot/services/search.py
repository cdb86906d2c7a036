"""Search the published lists for the person asked about: cheap complete candidates, compared one by one."""

from collections.abc import Sequence

from bot.core.answers import Candidate, Coverage
from bot.core.lists import Entry
from bot.core.names import Asked, Closeness, question_of, search_given_keys, search_keys
from bot.ports import Reading


async def near_entries(reading: Reading, asked: Asked, coverage: Coverage) -> Sequence[Candidate]:
    """Every entry of the searched editions that may be the person asked about."""
    return await near_among(reading, asked, coverage.editions)


async def near_among(reading: Reading, asked: Asked, editions: frozenset[str]) -> Sequence[Candidate]:
    """Every entry of these editions that may be the person asked about.

    Names that sound alike are looked at first, then those that typing errors separate: unless somebody was
    found who agrees in full, with whom no mistyped row can compare.
    """
    question = question_of(asked)
    given = search_given_keys(asked)
    looked_at: set[int] = set()
    near: list[Entry] = []
    for mistyped in (False, True):
        names = await reading.family_names(search_keys(asked, mistyped=mistyped))
        fresh = [name for name in names if name.id not in looked_at]
        looked_at.update(name.id for name in fresh)
        # Under a key of letters very many names meet; of these few are spelt nearly so.
        alike = question.alike(fresh) if mistyped else fresh
        # Most rows are passed over for their given name; if it could be any, for their family name.
        families = [name.id for name in alike if given is not None or question.is_near(name)]
        found = await reading.entries_named(families, given, editions) if families else ()
        compared = [(entry, question.against(entry.person).closeness) for entry in found]
        near += [entry for entry, closeness in compared if closeness is not Closeness.DIFFERENT]
        if any(closeness is Closeness.SAME for _, closeness in compared):
            break
    return await reading.candidates(near) if near else ()
