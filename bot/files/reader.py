"""The bytes of an upload into rows and faults; nothing is half-read and no letter is guessed.

Only the child process imports this: see `child`.
"""

from collections.abc import Callable
from typing import BinaryIO

from bot.files.asking import Asks
from bot.files.decode import Text, find_encoding
from bot.files.layout import find_layout
from bot.files.listfile import ListFile
from bot.files.order import Order
from bot.files.sniff import Kind, first_kind, refuse_misnamed, refuse_unread
from bot.files.spool import Spool
from bot.files.table import Table
from bot.files.taking import Taking
from bot.files.textfile import open_text

_SHORTEST_ROW = 2


def read_list(
    file: BinaryIO, order: Order, *, rows: Spool, faults: Spool, note: Callable[[int], None]
) -> ListFile | Asks:
    """Read a list, or ask what only a person can tell.

    All faults of all rows are collected. The name's ending only says which kind the file claims to be.

    Args:
        rows, faults: take what is too much for memory, see `ListFile`.
        note: told now and then how many rows were read.

    Raises:
        Refused: the file as a whole cannot be read.
    """
    table = _open(file, order)
    if isinstance(table, Asks):
        return table
    layout = find_layout(table, order.choices)
    if isinstance(layout, Asks):
        return layout
    taking = Taking(
        layout,
        order.limits,
        rows,
        faults,
        first_column=table.first_column,
        most=max(file.seek(0, 2) // _SHORTEST_ROW, 1) if table.first_column is None else order.limits.rows,
        note=note,
    )
    for record in table.records():
        if record.number > layout.headings:
            taking.take(record)
    return taking.finish(table.read_as)


def _open(file: BinaryIO, order: Order) -> Table | Asks:
    kind = first_kind(file, order)
    if kind is Kind.ZIP:
        return _open_archive(file, order)
    refuse_unread(kind, order.ending)
    text = find_encoding(file, order.choices.encoding)
    return open_text(text) if isinstance(text, Text) else text


def _open_archive(file: BinaryIO, order: Order) -> Table | Asks:
    # Imported here: a text, which most lists are, needs none of it.
    from bot.files.archive import open_archive
    from bot.files.sheets import open_sheet

    refuse_misnamed(Kind.ZIP, order.ending)
    archive = open_archive(file, order.limits)
    refuse_unread(archive.kind, order.ending)
    return open_sheet(archive, order)
