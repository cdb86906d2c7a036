"""The pages of docs/conversations/ show what people really see, and a journey takes few taps."""

from pathlib import Path

import pytest

from tests.conversations import BEFORE, CONVERSATIONS, NAMES, PAGES, index, pages
from tests.house import House, Talker
from tests.moderating import agrees, ready_house, states


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", NAMES)
async def test_every_conversation_reads_as_its_page_says(
    language: str, tmp_path: Path, template: Path
) -> None:
    differ = [
        name
        async for name, page in pages(language, tmp_path, template)
        if read(name) != page  # python -m tests.conversations writes them anew
    ]
    assert differ == []


def read(name: str) -> str:
    """A page as it lies in the documents."""
    return (PAGES / name).read_text(encoding="utf-8")


def test_there_are_at_least_forty_conversations_and_no_page_of_a_former_one() -> None:
    expected = {f"{language}/{name}.md" for language in NAMES for name in {**BEFORE, **CONVERSATIONS}}
    found = {str(path.relative_to(PAGES)) for path in PAGES.glob("*/*.md")}

    assert found == expected
    assert len(found) >= 40
    assert (PAGES / "README.md").read_text(encoding="utf-8") == index()


async def test_each_journey_takes_at_most_its_taps(house: House) -> None:
    """One message; two taps from /start; one tap from an alert; two taps to stop everything."""
    first, second = await ready_house(house)
    mother = house.follower
    assert "This name is on a list" in await mother.says("Petrenko Ivan Vasylovych, 1999")

    await mother.says("/start")
    assert "You follow" in await pressed_one_after_another(mother, ["Exchanges", "Follow 1"])

    await states(first, kind="confirmation that it took place")
    await agrees(second)
    await mother.hears("has confirmed that the exchange took place")
    assert "You no longer follow" in await pressed_one_after_another(mother, ["Stop following"])

    assert "No more alerts will come" in await pressed_one_after_another(mother, ["Stop all alerts"])


async def pressed_one_after_another(talker: Talker, labels: list[str]) -> str:
    """What came of the last press."""
    shown = ""
    for label in labels:
        shown = await talker.presses(label)
    return shown
