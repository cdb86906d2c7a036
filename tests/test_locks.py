"""Nothing is installed whose bytes were not pinned, and both locks agree."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-test.lock")


def pinned(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", (ROOT / lock).read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_its_hashes_and_from_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    blocks = re.split(r"\n(?=[a-z0-9])", text.strip())

    assert len(blocks) > 20
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert not re.search(r"https?://|--index-url|--find-links|file:", text)


def test_what_runs_is_what_was_tested() -> None:
    running, tested = (pinned(lock) for lock in LOCKS)

    assert {name: tested.get(name) for name in running} == running


def test_every_dependency_of_the_program_is_in_the_lock() -> None:
    declared = re.findall(r'^    "([A-Za-z0-9._-]+)>=', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)

    wanted = {name.lower() for name in declared}
    assert {"pynacl", "pyotp"} <= wanted & pinned("requirements.lock").keys()
