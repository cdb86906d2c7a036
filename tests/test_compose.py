"""The containers of custody level 2: what each is given, and what it is not."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import PREFIX, MatcherSettings

ROOT = Path(__file__).parent.parent
SHARED = [name for name, field in MatcherSettings.model_fields.items() if not field.is_required()]


def services(file: str) -> dict[str, Any]:
    read: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / file).read_text())
    return read["services"]


def given(service: dict[str, Any]) -> dict[str, str]:
    return dict(line.split("=", 1) for line in service["environment"])


def mounted(service: dict[str, Any]) -> dict[str, str]:
    """What lies where in a container."""
    return {target: source for source, target, *_ in (v.split(":") for v in service["volumes"])}


def default_of(name: str) -> str:
    """What the bot's container takes where `.env` says nothing: by its image, or else by the program."""
    of_image = re.search(rf"{PREFIX}{name.upper()}=(\S+)", (ROOT / "Dockerfile").read_text())
    return of_image[1] if of_image else str(MatcherSettings.model_fields[name].default)


@pytest.mark.parametrize("name", SHARED)
def test_the_matcher_gets_what_the_bot_takes_from_its_file_of_settings(name: str) -> None:
    variable = f"{PREFIX}{name.upper()}"

    passed = given(services("compose.split.yaml")["matcher"])[variable]

    assert passed == f"${{{variable}:-{default_of(name)}}}"


def test_each_container_has_its_half_of_the_keys_and_both_have_the_database() -> None:
    bot, matcher = services("compose.split.yaml")["vdoma"], services("compose.split.yaml")["matcher"]
    whole_bot = services("compose.yaml")["vdoma"]

    for service, half in ((bot, "./keys.bot"), (matcher, "./keys.matcher")):
        assert mounted(service)[given(service)[f"{PREFIX}KEYS"]] == half
    assert mounted(whole_bot)["/data"] == mounted(matcher)["/data"] == "vdoma"


def test_the_matcher_has_neither_network_nor_token() -> None:
    matcher = services("compose.split.yaml")["matcher"]

    assert matcher["command"] == ["matcher"]
    assert matcher["network_mode"] == "none"
    assert "env_file" not in matcher
    assert set(given(matcher)) == {f"{PREFIX}{name.upper()}" for name in MatcherSettings.model_fields}
    for hardened in ("read_only", "cap_drop", "security_opt"):
        assert matcher[hardened] == services("compose.yaml")["vdoma"][hardened]
