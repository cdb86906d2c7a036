"""XML read piece by piece: whatever a handler has gathered comes out before the next piece goes in."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from bot.files.listfile import refused

Made = TypeVar("Made")
Attributes = dict[str, str]


class Gathering(ContentHandler, Generic[Made]):
    """Makes things out of elements; names are taken without their prefix, as programs choose it freely."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[Made] = []
        self._text: list[str] | None = None

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self.begin(_local(name), {_local(key): value for key, value in attrs.items()})

    def endElement(self, name: str) -> None:
        self.end(_local(name))

    def characters(self, content: str) -> None:
        if self._text is not None:
            self._text.append(content)

    def begin(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def collect(self) -> None:
        """Keep the text that follows."""
        self._text = []

    def collected(self) -> str:
        """Return the text kept since, and keep no more."""
        text, self._text = "".join(self._text or ()), None
        return text


def gather(pieces: Iterable[bytes], handler: Gathering[Made]) -> Iterator[Made]:
    """Yield what the handler makes of an XML.

    Raises:
        Refused: E10 it declares entities; E12 it is no XML, or not the one it should be.
    """
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(handler)
    try:
        for piece in pieces:
            parser.feed(piece)
            yield from _taken(handler)
        parser.close()
    except DefusedXmlException as error:
        raise refused("E10") from error
    except (SAXException, ValueError, LookupError) as error:
        raise refused("E12") from error
    yield from _taken(handler)


def _taken(handler: Gathering[Made]) -> list[Made]:
    made, handler.made = handler.made, []
    return made


def _local(name: str) -> str:
    return name.rpartition(":")[2]
