"""The audit of packages fails for a known fault, and says plainly what it did not look up."""

import json

from tests.audit import Audit, pinned_in, read_audit, verdict

PINNED = pinned_in(
    "aaa==1 \\\n    --hash=sha256:00\nbbb==2 \\\n    --hash=sha256:11 \\\n    --hash=sha256:22\n"
)


def printed(**faults: list[str] | None) -> str:
    told = [
        {"name": name, "skip_reason": "not found"}
        if ids is None
        else {"name": name, "version": "1", "vulns": [{"id": id_} for id_ in ids]}
        for name, ids in faults.items()
    ]
    return json.dumps({"dependencies": told, "fixes": []})


def test_a_package_known_to_be_unsafe_fails() -> None:
    audit = read_audit(printed(aaa=[], bbb=["PYSEC-2"]), PINNED)
    assert audit is not None

    code, said = verdict(PINNED, [audit])

    assert code == 1
    assert "bbb: PYSEC-2" in said


def test_without_a_network_nothing_fails_and_it_is_said_that_nothing_was_looked_up() -> None:
    assert read_audit("", PINNED) is None

    code, said = verdict(PINNED, [])

    assert code == 0
    assert said.startswith("LEFT OUT")
    assert "All 2 packages" in said


def test_a_database_that_knows_no_package_was_not_reached() -> None:
    assert read_audit(printed(aaa=None, bbb=None), PINNED) is None


def test_a_package_that_was_not_looked_up_is_named() -> None:
    audit = read_audit(printed(aaa=[], bbb=None), PINNED)
    assert audit == Audit((), ("bbb",))

    code, said = verdict(PINNED, [audit])

    assert code == 0
    assert "1 were looked up" in said
    assert "bbb" in said


def test_a_package_without_a_hash_fails() -> None:
    code, said = verdict(pinned_in("aaa==1\nbbb==2 \\\n    --hash=sha256:11"), [])

    assert (code, said) == (1, "Pinned without a hash: aaa.")
