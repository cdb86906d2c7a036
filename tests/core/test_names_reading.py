"""A name is read in any order, with or without a year; what is no name is told apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.errors import FamilyMissing, NameTooShort, NotAName, TooMuchText, UserMistake
from bot.core.names import Asked, Part, Person, read_more, read_name, read_part
from bot.core.names.around import is_common_word
from bot.core.names.places import without_places


def parts(text: str) -> tuple[str, str, str | None, int | None]:
    person = read_name(text).person
    return person.family, person.given, person.patronymic, person.birth_year


@pytest.mark.parametrize(
    "text",
    [
        "Вербенко Тарас Степанович, 1999",
        "Вербенко Тарас Степанович 1999?",
        "Тарас Степанович Вербенко 1999",
        "1999 Вербенко Тарас Степанович",
        "Вербенко Степанович Тарас; 1999",
        "Вербенко\nТарас Степанович\n1999",
        "Вербенко, Тарас, Степанович (1999)",
        "«Вербенко Тарас Степанович» 1999!",
    ],
)
def test_a_name_is_read_in_any_order(text: str) -> None:
    assert parts(text) == ("Вербенко", "Тарас", "Степанович", 1999)


@pytest.mark.parametrize(
    "birth",
    [
        *("1999", "12.03.1999", "12/03/99", "12-03-1999", "1999-03-12", "12 03 1999", "1999 (12.03.1999)"),
        *(
            "1999 р.н.",
            "1999р.н",
            "1999 рн",
            "р.н. 1999",
            "1999 року народження",
            "народжена 1999",
            "1999 р.",
        ),
        *("народився в 1999 році", "дата народження: 12.03.1999", "12 березня 1999 року", "Нар. 12.03.1999"),
        *(
            "1999 г.р.",
            "1999гр",
            "12.03.1999 г.р.",
            "1999 г. рождения",
            "1999 году рождения",
            "родился 12.03.1999",
        ),
        *(
            "12-го марта 1999 года",
            "год рождения 1999",
            "born 1999",
            "born in 1999",
            "b. 1999",
            "DOB: 12/03/1999",
        ),
        *(
            "born 12 March 1999",
            "born March 12, 1999",
            "March 1999",
            "03/25/1999",
            "date of birth 12.03.1999",
        ),
    ],
)
def test_of_a_birth_only_the_year_is_kept(birth: str) -> None:
    assert parts(f"Вербенко Тарас Степанович, {birth}") == ("Вербенко", "Тарас", "Степанович", 1999)
    assert parts(f"Verbenko Taras {birth}") == ("Verbenko", "Taras", None, 1999)


@pytest.mark.parametrize("year", ["1925", "2010", "01.01.25", "01.01.10"])
def test_the_first_and_the_last_year_of_birth_are_read(year: str) -> None:
    assert parts(f"Вербенко Тарас {year}")[3] in {1925, 2010}


@pytest.mark.parametrize(
    "birth",
    ["1924", "2011", "1850", "0000", "99", "12345", "31.13.1999", "00.01.1999", "12.03.15", "1999 1998"],
)
def test_digits_that_are_no_year_of_birth_are_no_name(birth: str) -> None:
    with pytest.raises(NotAName):
        read_name(f"Вербенко Тарас {birth}")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Вербенко Т. С.", ("Вербенко", "Т.", "С.", None)),
        ("Т.С. Вербенко", ("Вербенко", "Т.", "С.", None)),
        ("Т С Вербенко", ("Вербенко", "Т", "С", None)),
        ("Вербенко Т.", ("Вербенко", "Т.", None, None)),
        ("Т. Роман С.", ("Роман", "Т.", "С.", None)),
        ("Вербенко Тарас С.", ("Вербенко", "Тарас", "С.", None)),
        ("Вербенко Т. Степанович", ("Вербенко", "Т.", "Степанович", None)),
        ("Verbenko Yu. S.", ("Verbenko", "Yu.", "S.", None)),
        ("1999 Р. Вербенко", ("Вербенко", "Р.", None, 1999)),
        ("ВЕРБЕНКО ТАРАС 1999 Р.Н.", ("ВЕРБЕНКО", "ТАРАС", None, 1999)),
    ],
)
def test_initials_are_read(text: str, read: tuple[str, str, str | None, int | None]) -> None:
    assert parts(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Нечуй-Вербенко Оксана Петрівна", ("Нечуй-Вербенко", "Оксана", "Петрівна", None)),
        ("Мамедов Алі Гусейн огли", ("Мамедов", "Алі", "Гусейн огли", None)),
        ('Мар"яна Вербенко', ("Вербенко", "Мар’яна", None, None)),
        ("Taras Stepanovych VERBENKO", ("VERBENKO", "Taras", "Stepanovych", None)),
        ("Любов Верба Петрівна", ("Любов", "Верба", "Петрівна", None)),
        ("Верба Любов", ("Верба", "Любов", None, None)),
        ("Жук Лука Ілліч", ("Жук", "Лука", "Ілліч", None)),
        ("Павлович Тарас Степанович", ("Павлович", "Тарас", "Степанович", None)),
        ("Тарас Степанович Павлович", ("Павлович", "Тарас", "Степанович", None)),
    ],
)
def test_the_words_tell_which_is_the_family_name(
    text: str, read: tuple[str, str, str | None, int | None]
) -> None:
    assert parts(text) == read


def test_where_the_words_do_not_decide_both_orders_are_kept() -> None:
    assert read_name("Роман Іван").readings == (Person("Роман", "Іван"), Person("Іван", "Роман"))


def test_where_the_words_decide_there_is_one_reading() -> None:
    assert read_name("Тарас Степанович Вербенко").readings == (Person("Вербенко", "Тарас", "Степанович"),)


def test_a_family_name_that_ends_like_a_patronymic_is_not_swallowed() -> None:
    assert read_name("Павлович Тарас 1999").person == Person("Павлович", "Тарас", None, 1999)
    assert Person("Павлович Верба", "Тарас") in read_name("Павлович Верба Тарас").readings


@pytest.mark.parametrize(
    "text",
    [
        "Тарас Павлович 1999",
        "мій син Тарас Павлович, 13.07.1985",
        "шукаю Тараса Павловича",
        "Сын Тарас Павлович 1985",
        "Taras Pavlovych 1985",
        "Наталія Вікторівна 1992",
        "Вікторівна Наталія",
        "Сергей Николаевич 1987",
    ],
)
def test_a_given_name_and_a_patronymic_name_no_family(text: str) -> None:
    with pytest.raises(FamilyMissing):
        read_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "Мене звуть Ольга Вербенко, шукаю сина Доленка Тараса Степановича",
        "Моє ім'я Ольга Вербенко, мій син Доленко Тарас Степанович",
        "Вам пишет Ольга Вербенко. Муж Доленко Тарас Степанович",
        "Я, Вербенко Ольга Петрівна, шукаю Доленка Тараса Степановича",
        "Заявник: Вербенко Ольга Петрівна. Військовополонений: Доленко Тарас Степанович",
        "My name is Olha Verbenko, my son is Dolenko Taras Stepanovych",
    ],
)
def test_whoever_writes_is_not_asked_about(text: str) -> None:
    asked = read_name(text)

    assert (asked.person.family, asked.person.given) in {("Доленко", "Тарас"), ("Dolenko", "Taras")}
    assert asked.further == 0


@pytest.mark.parametrize("family", ["Рівна", "Духовна", "Василькович", "Ханевич"])
def test_a_family_name_that_no_father_gave_is_one(family: str) -> None:
    assert read_name(f"Наталія {family}").person.family == family


def test_whoever_writes_of_nobody_else_is_asked_about() -> None:
    assert read_name("Мене звати Вербенко Ольга Петрівна").person.family == "Вербенко"


@pytest.mark.parametrize(
    "text",
    [
        "Коли наступний обмін?",
        "Когда будет обмен",
        "Я мама військовополоненого",
        "Спасибо большое",
        "не знаю",
        "Героям слава",
        "Скільки людей повернулось сьогодні?",
        "When is the next exchange?",
        "де взяти довідку",
        "де знайти вашу групу зранку",
        "как получить справку",
    ],
)
def test_a_message_without_a_name_is_not_read_as_one(text: str) -> None:
    with pytest.raises(UserMistake):
        read_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "?",
        "🙏🙏🙏",
        "@verbenko Тарас",
        "Вербенко",
        "1999",
        "Вербенко 1999",
        "Т. С.",
        "Т.",
        "...",
        "-",
    ],
)
def test_less_than_a_family_and_a_given_name_is_too_short(text: str) -> None:
    with pytest.raises(NameTooShort):
        read_name(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Верб% Тарас",
            "Вербенко Т*",
            "Вер_енко Тарас",
            "Вер*енко Тарас",
            "' OR 1=1 --",
            "[Тарас](x) Вербенко",
        ),
        *(
            "https://example.org",
            "https://t.me/verbenko",
            "t.me/x Тарас",
            "verbenko.com Тарас",
            "<b>Вербенко</b> Тарас",
        ),
        *("Верб*** Тарас", "Верб#нко Тарас", "вер_енко тарас", "[Verbenko Taras]", "verbenko@taras Тарас"),
        *("Вербенко 2 Тарас", "🙏 Вербенко 🇺🇦 2 ❤️ Тарас 💙", "Βερμπένκο Ταράς", "Вербенко 2️ Тарас"),
        *("Вербенко\0 Тарас", "Вербенко \ue000 Тарас"),
    ],
)
def test_what_no_name_holds_is_told(text: str) -> None:
    with pytest.raises(NotAName):
        read_name(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "🙏 Вербенко Тарас Степанович 🇺🇦",
            "❤️Вербенко❤️Тарас❤️Степанович❤️",
            "Вербенко Тарас Степанович👨‍👩‍👦😭",
        ),
        *("*Вербенко Тарас Степанович*", "__Вербенко Тарас Степанович__", "• Вербенко Тарас Степанович"),
        *("#Вербенко_Тарас_Степанович", "Вербенко/Тарас/Степанович", "Вербенко | Тарас | Степанович"),
        *("[Вербенко Тарас Степанович]", "{Вербенко} <Тарас> ~Степанович~", "Вербенко Тарас Степанович+++"),
        *(
            "Вербенко = Тарас & Степанович",
            "Вербенко \\ Тарас % Степанович",
            "✅ Вербенко Тарас Степанович ✔️",
        ),
        *("@vdoma_bot Вербенко Тарас Степанович", "/start Вербенко Тарас Степанович"),
        *("1️⃣ Вербенко Тарас Степанович", "Вербенко Тарас Степанович м/р", "П/І/Б Вербенко Тарас Степанович"),
    ],
)
def test_symbols_part_the_words(text: str) -> None:
    assert parts(text) == ("Вербенко", "Тарас", "Степанович", None)
    assert read_name(text).guesses == read_name("Вербенко Тарас Степанович").guesses


def test_symbols_that_are_letters_of_another_layout_part_nothing() -> None:
    assert read_name("RJY.[ LTYBC BDFYJDBX").readings == (Person("КОНЮХ", "ДЕНИС", "ИВАНОВИЧ"),)
    assert read_name("RJY.[ LTYBC BDFYJDBX").guesses == ()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("🙏Verbenko Taras🇺🇦 1999", ("Verbenko", "Taras", None, 1999)),
        ("Шукаю сина 🙏🙏 Вербенко Тарас, 1999 ❤️", ("Вербенко", "Тарас", None, 1999)),
        ("ищу брата: Вербенко Тарас / 1999", ("Вербенко", "Тарас", None, 1999)),
        ("Вербенко Тарас д/н 12/03/1999", ("Вербенко", "Тарас", None, 1999)),
        ("Вербенко Тарас 1999 г/р", ("Вербенко", "Тарас", None, 1999)),
        ("Вербенко Тарас = 1999", ("Вербенко", "Тарас", None, 1999)),
        ("Вербенко В*ячеслав", ("Вербенко", "В’ячеслав", None, None)),
        ("Вербенко В^ячеслав", ("Вербенко", "В’ячеслав", None, None)),
        ("Вербенко В”ячеслав", ("Вербенко", "В’ячеслав", None, None)),
        ("ВЕРБЕНКО МАР“ЯНА", ("ВЕРБЕНКО", "МАР’ЯНА", None, None)),
    ],
)
def test_symbols_do_not_hide_a_name_or_a_year(
    text: str, read: tuple[str, str, str | None, int | None]
) -> None:
    assert parts(text) == read


@pytest.mark.parametrize("text", ["Ва Гу Ди Жа Зо Ку", "Верба " * 6, "я" * 401, "Верба Тарас " + " " * 400])
def test_more_than_one_name_is_too_much(text: str) -> None:
    with pytest.raises(TooMuchText):
        read_name(text)


@pytest.mark.parametrize(
    "text", ["1999", " 12.03.1999 ", "1999 р.н.", "born in 1999", "12/03/99", "1999 року?"]
)
def test_a_year_may_follow_alone(text: str) -> None:
    assert read_more(text) == 1999


@pytest.mark.parametrize(
    "text", ["Степанович", "степанівна", "Stepanovych", "Ілліч", "Гусейн огли", "Сергеевна."]
)
def test_a_patronymic_may_follow_alone(text: str) -> None:
    assert read_more(text) == text.rstrip(".")


@pytest.mark.parametrize(
    "text", ["", "Вербенко", "Тарас Степанович", "Степанович 1999", "не знаю", "1850", "*", "С."]
)
def test_anything_else_does_not_follow(text: str) -> None:
    with pytest.raises(UserMistake):
        read_more(text)


def test_what_follows_is_added_to_every_reading() -> None:
    asked = read_name("Роман Іван").with_year(1999).with_patronymic("Степанович")

    assert asked.readings == (
        Person("Роман", "Іван", "Степанович", 1999),
        Person("Іван", "Роман", "Степанович", 1999),
    )


def test_a_name_without_a_reading_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Asked(())


@pytest.mark.parametrize(
    "beside",
    [
        *(
            "36 бригада",
            "36 ОБрМП",
            "36обрмп",
            "36-та ОБрМП",
            "109 ТрО",
            "501 ОБМП",
            "95 бригада",
            "36-й полк",
        ),
        *(
            "36 окрема бригада морської піхоти",
            "1 батальйон",
            "Бригада: 36",
            "бригада №36",
            "81 оаемб",
            "А2802",
            "А-2802",
        ),
        *("в/ч А2802", "в.ч. А2802", "ВЧ А2802", "В/ч 3057", "частина: 71289", "часть 71289", "№ 17"),
        *("27 років", "27 лет", "27 р.", "(27р)", "31 рік", "42 года", "27-річний", "вік 27", "возраст: 27"),
        *("0671234567", "067 123 45 67", "+38 (067) 123-45-67", "+380671234567", "тел. 8 903 123-45-67"),
        *(
            "зник 10.04.2022",
            "полонений 2022",
            "обмін 24.08.2025",
            "служить з 2008",
            "с 2015 служит",
            "3 місяці",
        ),
        *("у полоні з 12 квітня 2022р", "пропал 12.04.2022", "контракт з 2008 року"),
    ],
)
def test_numbers_of_something_else_are_left_out(beside: str) -> None:
    name = ("Вербенко", "Тарас", "Степанович")

    assert parts(f"Вербенко Тарас Степанович {beside}") == (*name, None)
    assert parts(f"Вербенко Тарас Степанович, {beside}, 12.03.1998") == (*name, 1998)
    assert parts(f"Вербенко Тарас Степанович 1998\n{beside}") == (*name, 1998)


@pytest.mark.parametrize(
    "beside",
    [
        *("36th brigade", "501st battalion", "36 Marine Brigade", "aged 27", "27 years old", "27 y.o."),
        *("since 2015", "captured 2022", "missing since 12 April 2022", "+1 202 555 01 23", "unit A2802"),
    ],
)
def test_numbers_of_something_else_are_left_out_in_english(beside: str) -> None:
    assert parts(f"Verbenko Taras Stepanovych, {beside}") == ("Verbenko", "Taras", "Stepanovych", None)
    assert parts(f"Verbenko Taras Stepanovych, born 1998, {beside}")[3] == 1998


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1. Вербенко Тарас 1998",
            "1) Вербенко Тарас 1998",
            "17. Вербенко Тарас\n1998",
            "№1 Вербенко Тарас 1998",
        ),
        *(
            "Вербенко Тарас 12 березня 98",
            "Вербенко Тарас 98р",
            "Вербенко Тарас 98 р.",
            "Вербенко Тарас 98г.",
        ),
        *("Вербенко Тарас 98 р.н.", "Вербенко Тарас 12,03,1998", "Вербенко Тарас 12031998"),
        *("Вербенко Тарас 19980312", "Вербенко Тарас 12 бер 1998", "Verbenko Taras 12th of March 1998"),
        *(
            "Verbenko Taras 4th of March 1998",
            "Вербенко Тарас 12 марта 98 г",
            "Вербенко Тарас 1998, 27 років",
        ),
        *("Вербенко Тарас 12.03.1998\nзник 10.04.2022", "Вербенко Тарас 12.03.1998-10.04.2022"),
        *("Вербенко Тарас 1998, 2022", "Вербенко Тарас з 1998 року народження", "Вербенко Тарас 98 года"),
        *("вербенко т с 1998", "вербенко т.с 1998", "вербенко с 1998", "вербенко т. с. 1998"),
        *("Вербенко Тарас 12 03 1998 36 бригада", "Вербенко Тарас 1998 0671234567"),
        *("Вербенко Тарас, полк 12.03.1998", "Вербенко Тарас, 36 бригада 12 березня 1998 року"),
    ],
)
def test_a_year_of_birth_is_told_from_other_numbers(text: str) -> None:
    person = read_name(text).person

    assert person.family.casefold() in {"вербенко", "verbenko"}
    assert person.given.casefold()[0] in "tтс"
    assert person.birth_year == 1998


@pytest.mark.parametrize(
    "beside",
    [
        *(
            "98",
            "2012",
            "36",
            "12 р.",
            "45 бри",
            "А1998",
            "120398",
            "12345",
            "31.13.1999",
            "1999 98",
            "1999 31.13.2022",
        ),
        *("1998 або 1999", "1998 1850", "36 12.03.1998", "12 березня 2012"),
    ],
)
def test_numbers_that_nothing_explains_are_told(beside: str) -> None:
    with pytest.raises(NotAName):
        read_name(f"Вербенко Тарас {beside}")


@pytest.mark.parametrize(("text", "read"), [("12.03.1998, 10.04.2022", 1998), ("98 р.", 1998)])
def test_the_year_that_follows_is_told_from_other_numbers(text: str, read: int) -> None:
    assert read_part(Part.BIRTH_YEAR, text) == read


@pytest.mark.parametrize("text", ["10.04.2022", "2022", "зник 10.04.2022", "36 бригада", "27 років"])
def test_a_year_of_something_else_does_not_follow(text: str) -> None:
    with pytest.raises(UserMistake):
        read_more(text)


@pytest.mark.parametrize(
    "place",
    [
        *("Волинська область", "Київська обл.", "Черкаська обл", "волинська обл.", "з Одеської області"),
        *("Волинська обл., Ковельський р-н", "Волинська область Ковельський район", "Покровський напрямок"),
        *(
            "на Запорізькому напрямку",
            "Маріупольський завод",
            "Маріупольський гарнізон",
            "Горлівська колонія",
        ),
        *(
            "Харьковская область",
            "Донецкий район",
            "из Луганской области",
            "Курское направление",
            "Донецкий фронт",
        ),
        *(
            "Kyiv oblast",
            "Kharkivska oblast",
            "Volyn region",
            "м. Маріуполь",
            "м.Полтава",
            "с. Верхні Сірогози",
        ),
        *("смт. Нікольське", "г. Донецк", "из г. Донецк", "с. Іванівка Білоцерківський район"),
    ],
)
def test_a_place_is_no_part_of_a_name(place: str) -> None:
    for text in (f"Верба Антон {place}", f"Верба Антон {place} 1998", f"Верба Антон, {place}"):
        read = read_name(text)

        assert (read.person.family, read.person.given, read.person.patronymic) == ("Верба", "Антон", None)
        assert read.further == 0
    assert parts(f"Верба Антон Леонідович {place} 1998") == ("Верба", "Антон", "Леонідович", 1998)
    assert read_name(f"Верба Антон Леонідович {place}").readings == (Person("Верба", "Антон", "Леонідович"),)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Волинський Антон Леонідович", Person("Волинський", "Антон", "Леонідович")),
        ("Антон Волинський", Person("Волинський", "Антон")),
        ("Волинська область Волинський Антон", Person("Волинський", "Антон")),
        ("Волинський Антон, Волинська область", Person("Волинський", "Антон")),
        ("Волинська Оксана, Донецкая область", Person("Волинська", "Оксана")),
        ("Волинський ВК 1998", Person("Волинський", "В", "К", 1998)),
        ("Завод Антон Леонідович", Person("Завод", "Антон", "Леонідович")),
        ("Верба м. Іванович", Person("Верба", "м.", "Іванович")),
        ("верба м. с.", Person("верба", "м.", "с.")),
        ("М. Коваленко", Person("Коваленко", "М.")),
        ("шукаю с. Коваленка 1998", Person("Коваленко", "с.", None, 1998)),
    ],
)
def test_a_name_is_no_place(text: str, person: Person) -> None:
    assert person in read_name(text).readings


@pytest.mark.parametrize(
    "text",
    [
        "Прізвище-Шевчук\nІм'я-Тарас\nПо батькові-Степанович",
        "Прізвище - Шевчук\nІм’я - Тарас\nПо-батькові - Степанович\nДата народження - 12.03.1998",
        "Прізвище: Шевчук, ім'я: Тарас, по батькові: Степанович",
        "прізвище-Шевчук,імя-Тарас,по батькові-Степанович",
        "Ім'я: Тарас\nПо батькові: Степанович\nПрізвище: Шевчук\nПозивний: Сокіл\nЗник: 10.04.2022",
        "1. Прізвище: Шевчук\n2. Ім'я: Тарас\n3. По батькові: Степанович",
        "Фамилия: Шевчук\nИмя - Тарас\nОтчество — Степанович\nГод рождения: 1998\nпропал без вести",
        "ПІБ-Шевчук Тарас Степанович",
        "ФИО- Шевчук Тарас Степанович",
        "П.І.Б.: Шевчук Тарас Степанович",
        "Прізвище, ім'я, по батькові: Шевчук Тарас Степанович",
    ],
)
def test_labels_of_a_form_are_no_part_of_a_name(text: str) -> None:
    assert parts(text)[:3] == ("Шевчук", "Тарас", "Степанович")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "First name Taras, last name Shevchuk, born 1998",
            "Last name: Shevchuk First name: Taras DOB: 12.03.1998",
        ),
        *("Name: Taras\nSurname: Shevchuk\nDate of birth: 12.03.1998", "Full name: Taras Shevchuk, 1998"),
        *(
            "surname Shevchuk given name Taras 1998",
            "His first name is Taras, family name is Shevchuk, born in 1998",
        ),
    ],
)
def test_labels_are_no_part_of_an_english_name(text: str) -> None:
    asked = read_name(text)

    assert asked.readings == (Person("Shevchuk", "Taras", None, 1998),)
    assert asked.further == 0


def test_the_labels_of_two_forms_are_of_two_people() -> None:
    asked = read_name("Прізвище: Шевчук\nІм'я: Тарас\n1998\nПрізвище: Петренко\nІм'я: Іван\n1999")

    assert (asked.person, asked.further) == (Person("Шевчук", "Тарас", None, 1998), 1)


@pytest.mark.parametrize(
    ("text", "given"), [("Шевчук Марія-Анна", "Марія-Анна"), ("Ластнейм Тарас", "Тарас")]
)
def test_a_dash_stays_where_no_label_is(text: str, given: str) -> None:
    assert read_name(text).person.given == given


@pytest.mark.parametrize(
    "word",
    [
        *(
            "швагро",
            "вітчим",
            "похресник",
            "одногрупник",
            "побратим",
            "синуля",
            "мій синочка",
            "місто",
            "область",
        ),
        *("деверь", "отчим", "одногруппник", "сослуживец", "сыночек", "деревня", "тел", "бабуся"),
    ],
)
def test_a_relative_or_a_place_before_a_name_is_no_part_of_it(word: str) -> None:
    assert read_name(f"{word} Верба Антон Леонідович").readings == (Person("Верба", "Антон", "Леонідович"),)
    assert parts(f"{word} Верба Антон 1998") == ("Верба", "Антон", None, 1998)


@pytest.mark.parametrize("word", ["stepson", "classmate", "comrade", "city", "phone"])
def test_an_english_word_before_a_name_is_no_part_of_it(word: str) -> None:
    assert read_name(f"{word} Verba Anton Leonidovych").readings == (Person("Verba", "Anton", "Leonidovych"),)


@pytest.mark.parametrize("family", ["Пасинок", "Дідусь", "Командир", "Город", "Громада", "Бабушко", "Свояк"])
def test_a_family_name_is_no_word_around_names(family: str) -> None:
    assert parts(f"{family} Антон Леонідович") == (family, "Антон", "Леонідович", None)
    assert not is_common_word(family)


NEAR_NAMES = st.text(st.sampled_from("АбВїЇйё'’- .,;:?19023/_*🙏+[\n\u0301AbсoІ%огли"), max_size=60)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=250), NEAR_NAMES))
def test_any_text_is_a_name_or_a_mistake_of_its_writer(text: str) -> None:
    for read in (read_name, read_more):
        try:
            read(text)
        except UserMistake:
            continue


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Доброго дня! Петренко Іван 1999", Person("Петренко", "Іван", None, 1999)),
        ("Шевчук Тарас мій син 1999", Person("Шевчук", "Тарас", None, 1999)),
        ("Чи є Шевчук Тарас 1999?", Person("Шевчук", "Тарас", None, 1999)),
        ("Мій Шевчук Тарас Григорович", Person("Шевчук", "Тарас", "Григорович")),
        ("Нечуй Вербенко Оксана Петрівна", Person("Нечуй Вербенко", "Оксана", "Петрівна")),
        ("лист Шевчуку Тарасу Григоровичу", Person("Шевчук", "Тарас", "Григорович")),
    ],
)
def test_words_around_a_name_are_not_taken_for_a_part_of_it(text: str, person: Person) -> None:
    """A greeting read as a family name once made a listed man "not on the lists"."""
    assert read_name(text).person == person


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Петренко Іван Васильович живий 1999", Person("Петренко", "Іван", "Васильович", 1999)),
        ("петренко іван васильович живий 1999", Person("петренко", "іван", "васильович", 1999)),
        ("Шевчук Тарас живий", Person("Шевчук", "Тарас")),
        ("Скажіть, чи привезли Тараса Лозовського", Person("Лозовський", "Тарас")),
        ("шановні гляньте у переліку шевчук тарас", Person("шевчук", "тарас")),
        ("Шевчук Тарас, Херсонська область, 36 бригада, зник у травні 2022", Person("Шевчук", "Тарас")),
        ("Мене звати Олена Верба, шукаю Шевчука Тараса 1999 р.н.", Person("Шевчук", "Тарас", None, 1999)),
        ("Has my cousin Taras Shevchuk, DOB 1999, come back?", Person("Shevchuk", "Taras", None, 1999)),
    ],
)
def test_a_name_is_told_from_words_that_nobody_knows(text: str, person: Person) -> None:
    assert read_name(text).person == person


def test_a_third_small_word_may_be_a_patronymic_or_no_part_of_the_name() -> None:
    asked = read_name("шевчук тарас живий")

    assert asked.person == Person("шевчук", "тарас", "живий")
    assert Person("шевчук", "тарас") in asked.guesses


@pytest.mark.parametrize(
    ("text", "further"),
    [
        ("Шевчук Тарас 1990", 0),
        ("Шевчук Тарас 1990, Петренко Іван 1999", 1),
        ("Шевчук Тарас 1990\nПетренко Іван 1999\nВербенко Степан 2001", 2),
        ("Чи є Шевчук Тарас 1990 і Петренко Іван 1999?", 1),
    ],
)
def test_of_several_people_the_first_is_read_and_the_others_are_counted(text: str, further: int) -> None:
    asked = read_name(text)

    assert (asked.person, asked.further) == (Person("Шевчук", "Тарас", None, 1990), further)


@pytest.mark.parametrize(
    "text", ["Петренко іван васильович", "петренко іван", "Петренко Іван?", "ПЕТРЕНКО ІВАН"]
)
def test_names_are_read_however_a_telephone_capitalises_them(text: str) -> None:
    assert read_name(text).person.family.casefold() == "петренко"


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("Сокола Тараса Степановича", Person("Сокіл", "Тарас", "Степанович")),
        ("шукаю Лебедя Тараса", Person("Лебідь", "Тарас")),
        ("Федорова Тараса Степановича", Person("Федорів", "Тарас", "Степанович")),
        ("Яцькова Тараса Степановича", Person("Яцьків", "Тарас", "Степанович")),
        ("Роман Іван Степанович", Person("Іван", "Роман", "Степанович")),
    ],
)
def test_what_the_words_allow_and_do_not_suggest_is_a_guess(text: str, guess: Person) -> None:
    asked = read_name(text)

    assert guess in asked.guesses
    assert guess not in asked.readings


@pytest.mark.parametrize(
    ("text", "family", "given"),
    [
        ("Дід Роман", "Дід", "Роман"),
        ("Доля Тарас", "Доля", "Тарас"),
        ("Вербенко Слава", "Вербенко", "Слава"),
        ("Войтович Слава", "Войтович", "Слава"),
    ],
)
def test_a_common_word_beside_one_other_may_be_of_a_name(text: str, family: str, given: str) -> None:
    person = read_name(text).person

    assert (person.family, person.given) == (family, given)


@pytest.mark.parametrize("text", ["Слава Україні", "Добрий день", "Шукаю Романа сина", "Доброго здоров'я"])
def test_a_common_word_beside_one_that_is_no_name_makes_none(text: str) -> None:
    with pytest.raises(UserMistake):
        read_name(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Верба Антон м. Полтава", "Верба Антон , "),
        ("Верба Антон м. Тарас", "Верба Антон м. Тарас"),
        ("Верба Антон м. Степанович", "Верба Антон м. Степанович"),
        ("Верба Антон м. Доленко", "Верба Антон м. Доленко"),
        ("Верба м. Полтава", "Верба м. Полтава"),
        ("Verba Anton, Poltava region", "Verba Anton, , "),
        ("Verba Taras region", "Verba Taras region"),
    ],
)
def test_a_place_goes_and_a_name_beside_its_noun_stays(text: str, left: str) -> None:
    assert without_places(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Мій син Вербенко, Тарас Степанович, танкіст із Полтави, зник минулої весни",
        "шукаю сина: Вербенко - Тарас Степанович, служив водієм",
    ],
)
def test_a_family_name_is_read_across_punctuation(text: str) -> None:
    assert parts(text) == ("Вербенко", "Тарас", "Степанович", None)
