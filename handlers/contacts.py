"""Official bodies, each with who stated the contact and when."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from bot.core.follows import Country

FILE = Path(__file__).parents[1] / "locales" / "contacts.csv"


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


@cache
def all_contacts() -> Sequence[Contact]:
    """Read the reviewed file."""
    with FILE.open(encoding="utf-8", newline="") as text:
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


def contacts_of(country: Country) -> Sequence[Contact]:
    """Return a country's bodies; the first is the one to ask first."""
    return tuple(contact for contact in all_contacts() if contact.country is country)


def first_contact(country: Country | None) -> Contact | None:
    """Return whom to ask first in a country; None where none was chosen, or we hold nobody for it."""
    contacts = contacts_of(country) if country is not None and country is not Country.OTHER else ()
    return contacts[0] if contacts else None
