"""Words that frighten, promise or mislead a family; `locales/glossary.md` says why, and what else to say."""

import re

import pytest

from handlers.contacts import read_contacts
from tests.catalogues.catalogue import LANGUAGES, TRANSLATED, every_text

# What tells of a death or a disappearance, of a convoy, of surveillance, of tracing, of a newspaper, of a
# court, of health, of an appointment; what asserts or promises; what suits goods; what judges.
UKRAINIAN = r"""
    сповіщ | \bетап | \bстеж | розшук | \bвидан | оскарж | \bстан(?!ом\ на\b)\w{0,3}\b | \bзапис
    знайд | звільн | поверн | \bвдома | \bжив(ий|а|і)\b | загиб | загин | помер | мертв | полегл
    \bще\ не\b | поки\ що | невдовзі | скоро\b | \bпідтверджено\b | підтверджена\ інформація
    \bпартія\ людей | \bбатч | заручник | \bреєстр | \bбаз[аиіу]\ | \bзапит(у|и|ом|ів)?\b | ваша\ людина
    на\ жаль | співчут | доброго\ дня
"""
RUSSIAN = r"""
    извещ | \bэтап | \bслед(ить|ит|им|ят|ите)\b | розыск | \bиздани | оспор | \bсостояни(?!ю\ на\b)
    \bзапис | найден | найти | освобожд | верн[уеё] | \bдома\b | \bжив(ой|а|ы)?\b | погиб | умер | мертв
    \bещё\ не\b | пока\ что | вскоре | скоро\b | \bподтверждено\b | \bбатч | заложник | \bреестр
    \bбаз[аыеу]\ | \bзапрос | ваш\ человек | к\ сожалению | соболезн
"""
ENGLISH = r"""
    \bfound\b | releas | \balive\b | \bat\ home\b | \bhome\b | \breturned\b | will\ be\ exchanged | \byet\b
    \bsoon\b | unfortunately | \bsorry\b | condolenc | \bdied\b | \bdead\b | \bdeath\b | hostage | database
    \bregist(er|ry)\b | \bbatch\b | \btrack | \bdeparture | your\ person
"""
FEARED = {"uk": UKRAINIAN, "ru": RUSSIAN, "en": ENGLISH}


def _any_of(words: str) -> re.Pattern[str]:
    lines = (line.strip() for line in words.strip().splitlines())
    return re.compile(" | ".join(lines), re.IGNORECASE | re.VERBOSE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_feared_or_promising_word_stands_in_any_sentence(language: str) -> None:
    feared = _any_of(FEARED[language])
    assert {t: found[0] for t in every_text(language) if (found := feared.search(t))} == {}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Сповіщення 7"),
        ("uk", "Вашу людину знайдено"),
        ("uk", "Обмін ще не підтверджено"),
        ("uk", "Звільнено"),
        ("uk", "Стежити за обміном"),
        ("uk", "Оголошено в розшук"),
        ("uk", "Стан групи обміну"),
        ("ru", "Извещение 7"),
        ("ru", "Имя найдено"),
        ("ru", "Обмен ещё не подтверждён"),
        ("ru", "Освобождён"),
        ("ru", "Следить за обменом"),
        ("ru", "Объявлен в розыск"),
        ("ru", "Состояние группы обмена"),
        ("en", "The name was found"),
        ("en", "Not confirmed yet"),
        ("en", "Not released"),
    ],
)
def test_a_feared_word_would_be_noticed(language: str, text: str) -> None:
    assert _any_of(FEARED[language]).search(text)


@pytest.mark.parametrize("text", ["Шукали станом на 9 червня", "Запитати офіційно", "Сторона"])
def test_a_harmless_word_is_let_through(text: str) -> None:
    assert not _any_of(UKRAINIAN).search(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_exclaimed_and_nothing_is_a_percentage(language: str) -> None:
    assert [text for text in every_text(language) if "!" in text or "%" in text or "…" in text] == []


@pytest.mark.parametrize(("language", "group"), [("uk", "групи обміну"), ("ru", "группы обмена")])
def test_status_is_always_that_of_an_exchange_group(language: str, group: str) -> None:
    """The bare word is the National Information Bureau's; a column of a file is called by its heading."""
    bare = re.compile(rf"(?<!«)\bстатус\w*\b(?! {group})", re.IGNORECASE)
    assert [text for text in every_text(language) if bare.search(text)] == []


# Words that stay as they are: each of these stands after a mark, or begins its line.
WHOLE = r"\{(?:side|party|printed_name|name|publisher|body|title|state|category)\}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_names_and_sides_stand_where_nothing_inflects_them(language: str) -> None:
    inflected = re.compile(rf"[\w’] {WHOLE}")
    assert [text for text in every_text(language) if inflected.search(text)] == []


@pytest.mark.parametrize(("language", "you"), [("uk", "ви"), ("ru", "вы")])
def test_no_verb_gives_the_reader_a_gender(language: str, you: str) -> None:
    gendered = re.compile(rf"\b{you} (?:не )?\w+(?:в|ла|л|лся|лась|вся)\b|(?<![’\w])я\b", re.IGNORECASE)
    assert [text for text in every_text(language) if gendered.search(text)] == []


def test_the_official_bodies_are_named_in_the_letters_of_each_language() -> None:
    for contact in read_contacts().every:
        assert not re.search(r"[ыёъэa-z]", contact.body_uk, re.IGNORECASE)
        assert not re.search(r"[іїєґa-z]", contact.body_ru, re.IGNORECASE)
        assert not re.search(r"[а-яіїєґё]", contact.body_en, re.IGNORECASE)
