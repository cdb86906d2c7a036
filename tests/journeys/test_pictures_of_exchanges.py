"""Following from the list of exchanges, the timeline of an agreement, and QR pictures for moderators."""

from tests.house import House
from tests.moderating import announces, announces_under_agreement, two_moderators


async def test_a_batch_is_followed_at_the_second_tap_from_the_start(house: House) -> None:
    await announces(*await two_moderators(house))
    await house.follower.says("/start")

    await house.follower.presses("Exchanges")
    assert "You follow: exchange of June 9, 2025" in await house.follower.presses("Follow 1")


async def test_the_course_of_an_agreement_comes_as_a_picture_and_as_text(house: House) -> None:
    await announces_under_agreement(*await two_moderators(house))
    await house.follower.says("/batches")
    await house.follower.presses(house.follower.buttons[0])

    caption = await house.follower.presses("Timeline")
    text = await house.follower.hears("Receiving side: Ukraine\n")

    assert caption.startswith("Invented agreement: what the sides stated, and when.")
    assert "under 25: announced (Ukraine, June 9, 2025)" in text
    assert "says nothing about any one person" in text
    (picture,) = [m for m in house.world.chat(house.follower.person.id) if "photo" in m.media]
    stored = house.world.stage.files.by_id[picture.media["photo"][-1]["file_id"]]
    assert stored.content.startswith(b"\x89PNG")


async def test_moderators_get_qr_pictures_of_the_bot_and_of_a_batch(house: House) -> None:
    first, second = await two_moderators(house)
    await announces(first, second)
    await first.says("/desk")
    await first.presses("Set up")
    assert (await first.presses("QR picture of the bot")).endswith("https://t.me/vdoma_playground_bot")

    await first.says("/desk")
    await first.presses("Groups and lists")
    await first.presses(first.buttons[0])
    opens = await first.presses("QR picture to print")

    start = opens.partition("?start=")[2]
    assert start.startswith("b_")
    assert "Exchange of June 9, 2025." in await house.follower.says(f"/start {start}")


async def test_a_stranger_gets_no_qr_picture(house: House) -> None:
    await announces(*await two_moderators(house))
    await house.stranger.says("/start")

    assert "There is no such command." in await house.stranger.forges("qr")
