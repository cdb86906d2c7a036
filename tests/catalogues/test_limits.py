"""What Telegram takes, and what fits a telephone's screen."""

from dataclasses import replace

import pytest

from bot.core.answers import Listed
from handlers.buttons import LONGEST, MOST_LEFT_OUT, Act, read, read_rows
from handlers.wording import Button, Said, wording
from tests.catalogues import samples
from tests.catalogues.catalogue import LANGUAGES
from tests.catalogues.renderings import renderings, texts

NAMES_OF_THINGS = {"batches", "follows", "question", "moderators", "groups", "ask_which_statement"}
"""Texts whose buttons carry a day, a side and a category, or what somebody typed."""
LONG_BATCH = replace(samples.BATCH, id="batchofall")
LONG_STATEMENT = replace(samples.STATEMENT, id="statement1")


@pytest.mark.parametrize("language", LANGUAGES)
def test_name_and_descriptions_of_the_bot_fit(language: str) -> None:
    words = wording(language)

    assert 0 < len(words.bot_name()) <= 64
    assert 0 < len(words.bot_short_description()) <= 120
    assert 0 < len(words.bot_description()) <= 512


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bot_is_called_vdoma_in_latin_letters_everywhere(language: str) -> None:
    """The Ukrainian word above an alert on a locked screen would say "at home"."""
    assert wording(language).bot_name().startswith("Vdoma · ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_descriptions_of_commands_fit_and_differ(language: str) -> None:
    words = wording(language)
    for commands in (words.commands(), words.group_commands(), words.moderator_commands()):
        assert all(3 <= len(description) <= 40 for description in commands.values())
        assert len(set(commands.values())) == len(commands)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_button_is_longer_than_a_telephone_is_wide(language: str) -> None:
    long = [
        button.label
        for method, button in _buttons(language)
        if len(button.label) >= 40 and method not in NAMES_OF_THINGS
    ]
    assert long == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_button_shows_the_signs_of_html(language: str) -> None:
    assert [b.label for _, b in _buttons(language) if "&amp;" in b.label or "&#" in b.label] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_longer_than_telegram_takes(language: str) -> None:
    lengths = {len(text): method for method, said in renderings(wording(language)) for text in texts(said)}
    assert max(lengths) <= 4096, lengths[max(lengths)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_buttons_of_one_message_never_read_the_same(language: str) -> None:
    for method, said in renderings(wording(language)):
        if isinstance(said, Said) and method not in {"batches", "desk", "moderators"}:
            labels = [button.label for row in said.buttons for button in row if button.url is None]
            assert len(set(labels)) == len(labels), method


@pytest.mark.parametrize(
    ("language", "label", "act"),
    [("uk", "Перевірити пізніше", Act.CHECK_LATER), ("ru", "Проверить позже", Act.CHECK_LATER)],
)
def test_a_button_named_in_a_sentence_reads_as_the_sentence_says(language: str, label: str, act: Act) -> None:
    words = wording(language)
    told = next(s for m, s in renderings(words) if m == "cannot_check" and isinstance(s, Said) and s.buttons)

    assert f"«{label}»" in told.text
    assert told.buttons[0][0] == words.button("Check later", act)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_to_another_country_is_named_as_its_buttons_are(language: str) -> None:
    words = wording(language)
    none_held = words.contacts([])
    countries = [button.label for row in words.choose_country().buttons for button in row]

    assert none_held.buttons[0][0].label in none_held.text
    assert countries[0] in none_held.text


@pytest.mark.parametrize("left", range(MOST_LEFT_OUT + 1))
def test_rows_that_are_somebody_else_fit_into_every_button_of_an_answer(left: int) -> None:
    matches = tuple(
        samples.match(replace(found, edition=replace(found.edition, id=f"edition{number}st")))
        for number in range(3)
        for found in [
            samples.candidate(of=replace(samples.standing(), batch=LONG_BATCH, statement=LONG_STATEMENT))
        ]
    )
    rows = (("edition1st", 1_000_000), ("edition2nd", 999_999))[:left]

    said = wording("en").direct_answer(
        Listed(samples.PERSON, matches, samples.LEFT_OUT), contact=None, further=2, left_out=rows
    )

    carried = [read(b.carries) for row in said.buttons for b in row if b.carries is not None]
    assert all(len(b.carries) <= LONGEST for row in said.buttons for b in row if b.carries is not None)
    (watch,) = [press for press in carried if press.act is Act.WATCH]
    assert len(watch.arg(0).split("-")) == (3, 2, 1)[left], "as many editions as there is room for"
    assert read_rows("".join(watch.args[2:])) == rows
    assert (Act.LEAVE_OUT in {press.act for press in carried}) is (left < MOST_LEFT_OUT)


def _buttons(language: str) -> list[tuple[str, Button]]:
    return [
        (method, button)
        for method, said in renderings(wording(language))
        if isinstance(said, Said)
        for row in said.buttons
        for button in row
    ]
