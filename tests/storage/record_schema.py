"""`python -m tests.storage.record_schema`: write down the schema that the migrations lead to.

The record makes every change of the schema a difference that can be read and judged.
"""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from storage.migrate import upgrade

RECORDED = Path(__file__).with_name("schema.sql")


def schema_of(database: Path) -> str:
    """Every table, index and trigger, as SQLite writes them down."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name")
        return "".join(_tidy(sql) + ";\n\n" for (sql,) in rows)


def _tidy(sql: str) -> str:
    return "\n".join(line.rstrip() for line in sql.split("\n") if line.strip())


def record() -> None:
    """Replace the record by the schema of now."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "vdoma.db"
        upgrade(f"sqlite:///{database}")
        RECORDED.write_text(schema_of(database))


if __name__ == "__main__":
    record()
