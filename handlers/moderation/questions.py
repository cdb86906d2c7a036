"""Which questions each form asks, in order, and how typed answers are read."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from bot.core.errors import BadValue
from bot.core.roles import MOST_DAYS

Fields = Mapping[str, str]
NEW = "new"
NONE = "none"
ANSWERED_BY = "_update"
"""Beside the answers of a form stands the id of the update that gave the last of them."""
ASKED = "_asked"
"""Which field of an upload the file itself has raised; it is asked before all others."""
NAMED, ROWS, FORMER = "_named", "_rows", "_former"
"""What was found out of a file: rows that name somebody; those accepted; the published edition's, if that
wants a reason."""
COLUMN = "column_"
"""Begins the field of a column that no heading explains."""
DAYS = frozenset({"agreed_on", "day", "planned_on", "stated_on", "published_on"})
"""Fields that hold a day, or the first and the last of several with a slash between."""
DONE = "done"
"""What stands in the place of a form that was finished: what it was and what came of it."""

_LABEL = r"(?!-)[\w-]{1,63}(?<!-)"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form.

    Args:
        read: reads what was typed and returns what is kept; None where only buttons offer the choices.
        skip: whether it may be left open.
        offered: whether buttons offer choices beside what can be typed.
    """

    field: str
    read: Callable[[str], str] | None = None
    skip: bool = False
    offered: bool = False

    @property
    def has_choices(self) -> bool:
        """Whether buttons offer answers."""
        return self.read is None or self.offered


def read_day(text: str) -> str:
    """Read a day such as 9.06.2025 or 2025-06-09."""
    for pattern in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), pattern).date().isoformat()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    raise BadValue("day")


def read_days_of(text: str) -> str:
    """Read a day, or the first and the last of several: 9.06.2025 - 12.06.2025."""
    try:
        first, *rest = [read_day(part) for part in re.split(r"\s[-–—]\s|[–—]", text.strip())]
    except BadValue as error:
        raise BadValue("days_of") from error
    if len(rest) > 1 or (rest and rest[0] <= first):
        raise BadValue("days_of")
    return "/".join([first, *rest])


def read_lasting(text: str) -> str:
    """Read for how many days a role is granted."""
    digits = text.strip()
    if not re.fullmatch(r"[0-9]{1,3}", digits) or not 1 <= int(digits) <= MOST_DAYS:
        raise BadValue("days")
    return str(int(digits))


def read_link(text: str) -> str:
    """Read a full address, one that Telegram takes in a button: it refuses `https://telegra`."""
    link = text.strip()
    if not re.fullmatch(r"https?://[^\s<>\"\\]{3,300}", link, re.IGNORECASE) or not _names_a_host(link):
        raise BadValue("link")
    return link


def _names_a_host(link: str) -> bool:
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    # The playground's pages are on this machine.
    named = host == "localhost" or re.fullmatch(rf"{_LABEL}(\.{_LABEL})+", host)
    return bool(named) and "@" not in parts.netloc


def read_number(text: str) -> str:
    """Read a whole number; spaces between its digits are usual."""
    digits = "".join(text.split())
    if not re.fullmatch(r"[0-9]{1,7}", digits):
        raise BadValue("number")
    return str(int(digits))


def read_title(text: str) -> str:
    """Read a title in three lines: Ukrainian, Russian, English."""
    lines = [line.strip() for line in text.strip().splitlines()]
    if len(lines) != 3 or not all(0 < len(line) <= 100 for line in lines):
        raise BadValue("title")
    return "\n".join(lines)


def read_words(text: str) -> str:
    """Read a party's own words."""
    if not 0 < len(text.strip()) <= 500:
        raise BadValue("words")
    return text.strip()


def read_harm(text: str) -> str:
    """Read a harm check: it must say something."""
    if not 20 <= len(text.strip()) <= 500:
        raise BadValue("harm")
    return text.strip()


def read_name_of(text: str) -> str:
    """Read what a publisher or a moderator is called."""
    if not 0 < len(text.strip()) <= 100 or "\n" in text.strip():
        raise BadValue("name")
    return text.strip()


def _read_code(text: str) -> str:
    return text.strip()[:20]


_OF_PUBLISHER = (Question("publisher_name", read_name_of), Question("publisher_kind"))


def questions(form: str, fields: Fields) -> Sequence[Question]:
    """Return the questions of a form; what was answered so far can add more."""
    match form:
        case "agreement":
            return (Question("title", read_title), Question("agreed_on", read_day))
        case "exchange":
            return (Question("agreement"), Question("day", read_days_of))
        case "batch":
            return (
                Question("exchange"),
                Question("side"),
                Question("category"),
                Question("planned_on", read_day, skip=True),
            )
        case "publisher":
            return _OF_PUBLISHER
        case "list":
            return (
                Question("batch"),
                *_list_itself(fields),
            )
        case "statement":
            return (
                Question("about"),
                Question("party"),
                Question("kind"),
                Question("number", read_number, skip=True),
                *([Question("counted")] if fields.get("number") else []),
                Question("words", read_words, skip=True),
                Question("source", read_name_of),
                Question("stated_on", read_day),
                Question("link", read_link, skip=True),
            )
        case "confirm":
            return (
                Question("confirmed"),
                Question("words", read_words, skip=True),
                Question("source", read_name_of),
                Question("stated_on", read_day),
                Question("link", read_link),
            )
        case "withdraw":
            return (Question("what"), Question("reason"), Question("remark", read_words, skip=True))
        case "search":
            return (Question("unsearched"), Question("harm", read_harm))
        case "unsearch":
            return (Question("switched_on"),)
        case "upload":
            return (
                *([Question(fields[ASKED])] if ASKED in fields else []),
                Question("expected", read_number),
                Question("batch"),
                Question("list"),
                *_of_new_list(fields),
                *([Question("size_reason", read_words)] if fields.get(FORMER) else []),
            )
        case "invite":
            return (
                Question("name", read_name_of),
                Question("role"),
                Question("days", read_lasting, offered=True),
            )
        case "renew":
            return (Question("grant"), Question("role"), Question("days", read_lasting, offered=True))
        case "code":
            return (Question("code", _read_code),)
        case _:
            return ()


def _of_new_list(fields: Fields) -> Sequence[Question]:
    return _list_itself(fields) if fields.get("list", NEW) == NEW else ()


def _list_itself(fields: Fields) -> Sequence[Question]:
    return (
        Question("publisher"),
        *(_OF_PUBLISHER if fields.get("publisher") == NEW else ()),
        Question("list_link", _of_source(read_link)),
        Question("published_on", _of_source(read_day)),
    )


def _of_source(read: Callable[[str], str]) -> Callable[[str], str]:
    """Let what is no address or day of a list be told as such (E43)."""

    def read_source(text: str) -> str:
        try:
            return read(text)
        except BadValue as error:
            raise BadValue("source") from error

    return read_source


def next_question(form: str, fields: Fields) -> Question | None:
    """Return the first question without an answer; one left open counts as answered."""
    return next((q for q in questions(form, fields) if q.field not in fields), None)


def last_answered(form: str, fields: Fields) -> Question | None:
    """Return the question that was answered last, or None of a form that has just begun."""
    return next((q for q in reversed(questions(form, fields)) if q.field in fields), None)


def without(fields: Fields, field: str) -> Mapping[str, str]:
    """Return the answers but for one, and but for what was found out after it."""
    return {name: value for name, value in fields.items() if name != field and not name.startswith("_")}


def day_of(fields: Fields, field: str) -> date:
    """Return a day that was answered."""
    return date.fromisoformat(fields[field])
