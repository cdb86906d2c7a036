"""Official contacts: the reviewed file, and the operator's own."""

from datetime import date
from pathlib import Path

import pytest

from bot.core.follows import Country
from handlers.contacts import FILE, WrongContacts, read_contacts

HEAD = FILE.read_text(encoding="utf-8").splitlines()[0]
OWN = f"{HEAD}\nrussia,А,Б,C,а,б,c,000,Invented Operator,2026-11-20\n"


def test_the_operators_file_replaces_the_countries_it_names_with_the_day_of_the_check(tmp_path: Path) -> None:
    own = tmp_path / "contacts.csv"
    own.write_text(OWN, encoding="utf-8")

    contacts = read_contacts(own)

    (only,) = contacts.of(Country.RUSSIA)
    assert (only.contact, only.source, only.stated_on) == ("000", "Invented Operator", date(2026, 11, 20))
    assert contacts.of(Country.UKRAINE) == read_contacts().of(Country.UKRAINE)


@pytest.mark.parametrize(
    "text", ["", "country\nrussia\n", OWN.replace("2026-11-20", ""), OWN.replace("russia", "x")]
)
def test_a_file_that_lacks_something_stops_the_start(tmp_path: Path, text: str) -> None:
    own = tmp_path / "contacts.csv"
    own.write_text(text, encoding="utf-8")
    if not text:
        own.unlink()

    with pytest.raises(WrongContacts):
        read_contacts(own)


def test_contacts_are_to_be_checked_after_ninety_days() -> None:
    contacts = read_contacts()

    assert contacts.to_check(date(2023, 6, 1)) == 0
    assert contacts.to_check(date(2030, 1, 1)) == len(contacts.every)
