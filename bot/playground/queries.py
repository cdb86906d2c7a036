"""Pressed buttons and inline questions that wait for the bot's answer."""

from dataclasses import dataclass
from typing import Any

from bot.playground.messages import Chat
from bot.playground.people import Person
from bot.playground.refusals import bad_request

Json = dict[str, Any]

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(slots=True)
class Query:
    """One press of a button."""

    id: str
    person: int
    chat_id: int
    message_id: int
    is_open: bool = True


class Queries:
    """Every query of the playground. It can be answered once, and only while it is fresh."""

    def __init__(self) -> None:
        self.presses: dict[str, Query] = {}
        self.inline_answers: dict[str, list[Json] | None] = {}

    def pressed(self, person: Person, chat: Chat, message_id: int, data: str | None) -> Json:
        """The CallbackQuery object of a press; a message that is gone is named by its id only."""
        query = Query(str(4_000_000_000 + len(self.presses)), person.id, chat.id, message_id)
        self.presses[query.id] = query
        message = chat.messages.get(message_id)
        gone = {"message_id": message_id, "chat": chat.as_telegram(), "date": 0}
        return {
            "id": query.id,
            "from": person.as_user(),
            "message": message.as_telegram() if message else gone,
            "chat_instance": str(chat.id * 31),
            "data": data,
        }

    def close_press(self, query_id: str) -> Query:
        """Count a press as answered.

        Raises:
            Refused: 400, there is none, it is too old, or it was answered before.
        """
        query = self.presses.get(query_id)
        if query is None or not query.is_open:
            raise bad_request(_TOO_OLD)
        query.is_open = False
        return query

    def asked_inline(self, person: Person, text: str) -> Json:
        """The InlineQuery object of a question."""
        query_id = str(5_000_000_000 + len(self.inline_answers))
        self.inline_answers[query_id] = None
        return {"id": query_id, "from": person.as_user(), "query": text, "offset": ""}

    def answer_inline(self, query_id: str, results: list[Json]) -> None:
        if self.inline_answers.get(query_id, []) is not None:
            raise bad_request(_TOO_OLD)
        if len(results) > 50:
            raise bad_request("RESULTS_TOO_MUCH")
        self.inline_answers[query_id] = results

    def expire(self) -> None:
        for query in self.presses.values():
            query.is_open = False
