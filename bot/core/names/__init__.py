"""Names: reading them, their one written form, keys to search by, and how close two of them are."""

from bot.core.names.compare import Question, compare, question_of
from bot.core.names.keys import (
    RULES,
    FamilyName,
    GivenName,
    IndexedName,
    KeysInOrder,
    NamePart,
    family_keys,
    given_keys,
    keys_in_order,
    keys_version,
    one_person,
    search_given_keys,
    search_keys,
    spelt_for_index,
)
from bot.core.names.person import Asked, Person
from bot.core.names.reader import read_more, read_name, read_part, typed_in_other_layout, with_part
from bot.core.names.sounds import skeleton
from bot.core.names.verdict import CONFLICTS, Closeness, Comparison, Finding, Part

__all__ = [
    "CONFLICTS",
    "RULES",
    "Asked",
    "Closeness",
    "Comparison",
    "FamilyName",
    "Finding",
    "GivenName",
    "IndexedName",
    "KeysInOrder",
    "NamePart",
    "Part",
    "Person",
    "Question",
    "compare",
    "family_keys",
    "given_keys",
    "keys_in_order",
    "keys_version",
    "one_person",
    "question_of",
    "read_more",
    "read_name",
    "read_part",
    "search_given_keys",
    "search_keys",
    "skeleton",
    "spelt_for_index",
    "typed_in_other_layout",
    "with_part",
]
