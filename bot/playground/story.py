"""The June 2025 story: what was stated that month, entered by two moderators while families look on."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.playground import story_facts as facts
from bot.playground import story_names as names
from bot.playground.people import DEMO_PEOPLE, EMILY, HALYNA, MARINA, OKSANA, THOMAS
from bot.playground.story_chats import StoryChats
from bot.playground.story_desk import StoryDesk
from bot.playground.world import World
from bot.services.together import Services

PAUSE_S = 2.2
"""Between two steps, long enough to read what arrived."""

Step = tuple[str, Callable[[], Awaitable[None]]]


class Story:
    """The play. It is played once: what two moderators published is not taken back by starting again.

    Args:
        url: of the playground, without a slash at its end.
        pause: waits that many seconds.
    """

    def __init__(
        self,
        world: World,
        services: Services,
        url: str,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._world = world
        self._desk = StoryDesk(world, services, url)
        self._chats = StoryChats(world)
        self._pause = pause
        self._begun = False

    async def play(self) -> None:
        """Play all steps; a second time nothing happens."""
        if self._begun:
            self._world.tell_story({"title": "The story is played once; a new demo starts afresh."})
            return
        self._begun = True
        for person in DEMO_PEOPLE:
            self._world.unblocks(person.id)
        steps = self._steps()
        for number, (title, act) in enumerate(steps, 1):
            told = {"state": "playing", "step": number, "of": len(steps), "title": title}
            self._world.tell_story(told)
            await act()
            if number < len(steps):
                await self._pause(PAUSE_S)

    def _steps(self) -> tuple[Step, ...]:
        return (
            ("Two moderators come to their desk", self._moderators_come),
            ("2 June: the agreement and its pledges", self._pledges),
            ("A mother asks before any list is held", self._asks_too_early),
            ("7 June: Russia announces names and remains", self._russia_announces),
            ("7 June: Ukraine denies", self._ukraine_denies),
            ("8 June: the counts differ", self._counts_differ),
            ("A follower reads what was stated", self._follower_reads),
            ("9 June: the first stage, under 25, is announced", self._first_stage),
            ("A list of invented names is published", self._first_list),
            ("The mother asks: the name is not listed", self._not_listed),
            ("The follower follows that exchange group", self._follower_follows),
            ("9 June: claimed, not confirmed", self._claims),
            ("A new edition of the list, and a second list", self._second_lists),
            ("The mother asks again: the name is listed", self._listed),
            ("A wife asks in Russian, and follows", self._wife_asks),
            ("9 June: Ukraine confirms; its followers are alerted", self._ukraine_confirms),
            ("9 June: Russia confirms; its follower is alerted", self._russia_confirms),
            ("10, 12 and 14 June: further stages", self._next_stages),
            ("19, 20, 26 June and 4 July: further stages", self._last_stages),
        )

    async def _moderators_come(self) -> None:
        await self._desk.looked_for_lists(OKSANA)
        for moderator in (OKSANA, THOMAS):
            await self._chats.writes(moderator, "/start", "/desk")

    async def _pledges(self) -> None:
        await self._desk.sets_up(OKSANA, facts.PRISONERS, facts.REMAINS)
        await self._desk.states(*facts.PLEDGED, first=OKSANA, second=THOMAS)

    async def _asks_too_early(self) -> None:
        await self._chats.writes(HALYNA, "/start", names.SON)

    async def _russia_announces(self) -> None:
        await self._desk.sets_up(THOMAS, facts.NAMES_OF_7, facts.BODIES_OF_7, facts.DISPUTED, facts.BODIES)
        await self._desk.states(*facts.ANNOUNCED_BY_RUSSIA, first=THOMAS, second=OKSANA)

    async def _ukraine_denies(self) -> None:
        await self._desk.states(*facts.DENIED_BY_UKRAINE, first=OKSANA, second=THOMAS)

    async def _counts_differ(self) -> None:
        await self._desk.states(
            *facts.COUNTED_BY_RUSSIA, *facts.COUNTED_BY_UKRAINE, first=OKSANA, second=THOMAS
        )

    async def _follower_reads(self) -> None:
        disputed, remains = (self._desk.id_of(batch.id) for batch in (facts.DISPUTED, facts.BODIES))
        await self._chats.writes(EMILY, "/start", "/batches")
        await self._chats.presses(EMILY, f"batch:{disputed}")
        await self._chats.writes(EMILY, "/batches")
        # Following remains takes a second, informed press; she leaves it at the question.
        await self._chats.presses(EMILY, f"batch:{remains}", f"follow:{remains}")

    async def _first_stage(self) -> None:
        await self._desk.sets_up(OKSANA, facts.FIRST_STAGE, facts.TO_UKRAINE, facts.TO_RUSSIA)
        await self._desk.states(*facts.FIRST_STAGE_ANNOUNCED, first=OKSANA, second=THOMAS)

    async def _first_list(self) -> None:
        waiting = await self._desk.submits_list(names.OF_UKRAINE, 1, first=THOMAS, second=OKSANA)
        await self._chats.publishes(OKSANA, waiting)
        await self._desk.publishes(waiting, second=OKSANA)
        await self._desk.looked_for_lists(THOMAS)

    async def _not_listed(self) -> None:
        await self._chats.writes(HALYNA, names.SON)

    async def _follower_follows(self) -> None:
        batch = self._desk.id_of(facts.TO_UKRAINE.id)
        await self._chats.writes(EMILY, "/batches")
        await self._chats.presses(EMILY, f"batch:{batch}", f"follow:{batch}")

    async def _claims(self) -> None:
        await self._desk.states(*facts.FIRST_STAGE_CLAIMED, first=THOMAS, second=OKSANA)

    async def _second_lists(self) -> None:
        newer = await self._desk.submits_list(names.OF_UKRAINE, 2, first=OKSANA, second=THOMAS)
        await self._desk.publishes(newer, second=THOMAS)
        other = await self._desk.submits_list(names.OF_RUSSIA, 1, first=THOMAS, second=OKSANA)
        await self._desk.publishes(other, second=OKSANA)
        await self._desk.looked_for_lists(OKSANA)

    async def _listed(self) -> None:
        await self._chats.writes(HALYNA, names.SON)
        await self._chats.presses(HALYNA, f"follow:{self._desk.id_of(facts.TO_UKRAINE.id)}")

    async def _wife_asks(self) -> None:
        await self._chats.writes(MARINA, "/start", names.HUSBAND)
        await self._chats.presses(MARINA, f"follow:{self._desk.id_of(facts.TO_RUSSIA.id)}")

    async def _ukraine_confirms(self) -> None:
        said, batch = facts.CONFIRMED_BY_UKRAINE, self._desk.id_of(facts.TO_UKRAINE.id)
        (waiting,) = await self._desk.submits(said, first=OKSANA, second=THOMAS)
        seq = self._world.ledger.seq
        await self._chats.agrees(THOMAS, waiting)
        await self._desk.agrees(waiting, second=THOMAS)
        await self._chats.are_alerted(batch, HALYNA, EMILY, after=seq)
        await self._chats.presses(EMILY, f"batch:{batch}:new")

    async def _russia_confirms(self) -> None:
        seq = self._world.ledger.seq
        await self._desk.states(facts.CONFIRMED_BY_RUSSIA, first=THOMAS, second=OKSANA)
        await self._chats.are_alerted(self._desk.id_of(facts.TO_RUSSIA.id), MARINA, after=seq)

    async def _next_stages(self) -> None:
        await self._desk.sets_up(OKSANA, *(fact for pair in facts.NEXT_STAGES for fact in pair))
        await self._desk.states(*facts.announced_stages(facts.NEXT_STAGES), first=OKSANA, second=THOMAS)
        await self._chats.writes(EMILY, "/batches")

    async def _last_stages(self) -> None:
        await self._desk.sets_up(THOMAS, *(fact for pair in facts.LAST_STAGES for fact in pair))
        said = facts.announced_stages(facts.LAST_STAGES) + facts.STAGES_REPORTED
        await self._desk.states(*said, first=THOMAS, second=OKSANA)
        await self._chats.writes(HALYNA, names.SON)
        await self._chats.writes(EMILY, "/batches", "/my")
