"""Which addresses a moderator may give."""

import pytest

from bot.core.errors import BadValue
from handlers.moderation.questions import read_link


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/list",
        "http://example.org",
        "HTTPS://Example.org/a?b=c#d",
        "https://приклад.укр/список",
        "https://example.org:8443/list",
        "http://127.0.0.1:8081/sources/1",
        "http://localhost:8081/sources/1",
    ],
)
def test_a_full_address_is_taken_as_it_was_written(link: str) -> None:
    assert read_link(f" {link}\n") == link


@pytest.mark.parametrize(
    "link",
    [
        "https://telegra",
        "https://telegra/ph",
        "https://.org",
        "https://example..org",
        "https://-example.org",
        "https://anna@example.org",
        "https://anna:secret@example.org/",
        "https://example.org:port/",
        "https://example.org:99999/",
        "https://[::1",
        "https://exam ple.org",
        "https://example.org/a b",
        "https:///list",
        "ftp://example.org/list",
        "example.org",
        "",
    ],
)
def test_an_address_that_breaks_a_button_is_refused(link: str) -> None:
    with pytest.raises(BadValue):
        read_link(link)
