"""Bytes of an upload in; rows and faults out.

What stands here may be used anywhere. What reads bytes (`reader` and all it needs) is imported by the child
process alone.
"""

from bot.files.asking import (
    AcceptHidden,
    Asks,
    SheetInfo,
    WhatIsFirstRow,
    WhichColumn,
    WhichEncoding,
    WhichSheet,
)
from bot.files.listfile import (
    MERGED,
    SHOWN_FAULTS,
    Column,
    Digest,
    Fault,
    ListFile,
    ReadAs,
    Refused,
    Row,
    digest_of,
    line_of,
    printed_of,
    refused,
    rows_of,
)
from bot.files.order import CHAT, TERMINAL, Choices, FirstRow, Limits, Order, ending_of
from bot.files.spool import Spool

__all__ = [
    "CHAT",
    "MERGED",
    "SHOWN_FAULTS",
    "TERMINAL",
    "AcceptHidden",
    "Asks",
    "Choices",
    "Column",
    "Digest",
    "Fault",
    "FirstRow",
    "Limits",
    "ListFile",
    "Order",
    "ReadAs",
    "Refused",
    "Row",
    "SheetInfo",
    "Spool",
    "WhatIsFirstRow",
    "WhichColumn",
    "WhichEncoding",
    "WhichSheet",
    "digest_of",
    "ending_of",
    "line_of",
    "printed_of",
    "refused",
    "rows_of",
]
