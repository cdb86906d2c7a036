import subprocess
import sys
from pathlib import Path

import pytest

from storage.lock import AlreadyRunning, LockUnusable, hold_lock

HOLDING = """
import sys
from pathlib import Path
from storage.lock import hold_lock
with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def another_process(database: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, database], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_process_is_refused_and_told_which_one_runs(tmp_path: Path) -> None:
    database = tmp_path / "vdoma.db"
    other = another_process(database)

    with pytest.raises(AlreadyRunning, match=f"process {other.pid} already runs"), hold_lock(database):
        raise AssertionError

    other.communicate()
    with hold_lock(database):
        pass


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    database = tmp_path / "vdoma.db"
    other = another_process(database)
    other.kill()
    other.communicate()

    with hold_lock(database):
        pass


def test_the_same_process_is_refused_too(tmp_path: Path) -> None:
    database = tmp_path / "vdoma.db"
    with hold_lock(database), pytest.raises(AlreadyRunning), hold_lock(database):
        raise AssertionError


def test_two_databases_are_two_locks(tmp_path: Path) -> None:
    with hold_lock(tmp_path / "one.db"), hold_lock(tmp_path / "two.db"):
        pass


def test_where_no_lock_can_be_made_the_operator_is_told_which_file_and_why(tmp_path: Path) -> None:
    (tmp_path / "data").touch()

    with (
        pytest.raises(LockUnusable, match=r"data/vdoma\.db\.lock: "),
        hold_lock(tmp_path / "data" / "vdoma.db"),
    ):
        raise AssertionError


def test_an_error_of_the_work_under_the_lock_is_not_taken_for_one_of_the_lock(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), hold_lock(tmp_path / "vdoma.db"):
        raise FileNotFoundError
