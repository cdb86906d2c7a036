"""Names: reading them, their one written form, keys to search by, and how close two of them are."""

from bot.core.names.compare import Closeness, Comparison, Finding, Part, compare
from bot.core.names.keys import KEYS_VERSION, index_keys, one_person, search_keys
from bot.core.names.person import Asked, Person, read_more, read_name

__all__ = [
    "KEYS_VERSION",
    "Asked",
    "Closeness",
    "Comparison",
    "Finding",
    "Part",
    "Person",
    "compare",
    "index_keys",
    "one_person",
    "read_more",
    "read_name",
    "search_keys",
]
