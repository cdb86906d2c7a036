"""What becomes of an alert by what Telegram answers, and of what else is owed to the same chat."""

from dataclasses import replace
from datetime import date

from bot.core.alerts import Event, EventKind
from bot.core.exchanges import Source
from bot.services.announce import Announcements
from storage.store import text_id
from tests.alerts.office import MINUTE, SECOND, Office, Owed
from tests.storage.builders import YOUNG

CHANNEL = -1_001_234_567_890
SENT = Owed("sent", attempts=0, uncertain=False)


async def test_what_happens_while_somebody_blocks_us_is_not_tried_in_vain_and_offered_afterwards(
    office: Office,
) -> None:
    (person,) = await office.owes(1)
    office.world.blocks(person.id)
    tried = office.world.faults.add("403", method="sendMessage", chat_id=person.id, share=1)
    await office.courier().work()
    await office.happens("another")
    for _ in range(50):
        await office.courier().work()
        office.clock.passes(60 * MINUTE)
    assert tried.hits == 1
    assert office.owed_to_all() == {Owed("undeliverable", attempts=0, uncertain=False)}

    office.world.faults.clear()
    office.world.unblocks(person.id)
    async with office.store.writing() as writing:
        chat = await writing.chat_of(person.id)
        assert chat is not None
        assert chat.blocked
        await writing.come_back(chat.id)
    await office.courier().work()
    assert not office.told(person), "what was missed waits for a press"

    async with office.store.writing() as writing:
        assert await writing.offer_again(chat.id, now=office.clock()) == 2
    for _ in range(3):
        await office.courier().work()
        office.clock.passes(SECOND)
    assert len(office.told(person)) == 2


async def test_a_group_that_was_upgraded_is_followed_to_its_new_id_at_once(office: Office) -> None:
    office.world.adds_bot_to_group(-500, (await office.owes(1))[0].id)
    async with office.store.writing() as writing:
        room = await writing.remember_chat(-500, language="en")
        call = Event("call", EventKind.BATCH_CHANGED, YOUNG.id, None, office.clock())
        await writing.owe(call, [room.id], ["code"])
    asked = office.world.faults.add("migrate", method="sendMessage", chat_id=-500, times=1)

    await office.courier().work()
    office.clock.passes(SECOND)
    await office.courier().work()

    async with office.store.reading() as reading:
        new_id = await reading.telegram_id(room.id)
    assert asked.hits == 1
    assert new_id != -500
    assert [shown.kind for shown in office.world.ledger.of(new_id)] == ["sent"]


async def test_markup_that_telegram_does_not_take_is_sent_once_more_as_plain_text(office: Office) -> None:
    (person,) = await office.owes(1)
    async with office.store.writing() as writing:
        standing = await writing.standing(YOUNG.id)
        odd = Source("<Штаб> & Ко", date(2025, 6, 9), "https://example.org/?a=1&b=2")
        said = replace(standing.statement, id="odd", source=odd)
        await writing.add_statement(said)
        await writing.save_batch(replace(standing.batch, standing_by=said.id))
    refused = office.world.faults.add("400", method="sendMessage", chat_id=person.id, times=1)

    await office.courier().work()

    (told,) = office.told(person)
    assert refused.hits == 1
    assert "<Штаб> & Ко (https://example.org/?a=1&b=2)" in told.text
    assert office.owed(person) == SENT


async def test_a_channel_gets_the_news_once_and_nothing_to_press(office: Office) -> None:
    office.world.stage.open(CHANNEL, "channel", "Vdoma")
    await office.owes(3)
    announcements = Announcements(office.store, office.clock, text_id, {"en": CHANNEL})
    async with office.store.writing() as writing:
        await writing.add_event(Event("again", EventKind.BATCH_CONFIRMED, YOUNG.id, None, office.clock()))
    for _ in range(3):
        await announcements.work()
        await office.courier().work()
        office.clock.passes(MINUTE)

    (post,) = office.world.ledger.of(CHANNEL)
    assert "has confirmed that the exchange took place" in post.text
    assert "/verify" not in post.text
    assert [button.get("url") for row in post.buttons for button in row] == [
        f"https://t.me/{office.world.username}"
    ]
