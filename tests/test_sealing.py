"""Whoever takes the database reads nothing of what is sealed in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sealing import (
    KeyKind,
    Keyring,
    SealBroken,
    SealedElsewhere,
    Sealing,
    WrongKeys,
    key_id,
    new_keys,
    read_key,
)
from tests.storage.builders import SEALING

NAME = "Вигаданець Тарас Петрович, 1999"
HALYNA = 7_320_000_001


def test_what_is_sealed_is_read_again_by_who_has_the_key() -> None:
    for sealer in (SEALING.names, SEALING.labels, SEALING.phrases):
        assert sealer.open(sealer.seal(NAME)) == NAME


@given(st.text(max_size=500))
def test_any_text_can_be_sealed(text: str) -> None:
    for sealer in (SEALING.names, SEALING.labels):
        assert sealer.open(sealer.seal(text)) == text


def test_two_seals_of_one_name_have_nothing_in_common() -> None:
    first, second = SEALING.names.seal(NAME), SEALING.names.seal(NAME)

    assert key_id(first) == key_id(second) == SEALING.keyring.sealing_id(KeyKind.MATCHER)
    assert first[5:21] != second[5:21]
    assert NAME.encode() not in first


@pytest.mark.parametrize("other", ["Ц Я", "Вигаданець-Неіснуючий Володимир-Костянтин Всеволодович, 1999"])
def test_the_length_of_a_name_cannot_be_seen(other: str) -> None:
    assert len(SEALING.names.seal(other)) == len(SEALING.names.seal(NAME))


def test_whoever_has_only_the_public_half_seals_and_cannot_open() -> None:
    ours = new_keys()
    apart = Sealing.with_keys(Keyring(tuple(key.for_sealing_only if key.kind is KeyKind.MATCHER else key
                                            for key in ours)))  # fmt: skip
    sealed = apart.names.seal(NAME)

    with pytest.raises(SealedElsewhere):
        apart.names.open(sealed)
    assert Sealing.with_keys(Keyring(ours)).names.open(sealed) == NAME


def test_every_changed_byte_is_noticed() -> None:
    for sealer in (SEALING.names, SEALING.labels):
        sealed = sealer.seal(NAME)
        for place in range(5, len(sealed)):
            changed = bytearray(sealed)
            changed[place] ^= 1
            with pytest.raises(SealBroken):
                sealer.open(bytes(changed))
        with pytest.raises(SealBroken):
            sealer.open(sealed[:-1])


def test_what_is_sealed_for_one_purpose_is_not_opened_for_another() -> None:
    with pytest.raises(SealBroken):
        SEALING.phrases.open(SEALING.labels.seal("брат"))


def test_a_chat_id_moved_to_another_row_is_not_opened() -> None:
    sealed = SEALING.chats.seal(HALYNA, chat_id="halyna")

    assert SEALING.chats.open(sealed, chat_id="halyna") == HALYNA
    with pytest.raises(SealBroken):
        SEALING.chats.open(sealed, chat_id="oksana")


def test_a_chat_is_found_under_every_key_and_under_no_strange_one() -> None:
    former, newer, strange = new_keys(), new_keys(), new_keys()
    before = Sealing.with_keys(Keyring(former)).chats
    now = Sealing.with_keys(Keyring(former + newer)).chats

    assert before.mark(HALYNA) in now.marks(HALYNA)
    assert now.mark(HALYNA) == Sealing.with_keys(Keyring(newer)).chats.mark(HALYNA)
    assert before.mark(HALYNA) not in Sealing.with_keys(Keyring(strange)).chats.marks(HALYNA)
    assert before.mark(HALYNA) != before.mark(HALYNA + 1)


def test_the_newest_key_seals_and_the_former_still_opens() -> None:
    former, newer = new_keys(), new_keys()
    sealed = Sealing.with_keys(Keyring(former)).labels.seal("брат")
    both = Sealing.with_keys(Keyring(former + newer))

    assert both.labels.open(sealed) == "брат"
    assert key_id(both.labels.seal("брат")) in {key.id for key in newer}
    with pytest.raises(SealedElsewhere):
        Sealing.with_keys(Keyring(newer)).labels.open(sealed)


def test_keys_are_written_and_read_as_lines() -> None:
    keys = new_keys()

    assert Keyring.of_lines(["# a word", "", *(key.line for key in keys)]).keys == keys


MATCHER, COURIER = new_keys()


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [MATCHER.line],
        [COURIER.line],
        [MATCHER.line, COURIER.line, COURIER.line],
        [MATCHER.for_sealing_only.line, COURIER.for_sealing_only.line],
        [MATCHER.line, COURIER.line[:-9]],
        [MATCHER.line, "courier:zz:secret:AAAA"],
        [MATCHER.line, "Ключ"],
    ],
)
def test_keys_that_cannot_be_used_are_refused_without_quoting_them(lines: list[str]) -> None:
    with pytest.raises(WrongKeys) as refused:
        Keyring.of_lines(lines)

    for line in lines:
        assert line.rpartition(":")[2] not in str(refused.value) or line == "Ключ"


def test_halves_of_one_kind_are_not_mixed() -> None:
    newer, _ = new_keys()

    with pytest.raises(WrongKeys):
        Keyring((MATCHER, newer.for_sealing_only, COURIER))


def test_no_key_stands_in_what_is_printed_of_the_objects() -> None:
    material = COURIER.line.rpartition(":")[2]

    shown = f"{COURIER!r} {Keyring((MATCHER, COURIER))!r} {Sealing.with_keys(Keyring((MATCHER, COURIER)))!r}"
    assert material not in shown
    assert repr(COURIER.material) not in shown


def test_bytes_that_are_no_sealed_value_are_not_taken_for_one() -> None:
    for wrong in (b"", b"\x01abcd", b"\x02abcdefgh", NAME.encode()):
        with pytest.raises(SealBroken):
            key_id(wrong)


def test_a_line_is_read_as_it_was_written() -> None:
    assert read_key(f" {MATCHER.line}\n") == MATCHER
