"""What two moderators do by chat, step by step, in English."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from itertools import cycle

from bot.playground.people import HALYNA, MARINA
from tests.house import STRANGER, House, Talker, code_in

LINK = "https://example.org/statement"
LIST = "Прізвище;Ім'я;По батькові;Рік народження\nПетренко;Іван;Васильович;1999\nSydorenko;Olha;;2001\n"
ROWS = 2
BETWEEN_TURNS_S = 0.05


async def speaks_english(talker: Talker) -> None:
    """Let a person choose English."""
    await talker.says("/start")
    await talker.presses("English")
    await talker.hears("The language of this chat is English now.")
    await talker.world.until(lambda: talker.last.startswith("This is Vdoma"))


async def by_turns(house: House) -> AsyncIterator[Talker]:
    """Yield people who read English and are no moderators, for ever, and so slowly that nobody is slowed."""
    others = [house.talker(person) for person in (HALYNA, MARINA, STRANGER)]
    for talker in others:
        await speaks_english(talker)
    for talker in cycle([house.follower, *others]):
        yield talker
        await asyncio.sleep(BETWEEN_TURNS_S)


async def sets_up_batch(
    moderator: Talker,
    *,
    day: str = "9.06.2025",
    side: str = "Ukraine",
    category: str = "under 25",
    agreement: str = "No agreement",
) -> None:
    """Make an exchange and a draft batch."""
    await moderator.says("/desk")
    await moderator.presses("Set up")
    await moderator.presses("New exchange")
    await moderator.presses(agreement)
    await moderator.says(day)
    await moderator.presses("Save")
    await moderator.says("/desk")
    await moderator.presses("Set up")
    await moderator.presses("New exchange group")
    await moderator.presses(moderator.buttons[0])
    await moderator.presses(side)
    await moderator.presses(category)
    await moderator.presses("Leave open")
    saved = await moderator.presses("Save")
    assert saved.startswith("Saved. Families do not see"), saved


async def states(
    moderator: Talker, *, party: str = "Ukraine", kind: str = "announcement", number: str | None = None
) -> str:
    """Record a statement about the newest batch; returns what stands on the screen."""
    await moderator.says("/desk")
    await moderator.presses("Record a statement")
    await moderator.presses(moderator.buttons[0])
    await moderator.presses(party)
    await moderator.presses(kind)
    await (moderator.presses("Leave open") if number is None else moderator.says(number))
    await moderator.presses("Leave open")
    await moderator.says("Invented Agency")
    await moderator.says("9.06.2025")
    await moderator.says(LINK)
    return await moderator.presses("Save")


async def agrees(moderator: Talker) -> str:
    """Agree as the second person to the statement that waits."""
    await moderator.says("/desk")
    await moderator.presses("Statement waits")
    code = code_in(await moderator.presses("Agree as the second person"))
    return await moderator.says(code)


async def announces(first: Talker, second: Talker) -> None:
    """Let families see a batch."""
    await sets_up_batch(first)
    await states(first)
    agreed = await agrees(second)
    assert "Published." in agreed, agreed


async def announces_under_agreement(first: Talker, second: Talker) -> None:
    """Let families see a batch of an exchange that belongs to an agreement."""
    await first.says("/desk")
    await first.presses("Set up")
    await first.presses("New agreement")
    await first.says("Вигадана домовленість\nВымышленная договорённость\nInvented agreement")
    await first.says("2.06.2025")
    await first.presses("Save")
    await sets_up_batch(first, agreement="Invented agreement", day="19.06.2025")
    await states(first)
    await agrees(second)


async def uploads(
    moderator: Talker,
    content: bytes = LIST.encode(),
    *,
    rows: int = ROWS,
    name: str = "list.csv",
    presses: Sequence[str] = (),
) -> str:
    """Send a file as a new list of the newest batch; returns the report.

    Args:
        presses: what to answer if the file itself asks something.
    """
    await moderator.sends_file(name, content)
    for label in presses:
        await moderator.presses(label)
    await moderator.says(str(rows))
    return await says_where_from(moderator)


async def uploads_anew(moderator: Talker, content: str, *, rows: int) -> str:
    """Send a file as the next edition of the list of `uploads`; returns the report."""
    await moderator.sends_file("list.csv", content.encode())
    await moderator.says(str(rows))
    await moderator.presses(moderator.buttons[0])
    await moderator.presses("Invented Headquarters, June 9, 2025")
    return await moderator.presses("Save")


async def says_where_from(moderator: Talker) -> str:
    """Name the newest batch and a new list of it; returns the report."""
    await moderator.presses(moderator.buttons[0])
    await moderator.presses("Another list")
    await moderator.presses("Another publisher")
    await moderator.says("Invented Headquarters")
    await moderator.presses("a state body of Ukraine")
    await moderator.says("https://example.org/list")
    await moderator.says("9.06.2025")
    return await moderator.presses("Save")


async def publishes(first: Talker, second: Talker) -> str:
    """Submit the uploaded edition, and publish it as the second person."""
    await first.presses("Submit")
    await second.says("/desk")
    await second.presses("List edition 1: waits")
    code = code_in(await second.presses("Publish as the second person"))
    return await second.says(code)


async def two_moderators(house: House) -> tuple[Talker, Talker]:
    """Return the two moderators, who now read English."""
    await speaks_english(house.thomas)
    await speaks_english(house.oksana)
    return house.thomas, house.oksana


async def ready_house(house: House) -> tuple[Talker, Talker]:
    """Bring the house to the point where questions are answered: a batch, a list, a check."""
    first, second = await two_moderators(house)
    await announces(first, second)
    await uploads(first)
    published = await publishes(first, second)
    assert "Published: it is searched now." in published, published
    await first.says("/desk")
    await first.presses("I looked for new lists now")
    return first, second
