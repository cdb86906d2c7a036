"""Look for bytes that a reader breaks on, led by the code they reach (coverage-guided, with atheris).

    python -m benchmarks.fuzz name|text|xlsx|sheet|strings|ods|table|archive [-max_total_time=600] [CORPUS]

Needs the extra `fuzz` (`pip install -e ".[fuzz]"`). Whatever comes of a file or of a name is right except an
error that is no refusal; a name that was read must be searchable, and the same after it was kept for a watch.
Names begin with those of `benchmarks/corpus/name`; what broke one is put there, and the tests try it.

It runs in this process, without the limits of the child: what takes long or much is found by `-timeout` and
`-rss_limit_mb`. Options that begin with a dash are libFuzzer's own.
"""

import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

try:
    import atheris
except ImportError:
    sys.exit('atheris is not here: pip install -e ".[fuzz]"')

with atheris.instrument_imports(include=["bot.files", "bot.core.names", "zipfile", "csv", "defusedxml"]):
    # All of them here, and nothing of them before: what is imported earlier, or later at its first use, leads
    # to nothing.
    from benchmarks.names_tried import try_name
    from bot.files import archive, decode, layout, ods, sheets, textfile, xlsx, xmlrows
    from bot.files.reader import read_list

from bot.files import CHAT, Order, Refused, Spool
from tests.files.workbooks import ods as ods_of
from tests.files.workbooks import raw_xlsx


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
NAMES = Path(__file__).parent / "corpus" / "name"
LED = (archive, decode, layout, ods, sheets, textfile, xlsx, xmlrows)


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in {*TARGETS, "name"}:
        sys.exit(__doc__)
    target = sys.argv.pop(1)
    if target == "name":
        # New finds go into a folder of their own: the corpus stays small.
        with tempfile.TemporaryDirectory(prefix="vdoma-fuzz-") as found:
            atheris.Setup([*sys.argv, found, str(NAMES)], try_name)
            atheris.Fuzz()
        return
    ending, made = TARGETS[target]

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
