"""A stolen Telegram account alone publishes, confirms and frees nothing."""

from contextlib import suppress
from datetime import timedelta
from itertools import count

import pyotp
import pytest

from bot.core.alerts import EventKind
from bot.core.errors import (
    FactorBlocked,
    FactorNeeded,
    Frozen,
    NotAllowed,
    RoleTooLow,
    StoreUnavailable,
    WrongFactor,
)
from bot.core.exchanges import BatchState, StatementKind
from bot.core.lists import Review
from bot.core.log import Deed
from bot.core.switches import Switch
from bot.services.factor import UNLOCKED_FOR
from bot.services.together import Services
from tests.builders import HOLD
from tests.services.office import ANNA_TELEGRAM, BOHDAN_TELEGRAM, Office


@pytest.fixture
def locked(office: Office) -> Services:
    """The services as they are by default: grave acts need a code."""
    return office.services_over(office.store, second_factor="totp")


async def enrolled(services: Services, person: int) -> pyotp.TOTP:
    totp = pyotp.parse_uri(await services.factor.enrol(person))
    assert isinstance(totp, pyotp.TOTP)
    return totp


def code(totp: pyotp.TOTP, office: Office) -> str:
    return totp.at(office.clock())


async def test_without_a_code_a_statement_is_not_agreed_to_and_with_one_it_is(
    office: Office, locked: Services
) -> None:
    batch = await office.sets_up_batch()
    view = await office.submits(batch.id, StatementKind.ANNOUNCEMENT)
    statement = view.statement
    from bot.core.log import code_of

    with pytest.raises(FactorNeeded):
        await locked.confirmations.agree(
            statement.id, moderator=office.bohdan, code=code_of(statement.digest)
        )
    assert (await office.batch(batch.id)).state is BatchState.DRAFT

    totp = await enrolled(locked, BOHDAN_TELEGRAM)
    await locked.factor.unlock(office.bohdan, code(totp, office))
    await office.agrees(view, services=locked)
    assert (await office.batch(batch.id)).state is BatchState.ANNOUNCED


async def test_a_code_is_taken_once(office: Office, locked: Services) -> None:
    totp = await enrolled(locked, BOHDAN_TELEGRAM)
    typed = code(totp, office)
    await locked.factor.unlock(office.bohdan, typed)

    with pytest.raises(WrongFactor):
        await locked.factor.unlock(office.bohdan, typed)


async def test_what_a_code_unlocks_is_locked_again_after_a_quarter_of_an_hour(
    office: Office, locked: Services
) -> None:
    totp = await enrolled(locked, BOHDAN_TELEGRAM)
    until = await locked.factor.unlock(office.bohdan, code(totp, office))
    assert until == office.clock() + UNLOCKED_FOR

    office.clock.moves(UNLOCKED_FOR - timedelta(seconds=1))
    locked.factor.require(office.bohdan)
    office.clock.moves(timedelta(seconds=1))
    with pytest.raises(FactorNeeded):
        locked.factor.require(office.bohdan)


async def test_a_restart_locks_what_was_unlocked_and_takes_no_used_code(
    office: Office, locked: Services
) -> None:
    totp = await enrolled(locked, BOHDAN_TELEGRAM)
    used = code(totp, office)
    await locked.factor.unlock(office.bohdan, used)

    restarted = office.services_over(office.store, second_factor="totp")

    with pytest.raises(FactorNeeded):
        restarted.factor.require(office.bohdan)
    with pytest.raises(WrongFactor):
        await restarted.factor.unlock(office.bohdan, used)


async def test_nobodys_code_unlocks_anybody_else(office: Office, locked: Services) -> None:
    totp = await enrolled(locked, BOHDAN_TELEGRAM)
    await enrolled(locked, ANNA_TELEGRAM)

    with pytest.raises(WrongFactor):
        await locked.factor.unlock(office.anna, code(totp, office))
    with pytest.raises(FactorNeeded):
        locked.factor.require(office.anna)


async def test_codes_cannot_be_tried_out(office: Office, locked: Services) -> None:
    totp = await enrolled(locked, BOHDAN_TELEGRAM)
    for _ in range(5):
        with pytest.raises(WrongFactor):
            await locked.factor.unlock(office.bohdan, "00000")

    with pytest.raises(FactorBlocked):
        await locked.factor.unlock(office.bohdan, code(totp, office))
    office.clock.moves(UNLOCKED_FOR)
    await locked.factor.unlock(office.bohdan, code(totp, office))


