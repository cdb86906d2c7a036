"""The questions of the forms and the labels of their answers, by field."""

from handlers.wording.terms import _

QUESTIONS = {
    "title": _("Write the name of the agreement in three lines: Ukrainian, Russian, English."),
    "agreed_on": _("On which day was it agreed? For example 2.06.2025."),
    "agreement": _("To which agreement does the exchange belong?"),
    "day": _("On which day is the exchange? For example 9.06.2025."),
    "exchange": _("To which exchange does the group belong?"),
    "side": _("Which side receives these people?"),
    "category": _("Of which category are they?"),
    "about": _("What is the statement about?"),
    "party": _("Who made the statement?"),
    "kind": _("What does it state?"),
    "number": _("Which number does it name?"),
    "words": _("Their own words, as published (at most 500 characters)?"),
    "source": _("Who published the statement? Write the name."),
    "stated_on": _("On which day was it published? For example 9.06.2025."),
    "link": _("The address of the statement? A statement that changes a state needs one."),
    "expected": _("How many rows of names does the file have?"),
    "batch": _("Which exchange group is the list about?"),
    "list": _("Is it a new edition of one of these lists?"),
    "publisher": _("Who published the list?"),
    "publisher_name": _("Write the name of the publisher."),
    "publisher_kind": _("What is this publisher?"),
    "list_link": _("The address of the list?"),
    "published_on": _("On which day was the list published? For example 9.06.2025."),
    "name": _("What shall the moderators call this person?"),
    "code": _("Type the four characters that the screen shows."),
}

LABELS = {
    "title": _("Name"),
    "agreed_on": _("Agreed on"),
    "agreement": _("Agreement"),
    "day": _("Day"),
    "exchange": _("Exchange"),
    "side": _("Receiving side"),
    "category": _("Category"),
    "about": _("About"),
    "party": _("Who states it"),
    "kind": _("What is stated"),
    "number": _("Number"),
    "words": _("Words"),
    "source": _("Published by"),
    "stated_on": _("Published on"),
    "link": _("Address"),
}
