"""The faults of rows in words, by code: what is wrong, and what to do."""

from handlers.wording.terms import _

FAULTS = {
    "E15": _("The cell is merged with others. Split it, so that each row has its own values."),
    "E16": _("The cell is a formula. Paste its value instead."),
    "E17": _("The cell shows an error of the spreadsheet. Write what belongs there."),
    "E22": _("A letter was lost in an earlier conversion (�). Take it from the source."),
    "E24": _("The field is longer than 1,000 characters. Is a quotation mark missing?"),
    "E26": _(
        "The row has another number of columns than the headings. Look for missing or extra separators."
    ),
    "E27": _("A line break stands inside the field. Write it on one line."),
    "E32": _("The family name or the given name is empty. Write it, or delete the row."),
    "E33": _("The parts of the name may stand in the wrong columns, or two of them in one. Please compare."),
    "E34": _("A word mixes Cyrillic and Latin letters. Type it again in one alphabet."),
    "E35": _("The field holds invisible characters. Type it again by hand."),
    "E36": _("The name holds digits, signs, or words that are no name. Leave only the name."),
    "E37": _("The field begins with a sign of a formula. Delete the sign."),
    "E38": _("The birth year or date is not possible or not clear. Write the year in four digits."),
    "E39": _(
        "This word about the person is not known here. Leave it out; only the name and the year are kept."
    ),
    "E41": _(
        "The same name stands here with another birth year too. Please compare: two people, or a mistake?"
    ),
}
