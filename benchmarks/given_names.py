"""Make bot/core/names/data/given_more.txt from the dictionary of names-translator 2.1.0 (MIT).

python -m benchmarks.given_names FIRST.tsv bot/core/names/data/given_more.txt

The input holds one name a line: the Ukrainian form and its Russian ones, divided by tabs, as
`names_translator.dicts` lists its pool "first". The package itself is needed neither here nor at run time.
A name that is a letter away from a usual one of the same gender is left out: of a dictionary gathered from
registers it is as likely a clerk's mistake, and a typing error must not make two known names of one.
"""

import re
import sys
from pathlib import Path

from rapidfuzz.distance import OSA

from bot.core.names.scripts import read_data
from bot.core.names.sounds import sounds

_NAME = re.compile("[а-щьюяєіїґ'’]{3,14}")
_HEAD = """\
# Given names in Ukrainian, and in Russian where the letters differ by more than the two alphabets do.
# Derived from the dictionary of names-translator 2.1.0, (c) 2018 Dmitry Chaplinsky, MIT licence
# (LICENSE.names-translator beside this file), by benchmarks/given_names.py.
"""
_LONG_ENOUGH_FOR_A_MISTAKE = 6


def lines_from(table: Path) -> list[str]:
    """The lines of the list, in the order of the alphabet."""
    usual = [
        sound for row in read_data("given.csv") for word in row["forms"].split() for sound in sounds(word)
    ]
    lines: set[str] = set()
    for line in table.read_text(encoding="utf-8").splitlines():
        first, *others = line.lower().split("\t")
        if not _NAME.fullmatch(first) or any(_is_mistaken(sound, usual) for sound in sounds(first)):
            continue
        kept, heard = [first], set(sounds(first))
        for other in others[:2]:
            if (
                _NAME.fullmatch(other.replace("ы", "і").replace("э", "е").replace("ё", "е"))
                and not sounds(other) <= heard
            ):
                kept.append(other)
                heard |= sounds(other)
        lines.add(" ".join(kept))
    return sorted(lines)


def _is_mistaken(sound: str, usual: list[str]) -> bool:
    if any(name.startswith(sound) and len(name) == len(sound) + 1 for name in usual):
        return True
    if len(sound) < _LONG_ENOUGH_FOR_A_MISTAKE:
        return False
    return any(
        sound != name
        and sound.endswith("а") == name.endswith("а")
        and OSA.distance(sound, name, score_cutoff=1) <= 1
        for name in usual
    )


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(_HEAD + "\n".join(lines_from(Path(sys.argv[1]))) + "\n", encoding="utf-8")
