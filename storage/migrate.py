"""Bring the database to the version of this program, or refuse to run over another."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import aiosql

from bot.core.errors import BotError, StoreUnavailable

NEWEST = "0019"
SERVER = "postgresql://"
_UNDER_KEYS = "values_under_keys"
MIGRATIONS = Path(__file__).parent / "migrations"


class WrongSchema(BotError):
    """The database is of another version than this program; the operator is told what to do."""


def sqlite_path(database_url: str) -> Path:
    """Return the file of an address such as `sqlite:///data/vdoma.db`.

    Raises:
        ValueError: it is no such address.
    """
    before, mark, path = database_url.partition("sqlite:///")
    if before or not mark or not path:
        raise ValueError("not of the form sqlite:///path")
    return Path(path)


def is_of_server(database_url: str) -> bool:
    """Return whether an address is one of a PostgreSQL server, such as `postgresql://host/vdoma`."""
    return database_url.startswith(SERVER)


def schema_version(database_url: str) -> str | None:
    """Return the number of the last migration the database has seen, or None if it is empty.

    Raises:
        StoreUnavailable: the file is no database, or cannot be read.
        WrongSchema: there are tables in it, and they are not ours.
    """
    if is_of_server(database_url):
        return _schema_version_of_server(database_url)
    path = sqlite_path(database_url)
    if not path.exists():
        return None
    try:
        # Without a library: this runs at every start, and importing Alembic takes longer than all the rest.
        with closing(sqlite3.connect(path)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            if not tables:
                return None
            if "alembic_version" not in tables:
                raise WrongSchema(f"{path} holds tables of another program")
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise StoreUnavailable(f"{path}: {error}") from error
    return None if row is None else str(row[0])


def _schema_version_of_server(database_url: str) -> str | None:
    from storage.server_schema import version_of

    version, has_tables = version_of(database_url)
    if version is None and has_tables:
        raise WrongSchema("the database holds tables of another program")
    return version


def keys_in_use(database_url: str) -> frozenset[str]:
    """Return the ids of the keys without which something in the database cannot be read.

    Raises:
        StoreUnavailable: it cannot be read.
    """
    return frozenset(values_under_keys(database_url))


def values_under_keys(database_url: str) -> Mapping[str, Mapping[str, int]]:
    """Return how many values each key seals, by its id and the table that they stand in.

    Raises:
        StoreUnavailable: it cannot be read.
    """
    under: dict[str, dict[str, int]] = {}
    for key_id, table, values in _rows_under_keys(database_url):
        under.setdefault(key_id, {})[table] = values
    return under


def _rows_under_keys(database_url: str) -> list[tuple[str, str, int]]:
    if is_of_server(database_url):
        from storage.server_schema import rows_of

        return rows_of(database_url, _sql_under_keys("queries_postgresql/differing.sql"))
    path = sqlite_path(database_url)
    if not path.exists():
        return []
    try:
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute(_sql_under_keys("queries/sealed.sql")).fetchall()
    except sqlite3.Error as error:
        raise StoreUnavailable(f"{path}: {error}") from error


def _sql_under_keys(file: str) -> str:
    queries = aiosql.from_path(Path(__file__).parent / file, "sqlite3")
    return str(getattr(queries, _UNDER_KEYS).sql)


def refuse_wrong_version(database_url: str) -> None:
    """Make the tables if there are none; let nobody run over tables of another version.

    Raises:
        WrongSchema: the database is older than the program, or newer.
        StoreUnavailable: it cannot be read or made.
    """
    version = schema_version(database_url)
    _refuse_newer(version)
    if version is None:
        upgrade(database_url)
    elif version < NEWEST:
        raise WrongSchema(f"the database is at {version}, this program needs {NEWEST}: run `vdoma migrate`")


def refuse_other_version(database_url: str) -> None:
    """Let nobody write into a database that was never opened by this version of the program.

    Raises:
        WrongSchema: it is older, newer, or empty.
        StoreUnavailable: it cannot be read.
    """
    version = schema_version(database_url)
    _refuse_newer(version)
    if version != NEWEST:
        raise WrongSchema(f"the database is at {version}, this program needs {NEWEST}: run `vdoma migrate`")


def upgrade(database_url: str, *, to: str = NEWEST) -> None:
    """Bring the database to the newest version, each step as a whole or not at all.

    Args:
        to: an earlier version, to try out what the later steps do to what is there.

    Raises:
        WrongSchema: it is newer than the program.
        StoreUnavailable: it cannot be read or changed.
    """
    _refuse_newer(schema_version(database_url))
    if is_of_server(database_url):
        from storage.server_schema import make_base

        make_base(database_url)
        connected = _server_connection(database_url)
    else:
        _make_private(sqlite_path(database_url))
        connected = _connection(database_url)
    with connected as connection:
        _run_steps(connection, to)


def _refuse_newer(version: str | None) -> None:
    if version is not None and version > NEWEST:
        raise WrongSchema(f"the database is at {version}, this program only knows {NEWEST}: run a newer one")


def _make_private(path: Path) -> None:
    """Let nobody else on the machine read the file; SQLite gives the files beside it the same rights."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreUnavailable(f"{path}: {error.strerror}") from error


@contextmanager
def _connection(database_url: str) -> Iterator[Any]:
    import sqlalchemy as sa

    engine = sa.create_engine(database_url, poolclass=sa.NullPool)

    @sa.event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: object) -> None:
        # Python's sqlite3 opens no transaction before a CREATE TABLE; we open it ourselves.
        connection.isolation_level = None
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA busy_timeout = 5000")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    try:
        with engine.connect() as connection:
            yield connection
    except sa.exc.DBAPIError as error:
        raise StoreUnavailable(f"migration: {error.orig}") from error
    finally:
        engine.dispose()


@contextmanager
def _server_connection(database_url: str) -> Iterator[Any]:
    import sqlalchemy as sa

    engine = sa.create_engine(
        f"postgresql+psycopg://{database_url.removeprefix(SERVER)}", poolclass=sa.NullPool
    )
    try:
        with engine.connect() as connection:
            yield connection
    except sa.exc.DBAPIError as error:
        # Without the server's words: they quote values.
        raise StoreUnavailable(f"migration: {type(error.orig).__name__}") from error
    finally:
        engine.dispose()


def _run_steps(connection: Any, to: str) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)

    def steps(current: Any, _context: object) -> Any:
        return script._upgrade_revs(to, current)

    with EnvironmentContext(config, script, fn=steps) as environment:
        environment.configure(connection=connection, transactional_ddl=True, transaction_per_migration=True)
        with environment.begin_transaction():
            environment.run_migrations()
