"""What a button carries comes back as it was, or is refused."""

from datetime import UTC, datetime

import pytest

from bot.core.errors import Unknown
from handlers.buttons import Act, carried, carry, read

MOMENT = datetime(2025, 6, 9, 12, 30, 1, 123_000, tzinfo=UTC)


def test_a_moment_comes_back_to_the_millisecond() -> None:
    press = read(carry(Act.HELD_DROPPED, "watch_fired", carried(MOMENT.replace(microsecond=123_999))))

    assert (press.arg(0), press.moment(1)) == ("watch_fired", MOMENT)


@pytest.mark.parametrize("carries", ["hdrop:key", "hdrop:key:soon", "hdrop:key:", f"hdrop:key:{'9' * 48}"])
def test_what_is_no_moment_is_an_unknown_button(carries: str) -> None:
    press = read(carries)

    with pytest.raises(Unknown):
        press.moment(1)
