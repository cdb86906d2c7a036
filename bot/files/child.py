"""The process that reads one file: started for it, confined, gone after it.

    python -m bot.files.child ORDER ROWS FAULTS

The file is its standard input; what it has to say goes to its standard output, a line of JSON for each;
ROWS and FAULTS are the numbers of two open files that take the rest.
"""

import os
import sys
import traceback
from typing import BinaryIO

from bot.files.confine import confine
from bot.files.listfile import ListFile, Refused, refused
from bot.files.order import Order
from bot.files.spool import Spool
from bot.files.wire import (
    asks_to_json,
    file_to_json,
    mistake_to_json,
    order_from_json,
    progress_to_json,
    refusal_to_json,
)


def main() -> None:
    """Read the file on the standard input."""
    order = order_from_json(sys.argv[1])
    rows, faults = (Spool(os.fdopen(int(number), "w+b")) for number in sys.argv[2:4])
    confine(order.limits)
    _say(_answer(sys.stdin.buffer, order, rows, faults))


def _answer(file: BinaryIO, order: Order, rows: Spool, faults: Spool) -> bytes:
    try:
        # Imported behind the limits: what it loads is counted with what it reads.
        from bot.files.reader import read_list

        read = read_list(
            file, order, rows=rows, faults=faults, note=lambda count: _say(progress_to_json(count))
        )
        return file_to_json(read) if isinstance(read, ListFile) else asks_to_json(read)
    except Refused as error:
        return refusal_to_json(error)
    except MemoryError:
        return refusal_to_json(refused("E04", takes="memory"))
    except Exception as error:  # noqa: BLE001  told to the parent without its words: they may quote the file
        return mistake_to_json(_place_of(error))


def _place_of(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {os.path.basename(last.filename)}:{last.lineno}"


def _say(line: bytes) -> None:
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
