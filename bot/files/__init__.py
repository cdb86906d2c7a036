"""Bytes of an upload in; rows and faults out."""

from bot.files.listfile import Column, Fault, ListFile, Row, UnreadableColumns, digest_of
from bot.files.reader import MOST_ROWS, read_list

__all__ = [
    "MOST_ROWS",
    "Column",
    "Fault",
    "ListFile",
    "Row",
    "UnreadableColumns",
    "digest_of",
    "read_list",
]
