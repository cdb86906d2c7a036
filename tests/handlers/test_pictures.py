"""The pictures: readable on a telephone, drawn once, in the letters of three languages."""

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageFont

from handlers.pictures import FONTS, WIDTH, square_code, timeline_picture
from handlers.wording import wording
from tests.catalogues import samples
from tests.catalogues.catalogue import LANGUAGES, every_text

ADDRESS = "https://t.me/vdoma_playground_bot?start=b_ab12cd34ef"


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_timeline_is_a_light_picture_that_telegram_takes(language: str) -> None:
    for timeline in samples.timelines():
        picture = opened(timeline_picture(wording(language).timeline_texts(timeline))).convert("L")

        assert picture.width == WIDTH
        assert picture.width + picture.height <= 10_000
        darkest, lightest = picture.getextrema()
        assert picture.getpixel((2, 2)) == lightest, "a ground of its own, for a dark chat"
        assert (darkest, lightest) < (80, 256), "dark letters on it"


def test_a_timeline_is_drawn_anew_only_when_something_changes() -> None:
    timeline = next(samples.timelines())
    words = wording("uk")
    first = timeline_picture(words.timeline_texts(timeline))

    assert timeline_picture(words.timeline_texts(timeline)) is first
    other = replace(timeline, pledges=timeline.pledges[:1])
    assert timeline_picture(words.timeline_texts(other)) != first


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_font_has_a_picture_of_every_letter_that_we_write(language: str) -> None:
    letters = sorted({letter for text in every_text(language) for letter in text if letter.isalpha()})
    for name in ("Roboto-Regular.ttf", "Roboto-Medium.ttf"):
        font = ImageFont.truetype(str(FONTS / name), 40)
        # What a font lacks is drawn as the same empty box.
        missing = bytes(font.getmask("\U0010fffe"))
        assert [letter for letter in letters if bytes(font.getmask(letter)) == missing] == []


def test_a_square_code_is_large_enough_to_print_and_has_its_margin() -> None:
    picture = opened(square_code(ADDRESS)).convert("L")

    assert picture.width >= 500
    assert {picture.getpixel((x, 20)) for x in range(picture.width)} == {255}
    assert square_code(ADDRESS) is square_code(ADDRESS)
