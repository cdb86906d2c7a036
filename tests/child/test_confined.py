"""What the process that reads files can do: compute on what it was handed, and nothing else."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

CONFINED = """
import resource
from dataclasses import replace
from bot.files import CHAT
from bot.files.confine import confine
confine(replace(CHAT, memory=200 << 20, cpu_s=1))
"""
BY_PYTHON = """
import sys
from bot.files.confine import _refuse
sys.addaudithook(_refuse)
"""
BY_THE_KERNEL = """
from bot.files.confine import _close_calls
_close_calls()
"""


def run(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize(
    "confined", [CONFINED, BY_PYTHON, BY_THE_KERNEL], ids=["by both", "by python", "by the kernel"]
)
@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.socket()",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.socketpair()",
        "import os; os.execv('/bin/true', ['true'])",
        "import subprocess; subprocess.run(['/bin/true'])",
        "import os; os.fork()",
        "import os; os.posix_spawn('/bin/true', ['true'], {})",
    ],
)
def test_no_network_and_no_other_program_can_be_reached(confined: str, attempt: str) -> None:
    unconfined = run(attempt)
    assert "PermissionError" not in unconfined.stderr

    done = run(confined + attempt)

    assert done.returncode != 0
    assert "PermissionError" in done.stderr, done.stderr


def test_no_second_thread_can_be_started_and_no_library_be_loaded() -> None:
    starts = "import _thread; _thread.start_new_thread(print, ())"
    loads = "import ctypes; ctypes.CDLL(None)"

    assert (run(starts).stderr, run(loads).stderr) == ("", "")
    assert "can't start new thread" in run(CONFINED + starts).stderr
    assert "PermissionError: ctypes.dlopen" in run(CONFINED + loads).stderr


def test_memory_beyond_the_limit_is_not_given() -> None:
    assert "MemoryError" in run(CONFINED + "bytearray(300 << 20)").stderr
    assert run(CONFINED + "bytearray(30 << 20)").returncode == 0


def test_computing_beyond_the_limit_ends_the_process() -> None:
    assert run(CONFINED + "while True: pass").returncode == -signal.SIGXCPU


def test_no_core_is_left_behind_and_nobody_may_look_inside() -> None:
    script = CONFINED + "print(resource.getrlimit(resource.RLIMIT_CORE), open('/proc/self/status').read())"

    done = run(script)

    assert done.stdout.startswith("(0, 0)")
    assert "NoNewPrivs:\t1" in done.stdout
    assert "Seccomp:\t2" in done.stdout


def test_a_child_ends_with_its_parent_however_that_ends(tmp_path: Path) -> None:
    """An orphan would go on reading a file that nobody asks for any more."""
    child = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    starts = (
        "import subprocess, sys, time\n"
        f"subprocess.Popen([sys.executable, '-c', {CONFINED + child!r}])\n"
        "time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", starts], env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        orphan = int(parent.stdout.readline())
        parent.kill()
        parent.wait()

    gone = time.monotonic() + 10
    while Path(f"/proc/{orphan}").exists() and time.monotonic() < gone:
        os.sched_yield()
    assert not Path(f"/proc/{orphan}").exists()


def test_the_child_says_where_it_broke_and_nothing_of_the_file() -> None:
    script = """
from bot.files.child import _place_of
try:
    int("Вербенко")
except ValueError as error:
    print(_place_of(error).encode())
"""

    assert run(script).stdout.strip() == "b'ValueError at <string>:4'"
