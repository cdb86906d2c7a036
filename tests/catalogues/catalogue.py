"""The catalogues as the tests read them."""

from functools import cache

from babel.messages.catalog import Catalog, Message

from locales.words import LANGUAGES, extract, forms_of, read_catalogue, sentences

__all__ = ["LANGUAGES", "TRANSLATED", "every_text", "ids_of", "messages", "of_code", "of_language"]

TRANSLATED = ("uk", "ru")


@cache
def of_code() -> Catalog:
    """The sentences that the code holds now."""
    return extract()


@cache
def of_language(language: str) -> Catalog:
    """The catalogue of a language as it stands in its file."""
    return read_catalogue(language)


def messages(language: str) -> list[Message]:
    """Its sentences, without the header."""
    return list(sentences(of_language(language)))


def ids_of(message: Message) -> tuple[str, ...]:
    """Return the text of the code, in one form or two."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def every_text(language: str) -> list[str]:
    """Return every form of every sentence of a language."""
    return [form for message in messages(language) for form in forms_of(message)]
