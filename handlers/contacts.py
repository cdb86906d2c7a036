"""Official bodies, each with who stated the contact and when."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.core.errors import BotError
from bot.core.follows import Country

FILE = Path(__file__).parents[1] / "locales" / "contacts.csv"
GOOD_FOR = timedelta(days=90)
"""So long a contact stands before moderators are reminded to check it."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One body and how to reach it.

    Args:
        stated_on: the day on which the source stated it, or None if the source gives no day.
    """

    country: Country
    body_uk: str
    body_ru: str
    body_en: str
    short_uk: str
    short_ru: str
    short_en: str
    contact: str
    source: str
    stated_on: date | None

    @property
    def first_number(self) -> str:
        """The first of several ways to reach the body."""
        return self.contact.partition(";")[0]

    def short(self, language: str) -> str:
        """Return the body's name as a first screen has room for it."""
        return {"uk": self.short_uk, "ru": self.short_ru}.get(language, self.short_en)

    def body(self, language: str) -> str:
        """Return the body's name in one of the three languages."""
        return {"uk": self.body_uk, "ru": self.body_ru}.get(language, self.body_en)


class WrongContacts(BotError):
    """The operator's file of contacts cannot be read; told to whoever runs the bot."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """Every contact that is shown; of each country the first is the one to ask first."""

    every: tuple[Contact, ...]

    def of(self, country: Country) -> Sequence[Contact]:
        """Return a country's bodies."""
        return tuple(contact for contact in self.every if contact.country is country)

    def first(self, country: Country | None) -> Contact | None:
        """Return whom to ask first; None where no country was chosen, or we hold nobody for it."""
        of_country = self.of(country) if country is not None else ()
        return of_country[0] if of_country else None

    def to_check(self, today: date) -> int:
        """Return how many were last stated or checked more than 90 days ago, or on no day that is known."""
        return sum(c.stated_on is None or today - c.stated_on > GOOD_FOR for c in self.every)


def read_contacts(operators: Path | None = None) -> Contacts:
    """Read the reviewed file; of the countries that the operator's own file names, that one instead.

    Raises:
        WrongContacts: the operator's file is not there, or not like locales/contacts.csv.
    """
    own = _read_own(operators) if operators is not None else ()
    replaced = {contact.country for contact in own}
    return Contacts((*own, *(c for c in _read(FILE) if c.country not in replaced)))


def _read_own(path: Path) -> tuple[Contact, ...]:
    try:
        own = _read(path)
    except OSError as error:
        raise WrongContacts(f"VDOMA_CONTACTS: {error.strerror}") from error
    except (KeyError, ValueError) as error:
        raise WrongContacts(
            f"VDOMA_CONTACTS: columns as in locales/contacts.csv are needed ({error})"
        ) from error
    if not all(c.stated_on is not None and c.source and c.contact for c in own):
        raise WrongContacts("VDOMA_CONTACTS: every row needs contact, source and the day of your check")
    return own


def _read(path: Path) -> tuple[Contact, ...]:
    with path.open(encoding="utf-8-sig", newline="") as text:
        return tuple(
            Contact(
                country=Country(row["country"]),
                body_uk=row["body_uk"],
                body_ru=row["body_ru"],
                body_en=row["body_en"],
                short_uk=row["short_uk"],
                short_ru=row["short_ru"],
                short_en=row["short_en"],
                contact=row["contact"],
                source=row["source"],
                stated_on=date.fromisoformat(row["stated_on"]) if row["stated_on"] else None,
            )
            for row in csv.DictReader(text)
        )
