"""Whoever harvests names gets few, is noticed, slowed and reported; a family never notices any of it."""

import random
from datetime import timedelta
from functools import cache
from itertools import count

import pytest

from bot.core.alerts import EventKind
from bot.core.errors import Slowed, TooManyQuestions
from bot.core.limits import Buckets
from bot.core.names import Asked, one_person, read_name
from bot.services.questions import Questions
from tests.builders import GivenClock

# Invented family names, one for every beginning of two letters.
FAMILIES = [f"{a}{b}нчукевич" for a in "абвгджзклмнопрстуфхцчш".upper() for b in "аеиоуя"]
FAMILIES.sort()
GIVEN = ("Тарас", "Остап", "Марко", "Іван", "Левко")


@cache
def read(name: str) -> Asked:
    return read_name(name)


class Attack:
    """Asks in simulated time; notes what was answered and when moderators were told."""

    def __init__(self, **limits: object) -> None:
        self.clock = GivenClock()
        self.rung: list[EventKind] = []
        self.questions = Questions(ring=self.rung.append, **limits)  # type: ignore[arg-type]  # as given
        self.learnt: set[tuple[int, str]] = set()
        self.refused = 0
        self.slowed = 0

    def asks(self, asker: int, name: str) -> bool:
        """Returns whether it was answered, be it after a wait."""
        for _ in range(2):
            try:
                self.questions.count(asker, read(name), now=self.clock())
            except TooManyQuestions:
                self.refused += 1
                return False
            except Slowed as slowed:
                self.slowed += 1
                self.clock.moves(slowed.wait)
            else:
                self.learnt.add((asker, name))
                return True
        raise AssertionError("who was slowed is answered after the wait")


def names(order: list[str]) -> list[str]:
    return [f"{family} {given}" for given in GIVEN for family in order]


def test_one_account_gets_thirty_people_a_day_however_it_asks() -> None:
    attack = Attack()
    everybody = iter(names(FAMILIES) * 9)
    for _ in range(24 * 60 // 5):
        attack.clock.moves(timedelta(minutes=5))
        attack.asks(7, next(everybody))

    assert len(attack.learnt) <= 30


def test_a_hundred_accounts_get_three_thousand_and_moderators_hear_of_them_within_a_quarter_of_an_hour() -> (
    None
):
    attack = Attack()
    shuffled = names(FAMILIES)
    random.Random(7).shuffle(shuffled)
    everybody, began, heard = iter(shuffled * 99), attack.clock(), None
    for _ in range(24 * 30):
        for account in range(100):
            attack.asks(account, next(everybody))
            if attack.rung and heard is None:
                heard = attack.clock() - began
        attack.clock.moves(timedelta(minutes=2))
        if attack.clock() - began >= timedelta(days=1):
            break

    assert len(attack.learnt) <= 3000
    assert heard is not None
    assert heard <= timedelta(minutes=15)


def test_a_walk_through_the_alphabet_is_noticed_within_fifty_questions() -> None:
    attack = Attack(per_hour=1000, per_day=1000)
    for name in names(FAMILIES)[:50]:
        if not attack.rung:
            attack.asks(7, name)

    assert attack.rung == [EventKind.SWEEP]


def test_a_walk_by_many_accounts_among_families_is_noticed_within_fifty_of_its_questions() -> None:
    attack = Attack()
    chance = random.Random(11)
    families = count(1000)
    for number, name in enumerate(names(FAMILIES), 1):
        attack.asks(number, name)
        if number % 4 == 0:
            attack.asks(next(families), f"{chance.choice(FAMILIES)} Богдан")
        if attack.rung:
            break

    assert number <= 50


def test_families_are_never_taken_for_a_sweep() -> None:
    for seed in range(20):
        attack = Attack()
        chance = random.Random(seed)
        for family in range(300):
            for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
                attack.asks(family, f"{chance.choice(FAMILIES)} {chance.choice(GIVEN)}")
        assert attack.rung == [], seed
        assert attack.slowed == 0


def test_a_planted_name_gives_a_sweep_away_at_once_and_is_answered_like_any_other() -> None:
    attack = Attack(planted=frozenset({one_person(read_name("Пасткевич Орест"))}))
    assert attack.asks(7, "Вигаданець Тарас")
    assert attack.rung == []

    assert attack.asks(7, "Пасткевич Орест")
    assert attack.rung == [EventKind.SWEEP]
    assert attack.slowed == 1
    assert attack.asks(8, "Вигаданець Тарас")
    assert attack.slowed == 1, "nobody else waits for it"


def test_forgetting_does_not_give_new_questions() -> None:
    attack = Attack()
    for number in range(10):
        assert attack.asks(7, f"{FAMILIES[number * 7]} Тарас")
        attack.questions.forget(7)

    assert not attack.asks(7, f"{FAMILIES[100]} Тарас")


def test_midnight_does_not_give_new_questions_and_two_midnights_leave_nothing() -> None:
    attack = Attack()
    attack.clock.moves(timedelta(hours=11, minutes=50))
    for number in range(10):
        assert attack.asks(7, f"{FAMILIES[number * 7]} Тарас")
    attack.clock.moves(timedelta(minutes=20))

    assert not attack.asks(7, f"{FAMILIES[100]} Тарас")
    assert attack.asks(7, f"{FAMILIES[0]} Тарас"), "a repeat is free"
    attack.clock.moves(timedelta(days=2))
    attack.questions.tidy(now=attack.clock())
    assert attack.questions.counted(7) == 0


def test_no_id_and_no_name_stands_in_what_is_counted() -> None:
    attack = Attack()
    attack.asks(7_320_000_001, "Вигаданець Тарас Петрович")

    assert "Вигаданець" not in repr(attack.questions)
    assert "7320000001" not in repr(attack.questions._days)


@pytest.mark.parametrize("seconds", [0, 10, 100])
def test_a_bucket_holds_so_many_and_fills_again(seconds: int) -> None:
    clock = GivenClock()
    bucket = Buckets(holds=20, per_second=1)
    assert sum(bucket.takes(7, now=clock()) for _ in range(100)) == 20

    clock.moves(timedelta(seconds=seconds))

    assert sum(bucket.takes(7, now=clock()) for _ in range(100)) == min(20, seconds)
    assert bucket.takes(8, now=clock())


def test_a_flood_from_very_many_people_takes_bounded_memory() -> None:
    clock = GivenClock()
    bucket = Buckets(people=1000)
    for person in range(50_000):
        bucket.takes(person, now=clock())

    assert len(bucket._left) == 1000
