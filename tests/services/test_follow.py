"""Somebody follows a batch, ends it, stops everything, forgets everything."""

import pytest

from bot.core.answers import Standing
from bot.core.errors import StoreUnavailable, Unknown
from bot.core.follows import Country
from tests.builders import HOLD
from tests.services.office import HALYNA_TELEGRAM, Office
from tests.services.test_inquire import asks
from tests.storage.builders import SEALING

STRANGER_TELEGRAM = 7_320_000_099


async def test_following_again_changes_nothing(office: Office) -> None:
    batch = await office.announced_batch()
    first = await office.services.follows.follow(office.halyna, batch.id)
    office.clock.moves(HOLD)

    again = await office.services.follows.follow(office.halyna, batch.id)

    assert again == first
    assert [f.follow for f in await office.services.own_follows.of_chat(office.halyna)] == [first.follow]


async def test_a_follow_under_an_answer_records_the_edition_even_if_the_batch_was_followed_before(
    office: Office,
) -> None:
    edition = await office.published_list()
    async with office.store.reading() as reading:
        batch_id = (await reading.list(edition.list_id)).batch_id
    follows = office.services.follows
    await follows.follow(office.halyna, batch_id)

    await follows.follow(office.halyna, batch_id, editions=frozenset({edition.id}))

    (followed,) = await office.services.own_follows.of_chat(office.halyna)
    assert followed.follow.editions == {edition.id}


async def test_a_draft_batch_cannot_be_followed(office: Office) -> None:
    batch = await office.sets_up_batch()

    with pytest.raises(Unknown):
        await office.services.follows.follow(office.halyna, batch.id)
    assert await office.services.own_follows.of_chat(office.halyna) == []


async def test_a_batch_or_an_edition_that_is_not_there_cannot_be_followed(office: Office) -> None:
    batch = await office.announced_batch()
    follows = office.services.follows

    with pytest.raises(Unknown):
        await follows.follow(office.halyna, "forged")
    with pytest.raises(Unknown):
        await follows.follow(office.halyna, batch.id, editions=frozenset({"forged"}))
    assert await office.services.own_follows.of_chat(office.halyna) == []


async def test_a_follow_is_ended_by_the_chat_it_belongs_to(office: Office) -> None:
    batch = await office.announced_batch()
    follows = office.services.follows
    followed = await follows.follow(office.halyna, batch.id)

    ended = await follows.end(office.halyna, followed.follow.id)

    assert ended.follow == followed.follow
    assert await office.services.own_follows.of_chat(office.halyna) == []


async def test_another_chats_follow_is_unknown_and_stays(office: Office) -> None:
    batch = await office.announced_batch()
    follows = office.services.follows
    followed = await follows.follow(office.halyna, batch.id)

    with pytest.raises(Unknown):
        await follows.end(office.clara, followed.follow.id)
    with pytest.raises(Unknown):
        await follows.end_of_batch(office.clara, batch.id)
    assert len(await office.services.own_follows.of_chat(office.halyna)) == 1


async def test_a_follow_can_be_ended_by_its_batch(office: Office) -> None:
    batch = await office.announced_batch()
    follows = office.services.follows
    await follows.follow(office.halyna, batch.id)

    await follows.end_of_batch(office.halyna, batch.id)

    assert await office.services.own_follows.of_chat(office.halyna) == []


async def test_what_is_followed_is_shown_as_it_stands_now(office: Office) -> None:
    batch = await office.announced_batch()
    await office.services.follows.follow(office.halyna, batch.id)
    await office.confirms(batch.id)

    (followed,) = await office.services.own_follows.of_chat(office.halyna)

    assert isinstance(followed.of, Standing)
    assert followed.of.batch.state == "confirmed"


async def test_a_visitor_of_whom_nothing_is_kept_is_not_remembered_by_looking(office: Office) -> None:
    before = office.everything()

    visitor = await office.services.follows.visitor(STRANGER_TELEGRAM, language="ru")

    assert (visitor.chat, visitor.language) == (None, "ru")
    assert office.everything() == before


