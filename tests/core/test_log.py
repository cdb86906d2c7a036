"""What two people agree upon comes down to a digest, and the digest to four characters."""

import hashlib
import random
import re
import string
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.core.log import (
    BEFORE_THE_FIRST,
    AuditLine,
    Link,
    code_of,
    digest_of,
    first_break,
    hash_of,
    same_code,
)
from tests.builders import NOW

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


def chained(number: int) -> list[Link]:
    """A log of so many lines, no two of them alike."""
    links: list[Link] = []
    before = BEFORE_THE_FIRST
    for place in range(1, number + 1):
        at = NOW + timedelta(seconds=place)
        line = AuditLine(at, f"moderator-{place % 3}", "edition published", f"e{place}", f"sha256:{place}")
        before = hash_of(place, line, before=before)
        links.append(Link(place, line, before))
    return links


def test_a_log_that_nobody_touched_holds_as_a_whole_and_in_slices() -> None:
    links = chained(30)

    assert first_break(links) is None
    assert first_break(links[10:], after=links[9]) is None
    assert first_break([]) is None


def test_a_hash_never_changes_between_versions_of_the_program() -> None:
    line = AuditLine(NOW, "anna", "edition published", "e1", None)
    canonical = (
        '{"act":"edition published","at":"2025-06-09T12:00:00.000+00:00","before":"x","digest":null,'
        '"moderator":"anna","place":1,"subject":"e1"}'
    )

    assert hash_of(1, line, before="x") == "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


def mutated(links: Sequence[Link], chance: random.Random) -> list[Link]:
    """Change, drop, double, move or forge one line, as somebody would who reaches the database."""
    changed = list(links)
    at = chance.randrange(len(changed) - 1)
    link = changed[at]
    match chance.randrange(6):
        case 0:
            field = chance.choice(["moderator", "act", "subject", "digest"])
            changed[at] = replace(link, line=replace(link.line, **{field: "other"}))  # type: ignore[arg-type]
        case 1:
            moved = link.line.at + timedelta(milliseconds=chance.choice([-1, 1]))
            changed[at] = replace(link, line=replace(link.line, at=moved))
        case 2:
            del changed[at]
        case 3:
            other = chance.randrange(at + 1, len(changed))
            changed[at], changed[other] = changed[other], changed[at]
        case 4:
            # The line and its own hash, but not those behind it.
            forged = replace(link.line, subject="other")
            before = changed[at - 1].hash if at else BEFORE_THE_FIRST
            changed[at] = Link(link.place, forged, hash_of(link.place, forged, before=before))
        case _:
            flipped = link.hash[:-1] + chance.choice([c for c in "0123456789abcdef" if c != link.hash[-1]])
            changed[at] = replace(link, hash=flipped)
    return changed


def test_each_of_ten_thousand_mutations_of_the_log_is_noticed() -> None:
    seed = random.randrange(1_000_000)
    chance = random.Random(seed)
    logs = [chained(number) for number in (2, 3, 8, 20)]

    unnoticed = sum(first_break(mutated(chance.choice(logs), chance)) is None for _ in range(10_000))

    assert unnoticed == 0, f"seed {seed}"
