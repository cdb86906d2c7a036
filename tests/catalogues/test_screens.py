"""The first screen of an answer: short enough for a telephone, and one press away from everything else."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from html import unescape
from itertools import product
from typing import TypeVar

import pytest

from bot.core.answers import Answer, Listed, NeedsMore, NotListed
from bot.core.follows import Country
from bot.core.names import Part
from bot.services.watch import Shown
from handlers.buttons import Act, Again, Press, read
from handlers.contacts import read_contacts
from handlers.wording import Row, Said, Wording, wording
from tests.catalogues import samples
from tests.catalogues.catalogue import LANGUAGES

Thing = TypeVar("Thing")

ROOM = 500
USUAL = {
    "Αλφα": "Петренко",
    "Βητα": "Іван",
    "Γαμμα": "Васильович",
    "ΑΛΦΑ Βητα Γαμμα": "Петренко Иван Васильевич",
    "Εκδότης <&>": "Координаційний штаб",
}
"""Names of the length that names have."""


def as_shown(said: Said) -> str:
    """What a telephone shows of a message."""
    return unescape(re.sub(r"<[^>]+>", "", said.text))


def usual(value: Thing) -> Thing:
    """The same about people and from publishers whose names are as long as names are."""
    if isinstance(value, str):
        return USUAL.get(value, value)  # type: ignore[return-value]  # a text for a text
    if isinstance(value, tuple):
        return tuple(usual(each) for each in value)  # type: ignore[return-value]  # a tuple for a tuple
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: usual(getattr(value, f.name)) for f in fields(value)})
    return value


def usual_answers() -> Iterator[Answer]:
    """All without anything rare: a log that does not hold, or lists some rows of which are unread."""
    for answer in map(usual, samples.answers()):
        if isinstance(answer, NeedsMore) or (not answer.coverage.doubtful and not answer.coverage.unread):
            yield answer


def rare_answers(words: Wording) -> Iterator[Said]:
    """All, with everything that can come along: alone and together."""
    contact = read_contacts().of(Country.UKRAINE)[0]
    for answer in map(usual, samples.answers()):
        rare = [answer]
        if not isinstance(answer, NeedsMore):
            every = product((True, False), (0, 21))
            rare = [
                replace(answer, coverage=replace(answer.coverage, doubtful=doubtful, unread=unread))
                for doubtful, unread in every
            ]
        for each, further, other in product(rare, (0, 1, 2), (False, True)):
            yield words.answer(each, contact=contact, further=further, other_layout=other)
        for each in rare:
            shown = Shown(next(samples.watched()), each)
            yield words.watch_answer(shown, contact=contact)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_first_screen_has_fewer_than_500_characters(language: str) -> None:
    words = wording(language)
    contact = read_contacts().of(Country.UKRAINE)[0]
    longest = max((as_shown(words.answer(a, contact=contact)) for a in usual_answers()), key=len)
    assert len(longest) < ROOM, longest


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_so_also_when_everything_rare_comes_together(language: str) -> None:
    longest = max((as_shown(said) for said in rare_answers(wording(language))), key=len)
    assert len(longest) < ROOM, longest


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_gives_way_where_nothing_rare_comes_along(language: str) -> None:
    words = wording(language)
    contact = read_contacts().of(Country.UKRAINE)[0]
    for answer in usual_answers():
        text = as_shown(words.answer(answer, contact=contact))
        if isinstance(answer, Listed):
            assert str(words.say("Corrections come only with Follow or Watch.")) in text
        if isinstance(answer, NotListed):
            assert contact.first_number in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_else_is_one_press_away_and_one_press_back(language: str) -> None:
    words = wording(language)
    for answer in samples.answers():
        if isinstance(answer, NeedsMore):
            continue
        first, whole = (words.answer(answer, contact=None, details=details) for details in (False, True))
        assert Act.DETAILS in acts(first)
        assert Act.BRIEF in acts(whole)
        assert len(as_shown(whole)) > len(as_shown(first)) or isinstance(answer, NotListed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_first_screen_echoes_what_was_understood_and_leads_to_correct_each_part(language: str) -> None:
    words = wording(language)
    for answer in samples.answers():
        said = words.answer(answer, contact=None)
        assert said.text.startswith(words.echo(answer.asked))
        (opens,) = [press for press in presses(said.buttons) if press.act is Act.CORRECTIONS]
        opened = words.corrections(answer.asked, Again.read(opens.args))
        corrected = [press.arg(0) for press in presses(opened) if press.act is Act.CORRECT]
        assert corrected == [part.name for part in Part]
        (back,) = [press for press in presses(opened) if press.act is Act.BRIEF]
        assert back.args == opens.args


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_would_settle_an_open_answer_stands_under_it(language: str) -> None:
    words = wording(language)
    for answer in samples.answers():
        led = {p.arg(0) for p in presses(words.answer(answer, contact=None).buttons) if p.act is Act.CORRECT}
        if isinstance(answer, Listed | NotListed) or getattr(answer, "shown", None) is not None:
            assert led == set()
            continue
        known = {Part.PATRONYMIC: answer.asked.patronymic, Part.BIRTH_YEAR: answer.asked.birth_year}
        missing = {part for part, value in known.items() if value is None}
        assert led == {part.name for part in missing | set(getattr(answer, "differs", ()))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_takes_more_than_four_rows_of_buttons(language: str) -> None:
    words = wording(language)
    for answer in samples.answers():
        assert len(words.direct_answer(answer, contact=None).buttons) <= 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_that_is_missing_is_added_not_corrected(language: str) -> None:
    words = wording(language)
    (needs_more,) = (answer for answer in samples.answers() if isinstance(answer, NeedsMore))
    labels = [button.label for row in words.answer(needs_more, contact=None).buttons for button in row]
    assert str(words.say("Add the patronymic")) in labels
    assert str(words.say("Add the birth year")) in labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_screen_of_listed_says_who_will_hear_of_a_correction(language: str) -> None:
    words = wording(language)
    corrections = str(words.say("Corrections come only with Follow or Watch."))
    for answer in samples.answers():
        if isinstance(answer, Listed) and not answer.coverage.doubtful:
            assert corrections in words.answer(answer, contact=None).text


def acts(said: Said) -> set[Act]:
    return {press.act for press in presses(said.buttons)}


def presses(rows: tuple[Row, ...]) -> list[Press]:
    return [read(b.carries) for row in rows for b in row if b.carries is not None]
