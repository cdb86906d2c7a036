"""The June 2025 story, played against the whole bot: what it says, and what each person was shown."""

import asyncio
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from bot.core.errors import NothingToSearch
from bot.core.exchanges import BatchState, Category, Counted, Figure, Side, Subject, SubjectKind
from bot.core.lists import Edition, NameList, PublisherKind
from bot.core.statements import Statement
from bot.playground.ledger import Shown
from bot.playground.people import DEMO_PEOPLE, EMILY, HALYNA, MARINA, OKSANA, THOMAS, Person
from bot.playground.story import Story
from bot.playground.story_chats import StoryChats
from bot.playground.story_names import HUSBAND, SON
from bot.playground.world import World
from bot.services.together import Services
from handlers.wording import wording
from tests.house import behind_its_back, open_house

Group = tuple[date, Side, Category, BatchState, bool]


@dataclass(frozen=True, slots=True)
class Played:
    """What is left when the story is over; `marks` holds the ledger's number after each step."""

    world: World
    url: str
    marks: dict[str, int]
    statements: list[Statement]
    groups: list[Group]
    lists: dict[Category, list[NameList]]
    editions: list[Edition]
    followed: dict[int, int]
    moderators: dict[str, str]
    again: tuple[int, int]
    """How much was said before and after it was played again, alerts still on their way left out."""
    not_gone_out: int = 0
    """Calls to moderators whose turn had not come when the bot stopped, or that had no point any more."""

    def shown(self, person: Person, words: str) -> list[Shown]:
        """What a person was shown that holds these words."""
        return [each for each in self.world.ledger.of(person.id) if words in each.text]


