"""What typed text means: an answer to a moderator's open form, rows of a list, or a name."""

import re

from bot.core.errors import BotError
from bot.core.expected import Expected, Wish
from handlers import expecting, my
from handlers.context import Talk, moderate
from handlers.inquiries import on_name
from handlers.mistakes import holds_number, on_number
from handlers.moderation.editions import on_pasted
from handlers.moderation.forms import on_typed, takes
from handlers.preferences import on_phrase_typed
from handlers.watches import on_label

_LEAST_ROWS = 2
# Two words of letters, or a letter and a separator before the next word.
_ROW = re.compile(r".*?[^\W\d_][.’'ʼ-]?\s*[ \u00a0;,|\t]\s*[^\W\d_].*")


async def on_text(talk: Talk) -> None:
    """Hand typed text to the form that waits for it, take it as rows of a list, or answer it as a name."""
    expected = await expecting.expected(talk)
    if expected is not None:
        await _on_expected(talk, expected)
    elif await _form_waits(talk):
        await moderate(talk, on_typed)
    elif _are_rows(talk.text) and talk.update.edited_message is None and await talk.role() is not None:
        await moderate(talk, on_pasted)
    elif holds_number(talk.text):
        await on_number(talk)
    else:
        await on_name(talk)


async def _on_expected(talk: Talk, expected: Expected) -> None:
    """Take the text for what was asked for. Nothing is expected once that is answered."""
    try:
        match expected.wish:
            case Wish.WATCH_LABEL:
                await on_label(talk, expected.subject_id)
            case Wish.FOLLOW_LABEL:
                await my.on_label(talk, expected.subject_id)
            case Wish.PHRASE:
                await on_phrase_typed(talk)
    except BotError:
        # What was to be named is gone: the next text is none of its names.
        await expecting.nothing(talk)
        raise


async def _form_waits(talk: Talk) -> bool:
    if talk.chat_id is None:
        return False
    draft = await talk.services.preparations.draft(talk.chat_id)
    return draft is not None and takes(talk, draft) and await talk.role() is not None


def _are_rows(text: str) -> bool:
    """Whether most of several lines hold several words each; a name typed one word to a line is none."""
    lines = [line for line in text.splitlines() if line.strip()]
    rows = sum(_ROW.fullmatch(line) is not None for line in lines)
    return rows >= _LEAST_ROWS and 2 * rows > len(lines)
