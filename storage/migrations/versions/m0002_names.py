"""Keep every family name and given name once, and look rows up by them.

Rows lead to their names; the keys of names are made by `key_anew`: rules of names are no part of a migration.
"""

from collections.abc import Iterator
from unicodedata import normalize

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SLICE = 5_000
PARTS = ("family", "given")

Row = dict[str, object]


def upgrade() -> None:
    op.drop_table("entry_keys")
    op.create_table(
        "names",
        sa.Column("id", Number, primary_key=True, autoincrement=False, nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("spelt", sa.Text(), nullable=False),
        sa.Column("letters", sa.Text(), nullable=False),
        # The version of the rules by which it is keyed; 0 while it has no keys.
        sa.Column("rules", Number, nullable=False),
        sa.UniqueConstraint("part", "spelt"),
        sqlite_strict=True,
    )
    op.create_index("names_rules", "names", ["rules"])
    op.create_table(
        "name_keys",
        sa.Column("key", Number, nullable=False),
        sa.Column("name_id", Number, nullable=False),
        sa.PrimaryKeyConstraint("key", "name_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.rename_table("entries", "old_entries")
    op.create_table(
        "entries",
        sa.Column("edition_id", sa.Text(), sa.ForeignKey("editions.id"), nullable=False),
        sa.Column("row_number", Number, nullable=False),
        sa.Column("printed_name", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=True),
        sa.Column("given", sa.Text(), nullable=True),
        sa.Column("patronymic", sa.Text(), nullable=True),
        sa.Column("birth_year", Number, nullable=True),
        sa.Column("family_id", Number, sa.ForeignKey("names.id"), nullable=False),
        sa.Column("given_id", Number, sa.ForeignKey("names.id"), nullable=False),
        sa.PrimaryKeyConstraint("edition_id", "row_number"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    _move_entries(op.get_bind())
    op.drop_table("old_entries")
    op.create_index("entries_names", "entries", ["family_id", "given_id"])
    op.drop_column("editions", "keys_version")


def _move_entries(connection: sa.Connection) -> None:
    ids: dict[tuple[str, str], int] = {}
    for rows in _slices(connection):
        spelt = dict.fromkeys((part, _spelt(row[part])) for row in rows for part in PARTS)
        new = {name: id_ for id_, name in enumerate((n for n in spelt if n not in ids), start=len(ids) + 1)}
        ids |= new
        if new:
            connection.execute(
                sa.text(
                    "INSERT INTO names (id, part, spelt, letters, rules) VALUES (:id, :part, :spelt, '', 0)"
                ),
                [{"id": id_, "part": part, "spelt": name} for (part, name), id_ in new.items()],
            )
        connection.execute(
            sa.text(
                "INSERT INTO entries (edition_id, row_number, printed_name, family, given, patronymic,"
                " birth_year, family_id, given_id) VALUES (:edition_id, :row_number, :printed_name, :family,"
                " :given, :patronymic, :birth_year, :family_id, :given_id)"
            ),
            [{**row, **{f"{part}_id": ids[part, _spelt(row[part])] for part in PARTS}} for row in rows],
        )


def _slices(connection: sa.Connection) -> Iterator[list[Row]]:
    last: tuple[str, int] = ("", 0)
    query = sa.text(
        "SELECT * FROM old_entries WHERE (edition_id, row_number) > (:edition, :row)"
        " ORDER BY edition_id, row_number LIMIT :limit"
    )
    while (
        rows := connection.execute(query, {"edition": last[0], "row": last[1], "limit": SLICE})
        .mappings()
        .all()
    ):
        yield [dict(row) for row in rows]
        last = (rows[-1]["edition_id"], rows[-1]["row_number"])


def _spelt(name: object) -> str:
    return " ".join(normalize("NFC", str(name or "")).casefold().split())
