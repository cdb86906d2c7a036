"""A file on its way to an edition: fetched, looked at apart, refused at once or asked about."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import replace

from telegram import Document
from telegram.error import TelegramError

from bot.core.errors import ReaderUnavailable, WrongState
from bot.core.uploads import needs_reason
from bot.files import (
    CHAT,
    AcceptHidden,
    Asks,
    Choices,
    Column,
    Fault,
    FirstRow,
    ListFile,
    Refused,
    WhatIsFirstRow,
    WhichColumn,
    WhichEncoding,
    WhichSheet,
    refused,
)
from bot.files.wire import fault_from_json, fault_to_json
from bot.ports import Draft
from handlers.context import Talk
from handlers.moderation.questions import ANSWERED_BY, ASKED, COLUMN, DONE, FORMER, NAMED, NEW, ROWS
from handlers.wording import Said

REFUSED = "refused"
"""The form in whose place a refusal is kept, to be told again if its update comes again."""
_PASTED = "pasted.txt"
_ALL = "all"


def check_document(document: Document | None) -> Document:
    """Refuse by its announced size what is too large, before a byte of it is fetched.

    Raises:
        Refused: E03; E01 if there is no document.
    """
    if document is None:
        raise refused("E01")
    size = document.file_size or 0
    if size > CHAT.size:
        raise refused("E03", size=size, limit=CHAT.size)
    return document


async def look(talk: Talk, draft: Draft) -> Draft | None:
    """Find out all that can be found out before the next question; None if something was asked here.

    Raises:
        Refused: the file cannot be read, or has another number of rows than was expected.
    """
    try:
        if NAMED not in draft.fields:
            read = await read_file(talk, draft)
            if not isinstance(read, ListFile):
                await _keep(talk, draft, {ASKED: field_of(read)})
                await talk.reply(talk.wording.ask_about_file(read))
                return None
            with contextlib.closing(read):
                draft = await _keep(talk, draft, {NAMED: str(read.named), ROWS: str(read.accepted)})
        _check_expected(draft)
    except Refused as error:
        await _note_refused(talk, draft, error)
        raise
    return await _look_at_former(talk, draft)


async def read_file(talk: Talk, draft: Draft) -> ListFile | Asks:
    """Fetch the file of a form and read it in a process apart."""
    fields = draft.fields
    if (pasted := fields.get("pasted")) is not None:
        content, name = pasted.encode(), _PASTED
    else:
        content, name = await _fetch(talk, fields["file_id"]), fields["file_name"]
    return await talk.services.uploads.read(content, name, choices_of(fields))


async def read_again(talk: Talk, draft: Draft) -> ListFile:
    """Read the file once more, when everything about it is known.

    Raises:
        WrongState: it asks something all the same: it is another file than before.
    """
    read = await read_file(talk, draft)
    if not isinstance(read, ListFile):
        raise WrongState("form")
    return read


def refusal_again(talk: Talk, done: Draft) -> Said:
    """Word a refusal once more."""
    lines = json.loads(done.fields["faults"])
    return talk.wording.refusal([fault_from_json(line.encode()) for line in lines])


async def ask_for_reason(talk: Talk, draft: Draft) -> None:
    """Ask why an edition is so much smaller or larger than the one it would supersede."""
    former, present = int(draft.fields[FORMER]), int(draft.fields[ROWS])
    await talk.reply(talk.wording.ask_for_reason(former, present))


def field_of(asks: Asks) -> str:
    """Name the field of the form that answers what is asked."""
    match asks:
        case WhichEncoding():
            return "encoding"
        case WhichSheet():
            return "sheet"
        case AcceptHidden():
            return "hidden"
        case WhichColumn(number=number):
            return f"{COLUMN}{number}"
        case WhatIsFirstRow():
            return "first_row"


def choices_of(fields: Mapping[str, str]) -> Choices:
    """Return what a moderator has said about the file so far."""
    columns = {
        int(field.removeprefix(COLUMN)): value for field, value in fields.items() if field.startswith(COLUMN)
    }
    return Choices(
        encoding=fields.get("encoding"),
        sheet=int(fields["sheet"]) if "sheet" in fields else None,
        hidden=fields.get("hidden") == "yes",
        columns={number: Column(value) for number, value in columns.items() if value != _ALL},
        others=Column.IGNORED if _ALL in columns.values() else None,
        first_row=FirstRow(fields["first_row"]) if "first_row" in fields else None,
    )


async def _fetch(talk: Talk, file_id: str) -> bytes:
    """Fetch a file from the address of the bot's own Bot API, whatever path it names.

    Raises:
        Refused: E03.
        ReaderUnavailable: it cannot be had.
    """
    try:
        file = await talk.bot.get_file(file_id)
        if (file.file_size or 0) > CHAT.size:
            raise refused("E03", size=file.file_size or 0, limit=CHAT.size)
        # The library takes a path that exists on this machine for a file of a Bot API server of ours.
        if not (file.file_path or "").startswith(f"{talk.bot.base_file_url}/"):
            raise ReaderUnavailable("the file lies elsewhere")
        return bytes(await file.download_as_bytearray())
    except TelegramError as error:
        raise ReaderUnavailable(type(error).__name__) from error


def _check_expected(draft: Draft) -> None:
    expected, named = draft.fields.get("expected"), draft.fields[NAMED]
    if expected is not None and expected != named:
        raise refused("E30", expected=int(expected), found=int(named))


async def _look_at_former(talk: Talk, draft: Draft) -> Draft:
    """Keep how large the published edition is, once the list is known and if that wants a reason."""
    list_id = draft.fields.get("list", NEW)
    if list_id == NEW or FORMER in draft.fields:
        return draft
    former = await talk.services.uploads.former(list_id)
    wanted = former is not None and needs_reason(former.rows, int(draft.fields[ROWS]))
    return await _keep(talk, draft, {FORMER: str(former.rows) if former is not None and wanted else ""})


async def _keep(talk: Talk, draft: Draft, more: Mapping[str, str]) -> Draft:
    return await talk.services.preparations.keep(replace(draft, fields={**draft.fields, **more}))


async def _note_refused(talk: Talk, draft: Draft, error: Refused) -> None:
    """Put the refusal in the place of the form, and note in the audit that there was one."""
    lines = json.dumps([_line(fault) for fault in error.faults])
    note = {"form": REFUSED, "id": "-", "faults": lines, ANSWERED_BY: str(talk.update.update_id)}
    await talk.services.preparations.begin(draft.chat_id, DONE, note)
    await talk.services.uploads.note_refusal(draft.chat_id, error)


def _line(fault: Fault) -> str:
    return fault_to_json(fault).decode()
