"""Answer, alert, error → text, in one of three languages."""

from handlers.wording.catalogues import LANGUAGES, language_of, translations
from handlers.wording.reports import Reports
from handlers.wording.terms import Button, Said

__all__ = ["LANGUAGES", "Button", "Said", "Wording", "language_of", "wording"]

Wording = Reports


def wording(language: str) -> Wording:
    """Return the words of a language."""
    return Wording(language, translations(language))
