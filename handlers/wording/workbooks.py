"""The findings about an edition as a workbook: what was read, every fault, every change."""

from collections.abc import Iterable, Iterator, Sequence

from bot.core.changes import Changed, Changes, Kept
from bot.core.lists import Entry
from bot.files import MERGED, Fault
from bot.services.review import EditionView
from handlers.wording.moderation import Moderation
from handlers.wording.terms import _

Rows = Iterator[Sequence[str]]


class Workbooks(Moderation):
    """Plain texts: a workbook shows no markup."""

    def findings(
        self, view: EditionView, faults: Sequence[Fault], changes: Changes | None
    ) -> Sequence[tuple[str, Rows]]:
        """Word the sheets: title and rows, the headings first."""
        sheets = [(self._text(_("Overview")), self._overview(view)), self.faults_sheet(faults)]
        if changes is not None:
            sheets.append((self._text(_("Changes")), self._changes(changes)))
        return sheets

    def faults_sheet(self, faults: Iterable[Fault]) -> tuple[str, Rows]:
        """Word the sheet of faults: its title and its rows."""
        return self._text(_("Faults")), self._faults(faults)

    def _text(self, text: str, **values: object) -> str:
        return str(self.say(text, **values).unescape())

    def _overview(self, view: EditionView) -> Rows:
        yield (self._text(_("What was read")),)
        text = self.edition(view).text
        for line in text.split("\n"):
            yield (str(line.striptags()),)

    def _faults(self, faults: Iterable[Fault]) -> Rows:
        yield tuple(
            self._text(heading)
            for heading in (_("Code"), _("Row"), _("Cell"), _("Column"), _("What is wrong, and what to do"))
        )
        for fault in faults:
            yield (
                "" if fault.code == MERGED else fault.code,
                str(fault.row or ""),
                fault.at or "",
                self.column(fault.column).unescape() if fault.column is not None else "",
                str(self.fault_text(fault).unescape()),
            )

    def _changes(self, changes: Changes) -> Rows:
        headings = (_("Change"), _("Row before"), _("Row now"), _("Before"), _("Now"), _("Word by word"))
        yield tuple(map(self._text, headings))
        for pair in changes.changed:
            before, now = _printed(pair.former), _printed(pair.present)
            yield (
                self._text(_("changed")),
                str(pair.former.row),
                str(pair.present.row),
                before,
                now,
                _word_by_word(pair),
            )
        for entry in changes.removed:
            yield self._text(_("removed")), str(entry.row), "", _printed(entry), "", ""
        for entry in changes.added:
            yield self._text(_("added")), "", str(entry.row), "", _printed(entry), ""


def _printed(entry: Entry) -> str:
    year = entry.person.birth_year
    return entry.printed_name if year is None else f"{entry.printed_name}, {year}"


def _word_by_word(pair: Changed) -> str:
    """Write what stayed as it is, and in brackets what became what."""
    written: list[str] = []
    was: list[str] = []
    is_now: list[str] = []
    for word in (*pair.words, None):
        if word is not None and word.kept is not Kept.SAME:
            (was if word.kept is Kept.REMOVED else is_now).append(word.text)
            continue
        if was or is_now:
            written.append(f"[{' '.join(was)} → {' '.join(is_now)}]")
            was, is_now = [], []
        if word is not None:
            written.append(word.text)
    return " ".join(written)
