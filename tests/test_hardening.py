"""A crash leaves no image of the memory, and no word of what it held."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CRASHING = """
import os, resource, sys
sys.path.insert(0, {root!r})
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
if {hardened}:
    from bot.hardening import leave_no_core_dump
    leave_no_core_dump()
print(resource.getrlimit(resource.RLIMIT_CORE))
sys.stdout.flush()
os.abort()
"""


def crash(folder: Path, *, hardened: bool) -> str:
    code = CRASHING.format(root=str(ROOT), hardened=hardened)
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == -6, done.stderr
    return done.stdout


def test_a_process_that_crashes_leaves_no_image_of_its_memory(tmp_path: Path) -> None:
    assert crash(tmp_path, hardened=True).startswith("(0, 0)")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["_run", "_courier", "_matcher"])
def test_the_program_is_hardened_before_it_reads_a_setting(command: str) -> None:
    source = (ROOT / "bot" / "__main__.py").read_text()
    run = source[source.index(f"def {command}(") :]

    assert run.index("leave_no_core_dump()") < run.index("settings()")
    assert run.index("quote_nothing()") < run.index("settings()")


SAYING = """
import sys
sys.path.insert(0, {root!r})
from bot.hardening import quote_nothing
quote_nothing()
{what}
"""
GROUP = "raise ExceptionGroup('Вигаданець', [ValueError('Вигаданець'), KeyError('Вигаданець')])"
CAUSE = """
try:
    int('Вигаданець')
except ValueError as error:
    raise RuntimeError('Вигаданець') from error
"""
THREAD = """
import threading
thread = threading.Thread(target=lambda: int('Вигаданець'))
thread.start(); thread.join()
sys.exit(1)
"""


@pytest.mark.parametrize(
    ("what", "kinds"),
    [
        ("int('Вигаданець')", ["ValueError"]),
        (GROUP, ["ValueError", "KeyError"]),
        (CAUSE, ["RuntimeError", "ValueError"]),
        (THREAD, ["ValueError"]),
    ],
)
def test_an_error_that_nobody_catches_is_printed_without_its_words(what: str, kinds: list[str]) -> None:
    code = SAYING.format(root=str(ROOT), what=what)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "Вигаданець" not in done.stderr
    assert [line.split()[2] for line in done.stderr.splitlines()] == kinds
