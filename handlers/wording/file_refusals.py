"""Why a whole file is refused: what is wrong, where, and what to do."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby

from babel.numbers import format_decimal
from markupsafe import Markup

from bot.files import CHAT, Fault
from handlers.wording.faults import FAULTS
from handlers.wording.shelf import Shelf
from handlers.wording.terms import Said, _, paragraphs

_MEGABYTE = 1024 * 1024

Told = Mapping[str, str | int]


class FileRefusals(Shelf):
    """Texts about files that are not taken."""

    def refusal(self, faults: Sequence[Fault]) -> Said:
        """Say why a whole file is refused, everything at once, and what to do."""
        by_code = groupby(sorted(faults, key=lambda fault: fault.code), key=lambda fault: fault.code)
        return Said(
            paragraphs(
                *(self._coded(code, self._refused(code, list(some))) for code, some in by_code),
                self.say(_("Nothing of the file was stored.")),
            )
        )

    def _coded(self, code: str, text: Markup) -> Markup:
        """Put a fault's code before its words."""
        return Markup("{code} {text}").format(code=code, text=text)

    def _refused(self, code: str, faults: Sequence[Fault]) -> Markup:
        first = faults[0]
        match code:
            case "E01" | "E02" | "E08" | "E09" | "E10" | "E11" | "E12" | "E18" | "E43":
                return self.say(_REFUSALS[code])
            case "E03" | "E04" | "E05":
                return self._too_large(code, first.told)
            case "E06" | "E07":
                return self._of_another_kind(code, first.told)
            case "E19":
                return self._same_again(first.told)
            case "E20" | "E21" | "E25":
                return self._letters(first)
            case "E23" | "E24":
                return self.say(_REFUSALS[code], row=self.number(first.row or 1))
            case "E28" | "E40" | "E42":
                return self._headings(code, faults)
            case "E29":
                return self._too_many_rows(_number(first.told, "limit"))
            case "E30":
                return self.say(
                    _(
                        "You expected {expected} rows; the file has {rows}. Count again, or look for what is missing."
                    ),
                    expected=self.number(_number(first.told, "expected")),
                    rows=self.number(_number(first.told, "found")),
                )
            case "E31":
                return self._much_changed(_number(first.told, "former"), _number(first.told, "present"))
            case _:
                return self._of_rows(code, faults)

    def _too_large(self, code: str, told: Told) -> Markup:
        match code, told:
            case "E03", {"size": int(size), "limit": int(limit)}:
                return self.say(
                    _("The file has {size} MB; the limit is {limit} MB. Split it, or send it as CSV."),
                    size=self.megabytes(size),
                    limit=self.megabytes(limit),
                )
            case "E05", {"cells": int(cells), "limit": int(limit)}:
                return self.say(
                    _(
                        "The sheet claims {cells} cells; the limit is {limit}. Copy the list into a new sheet, or save "
                        "it as CSV."
                    ),
                    cells=self.number(cells),
                    limit=self.number(limit),
                )
            case _, {"members": int(members), "limit": int(limit)}:
                return self.say(
                    _("The archive holds {members} files; the limit is {limit}. Save the list as CSV."),
                    members=self.number(members),
                    limit=self.number(limit),
                )
            case _, {"unpacked": int(unpacked)}:
                return self.say(
                    _("The archive expands to {unpacked} MB: refused. Save the list as CSV."),
                    unpacked=self.megabytes(unpacked),
                )
            case _, {"takes": "memory"}:
                return self.say(
                    _("Reading the file takes more memory than is allowed. Save the list as CSV.")
                )
            case _:
                return self.say(
                    _("Reading the file takes longer than is allowed. Save the list as CSV, or split it.")
                )

    def _too_many_rows(self, limit: int) -> Markup:
        if limit > CHAT.rows:
            return self.say(_("The file has more than {limit} rows. Split it."), limit=self.number(limit))
        return self.say(
            _(
                "The file has more than {limit} rows. Larger lists are uploaded from the terminal: vdoma lists "
                "upload."
            ),
            limit=self.number(limit),
        )

    def _of_another_kind(self, code: str, told: Told) -> Markup:
        content = self._kind(str(told.get("found", "")))
        if code == "E06":
            return self.say(
                _(
                    "The name of the file says {named}, its content is {content}. Send it under its right name."
                ),
                named=told.get("named", ""),
                content=content,
            )
        return self.say(
            _("Files of this kind are not read: {content}. Save the list as XLSX or as CSV UTF-8."),
            content=content,
        )

    def _kind(self, kind: str) -> str:
        texts = {"text": _("plain text"), "picture": _("a picture"), "archive": _("an archive")}
        return self.say(texts[kind]) if kind in texts else kind.upper()

    def _same_again(self, told: Told) -> Markup:
        edition, moment = _number(told, "edition"), told.get("moment")
        if not isinstance(moment, int):
            return self.say(_("This very list is edition {edition} already."), edition=edition)
        texts = {
            "you": _("This very list is edition {edition} already: you uploaded it on {moment}."),
            "another": _(
                "This very list is edition {edition} already: another moderator uploaded it on {moment}."
            ),
            "terminal": _(
                "This very list is edition {edition} already, uploaded from the terminal on {moment}."
            ),
        }
        when = self.moment(datetime.fromtimestamp(moment, UTC))
        return self.say(texts[str(told.get("by", "another"))], edition=edition, moment=when)

    def _letters(self, fault: Fault) -> Markup:
        told, row = fault.told, self.number(fault.row or 1)
        match fault.code:
            case "E21":
                return self.say(
                    _(
                        "Row {row}, byte {offset}: this is no letter in the encoding of the rest. Save the file as "
                        "UTF-8 from its source."
                    ),
                    row=row,
                    offset=self.number(_number(told, "offset")),
                )
            case "E25":
                return self.say(_("Row {row} holds a zero byte. Save the file as CSV UTF-8."), row=row)
            case _ if "seems" in told:
                return self.say(
                    _("The letters read as names only in the encoding {encoding}. Save the file as UTF-8."),
                    encoding=told["seems"],
                )
            case _:
                return self.say(
                    _(
                        "Of every 100 letters {share} are not Ukrainian, Russian or Latin: is the encoding wrong? Save "
                        "the file as UTF-8 from its source."
                    ),
                    share=self.number(_number(told, "share")),
                )

    def _headings(self, code: str, faults: Sequence[Fault]) -> Markup:
        named = ", ".join(str(fault.told["heading"]) for fault in faults if "heading" in fault.told)
        row = self.number(faults[0].row or 1)
        if code == "E42":
            return self.say(
                _("Personal data that we do not keep stands in these columns: {headings}. Delete them."),
                headings=named,
            )
        if code == "E40":
            return self.say(
                _(
                    "Row {row}: the file is a list of another kind (remains). Names from such lists are not kept here."
                ),
                row=row,
            )
        if any("doubled" in fault.told for fault in faults):
            return self.say(
                _("These headings stand twice: {headings}. Delete or rename one."), headings=named
            )
        if "columns" in faults[0].told:
            return self.say(
                _("The table has {columns} columns. Leave only those of the list."),
                columns=self.number(_number(faults[0].told, "columns")),
            )
        return self.say(
            _(
                "Row {row}: a column is missing, or two say the same. Needed: family name and given name, or the full "
                "name in one column; besides them patronymic, birth year, number."
            ),
            row=row,
        )

    def _of_rows(self, code: str, faults: Sequence[Fault]) -> Markup:
        text = self.say(FAULTS.get(code, _("This cannot be read.")))
        return self.say(
            _("{text} Rows: {rows}."), text=text, rows=", ".join(where(fault) for fault in faults)
        )

    def cannot_read_now(self) -> Said:
        return Said(
            self.say(
                _(
                    "We could not read the file: the fault is ours. Nothing was stored. Send it again in a minute."
                )
            )
        )

    def pictures_are_not_read(self) -> Said:
        """The answer to a photo from a moderator."""
        return self.refusal([Fault("E18")])

    def _much_changed(self, former: int, present: int) -> Markup:
        """Say that an edition is much smaller or larger than the one it would supersede."""
        return self.say(
            _(
                "The edition has {present} rows, the published one has {former}. A fifth fewer or twice as many needs a "
                "reason."
            ),
            present=self.number(present),
            former=self.number(former),
        )

    def megabytes(self, size: int) -> str:
        """Write a size in megabytes, with one decimal where it is no whole number."""
        return format_decimal(size / _MEGABYTE, format="#,##0.#", locale=self.language)


_REFUSALS = {
    "E01": _("The file is empty. Send the one that holds the list."),
    "E02": _("There are headings and no rows below them. Send the file with its rows."),
    "E08": _("The file is locked with a password. Save it without one."),
    "E09": _(
        "The file holds macros, embedded objects or links to other files. Copy the values into a new file."
    ),
    "E10": _(
        "The file declares entities of its own, as attacks do. Save the list anew, as XLSX or CSV UTF-8."
    ),
    "E11": _("The archive is packed as no spreadsheet packs it. Save the list anew, as XLSX or CSV UTF-8."),
    "E12": _("The file is damaged. Send it again; if that does not help, save it anew."),
    "E18": _("Pictures and scans are not read. Type the names, or send them as a table (XLSX, ODS, CSV)."),
    "E23": _("A quotation mark is opened in row {row} and not closed. Close it or delete it."),
    "E24": _("A field in row {row} does not end. Is a quotation mark missing?"),
    "E43": _("A list needs the address where it was published, and the day. Give both."),
}


def where(fault: Fault) -> str:
    """Return the address of a cell, or the number of a row."""
    return fault.at or str(fault.row)


def _number(told: Told, name: str) -> int:
    value = told.get(name, 0)
    return value if isinstance(value, int) else 0
