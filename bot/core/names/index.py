"""Family names in memory, for comparing very many questions with the same rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from bot.core.names.compare import Question
from bot.core.names.keys import FamilyName, family_keys, search_keys
from bot.core.names.person import Asked


class FamilyIndex:
    """The family names of some rows, under the keys by which the index of all rows is searched."""

    def __init__(self, names: Iterable[FamilyName]) -> None:
        self._under: dict[int, list[FamilyName]] = defaultdict(list)
        for name in names:
            for key in family_keys(name.spelt):
                self._under[key].append(name)

    def near(self, asked: Asked) -> tuple[Question, list[FamilyName]] | None:
        """The question and the names whose rows may be the person asked about; None if there are none.

        Most questions share no key with any of the names, and cost no more than their keys.
        """
        alike = self._found(search_keys(asked, mistyped=False))
        mistyped = self._found(search_keys(asked, mistyped=True))
        if not alike and not mistyped:
            return None
        question = Question(asked)
        near = question.near(list(alike.values()), mistyped=False)
        fresh = [name for id_, name in mistyped.items() if id_ not in alike]
        near += question.near(fresh, mistyped=True)
        return (question, near) if near else None

    def _found(self, keys: Collection[int]) -> dict[int, FamilyName]:
        return {name.id: name for key in keys & self._under.keys() for name in self._under[key]}
