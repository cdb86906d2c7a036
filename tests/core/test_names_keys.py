"""The keys of very many names, put in order in little memory."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.names import IndexedName, KeysInOrder, NamePart, keys_in_order

FEWEST, MOST = 40, 60
names = st.lists(
    st.builds(
        IndexedName,
        st.integers(min_value=1, max_value=1 << 40),
        st.sampled_from(NamePart),
        st.text("абвгдежзиклмно", min_size=1, max_size=9),
    ),
    unique_by=lambda name: name.id,
    max_size=40,
)


@settings(deadline=None)
@given(names, st.integers(min_value=2, max_value=9), st.integers(min_value=FEWEST, max_value=MOST))
@example([IndexedName(1, NamePart.FAMILY, "верба"), IndexedName(2, NamePart.FAMILY, "верба")], 2, FEWEST)
def test_every_key_comes_once_in_order_and_never_too_many_at_a_time(
    unsorted: list[IndexedName], at_once: int, most: int
) -> None:
    several = sorted(unsorted, key=lambda name: name.id)
    keys = KeysInOrder()
    for at in range(0, len(several), at_once):
        keys.add(several[at : at + at_once])

    slices = list(keys.slices(most))

    assert [pair for some in slices for pair in some] == keys_in_order(several)
    assert all(len(some) <= most for some in slices)
    assert len(slices) <= 1 + 4 * sum(map(len, slices)) // most