@pytest.fixture(scope="module")
def played(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Played:
    return asyncio.run(_play(tmp_path_factory.mktemp("story"), template))


async def _play(folder: Path, template: Path) -> Played:
    async with open_house(folder, template) as house:
        world, marks = house.world, dict[str, int]()

        async def without_waiting(_: float) -> None:
            marks[world.story["title"]] = world.ledger.seq

        story = Story(world, house.services, house.settings.telegram_api, without_waiting)
        await story.play()
        before = _said(world)
        await story.play()
        left = await _what_is_left(house.services, world, house.settings.telegram_api, marks, before)
    # Only once the bot has stopped: until then a call may have been shown and not yet be noted as sent.
    ((left_over,),) = await behind_its_back(folder, _NOT_GONE_OUT)
    return replace(left, not_gone_out=int(str(left_over)))


async def _what_is_left(
    services: Services, world: World, url: str, marks: dict[str, int], before: int
) -> Played:
    statements: list[Statement] = []
    lists: dict[Category, list[NameList]] = {}
    editions: list[Edition] = []
    groups: list[Group] = []
    async with services.batches.store.reading() as reading:
        abouts = [Subject(SubjectKind.AGREEMENT, each.id) for each in await reading.agreements()]
        abouts += [Subject(SubjectKind.EXCHANGE, each.id) for each in await reading.exchanges()]
        for batch in await reading.batches():
            abouts.append(Subject(SubjectKind.BATCH, batch.id))
            held = list(await reading.lists(batch.id))
            lists.setdefault(batch.category, []).extend(held)
            editions += [edition for each in held for edition in await reading.editions(each.id)]
            standing = await reading.standing(batch.id)
            day = standing.exchange.day
            groups.append((day, batch.side, batch.category, batch.state, standing.disputed))
        for about in abouts:
            statements += await reading.published_statements(about)
        assert await reading.open_statements() == []
        chats = {person.id: await reading.chat_of(person.id) for person in DEMO_PEOPLE}
        followed = {
            telegram_id: len(await reading.follows(chat.id))
            for telegram_id, chat in chats.items()
            if chat is not None
        }
    moderators = {chat.id: name for name, person in _MODERATORS.items() if (chat := chats[person.id])}
    return Played(
        world, url, marks, statements, groups, lists, editions, followed, moderators,
        (before, _said(world)),
    )  # fmt: skip


_NOT_GONE_OUT = (
    "SELECT count(*) FROM outbox AS o JOIN events AS e ON e.id = o.event_id "
    "WHERE o.state <> 'sent' AND e.kind IN ('statement_waits', 'edition_waits')"
)


def _said(world: World) -> int:
    shown = [each for person in DEMO_PEOPLE for each in world.ledger.of(person.id)]
    return len([each for each in shown if "/verify" not in each.text])


_MODERATORS = {"Oksana": OKSANA, "Thomas": THOMAS}


def _june(day: int) -> date:
    return date(2025, 6, day)


# Figures and quotations, each with who published it and when. Nothing else may be said with a number.
ON_RECORD = {
    (None, "all for all", "liga.net", _june(2)),
    (None, "all for all", "056.ua", _june(2)),
    (Figure(6000, Counted.BODIES), "", "liga.net", _june(2)),
    (Figure(6000, Counted.BODIES), "", "056.ua", _june(2)),
    (Figure(1212, Counted.BODIES), "", "pravda.com.ua", _june(7)),
    (Figure(640, Counted.NAMES), "", "pravda.com.ua", _june(7)),
    (None, "did not comply", "pravda.com.ua", _june(7)),
    (
        Figure(1000, Counted.NAMES),
        "yet to provide a complete list of more than 1,000",
        "pravda.com.ua",
        _june(8),
    ),
    (None, "several stages in the coming days", "unn.ua", _june(9)),
}


def test_every_figure_and_quotation_is_on_record_with_publisher_and_day(played: Played) -> None:
    said = {
        (each.figure, each.words, each.source.publisher, each.source.stated_on)
        for each in played.statements
        if each.figure is not None or each.words
    }

    assert said == ON_RECORD


def test_every_statement_has_a_publisher_a_day_and_a_page_that_names_both(played: Played) -> None:
    assert len(played.statements) == 23
    for statement in played.statements:
        link, source = statement.source.link or "", statement.source
        page = played.world.sources.by_slug[link.removeprefix(f"{played.url}/sources/")]
        assert source.publisher == page.publisher != ""
        assert f"{source.stated_on.day} {source.stated_on:%B %Y}" == page.date
        assert page.address is None
        assert "On record are only the publisher and the day" in page.as_page()


def test_the_pages_and_titles_hold_no_other_figures(played: Played) -> None:
    days = {"2", "7", "8", "9", "10", "12", "14", "19", "20", "26", "4"}
    ages = {"18", "25"}
    pages = " ".join(page.says for page in played.world.sources.by_slug.values())
    titles = " ".join(played.marks)

    assert set(re.findall(r"\d[\d,]*\d|\d", pages)) <= days | ages | {"6,000", "640", "1,212", "1,000"}
    assert set(re.findall(r"\d+", titles)) <= days | ages


def test_the_groups_stand_as_far_as_the_statements_bring_them(played: Played) -> None:
    later = [date(2025, 7, 4), *map(_june, (26, 20, 19, 14, 12, 10))]
    ukraine, russia = Side.UKRAINE, Side.RUSSIA

    assert played.groups == [
        *(
            (day, ukraine, Category.PRISONERS_OF_WAR, BatchState.ANNOUNCED, False)
            for day in later
        ),
        (_june(9), russia, Category.UNDER_25, BatchState.CONFIRMED, False),
        (_june(9), ukraine, Category.UNDER_25, BatchState.CONFIRMED, False),
        (_june(7), ukraine, Category.PRISONERS_OF_WAR, BatchState.ANNOUNCED, True),
        (_june(7), ukraine, Category.REMAINS, BatchState.ANNOUNCED, False),
    ]  # fmt: skip


def test_every_statement_and_edition_had_two_different_moderators(played: Played) -> None:
    hands = [(each.submitted_by, each.published_by) for each in played.statements]
    hands += [(each.submitted_by or "", each.published_by) for each in played.editions]
    pairs = {(played.moderators[first], played.moderators[second or ""]) for first, second in hands}

    assert pairs == {("Oksana", "Thomas"), ("Thomas", "Oksana")}


def test_only_the_first_stage_has_lists_and_they_say_that_the_names_are_invented(played: Played) -> None:
    assert {category for category, lists in played.lists.items() if lists} == {Category.UNDER_25}
    for name_list in played.lists[Category.UNDER_25]:
        assert name_list.publisher.name == "Playground (invented names)"
        assert name_list.publisher.kind is PublisherKind.MEDIA
        page = played.world.sources.by_slug[name_list.link.removeprefix(f"{played.url}/sources/")]
        assert page.says.startswith("Every name on this list is invented")


def test_the_mother_is_answered_as_the_lists_and_the_state_stand(played: Played) -> None:
    words = wording("uk")
    claim = str(words.state(BatchState.CLAIMED))
    not_listed, _, _ = words.say(
        "This name is not on the lists we searched (as of {moment}).", moment="#"
    ).partition("#")

    first, second, third, fourth = [each.text for each in played.shown(HALYNA, SON)]

    assert str(words.cannot_check(NothingToSearch()).text) in first
    assert not_listed in second
    assert all("Полиноцвіт Назар Остапович, 2003." in listed for listed in (third, fourth))
    assert claim in third
    assert claim not in fourth


def test_the_wife_is_answered_in_russian_about_a_name_in_another_order(played: Played) -> None:
    (answer,) = [each.text for each in played.world.ledger.of(MARINA.id) if "Калиноградов" in each.text]

    assert HUSBAND == "Глеб Фёдорович Калиноградов 2001"
    assert "Калиноградов Глеб Фёдорович, 2001." in answer
    assert str(wording("ru").say("Corrections come only with Follow or Watch.")) in answer


def test_the_follower_reads_both_sides_of_what_differs(played: Played) -> None:
    (disputed,) = played.shown(EMILY, "count, 640 names")

    assert "Exchange of June 7, 2025." in disputed.text
    assert "State of the exchange group: announced (Russia, June 7, 2025)." in disputed.text
    assert "The parties’ statements about it differ." in disputed.text
    assert "• June 7, 2025, Russia: count, 640 names (pravda.com.ua)" in disputed.text
    assert "Ukraine: count, 1,000 names. “yet to provide a complete list of more than 1,000”" in disputed.text
    assert "• June 7, 2025, Ukraine: denial. “did not comply” (pravda.com.ua)" in disputed.text
    assert "Ukraine: pledge. “all for all” (liga.net)" in disputed.text


def test_remains_are_shown_with_their_own_text_and_are_not_followed_at_one_press(played: Played) -> None:
    (card,) = played.shown(EMILY, "announcement, 1,212 bodies")
    asked = played.shown(EMILY, "Do you really want alerts about it?")

    assert "Category: remains." in card.text
    assert "Identity is established only by DNA examination" in card.text
    assert "pledge, 6,000 bodies (liga.net)" in card.text
    assert "all for all" not in card.text
    assert len(asked) == 1
    assert played.followed[EMILY.id] == 1


def test_the_state_changes_before_the_followers_eyes(played: Played) -> None:
    cards = [each.text for each in played.shown(EMILY, "Exchange of June 9, 2025.\nAgreement")]

    announced, confirmed = cards
    assert "announced (Ukraine, June 9, 2025)" in announced
    assert "confirmed by the receiving side (Ukraine, June 9, 2025)" in confirmed
    assert "Russia: claim that it took place (trtworld)" in confirmed
    assert "Ukraine: confirmation that it took place (unn.ua)" in confirmed


@pytest.mark.parametrize(
    ("person", "not_before"),
    [
        (HALYNA, "A wife asks in Russian, and follows"),
        (EMILY, "A wife asks in Russian, and follows"),
        (MARINA, "9 June: Ukraine confirms; its followers are alerted"),
    ],
)
def test_each_follower_is_alerted_once_and_not_before_the_confirmation(
    played: Played, person: Person, not_before: str
) -> None:
    (alert,) = played.shown(person, "/verify")

    assert alert.seq > played.marks[not_before]
    assert played.followed[person.id] == 1


def test_the_alert_comes_after_the_second_moderator_typed_the_code(played: Played) -> None:
    (agreed,) = played.shown(THOMAS, "Agreed. It takes effect now.")

    assert all(played.shown(person, "/verify")[0].seq > agreed.seq for person in (HALYNA, EMILY))


WAITS = ("waits for a second moderator", "чекає на другого модератора")


def test_the_moderators_are_told_of_everything_that_waits_for_them(played: Played) -> None:
    called = [*played.shown(OKSANA, "/verify"), *played.shown(THOMAS, "/verify")]
    # The other calls say what was done, to whoever did not do it.
    waits = [each for each in called if any(words in each.text for words in WAITS)]

    # Each was owed; a chat gets one message a second, and what was agreed meanwhile is not called for.
    assert waits
    assert len(waits) + played.not_gone_out == len(played.statements) + len(played.editions)


def test_a_second_play_does_nothing(played: Played) -> None:
    before, after = played.again

    assert after == before
    assert played.world.story["title"] == "The story is played once; a new demo starts afresh."


async def test_whoever_plays_along_can_block_the_bot_without_breaking_the_story() -> None:
    world = World(people=DEMO_PEOPLE)
    world.blocks(HALYNA.id)
    chats = StoryChats(world)

    await chats.writes(HALYNA, "/start")
    await chats.presses(HALYNA, "follow:gone")

    assert world.chat(HALYNA.id) == []
