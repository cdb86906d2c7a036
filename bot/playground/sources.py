"""The pages that the demo's links open: who reported a statement, and when."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Source:
    """A statement as it was reported; `address` only where a full one is on record."""

    publisher: str
    date: str
    says: str
    address: str | None = None

    def as_page(self) -> str:
        address = ""
        if self.address and self.address.startswith(("http://", "https://")):
            link = escape(self.address)
            address = f'<p>Address: <a href="{link}" rel="noopener noreferrer">{link}</a></p>'
        return _PAGE.format(
            publisher=escape(self.publisher), date=escape(self.date), says=escape(self.says), address=address
        )


class Sources:
    """Every registered source by its slug."""

    def __init__(self) -> None:
        self.by_slug: dict[str, Source] = {}

    def add(self, slug: str, *, publisher: str, date: str, says: str, address: str | None = None) -> str:
        self.by_slug[slug] = Source(publisher, date, says, address)
        return f"/sources/{slug}"


_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Source: {publisher}, {date}</title>
<style>
  body {{ font: 18px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem;
         color: #1c2733; background: #f6f8fa; }}
  blockquote {{ margin: 1.5rem 0; padding: .5rem 1rem; border-left: 4px solid #3d8bcd; background: #fff; }}
  a {{ overflow-wrap: anywhere; }}
</style>
<h1>Source</h1>
<blockquote>{says}</blockquote>
<p>In this demo a link opens this page. Published by <b>{publisher}</b>, <b>{date}</b>.</p>
{address}
</html>
"""
