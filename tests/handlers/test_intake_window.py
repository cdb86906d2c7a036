"""How far updates may be confirmed; values only."""

from handlers.window import SIZE, Window


def test_nothing_is_confirmed_before_anything_was_seen() -> None:
    assert Window().offset is None


def test_the_offset_waits_at_the_first_update_that_is_under_way() -> None:
    window = Window()
    window.begin([5, 6, 7])

    window.end(6)
    window.end(7)
    assert window.offset == 5

    window.end(5)
    assert window.offset == 8
    assert window.is_idle


def test_what_is_under_way_or_done_is_not_new_when_it_is_shown_again() -> None:
    window = Window()
    window.begin([5, 6])
    window.end(6)

    assert window.look([5, 6, 7], asked_from=5) == [7]


def test_a_request_that_failed_forgets_nothing() -> None:
    window = Window()
    window.begin([5])
    window.end(5)
    # The request from 6 did not get through, so Telegram still shows 5 to one from 5.
    assert window.look([5], asked_from=5) == []


def test_numbers_that_begin_anew_lower_down_are_followed() -> None:
    window = Window()
    window.begin([900])
    window.end(900)
    window.look([], asked_from=901)

    assert window.look([17], asked_from=901) == [17]
    window.begin([17])
    assert window.offset == 17
    window.end(17)
    assert window.offset == 18


def test_a_full_window_shows_no_more_until_its_beginning_is_done() -> None:
    window = Window()
    window.begin(range(1, SIZE + 1))
    window.look(range(1, SIZE + 1), asked_from=1)
    window.end(50)
    assert not window.may_show_more

    window.end(1)
    assert window.may_show_more


def test_a_window_with_room_may_show_more_at_any_time() -> None:
    window = Window()
    window.begin([1])
    window.look([1], asked_from=1)

    assert window.may_show_more
