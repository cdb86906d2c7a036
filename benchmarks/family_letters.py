"""Make bot/core/names/data/family_letters.txt from the dictionary of names-translator 2.1.0 (MIT).

python -m benchmarks.family_letters LAST.tsv bot/core/names/data/family_letters.txt

The input is that of benchmarks.known_families. Of the names only runs of three letters are kept, and of these
only such as at least `LEAST` of the names hold.
"""

import sys
from collections import Counter
from pathlib import Path

from bot.core.names.families import runs_of_letters

LEAST = 24
_HEAD = """# Runs of three letters common in Ukrainian and Russian family names; ^ and $ are begin and end.
# Derived from the dictionary of names-translator 2.1.0, (c) 2018 Dmitry Chaplinsky, MIT licence
# (LICENSE.names-translator beside this file), by benchmarks/family_letters.py.
"""


def common_runs(table: Path) -> list[str]:
    """The runs of letters that are common in the family names of the table, in both languages."""
    names = {name for line in table.read_text(encoding="utf-8").splitlines() for name in line.split("\t")}
    counted = Counter(run for name in names for run in runs_of_letters(name))
    return sorted(run for run, count in counted.items() if count >= LEAST)


if __name__ == "__main__":
    runs = common_runs(Path(sys.argv[1]))
    lines = [" ".join(runs[at : at + 25]) for at in range(0, len(runs), 25)]
    Path(sys.argv[2]).write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(runs)} runs of letters")
