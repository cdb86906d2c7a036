"""Two hundred times several moderators agree to the same at once: each time it happens once.

One transition, one line in the log, one set of alerts.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from bot.core.alerts import EventKind
from bot.core.log import code_of
from bot.core.proposals import Proposed
from bot.core.roles import Role
from tests.builders import HOLD
from tests.services.office import Office

RACES = 40
"""Of each of the five kinds."""


@dataclass(frozen=True, slots=True)
class Race:
    """What several people do at once.

    Args:
        taps: each is one person's press.
        deed: the line that stands in the log once it is done.
        told: the kind of alert that one set of people is owed by it, and who they are.
    """

    taps: list[Awaitable[object]]
    deed: str
    told: EventKind | None = None
    people: tuple[str, ...] = ()


def seconds(office: Office) -> list[str]:
    """Two other people than who submitted, each with two taps."""
    return [office.bohdan, office.clara, office.bohdan, office.clara]


async def of_an_edition(office: Office) -> Race:
    edition = await office.submits_edition(await office.list_of((await office.announced_batch()).id))
    return Race([office.publishes(edition, by=who) for who in seconds(office)], "edition published")


async def of_a_confirmation(office: Office) -> Race:
    waiting = await office.submits((await office.announced_batch()).id)
    taps = [office.agrees(waiting, by=who) for who in seconds(office)]
    return Race(list(taps), "statement held", EventKind.STATEMENT_HELD)


async def of_the_end_of_a_hold(office: Office) -> Race:
    batch = await office.announced_batch()
    await office.follows(office.halyna, batch.id)
    await office.agrees(await office.submits(batch.id))
    office.clock.moves(HOLD)
    taps = [office.services.confirmations.end_holds() for _ in range(4)]
    return Race(list(taps), "batch confirmed", EventKind.BATCH_CONFIRMED, (office.halyna,))


async def of_a_withdrawal(office: Office) -> Race:
    edition = await office.published_list()
    await office.follows(office.halyna, (await office.batch_of(edition)).id, edition.id)
    view = await office.proposes(Proposed.WITHDRAW_EDITION, edition.id)
    taps = [office.agrees_to(view, by=who) for who in seconds(office)]
    return Race(list(taps), "edition withdrawn", EventKind.EDITION_CORRECTED, (office.halyna,))


async def of_a_role(office: Office) -> Race:
    grants = office.services.grants
    grant = await grants.invite(await office.draft(office.anna), name="Мілана", role=Role.EDITOR)
    accepted = await grants.accept(await office.somebody(1), grant.token)
    taps = [grants.agree(grant.id, moderator=who, code=code_of(accepted.digest)) for who in seconds(office)]
    return Race(list(taps), "moderator agreed")


@pytest.mark.parametrize(
    "begin", [of_an_edition, of_a_confirmation, of_the_end_of_a_hold, of_a_withdrawal, of_a_role]
)
async def test_of_forty_races_each_happens_exactly_once(
    office: Office, begin: Callable[[Office], Awaitable[Race]]
) -> None:
    await office.grants_clara()
    for number in range(1, RACES + 1):
        race = await begin(office)
        noted = (await office.acts()).count(race.deed)
        owed = await office.owed(race.told) if race.told else []

        done = await asyncio.gather(*race.taps, return_exceptions=True)

        happened = [result for result in done if not isinstance(result, BaseException) and result != []]
        assert len(happened) == 1, f"race {number}: {done}"
        assert (await office.acts()).count(race.deed) == noted + 1, f"race {number}"
        if race.told:
            fresh = len(await office.owed(race.told)) - len(owed)
            assert fresh == (len(race.people) or 2), f"race {number}: one set of alerts"