async def test_the_language_of_telegram_is_followed_until_one_is_chosen(office: Office) -> None:
    follows = office.services.follows
    chat = await follows.remember(await follows.visitor(STRANGER_TELEGRAM, language="ru"))
    assert (await follows.visitor(STRANGER_TELEGRAM, language="en")).language == "en"

    await follows.choose_language(chat, "uk")

    assert (await follows.visitor(STRANGER_TELEGRAM, language="en")).language == "uk"


async def test_choices_are_kept(office: Office) -> None:
    follows = office.services.follows
    chat = await follows.remember(await follows.visitor(HALYNA_TELEGRAM, language="uk"))

    chat = await follows.stop(await follows.choose_country(chat, Country.UKRAINE))
    kept = (await follows.visitor(HALYNA_TELEGRAM, language="uk")).chat
    assert kept == chat
    assert (chat.country, chat.paused) == (Country.UKRAINE, True)

    await follows.resume(chat)
    kept = (await follows.visitor(HALYNA_TELEGRAM, language="uk")).chat
    assert kept is not None
    assert not kept.paused


async def test_who_stopped_is_sent_nothing_until_they_go_on(office: Office) -> None:
    batch = await office.announced_batch()
    follows = office.services.follows
    await follows.follow(office.halyna, batch.id)
    chat = await follows.remember(await follows.visitor(HALYNA_TELEGRAM, language="uk"))
    await follows.stop(chat)
    await office.confirms(batch.id)
    await office.announcements().work()
    assert office.halyna not in await chats_with_due_alerts(office)

    await follows.resume(chat)

    assert office.halyna in await chats_with_due_alerts(office)


async def chats_with_due_alerts(office: Office) -> list[str]:
    now = office.clock.now
    async with office.store.writing() as writing:
        return [alert.chat_id for alert in await writing.lend_due_alerts(now=now, until=now, limit=100)]


async def test_forgetting_leaves_nothing_that_leads_back_to_the_person_in_any_table(office: Office) -> None:
    batch = await office.announced_batch()
    follows = office.services.follows
    await follows.follow(office.halyna, batch.id)
    await office.confirms(batch.id)
    await office.announcements().work()
    visitor = await follows.visitor(HALYNA_TELEGRAM, language="uk")
    assert office.halyna in repr(office.everything())

    await office.services.forgetting.forget(visitor)

    left = office.everything()
    assert str(HALYNA_TELEGRAM) not in repr(left)
    # How far an event's alerts are written is kept as a chat's text id, which leads nowhere any more.
    assert {table for table, rows in left.items() if office.halyna in repr(rows)} <= {"events"}


async def test_forgetting_leaves_nothing_by_which_the_chat_is_found_in_any_file(office: Office) -> None:
    def bytes_on_disk() -> bytes:
        return b"".join(file.read_bytes() for file in office.path.parent.glob("vdoma.db*"))

    mark = SEALING.chats.mark(HALYNA_TELEGRAM).encode()
    assert mark in bytes_on_disk()
    visitor = await office.services.follows.visitor(HALYNA_TELEGRAM, language="uk")

    await office.services.forgetting.forget(visitor)

    assert mark not in bytes_on_disk()


async def test_forgetting_takes_the_unfinished_question_with_it(office: Office) -> None:
    await office.published_list()
    await asks(office, "Вигаданець Тарас")
    visitor = await office.services.follows.visitor(HALYNA_TELEGRAM, language="uk")

    await office.services.forgetting.forget(visitor)

    assert office.questions.unfinished(HALYNA_TELEGRAM, now=office.clock.now) is None


async def test_forgetting_leaves_what_others_follow(office: Office) -> None:
    batch = await office.announced_batch()
    follows = office.services.follows
    await follows.follow(office.clara, batch.id)
    await office.services.forgetting.forget(await follows.visitor(HALYNA_TELEGRAM, language="uk"))

    assert len(await office.services.own_follows.of_chat(office.clara)) == 1


async def test_who_is_forgotten_by_a_broken_store_is_told_of_the_fault_and_not_that_all_is_erased(
    office: Office,
) -> None:
    visitor = await office.services.follows.visitor(HALYNA_TELEGRAM, language="uk")
    broken = office.services_over(office.breaking(at=2))

    with pytest.raises(StoreUnavailable):
        await broken.forgetting.forget(visitor)
    assert (await office.services.follows.visitor(HALYNA_TELEGRAM, language="uk")).chat is not None
