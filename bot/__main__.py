"""The commands of `vdoma`."""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.errors import BotError
from bot.settings import Settings, WrongSettings, read_matcher_settings, read_settings
from bot.terminal.arguments import add_lists

if TYPE_CHECKING:
    from storage.store import DatabaseStore

_NO_ANSWER = 3
"""How `ask` ends if it could not look, so that no script takes that for a "no"."""


def main() -> None:
    """Run one command; a fault that the operator can mend is one message, not a traceback."""
    parser = argparse.ArgumentParser(
        prog="vdoma", description="Is a named person on a published exchange list?"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="run the bot, by polling or webhook as configured")
    commands.add_parser("courier", help="send alerts beside the bot, with PostgreSQL; as many as you like")
    commands.add_parser("matcher", help="open and compare watches in a process of its own; see `keys split`")
    demo = commands.add_parser("demo", help="run the bot on this machine alone, with a page to talk to it")
    demo.add_argument("--port", type=int, default=8081, help="of the page; another one if it is taken")
    commands.add_parser("migrate", help="bring the database up to date")
    backup = commands.add_parser("backup", help="write a copy of the database, also while the bot runs")
    backup.add_argument("file", type=Path, help="where to; nothing may be there")
    restore = commands.add_parser("restore", help="bring a copy back while the bot is stopped")
    restore.add_argument("file", type=Path, help="a file that `vdoma backup` wrote")
    restore.add_argument("--replace", action="store_true", help="in the place of the database that is there")
    commands.add_parser(
        "standstill", help="after other tools brought a database back: nothing goes out before people go on"
    )
    ask = commands.add_parser("ask", help="ask about one person, as in the chat")
    ask.add_argument("text", help="a family name, a given name, and a patronymic or a birth year")
    ask.add_argument("--json", action="store_true", help="one JSON object, for scripts")
    ask.add_argument("--language", choices=("uk", "ru", "en"), default="en", help="of the answer")
    ask.add_argument("--no-more", action="store_true", help="neither patronymic nor birth year is known")
    commands.add_parser("check", help="check the settings; all faults in one message")
    add_lists(commands)
    _add_log(commands)
    _add_keys(commands)
    _add_factor(commands)
    arguments = parser.parse_args()
    try:
        _COMMANDS[arguments.command](arguments)
    except WrongSettings as error:
        sys.exit(f"These settings cannot be taken:\n{error}")
    except BotError as error:
        sys.exit(f"vdoma: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


def _add_log(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    log = commands.add_parser("log", help="the publication log").add_subparsers(dest="act", required=True)
    verify = log.add_parser("verify", help="make sure that no line was changed, dropped, added or moved")
    verify.add_argument(
        "--expect", metavar="CHECKPOINT", help="a line that must be there, as printed earlier"
    )
    log.add_parser("export", help="write all lines to standard output, as JSON, oldest first")


def _add_keys(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    keys = commands.add_parser("keys", help="the keys that seal").add_subparsers(dest="act", required=True)
    new = keys.add_parser("new", help="make keys, in a file that only its owner can read")
    new.add_argument("file", type=Path, help="where to write them; nothing may be there")
    keys.add_parser("show", help="which keys there are, and which of them the database still needs")
    keys.add_parser("rotate", help="add new keys to the file; the bot seals with them from its next start")
    keys.add_parser("retire", help="take keys out of the file that the database no longer needs")
    split = keys.add_parser("split", help="write the keys of the bot and those of the matcher into two files")
    split.add_argument(
        "file", type=Path, help="a file with all keys; beside it come FILE.bot and FILE.matcher"
    )


def _add_factor(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    factor = commands.add_parser("factor", help="moderators' second factors").add_subparsers(
        dest="act", required=True
    )
    for act, what in (("enrol", "give a moderator a new authenticator"), ("drop", "take it away")):
        one = factor.add_parser(act, help=what)
        one.add_argument("telegram_id", type=int)


def _run(_: argparse.Namespace) -> None:
    # Imported here so that `check` and `migrate` do not load what they do not need.
    from bot.assembly import run
    from bot.hardening import leave_no_core_dump, quote_nothing
    from bot.logs import set_up_logs

    leave_no_core_dump()
    quote_nothing()
    settings = read_settings()
    _warn(settings)
    set_up_logs(settings.log_level)
    try:
        asyncio.run(run(settings))
    except* BotError as faults:
        raise _first(faults) from None


def _courier(_: argparse.Namespace) -> None:
    from bot.courier import run
    from bot.hardening import leave_no_core_dump, quote_nothing
    from bot.logs import set_up_logs

    leave_no_core_dump()
    quote_nothing()
    settings = read_settings()
    set_up_logs(settings.log_level)
    try:
        asyncio.run(run(settings))
    except* BotError as faults:
        raise _first(faults) from None


def _matcher(_: argparse.Namespace) -> None:
    from bot.hardening import leave_no_core_dump, quote_nothing
    from bot.logs import set_up_logs
    from bot.matcher import run

    leave_no_core_dump()
    quote_nothing()
    settings = read_matcher_settings()
    set_up_logs(settings.log_level)
    try:
        asyncio.run(run(settings))
    except* BotError as faults:
        raise _first(faults) from None


def _first(faults: BaseExceptionGroup[BotError]) -> BotError:
    """Return the first fault of a group of groups; the others followed from it."""
    fault = faults.exceptions[0]
    return _first(fault) if isinstance(fault, BaseExceptionGroup) else fault


def _demo(arguments: argparse.Namespace) -> None:
    from bot.demo import demo

    asyncio.run(demo(port=arguments.port))


def _migrate(_: argparse.Namespace) -> None:
    from storage.migrate import NEWEST, upgrade
    from storage.place import place_of

    settings = read_settings()
    place = place_of(settings.database_url, settings.folder)
    with place.hold_running(), place.hold_schema():
        upgrade(settings.database_url)
        keyed = asyncio.run(_make_ready(place.store(), settings))
    print(f"The database is at version {NEWEST}; family names keyed anew: {keyed}.")


def _backup(arguments: argparse.Namespace) -> None:
    from bot.terminal.backup import backup

    print(backup(read_settings(), arguments.file))


def _restore(arguments: argparse.Namespace) -> None:
    from bot.terminal.backup import restore

    print(restore(read_settings(), arguments.file, replace=arguments.replace))


def _standstill(_: argparse.Namespace) -> None:
    from bot.terminal.backup import standstill

    print(standstill(read_settings()))


async def _make_ready(store: "DatabaseStore", settings: Settings) -> int:
    from bot.services.index import Indexing

    await store.open()
    try:
        async with store.writing() as writing:
            # The matcher may be started before the bot.
            await writing.search_classes(settings.searched)
        return await Indexing(store).work()
    finally:
        await store.close()


def _ask(arguments: argparse.Namespace) -> None:
    from bot.logs import set_up_logs
    from bot.terminal.ask import CannotAsk, ask

    set_up_logs("ERROR")
    asking = ask(
        read_settings(),
        arguments.text,
        language=arguments.language,
        as_json=arguments.json,
        knows_no_more=arguments.no_more,
    )
    try:
        print(asyncio.run(asking))
    except CannotAsk as error:
        print(error, file=sys.stderr)
        sys.exit(_NO_ANSWER)


def _lists(arguments: argparse.Namespace) -> None:
    from bot.logs import set_up_logs
    from bot.terminal.lists import lists

    # What the commands say goes to the standard output; the log stays out of it.
    set_up_logs("ERROR")
    sys.exit(lists(arguments))


def _check(_: argparse.Namespace) -> None:
    settings = read_settings()
    _warn(settings)
    from bot.terminal.keys import custody

    print(f"The settings are in order.\n{custody(settings)}")


def _log(arguments: argparse.Namespace) -> None:
    from bot.logbook import export, verify
    from storage.migrate import refuse_wrong_version, schema_version
    from storage.place import place_of

    settings = read_settings()
    place = place_of(settings.database_url, settings.folder)
    if schema_version(settings.database_url) is None:
        sys.exit(f"vdoma: there is no database at {place.name}")
    refuse_wrong_version(settings.database_url)
    if arguments.act == "verify":
        print(asyncio.run(verify(place.store(), expect=arguments.expect)))
    else:
        asyncio.run(export(place.store()))


def _keys(arguments: argparse.Namespace) -> None:
    from bot.keys import make_file
    from bot.terminal.keys import retire, rotate, show, split

    match arguments.act:
        case "new":
            make_file(arguments.file)
            said = f"New keys: {arguments.file}. Keep a copy, apart from the backups: nothing opens without."
        case "split":
            said = split(arguments.file)
        case "show":
            said = show(read_settings())
        case "rotate":
            said = rotate(read_settings())
        case _:
            said = retire(read_settings())
    print(said)


def _factor(arguments: argparse.Namespace) -> None:
    from bot.terminal.factor import drop, enrol

    act = enrol if arguments.act == "enrol" else drop
    print(asyncio.run(act(read_settings(), arguments.telegram_id)))


def _warn(settings: Settings) -> None:
    if len(settings.owners) < 2:
        print(
            "VDOMA_OWNERS names fewer than two people: nothing can be published until it names two.",
            file=sys.stderr,
        )
    if settings.second_factor == "off":
        print(
            "VDOMA_SECOND_FACTOR=off: a moderator’s stolen Telegram account acts as that moderator.",
            file=sys.stderr,
        )


_COMMANDS = {
    "run": _run,
    "demo": _demo,
    "factor": _factor,
    "courier": _courier,
    "matcher": _matcher,
    "migrate": _migrate,
    "ask": _ask,
    "backup": _backup,
    "check": _check,
    "keys": _keys,
    "lists": _lists,
    "log": _log,
    "restore": _restore,
    "standstill": _standstill,
}

if __name__ == "__main__":
    main()
