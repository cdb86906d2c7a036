"""Every check of `make test`, one after another; all are run, and any that fails fails the whole."""

import shutil
import subprocess
import sys
import time

CHECKS = (
    ("style", ("ruff", "check", ".")),
    ("format", ("ruff", "format", "--check", ".")),
    ("types", ("mypy",)),
    ("architecture", ("lint-imports",)),
    ("dependencies", (sys.executable, "-m", "tests.audit")),
    # One file to one process: the files share what is dear to set up.
    ("behaviour", ("pytest", "-n", "2", "--dist", "loadfile")),
)


def main() -> None:
    """Run the checks; exit with 1 if one failed."""
    if shutil.which("chromium") is None:
        sys.stdout.write("No chromium is at hand: the browser's tests are left out.\n")
    failed = [name for name, command in CHECKS if not _passes(name, command)]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def _passes(name: str, command: tuple[str, ...]) -> bool:
    sys.stdout.write(f"— {name}\n")
    sys.stdout.flush()
    started = time.monotonic()
    done = subprocess.run(command, check=False)
    sys.stdout.write(
        f"  {'passed' if done.returncode == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s\n"
    )
    return done.returncode == 0


if __name__ == "__main__":
    main()
