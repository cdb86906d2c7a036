"""The three catalogues of locales/, ready to translate."""

import io
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LANGUAGES = ("uk", "ru", "en")
LOCALES = Path(__file__).parents[2] / "locales"


def language_of(telegram_code: str | None) -> str:
    """Return the bot's language for Telegram's `language_code`: uk, ru, otherwise en."""
    code = (telegram_code or "").split("-")[0].lower()
    return code if code in LANGUAGES else "en"


@cache
def translations(language: str) -> Translations:
    """Return the catalogue of a language, compiled in memory so that it is never behind its text."""
    with (LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as text:
        catalogue = read_po(text, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
