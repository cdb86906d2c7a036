"""`python -m tests.audit`: is any pinned package known to be unsafe? By pip-audit.

Without a network nothing fails, and it is said that nothing was looked up: only the lock's hashes hold then.
A package that a database does not know was not looked up; pip-audit itself says "no known faults" of it.
"""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

LOCK = Path(__file__).parent.parent / "requirements.lock"
DATABASES = ("pypi", "osv")
LONGEST_S = 180


@dataclass(frozen=True, slots=True)
class Audit:
    """What came of it.

    Args:
        unsafe: packages with the ids of what is known about them.
        unknown: packages that were not looked up.
    """

    unsafe: tuple[str, ...]
    unknown: tuple[str, ...]


def main() -> None:
    pinned = pinned_in(LOCK.read_text())
    audits = [audit for database in DATABASES if (audit := ask(database, pinned)) is not None]
    code, said = verdict(pinned, audits)
    sys.stdout.write(f"{said}\n")
    sys.exit(code)


def pinned_in(lock: str) -> dict[str, int]:
    """Return how many hashes each package of a lock has."""
    blocks = re.split(r"\n(?=[a-z0-9])", lock.strip())
    return {block.partition("==")[0]: block.count("--hash=sha256:") for block in blocks}


def ask(database: str, pinned: dict[str, int]) -> Audit | None:
    """Ask one database; None if it cannot be reached."""
    command = (
        "pip-audit", "--requirement", str(LOCK), "--require-hashes", "--disable-pip", "--format", "json",
        "--progress-spinner", "off", "--timeout", "10", "--vulnerability-service", database,
    )  # fmt: skip
    try:
        done = subprocess.run(command, check=False, capture_output=True, timeout=LONGEST_S)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return read_audit(done.stdout.decode(), pinned)


def read_audit(printed: str, pinned: dict[str, int]) -> Audit | None:
    """Read what pip-audit printed; None if it is no answer, or says nothing about any package."""
    try:
        told = json.loads(printed)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return None
    looked_up = {package["name"]: package["vulns"] for package in told if "vulns" in package}
    if not looked_up:
        return None
    unsafe = [
        f"{name}: {', '.join(sorted(fault['id'] for fault in faults))}"
        for name, faults in looked_up.items()
        if faults
    ]
    return Audit(tuple(sorted(unsafe)), tuple(sorted(pinned.keys() - looked_up.keys())))


def verdict(pinned: dict[str, int], audits: list[Audit]) -> tuple[int, str]:
    """Return the exit code and what is said."""
    bare = sorted(name for name, hashes in pinned.items() if not hashes)
    if bare:
        return 1, f"Pinned without a hash: {', '.join(bare)}."
    unsafe = sorted({fault for audit in audits for fault in audit.unsafe})
    if unsafe:
        return 1, "Known to be unsafe:\n" + "\n".join(unsafe)
    if not audits:
        return 0, (
            "LEFT OUT: no database of unsafe packages (pypi.org, api.osv.dev) is reached, so none was asked. "
            f"All {len(pinned)} packages of the lock are pinned by their hashes."
        )
    unknown = set.intersection(*(set(audit.unknown) for audit in audits))
    said = (
        f"Of {len(pinned)} packages {len(pinned) - len(unknown)} were looked up; none is known to be unsafe."
    )
    return 0, said + (f" LEFT OUT, as not known there: {', '.join(sorted(unknown))}." if unknown else "")


if __name__ == "__main__":
    main()
