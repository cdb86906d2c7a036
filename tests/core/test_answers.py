"""What is said to a relative: who may be shown, and who never."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.answers import (
    Answer,
    Candidate,
    Likely,
    Listed,
    NotListed,
    Possible,
    SeveralListed,
    decide,
    needs_more,
)
from bot.core.exchanges import Side
from bot.core.lists import PublisherClass
from bot.core.names import Asked, Part, Person, read_name
from tests.builders import COVERAGE, HEADQUARTERS, NEWSROOM, a_list, printed

WHOLE = Person("Вигаданець", "Тарас", "Петрович", 2002)
WITHOUT_YEAR = Person("Вигаданець", "Тарас", "Петрович")
WITHOUT_PATRONYMIC = Person("Вигаданець", "Тарас", None, 2002)
BARE = Person("Вигаданець", "Тарас")

OF_HEADQUARTERS = a_list("headquarters", publisher=HEADQUARTERS, day=9)
OF_NEWSROOM = a_list("newsroom", publisher=NEWSROOM, day=10)


def answer(asked: Person, *candidates: Candidate) -> Answer:
    return decide(Asked((asked,)), candidates, COVERAGE)


def rows_shown(given: Answer) -> list[int]:
    """The rows whose printed name the answer lets a relative see."""
    match given:
        case Listed(matches=matches):
            return [m.candidate.entry.row for m in matches]
        case Likely(shown=shown) if shown is not None:
            return [shown.candidate.entry.row]
        case _:
            return []


@pytest.mark.parametrize(
    ("asked", "row"),
    [
        (WHOLE, WHOLE),
        (WITHOUT_PATRONYMIC, WHOLE),
        (WITHOUT_YEAR, WHOLE),
        (WHOLE, WITHOUT_YEAR),
        (WHOLE, WITHOUT_PATRONYMIC),
    ],
)
def test_who_agrees_in_name_and_in_patronymic_or_year_is_listed(asked: Person, row: Person) -> None:
    given = answer(asked, printed(row, row=7))

    assert isinstance(given, Listed)
    assert rows_shown(given) == [7]
    assert given.coverage is COVERAGE


@pytest.mark.parametrize(
    ("asked", "differs"),
    [
        (Person("Вигаданець", "Тарас", "Петрович", 2001), {Part.BIRTH_YEAR}),
        (Person("Вигаданець", "Тарас", None, 2001), {Part.BIRTH_YEAR}),
        (Person("Вигаданець", "Тарас", "Остапович", 2002), {Part.PATRONYMIC}),
        (Person("Вигаданець", "Тарас", "Остапович"), {Part.PATRONYMIC}),
        (Person("Вигаданець", "Тарас", "Остапович", 2001), {Part.PATRONYMIC, Part.BIRTH_YEAR}),
    ],
)
def test_a_part_that_conflicts_is_named_and_never_listed(asked: Person, differs: set[Part]) -> None:
    given = answer(asked, printed(WHOLE))

    assert isinstance(given, Possible)
    assert given.differs == differs
    assert rows_shown(given) == []


def test_a_possible_answer_is_the_same_whatever_the_value_that_differs() -> None:
    asked = Person("Вигаданець", "Тарас", None, 2001)
    near = answer(asked, printed(Person("Вигаданець", "Тарас", None, 2002)))
    far = answer(asked, printed(Person("Вигаданець", "Тарас", None, 1960)))

    assert isinstance(near, Possible)
    assert isinstance(far, Possible)
    assert near.asked == far.asked == asked
    assert near.differs == far.differs == {Part.BIRTH_YEAR}


def test_of_several_possible_rows_the_one_that_differs_least_is_told() -> None:
    asked = Person("Вигаданець", "Тарас", "Петрович", 1990)
    distant = Person("Вигаданець", "Тарас", "Остапович", 2001)

    given = answer(asked, printed(distant, row=1), printed(WHOLE, row=2))

    assert isinstance(given, Possible)
    assert given.differs == {Part.BIRTH_YEAR}


def test_a_row_that_agrees_outweighs_one_of_the_same_name_that_conflicts() -> None:
    namesake = Person("Вигаданець", "Тарас", "Остапович", 1980)

    given = answer(WHOLE, printed(namesake, row=1), printed(WHOLE, row=2))

    assert isinstance(given, Listed)
    assert rows_shown(given) == [2]


def test_several_people_of_one_list_who_agree_equally_are_neither_shown_nor_counted() -> None:
    asked = Person("Вигаданець", "Тарас", None, 2002)
    other = Person("Вигаданець", "Тарас", "Остапович", 2002)

    given = answer(asked, printed(WHOLE, row=1), printed(other, row=2))

    assert isinstance(given, SeveralListed)
    assert rows_shown(given) == []
    assert len(given.sources) == 1, "one for each list, however many rows it holds"


def test_people_of_two_lists_who_contradict_each_other_are_several() -> None:
    asked = Person("Вигаданець", "Тарас", "Петрович")
    older = Person("Вигаданець", "Тарас", "Петрович", 1980)

    given = answer(asked, printed(WHOLE, on=OF_HEADQUARTERS), printed(older, on=OF_NEWSROOM))

    assert isinstance(given, SeveralListed)
    assert [source.list for source in given.sources] == [OF_NEWSROOM, OF_HEADQUARTERS]


def test_the_same_person_on_two_lists_is_listed_once_with_both_sources_the_newest_first() -> None:
    given = answer(WHOLE, printed(WHOLE, row=1, on=OF_HEADQUARTERS), printed(WHOLE, row=2, on=OF_NEWSROOM))

    assert isinstance(given, Listed)
    assert rows_shown(given) == [2, 1]


def test_a_list_that_prints_less_of_the_same_person_does_not_make_them_two() -> None:
    given = answer(WHOLE, printed(WHOLE, on=OF_HEADQUARTERS), printed(WITHOUT_YEAR, on=OF_NEWSROOM))

    assert isinstance(given, Listed)
    assert len(given.matches) == 2


def test_a_row_that_agrees_in_everything_is_not_lost_among_rows_that_print_less() -> None:
    """The patronymic and the year were given, so there is nothing left to ask for."""
    given = answer(WHOLE, printed(WITHOUT_PATRONYMIC, row=1), printed(WHOLE, row=2))

    assert isinstance(given, Listed)
    assert rows_shown(given) == [2]


def test_rows_of_one_list_that_print_as_little_as_each_other_stay_several() -> None:
    one = Person("Вигаданець", "Тарас", None, 2002)
    same_day = Person("Вигаданець", "Тарас", None, 2002)

    given = answer(WHOLE, printed(one, row=1), printed(same_day, row=2))

    assert isinstance(given, SeveralListed)


@pytest.mark.parametrize("row", [BARE, WHOLE])
def test_without_patronymic_and_year_a_name_is_likely_at_most_and_not_shown(row: Person) -> None:
    given = answer(BARE, printed(row))

    assert isinstance(given, Likely)
    assert rows_shown(given) == []


def test_a_row_that_prints_neither_patronymic_nor_year_is_likely_and_not_shown() -> None:
    given = answer(WHOLE, printed(BARE))

    assert isinstance(given, Likely)
    assert rows_shown(given) == []


@pytest.mark.parametrize(
    ("asked", "row"),
    [
        (WHOLE, Person("Вигаданець", "Т.", "П.", 2002)),
        (Person("Вигаданець", "Т.", "П.", 2002), WHOLE),
        (Person("Вигаданець", "Т.", None, 2002), WHOLE),
    ],
)
def test_initials_are_likely_and_shown_if_the_year_agrees(asked: Person, row: Person) -> None:
    given = answer(asked, printed(row, row=7))

    assert isinstance(given, Likely)
    assert rows_shown(given) == [7]


def test_initials_without_a_year_are_likely_and_not_shown() -> None:
    given = answer(WITHOUT_YEAR, printed(Person("Вигаданець", "Т.", "П.", 2002)))

    assert isinstance(given, Likely)
    assert rows_shown(given) == []


def test_initials_that_conflict_are_no_match() -> None:
    assert isinstance(answer(WHOLE, printed(Person("Вигаданець", "О.", "П.", 2002))), NotListed)


def test_one_row_of_initials_reposted_on_a_second_list_is_still_shown() -> None:
    initials = Person("Вигаданець", "Т.", "П.", 2002)

    given = answer(
        WHOLE, printed(initials, row=1, on=OF_HEADQUARTERS), printed(initials, row=2, on=OF_NEWSROOM)
    )

    assert isinstance(given, Likely)
    assert rows_shown(given) == [2], "the newest"
    assert [source.list for source in given.sources] == [OF_NEWSROOM, OF_HEADQUARTERS]


def test_two_rows_of_initials_on_one_list_are_several_people_and_none_is_shown() -> None:
    one, other = Person("Вигаданець", "Т.", "П.", 2002), Person("Вигаданець", "Т.", "О.", 2002)

    given = answer(WITHOUT_PATRONYMIC, printed(one, row=1), printed(other, row=2))

    assert isinstance(given, SeveralListed)


def test_nothing_near_is_not_listed_and_says_what_was_searched() -> None:
    assert answer(WHOLE) == NotListed(WHOLE, COVERAGE)
    assert answer(WHOLE, printed(Person("Неіснуюк", "Тарас", "Петрович", 2002))) == NotListed(WHOLE, COVERAGE)


def test_an_answer_reads_the_name_in_the_order_in_which_it_agrees() -> None:
    both_orders = Asked((Person("Тарас", "Вигаданець", "Петрович"), WITHOUT_YEAR))

    given = decide(both_orders, [printed(WHOLE)], COVERAGE)

    assert isinstance(given, Listed)
    assert given.asked == WITHOUT_YEAR


def test_a_candidate_is_classed_by_who_receives() -> None:
    assert printed(WHOLE).publisher_class is PublisherClass.RECEIVING_SIDE
    assert printed(WHOLE, side=Side.RUSSIA).publisher_class is PublisherClass.OTHER_SIDE


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Вигаданець Тарас", True),
        ("Вигаданець Т.", True),
        ("Вигаданець Тарас Петрович", False),
        ("Вигаданець Тарас, 2002", False),
        ("Вигаданець Т. П.", False),
    ],
)
def test_a_patronymic_or_a_year_is_asked_for_only_if_neither_was_given(text: str, more: bool) -> None:
    assert needs_more(read_name(text)) is more


people = st.builds(
    Person,
    st.sampled_from(["Вигаданець", "Неіснуюк"]),
    st.sampled_from(["Тарас", "Т.", "Остап"]),
    st.sampled_from([None, "Петрович", "П.", "Остапович"]),
    st.sampled_from([None, 1980, 2002]),
)
lists = st.sampled_from([OF_HEADQUARTERS, OF_NEWSROOM])
rows = st.lists(st.tuples(people, lists), max_size=5).map(
    lambda drawn: [printed(person, row=at, on=on) for at, (person, on) in enumerate(drawn)]
)


def conflicts(one: Person, other: Person) -> bool:
    differ = [one.family != other.family, one.given[0] != other.given[0]]
    if one.patronymic and other.patronymic:
        differ.append(one.patronymic[0] != other.patronymic[0])
    if one.birth_year and other.birth_year:
        differ.append(one.birth_year != other.birth_year)
    return any(differ)


@given(people, rows)
def test_a_different_person_is_never_shown(asked: Person, candidates: list[Candidate]) -> None:
    given = answer(asked, *candidates)

    for row in rows_shown(given):
        entry = candidates[row].entry
        assert not conflicts(asked, entry.person)


@given(people, rows)
def test_who_is_shown_agrees_in_patronymic_or_year(asked: Person, candidates: list[Candidate]) -> None:
    for row in rows_shown(answer(asked, *candidates)):
        person = candidates[row].entry.person
        same_year = asked.birth_year is not None and asked.birth_year == person.birth_year
        assert same_year or (asked.patronymic is not None and asked.patronymic == person.patronymic)


@given(people, rows, st.data())
def test_an_answer_does_not_depend_on_the_order_of_the_rows(
    asked: Person, candidates: list[Candidate], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(candidates))

    one, other = answer(asked, *candidates), answer(asked, *shuffled)

    assert type(one) is type(other)
    assert sorted(rows_shown(one)) == sorted(rows_shown(other))


@given(people, rows)
def test_not_listed_is_said_only_if_no_row_holds_family_and_given_name(
    asked: Person, candidates: list[Candidate]
) -> None:
    near = [
        c.entry.person
        for c in candidates
        if c.entry.person.family == asked.family
        and c.entry.person.given[0] == asked.given[0]
        and (asked.given == c.entry.person.given or "." in asked.given + c.entry.person.given)
        and not ("." in asked.given + c.entry.person.given and conflict(asked, c.entry.person))
    ]

    assert isinstance(answer(asked, *candidates), NotListed) == (not near)


def test_every_answer_but_a_request_for_more_says_up_to_when_was_searched() -> None:
    given = [
        answer(WHOLE, printed(WHOLE)),
        answer(WHOLE, printed(BARE)),
        answer(WHOLE, printed(Person("Вигаданець", "Тарас", None, 1980))),
        answer(WHOLE),
        answer(WITHOUT_PATRONYMIC, printed(WITHOUT_PATRONYMIC, row=1), printed(WITHOUT_PATRONYMIC, row=2)),
    ]

    assert [type(one) for one in given] == [Listed, Likely, Possible, NotListed, SeveralListed]
    assert all(not hasattr(one, "coverage") or one.coverage.newest == date(2025, 6, 9) for one in given)


def conflict(asked: Person, row: Person) -> bool:
    """Whether patronymics or years contradict each other; of an initial only the letter counts."""
    years = None not in (asked.birth_year, row.birth_year) and asked.birth_year != row.birth_year
    if asked.patronymic is None or row.patronymic is None:
        return years
    as_initial = "." in asked.patronymic + row.patronymic
    same = asked.patronymic[0] == row.patronymic[0] if as_initial else asked.patronymic == row.patronymic
    return years or not same
