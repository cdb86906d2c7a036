"""The invented people of the demo."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["relative", "follower", "moderator"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a Telegram account; `about` says in a few English words who they are."""

    id: int
    first_name: str
    language_code: str = "uk"
    role: Role = "relative"
    about: str = ""

    def as_user(self) -> dict[str, object]:
        """The User object of the Bot API."""
        user: dict[str, object] = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.language_code:
            user["language_code"] = self.language_code
        return user


HALYNA = Person(7_000_000_001, "Галина П.", "uk", "relative", "A mother who writes Ukrainian")
MARINA = Person(7_000_000_002, "Марина К.", "ru", "relative", "A wife who writes Russian")
EMILY = Person(7_000_000_003, "Emily R.", "en", "follower", "A friend abroad who follows the exchanges")
OKSANA = Person(7_000_000_004, "Оксана Д.", "uk", "moderator", "A moderator who writes Ukrainian")
THOMAS = Person(7_000_000_005, "Thomas W.", "en", "moderator", "A moderator who writes English")

DEMO_PEOPLE = (HALYNA, MARINA, EMILY, OKSANA, THOMAS)


def crowd(count: int, *, first_id: int = 7_100_000_001, language_code: str = "uk") -> list[Person]:
    """Many people at once, for tests and benchmarks."""
    return [
        Person(first_id + number, f"Person {number + 1}", language_code, "follower")
        for number in range(count)
    ]
