"""What each of several couriers sends of what may be sent."""

from datetime import timedelta

from bot.core.pace import Pace
from bot.services.part import LOOK_EVERY, OTHERS_KNOW_AFTER, PartOfPace
from tests.services.office import Office

LASTS = timedelta(seconds=11)


async def looks(office: Office, part: PartOfPace) -> bool:
    async with office.store.writing() as writing:
        return await part.look(writing, now=office.clock())


async def test_who_is_alone_sends_at_once_and_all_there_is(office: Office) -> None:
    part = PartOfPace(Pace(30), "one")

    assert await looks(office, part)
    assert part.pace.rate == 30


async def test_who_comes_later_waits_until_the_others_take_less(office: Office) -> None:
    one, other = PartOfPace(Pace(30), "one"), PartOfPace(Pace(30), "other")
    await looks(office, one)
    assert not await looks(office, other)

    office.clock.moves(LOOK_EVERY)
    assert await looks(office, one)
    assert not await looks(office, other)
    assert (one.pace.rate, other.pace.rate) == (15, 15)

    office.clock.moves(OTHERS_KNOW_AFTER - LOOK_EVERY)
    assert await looks(office, other)


async def test_whoever_was_not_seen_leaves_their_part_to_the_others(office: Office) -> None:
    one, other = PartOfPace(Pace(30), "one"), PartOfPace(Pace(30), "other")
    await looks(office, one)
    await looks(office, other)

    office.clock.moves(LASTS)
    await looks(office, one)
    assert one.pace.rate == 30

    assert not await looks(office, other), "the one does not know yet that it is back"
    office.clock.moves(OTHERS_KNOW_AFTER)
    await looks(office, one)
    assert await looks(office, other)
    assert (one.pace.rate, other.pace.rate) == (15, 15)


async def test_a_clock_that_was_put_back_stops_nobody_from_looking(office: Office) -> None:
    one, other = PartOfPace(Pace(30), "one"), PartOfPace(Pace(30), "other")
    await looks(office, one)
    office.clock.moves(-timedelta(hours=1))
    await looks(office, other)

    await looks(office, one)
    assert one.pace.rate == 15
