"""Look for bytes that a reader breaks on, led by the code they reach (coverage-guided, with atheris).

    python -m benchmarks.fuzz text|xlsx|sheet|strings|ods|table|archive [-max_total_time=600] [CORPUS]

Needs the extra `fuzz` (`pip install -e ".[fuzz]"`). Whatever comes of a file is right except an error that is
no refusal. It runs in this process, without the limits of the child: what takes long or much is found by
`-timeout` and `-rss_limit_mb`. Options that begin with a dash are libFuzzer's own.
"""

import io
import sys
from collections.abc import Callable

from bot.files import CHAT, Order, Refused, Spool
from tests.files.workbooks import ods as ods_of
from tests.files.workbooks import raw_xlsx

try:
    import atheris
except ImportError:
    sys.exit('atheris is not here: pip install -e ".[fuzz]"')

with atheris.instrument_imports(include=["bot.files", "zipfile", "csv", "defusedxml"]):
    # All of them here: what is imported later, at its first use, would not be led by its code.
    from bot.files import archive, decode, layout, ods, sheets, textfile, xlsx, xmlrows
    from bot.files.reader import read_list


def _sheet(content: bytes) -> bytes:
    return raw_xlsx("", more={"xl/worksheets/sheet1.xml": content}, packed=0)


TARGETS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "text": ("csv", bytes),
    "archive": ("", lambda content: b"PK\x03\x04" + content),
    "xlsx": ("xlsx", lambda content: b"PK\x03\x04" + content),
    "sheet": ("xlsx", _sheet),
    "strings": (
        "xlsx",
        lambda content: raw_xlsx("<sheetData/>", more={"xl/sharedStrings.xml": content}, packed=0),
    ),
    "ods": ("ods", lambda content: b"PK\x03\x04" + content),
    "table": ("ods", lambda content: ods_of([], more={"content.xml": content})),
}
"""The ending of the name, and what is made of the bytes that are tried."""
LED = (archive, decode, layout, ods, sheets, textfile, xlsx, xmlrows)


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(__doc__)
    ending, made = TARGETS[sys.argv.pop(1)]

    def read_one(content: bytes) -> None:
        with Spool.temporary() as rows, Spool.temporary() as faults:
            try:
                read_list(
                    io.BytesIO(made(content)),
                    Order(ending, CHAT),
                    rows=rows,
                    faults=faults,
                    note=lambda count: None,
                )
            except Refused:
                return

    atheris.Setup(sys.argv, read_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
