"""The pages of docs/conversations/ show what people really see, and a journey takes few taps."""

import re
from pathlib import Path

import pytest

import bot.playground
from tests.conversations import CONVERSATIONS, NAMES, PAGES, PICTURED_NOWHERE, PICTURES, index, pages
from tests.house import House
from tests.moderating import agrees, ready_house, states

LARGEST_PICTURE = 60_000
"""Bytes: there are a hundred of them."""


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
    expected = {f"{language}/{name}.md" for language in NAMES for name in CONVERSATIONS}
    found = {str(path.relative_to(PAGES)) for path in PAGES.glob("*/*.md")}

    assert found == expected
    assert len(found) >= 40
    assert (PAGES / "README.md").read_text(encoding="utf-8") == index()


@pytest.mark.parametrize("language", NAMES)
def test_every_page_shows_a_small_picture_that_is_there(language: str) -> None:
    for name in CONVERSATIONS:
        shown = re.findall(r"!\[[^]]*\]\(\.\./pictures/([\w-]+\.png)\)", read(f"{language}/{name}.md"))
        assert shown == ([] if name in PICTURED_NOWHERE else [f"{language}-{name}.png"])
        if name in PICTURED_NOWHERE:
            continue
        # python -m tests.conversations --pictures takes them anew
        assert 0 < (PICTURES / shown[0]).stat().st_size < LARGEST_PICTURE
    left = {path.name for path in PICTURES.glob("*")} - {
        f"{x}-{n}.png" for x in NAMES for n in CONVERSATIONS if n not in PICTURED_NOWHERE
    }
    assert left == set()


async def test_each_journey_takes_what_the_playground_says(house: House) -> None:
    first, second = await ready_house(house)
    mother, took = house.follower, {}

    async def taps(journey: str, *labels: str) -> str:
        shown = ""
        for label in labels:
            shown = await mother.presses(label)
        took[journey] = len(labels)
        return shown

    assert "This name is on a list" in await mother.says("Petrenko Ivan Vasylovych, 1999")
    took["ask"] = 1
    assert "Someone else may have the same name." in await taps("details", "Details")
    await mother.presses("Back")
    assert "Write the birth year alone" in await taps("correct", "Correct my question", "Correct the year")
    await mother.says("1999")
    assert "Watch 1 is on" in await taps("watch", "Watch")
    await mother.presses("Stop this watch")
    await mother.says("/start")
    assert "You follow" in await taps("follow", "Exchanges", "Follow 1")

    await states(first, kind="confirmation that it took place")
    await agrees(second)
    await mother.hears("has confirmed that the exchange took place")
    assert "You no longer follow" in await taps("end", "Stop following")
    await mother.presses("Undo")
    assert "No more alerts will come" in await taps("stop", "Stop following", "Stop all alerts")
    await mother.says("/forget")
    assert "erased" in await taps("forget", "Erase everything")

    assert took == {journey: int(number) for journey, number in _LISTED.findall(PAGE.read_text("utf-8"))}


_LISTED = re.compile(r'data-journey="(\w+)" data-takes="(\d)">[^<]*\b\2 (?:tap|message)')
PAGE = Path(bot.playground.__file__).parent / "page" / "index.html"
