"""Entities that Telegram finds by itself, and entities written back as safe HTML for the page."""

import re
from collections.abc import Iterator
from html import escape

from bot.playground.markup import Entity, units

_COMMAND = re.compile(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@])")
_MENTION = re.compile(r"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{3,31}(?![\w@])")
_URL = re.compile(r"(?<!\w)https?://[^\s<>\"«»]+", re.I)
_AFTER_URL = ".,;:!?'\")]}…"
_CLOSED = frozenset({"code", "pre", "text_link"})
_TAGS = {
    "bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code", "pre": "pre",
    "blockquote": "blockquote", "expandable_blockquote": "blockquote",
}  # fmt: skip


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Take the white space off both ends, as Telegram does, and move the entities along."""
    stripped = text.strip()
    if stripped == text:
        return text, entities
    lead = units(text[: len(text) - len(text.lstrip())])
    length = units(stripped)
    kept: list[Entity] = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] - lead + entity["length"], length)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return stripped, kept


def with_found_entities(text: str, entities: list[Entity]) -> list[Entity]:
    """Add the commands, mentions and addresses a text holds outside code and links."""
    if "/" not in text and "@" not in text:
        return entities
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _CLOSED]
    found: list[Entity] = []
    for kind, start, end in _found(text):
        offset = units(text[:start])
        length = units(text[start:end])
        if not any(offset < stop and begin < offset + length for begin, stop in taken):
            found.append({"offset": offset, "length": length, "type": kind})
            taken.append((offset, offset + length))
    if not found:
        return entities
    return sorted([*entities, *found], key=lambda entity: (entity["offset"], -entity["length"]))


def _found(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _URL.finditer(text):
        yield "url", match.start(), match.start() + len(match[0].rstrip(_AFTER_URL))
    for match in _COMMAND.finditer(text):
        yield "bot_command", *match.span()
    for match in _MENTION.finditer(text):
        yield "mention", *match.span()


def to_html(text: str, entities: list[Entity]) -> str:
    """Write a message as HTML that is safe to put into a page.

    Only b, i, u, s, code, pre, blockquote and a (http, https) appear; line breaks stay `\\n`.
    """
    if not entities:
        return escape(text)
    wide = text.encode("utf-16-le")
    edges = {0, len(wide) // 2}
    for entity in entities:
        edges |= {entity["offset"], entity["offset"] + entity["length"]}
    marks = sorted(edge for edge in edges if 0 <= edge <= len(wide) // 2)
    parts: list[str] = []
    stack: list[Entity] = []
    for index, mark in enumerate(marks):
        ended = [entity for entity in stack if entity["offset"] + entity["length"] <= mark]
        reopened: list[Entity] = []
        while ended:
            top = stack.pop()
            parts.append(_tags(top, text)[1])
            if top in ended:
                ended.remove(top)
            else:
                reopened.insert(0, top)
        begun = [entity for entity in entities if entity["offset"] == mark and entity["length"] > 0]
        for entity in reopened + begun:
            stack.append(entity)
            parts.append(_tags(entity, text)[0])
        if index + 1 < len(marks):
            parts.append(escape(wide[mark * 2 : marks[index + 1] * 2].decode("utf-16-le", "replace")))
    return "".join(parts)


def _tags(entity: Entity, text: str) -> tuple[str, str]:
    kind = entity["type"]
    if kind in _TAGS:
        return f"<{_TAGS[kind]}>", f"</{_TAGS[kind]}>"
    if kind not in ("url", "text_link"):
        return "", ""
    address = entity.get("url") or _slice(text, entity)
    if not address.lower().startswith(("http://", "https://")):
        return "", ""
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">', "</a>"


def _slice(text: str, entity: Entity) -> str:
    start = entity["offset"] * 2
    return text.encode("utf-16-le")[start : start + entity["length"] * 2].decode("utf-16-le", "replace")
