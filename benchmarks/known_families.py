"""Make bot/core/names/data/families.bloom from the dictionary of names-translator 2.1.0 (MIT).

python -m benchmarks.known_families LAST.tsv bot/core/names/data/families.bloom

The input holds one family name a line: the Ukrainian form and its Russian ones, divided by tabs, as
`names_translator.dicts` lists its pool "last". Only hashes of how they sound are kept.
"""

import sys
from pathlib import Path

from bot.core.names.families import HASHES, places
from bot.core.names.sounds import sounds

_BITS_A_NAME = 12


def filter_of(table: Path) -> bytes:
    """The filter that holds every family name of the table, in both languages."""
    heard: set[str] = set()
    for line in table.read_text(encoding="utf-8").splitlines():
        for name in line.split("\t"):
            heard |= sounds(name)
    size = (len(heard) * _BITS_A_NAME + 7) // 8 * 8
    bits = bytearray(size // 8)
    for sound in heard:
        for place in places(sound, size):
            bits[place >> 3] |= 1 << (place & 7)
    print(f"{len(heard)} sounds, {len(bits)} bytes, {HASHES} hashes")
    return bytes(bits)


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(filter_of(Path(sys.argv[1])))
