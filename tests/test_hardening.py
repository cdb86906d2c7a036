"""A crash leaves no image of the memory."""

import subprocess
import sys
from pathlib import Path

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


def test_the_bot_is_hardened_before_it_reads_a_setting() -> None:
    source = (ROOT / "bot" / "__main__.py").read_text()
    run = source[source.index("def _run(") :]

    assert run.index("leave_no_core_dump()") < run.index("read_settings()")
