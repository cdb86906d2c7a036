"""A list that one side alone published is searched by a decision of two; every answer says so first."""

from tests.house import House, Talker, code_in
from tests.moderating import LIST, ROWS, agrees, announces, publishes, states, two_moderators

NAME = "Petrenko Ivan Vasylovych, 1999"
HARM = "Some names may be wrong; the answer says that one side alone published it."


async def uploads_of_one_side(moderator: Talker, content: str = LIST, *, rows: int = ROWS) -> None:
    """Send a list that Russia published about a group that Ukraine receives."""
    await moderator.sends_file("list.csv", content.encode())
    await moderator.says(str(rows))
    await moderator.presses(moderator.buttons[0])
    await moderator.presses("Another list")
    await moderator.presses("Another publisher")
    await moderator.says("Invented Ministry")
    await moderator.presses("a state body of Russia")
    await moderator.says("https://example.org/list")
    await moderator.says("9.06.2025")
    await moderator.presses("Save")


async def searched_after_all(house: House) -> None:
    """Bring such a list to where it is searched."""
    first, second = await two_moderators(house)
    await announces(first, second)
    await uploads_of_one_side(first)
    published = await publishes(first, second)
    assert "Published. It is not searched: one side alone published it" in published
    await first.says("/desk")
    await first.presses("I looked for new lists now")
    assert "We hold no list to search" in await house.follower.says(NAME)
    await lets_search(first, second)


async def lets_search(first: Talker, second: Talker) -> None:
    """Let the list that the second moderator has just published be searched after all."""
    await second.presses("Search it all the same")
    assert "20 to 500 characters" in await second.says("no harm")
    preview = await second.says(HARM)
    assert "each answer says first that one side alone published it" in preview
    await second.presses("Save")
    await first.says("/desk")
    proposal = await first.presses("Search of a list: waits")
    assert f"Harm check: {HARM}" in proposal
    await first.says(code_in(await first.presses("Agree as the second person")))


async def test_a_list_of_one_side_alone_is_searched_once_two_have_agreed_and_says_so_first(
    house: House,
) -> None:
    await searched_after_all(house)

    answer = await house.follower.says(NAME)

    _, first_words, *rest = answer.split("\n")
    assert first_words.startswith("Published by one side alone:")
    assert any("Петренко Іван Васильович" in line for line in rest)


async def test_it_says_so_first_even_when_the_exchange_is_confirmed(house: House) -> None:
    await searched_after_all(house)
    await house.follower.says(NAME)
    await house.follower.presses("Follow")
    await states(house.thomas, kind="confirmation that it took place")
    await agrees(house.oksana)
    await house.follower.hears("has confirmed that the exchange took place")

    answer = await house.follower.says(NAME)

    first_words = answer.split("\n")[1]
    assert first_words.startswith("Not published by the receiving side:")
