"""Keys lie where only their owner reads them, and are never lost without a word."""

import stat
from pathlib import Path

import pytest

from bot.keys import keyring_beside, keyring_of, make_file, read_file, refuse_missing, replace_file
from bot.sealing import Keyring, WrongKeys, new_keys

NOTHING: frozenset[str] = frozenset()


def test_the_first_start_makes_keys_that_only_their_owner_reads(tmp_path: Path) -> None:
    database = tmp_path / "data" / "vdoma.db"

    made = keyring_beside(database, already_sealed=NOTHING)

    file = database.with_name("keys")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert keyring_beside(database, already_sealed=made.ids) == made


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666, 0o620])
def test_keys_that_others_can_read_are_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "keys"
    make_file(file)
    file.chmod(mode)

    with pytest.raises(WrongKeys, match="chmod 600"):
        keyring_of(str(file))


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_keys_that_only_their_owner_reads_are_taken(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "keys"
    make_file(file)
    file.chmod(mode)

    assert len(keyring_of(str(file)).keys) == 2


def test_keys_and_files_of_keys_are_given_side_by_side(tmp_path: Path) -> None:
    matcher, courier = new_keys()
    file = tmp_path / "matcher"
    make_file(file, [matcher])

    assert keyring_of(f"{file}, {courier.line}") == Keyring((matcher, courier))


def test_lost_keys_are_told_and_not_replaced(tmp_path: Path) -> None:
    database = tmp_path / "vdoma.db"

    with pytest.raises(WrongKeys, match="0badcafe"):
        keyring_beside(database, already_sealed=frozenset({"0badcafe"}))
    assert not database.with_name("keys").exists()


def test_a_key_that_is_missing_is_told(tmp_path: Path) -> None:
    ours = Keyring(new_keys())

    refuse_missing(ours, ours.ids)
    with pytest.raises(WrongKeys, match="0badcafe"):
        refuse_missing(ours, ours.ids | {"0badcafe"})


def test_keys_are_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    make_file(file)
    before = file.read_bytes()

    with pytest.raises(WrongKeys, match="exists"):
        make_file(file)
    assert file.read_bytes() == before


def test_keys_are_replaced_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    make_file(file)
    (tmp_path / "keys.new").write_text("left over from a crash")
    keys = new_keys()

    replace_file(file, keys)

    assert Keyring.of_lines(read_file(file)).keys == keys
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_a_file_that_is_not_there_or_holds_something_else_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongKeys, match="No such file"):
        keyring_of(str(tmp_path / "keys"))
    file = tmp_path / "keys"
    file.write_text("Ключі")
    file.chmod(0o600)
    with pytest.raises(WrongKeys, match="something else"):
        keyring_of(str(file))
