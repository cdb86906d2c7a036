"""What may be said on the command line, and what it says about a file."""

import argparse
from datetime import date
from pathlib import Path

from bot.core.lists import PublisherKind
from bot.files import Choices, Column, FirstRow, Order, ending_of
from bot.files.order import TERMINAL

_HELD = [column for column in Column if column is not Column.LINE]


def add_lists(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `lists` and its own commands."""
    lists = commands.add_parser("lists", help="read, check and upload lists; show what there is")
    acts = lists.add_subparsers(dest="act", required=True)
    show = acts.add_parser("show", help="the ids of exchange groups, publishers and lists")
    show.add_argument("--json", action="store_true", help="for scripts")
    check = acts.add_parser("check", help="read a file and say what is found; nothing is stored")
    _about_file(check)
    upload = acts.add_parser(
        "upload", help="store a file as a draft edition that two moderators submit and publish in the chat"
    )
    _about_file(upload)
    _about_list(upload)


def order_of(arguments: argparse.Namespace) -> Order:
    """Return what is to be read, and what was said about it."""
    choices = Choices(
        encoding=arguments.encoding,
        sheet=arguments.sheet,
        hidden=arguments.hidden,
        columns=dict(arguments.column),
        others=Column.IGNORED if arguments.leave_out_unknown else None,
        first_row=arguments.first_row,
    )
    return Order(ending_of(arguments.file.name), TERMINAL, choices)


def _about_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path)
    command.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")
    command.add_argument("--language", choices=("uk", "ru", "en"), default="en", help="of what is said")
    command.add_argument("--findings", type=Path, metavar="FILE.xlsx", help="every fault as a workbook")
    command.add_argument("--encoding", help="the encoding whose rows read well, such as CP1251")
    command.add_argument("--sheet", type=int, help="which sheet of a workbook, from 1")
    command.add_argument("--hidden", action="store_true", help="read hidden rows and columns like the others")
    command.add_argument(
        "--column",
        type=_column,
        action="append",
        default=[],
        metavar="N=WHAT",
        help=f"what a column holds whose heading is not known, from 1: {', '.join(_HELD)}",
    )
    command.add_argument("--leave-out-unknown", action="store_true", help="leave out all unknown columns")
    command.add_argument(
        "--first-row", type=FirstRow, choices=list(FirstRow), help="where no heading is known"
    )


def _about_list(command: argparse.ArgumentParser) -> None:
    command.add_argument("--expected", type=int, required=True, help="how many rows of names the file has")
    command.add_argument(
        "--reason", default="", help="why the edition is much smaller or larger than the former"
    )
    command.add_argument("--list", metavar="ID", help="the list of which this is a new edition")
    new = command.add_argument_group("a new list, instead of --list")
    new.add_argument("--batch", metavar="ID", help="the exchange group that the list is about")
    new.add_argument("--publisher", metavar="ID", help="who published it")
    new.add_argument("--publisher-name", help="a new publisher, instead of --publisher")
    new.add_argument("--publisher-kind", type=PublisherKind, choices=list(PublisherKind))
    new.add_argument("--link", help="the address where the list was published")
    new.add_argument("--published-on", type=date.fromisoformat, metavar="YYYY-MM-DD")


def _column(text: str) -> tuple[int, Column]:
    number, _, held = text.partition("=")
    if not number.isdecimal() or held not in _HELD:
        raise argparse.ArgumentTypeError(f"write it as 3=family; what it holds: {', '.join(_HELD)}")
    return int(number), Column(held)
