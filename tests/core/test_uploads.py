"""When the size of an edition must be explained."""

import pytest

from bot.core.errors import BadValue
from bot.core.uploads import check_reason, needs_reason


@pytest.mark.parametrize(
    ("former", "present", "needed"),
    [
        (1000, 1000, False),
        (1000, 801, False),
        (1000, 800, True),
        (1000, 0, True),
        (1000, 1999, False),
        (1000, 2000, True),
        (1, 1, False),
        (1, 2, True),
    ],
)
def test_a_fifth_fewer_or_twice_as_many_needs_a_reason(former: int, present: int, needed: bool) -> None:
    assert needs_reason(former, present) is needed


def test_without_a_reason_such_an_edition_is_refused_and_with_one_it_is_not() -> None:
    with pytest.raises(BadValue, match="size_reason"):
        check_reason(1000, 800, "  ")
    check_reason(1000, 800, "the publisher took names back")
    check_reason(1000, 900, "")
