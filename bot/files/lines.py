"""A whole row in one cell or line: "1. Петренко Іван Васильович, 1999"."""

import re
from typing import NamedTuple

_NUMBER = re.compile(r"(?:№\s*)?\d{1,7}\s*(?:[.)\]:–—-]|(?=\s))\s*")
_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"[^\W\d_][\w’'ʼ`.-]*(?:[ \u00a0]+[^\W\d_][\w’'ʼ`.-]*){1,4}")
_LAST_DOT = re.compile(r"(?<=\w\w\w)\.$")


class Line(NamedTuple):
    """What a line holds; an empty birth if none."""

    name: str
    birth: str


def read_line(text: str) -> Line:
    """Take a line apart: a number or none, then the name up to the first digit, then the birth."""
    text = text.strip()
    numbered = _NUMBER.match(text)
    rest = text[numbered.end() :] if numbered is not None else text
    digit = _DIGIT.search(rest)
    name, birth = (rest, "") if digit is None else (rest[: digit.start()], rest[digit.start() :])
    return Line(_LAST_DOT.sub("", name.strip(" \u00a0\t,;–—-(")), birth.strip(" \u00a0\t,;)"))


def is_a_persons_line(text: str) -> bool:
    """Whether a line looks like a number or none, two to five words, and a birth or none."""
    return _WORDS.fullmatch(read_line(text).name) is not None
