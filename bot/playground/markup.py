"""Telegram's HTML: read as strictly as Telegram reads it, into plain text and entities.

Offsets and lengths of entities count UTF-16 code units, as everywhere in the Bot API.

Source: Bot API, "HTML style"; the words of the errors are those of TDLib's parse_html.
"""

import re
from typing import Any

from bot.playground.refusals import Refused, bad_request

Entity = dict[str, Any]

_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "a": "text_link", "blockquote": "blockquote", "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
_LITERAL = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPECIAL = re.compile(r"[<&]")
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|([A-Za-z]+));?")
_TAG_NAME = re.compile(r"</?([^\s>]*)\s*")
_ATTRIBUTE = re.compile(r"""([^\s=>]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.\-]+)(?=[\s>])))?\s*""")
_LINK = re.compile(
    r"(?:(?:https?|ftp|tonsite|ton|tg)://)?[^\s/@:?#]+(?:\.[^\s/@:?#]+)*(?::\d+)?(?:[/?#]\S*)?", re.I
)


def units(text: str) -> int:
    """How many UTF-16 code units a text takes."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def checked_link(address: str) -> str | None:
    """The address as Telegram keeps it, or None where Telegram refuses it."""
    address = address.strip()
    if not _LINK.fullmatch(address):
        return None
    scheme, separator, rest = address.partition("://")
    if not separator:
        scheme, rest = "http", address
    host = re.split(r"[/?#:]", rest, maxsplit=1)[0]
    if scheme.lower() not in ("tg", "ton") and "." not in host.strip("."):
        return None
    if "/" not in rest and scheme.lower() in ("http", "https"):
        rest += "/"
    return f"{scheme.lower()}://{rest}"


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Read Telegram's HTML.

    Raises:
        Refused: 400 with the byte offset, as Telegram words it.
    """
    if "<" not in source and "&" not in source:
        return source, []
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.length = 0
        self.entities: list[Entity] = []
        self.open: list[tuple[str, dict[str, str], int, int]] = []

    def read(self) -> tuple[str, list[Entity]]:
        at = 0
        while special := _SPECIAL.search(self.source, at):
            self._add(self.source[at : special.start()])
            at = special.start()
            if self.source[at] == "&":
                at = self._reference(at)
            elif self.source.startswith("</", at):
                at = self._end_tag(at)
            else:
                at = self._start_tag(at)
        self._add(self.source[at:])
        if self.open:
            raise _malformed(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')
        # Of two over the same text the outer was closed later; it comes first.
        self.entities.reverse()
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.parts), self.entities

    def _add(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += units(text)

    def _reference(self, at: int) -> int:
        """Decode the references Telegram knows; any other stays as it is written."""
        found = _REFERENCE.match(self.source, at)
        letter = _decoded(found) if found else None
        if found is None or letter is None:
            self._add("&")
            return at + 1
        self._add(letter)
        return found.end()

    def _start_tag(self, at: int) -> int:
        found = _TAG_NAME.match(self.source, at)
        if found is None or found.end() == len(self.source):
            raise self._fault("Unclosed start tag", at)
        name = found[1].lower()
        if name not in _TYPES:
            raise self._fault(f'Unsupported start tag "{name}"', at)
        attributes: dict[str, str] = {}
        here = found.end()
        while self.source[here : here + 1] != ">":
            attribute = _ATTRIBUTE.match(self.source, here)
            if here >= len(self.source) or (attribute and attribute.end() >= len(self.source)):
                raise self._fault(f'Unclosed start tag "{name}"', at)
            if attribute is None or self.source[attribute.end()] == "=":
                raise self._fault("Unexpected end of name token", here)
            attributes[attribute[1].lower()] = attribute[2] or attribute[3] or attribute[4] or ""
            here = attribute.end()
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._fault('Tag "span" must have class "tg-spoiler"', at)
        self.open.append((name, attributes, self.length, len(self.parts)))
        return here + 1

    def _end_tag(self, at: int) -> int:
        if not self.open:
            raise self._fault("Unexpected end tag", at)
        found = _TAG_NAME.match(self.source, at)
        if found is None or self.source[found.end() : found.end() + 1] != ">":
            raise self._fault("Unclosed end tag", at)
        name, attributes, offset, part = self.open.pop()
        ended = found[1].lower()
        if ended and ended != name:
            raise self._fault("Unmatched end tag", at, f', expected "</{name}>", found "</{ended}>"')
        if self.length > offset:
            self._close(name, attributes, offset, "".join(self.parts[part:]))
        return found.end() + 1

    def _close(self, name: str, attributes: dict[str, str], offset: int, inside: str) -> None:
        entity: Entity = {"offset": offset, "length": self.length - offset, "type": _TYPES[name]}
        language = attributes.get("class", "").removeprefix("language-")
        if name == "a":
            link = checked_link(_unescaped(attributes.get("href", "")) or inside)
            if link is None:
                return
            entity["url"] = link
        elif name == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        elif name == "pre" and self._is_code_of(offset):
            inner = self.entities.pop()
            entity.update({"language": inner["language"]} if "language" in inner else {})
        elif name == "code" and language != attributes.get("class", ""):
            entity["language"] = language
        self.entities.append(entity)
        if name not in ("pre", "code"):
            return
        if name == "code" and not any(tag[0] == "pre" for tag in self.open):
            entity.pop("language", None)

    def _is_code_of(self, offset: int) -> bool:
        last = self.entities[-1] if self.entities else {}
        same = last.get("offset") == offset and last.get("length") == self.length - offset
        return same and last.get("type") == "code"

    def _fault(self, what: str, at: int, more: str = "") -> Refused:
        return _malformed(f"{what} at byte offset {len(self.source[:at].encode())}{more}")


def _decoded(reference: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = reference.groups()
    if name:
        return _LITERAL.get(name)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if 0xD800 <= code <= 0xDFFF:
        raise _malformed("Text contains invalid Unicode characters after decoding HTML entities")
    return chr(code) if 0 < code < 0x10FFFF else None


def _unescaped(value: str) -> str:
    return _REFERENCE.sub(lambda reference: _decoded(reference) or reference[0], value)


def _malformed(why: str) -> Refused:
    return bad_request(f"can't parse entities: {why}")
