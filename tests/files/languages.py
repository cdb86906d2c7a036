"""One small list in each of the three languages. All people in it are invented."""

from dataclasses import dataclass
from itertools import chain


@dataclass(frozen=True, slots=True)
class Words:
    """What a list of one language holds.

    Args:
        headings: of family name, given name, patronymic and birth year.
        people: rows under them.
        phone, rank, unknown: headings that are refused by name, or must be left out.
        dead: a word that stands in lists of another kind.
    """

    language: str
    headings: tuple[str, str, str, str]
    people: tuple[tuple[str, str, str, str], ...]
    phone: str
    rank: str
    unknown: str
    status: str
    allowed: str
    dead: str
    mixed: str

    def csv(self, *rows: str, headings: str | None = None, delimiter: str = ";") -> bytes:
        """The list as CSV, with more rows behind its people."""
        joined = (delimiter.join(row) for row in self.people)
        top = delimiter.join(self.headings) if headings is None else headings
        return "\n".join(chain((top,), joined, rows)).encode() + b"\n"

    def one(self, row: str, *, headings: str | None = None) -> bytes:
        """Headings, and one row."""
        return f"{';'.join(self.headings) if headings is None else headings}\n{row}\n".encode()

    @property
    def rows(self) -> list[list[str]]:
        """Headings and people as cells."""
        return [list(self.headings), *map(list, self.people)]


WORDS = {
    "uk": Words(
        "uk",
        ("Прізвище", "Ім’я", "По батькові", "Рік народження"),
        (
            ("Вербенко", "Тарас", "Степанович", "1999"),
            ("Шелестова", "Оксана", "Петрівна", "2001"),
            ("Зозуля", "Захар", "Юхимович", "1987"),
        ),
        "Телефон",
        "Звання",
        "Колір очей",
        "Статус",
        "на обмін",
        "загинув",
        "Cидopенкo",
    ),
    "ru": Words(
        "ru",
        ("Фамилия", "Имя", "Отчество", "Год рождения"),
        (
            ("Ветроградский", "Савва", "Ильич", "1999"),
            ("Озеринская", "Ольга", "Тимуровна", "2001"),
            ("Снегирецкий", "Артём", "Львович", "1987"),
        ),
        "Паспорт",
        "Звание",
        "Цвет глаз",
        "Статус",
        "на обмен",
        "погиб",
        "Cидopенкo",
    ),
    "en": Words(
        "en",
        ("Family name", "Given name", "Patronymic", "Birth year"),
        (
            ("Verbenko", "Taras", "Stepanovych", "1999"),
            ("Shelestova", "Oksana", "Petrivna", "2001"),
            ("Zozulia", "Zakhar", "Yukhymovych", "1987"),
        ),
        "Phone",
        "Rank",
        "Eye colour",
        "Status",
        "for exchange",
        "killed",
        "Sokіlko",
    ),
}
