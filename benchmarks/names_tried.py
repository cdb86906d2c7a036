"""What must hold of any text that is read as a name: for the search led by coverage, and for the tests."""

import contextlib
from dataclasses import replace

from bot.core.errors import UserMistake
from bot.core.names import (
    one_person,
    question_of,
    read_more,
    read_name,
    search_given_keys,
    search_keys,
    typed_in_other_layout,
)
from bot.core.watches import Wanted


def try_name(content: bytes) -> None:
    """Read bytes as a name, as a part of one, and as one in another keyboard layout."""
    text = content.decode("utf-8", "ignore")
    with contextlib.suppress(UserMistake):
        read_more(text)
    try:
        asked = read_name(text)
    except UserMistake:
        return
    typed_in_other_layout(text, asked)
    assert asked.person.family, "a name that was read has a family name"
    assert asked.person.given, "and a given name"
    search_keys(asked, mistyped=True)
    search_given_keys(asked)
    question_of(asked).against(asked.person)
    one_person(asked)
    # How many more people a message names is said to whoever wrote it, and kept of no watch.
    assert Wanted.read(Wanted(asked).write()).asked == replace(asked, further=0)
