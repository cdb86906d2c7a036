"""What kills cost: the real program is killed again and again between a confirmation and its last alert.

python -m benchmarks.crashes [--kills 200] [--deploys 0] [--json FILE]

After all kills one more process delivers the rest. `extras_allowed` is how many alerts were on their way
at the kills: only those may have come twice. A deploy ends the process with SIGTERM in the midst of a
delivery, and may leave nothing in doubt.
"""

import argparse
import asyncio
import contextlib
import json
import random
import tempfile
import time
from pathlib import Path

from storage.migrate import upgrade
from tests.crashes.killing import Scene, a_scene

KILLS_A_BATCH = 4
IN_DOUBT = "SELECT count(*) FROM outbox WHERE state = 'sending' OR uncertain = 1"


async def killed(scene: Scene, kills: int, chance: random.Random) -> dict[str, object]:
    """Confirm batch after batch, and kill the process some times during each."""
    while scene.kills < kills:
        batch = await scene.batch()
        for _ in range(min(KILLS_A_BATCH, kills - scene.kills)):
            await scene.kill_at_random(batch, chance)
        print(f"\r{scene.kills} kills", end="", flush=True)
    with contextlib.suppress(TimeoutError):
        async with scene.process():
            for batch in scene.batches:
                await scene.until_all_are_told(batch)
            await scene.until_nothing_waits()
    followers = sum(len(batch.people) for batch in scene.batches)
    told = sum(len(scene.told(batch)) for batch in scene.batches)
    return {
        "kills": scene.kills,
        "batches": len(scene.batches),
        "followers": followers,
        "lost": followers - told,
        "before_confirmation": scene.told_too_early,
        "audit_missing": sum(scene.confirmations(batch) != 1 for batch in scene.batches),
        "extras": sum(scene.told_in_all(batch) for batch in scene.batches) - told,
        "extras_allowed": scene.on_way_at_kills,
        "extras_unmarked": sum(scene.repeats_unmarked(batch) for batch in scene.batches),
    }


async def deployed(scene: Scene, deploys: int, chance: random.Random) -> dict[str, object]:
    """End the process with SIGTERM in the midst of deliveries."""
    longest_s, in_doubt, unclean = 0.0, 0, 0
    for _ in range(deploys):
        batch = await scene.batch()
        async with scene.process(rate=100) as process:
            enough = chance.randint(1, len(batch.people) - 5)
            await scene.world.until(lambda: scene.told_in_all(batch) >= enough, 60)  # noqa: B023 - awaited here
            asked_at = time.monotonic()
            process.terminate()
            unclean += await process.wait() != 0
            longest_s = max(longest_s, time.monotonic() - asked_at)
        in_doubt += scene.count(IN_DOUBT)
    if deploys:
        async with scene.process():
            await scene.until_nothing_waits()
    return {
        "deploys": deploys,
        "deploys_in_doubt": in_doubt,
        "deploys_unclean": unclean,
        "deploys_told_twice": sum(scene.told_in_all(b) - len(scene.told(b)) for b in scene.batches),
        "deploys_lost": sum(len(b.people) - len(scene.told(b)) for b in scene.batches),
        "longest_stop_s": round(longest_s, 2),
    }


async def measure(options: argparse.Namespace) -> dict[str, object]:
    chance = random.Random(options.seed)
    found: dict[str, object] = {"seed": options.seed}
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.db"
        upgrade(f"sqlite:///{template}")
        began = time.monotonic()
        for name, work, times in (("kills", killed, options.kills), ("deploys", deployed, options.deploys)):
            place = Path(folder) / name
            place.mkdir()
            async with a_scene(place, template) as scene:
                found |= await work(scene, times, chance)
        found["seconds"] = round(time.monotonic() - began, 1)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crashes", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--deploys", type=int, default=0, help="end it so often with SIGTERM, as 200")
    parser.add_argument("--seed", type=int, default=2025)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    found = asyncio.run(measure(options))
    print("\r" + ", ".join(f"{what.replace('_', ' ')}: {count}" for what, count in found.items()))
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
