"""An inquiry from the terminal: the same answer as in the chat, as text or for scripts."""

import json
import re
from html import unescape
from typing import Any

from bot.assembly import make_services, place_of_settings, sealing_of
from bot.core.answers import (
    Answer,
    Candidate,
    Likely,
    Listed,
    Match,
    NeedsMore,
    NotListed,
    Possible,
    SeveralListed,
)
from bot.core.errors import CannotCheck, UserMistake
from bot.core.names import Asked, Person
from bot.services.questions import Questions
from bot.settings import Settings
from handlers.wording import wording
from storage.migrate import refuse_wrong_version

NOBODY = 0
"""Who asks at the terminal has no Telegram id."""

KINDS = {
    Listed: "listed",
    SeveralListed: "several",
    Likely: "similar",
    Possible: "similar",
    NotListed: "not_listed",
    NeedsMore: "needs_more",
}


class CannotAsk(Exception):
    """The question got no answer; the message says why, and that this is no "no"."""


async def ask(settings: Settings, text: str, *, language: str, as_json: bool, knows_no_more: bool) -> str:
    """Answer one question about one person.

    Args:
        as_json: one JSON object, see `as_record`; otherwise the text of the chat without its markup.
        knows_no_more: neither patronymic nor birth year is known, and the question is not put back.

    Raises:
        CannotAsk: the text is no name, or the lists could not be searched.
    """
    words = wording(language)
    refuse_wrong_version(settings.database_url)
    sealing = sealing_of(settings)
    store = place_of_settings(settings).store(chat_ids=sealing.chats)
    await store.open()
    try:
        inquiries = make_services(store, settings, Questions(), sealing).inquiries
        asked = inquiries.read(NOBODY, text)
        answer = await inquiries.answer(NOBODY, asked, knows_no_more=knows_no_more)
    except UserMistake as mistake:
        raise CannotAsk(_plain(words.problem(mistake).text)) from mistake
    except CannotCheck as error:
        raise CannotAsk(_plain(words.cannot_check(error).text)) from error
    finally:
        await store.close()
    if as_json:
        return json.dumps(as_record(answer, asked), ensure_ascii=False)
    return _plain(words.answer(answer, contact=None, further=asked.further, details=True).text)


def as_record(answer: Answer, asked: Asked) -> dict[str, Any]:
    """An answer for scripts. It holds no more than the chat would show.

    `answer` is listed, several, similar, not_listed or needs_more. `similar` has `grade`: likely or
    possible, and `differs`: the parts that do. A printed name stands in `printed` only where it may be shown.
    """
    record: dict[str, Any] = {"answer": KINDS[type(answer)], "understood": _parts(answer.asked)}
    if asked.further:
        record["further_people"] = asked.further
    match answer:
        case NeedsMore():
            return record
        case Listed(matches=matches):
            record["printed"] = [_printed(match) for match in matches]
            record["sources"] = [_source(match.candidate) for match in matches]
        case Likely(shown=shown, sources=sources):
            record |= {"grade": "likely", "printed": [_printed(shown)] if shown is not None else []}
            record["sources"] = [_source(source) for source in sources]
        case Possible(differs=differs, sources=sources):
            record |= {"grade": "possible", "differs": sorted(part.value for part in differs)}
            record["sources"] = [_source(source) for source in sources]
        case SeveralListed(sources=sources):
            record["sources"] = [_source(source) for source in sources]
        case NotListed():
            pass
    coverage = answer.coverage
    return record | {
        "searched_up_to": coverage.searched_up_to.isoformat(),
        "lists_searched": coverage.lists,
        "publishers_searched": sorted(coverage.classes),
        "rows_not_searched": coverage.unread,
    }


def _parts(person: Person) -> dict[str, str | int]:
    parts = {
        "family": person.family,
        "given": person.given,
        "patronymic": person.patronymic,
        "birth_year": person.birth_year,
    }
    return {name: part for name, part in parts.items() if part is not None}


def _printed(match: Match) -> dict[str, str | int]:
    entry = match.candidate.entry
    year = entry.person.birth_year
    return {"name": entry.printed_name} | ({"birth_year": year} if year is not None else {})


def _source(candidate: Candidate) -> dict[str, Any]:
    standing = candidate.standing
    return {
        "publisher": candidate.list.publisher.name,
        "class": candidate.publisher_class,
        "link": candidate.list.link,
        "published_on": candidate.list.published_on.isoformat(),
        "edition": candidate.edition.number,
        "exchange_day": standing.exchange.day.isoformat(),
        "receiving_side": standing.batch.side,
        "state": standing.batch.state,
        "statements_differ": standing.disputed,
    }


def _plain(text: str) -> str:
    """Telegram's HTML as a terminal shows it; an address stands behind the words that lead to it."""
    linked = re.sub(r'<a href="([^"]*)">([^<]*)</a>', r"\2 (\1)", text)
    return unescape(re.sub(r"<[^>]+>", "", linked))
