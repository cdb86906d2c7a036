"""What moderators read about a file that is taken: what must be told of it, and what was wrong with its rows."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from bot.files import (
    AcceptHidden,
    Asks,
    Column,
    Fault,
    FirstRow,
    ListFile,
    WhatIsFirstRow,
    WhichColumn,
    WhichEncoding,
    WhichSheet,
)
from handlers.buttons import Act
from handlers.wording.faults import FAULTS
from handlers.wording.file_refusals import FileRefusals, where
from handlers.wording.terms import Button, Row, Said, _, paragraphs

MOST_GROUPS_CHARACTERS = 2_200
"""So much of a message the faults may take; what does not fit stands in the findings."""


class Files(FileRefusals):
    """Texts about files of lists."""

    # what only a person can tell

    def ask_about_file(self, asks: Asks) -> Said:
        """Ask what the file does not say itself; the field of the form that is asked for is `field_of`."""
        match asks:
            case WhichEncoding():
                return self._which_encoding(asks)
            case WhichSheet():
                return self._which_sheet(asks)
            case AcceptHidden():
                return self._accept_hidden(asks)
            case WhichColumn():
                return self._which_column(asks)
            case WhatIsFirstRow():
                return self._what_is_first_row(asks)

    def ask_for_reason(self, former: int, present: int) -> Said:
        text = paragraphs(
            self._coded("E31", self._much_changed(former, present)),
            self.say(_("Why is that so? Both moderators will read your answer.")),
        )
        return Said(text, (self._leave(),))

    def _which_encoding(self, asks: WhichEncoding) -> Said:
        lines = [
            self.say(
                _("The file is not in UTF-8, so its letters must be looked at. The first rows are these.")
            )
        ]
        rows: list[Row] = []
        for encoding, preview in asks.previews:
            lines.append(self.say(_("In {encoding}:"), encoding=encoding))
            lines += [Markup("<code>{cells}</code>").format(cells=" · ".join(cells)) for cells in preview]
            rows.append(
                (self._pick("encoding", encoding, _("They read well in {encoding}"), encoding=encoding),)
            )
        lines.append(
            self.say(_("If they read wrong, leave the form, save the file as UTF-8 and send it again."))
        )
        return Said(paragraphs(*lines), (*rows, self._leave()))

    def _which_sheet(self, asks: WhichSheet) -> Said:
        text = self.say(_("Several sheets have data. Which one is the list? Send the others separately."))
        rows = tuple(
            (
                self._pick(
                    "sheet",
                    str(sheet.number),
                    _("{sheet}, hidden (rows: {rows})") if sheet.hidden else _("{sheet} (rows: {rows})"),
                    sheet=sheet.name[:30],
                    rows=self.number(sheet.rows),
                ),
            )
            for sheet in asks.sheets[:20]
        )
        return Said(self._coded("E13", text), (*rows, self._leave()))

    def _accept_hidden(self, asks: AcceptHidden) -> Said:
        lines = [self._coded("E14", self.say(_("Part of what would be read is hidden in the sheet.")))]
        if asks.sheet is not None:
            lines.append(self.say(_("Hidden sheet: {sheet}"), sheet=asks.sheet))
        if asks.rows:
            lines.append(self.say(_("Hidden rows: {rows}"), rows=_first_of(asks.rows)))
        if asks.columns:
            lines.append(self.say(_("Hidden columns: {columns}"), columns=_first_of(asks.columns)))
        read = (self._pick("hidden", "yes", _("Read the hidden part too")),)
        return Said(paragraphs(*lines), (read, self._leave()))

    def _which_column(self, asks: WhichColumn) -> Said:
        heading = (
            self.say(_("Column {number} has no heading that is known."), number=asks.number)
            if asks.heading is None
            else self.say(
                _("The heading of column {number} is not known: {heading}"),
                number=asks.number,
                heading=asks.heading,
            )
        )
        values = " · ".join(asks.values)
        lines = [
            self._coded("E28", heading),
            self.say(_("In it stands: {values}"), values=values)
            if values
            else self.say(_("Nothing stands in it.")),
            *(
                [self.say(_("Not known besides: {headings}"), headings=", ".join(asks.besides))]
                if asks.besides
                else []
            ),
            self.say(_("What does the column hold?")),
        ]
        field = f"column_{asks.number}"
        named = [column for column in asks.free if column is not Column.IGNORED]
        choices = [self._choice(field, column.value, self.column(column)) for column in named]
        rows: list[Row] = [tuple(choices[at : at + 2]) for at in range(0, len(choices), 2)]
        rows.append((self._pick(field, Column.IGNORED.value, _("Leave this column out")),))
        rows.append((self._pick(field, "all", _("Leave out all that are not known")),))
        return Said(paragraphs(*lines), (*rows, self._leave()))

    def _what_is_first_row(self, asks: WhatIsFirstRow) -> Said:
        text = paragraphs(
            self.say(_("What is the first row: headings, or a person?")),
            Markup("<code>{cells}</code>").format(cells=" · ".join(asks.cells)),
        )
        heading = self._pick("first_row", FirstRow.HEADING.value, _("Headings"))
        person = self._pick("first_row", FirstRow.PERSON.value, _("A person"))
        return Said(text, ((heading, person), self._leave()))

    def _pick(self, field: str, value: str, label: str, **values: object) -> Button:
        return self._choice(field, value, self.say(label, **values))

    def _choice(self, field: str, value: str, label: Markup) -> Button:
        return Button(label.unescape(), carries=self.button("", Act.PICK, field, value).carries)

    def _leave(self) -> Row:
        return (self.button(_("Leave the form"), Act.LEAVE),)

    # what was read

    def read_from(self, file: ListFile) -> Sequence[Markup]:
        """What was read from a file of which nothing is stored."""
        return [
            self._counts(
                total=file.total,
                accepted=file.accepted,
                rejected=file.rejected,
                merged=file.merged,
                blank=file.blank,
            ),
            self._read_as(file.read_as.kind, file.read_as.encoding, file.read_as.sheet),
            *self.faults(file.faults, count=file.fault_count),
        ]

    def _counts(self, **counts: int) -> Markup:
        return self.say(
            _(
                "Rows in the file: {total}. Accepted: {accepted}. Rejected: {rejected}. Duplicates: {merged}. Blank: {blank}."
            ),
            **{name: self.number(count) for name, count in counts.items()},
        )

    def _read_as(self, kind: str, encoding: str | None, sheet: str | None) -> Markup:
        if sheet is not None:
            return self.say(_("Read from the sheet {sheet}."), sheet=sheet)
        return self.say(_("Read as {encoding}."), encoding=encoding or kind)

    # the faults of rows

    def faults(self, faults: Sequence[Fault], *, count: int) -> Sequence[Markup]:
        """Word faults in groups, as many as fit, and say how many more there are."""
        lines: list[Markup] = []
        told = length = 0
        for (code, column), some in _grouped(faults):
            line = self._group(code, column, some)
            if length + len(line) > MOST_GROUPS_CHARACTERS:
                break
            lines.append(line)
            told += len(some)
            length += len(line)
        if count > told:
            lines.append(
                self.count(
                    "And {count} more fault: the findings show all of them.",
                    "And {count} more faults: the findings show all of them.",
                    count - told,
                )
            )
        return lines

    def _group(self, code: str, column: str | None, faults: Sequence[Fault]) -> Markup:
        text = self.say(FAULTS.get(code, _("This cannot be read.")))
        rows = ", ".join(self._place(fault) for fault in faults)
        if column is None:
            return self.say(_("{code} Rows: {rows}. {text}"), code=code, rows=rows, text=text)
        return self.say(
            _("{code} {column}, rows: {rows}. {text}"),
            code=code,
            column=self.column(column),
            rows=rows,
            text=text,
        )

    def _place(self, fault: Fault) -> str:
        """Name a row, with what the sentence cannot say of all rows alike."""
        match fault.told:
            case {"fix": str(fix)}:
                return f"{where(fault)} ({fix}?)"
            case {"found": int(found), "wanted": int(wanted)}:
                return str(
                    self.say(
                        _("{row} (columns: {columns}, not {wanted})"),
                        row=where(fault),
                        columns=found,
                        wanted=wanted,
                    )
                )
            case _:
                return where(fault)

    def fault_text(self, fault: Fault) -> Markup:
        """Word one fault by itself, for the findings."""
        match fault.told:
            case {"fix": str(fix)}:
                return self.say(_("{text} Is this meant: {fix}?"), text=self.say(FAULTS["E34"]), fix=fix)
            case {"found": int(found), "wanted": int(wanted)}:
                return self.say(
                    _(
                        "The row has {columns} columns, the headings have {wanted}. Look for missing or extra separators."
                    ),
                    columns=self.number(found),
                    wanted=self.number(wanted),
                )
            case {"first": int(first)}:
                return self.say(_("It repeats row {row} and was merged into it."), row=self.number(first))
            case _:
                return self.say(FAULTS.get(fault.code, _("This cannot be read.")))


def _grouped(faults: Iterable[Fault]) -> list[tuple[tuple[str, str | None], list[Fault]]]:
    groups: dict[tuple[str, str | None], list[Fault]] = {}
    for fault in faults:
        groups.setdefault((fault.code, fault.column), []).append(fault)
    return list(groups.items())


def _first_of(some: Sequence[str]) -> str:
    return ", ".join(some[:30]) + (" …" if len(some) > 30 else "")
