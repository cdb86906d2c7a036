"""The lists of the story. Nobody published them, and nobody is called so.

Family names are put together from plants, weather and places, so that no soldier's name is met by chance.
"""

from dataclasses import dataclass
from datetime import date

from bot.core.lists import PublisherKind
from bot.playground.story_facts import TO_RUSSIA, TO_UKRAINE

PUBLISHER = "Playground (invented names)"
PUBLISHER_KIND = PublisherKind.MEDIA
"""Neither side is made its publisher; media are searched in the demo."""

SAYS = "Every name on this list is invented for the playground. No side and no newspaper published it."
DAY = date(2025, 6, 9)
"""The day of the group that the lists are for: an invented list has no day of its own."""


@dataclass(frozen=True, slots=True)
class InventedList:
    """One list; each edition is the whole file of that upload."""

    batch: str
    slug: str
    file_name: str
    editions: tuple[str, ...]

    def content(self, number: int) -> bytes:
        """The file of an edition, as a moderator sends it."""
        return self.editions[number - 1].encode()

    def rows(self, number: int) -> int:
        """How many rows of names the file has."""
        return self.editions[number - 1].strip().count("\n")


_FIRST_OF_UKRAINE = """\
Прізвище;Ім’я;По батькові;Рік народження
Верболоз;Максим;Юхимович;2001
Зореграй;Тимофій;Лукич;2002
Тихоліс;Богдан;Зенонович;2004
Ясенець;Данило;Гордійович;2005
"""

OF_UKRAINE = InventedList(
    TO_UKRAINE.id,
    "invented-names-1",
    "list-ukraine.csv",
    (_FIRST_OF_UKRAINE, f"{_FIRST_OF_UKRAINE}Полиноцвіт;Назар;Остапович;2003\n"),
)
OF_RUSSIA = InventedList(
    TO_RUSSIA.id,
    "invented-names-2",
    "list-russia.csv",
    (
        """\
Фамилия;Имя;Отчество;Год рождения
Ветроградский;Савва;Ильич;2003
Калиноградов;Глеб;Фёдорович;2001
Озеринский;Лев;Тимурович;2002
Снегирецкий;Артём;Львович;2004
""",
    ),
)

SON = "Полиноцвіт Назар Остапович, 2003"
"""Whom the mother asks about: on the second edition only."""
HUSBAND = "Глеб Фёдорович Калиноградов 2001"
"""Whom the wife asks about, the parts in another order than on the list."""
