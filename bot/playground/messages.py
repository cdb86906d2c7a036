"""Chats and messages: as they are kept, as Telegram shows them and as the page shows them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.playground.rendering import to_html

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button; one that neither answers nor opens an address has both as None."""

    text: str
    data: str | None = None
    url: str | None = None

    def as_json(self) -> dict[str, str]:
        shown = {"text": self.text}
        if self.data is not None:
            shown["data"] = self.data
        if self.url is not None:
            shown["url"] = self.url
        return shown


@dataclass(slots=True)
class Message:
    """A message in its present form. `media` holds the fields of Telegram's own Message, if any."""

    id: int
    chat: "Chat"
    sender: Json
    at: float
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    markup: Json | None = None
    media: Json = field(default_factory=dict)
    reply_to: "Message | None" = None
    silent: bool = False
    protected: bool = False
    edited_at: float | None = None

    @property
    def from_bot(self) -> bool:
        return bool(self.sender["is_bot"])

    @property
    def buttons(self) -> list[list[Button]]:
        if not self.markup:
            return []
        return [
            [Button(each["text"], each.get("callback_data"), each.get("url")) for each in row]
            for row in self.markup["inline_keyboard"]
        ]

    @property
    def labels(self) -> list[str]:
        """The words on the buttons, row after row."""
        return [button.text for row in self.buttons for button in row]

    @property
    def html(self) -> str:
        return to_html(self.text, self.entities)

    def as_telegram(self, *, with_reply: bool = True) -> Json:
        """The Message object of the Bot API."""
        message: Json = {
            "message_id": self.id,
            "from": self.sender,
            "chat": self.chat.as_telegram(),
            "date": int(self.at),
        }
        if self.edited_at is not None:
            message["edit_date"] = int(self.edited_at)
        if self.protected:
            message["has_protected_content"] = True
        if self.reply_to is not None and with_reply:
            message["reply_to_message"] = self.reply_to.as_telegram(with_reply=False)
        message.update(self.media)
        words = "caption" if self.has_caption else "text"
        if self.text:
            message[words] = self.text
        if self.entities:
            message["entities" if words == "text" else "caption_entities"] = self.entities
        if self.markup:
            message["reply_markup"] = self.markup
        return message

    @property
    def has_caption(self) -> bool:
        return not self.media.keys().isdisjoint({"photo", "document", "voice", "video", "audio", "animation"})

    def as_page(self) -> Json:
        """What the page of the playground shows of it."""
        document = self.media.get("document")
        photo = self.media.get("photo")
        text = self.text or self._in_words()
        return {
            "id": self.id,
            "from": "bot" if self.from_bot else "person",
            "at": datetime.fromtimestamp(self.at, UTC).isoformat(timespec="milliseconds"),
            "text": text,
            "html": self.html if self.text else to_html(text, []),
            "buttons": [[button.as_json() for button in row] for row in self.buttons],
            "photo": photo[-1]["file_id"] if photo else None,
            "document": {
                "file_id": document["file_id"],
                "name": document.get("file_name", ""),
                "size": document.get("file_size", 0),
            }
            if document
            else None,
            "edited": self.edited_at is not None,
            "silent": self.silent,
            "protected": self.protected,
            "reply_to": self.reply_to.id if self.reply_to else None,
        }

    def _in_words(self) -> str:
        if self.media.keys() & {"photo", "document"}:
            return ""
        return "".join(f"[{kind}]" for kind in list(self.media)[:1])


@dataclass(slots=True)
class Chat:
    """A chat the bot may write to: a person who wrote to it, or a group it was added to."""

    id: int
    kind: str
    title: str
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    blocked: bool = False
    migrated_to: int | None = None

    @property
    def is_private(self) -> bool:
        return self.kind == "private"

    def as_telegram(self) -> Json:
        """The Chat object of the Bot API."""
        name = "first_name" if self.is_private else "title"
        return {"id": self.id, name: self.title, "type": self.kind}

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id
