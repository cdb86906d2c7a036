"""What never bends, looked for in every text of the bot in every variant and language."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.core.answers import Likely, Listed, SeveralListed, Standing
from bot.core.exchanges import BatchState, Category
from bot.services.batches import BatchView, Page
from bot.services.follow import Followed
from bot.services.own_follows import Owned
from bot.services.watch import Shown
from handlers.contacts import read_contacts
from handlers.wording import Said, Wording, wording
from tests.catalogues import samples
from tests.catalogues.catalogue import LANGUAGES
from tests.catalogues.renderings import renderings, texts
from tests.catalogues.test_words import FEARED, _any_of

CONFIRMED = {
    "uk": r"\bпідтвердила\b",
    "ru": r"\bподтвердила\b",
    "en": r"(?<!not )\bconfirmed\b(?! lately)",
}
"""What may be said of a confirmed exchange only."""
PRINTED, ASKED, LABEL = "ΑΛΦΑ Βητα Γαμμα", "Αλφα Βητα Γαμμα", "Δέλτα <&>"
PERCENT = re.compile(r"\d\s?%")


def bare(text: str) -> str:
    """A text without the names of official bodies, which they gave themselves."""
    for contact in read_contacts().every:
        for body in (contact.body_uk, contact.body_ru, contact.body_en):
            text = text.replace(body, "")
    return text


def every(language: str) -> Iterator[tuple[str, str]]:
    """Every text, with the method that words it."""
    for method, said in renderings(wording(language)):
        for text in texts(said):
            yield method, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_feared_or_promising_word_is_rendered(language: str) -> None:
    feared = _any_of(FEARED[language])
    assert [(method, hit[0]) for method, text in every(language) if (hit := feared.search(bare(text)))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_shouted_and_no_share_is_given(language: str) -> None:
    assert [(method, text) for method, text in every(language) if "!" in text] == []
    shares = {method for method, text in every(language) if PERCENT.search(text)}
    assert shares <= {"refusal", "moderator_problem"}, "of rows of a file, for moderators"


@pytest.mark.parametrize("language", LANGUAGES)
def test_wherever_a_printed_name_stands_there_are_its_source_its_link_and_its_moment(language: str) -> None:
    words = wording(language)
    named = [
        (method, said)
        for method, said in renderings(words)
        if isinstance(said, Said) and PRINTED in said.text
    ]
    assert {method for method, _ in named} >= {"answer", "direct_answer", "watch_answer", "watch_told"}
    moments = words.short_moment(samples.MOMENT), words.moment(samples.MOMENT)
    for method, said in named:
        assert "Εκδότης" in said.text, method
        assert 'href="https://example.org/?a=1&amp;b=2"' in said.text, method
        assert any(moment in said.text for moment in moments), method


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_category_stands_beside_anything_that_names_a_person(language: str) -> None:
    words = wording(language)
    categories = [str(words.category(category)) for category in Category]
    beside = {
        method
        for method, text in every(language)
        if any(name in text for name in (PRINTED, ASKED, LABEL)) and any(word in text for word in categories)
    }
    assert beside == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_alert_to_one_chat_ends_with_the_line_about_scams(language: str) -> None:
    words = wording(language)
    alerts = [
        (method, said)
        for method, said in renderings(words)
        if isinstance(said, Said) and f"/verify {samples.ALERT.code}" in said.text
    ]
    assert len({method for method, _ in alerts}) >= 10
    assert {method for method, said in alerts if not said.text.endswith(words.scam_line())} == set()


def texts_about(words: Wording, standing: Standing) -> Iterator[Said | str]:
    """Every text that says how a batch stands, in one state; nothing in it was stated but that state."""
    found = samples.candidate(of=standing)
    match = samples.match(found)
    listed = Listed(samples.PERSON, (match,), samples.COVERAGE)
    several = SeveralListed(samples.PERSON, (found,), samples.COVERAGE)
    likely = Likely(samples.PERSON, match, False, (found,), samples.COVERAGE)
    for answer in (listed, several, likely):
        yield words.answer(answer, contact=None)
        yield words.answer(answer, contact=None, details=True)
        yield words.watch_answer(Shown(next(samples.watched()), answer), contact=None)
    followed = Followed(samples.FOLLOW, standing, outdated=True)
    yield words.followed(followed, paused=True)
    yield words.follow_ended(followed)
    yield words.follow_card(Owned(samples.FOLLOW, standing))
    yield words.follow_card(Owned(replace(samples.FOLLOW, paused=True), standing, "Δέλτα"))
    yield words.mine([Owned(samples.FOLLOW, standing)], [], page=0, paused=False)
    yield words.batch(BatchView(standing, samples.AGREEMENT, (), (), following=False))
    yield words.batches(Page((standing,), 0, None))
    yield words.batch_to_share(standing, "βδομα")
    yield words.batch_name(standing)


@pytest.mark.parametrize("disputed", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_only_of_a_confirmed_exchange_it_is_said_that_it_is(language: str, disputed: bool) -> None:
    words, says_so = wording(language), re.compile(CONFIRMED[language], re.IGNORECASE)
    for state in BatchState:
        if state is BatchState.DRAFT:
            continue
        standing = samples.standing(state, disputed=disputed)
        said = [text for each in texts_about(words, standing) for text in texts(each)]
        asserting = [text for text in said if says_so.search(text)]
        assert bool(asserting) is (state is BatchState.CONFIRMED), asserting
