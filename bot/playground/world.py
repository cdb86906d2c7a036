"""The world of the playground: the people, what they do, and what the bot has shown them.

Tests and the page act through this door; the bot acts through the loopback Bot API.
"""

import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.playground.faults import Faults
from bot.playground.inbox import Inbox
from bot.playground.ledger import Kind, Ledger, Shown
from bot.playground.messages import Button, Chat, Message
from bot.playground.people import Person
from bot.playground.posts import membership, what_is_sent
from bot.playground.profile import Profile
from bot.playground.queries import Queries
from bot.playground.rendering import with_found_entities
from bot.playground.sources import Sources
from bot.playground.stage import Stage

Json = dict[str, Any]

TOKEN = "7000000000:the-token-of-the-playground"  # noqa: S105 - opens nothing but this loopback server


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody did. `seq` is the ledger's number before it: what came after is the bot's answer."""

    seq: int
    message_id: int
    update_id: int | None


class World:
    """One bot, its people and their chats, all in memory."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        people: Iterable[Person] = (),
        name: str = "Vdoma",
        username: str = "vdoma_playground_bot",
        ledger_file: Path | None = None,
        sees_all_in_groups: bool = False,
        webhook_pause: float = 0.25,
        on_story: Callable[[], Awaitable[None]] | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.token = token
        self.username = username
        self.sees_all_in_groups = sees_all_in_groups
        self.webhook_pause = webhook_pause
        self.on_story = on_story
        self.people = {person.id: person for person in people}
        self.stage = Stage(now=now, ledger_file=ledger_file)
        self.inbox = Inbox(on_change=self.stage.events.ring)
        self.faults = Faults()
        self.profile = Profile(name)
        self.sources = Sources()
        self.queries = Queries()
        self.story: Json = {"state": "ready", "step": 0, "of": 0, "title": ""}

    @property
    def ledger(self) -> Ledger:
        return self.stage.ledger

    @property
    def bot_user(self) -> Json:
        """The bot's own User object."""
        return {
            "id": int(self.token.partition(":")[0]),
            "is_bot": True,
            "first_name": self.profile.names[""],
            "username": self.username,
        }

    # What people do

    def adds(self, *people: Person) -> None:
        self.people.update({person.id: person for person in people})

    def opens(self, *person_ids: int) -> None:
        """Let people have written to the bot before: it may write to them, and no update comes of it."""
        for person_id in person_ids:
            self._private(person_id)

    def says(self, person_id: int, text: str, reply_to: int | None = None) -> Done:
        return self._posts(self._private(person_id), person_id, {"text": text}, reply_to)

    def says_in_group(self, group_id: int, person_id: int, text: str, reply_to: int | None = None) -> Done:
        """Say something in a group, which is made, with the bot in it, when it is not there yet.

        As with Telegram's privacy mode the bot hears only commands, its own name and replies to it.
        """
        if group_id not in self.stage.chats:
            self.adds_bot_to_group(group_id, person_id)
        return self._posts(self.stage.chats[group_id], person_id, {"text": text}, reply_to)

    def sends(self, person_id: int, kind: str, text: str = "") -> Done:
        """Send something other than a text: sticker, voice, photo, contact, location, forwarded …"""
        return self._posts(
            self._private(person_id), person_id, what_is_sent(kind, text, self.people[person_id], self.stage)
        )

    def sends_file(
        self, person_id: int, name: str, content: bytes, mime: str | None = None, caption: str = ""
    ) -> Done:
        stored = self.stage.files.keep(name, content, mime)
        body = {"document": stored.as_document(), "caption": caption}
        return self._posts(self._private(person_id), person_id, body)

    def edits(self, person_id: int, message_id: int, new_text: str) -> Done:
        """Let a person change a text of their own.

        Raises:
            LookupError: the message is gone or not theirs.
        """
        message = self._private(person_id).messages.get(message_id)
        if message is None or message.sender["id"] != person_id:
            raise LookupError(f"person {person_id} wrote no message {message_id}")
        seq = self.ledger.seq
        message.text, message.entities = new_text, with_found_entities(new_text, [])
        self.stage.rewrite(message)
        return Done(seq, message_id, self.inbox.push({"edited_message": message.as_telegram()}))

    def presses(
        self,
        person_id: int,
        message_id: int,
        *,
        data: str | None = None,
        label: str | None = None,
        chat_id: int | None = None,
        forged: bool = False,
    ) -> Done:
        """Press a button by what it carries or by its words; `forged` presses one that is not there.

        Raises:
            LookupError: there is no such message or button, or it only opens an address.
        """
        chat = self._private(person_id) if chat_id is None else self.stage.chats[chat_id]
        if not forged:
            data = _button(chat, message_id, data, label).data
        body = self.queries.pressed(self.people[person_id], chat, message_id, data)
        return Done(self.ledger.seq, message_id, self.inbox.push({"callback_query": body}))

    def asks_inline(self, person_id: int, query: str) -> str:
        """Type `@bot query` somewhere; `queries.inline_answers` holds the answer under the id returned."""
        body = self.queries.asked_inline(self.people[person_id], query)
        self.inbox.push({"inline_query": body})
        return str(body["id"])

    def blocks(self, person_id: int) -> None:
        self._block(person_id, blocked=True)

    def unblocks(self, person_id: int) -> None:
        self._block(person_id, blocked=False)

    def _block(self, person_id: int, *, blocked: bool) -> None:
        chat = self._private(person_id, even_blocked=True)
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        self._tell_membership(chat, person_id, before, after)

    def adds_bot_to_group(self, group_id: int, person_id: int, title: str = "A group") -> None:
        chat = self.stage.open(group_id, "supergroup" if group_id < -1_000_000_000_000 else "group", title)
        self._tell_membership(chat, person_id, "left", "member")

    def migrates(self, group_id: int) -> int:
        """Let Telegram make a group a supergroup; returns the new id."""
        notes = self.stage.migrate(group_id)
        for note in notes:
            self.inbox.push({"message": note.as_telegram()})
        return notes[-1].chat.id

    def expires_queries(self) -> None:
        """Let so much time pass that no pressed button can be answered any more."""
        self.queries.expire()

    def push_update(self, update: Json) -> int | None:
        """Queue any update as it is, without its `update_id`."""
        return self.inbox.push(update)

    # What people see

    def chat(self, chat_id: int) -> list[Message]:
        """The messages of a chat in their present form, oldest first."""
        chat = self.stage.chats.get(chat_id)
        return list(chat.messages.values()) if chat else []

    async def next_message(
        self,
        chat_id: int,
        *,
        after: int | Done | None = None,
        timeout: float = 10.0,  # noqa: ASYNC109
        kinds: tuple[Kind, ...] = ("sent", "edited"),
    ) -> Shown:
        """Wait for what a chat is shown next; `after` is a ledger number, by default the present one.

        Raises:
            TimeoutError: nothing came; says what was shown last.
        """
        seq = self.ledger.seq if after is None else after if isinstance(after, int) else after.seq
        return await self.stage.next_shown(chat_id, after=seq, timeout=timeout, kinds=kinds)

    async def until(self, is_so: Callable[[], Any], timeout: float = 10.0) -> None:  # noqa: ASYNC109
        """Wait until something is so; looked at again after everything the bot shows or says.

        Raises:
            TimeoutError: it was not so within `timeout` seconds.
        """
        await self.stage.events.until(is_so, timeout)

    # The story and its sources

    def tell_story(self, what: Json) -> None:
        """Pass a step of the story on to the pages; `step`, `of`, `title` and `state` are remembered."""
        self.story.update({key: what[key] for key in ("state", "step", "of", "title") if key in what})
        self.stage.events.tell("story", lambda: {**self.story, **what})

    def add_source(
        self, slug: str, *, publisher: str, date: str, says: str, address: str | None = None
    ) -> str:
        """Give a statement its page; returns the page's path on this server."""
        return self.sources.add(slug, publisher=publisher, date=date, says=says, address=address)

    def close(self) -> None:
        self.inbox.close()
        self.stage.events.close()
        self.ledger.close()

    # Inside

    def _private(self, person_id: int, *, even_blocked: bool = False) -> Chat:
        chat = self.stage.open(person_id, "private", self.people[person_id].first_name)
        if chat.blocked and not even_blocked:
            raise LookupError(f"person {person_id} has blocked the bot")
        return chat

    def _posts(self, chat: Chat, person_id: int, body: Json, reply_to: int | None = None) -> Done:
        text = (body.pop("text", "") or body.pop("caption", "")).strip()
        body.pop("caption", None)
        message = Message(
            chat.next_id(), chat, self.people[person_id].as_user(), self.stage.now(), text,
            with_found_entities(text, []), media=body, reply_to=chat.messages.get(reply_to or 0),
        )  # fmt: skip
        seq = self.ledger.seq
        self.stage.put(message)
        heard = chat.is_private or self.sees_all_in_groups or self._is_addressed(message)
        update_id = self.inbox.push({"message": message.as_telegram()}) if heard else None
        return Done(seq, message.id, update_id)

    def _is_addressed(self, message: Message) -> bool:
        to_bot = message.reply_to is not None and message.reply_to.from_bot
        command, _, name = message.text.split(" ")[0].partition("@")
        is_command = command.startswith("/") and name in ("", self.username)
        return to_bot or is_command or f"@{self.username}" in message.text

    def _tell_membership(self, chat: Chat, person_id: int, before: str, after: str) -> None:
        body = membership(self.bot_user, before, after)
        user, at = self.people[person_id].as_user(), int(self.stage.now())
        self.inbox.push({"my_chat_member": {"chat": chat.as_telegram(), "from": user, "date": at, **body}})


def _button(chat: Chat, message_id: int, data: str | None, label: str | None) -> Button:
    message = chat.messages.get(message_id)
    if message is None:
        raise LookupError(f"there is no message {message_id}")
    for button in (button for row in message.buttons for button in row):
        wanted = button.data == data if data is not None else button.text == label
        if wanted and button.data is not None:
            return button
    raise LookupError(f"message {message_id} has no button {data or label!r}, but {message.labels}")
