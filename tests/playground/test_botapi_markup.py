"""Telegram's HTML, read and written back."""

from typing import Any

import pytest
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.playground.markup import checked_link, parse_html
from bot.playground.people import HALYNA
from bot.playground.refusals import Refused
from bot.playground.rendering import to_html, trimmed, with_found_entities
from bot.playground.world import World


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        ("<b>a</b><strong>b</strong>", "ab", ["bold", "bold"]),
        ("<i>a</i><em>b</em>", "ab", ["italic", "italic"]),
        ("<u>a</u><ins>b</ins>", "ab", ["underline", "underline"]),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", ["strikethrough"] * 3),
        ("<code>a</code>", "a", ["code"]),
        ("<pre>a</pre>", "a", ["pre"]),
        ("<tg-spoiler>a</tg-spoiler>", "a", ["spoiler"]),
        ('<span class="tg-spoiler">a</span>', "a", ["spoiler"]),
        ("<blockquote>a</blockquote>", "a", ["blockquote"]),
        ("<blockquote expandable>a</blockquote>", "a", ["expandable_blockquote"]),
        ('<a href="https://example.org/?a=1&amp;b=2">a</a>', "a", ["text_link"]),
        ("<B>a</B >", "a", ["bold"]),
        ("<b>a</>", "a", ["bold"]),
        ("<b></b>a", "a", []),
        ('<a href="nowhere">a</a>', "a", []),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;&#1111;&#x457;&quot;", '1 < 2 && 3 > 2 "її"', []),
        ("5 > 4 & &nbsp; &#0;", "5 > 4 & &nbsp; &#0;", []),
    ],
)
def test_each_tag_and_reference_is_read(source: str, text: str, kinds: list[str]) -> None:
    found, entities = parse_html(source)

    assert found == text
    assert [entity["type"] for entity in entities] == kinds


def test_offsets_count_utf_16_units() -> None:
    text, entities = parse_html("😀 <b>ї😀</b> <i>a</i>")

    assert text == "😀 ї😀 a"
    assert [(each["offset"], each["length"]) for each in entities] == [(3, 3), (7, 1)]


def test_tags_nest() -> None:
    _, entities = parse_html('<b>a <i>b</i></b><pre><code class="language-sql">c</code></pre>')

    assert entities == [
        {"offset": 0, "length": 3, "type": "bold"},
        {"offset": 2, "length": 1, "type": "italic"},
        {"offset": 3, "length": 1, "type": "pre", "language": "sql"},
    ]


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("ї<x>a</x>", 'Unsupported start tag "x" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x', "byte offset"),
        ("<a href=x/y>a</a>", "Unexpected end of name token"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("&#xD800;", "Text contains invalid Unicode characters"),
    ],
)
def test_malformed_markup_is_refused_with_its_place(source: str, problem: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(source)

    assert refused.value.code == 400
    assert refused.value.description.startswith("Bad Request: can't parse entities: ")
    assert problem in refused.value.description


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("https://example.org", "https://example.org/"),
        ("example.org", "http://example.org/"),
        ("http://127.0.0.1:8081/sources/1", "http://127.0.0.1:8081/sources/1"),
        ("tg://resolve?domain=vdoma", "tg://resolve?domain=vdoma"),
        ("localhost", None),
        ("no address", None),
        ("javascript://example.org", None),
        ("", None),
    ],
)
def test_links_are_checked_as_telegram_checks_them(address: str, kept: str | None) -> None:
    assert checked_link(address) == kept


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start b_1", [("bot_command", 0, 6)]),
        ("😀 /help@vdoma_bot, /a/b /привіт", [("bot_command", 3, 15)]),
        ("see https://example.org/a_(1).", [("url", 4, 24)]),
        ("@vdoma_bot a@example @abc", [("mention", 0, 10)]),
        ("и/или 1/2", []),
    ],
)
def test_commands_mentions_and_addresses_are_found(text: str, found: list[tuple[str, int, int]]) -> None:
    entities = with_found_entities(text, [])

    assert [(each["type"], each["offset"], each["length"]) for each in entities] == found


def test_nothing_is_found_inside_code() -> None:
    text, entities = parse_html("<code>/start</code> /help")

    kinds = [each["type"] for each in with_found_entities(text, entities)]

    assert kinds == ["code", "bot_command"]


def test_white_space_at_the_ends_is_cut_and_entities_move_along() -> None:
    assert trimmed(*parse_html("  \n<b>a</b> <i>  </i>")) == (
        "a",
        [{"offset": 0, "length": 1, "type": "bold"}],
    )


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a &lt;script&gt; &amp;", "a &lt;script&gt; &amp;"),
        ("<b>a <i>😀ї</i></b>\nb", "<b>a <i>😀ї</i></b>\nb"),
        ("<tg-spoiler>a</tg-spoiler>", "a"),
        ("<blockquote expandable>a</blockquote>", "<blockquote>a</blockquote>"),
        (
            '<a href="https://example.org/&quot;onclick=1">a</a>',
            '<a href="https://example.org/&quot;onclick=1" target="_blank" rel="noopener noreferrer">a</a>',
        ),
        ('<a href="tg://resolve?domain=x">a</a>', "a"),
        ("<b><i>a</i></b><u>b</u>", "<b><i>a</i></b><u>b</u>"),
    ],
)
def test_entities_are_written_back_as_safe_html(source: str, html: str) -> None:
    assert to_html(*parse_html(source)) == html


def test_entities_that_overlap_are_written_as_proper_html() -> None:
    entities: list[dict[str, Any]] = [
        {"offset": 0, "length": 2, "type": "bold"},
        {"offset": 1, "length": 2, "type": "italic"},
    ]

    assert to_html("abc", entities) == "<b>a<i>b</i></b><i>c</i>"


async def test_the_library_reads_the_entities_back(bot: Bot, world: World) -> None:
    source = 'Є у <b>списку</b> 😀: <a href="https://example.org/">джерело</a> /help'

    message = await bot.send_message(HALYNA.id, source, parse_mode=ParseMode.HTML)

    assert message.text == "Є у списку 😀: джерело /help"
    assert message.text_html == source
    assert list(message.parse_entities().values()) == ["списку", "джерело", "/help"]
    assert "<b>списку</b>" in world.chat(HALYNA.id)[0].html


async def test_the_library_is_told_of_malformed_markup(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Can't parse entities: can't find end tag corresponding"):
        await bot.send_message(HALYNA.id, "<b>a", parse_mode=ParseMode.HTML)


async def test_a_markup_this_server_cannot_read_is_refused_and_never_shown_raw(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Unsupported parse_mode"):
        await bot.send_message(HALYNA.id, "*a*", parse_mode=ParseMode.MARKDOWN_V2)