async def test_a_new_authenticator_ends_the_former_one(office: Office, locked: Services) -> None:
    former = await enrolled(locked, BOHDAN_TELEGRAM)
    newer = await enrolled(locked, BOHDAN_TELEGRAM)

    with pytest.raises(WrongFactor):
        await locked.factor.unlock(office.bohdan, code(former, office))
    await locked.factor.unlock(office.bohdan, code(newer, office))


async def test_the_secret_of_an_authenticator_stands_nowhere_in_the_open(
    office: Office, locked: Services
) -> None:
    totp = await enrolled(locked, BOHDAN_TELEGRAM)

    stored = b"".join(path.read_bytes() for path in office.path.parent.glob("vdoma.db*"))
    assert totp.secret.encode() not in stored


async def test_every_grave_act_is_told_to_all_others_once(office: Office) -> None:
    batch = await office.announced_batch()
    services = office.services
    await services.alarms.work()
    await services.alarms.work()

    assert await office.owed(EventKind.GRAVE_ACT) == [office.anna]

    office.clock.moves(timedelta(minutes=1))
    await office.confirms(batch.id)
    await services.alarms.work()
    assert len(await office.owed(EventKind.GRAVE_ACT)) > 1


async def test_grave_acts_of_one_moment_are_each_told_once_wherever_the_disk_breaks(
    office: Office,
) -> None:
    for at in count(1):
        for _ in range(2):
            await office.announced_batch()
        breaking = office.breaking(at)
        with suppress(StoreUnavailable):
            await office.services_over(breaking).alarms.work()

        await office.services.alarms.work()
        assert await office.owed(EventKind.GRAVE_ACT) == [office.anna] * 2 * at
        if breaking.calls < at:
            break


async def test_a_grave_act_is_told_of_however_long_nobody_could(office: Office) -> None:
    await office.announced_batch()
    office.clock.moves(timedelta(days=2))

    await office.services.alarms.work()
    assert await office.owed(EventKind.GRAVE_ACT) == [office.anna]


async def test_one_freezes_and_two_go_on(office: Office) -> None:
    services = office.services
    batch = await office.sets_up_batch()
    view = await office.submits(batch.id, StatementKind.ANNOUNCEMENT)

    assert Switch.FROZEN in await services.switches.freeze(office.anna)
    assert await office.owed(EventKind.FROZEN) == [office.bohdan]
    with pytest.raises(Frozen):
        await office.agrees(view)
    assert Switch.FROZEN in await services.switches.unfreeze(office.anna)
    with pytest.raises(NotAllowed):
        await services.switches.unfreeze(office.anna)
    assert Switch.FROZEN in await services.switches.on()

    assert Switch.FROZEN not in await services.switches.unfreeze(office.bohdan)
    await office.agrees(view)
    async with office.store.reading() as reading:
        acts = {line.act for line in await reading.audit(limit=9)}
    assert {Deed.FROZEN, Deed.UNFREEZING, Deed.UNFROZEN} <= acts


async def test_while_frozen_no_hold_ends(office: Office) -> None:
    services = office.services
    edition = await office.published_list()
    batch = await office.batch_of(edition)
    await office.agrees(await office.submits(batch.id))
    office.clock.moves(HOLD)
    await services.switches.freeze(office.anna)
    assert await services.confirmations.end_holds() == []
    assert (await office.batch(batch.id)).state is BatchState.ANNOUNCED
    for moderator in (office.anna, office.bohdan):
        await services.switches.unfreeze(moderator)
    assert await services.confirmations.end_holds() == [batch.id]

    newer = await office.publishes(await office.submits_edition(edition.list_id, "Небувальний;Остап;;1990"))
    office.clock.moves(HOLD)
    await services.switches.freeze(office.bohdan)
    assert await services.publications.end_holds() == []
    assert (await office.edition(newer.id)).review is Review.HELD
    for moderator in (office.anna, office.bohdan):
        await services.switches.unfreeze(moderator)
    assert await services.publications.end_holds() == [newer.id]


async def test_a_second_freeze_takes_a_first_consent_back(office: Office) -> None:
    services = office.services
    await services.switches.freeze(office.anna)
    await services.switches.unfreeze(office.anna)
    await services.switches.unfreeze(office.bohdan)
    await services.switches.freeze(office.bohdan)

    assert Switch.UNFREEZING not in await services.switches.on()
    assert Switch.FROZEN in await services.switches.unfreeze(office.bohdan)


async def test_who_holds_one_account_and_no_authenticator_can_freeze_but_not_go_on(
    office: Office, locked: Services
) -> None:
    await locked.switches.freeze(office.anna)

    with pytest.raises(FactorNeeded):
        await locked.switches.unfreeze(office.anna)
    with pytest.raises((RoleTooLow, NotAllowed)):
        await locked.switches.freeze(office.halyna)
