"""What it costs when couriers over one PostgreSQL database are killed, or stand still for longer than a loan.

python -m benchmarks.couriers [--strikes 100] [--json FILE]

Three couriers send; one after the other is struck. `extras_allowed` is how many alerts were in hand at the
strikes: only those may have come twice. Loans last a second and a half here, not a minute.
"""

import argparse
import asyncio
import json
import random
import tempfile
import time
from pathlib import Path

from tests.crashes.fleet import a_fleet, struck
from tests.postgres import running_server

FOLLOWERS_A_STRIKE = 45
"""So many are told between two strikes; whoever is struck last must still have somebody to tell."""


async def measure(options: argparse.Namespace) -> dict[str, int | float]:
    with running_server() as server, tempfile.TemporaryDirectory() as folder:
        async with a_fleet(server.new_database(), Path(folder)) as fleet:
            began = time.monotonic()
            followers = FOLLOWERS_A_STRIKE * options.strikes
            found = await struck(fleet, options.strikes, followers, random.Random(options.seed))
            return {**found, "seconds": round(time.monotonic() - began, 1), "seed": options.seed}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.couriers", description=__doc__)
    parser.add_argument("--strikes", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2025)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    found = asyncio.run(measure(options))
    print(", ".join(f"{what.replace('_', ' ')}: {count}" for what, count in found.items()))
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
