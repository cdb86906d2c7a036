"""Whatever people send gets a kind, correct reply in their language, and never a traceback."""

import pytest

from tests.house import House
from tests.moderating import ready_house


@pytest.mark.parametrize("kind", ["sticker", "location", "dice"])
async def test_what_is_no_typed_text_is_neither_opened_nor_kept(house: House, kind: str) -> None:
    assert "We read only typed text." in await house.follower.sends(kind)


async def test_a_file_from_anybody_but_a_moderator_stays_unopened(house: House) -> None:
    answer = await house.follower.sends_file("list.csv", b"a;b\n")

    assert "We did not open or keep what you sent." in answer


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("Petrenko", "We need both the family name and the given name"),
        ("а" * 4096, "Write only the family name"),
        ("слово " * 300, "Write only the family name"),
        ("Петренко %", "We need both the family name and the given name"),
        ("Петренко І*", "This does not look like a name."),
        ("SELECT * FROM entries; --", "Write only the family name"),
        ("+380 50 123 45 67", "Your message held a telephone"),
        ("<b>Петренко</b> Іван", "This does not look like a name."),
        ("https://example.org", "This does not look like a name."),
        ("/nosuchcommand", "There is no such command."),
        ("/desk", "There is no such command."),
        ("/moderators", "There is no such command."),
        ("/verify", "/verify and the code after it"),
        ("/verify aaaaaaaaaa", "We sent no alert with this code to this chat."),
        ("/start m_nosuchinvitation", "This button is out of date."),
        ("/start b_nosuchbatch", "This button is out of date."),
        ("/start whatever", "This is Vdoma."),
    ],
)
async def test_a_text_that_is_no_question_gets_a_kind_reply(house: House, text: str, reply: str) -> None:
    assert reply in await house.follower.says(text)


@pytest.mark.parametrize(
    "data",
    [
        "follow:nosuchbatch",
        "follow:",
        "page:minus",
        "batch",
        "end:nosuchbatch",
        "lang:xx",
        "land:mars",
        "desk",
        "stagr:nosuch",
        "edpub:nosuch",
        "what:ever",
        "'; DROP TABLE",
        "x" * 64,
    ],
)
async def test_a_forged_button_changes_nothing(house: House, data: str) -> None:
    await house.follower.says("/start")

    reply = await house.follower.forges(data)

    assert "out of date" in reply or "There is no such command." in reply


async def test_a_chat_of_an_unknown_language_is_answered_in_english(house: House) -> None:
    assert "This is Vdoma." in await house.stranger.says("/start")


async def test_in_a_group_no_name_is_looked_up(house: House) -> None:
    await ready_house(house)
    person, group = house.follower.person.id, -4001

    asked = house.world.says_in_group(group, person, "/ask Petrenko Ivan Vasylovych, 1999")

    shown = await house.world.next_message(group, after=asked.seq)
    assert "Names are not looked up in groups." in shown.text
    assert "Петренко" not in shown.text


async def test_in_a_group_the_states_of_batches_are_shown(house: House) -> None:
    await ready_house(house)

    asked = house.world.says_in_group(-4001, house.follower.person.id, "/batches@vdoma_playground_bot")

    shown = await house.world.next_message(-4001, after=asked.seq)
    assert "June 9, 2025. Receiving side: Ukraine. Category: under 25. State: announced." in shown.text
    buttons = [button for row in house.world.chat(-4001)[-1].buttons for button in row]
    assert [button.text for button in buttons] == ["Follow 1", "Write in private"]
    assert buttons[-1].url == "https://t.me/vdoma_playground_bot"
