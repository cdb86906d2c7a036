"""The fields Telegram puts into what people send or do that is not a text."""

from typing import Any

from bot.playground.people import Person
from bot.playground.stage import Stage

Json = dict[str, Any]

# The smallest picture there is: one grey point, as PNG.
_POINT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c63680000008200810a8a9dd40000000049454e44ae426082"
)


def what_is_sent(kind: str, text: str, person: Person, stage: Stage) -> Json:
    """The body of a message of one kind; `text` is the caption, or the text that is forwarded.

    Raises:
        ValueError: nobody can send this here.
    """
    match kind:
        case "contact":
            found = {"phone_number": "+380000000000", "first_name": person.first_name, "user_id": person.id}
            return {"contact": found}
        case "location":
            return {"location": {"latitude": 50.45, "longitude": 30.52}}
        case "forwarded":
            origin = {"type": "hidden_user", "sender_user_name": "Somebody", "date": int(stage.now())}
            return {"forward_origin": origin, "text": text or "A forwarded message"}
        case "dice":
            return {"dice": {"emoji": "🎲", "value": 4}}
        case "photo":
            photo = stage.files.keep("photo.png", _POINT, "image/png", folder="photos")
            return {"photo": photo.as_photo(), "caption": text}
        case _:
            return {kind: _media(kind, stage), "caption": text}


def membership(bot_user: Json, before: str, after: str) -> Json:
    """What a my_chat_member update says about the bot's place in a chat."""

    def member(status: str) -> Json:
        found: Json = {"user": bot_user, "status": status}
        return {**found, "until_date": 0} if status == "kicked" else found

    return {"old_chat_member": member(before), "new_chat_member": member(after)}


def _media(kind: str, stage: Stage) -> Json:
    mime, more = _MEDIA.get(kind) or _unknown(kind)
    stored = stage.files.keep(f"{kind}.bin", b"playground", mime, folder=f"{kind}s")
    common = {"file_id": stored.id, "file_unique_id": stored.unique_id, "file_size": len(stored.content)}
    return {**common, **more}


def _unknown(kind: str) -> tuple[str, Json]:
    raise ValueError(f"nobody can send a {kind} here")


_MEDIA: dict[str, tuple[str, Json]] = {
    "sticker": (
        "image/webp",
        {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": "🙂",
        },
    ),
    "voice": ("audio/ogg", {"duration": 3, "mime_type": "audio/ogg"}),
    "audio": ("audio/mpeg", {"duration": 3, "mime_type": "audio/mpeg"}),
    "video": ("video/mp4", {"duration": 3, "width": 320, "height": 240, "mime_type": "video/mp4"}),
    "video_note": ("video/mp4", {"duration": 3, "length": 240}),
    "animation": ("video/mp4", {"duration": 3, "width": 320, "height": 240}),
}
