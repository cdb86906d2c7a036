"""`python -m benchmarks.forged`: forged presses, links and names from groups, and what they change: nothing.

--each N   so many of each kind (10,000)
--seed N   another seed makes others (now)
--json     one JSON object
"""

import argparse
import asyncio
import json
import logging
import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.abuse import an_office
from bot.logs import set_up_logs
from tests.forging import Forger, besieged


async def forged(folder: Path, each: int, seed: int) -> dict[str, int]:
    """Return how many were handled, how many rows of others they changed, and what nobody foresaw."""
    async with an_office(folder) as office:
        siege = await besieged(office)
        forger = Forger(siege, random.Random(seed))
        for forge in (forger.press, forger.start, forger.elsewhere):
            for number in range(each):
                if number % 20 == 0:
                    office.clock.moves(timedelta(seconds=1))
                await siege.takes(forge())
        effects = await asyncio.to_thread(siege.effects)
        await siege.application.shutdown()
    return {
        "seed": seed,
        "forged_presses": each,
        "forged_links": each,
        "names_where_none_are_looked_up": each,
        "rows_of_others_changed": sum(map(len, effects.values())),
        "unforeseen_errors": len(siege.faults),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--each", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    set_up_logs("ERROR")
    logging.disable(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="vdoma-forged-") as folder:
        told = asyncio.run(forged(Path(folder), given.each, given.seed))
    print(json.dumps(told) if given.json else "\n".join(f"{what}: {value}" for what, value in told.items()))


if __name__ == "__main__":
    main()
