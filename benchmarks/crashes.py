"""What kills cost: whoever publishes, confirms, announces or sends is killed again and again.

python -m benchmarks.crashes [--kills 200] [--minutes 60] [--side-by-side 3] [--deploys 0] [--json FILE]

Telegram answers 2 % of the messages with 429, 2 % with a fault of its own, and cuts 1 % off after it took
them. After all kills one more process delivers the rest. `extras_allowed` is how many alerts were on their
way at the kills, and how many were cut off: only those may have come twice. A deploy ends the process with
SIGTERM in the midst of a delivery, and may leave nothing in doubt. After the minutes no more is begun:
`kills` says how many there were.
"""

import argparse
import asyncio
import contextlib
import json
import math
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from storage.migrate import upgrade
from tests.crashes.killing import Scene, a_scene

KILLS_A_BATCH = 4
IN_DOUBT = "SELECT count(*) FROM outbox WHERE state = 'sending' OR uncertain = 1"


async def killed(
    scenes: Sequence[Scene], kills: int, chance: random.Random, *, until: float = math.inf
) -> dict[str, object]:
    """Kill the processes of several scenes side by side."""
    shares = [kills // len(scenes) + (n < kills % len(scenes)) for n in range(len(scenes))]
    await asyncio.gather(
        *(_killed(scene, share, chance, until) for scene, share in zip(scenes, shares, strict=True))
    )
    batches = [(scene, batch) for scene in scenes for batch in scene.batches]
    followers = sum(len(batch.people) for _, batch in batches)
    told = sum(len(scene.told(batch)) for scene, batch in batches)
    drops = sum(scene.drops.hits for scene in scenes)
    on_way = sum(scene.on_way_at_kills for scene in scenes)
    return {
        "kills": sum(scene.kills for scene in scenes),
        "batches": len(batches),
        "followers": followers,
        "lost": followers - told,
        "before_confirmation": sum(scene.told_too_early for scene in scenes),
        "audit_missing": sum(
            scene.confirmations(batch) != 1 or scene.publications(batch) != 1 for scene, batch in batches
        ),
        "extras": sum(scene.told_in_all(batch) for scene, batch in batches) - told,
        "extras_allowed": on_way + drops,
        "on_way_at_kills": on_way,
        "most_on_way": max(scene.most_on_way for scene in scenes),
        "drops": drops,
        "extras_unmarked": sum(scene.repeats_unmarked(batch) for scene, batch in batches),
    }


async def _killed(scene: Scene, kills: int, chance: random.Random, until: float) -> None:
    """Publish and confirm batch after batch, and kill whoever does something some times during each."""
    while scene.kills < kills and time.monotonic() < until:
        batch = await scene.batch(kills=min(1, kills - scene.kills))
        for _ in range(min(KILLS_A_BATCH - 1, kills - scene.kills)):
            await scene.kill_at_random(batch, chance)
        print(".", end="", flush=True)
    with contextlib.suppress(TimeoutError):
        async with scene.process():
            for batch in scene.batches:
                await scene.until_all_are_told(batch)
            await scene.until_nothing_waits()


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


def troubled(place: Path, template: Path) -> contextlib.AbstractAsyncContextManager[Scene]:
    """Open a scene among the troubles of a Telegram that is busy."""
    place.mkdir()
    return a_scene(place, template, share_429=0.02, share_5xx=0.02, share_dropped=0.01)


def _at_peace(place: Path, template: Path) -> contextlib.AbstractAsyncContextManager[Scene]:
    place.mkdir()
    return a_scene(place, template)


async def measure(options: argparse.Namespace) -> dict[str, object]:
    chance = random.Random(options.seed)
    found: dict[str, object] = {"seed": options.seed}
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.db"
        upgrade(f"sqlite:///{template}")
        began = time.monotonic()
        async with contextlib.AsyncExitStack() as stack:
            places = [Path(folder) / f"kills-{n}" for n in range(min(options.side_by_side, options.kills))]
            scenes = [await stack.enter_async_context(troubled(place, template)) for place in places]
            if scenes:
                until = began + options.minutes * 60
                found |= await killed(scenes, options.kills, chance, until=until)
        if options.deploys:
            async with _at_peace(Path(folder) / "deploys", template) as scene:
                found |= await deployed(scene, options.deploys, chance)
        found["seconds"] = round(time.monotonic() - began, 1)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crashes", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=60, help="no batch is begun after so long")
    parser.add_argument("--side-by-side", type=int, default=3, help="so many bots at once")
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
