"""Pictures: the course of an agreement, and the squares that a telephone's camera reads.

Each brings its own light ground, so that it reads the same in a dark chat.
"""

import io
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

from handlers.wording.timelines import StageTexts, TimelineTexts

FONTS = Path(__file__).parent / "fonts"

WIDTH = 1080
"""Dots: a telephone shows them at about a third of their size."""
TALLEST = 8000
"""Telegram takes no picture whose width and height are more than 10,000 together."""

_MARGIN = 48
_GROUND, _INK, _QUIET, _LINE = "#FBFAF6", "#1B1B1B", "#4A4A4A", "#2F5D8A"
_TITLE, _HEADING, _TEXT = 56, 48, 44
_BULLET = "• "
_LEADING = 1.3
_DAY = re.compile(r"\d{1,2} \w+ \d{4}|\w+ \d{1,2}, \d{4}")


@lru_cache(maxsize=32)
def timeline_picture(texts: TimelineTexts) -> bytes:
    """Draw the course of an agreement as PNG; the same texts are drawn once."""
    # Drawn twice: first to learn how tall it gets.
    height = min(TALLEST, _draw(texts, ImageDraw.Draw(Image.new("L", (1, 1)))) + _MARGIN)
    picture = Image.new("RGB", (WIDTH, height), _GROUND)
    _draw(texts, ImageDraw.Draw(picture))
    return _png(picture)


@lru_cache(maxsize=64)
def square_code(address: str) -> bytes:
    """Draw an address as a QR code in PNG, with the margin that cameras need."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="png", scale=16, border=4, dark=_INK, light="white")
    return out.getvalue()


@dataclass(slots=True)
class _Pen:
    """Writes down a page, line under line."""

    on: ImageDraw.ImageDraw
    y: float = _MARGIN

    def writes(self, text: str, size: int, *, bold: bool = False, indent: int = 0, ink: str = _INK) -> None:
        font = _font(size, bold=bold)
        hanging = font.getlength(_BULLET) if text.startswith(_BULLET) else 0
        for at, line in enumerate(_wrapped(text, font, int(WIDTH - 2 * _MARGIN - indent - hanging))):
            left = _MARGIN + indent + (hanging if at else 0)
            self.on.text((left, self.y), line, font=font, fill=ink)
            self.y += size * _LEADING

    def skips(self, dots: int) -> None:
        self.y += dots


def _draw(texts: TimelineTexts, on: ImageDraw.ImageDraw) -> int:
    pen = _Pen(on)
    pen.writes(texts.title, _TITLE, bold=True)
    if texts.pledges:
        pen.skips(24)
        pen.writes(texts.pledges_heading, _TEXT, bold=True)
        for pledge in texts.pledges:
            pen.writes(pledge, _TEXT, ink=_QUIET)
    for stage in texts.stages:
        pen.skips(36)
        _draw_stage(stage, pen)
    pen.skips(36)
    pen.writes(texts.closing, _TEXT, ink=_QUIET)
    return int(pen.y)


def _draw_stage(stage: StageTexts, pen: _Pen) -> None:
    top = pen.y
    indent = 44
    pen.writes(stage.day, _HEADING, bold=True, indent=indent, ink=_LINE)
    for line in stage.about:
        pen.writes(line, _TEXT, indent=indent, ink=_QUIET)
    for side in stage.sides:
        pen.skips(8)
        pen.writes(side.side, _TEXT, bold=True, indent=indent)
        for line in side.lines:
            told = line.startswith(_BULLET)
            pen.skips(0 if told else 14)
            pen.writes(line, _TEXT, indent=indent, ink=_QUIET if told else _INK)
    # The line of time runs beside the stages; a dot marks each.
    pen.on.line((_MARGIN + 10, top + 24, _MARGIN + 10, pen.y), fill=_LINE, width=4)
    pen.on.ellipse((_MARGIN - 2, top + 12, _MARGIN + 22, top + 36), fill=_LINE)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    # At ordinary blanks only; a day stays in one piece.
    for word in _DAY.sub(lambda day: day[0].replace(" ", "\N{NO-BREAK SPACE}"), text).split(" "):
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


@cache
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / ("Roboto-Medium.ttf" if bold else "Roboto-Regular.ttf")), size)


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()
