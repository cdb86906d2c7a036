"""What one moderator may set up alone, each form once; families see none of it."""

import asyncio
from collections import Counter
from datetime import date

import pytest

from bot.core.errors import BadValue, NotAllowed, Unknown, WrongState
from bot.core.exchanges import BatchState, Category, Localized, Side
from bot.core.lists import PublisherKind
from bot.services.together import Services
from tests.services.office import Office
from tests.services.test_review import breaks_everywhere_without_a_trace

JUNE_NINTH = date(2025, 6, 9)
TITLE = Localized("Вигадана домовленість", "Вымышленная договорённость", "Invented agreement")


async def test_a_form_is_filled_step_by_step_and_found_again(office: Office) -> None:
    preparations = office.services.preparations
    draft = await preparations.begin(office.anna, "batch", {"exchange": "june-9"})

    assert await preparations.draft(office.anna) == draft
    assert await preparations.draft(office.bohdan) is None


async def test_a_new_form_of_one_kind_takes_the_place_of_the_former(office: Office) -> None:
    preparations = office.services.preparations
    former = await preparations.begin(office.anna, "exchange", {"agreement": "none"})
    await preparations.begin(office.anna, "exchange", {})

    with pytest.raises(WrongState):
        await preparations.add_exchange(former, agreement_id=None, day=JUNE_NINTH)


async def test_a_form_of_another_kind_is_put_aside_and_can_be_taken_up_again(office: Office) -> None:
    preparations = office.services.preparations
    batch = await preparations.begin(office.anna, "batch", {"side": "ukraine"})
    code = await preparations.begin(office.anna, "code", {})
    assert await preparations.draft(office.anna) == code
    assert await preparations.drafts(office.anna) == [code, batch]

    assert await preparations.resume(office.anna, "batch") == batch
    assert await preparations.draft(office.anna) == batch

    await preparations.put_aside(office.anna)
    assert await preparations.draft(office.anna) is None
    assert len(await preparations.drafts(office.anna)) == 2
    with pytest.raises(Unknown):
        await preparations.resume(office.anna, "statement")


async def test_a_form_that_was_left_is_gone(office: Office) -> None:
    preparations = office.services.preparations
    await preparations.begin(office.anna, "batch", {})
    await preparations.leave(office.anna)
    await preparations.leave(office.anna)

    assert await preparations.draft(office.anna) is None


async def test_a_form_is_saved_once(office: Office) -> None:
    preparations = office.services.preparations
    draft = await office.draft(office.anna)
    await preparations.add_exchange(draft, agreement_id=None, day=JUNE_NINTH)

    with pytest.raises(WrongState):
        await preparations.add_exchange(draft, agreement_id=None, day=JUNE_NINTH)
    assert len((await office.services.moderators.shelf(office.anna)).exchanges) == 1


async def test_of_ten_presses_at_once_one_saves(office: Office) -> None:
    preparations = office.services.preparations
    draft = await office.draft(office.anna)

    presses = [preparations.add_agreement(draft, title=TITLE, agreed_on=JUNE_NINTH) for _ in range(10)]
    done = await asyncio.gather(*presses, return_exceptions=True)

    assert Counter(type(result).__name__ for result in done) == {"Agreement": 1, "WrongState": 9}
    assert len((await office.services.moderators.shelf(office.anna)).agreements) == 1


async def test_what_is_set_up_is_kept_and_noted(office: Office) -> None:
    preparations = office.services.preparations
    agreement = await preparations.add_agreement(
        await office.draft(office.anna), title=TITLE, agreed_on=JUNE_NINTH
    )
    exchange = await preparations.add_exchange(
        await office.draft(office.anna), agreement_id=agreement.id, day=JUNE_NINTH
    )
    batch = await preparations.add_batch(
        await office.draft(office.anna),
        exchange_id=exchange.id,
        side=Side.RUSSIA,
        category=Category.CIVILIANS,
    )

    shelf = await office.services.moderators.shelf(office.bohdan)
    assert (shelf.agreements, shelf.exchanges, shelf.batches) == ((agreement,), (exchange,), (batch,))
    assert await office.acts() == ["agreement set up", "exchange set up", "batch set up"]


async def test_a_new_batch_is_a_draft_that_families_do_not_see(office: Office) -> None:
    batch = await office.sets_up_batch()

    assert batch.state is BatchState.DRAFT
    assert (await office.services.batches.page()).standings == ()
    with pytest.raises(Unknown):
        await office.services.batches.view(batch.id, chat_id=office.halyna)


async def test_what_a_form_refers_to_must_be_there(office: Office) -> None:
    preparations = office.services.preparations
    draft = await office.draft(office.anna)
    before = office.everything()

    with pytest.raises(Unknown):
        await preparations.add_exchange(draft, agreement_id="forged", day=JUNE_NINTH)
    with pytest.raises(Unknown):
        await preparations.add_batch(
            draft, exchange_id="forged", side=Side.UKRAINE, category=Category.CIVILIANS
        )
    with pytest.raises(Unknown):
        await preparations.add_list(
            draft, batch_id="forged", publisher_id="forged", link="", published_on=JUNE_NINTH
        )
    assert office.everything() == before


async def test_a_list_for_remains_is_refused(office: Office) -> None:
    batch = await office.sets_up_batch(Category.REMAINS)
    preparations = office.services.preparations
    draft = await preparations.add_publisher(
        await office.draft(office.anna), name="Вигаданий штаб", kind=PublisherKind.UKRAINE
    )

    with pytest.raises(BadValue, match="category"):
        await preparations.add_list(
            draft,
            batch_id=batch.id,
            publisher_id=draft.fields["publisher"],
            link="https://example.org/list",
            published_on=JUNE_NINTH,
        )
    assert await office.services.moderators.lists(office.anna, batch.id) == []
    assert await preparations.draft(office.anna) == draft, "another batch can be chosen"


async def test_an_upload_goes_on_with_the_publisher_and_the_list_it_set_up(office: Office) -> None:
    preparations = office.services.preparations
    begun = await office.draft(office.anna, batch="young")

    draft = await preparations.add_publisher(begun, name="Вигаданий штаб", kind=PublisherKind.UKRAINE)

    assert draft.fields == {"batch": "young", "publisher": draft.fields["publisher"]}
    assert await preparations.draft(office.anna) == draft
    with pytest.raises(WrongState):
        await preparations.add_publisher(begun, name="Вигаданий штаб", kind=PublisherKind.UKRAINE)


async def test_wherever_the_disk_breaks_a_form_is_saved_with_its_audit_line_or_stays(
    office: Office,
) -> None:
    draft = await office.draft(office.anna)

    async def save(services: Services) -> None:
        await services.preparations.add_publisher(draft, name="Штаб", kind=PublisherKind.UKRAINE)

    await breaks_everywhere_without_a_trace(office, save)
    assert await office.acts() == ["publisher set up"]


async def test_nobody_but_a_moderator_sets_anything_up(office: Office) -> None:
    before = office.everything()

    with pytest.raises(NotAllowed):
        await office.draft(office.halyna)
    assert office.everything() == before


async def test_a_moderator_whose_right_ended_saves_nothing(office: Office) -> None:
    grant_id = await office.grants_clara()
    draft = await office.draft(office.clara)
    await office.services.grants.end(grant_id, moderator=office.anna)
    before = office.everything()

    with pytest.raises(NotAllowed):
        await office.services.preparations.add_exchange(draft, agreement_id=None, day=JUNE_NINTH)
    assert office.everything() == before
