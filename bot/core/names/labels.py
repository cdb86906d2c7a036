"""Labels of a form: "Прізвище - Верба, Ім'я - Антон" is one name, whatever stands between its parts."""

import re
from functools import cache

from bot.core.names.scripts import read_data

_MAY_HOLD_LABELS = re.compile(r"[:–—-]|name|patronymic", re.IGNORECASE)
_WHOLE = "whole"


def without_labels(text: str) -> str:
    """Leave labels out and put the parts of one name side by side, in their order.

    A label behind which neither a colon nor a dash stands is left, unless it cannot be a name.
    """
    if not _MAY_HOLD_LABELS.search(text):
        return text
    seen: set[str] = set()

    def beside(found: re.Match[str]) -> str:
        part = _parts()[found["label"].lower()]
        begins = not seen or part in seen or _WHOLE in seen or part == _WHOLE
        if begins:
            seen.clear()
        seen.add(part)
        return ", " if begins else " "

    return _pattern().sub(beside, text)


@cache
def _parts() -> dict[str, str]:
    return {label: row["part"] for row in read_data("labels.csv") for label in row["labels"].split(";")}


@cache
def _pattern() -> re.Pattern[str]:
    marked, others = (
        "|".join(
            re.escape(label)
            for row in read_data("labels.csv")
            if row["needs_mark"] == needs_mark
            for label in row["labels"].split(";")
        )
        for needs_mark in ("yes", "no")
    )
    return re.compile(
        rf"[\s,;.]*(?<![\w'’-])(?P<label>(?:{marked})(?=\s*[:–—-])|(?:{others})(?![\w'’]))\s*(?:is\s)?[:–—-]*\s*",
        re.IGNORECASE,
    )
