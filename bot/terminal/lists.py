"""The commands `vdoma lists check`, `vdoma lists upload` and `vdoma lists show`."""

import argparse
import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING

from tqdm import tqdm

from bot.child import ChildReader
from bot.core.errors import BotError, Unknown
from bot.core.lists import Edition
from bot.core.uploads import ChangeCounts
from bot.files import Asks, ListFile, Refused, refused
from bot.files.wire import fault_from_json
from bot.services.upload import Uploads
from bot.settings import Settings, read_settings
from bot.terminal.arguments import order_of
from bot.terminal.shelf import places
from bot.terminal.telling import (
    as_json,
    asks_json,
    hint,
    plain,
    read_json,
    read_lines,
    refused_json,
    stored_json,
    stored_lines,
)
from handlers.sheets import workbook_of
from handlers.wording import wording

if TYPE_CHECKING:
    from storage.store import DatabaseStore

ALL_TAKEN, NOT_READ, SOME_REJECTED = 0, 1, 3
"""What the commands end with; 2 is a mistake on the command line."""
REST_S = 0.1
"""So long after each slice others may write: SQLite looks every tenth of a second whether it is its turn,
and a shorter rest could always fall between two looks."""


class Asked(BotError):
    """The file does not say itself what is needed to read it."""

    def __init__(self, asks: Asks) -> None:
        super().__init__(hint(asks))
        self.asks = asks


def lists(arguments: argparse.Namespace) -> int:
    """Run one of the commands; returns the exit code."""
    acts = {"check": _check, "upload": _upload, "show": _show}
    try:
        return asyncio.run(acts[arguments.act](arguments))
    except Refused as error:
        said = wording(arguments.language).refusal(error.faults)
        print(as_json(refused_json(error.faults)) if arguments.json else plain(said))
    except Asked as error:
        said = wording(arguments.language).ask_about_file(error.asks)
        print(as_json(asks_json(error.asks)) if arguments.json else f"{plain(said)}\n{error}")
    return NOT_READ


async def _check(arguments: argparse.Namespace) -> int:
    with contextlib.closing(await _read(arguments)) as file:
        _write_findings(arguments, file)
        words = wording(arguments.language)
        print(as_json(read_json(file)) if arguments.json else "\n".join(read_lines(file, words)))
        return SOME_REJECTED if file.rejected else ALL_TAKEN


async def _upload(arguments: argparse.Namespace) -> int:
    # Imported here, as below: a check needs none of it.
    from bot.assembly import make_services, sealing_of
    from bot.services.questions import Questions

    settings = read_settings()
    async with _open_store(settings) as store:
        services = make_services(store, settings, Questions(), sealing_of(settings))
        with contextlib.closing(await _read(arguments)) as file:
            _write_findings(arguments, file)
            services.uploads.check_count(file, expected=arguments.expected)
            edition = await _store(arguments, services.uploads, file)
            changes = await services.comparisons.changes(edition.id)
            print(_stored(arguments, file, edition, changes.counts if changes is not None else None))
            return SOME_REJECTED if file.rejected else ALL_TAKEN


async def _show(arguments: argparse.Namespace) -> int:
    async with _open_store(read_settings()) as store, store.reading() as reading:
        found = await places(reading)
    print(as_json(found.as_json()) if arguments.json else "\n".join(found.lines()))
    return ALL_TAKEN


async def _read(arguments: argparse.Namespace) -> ListFile:
    """Read the file, with a bar that shows how far it is.

    Raises:
        Refused, Asked: it cannot be read, or not like this.
        Unknown: there is no such file.
    """
    try:
        content = arguments.file.open("rb")
    except OSError as error:
        raise Unknown(f"{arguments.file}: {error.strerror}") from error
    with content, _bar("read", None) as move_to:
        read = await ChildReader().read(content, order_of(arguments), note=move_to)
    if not isinstance(read, ListFile):
        raise Asked(read)
    return read


async def _store(arguments: argparse.Namespace, uploads: Uploads, file: ListFile) -> Edition:
    list_id = arguments.list or await _new_list(arguments, uploads)
    with _bar("store", file.accepted) as move_to:
        return await uploads.store_from_terminal(
            file,
            list_id=list_id,
            expected=arguments.expected,
            reason=arguments.reason,
            note=move_to,
            pace=_rest,
        )


async def _new_list(arguments: argparse.Namespace, uploads: Uploads) -> str:
    if arguments.link is None or arguments.published_on is None:
        raise refused("E43")
    named, kind = arguments.publisher_name, arguments.publisher_kind
    return await uploads.list_from_terminal(
        batch_id=arguments.batch or "",
        publisher_id=arguments.publisher,
        new_publisher=(named, kind) if named and kind else None,
        link=arguments.link,
        published_on=arguments.published_on,
    )


async def _rest() -> None:
    await asyncio.sleep(REST_S)


@contextlib.asynccontextmanager
async def _open_store(settings: Settings) -> "AsyncIterator[DatabaseStore]":
    """Open the database of the settings, beside the bot if that runs.

    Raises:
        WrongSchema: it is not of this program's version.
        SchemaLocked: it is being migrated.
    """
    from storage.migrate import refuse_other_version
    from storage.place import place_of

    place = place_of(settings.database_url, settings.folder)
    with place.share_schema():
        refuse_other_version(settings.database_url)
        store = place.store()
        await store.open_beside()
        try:
            yield store
        finally:
            await store.close()


@contextlib.contextmanager
def _bar(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Show how many rows are done, where somebody looks on; yields what moves it there."""
    with tqdm(total=total, desc=what, unit=" rows", unit_scale=True, disable=None, file=sys.stderr) as bar:

        def move_to(rows: int) -> None:
            bar.update(rows - bar.n)

        yield move_to


def _write_findings(arguments: argparse.Namespace, file: ListFile) -> None:
    if arguments.findings is None:
        return
    faults = (fault_from_json(line) for lines in file.all_faults.slices(1000) for line in lines)
    sheets = [wording(arguments.language).faults_sheet(faults)]
    arguments.findings.write_bytes(workbook_of(sheets))


def _stored(
    arguments: argparse.Namespace, file: ListFile, edition: Edition, changes: ChangeCounts | None
) -> str:
    if arguments.json:
        return as_json(read_json(file) | stored_json(edition, changes))
    words = wording(arguments.language)
    return "\n".join([*read_lines(file, words), *stored_lines(edition, changes)])
