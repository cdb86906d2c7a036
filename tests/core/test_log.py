"""What two people agree upon comes down to a digest, and the digest to four characters."""

import hashlib
import re
import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.core.log import code_of, digest_of, same_code

values = st.one_of(st.none(), st.integers(), st.text())
Fields = dict[str, str | int | None]
fields = st.dictionaries(st.text(), values, min_size=1)
digests = st.binary(min_size=32, max_size=32).map(lambda raw: f"sha256:{raw.hex()}")


def test_a_digest_never_changes_between_versions_of_the_program() -> None:
    canonical = '{"link":null,"name":"Їжак","rows":3}'

    digest = digest_of({"name": "Їжак", "rows": 3, "link": None})

    assert digest == "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


@given(fields)
def test_a_digest_is_a_mark_and_sixty_four_hexadecimal_digits(
    given_fields: Fields,
) -> None:
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", digest_of(given_fields))


@given(fields)
def test_the_order_of_the_fields_does_not_matter(given_fields: Fields) -> None:
    turned = dict(reversed(list(given_fields.items())))

    assert digest_of(given_fields) == digest_of(turned)


@given(fields, values, st.data())
def test_one_changed_field_changes_the_digest(
    given_fields: Fields, value: str | int | None, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(given_fields)))
    assume(given_fields[name] != value)

    assert digest_of(given_fields) != digest_of({**given_fields, name: value})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"number": 1}, {"number": "1"}),
        ({"link": None}, {"link": "None"}),
        ({"link": None}, {"link": ""}),
        ({"link": None}, {}),
        ({"a": "b,c"}, {"a": "b", "c": ""}),
        ({"name": "\u0439"}, {"name": "\u0438\u0306"}),
    ],
)
def test_values_that_only_look_alike_have_different_digests(one: Fields, other: Fields) -> None:
    assert digest_of(one) != digest_of(other)


@given(digests)
def test_a_code_is_four_characters_none_of_which_is_mistaken_for_another(digest: str) -> None:
    code = code_of(digest)

    assert len(code) == 4
    assert set(code) <= set(string.ascii_uppercase + string.digits) - set("0O1IL8B5S2Z")


@given(digests)
def test_a_code_is_typed_in_any_case_and_with_spaces(digest: str) -> None:
    code = code_of(digest)

    assert same_code(f" {code[:2].lower()} {code[2:]}\n", digest)


@given(digests, digests)
def test_the_code_of_another_digest_is_refused(one: str, other: str) -> None:
    assume(code_of(one) != code_of(other))

    assert not same_code(code_of(other), one)


@given(digests, st.text(max_size=6))
def test_nothing_but_the_code_is_taken_for_it(digest: str, typed: str) -> None:
    assume("".join(typed.split()).upper() != code_of(digest))

    assert not same_code(typed, digest)


def test_codes_are_spread_over_all_their_letters() -> None:
    codes = [code_of(digest_of({"number": number})) for number in range(2_000)]

    assert len(set(codes)) > 1_980
    assert all(len({code[place] for code in codes}) == 25 for place in range(4))
