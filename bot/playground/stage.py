"""What stands in every chat at this moment, and who was shown it when."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.playground.events import Events
from bot.playground.files import Files
from bot.playground.ledger import Kind, Ledger, Shown
from bot.playground.messages import Chat, Message
from bot.playground.refusals import bad_request, blocked, migrated

Json = dict[str, Any]

_GROUP_ITSELF = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


class Stage:
    """The chats of one bot. Whatever the bot shows goes through here into the ledger."""

    def __init__(self, *, now: Callable[[], float], ledger_file: Path | None) -> None:
        self.now = now
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.events = Events()
        self.ledger = Ledger(ledger_file)

    def chat_for_bot(self, chat_id: int) -> Chat:
        """The chat the bot wants to write to.

        Raises:
            Refused: nobody there ever wrote to the bot, it was blocked, or the group has a new id.
        """
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise migrated(chat.migrated_to)
        if chat.blocked:
            raise blocked()
        return chat

    def open(self, chat_id: int, kind: str, title: str) -> Chat:
        """The chat, made when it is not there yet."""
        chat = self.chats.get(chat_id)
        if chat is None:
            chat = self.chats[chat_id] = Chat(chat_id, kind, title)
        return chat

    def migrate(self, chat_id: int) -> list[Message]:
        """Make a group a supergroup; returns what Telegram then writes into the old and the new chat.

        The old id is refused from now on.
        """
        old = self.chats[chat_id]
        if old.kind != "group":
            raise ValueError(f"chat {chat_id} is no group")
        new = self.open(-1_000_000_000_000 + old.id, "supergroup", old.title)
        old.migrated_to = new.id
        at, to, came = self.now(), {"migrate_to_chat_id": new.id}, {"migrate_from_chat_id": old.id}
        return [
            Message(old.next_id(), old, _GROUP_ITSELF, at, media=to),
            Message(new.next_id(), new, _GROUP_ITSELF, at, media=came),
        ]

    def put(self, message: Message) -> Message:
        """Put a message into its chat, whoever wrote it."""
        message.chat.messages[message.id] = message
        if message.from_bot:
            self._record("sent", message)
        self._tell("message", message)
        return message

    def rewrite(self, message: Message) -> None:
        message.edited_at = self.now()
        if message.from_bot:
            self._record("edited", message)
        self._tell("edit", message)

    def take_away(self, message: Message) -> None:
        del message.chat.messages[message.id]
        if message.from_bot:
            self._record("deleted", message)
        chat_id, message_id = message.chat.id, message.id
        self.events.tell("delete", lambda: {"person": chat_id, "message_id": message_id})

    def toast(self, person: int, chat_id: int, message_id: int, text: str, *, alert: bool) -> None:
        """Show what a pressed button says, over the chat."""
        self.ledger.add(
            Shown(self.ledger.seq + 1, chat_id, message_id, self.now(), time.monotonic(), "answer", text)
        )
        self.events.tell("toast", lambda: {"person": person, "text": text, "alert": alert})

    async def next_shown(
        self,
        chat_id: int,
        *,
        after: int,
        timeout: float,  # noqa: ASYNC109
        kinds: tuple[Kind, ...],
    ) -> Shown:
        def shown() -> list[Shown]:
            return [record for record in self.ledger.of(chat_id, after=after) if record.kind in kinds]

        try:
            await self.events.until(shown, timeout)
        except TimeoutError:
            last = self.ledger.of(chat_id)[-1:]
            raise TimeoutError(f"chat {chat_id} was shown nothing after {after}; before: {last}") from None
        return shown()[0]

    def _tell(self, name: str, message: Message) -> None:
        self.events.tell(name, lambda: {"person": message.chat.id, "message": message.as_page()})

    def _record(self, kind: Kind, message: Message) -> None:
        photo, document = message.media.get("photo"), message.media.get("document")
        self.ledger.add(
            Shown(
                self.ledger.seq + 1,
                message.chat.id,
                message.id,
                self.now(),
                time.monotonic(),
                kind,
                message.text,
                tuple(tuple(button.as_json() for button in row) for row in message.buttons),
                message.silent,
                message.protected,
                (photo[-1]["file_id"] if photo else document["file_id"] if document else None),
            )
        )
