"""Bring the catalogues up to date with the sentences of the code: `python -m locales.words`.

New sentences are left empty in Ukrainian and Russian, to be translated by a person; nothing is guessed
from a similar sentence. Sentences that left the code leave the catalogues too.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

LOCALES = Path(__file__).parent
TEMPLATE = LOCALES / "messages.pot"
LANGUAGES = {"uk": "Ukrainian", "ru": "Russian", "en": "English"}

_KEPT_HEADERS = ("Language:", "Plural-Forms", "MIME-Version", "Content-T")
_TEMPLATE_HEADER = """\
# The sentences of Vdoma, taken out of the code by `make words`. Do not edit.
# How to translate them: locales/glossary.md."""
_HEADER = """\
# {name} sentences of Vdoma.
# Before a sentence is changed, read locales/glossary.md: which word, and why.
# `make words` adds new sentences, empty, and drops those that left the code."""


def catalogue_file(language: str) -> Path:
    """Return where the catalogue of a language stands."""
    return LOCALES / language / "LC_MESSAGES" / "messages.po"


def extract() -> Catalog:
    """Return every sentence that the code marks with `_` or counts with `count`."""
    with (LOCALES / "babel.cfg").open(encoding="utf-8") as text:
        methods, options = parse_mapping_cfg(text, "babel.cfg")  # type: ignore[no-untyped-call]
    template = Catalog(header_comment=_TEMPLATE_HEADER)
    found = extract_from_dir(
        LOCALES.parent,
        methods,
        options,
        keywords={**DEFAULT_KEYWORDS, **parse_keywords(["_", "count:1,2"])},
        comment_tags=("Translators:",),
    )
    for _file, _line, sentence, comments, context in found:
        template.add(sentence, auto_comments=comments, context=context)
    return template


def read_catalogue(language: str) -> Catalog:
    """Return the catalogue of a language as it stands in its file, with what the code no longer holds."""
    with catalogue_file(language).open("rb") as text:
        return read_po(text, locale=language)


def updated(language: str, template: Catalog) -> Catalog:
    """Return the catalogue of a language with exactly the sentences of the template.

    English says what the code says; the others keep their translations.
    """
    catalogue = read_catalogue(language)
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    catalogue.header_comment = _HEADER.format(name=LANGUAGES[language])
    catalogue.fuzzy = False
    if language == "en":
        for message in sentences(catalogue):
            message.string = message.id
    return catalogue


def sentences(catalogue: Catalog) -> Iterator[Message]:
    """Yield the messages of a catalogue without its header."""
    return (message for message in catalogue if message.id)


def written(catalogue: Catalog) -> str:
    """Write a catalogue as text, the same at every hour and on every machine."""
    text = io.BytesIO()
    write_po(text, catalogue, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
    head, _, rest = text.getvalue().decode().partition("\n\n")
    kept = (line for line in head.splitlines() if not line.startswith('"') or _is_kept(line))
    # Babel marks the header of a template as a guess; it is none.
    lines = [line for line in kept if line not in {"#", "#, fuzzy"}]
    return "\n".join(lines) + "\n\n" + rest


def _is_kept(line: str) -> bool:
    return any(line.startswith(f'"{header}') for header in _KEPT_HEADERS) or line.startswith('"n%')


def forms_of(message: Message) -> tuple[str, ...]:
    """Return every form of a translation; one empty text if there is none."""
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(message.string or ("",))


def empty(catalogue: Catalog) -> list[Message]:
    """Return the messages without a translation in every form."""
    return [message for message in sentences(catalogue) if not _is_translated(message)]


def _is_translated(message: Message) -> bool:
    return all(forms_of(message))


def main() -> int:
    """Write the template and the three catalogues; say what wants a translation."""
    template = extract()
    TEMPLATE.write_text(written(template), encoding="utf-8")
    wanting = 0
    for language in LANGUAGES:
        catalogue = updated(language, template)
        catalogue_file(language).write_text(written(catalogue), encoding="utf-8")
        for message in empty(catalogue):
            wanting += 1
            sys.stdout.write(f"{language}: to be translated: {message.id}\n")
    sys.stdout.write(f"{len(template)} sentences; to be translated: {wanting}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
