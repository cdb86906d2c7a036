"""The faults of a file in words, by code."""

from handlers.wording.terms import _

FAULTS = {
    "E01": _("The file is empty."),
    "E02": _("There is a header but no rows."),
    "E03": _("The file is larger than 10 MB. Split it, or send it as CSV."),
    "E06": _("The name of the file says something else than its content."),
    "E07": _("This kind of file is not supported. Save it as CSV UTF-8."),
    "E18": _("Pictures and scans are not read. Send the names as CSV."),
    "E19": _("This very file was uploaded to this list already."),
    "E20": _(
        "The letters are not Ukrainian, Russian or Latin: is the encoding another one? Save the file as UTF-8."
    ),
    "E21": _("Some bytes cannot be read in any one encoding. Save the file as UTF-8."),
    "E22": _("A letter was lost in an earlier conversion (�). Take it from the source."),
    "E23": _("A quotation mark is opened and not closed."),
    "E24": _("A field is longer than 1,000 characters."),
    "E25": _("The file holds a zero byte. Save it as CSV UTF-8."),
    "E26": _("The row has another number of columns than the header."),
    "E27": _("A line break stands inside a name."),
    "E28": _(
        "A column is missing, doubled or unknown. Needed: family name and given name, or the full name. Allowed besides: patronymic, birth year, number."
    ),
    "E29": _("The file has more than 20,000 rows."),
    "E30": _("You expected another number of rows than the file has."),
    "E32": _("The family name or the given name is empty."),
    "E33": _("The columns of family name and given name may be swapped."),
    "E34": _("A word mixes Cyrillic and Latin letters."),
    "E35": _("The name holds invisible characters."),
    "E36": _("The name holds digits or signs."),
    "E37": _("The field begins with a sign of a formula."),
    "E38": _("The birth year or date is not possible or not clear."),
    "E39": _("The status word is not known."),
    "E41": _("The same name stands here with different birth years."),
    "E42": _(
        "Personal data we do not keep (phone, passport, rank, unit, address, health). Remove the column."
    ),
}
